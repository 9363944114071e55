/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The back end for plain virtual functions, of any vendor.
 */
#ifndef GVM_BACKEND_SRIOV_H
#define GVM_BACKEND_SRIOV_H

#include "backend/backend.h"

/** @brief Name of the back end. */
#define GVM_SRIOV_NAME "sriov"
/** @brief Id of the one type that a virtual function offers. */
#define GVM_SRIOV_TYPE "vf"

/** @brief The back end. */
extern const struct gvm_backend gvm_sriov_backend;

#endif /* GVM_BACKEND_SRIOV_H */
