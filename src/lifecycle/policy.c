// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The policy of this machine.
 */
#include "lifecycle/policy.h"

#include <errno.h>
#include <string.h>

#include "host/host.h"
#include "model/claim.h"
#include "util/error.h"
#include "xml/policy.h"
#include "xml/xml.h"

/** @brief What the file is called in messages. */
#define LABEL "/" GVM_POLICY_FILE

struct gvm_policy *gvm_policy_load(struct gvm_host *host, GError **err)
{
	g_autofree char *text = NULL;
	int rc;

	rc = gvm_host_load(host, GVM_POLICY_FILE, GVM_XML_MAX, &text);
	if (rc == -ENOENT || rc == -ENOTDIR)
		return gvm_policy_new(LABEL);
	if (rc == 0)
		return gvm_policy_parse(text, strlen(text), LABEL, err);
	gvm_error_set_errno(err, rc, "cannot read %s", LABEL);

	return NULL;
}

void gvm_policy_place(const struct gvm_policy *policy,
		      const GPtrArray *requests)
{
	for (guint i = 0; policy->places && i < requests->len; i++) {
		struct gvm_request *request = g_ptr_array_index(requests, i);

		if (!request->placed && !request->parent && !request->address)
			request->placement = policy->placement;
	}
}

/**
 * @brief Tell whether a device is asked for.
 * @param requests  struct gvm_request, or NULL.
 * @param device    The device.
 * @return true when one of them names it.
 * @pure
 */
static bool is_asked_for(const GPtrArray *requests, const char *device)
{
	for (guint i = 0; requests && i < requests->len; i++)
		if (!g_strcmp0(gvm_request_device(g_ptr_array_index(requests, i)),
			       device))
			return true;

	return false;
}

GArray *gvm_policy_held(const struct gvm_policy *policy,
			const GPtrArray *claims, const GPtrArray *except)
{
	GArray *held = g_array_new(FALSE, FALSE, sizeof(struct gvm_holding));

	for (guint i = 0; gvm_policy_counts(policy) && i < claims->len; i++) {
		const struct gvm_claim *claim = g_ptr_array_index(claims, i);
		struct gvm_holding one = {
			claim->owner, claim->domain, claim->type
		};

		if (!is_asked_for(except, claim->device))
			g_array_append_val(held, one);
	}

	return held;
}
