// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: mdevctl's JSON.
 */
#include "fuzz.h"

#include "util/text.h"
#include "xml/mdevctl.h"

void fuzz_mdevctl(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_request) request =
		gvm_mdevctl_parse((const char *)data, size, "fuzz",
				  "c2177883-f1bb-47f0-914d-32a22e3a8804",
				  "0000:41:00.0", &err);

	fuzz_check_error(request, err);
	if (!request)
		return;
	g_assert_true(gvm_text_is_name(request->type));
	for (unsigned int i = 0; i < request->attrs->len; i++) {
		const struct gvm_attr *attr = request->attrs->pdata[i];

		g_assert_true(gvm_request_attr_is_sane(attr->name));
		g_assert_nonnull(attr->value);
	}
}
