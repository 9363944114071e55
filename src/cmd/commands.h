/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The commands, each defined at the end of its own file.
 */
#ifndef GVM_CMD_COMMANDS_H
#define GVM_CMD_COMMANDS_H

#include "cmd/cmd.h"

/** @brief gvmctl parents. */
extern const struct gvm_cmd gvm_cmd_parents;
/** @brief gvmctl types. */
extern const struct gvm_cmd gvm_cmd_types;
/** @brief gvmctl list. */
extern const struct gvm_cmd gvm_cmd_list;
/** @brief gvmctl create. */
extern const struct gvm_cmd gvm_cmd_create;
/** @brief gvmctl destroy. */
extern const struct gvm_cmd gvm_cmd_destroy;
/** @brief gvmctl nodedev-xml. */
extern const struct gvm_cmd gvm_cmd_nodedev_xml;
/** @brief gvmctl plan. */
extern const struct gvm_cmd gvm_cmd_plan;
/** @brief gvmctl register. */
extern const struct gvm_cmd gvm_cmd_register;
/** @brief gvmctl import. */
extern const struct gvm_cmd gvm_cmd_import;
/** @brief gvmctl sriov. */
extern const struct gvm_cmd gvm_cmd_sriov;
/** @brief gvmctl reconcile. */
extern const struct gvm_cmd gvm_cmd_reconcile;
/** @brief gvmctl check. */
extern const struct gvm_cmd gvm_cmd_check;
/** @brief gvmctl observe. */
extern const struct gvm_cmd gvm_cmd_observe;
/** @brief gvmctl attach. */
extern const struct gvm_cmd gvm_cmd_attach;
/** @brief gvmctl detach. */
extern const struct gvm_cmd gvm_cmd_detach;
/** @brief gvmctl pool. */
extern const struct gvm_cmd gvm_cmd_pool;
/** @brief gvmctl hook. */
extern const struct gvm_cmd gvm_cmd_hook;
/** @brief gvmctl callout. */
extern const struct gvm_cmd gvm_cmd_callout;
/** @brief gvmctl help. */
extern const struct gvm_cmd gvm_cmd_help;

#endif /* GVM_CMD_COMMANDS_H */
