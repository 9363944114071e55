// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether a field of a type has arrived in the driver as it was meant.
 *
 * A test writes "TYPE FIELD VALUE" to /proc/driver/vgpusim/compare.  FIELD is NVIDIA's name; where
 * it is comes from the measured facts, not from the program under test.  VALUE is a number for
 * fields of up to 8 bytes; for others a text, which zeros must follow up to the field's end, or
 * "hex:" and the bytes, after which zeros must follow as well.  "utf16:" and a text stands for the
 * text in 16-bit characters.  A difference is an error, and told to the kernel's log.
 */
#include <linux/kernel.h>
#include <linux/slab.h>
#include "vgpusim.h"
#include "vgpusim_rm.h"

/* Bytes of the largest field. */
#define MOST 4096

/**
 * number_is() - compares a field that is a number
 * @bytes: the field
 * @size: its bytes
 * @text: the number wanted
 *
 * Restriction: @size is at most 8. Side effects: none. Failure: false for what is no number.
 *
 * Return: true when it is the same
 */
static bool number_is(const u8 *bytes, u32 size, const char *text)
{
	u64 want;
	u64 got = 0;

	memcpy(&got, bytes, size);
	return !kstrtou64(text, 0, &want) && got == want;
}

/**
 * spell() - makes the bytes that a text stands for
 * @text: the text
 * @to: where to put them, MOST bytes of zeros
 *
 * Restriction: none. Side effects: none. Failure: -EINVAL for what is not hexadecimal or too long.
 *
 * Return: 0
 */
static int spell(const char *text, u8 *to)
{
	size_t length = strlen(text);
	size_t i;

	if (length >= MOST)
		return -EINVAL;
	if (!strncmp(text, "hex:", 4))
		return hex2bin(to, text + 4, (length - 4) / 2) ? -EINVAL : 0;
	if (strncmp(text, "utf16:", 6)) {
		memcpy(to, text, length);
		return 0;
	}
	if (2 * length > MOST)
		return -EINVAL;
	for (i = 6; i < length; i++)
		to[2 * (i - 6)] = text[i];
	return 0;
}

/**
 * field_is() - compares a field
 * @bytes: the field
 * @size: its bytes
 * @text: the value wanted
 *
 * Restriction: none. Side effects: none. Failure: false for a value that is none.
 *
 * Return: true when it is the same
 */
static bool field_is(const u8 *bytes, u32 size, const char *text)
{
	u8 *want;
	bool same;

	if (size <= sizeof(u64))
		return number_is(bytes, size, text);
	want = kzalloc(MOST, GFP_KERNEL);
	if (!want)
		return false;
	same = size <= MOST && !spell(text, want) && !memcmp(bytes, want, size) &&
	       !memchr_inv(want + size, 0, MOST - size);
	kfree(want);
	return same;
}

/**
 * sim_compare() - compares the field that a line names
 * @line: "TYPE FIELD VALUE"; cut into pieces
 *
 * Restriction: sim_rm_lock is held. Side effects: a difference is told to the kernel's log.
 * Failure: -EINVAL for a line that is none, -ENOENT for an unknown type, -ENXIO for a field that
 * the release does not have, -EILSEQ for a difference.
 *
 * Return: 0
 */
int sim_compare(char *line)
{
	char *type = strsep(&line, " ");
	char *field = strsep(&line, " ");
	const u8 *bytes;
	u32 size;
	u32 id;

	if (!field || !line || kstrtou32(type, 0, &id))
		return -EINVAL;
	if (!rmsim_type(sim_rm, id)) {
		pr_err("vgpusim: compare: there is no type %u\n", id);
		return -ENOENT;
	}
	bytes = rmsim_type_field(sim_rm, id, field, &size);
	if (!bytes)
		return -ENXIO;
	if (field_is(bytes, size, line))
		return 0;
	pr_err("vgpusim: compare: %s of type %u is %*ph..., not '%s'\n", field, id,
	       min_t(int, size, 64), bytes, line);
	return -EILSEQ;
}
