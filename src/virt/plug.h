/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Changing a domain that runs.
 */
#ifndef GVM_VIRT_PLUG_H
#define GVM_VIRT_PLUG_H

#include "virt/attach.h"

/**
 * @brief Make the vGPU and give it to the running domain.
 * @param attach  The attachment, planned and edited.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain has it, also in its configuration where that is
 *         meant.
 * @norestriction
 * @sideeffect Makes the vGPU; changes the domain.
 * @failure Those of gvm_prepare_make() and of libvirt. Then all that was done
 *          is taken back; what cannot be is told in a note, and by reconcile.
 */
bool gvm_plug_in(struct gvm_attach *attach, GError **err);

/**
 * @brief Ask the guest of a running domain to let a vGPU go.
 * @param domain  The domain.
 * @param xml     Its running form.
 * @param device  UUID or address of the vGPU.
 * @param err     Where to store the error, or NULL.
 * @return true when the domain has it no more.
 * @norestriction
 * @sideeffect Changes the domain, after this returned as well.
 * @failure GVM_ERROR_BUSY when the guest did not answer in time; what libvirt
 *          reports.
 */
bool gvm_plug_out(virDomain *domain, const char *xml, const char *device,
		  GError **err);

#endif /* GVM_VIRT_PLUG_H */
