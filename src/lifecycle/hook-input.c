// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What libvirt gives a hook on standard input.
 */
#include "lifecycle/hook-input.h"

#include <errno.h>
#include <string.h>

#include "host/input.h"
#include "util/error.h"
#include "xml/domain.h"

void gvm_hook_input_clear(struct gvm_hook_input *input)
{
	g_free(input->text);
	gvm_domain_free(input->domain);
}

bool gvm_hook_read_text(const struct gvm_hook_call *call,
			struct gvm_hook_input *input, GError **err)
{
	int rc;

	rc = gvm_input_read_fd(call->input, GVM_INPUT_MAX, &input->text,
			       &input->len);
	if (rc == -EFBIG)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s: larger than %u MiB", GVM_HOOK_XML,
				     GVM_INPUT_MAX >> 20);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot read the %s",
					   GVM_HOOK_XML);

	return true;
}

/**
 * @brief Tell whether a domain XML can have to do with vGPUs at all.
 *
 * libvirt writes the XML itself, so that an mdev or PCI hostdev and our
 * namespace always appear in plain letters. Where none does, the XML is not
 * even parsed: a domain without a vGPU must not suffer from us in any way.
 *
 * @param input  The text.
 * @return false when it certainly asks for no vGPU.
 * @pure
 */
static bool concerns_us(const struct gvm_hook_input *input)
{
	static const char *const signs[] = {
		"mdev", GVM_DOMAIN_NS, "mode='subsystem' type='pci'",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (memmem(input->text, input->len, signs[i],
			   strlen(signs[i])))
			return true;

	return false;
}

bool gvm_hook_read(const struct gvm_hook_call *call,
		   struct gvm_hook_input *input, GError **err)
{
	if (!gvm_hook_read_text(call, input, err))
		return false;
	if (!concerns_us(input))
		return true;
	input->domain = gvm_domain_parse(input->text, input->len, GVM_HOOK_XML,
					 err);
	if (input->domain && input->domain->requests->len == 0 &&
	    input->domain->pci->len == 0 && input->domain->unused->len == 0)
		g_clear_pointer(&input->domain, gvm_domain_free);
	else if (!input->domain)
		return false;

	return true;
}
