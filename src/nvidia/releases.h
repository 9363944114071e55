/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Releases whose interface was measured.
 */
#ifndef GVM_NVIDIA_RELEASES_H
#define GVM_NVIDIA_RELEASES_H

#include <glib.h>
#include <stddef.h>

#include "nvidia/version.h"

/**
 * @brief List the measured releases that have a name here.
 * @param n  Where to put how many.
 * @return A static array, the oldest number first.
 * @pure
 */
const struct gvm_nv_version *gvm_nv_releases(size_t *n);

#endif /* GVM_NVIDIA_RELEASES_H */
