// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Requests that are spelled out on the command line.
 */
#include "cmd/args.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"

/** @brief Where a request of the command line comes from, for messages. */
#define WHERE "command line"

/**
 * @brief Read one --attr.
 * @param request  Where to add it.
 * @param text     NAME=VALUE.
 * @param err      Where to store the error, or NULL.
 * @return true when it is of that form.
 * @norestriction
 * @sideeffect Grows the attributes of the request.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_attr(struct gvm_request *request, const char *text,
		      GError **err)
{
	const char *equals = strchr(text, '=');
	g_autofree char *name = equals ? g_strndup(text, equals - text) : NULL;

	if (!equals || !gvm_request_attr_is_sane(name) ||
	    strchr(equals, '\n'))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--attr %s is not NAME=VALUE with the name of an attribute of a vGPU, such as nvidia/vgpu_params=frame_rate_limiter=0",
				     text);
	gvm_request_add_attr(request, name, equals + 1);

	return true;
}

/**
 * @brief Read every --attr, in order.
 * @param call     The call.
 * @param request  Where to add them.
 * @param err      Where to store the error, or NULL.
 * @return true when all are sound.
 * @norestriction
 * @sideeffect Grows the attributes of the request.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_attrs(const struct gvm_call *call,
		       struct gvm_request *request, GError **err)
{
	for (guint i = 0; i < call->options->len; i++) {
		const struct gvm_option_value *given;

		given = g_ptr_array_index(call->options, i);
		if (g_str_equal(given->option->name, "--attr") &&
		    !read_attr(request, given->value, err))
			return false;
	}

	return true;
}

/**
 * @brief Check that a value can be the name of a device or type.
 * @param option  Name of the option.
 * @param value   Its value, or NULL.
 * @param err     Where to store the error, or NULL.
 * @return true when it can, or is not given.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_name(const char *option, const char *value, GError **err)
{
	g_autofree char *shown = NULL;

	if (!value || gvm_text_is_name(value))
		return true;
	shown = gvm_text_printable(value, 64);

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "%s '%s' is not the name of a device or type; 'gvmctl types' lists both",
			     option, shown);
}

struct gvm_request *gvm_args_request(const struct gvm_call *call, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	const char *parent = gvm_args_value(call, "--parent");
	const char *placement = gvm_args_value(call, "--placement");
	const char *type = gvm_args_value(call, "--type");
	const char *uuid = gvm_args_value(call, "--uuid");

	request->source = GVM_SOURCE_COMMAND;
	request->where = g_strdup(WHERE);
	request->parent = g_strdup(parent);
	request->type = g_strdup(type);
	request->uuid = gvm_text_uuid(uuid);
	request->placed = placement;
	if (!type)
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "--type is missing; 'gvmctl types' lists the types");
	else if (uuid && !request->uuid)
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "--uuid '%s' is not a UUID", uuid);
	else if (placement && parent)
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "--placement makes no sense with --parent");
	else if (placement &&
		 (!gvm_placement_parse(placement, &request->placement) ||
		  request->placement == GVM_PLACEMENT_NUMA))
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "--placement '%s' is neither spread nor pack; numa needs the memory of a domain",
			      placement);
	else if (check_name("--type", type, err) &&
		 check_name("--parent", parent, err) &&
		 read_attrs(call, request, err))
		return g_steal_pointer(&request);

	return NULL;
}
