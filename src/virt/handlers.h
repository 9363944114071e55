/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The commands that this program does.
 */
#ifndef GVM_VIRT_HANDLERS_H
#define GVM_VIRT_HANDLERS_H

#include "cmd/cmd.h"

/**
 * @brief Handler of "attach".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the domain has the vGPU, or would.
 * @norestriction
 * @sideeffect Changes the domain; makes a vGPU for a running one.
 * @failure GVM_ERROR_USAGE; those of libvirt and of gvm_prepare_make(). Then
 *          nothing is left of it.
 */
bool gvm_virt_attach(struct gvm_call *call, GError **err);

/**
 * @brief Handler of "detach".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the domain has the vGPU no more, or would not.
 * @norestriction
 * @sideeffect Changes the domain; removes a vGPU of ours that is idle then.
 * @failure GVM_ERROR_USAGE; GVM_ERROR_NOT_FOUND when the domain has no such
 *          vGPU; GVM_ERROR_BUSY when the guest does not let it go; those of
 *          libvirt.
 */
bool gvm_virt_detach(struct gvm_call *call, GError **err);

/**
 * @brief Handler of "pool".
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return true when the pools are as they are wanted.
 * @norestriction
 * @sideeffect Defines, starts, stops and undefines node devices; writes to
 *             standard output.
 * @failure GVM_ERROR_USAGE; GVM_ERROR_INVALID for a broken file; those of
 *          gvm_pool_plan_load() and of libvirt. With --assert GVM_ERROR_FAILED
 *          or GVM_ERROR_BUSY when they are not.
 */
bool gvm_virt_pool(struct gvm_call *call, GError **err);

/**
 * @brief List the commands of this program.
 * @return A static array, ended by one without a name.
 * @pure
 */
const struct gvm_handler *gvm_virt_handlers(void);

#endif /* GVM_VIRT_HANDLERS_H */
