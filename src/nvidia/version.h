/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Releases of NVIDIA's driver: "580.95.05" and the like.
 */
#ifndef GVM_NVIDIA_VERSION_H
#define GVM_NVIDIA_VERSION_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/** @brief Room for the text of a release, its NUL included. */
#define GVM_NV_VERSION_TEXT 16

/** @brief A release; the branch is its first number. */
struct gvm_nv_version {
	uint16_t branch;	/**< 580 of 580.95.05. */
	uint16_t minor;		/**< 95 of 580.95.05. */
	uint16_t patch;		/**< 5 of 580.95.05; 0 when there is none. */
};

/** @brief Releases from one to another, both included. */
struct gvm_nv_range {
	struct gvm_nv_version first;	/**< The oldest. */
	struct gvm_nv_version last;	/**< The newest. */
};

/**
 * @brief Read a release.
 * @param text     Text such as "580.95.05" or "565.77".
 * @param version  Where to put it; untouched on failure.
 * @return false when the text is not two or three decimal numbers below
 *         65536, divided by dots.
 * @pure
 */
bool gvm_nv_version_parse(const char *text, struct gvm_nv_version *version);

/**
 * @brief Spell a release as NVIDIA does: "580.95.05", "565.77".
 * @param version  The release.
 * @param text     Where to put it, of GVM_NV_VERSION_TEXT bytes.
 * @norestriction
 * @sideeffect Writes to @p text.
 * @nofailure
 */
void gvm_nv_version_format(struct gvm_nv_version version, char *text);

/**
 * @brief Compare two releases.
 * @param a  One.
 * @param b  The other.
 * @return Below, equal to or above 0 as @p a is older, the same or newer.
 * @restriction Branches interleave: newer by number is not newer by date.
 * @nosideeffect
 * @nofailure
 */
int gvm_nv_version_compare(struct gvm_nv_version a, struct gvm_nv_version b);

/**
 * @brief Tell whether a release is in a range.
 * @param range    The range.
 * @param version  The release.
 * @return true when it is.
 * @pure
 */
bool gvm_nv_range_has(const struct gvm_nv_range *range,
		      struct gvm_nv_version version);

#endif /* GVM_NVIDIA_VERSION_H */
