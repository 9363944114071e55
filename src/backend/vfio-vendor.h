/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The back end for NVIDIA's own VFIO interface, which has no mdev.
 *
 * A virtual function becomes a vGPU by being given the number of a type, and
 * is none any more when it is given 0. It stays bound to NVIDIA's driver all
 * the time. So the function is parent and vGPU in one, and its PCI address is
 * the name of both.
 */
#ifndef GVM_BACKEND_VFIO_VENDOR_H
#define GVM_BACKEND_VFIO_VENDOR_H

#include "backend/backend.h"

/** @brief Name of the back end. */
#define GVM_VFIO_VENDOR_NAME "vfio-vendor"

/** @brief Where the kernel lists the functions that NVIDIA's driver has. */
#define GVM_VFIO_VENDOR_BOUND "sys/bus/pci/drivers/nvidia"
/** @brief What stands before the number of a type, as with mdev. */
#define GVM_VFIO_VENDOR_TYPE "nvidia-"

/** @brief The back end. */
extern const struct gvm_backend gvm_vfio_vendor_backend;

#endif /* GVM_BACKEND_VFIO_VENDOR_H */
