// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Hands inputs to the target that FUZZ_TARGET names.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FUZZ_TARGET(data, size);

	return 0;
}
