/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What libvirt gives a hook on standard input.
 */
#ifndef GVM_LIFECYCLE_HOOK_INPUT_H
#define GVM_LIFECYCLE_HOOK_INPUT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lifecycle/hook.h"
#include "model/request.h"
#include "util/cleanup.h"

/** @brief What the XML is called in errors. */
#define GVM_HOOK_XML "domain XML"

/** @brief What was read for a call. */
struct gvm_hook_input {
	char *text;			/**< The XML. Owned. */
	size_t len;			/**< Its length in bytes. */
	struct gvm_domain *domain;	/**< What it says. Owned. */
};

/**
 * @brief Free what was read.
 * @param input  The input.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_hook_input_clear(struct gvm_hook_input *input);

GVM_DEFINE_AUTO(gvm_hook_input, gvm_hook_input_clear)

/**
 * @brief Read the domain XML of a call.
 * @param call   The call.
 * @param input  Where to put its text.
 * @param err    Where to store the error, or NULL.
 * @return true when it could be read.
 * @norestriction
 * @sideeffect Consumes the input of the call.
 * @failure GVM_ERROR_INVALID when it is too large.
 */
bool gvm_hook_read_text(const struct gvm_hook_call *call,
			struct gvm_hook_input *input, GError **err);

/**
 * @brief Read the domain XML of a call, and parse it if it concerns us.
 * @param call   The call.
 * @param input  Where to put it; its domain stays NULL when the XML asks for
 *               no vGPU.
 * @param err    Where to store the error, or NULL.
 * @return true when the XML is sound, as far as it was looked at.
 * @norestriction
 * @sideeffect Consumes the input of the call.
 * @failure GVM_ERROR_INVALID when it is too large or broken.
 */
bool gvm_hook_read(const struct gvm_hook_call *call,
		   struct gvm_hook_input *input, GError **err);

#endif /* GVM_LIFECYCLE_HOOK_INPUT_H */
