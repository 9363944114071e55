// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Writing and reading structures by field.
 *
 * A field's place is looked up in the rows of the release, and bytes are
 * copied: nothing here relies on the alignment of a pointer or on a C struct.
 */
#include "nvidia/block.h"

#include <string.h>

void gvm_nv_block_init(const struct gvm_nv_abi *abi, enum gvm_nv_struct which,
		       struct gvm_nv_block *block)
{
	size_t size = gvm_nv_abi_size(abi, which);

	g_assert(size > 0);
	*block = (struct gvm_nv_block) {
		.abi = abi,
		.which = which,
		.bytes = g_malloc0(size),
		.size = size,
	};
}

void gvm_nv_block_clear(struct gvm_nv_block *block)
{
	g_clear_pointer(&block->bytes, g_free);
	block->size = 0;
}

/**
 * @brief Find a field inside the bytes of a block.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return Its place; size 0 when it is not there, or reaches beyond the end
 *         of a block that is too small.
 * @pure
 */
static struct gvm_nv_place place_of(const struct gvm_nv_block *block,
				    unsigned int field)
{
	struct gvm_nv_place place = gvm_nv_abi_place(block->abi, block->which,
						     field);

	if ((size_t)place.offset + place.size > block->size)
		place.size = 0;

	return place;
}

/**
 * @brief Tell how many bytes an element of a field has.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return Bytes; 0 for a structure.
 * @pure
 */
static size_t unit_of(const struct gvm_nv_block *block, unsigned int field)
{
	return gvm_nv_abi_layout(block->which)->fields[field].unit;
}

struct gvm_nv_block gvm_nv_block_part(const struct gvm_nv_block *block,
				      unsigned int field, size_t index,
				      enum gvm_nv_struct which)
{
	struct gvm_nv_place place = place_of(block, field);
	size_t size = gvm_nv_abi_size(block->abi, which);
	struct gvm_nv_block part = { .abi = block->abi, .which = which };

	if (size == 0 || index >= place.size / size)
		return part;
	part.bytes = block->bytes + place.offset + index * size;
	part.size = size;

	return part;
}

bool gvm_nv_has(const struct gvm_nv_block *block, unsigned int field)
{
	return place_of(block, field).size > 0;
}

size_t gvm_nv_count(const struct gvm_nv_block *block, unsigned int field)
{
	size_t unit = unit_of(block, field);
	size_t size = place_of(block, field).size;

	return unit ? size / unit : size > 0;
}

bool gvm_nv_put_at(const struct gvm_nv_block *block, unsigned int field,
		   size_t index, uint64_t value)
{
	struct gvm_nv_place place = place_of(block, field);
	size_t unit = unit_of(block, field);
	uint16_t half = value;
	uint32_t word = value;
	uint8_t *to;

	if (index >= gvm_nv_count(block, field))
		return false;
	if (unit < sizeof(value) && value >> (unit * 8))
		return false;
	to = block->bytes + place.offset + index * unit;

	switch (unit) {
	case sizeof(uint8_t):
		*to = value;
		return true;
	case sizeof(half):
		memcpy(to, &half, sizeof(half));
		return true;
	case sizeof(word):
		memcpy(to, &word, sizeof(word));
		return true;
	case sizeof(value):
		memcpy(to, &value, sizeof(value));
		return true;
	default:
		return false;
	}
}

bool gvm_nv_put(const struct gvm_nv_block *block, unsigned int field,
		uint64_t value)
{
	return !gvm_nv_has(block, field) ||
	       gvm_nv_put_at(block, field, 0, value);
}

bool gvm_nv_put_bytes(const struct gvm_nv_block *block, unsigned int field,
		      const void *bytes, size_t len)
{
	struct gvm_nv_place place = place_of(block, field);

	if (place.size == 0)
		return true;
	if (len > place.size)
		return false;
	if (len > 0)
		memcpy(block->bytes + place.offset, bytes, len);

	return true;
}

bool gvm_nv_put_text(const struct gvm_nv_block *block, unsigned int field,
		     const char *text)
{
	const char *safe = text ? text : "";

	return gvm_nv_put_bytes(block, field, safe, strlen(safe) + 1);
}

uint64_t gvm_nv_get_at(const struct gvm_nv_block *block, unsigned int field,
		       size_t index)
{
	struct gvm_nv_place place = place_of(block, field);
	size_t unit = unit_of(block, field);
	const uint8_t *from;
	uint16_t half;
	uint32_t word;
	uint64_t value;

	if (index >= gvm_nv_count(block, field))
		return 0;
	from = block->bytes + place.offset + index * unit;

	switch (unit) {
	case sizeof(uint8_t):
		return *from;
	case sizeof(half):
		memcpy(&half, from, sizeof(half));
		return half;
	case sizeof(word):
		memcpy(&word, from, sizeof(word));
		return word;
	case sizeof(value):
		memcpy(&value, from, sizeof(value));
		return value;
	default:
		return 0;
	}
}

uint64_t gvm_nv_get(const struct gvm_nv_block *block, unsigned int field)
{
	return gvm_nv_get_at(block, field, 0);
}

const uint8_t *gvm_nv_bytes(const struct gvm_nv_block *block,
			    unsigned int field, size_t *len)
{
	struct gvm_nv_place place = place_of(block, field);

	*len = place.size;

	return place.size ? block->bytes + place.offset : NULL;
}

char *gvm_nv_text(const struct gvm_nv_block *block, unsigned int field)
{
	size_t len;
	const uint8_t *bytes = gvm_nv_bytes(block, field, &len);

	if (!bytes)
		return g_strdup("");

	return g_utf8_make_valid((const char *)bytes,
				 strnlen((const char *)bytes, len));
}
