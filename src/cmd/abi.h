/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief gvmctl check --abi: the driver's interface as this program knows it.
 */
#ifndef GVM_CMD_ABI_H
#define GVM_CMD_ABI_H

#include "cmd/cmd.h"
#include "nvidia/abi.h"

/**
 * @brief Show the rows that a release of NVIDIA's driver is given.
 *
 * The release is the first word of the call, or that of the running driver.
 *
 * @param call  The call; its option --force-abi and its first word are used.
 * @param err   Where to store the error, or NULL.
 * @return true when they were printed.
 * @restriction No GPU and no driver is needed when a release is named.
 * @sideeffect Writes to standard output.
 * @failure GVM_ERROR_USAGE when the word is no release; those of
 *          gvm_rm_version() and gvm_nv_abi_select().
 */
bool gvm_cmd_abi_run(struct gvm_call *call, GError **err);

/**
 * @brief Say how well a release is known, in one word.
 * @param known  How well.
 * @return "known", "nearest" or "forced"; static.
 * @pure
 */
const char *gvm_cmd_abi_known(enum gvm_nv_known known);

/**
 * @brief Print the rows of a release as one JSON document.
 * @param abi  The rows.
 * @norestriction
 * @sideeffect Writes to standard output.
 * @failure Errors of the output are found when it is closed.
 */
void gvm_cmd_abi_json(const struct gvm_nv_abi *abi);

#endif /* GVM_CMD_ABI_H */
