/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Telling what was, or would be, attached and detached.
 */
#ifndef GVM_VIRT_REPORT_H
#define GVM_VIRT_REPORT_H

#include "virt/attach.h"

/**
 * @brief Say a sentence that goes with a result or with an error.
 * @param call    The call.
 * @param format  The sentence, printf-like, without full stop.
 * @norestriction
 * @sideeffect Writes to standard error.
 * @nofailure
 */
void gvm_report_note(const struct gvm_call *call, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/**
 * @brief Tell of a vGPU that was or would be attached.
 * @param attach  The attachment.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
void gvm_report_attach(const struct gvm_attach *attach);

/**
 * @brief Tell of a vGPU that was or would be detached.
 * @param call    The call.
 * @param domain  Name of the domain.
 * @param device  UUID or address of the vGPU.
 * @param scope   From which forms of the domain.
 * @param ours    It was or would be removed, since we made it for the domain.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @nofailure
 */
void gvm_report_detach(const struct gvm_call *call, const char *domain,
		       const char *device, const struct gvm_virt_scope *scope,
		       bool ours);

#endif /* GVM_VIRT_REPORT_H */
