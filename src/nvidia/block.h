/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief One structure of the driver's interface, written and read by field.
 *
 * A block is zeroed bytes of exactly the size that the release has. Fields of
 * a release that does not have them read as 0 and are not written. Numbers
 * are in the machine's own byte order, as the driver's are.
 */
#ifndef GVM_NVIDIA_BLOCK_H
#define GVM_NVIDIA_BLOCK_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nvidia/abi.h"
#include "util/cleanup.h"

/** @brief A structure, or a part of one. */
struct gvm_nv_block {
	const struct gvm_nv_abi *abi;	/**< Its rows. Borrowed. */
	enum gvm_nv_struct which;	/**< Which structure. */
	uint8_t *bytes;			/**< Owned, unless a part. */
	size_t size;			/**< In bytes. */
};

/**
 * @brief Make a zeroed structure.
 * @param abi    The rows; must outlive the block.
 * @param which  Which structure; the release must have it.
 * @param block  Filled; freed with gvm_nv_block_clear().
 * @restriction gvm_nv_abi_size() of it is not 0.
 * @sideeffect Allocates memory.
 * @nofailure
 */
void gvm_nv_block_init(const struct gvm_nv_abi *abi, enum gvm_nv_struct which,
		       struct gvm_nv_block *block);

/**
 * @brief Free the bytes of a structure.
 * @param block  From gvm_nv_block_init(), or zeroed.
 * @restriction Not for a part.
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_nv_block_clear(struct gvm_nv_block *block);

GVM_DEFINE_AUTO(gvm_nv_block, gvm_nv_block_clear)

/**
 * @brief Look at a structure inside another one.
 * @param block  The outer one; must outlive the part.
 * @param field  Field that holds it, or an array of it.
 * @param index  Which element, from 0.
 * @param which  What structure it is.
 * @return A part, not freed; its size is 0 when the field or the element does
 *         not exist.
 * @pure
 */
struct gvm_nv_block gvm_nv_block_part(const struct gvm_nv_block *block,
				      unsigned int field, size_t index,
				      enum gvm_nv_struct which);

/**
 * @brief Tell whether the release has a field.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return true when it has.
 * @pure
 */
bool gvm_nv_has(const struct gvm_nv_block *block, unsigned int field);

/**
 * @brief Tell how many elements a field has.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return The number; 0 when the release does not have the field.
 * @pure
 */
size_t gvm_nv_count(const struct gvm_nv_block *block, unsigned int field);

/**
 * @brief Write a number.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param value  The number.
 * @return false when the release has the field and the number does not fit.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
bool gvm_nv_put(const struct gvm_nv_block *block, unsigned int field,
		uint64_t value);

/**
 * @brief Write one element of an array of numbers.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param index  Which element, from 0.
 * @param value  The number.
 * @return false when there is no such element or the number does not fit.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
bool gvm_nv_put_at(const struct gvm_nv_block *block, unsigned int field,
		   size_t index, uint64_t value);

/**
 * @brief Write bytes to the beginning of a field.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param bytes  What to write.
 * @param len    How many bytes.
 * @return false when they do not fit.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
bool gvm_nv_put_bytes(const struct gvm_nv_block *block, unsigned int field,
		      const void *bytes, size_t len);

/**
 * @brief Write a text with its NUL.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param text   The text, or NULL for "".
 * @return false when it does not fit with its NUL.
 * @norestriction
 * @sideeffect Changes the structure.
 * @nofailure
 */
bool gvm_nv_put_text(const struct gvm_nv_block *block, unsigned int field,
		     const char *text);

/**
 * @brief Read a number.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return The number; 0 when the release does not have the field.
 * @pure
 */
uint64_t gvm_nv_get(const struct gvm_nv_block *block, unsigned int field);

/**
 * @brief Read one element of an array of numbers.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param index  Which element, from 0.
 * @return The number; 0 when there is no such element.
 * @pure
 */
uint64_t gvm_nv_get_at(const struct gvm_nv_block *block, unsigned int field,
		       size_t index);

/**
 * @brief Look at the bytes of a field.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @param len    Where to put how many there are.
 * @return The bytes, borrowed, or NULL when the release does not have it.
 * @pure
 */
const uint8_t *gvm_nv_bytes(const struct gvm_nv_block *block,
			    unsigned int field, size_t *len);

/**
 * @brief Read a text, which the driver may have left without NUL.
 * @param block  The structure.
 * @param field  A field of its enum.
 * @return A new string of valid UTF-8, "" when there is nothing.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
char *gvm_nv_text(const struct gvm_nv_block *block, unsigned int field);

#endif /* GVM_NVIDIA_BLOCK_H */
