/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What all fuzz targets share.
 *
 * Each target is a function in a file of its own, and entry.c hands inputs to
 * the one that it was compiled for. Linked with libFuzzer a target looks for
 * inputs of its own; linked with replay.c it is given the files named on its
 * command line, with any compiler.
 */
#ifndef GVM_TESTS_FUZZ_FUZZ_H
#define GVM_TESTS_FUZZ_FUZZ_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "util/error.h"

/**
 * @brief Give one input to the target of this program.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @return Always 0.
 * @restriction The name and form are those that libFuzzer calls.
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * @brief Target: domain XML, read and rewritten.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_domain(const uint8_t *data, size_t size);

/**
 * @brief Target: node-device XML, read and written.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_nodedev(const uint8_t *data, size_t size);

/**
 * @brief Target: mdevctl's JSON.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_mdevctl(const uint8_t *data, size_t size);

/**
 * @brief Target: files of vGPU types.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_types(const uint8_t *data, size_t size);

/**
 * @brief Target: policies.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_policy(const uint8_t *data, size_t size);

/**
 * @brief Target: files of pools.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_pools(const uint8_t *data, size_t size);

/**
 * @brief Target: NVIDIA's own types.
 * @param data  The input; not ended by a NUL.
 * @param size  Its length in bytes.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when something does not hold that must.
 */
void fuzz_vgpuconfig(const uint8_t *data, size_t size);

/**
 * @brief Check that an input was either taken or refused in one sentence.
 * @param result  What the reader returned.
 * @param err     The error it set, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when both or none are there, or the error is not one line of
 *          code GVM_ERROR_INVALID that begins with the name "fuzz".
 */
static inline void fuzz_check_error(const void *result, const GError *err)
{
	g_assert_true(!result == !!err);
	if (!err)
		return;
	g_assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_INVALID));
	g_assert_true(g_str_has_prefix(err->message, "fuzz:"));
	g_assert_null(strpbrk(err->message, "\r\n"));
	g_assert_true(g_utf8_validate(err->message, -1, NULL));
}

#endif /* GVM_TESTS_FUZZ_FUZZ_H */
