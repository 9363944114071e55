// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The binary interface of the simulated release: structures, controls and constants, looked up in
 * the tables that make-abi.py has made.
 *
 * A release that was never measured has the rows of the next older one of its branch, or of the
 * oldest where there is none.
 */
#include "rmsim_core.h"

/* Now the tables, which need the structures of the header above. */
#define RMSIM_TABLES
#include "rmsim_abi.h"

#define BRANCH 1000000
#define PART 1000

/**
 * struct trait - where a way of the driver holds
 * @which: the way, enum rmsim_trait
 * @first: the oldest release
 * @last: the newest release
 */
struct trait {
	u32 which;
	u32 first;
	u32 last;
};

/* Read in the driver's sources, because no header tells. */
static const struct trait traits[] = {
	{ RMSIM_T_FRONTEND, 0, 544999999 },
	{ RMSIM_T_SIZE_FIRST, 535161007, 535999999 },
	{ RMSIM_T_SIZE_FIRST, 550040053, 999999999 },
	{ RMSIM_T_STRICT, 595044002, 999999999 },
};

/**
 * rmsim_parse() - reads a release
 * @release: such as "580.95.05" or "565.77"
 *
 * Restriction: none. Side effects: none. Failure: 0 for what is no release.
 *
 * Return: the release as one number, 580095005
 */
u32 rmsim_parse(const char *release)
{
	u32 parts[3] = { 0, 0, 0 };
	u32 part = 0;

	for (; *release && *release != '\n'; release++) {
		if (*release == '.' && part < 2)
			part++;
		else if (*release >= '0' && *release <= '9' && parts[part] < PART)
			parts[part] = parts[part] * 10 + (*release - '0');
		else
			return 0;
	}
	if (!part || parts[0] >= PART || parts[1] >= PART || parts[2] >= PART)
		return 0;
	return parts[0] * BRANCH + parts[1] * PART + parts[2];
}

/**
 * rmsim_resolve() - finds the measured release whose rows a release has
 * @release: the release
 *
 * Restriction: none. Side effects: none. Failure: 0 when nothing of its branch was measured.
 *
 * Return: the release itself, the next older one of its branch, or the oldest of its branch
 */
u32 rmsim_resolve(u32 release)
{
	u32 found = 0;
	u32 i;

	for (i = 0; i < RMSIM_COUNT(rmsim_tags); i++) {
		if (rmsim_tags[i] / BRANCH != release / BRANCH)
			continue;
		if (rmsim_tags[i] <= release || !found)
			found = rmsim_tags[i];
	}
	return found;
}

/**
 * rmsim_is() - says whether the driver has a way
 * @sim: the driver
 * @trait: the way
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when it has
 */
bool rmsim_is(const struct rmsim *sim, enum rmsim_trait trait)
{
	u32 i;

	for (i = 0; i < RMSIM_COUNT(traits); i++)
		if (traits[i].which == trait && sim->rows >= traits[i].first &&
		    sim->rows <= traits[i].last)
			return true;
	return false;
}

/**
 * rmsim_constant() - tells a constant
 * @sim: the driver
 * @which: the constant
 * @value: where to put it, or NULL
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: false when the release does not have it
 */
bool rmsim_constant(const struct rmsim *sim, enum rmsim_constant which, u32 *value)
{
	const struct rmsim_value *row;
	u32 i;

	for (i = 0; i < RMSIM_COUNT(rmsim_values); i++) {
		row = &rmsim_values[i];
		if (row->which != which || sim->rows < row->first || sim->rows > row->last)
			continue;
		if (value)
			*value = row->value;
		return true;
	}
	return false;
}

/**
 * rmsim_control_row() - finds a control
 * @sim: the driver
 * @cmd: its number
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: what it is, NULL when the release does not export it
 */
const struct rmsim_control *rmsim_control_row(const struct rmsim *sim, u32 cmd)
{
	const struct rmsim_control *row;
	u32 i;

	for (i = 0; i < RMSIM_COUNT(rmsim_controls); i++) {
		row = &rmsim_controls[i];
		if (row->cmd == cmd && sim->rows >= row->first && sim->rows <= row->last)
			return row;
	}
	return NULL;
}

/**
 * rmsim_view() - looks at bytes as a structure
 * @sim: the driver
 * @which: the structure
 * @bytes: the bytes
 *
 * Restriction: there are rmsim_size() of them. Side effects: none. Failure: none.
 *
 * Return: the view, without a row when the release does not have the structure
 */
struct rmsim_view rmsim_view(const struct rmsim *sim, enum rmsim_struct which, void *bytes)
{
	struct rmsim_view view = { NULL, bytes };
	u32 i;

	for (i = 0; !view.row && i < RMSIM_COUNT(rmsim_rows); i++)
		if (rmsim_rows[i].which == which && sim->rows >= rmsim_rows[i].first &&
		    sim->rows <= rmsim_rows[i].last)
			view.row = &rmsim_rows[i];
	return view;
}

/**
 * rmsim_size() - tells the size of a structure
 * @sim: the driver
 * @which: the structure
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: bytes, 0 when the release does not have it
 */
u32 rmsim_size(const struct rmsim *sim, enum rmsim_struct which)
{
	struct rmsim_view view = rmsim_view(sim, which, NULL);

	return view.row ? view.row->size : 0;
}

/**
 * rmsim_places_of() - tells the fields of a layout
 * @row: the layout
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: as many as the row counts
 */
const struct rmsim_place *rmsim_places_of(const struct rmsim_row *row)
{
	return &rmsim_places[row->places];
}

/**
 * rmsim_bytes() - finds a field
 * @view: the structure
 * @field: the field
 * @size: where to put how many bytes it has, 0 when it is not there
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: its bytes, NULL when it is not there
 */
u8 *rmsim_bytes(const struct rmsim_view *view, enum rmsim_field field, u32 *size)
{
	const struct rmsim_place *place;
	u32 i;

	*size = 0;
	for (i = 0; view->row && i < view->row->count; i++) {
		place = &rmsim_places[view->row->places + i];
		if (place->field != field)
			continue;
		*size = place->size;
		return view->bytes + place->offset;
	}
	return NULL;
}

/**
 * rmsim_part() - looks at a structure inside another one
 * @sim: the driver
 * @view: the outer structure
 * @field: the field that holds it, or an array of it
 * @index: which element
 * @which: the inner structure
 *
 * Restriction: none. Side effects: none. Failure: a view without a row when it is not there.
 *
 * Return: the view
 */
struct rmsim_view rmsim_part(const struct rmsim *sim, const struct rmsim_view *view,
			     enum rmsim_field field, u32 index, enum rmsim_struct which)
{
	struct rmsim_view part;
	u32 size;
	u8 *bytes = rmsim_bytes(view, field, &size);

	part = rmsim_view(sim, which, NULL);
	if (!part.row || (index + 1) * part.row->size > size)
		part.row = NULL;
	else
		part.bytes = bytes + index * part.row->size;
	return part;
}

/**
 * rmsim_get() - reads a number
 * @view: the structure
 * @field: the field
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the number, 0 when the field is not there
 */
u64 rmsim_get(const struct rmsim_view *view, enum rmsim_field field)
{
	u64 value = 0;
	u32 size;
	const u8 *bytes = rmsim_bytes(view, field, &size);

	/* All machines that this runs on are little endian. */
	if (bytes)
		memcpy(&value, bytes, size < sizeof(value) ? size : sizeof(value));
	return value;
}

/**
 * rmsim_put() - writes a number
 * @view: the structure
 * @field: the field; nothing happens when it is not there
 * @value: the number
 *
 * Restriction: none. Side effects: the structure changes. Failure: none.
 */
void rmsim_put(const struct rmsim_view *view, enum rmsim_field field, u64 value)
{
	u32 size;
	u8 *bytes = rmsim_bytes(view, field, &size);

	if (bytes)
		memcpy(bytes, &value, size < sizeof(value) ? size : sizeof(value));
}

/**
 * rmsim_put_at() - writes one element of an array of u32
 * @view: the structure
 * @field: the field; nothing happens when it has no such element
 * @index: which element
 * @value: the number
 *
 * Restriction: none. Side effects: the structure changes. Failure: none.
 */
void rmsim_put_at(const struct rmsim_view *view, enum rmsim_field field, u32 index, u32 value)
{
	u32 size;
	u8 *bytes = rmsim_bytes(view, field, &size);

	if (bytes && (index + 1) * sizeof(value) <= size)
		memcpy(bytes + index * sizeof(value), &value, sizeof(value));
}

/**
 * rmsim_put_bytes() - writes the beginning of a field
 * @view: the structure
 * @field: the field; nothing happens when it is not there
 * @bytes: what to write
 * @size: how many bytes; what does not fit is cut off
 *
 * Restriction: none. Side effects: the structure changes. Failure: none.
 */
void rmsim_put_bytes(const struct rmsim_view *view, enum rmsim_field field, const void *bytes,
		     u32 size)
{
	u32 room;
	u8 *to = rmsim_bytes(view, field, &room);

	if (to)
		memcpy(to, bytes, size < room ? size : room);
}

/**
 * rmsim_put_text() - writes a text with its NUL
 * @view: the structure
 * @field: the field; nothing happens when it is not there
 * @text: the text; what does not fit is cut off
 *
 * Restriction: none. Side effects: the structure changes. Failure: none.
 */
void rmsim_put_text(const struct rmsim_view *view, enum rmsim_field field, const char *text)
{
	u32 room;
	u8 *to = rmsim_bytes(view, field, &room);
	u32 i;

	for (i = 0; to && i + 1 < room && text[i]; i++)
		to[i] = text[i];
	if (to)
		memset(to + i, 0, room - i);
}
