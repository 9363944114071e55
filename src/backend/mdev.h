/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The back end for the kernel's mediated devices, of any vendor.
 */
#ifndef GVM_BACKEND_MDEV_H
#define GVM_BACKEND_MDEV_H

#include "backend/backend.h"

/** @brief Name of the back end. */
#define GVM_MDEV_NAME "mdev"

/** @brief Where the kernel lists the parents. */
#define GVM_MDEV_PARENTS "sys/class/mdev_bus"
/** @brief Where the kernel lists the devices. */
#define GVM_MDEV_DEVICES "sys/bus/mdev/devices"

/** @brief The back end. */
extern const struct gvm_backend gvm_mdev_backend;

#endif /* GVM_BACKEND_MDEV_H */
