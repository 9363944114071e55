/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The back end for accelerators that are handed over whole.
 */
#ifndef GVM_BACKEND_PCI_H
#define GVM_BACKEND_PCI_H

#include "backend/backend.h"

/** @brief Name of the back end. */
#define GVM_PCI_NAME "pci"
/** @brief Id of the one type that a whole device offers. */
#define GVM_PCI_TYPE "device"

/** @brief The back end. */
extern const struct gvm_backend gvm_pci_backend;

#endif /* GVM_BACKEND_PCI_H */
