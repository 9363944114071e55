// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What mdevctl asks its call-out scripts.
 *
 * Theory of operation. mdevctl runs its scripts one after the other for every
 * device it touches, and takes the first that does not say "not mine". From
 * 1.3 on it asks that one first what it can do, and makes each action fail
 * that is not in the answer; so the answer names all there are.
 *
 * mdevctl takes a script that ends before its input was written for one that
 * is not there. So for a type of ours the input is read first: otherwise a
 * refusal may be passed over.
 */
#include "lifecycle/callout.h"

#include <errno.h>

#include "backend/backend.h"
#include "backend/mdev-attrs.h"
#include "backend/mdev.h"
#include "host/host.h"
#include "host/input.h"
#include "lifecycle/callout-device.h"
#include "lifecycle/callout-type.h"
#include "util/error.h"
#include "util/text.h"
#include "xml/mdevctl.h"

/** @brief What the input is called in errors. */
#define INPUT "mdevctl's JSON"
/** @brief Largest input, in bytes. */
#define INPUT_SIZE_MAX (1u << 20)

/** @brief All that a script may support, in mdevctl's own words. */
#define CAPABILITIES \
	"{\"supports\":{\"version\":2," \
	"\"actions\":[\"start\",\"stop\",\"define\",\"undefine\"," \
	"\"modify\",\"attributes\",\"capabilities\"]," \
	"\"events\":[\"pre\",\"post\",\"notify\",\"get\",\"live\"]}}\n"

/** @brief What is known of a call about a type of ours. */
struct callout {
	struct gvm_host *host;			/**< The machine. */
	const struct gvm_callout_call *call;	/**< The call. */
	const struct gvm_callout_type *type;	/**< Its type. */
	struct gvm_vgpu *device;		/**< UUID, parent and type. */
	char *text;				/**< The input, or NULL. */
	size_t len;				/**< Its length in bytes. */
	char *out;				/**< The output, or NULL. */
};

/**
 * @brief Free what is known of a call.
 * @param self  The call.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void callout_clear(struct callout *self)
{
	gvm_vgpu_free(self->device);
	g_free(self->text);
	g_free(self->out);
}

GVM_DEFINE_AUTO(callout, callout_clear)

/**
 * @brief Tell whether mdevctl says that it has succeeded.
 * @param self  The call.
 * @return true when it does.
 * @pure
 */
static bool has_succeeded(const struct callout *self)
{
	return g_str_equal(self->call->state, "success");
}

/**
 * @brief "pre start".
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when mdevctl may go on.
 * @norestriction
 * @sideeffect Those of gvm_callout_pre_start().
 * @failure Those of gvm_callout_pre_start().
 */
static bool pre_start(struct callout *self, GError **err)
{
	return gvm_callout_pre_start(self->host, self->type, self->device,
				     self->call->dry_run, err);
}

/**
 * @brief "post start".
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the claim matches.
 * @norestriction
 * @sideeffect Those of gvm_callout_post_start().
 * @failure Those of gvm_callout_post_start().
 */
static bool post_start(struct callout *self, GError **err)
{
	return self->call->dry_run ||
		gvm_callout_post_start(self->host, self->device,
				       has_succeeded(self), err);
}

/**
 * @brief "pre stop".
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when mdevctl may go on.
 * @norestriction
 * @sideeffect Those of gvm_callout_pre_stop().
 * @failure Those of gvm_callout_pre_stop().
 */
static bool pre_stop(struct callout *self, GError **err)
{
	return gvm_callout_pre_stop(self->host, self->device, err);
}

/**
 * @brief "post stop".
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the claim matches.
 * @norestriction
 * @sideeffect Those of gvm_callout_post_stop().
 * @failure Those of gvm_callout_post_stop().
 */
static bool post_stop(struct callout *self, GError **err)
{
	return self->call->dry_run || !has_succeeded(self) ||
		gvm_callout_post_stop(self->host, self->device, err);
}

/**
 * @brief What has nothing against it: definitions, and what is only told.
 * @param self  Unused.
 * @param err   Unused.
 * @return true.
 * @pure
 */
static bool consent(struct callout *self, GError **err)
{
	(void)self;
	(void)err;

	return true;
}

/**
 * @brief "get attributes".
 * @param self  The call.
 * @param err   Unused.
 * @return true.
 * @norestriction
 * @sideeffect The driver may compute the values.
 * @failure What cannot be read is left out.
 */
static bool get_attributes(struct callout *self, GError **err)
{
	g_autoptr(gvm_request) request = gvm_request_new(self->device->uuid);

	(void)err;
	gvm_mdev_attrs_read(self->host, self->device->uuid, request);
	self->out = gvm_mdevctl_format_attrs(request);

	return true;
}

/**
 * @brief "get capabilities".
 * @param self  The call.
 * @param err   Unused.
 * @return true.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static bool get_capabilities(struct callout *self, GError **err)
{
	(void)err;
	self->out = g_strdup(CAPABILITIES);

	return true;
}

/**
 * @brief "live modify": write the attributes of a device that exists.
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver took all of them.
 * @norestriction
 * @sideeffect Whatever the driver does with them.
 * @failure GVM_ERROR_INVALID for a broken input; GVM_ERROR_NOT_FOUND without
 *          the device; those of the back end. Those before it are written.
 */
static bool live_modify(struct callout *self, GError **err)
{
	const struct gvm_backend *backend = gvm_backend_find(GVM_MDEV_NAME);
	g_autoptr(gvm_request) request = NULL;
	g_autoptr(gvm_vgpu) there = NULL;

	request = gvm_mdevctl_parse(self->text, self->len, INPUT,
				    self->device->uuid, self->device->parent,
				    err);
	if (!request ||
	    !backend->find(self->host, self->device->uuid, &there, err))
		return false;
	if (!there)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "there is no vGPU %s; 'gvmctl list' shows what there is",
				     self->device->uuid);
	for (guint i = 0; !self->call->dry_run && i < request->attrs->len; i++)
		if (!backend->set(self->host, there,
				  g_ptr_array_index(request->attrs, i), err))
			return false;

	return true;
}

/** @brief A call that means something to us. */
struct row {
	const char *event;	/**< Event. */
	const char *action;	/**< Action, or NULL for all of them. */
	/** @brief What it does; false when mdevctl must not go on. */
	bool (*run)(struct callout *self, GError **err);
};

/** @brief All of them. */
static const struct row rows[] = {
	{ "get", "attributes", get_attributes },
	{ "get", "capabilities", get_capabilities },
	{ "pre", "start", pre_start },
	{ "post", "start", post_start },
	{ "pre", "stop", pre_stop },
	{ "post", "stop", post_stop },
	{ "pre", "define", consent },
	{ "post", "define", consent },
	{ "pre", "undefine", consent },
	{ "post", "undefine", consent },
	{ "pre", "modify", consent },
	{ "post", "modify", consent },
	{ "live", "modify", live_modify },
	{ "notify", NULL, consent },
};

/**
 * @brief Find out what a call means.
 * @param call  The call.
 * @return Its row, or NULL when it means nothing to us.
 * @pure
 */
static const struct row *find_row(const struct gvm_callout_call *call)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_str_equal(call->event, rows[i].event) &&
		    (!rows[i].action ||
		     g_str_equal(call->action, rows[i].action)))
			return &rows[i];

	return NULL;
}

/**
 * @brief Read the input of a call, and which device it is about.
 * @param self  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when both make sense.
 * @norestriction
 * @sideeffect Consumes the input.
 * @failure GVM_ERROR_INVALID for a malformed UUID or parent, or a large
 *          input; the code of the errno when it cannot be read.
 */
static bool read_call(struct callout *self, GError **err)
{
	const struct gvm_callout_call *call = self->call;
	g_autofree char *uuid = gvm_text_uuid(call->uuid);
	int rc;

	rc = gvm_input_read_fd(call->input, INPUT_SIZE_MAX, &self->text,
			       &self->len);
	if (rc == -EFBIG)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s: larger than %u MiB", INPUT,
				     INPUT_SIZE_MAX >> 20);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read %s", INPUT);
	if (!uuid || !gvm_text_is_name(call->parent))
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "mdevctl names device '%s' on parent '%s', of which one is malformed",
				     call->uuid, call->parent);
	self->device = gvm_vgpu_new(uuid, call->parent, call->type);

	return true;
}

bool gvm_callout_run(struct gvm_host *host,
		     const struct gvm_callout_call *call, bool *ours,
		     char **out, GError **err)
{
	const struct row *row = find_row(call);
	g_auto(gvm_callout_type) type = { 0 };
	g_auto(callout) self = {
		.host = host,
		.call = call,
		.type = &type,
	};

	*ours = false;
	*out = NULL;
	if (!row)
		return true;
	if (!gvm_callout_type_find(host, call->type, &type, err))
		return false;
	if (!type.file)
		return true;
	*ours = true;
	if (!read_call(&self, err) || !row->run(&self, err))
		return false;
	*out = g_steal_pointer(&self.out);

	return true;
}
