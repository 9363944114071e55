// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Requests that are spelled out on the command line.
 */
#include "cmd/args.h"

#include <string.h>

#include "util/error.h"
#include "util/text.h"
#include "xml/metadata.h"

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

/**
 * @brief Read --type, --name and --framebuffer, exactly one of them.
 * @param call     The call.
 * @param request  Where to put it.
 * @param err      Where to store the error, or NULL.
 * @return true when it is given and sound.
 * @norestriction
 * @sideeffect Sets type, name or framebuffer of the request.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_type(const struct gvm_call *call, struct gvm_request *request,
		      GError **err)
{
	const char *size = gvm_args_value(call, "--framebuffer");
	const char *name = gvm_args_value(call, "--name");
	const char *type = gvm_args_value(call, "--type");
	uint64_t mib = 0;

	if (!!type + !!name + !!size > 1)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--type, --name and --framebuffer exclude each other");
	if (!type && !name && !size)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--type is missing; 'gvmctl types' lists the types");
	if (size && (!gvm_text_to_uint(size, GVM_METADATA_FRAMEBUFFER_MAX,
				       &mib) || mib == 0))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--framebuffer '%s' is not a number of MiB from 1 to %d",
				     size, GVM_METADATA_FRAMEBUFFER_MAX);
	if (name && !gvm_text_is_line(name, GVM_TEXT_NAME_MAX))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--name is longer than %d bytes, or not of one line",
				     GVM_TEXT_NAME_MAX);
	request->type = g_strdup(type);
	request->name = g_strdup(name);
	request->framebuffer = mib << 20;

	return check_name("--type", type, err);
}

/**
 * @brief Read --parent and --placement, at most one of them.
 * @param call     The call.
 * @param request  Where to put it.
 * @param numa     Whether memory is known that a parent can be near to.
 * @param err      Where to store the error, or NULL.
 * @return true when they are sound, or not given.
 * @norestriction
 * @sideeffect Sets parent and placement of the request.
 * @failure GVM_ERROR_USAGE.
 */
static bool read_place(const struct gvm_call *call,
		       struct gvm_request *request, bool numa, GError **err)
{
	const char *parent = gvm_args_value(call, "--parent");
	const char *placement = gvm_args_value(call, "--placement");
	bool known = placement &&
		gvm_placement_parse(placement, &request->placement);

	request->parent = g_strdup(parent);
	request->placed = placement;
	if (placement && parent)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--placement makes no sense with --parent");
	if (placement && numa && !known)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--placement '%s' is none of spread, pack and numa",
				     placement);
	if (placement && !numa &&
	    (!known || request->placement == GVM_PLACEMENT_NUMA))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--placement '%s' is neither spread nor pack; numa needs the memory of a domain",
				     placement);

	return check_name("--parent", parent, err);
}

struct gvm_request *gvm_args_request(const struct gvm_call *call, bool numa,
				     GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(NULL);
	const char *uuid = gvm_args_value(call, "--uuid");

	request->source = GVM_SOURCE_COMMAND;
	request->where = g_strdup(WHERE);
	request->uuid = gvm_text_uuid(uuid);
	if (uuid && !request->uuid)
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "--uuid '%s' is not a UUID", uuid);
	else if (read_type(call, request, err) &&
		 read_place(call, request, numa, err) &&
		 read_attrs(call, request, err))
		return g_steal_pointer(&request);

	return NULL;
}
