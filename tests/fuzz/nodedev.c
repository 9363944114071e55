// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: node-device XML, read and written.
 */
#include "fuzz.h"

#include <string.h>

#include "xml/nodedev.h"

void fuzz_nodedev(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_request) request =
		gvm_nodedev_parse((const char *)data, size, "fuzz", &err);
	g_autoptr(gvm_request) again = NULL;
	g_autofree char *out = NULL;

	fuzz_check_error(request, err);
	if (!request)
		return;
	/* What was taken can be written, and read again as the same. */
	out = gvm_nodedev_format(request, request->parent);
	again = gvm_nodedev_parse(out, strlen(out), "fuzz", &err);
	g_assert_no_error(err);
	g_assert_cmpstr(again->uuid, ==, request->uuid);
	g_assert_cmpstr(again->type, ==, request->type);
	g_assert_cmpstr(again->parent, ==, request->parent);
	g_assert_cmpuint(again->attrs->len, ==, request->attrs->len);
}
