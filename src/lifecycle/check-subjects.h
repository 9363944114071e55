/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The checks.
 *
 * A new check is a function here and a row in check.c; its sentences belong
 * into the section CHECKS of the manual.
 */
#ifndef GVM_LIFECYCLE_CHECK_SUBJECTS_H
#define GVM_LIFECYCLE_CHECK_SUBJECTS_H

#include "lifecycle/check-tools.h"

/**
 * @brief Is the IOMMU on?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_iommu(struct gvm_check *check);

/**
 * @brief Is the kernel's VFIO there?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_vfio(struct gvm_check *check);

/**
 * @brief Are the kernel's mediated devices there?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_mdev(struct gvm_check *check);

/**
 * @brief Has any driver registered a parent?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_parents(struct gvm_check *check);

/**
 * @brief Is NVIDIA's driver loaded where there is a GPU of NVIDIA's?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_nvidia_driver(struct gvm_check *check);

/**
 * @brief Is the release known?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_nvidia_abi(struct gvm_check *check);

/**
 * @brief Are module and libraries of one release?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_nvidia_files(struct gvm_check *check);

/**
 * @brief Are the device nodes there, and may they be opened?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_nvidia_nodes(struct gvm_check *check);

/**
 * @brief Do NVIDIA's own programs run, and who answers the starts of VMs?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_nvidia_programs(struct gvm_check *check);

/**
 * @brief Which GPUs does NVIDIA's driver have?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpus(struct gvm_check *check);

/**
 * @brief Is each GPU a host of vGPUs?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_hosts(struct gvm_check *check);

/**
 * @brief Are the virtual functions enabled where they are needed?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_sriov(struct gvm_check *check);

/**
 * @brief How much frame buffer is there?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_memory(struct gvm_check *check);

/**
 * @brief Does each GPU stay up when nobody uses it?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_persistence(struct gvm_check *check);

/**
 * @brief Which types does each host of vGPUs have?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_types(struct gvm_check *check);

/**
 * @brief Are the types that GVM registered still there?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_gpu_registered(struct gvm_check *check);

/**
 * @brief Are the hooks of libvirt installed?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_hooks(struct gvm_check *check);

/**
 * @brief Is the policy sound, when there is one?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_policy(struct gvm_check *check);

/**
 * @brief Is the call-out installed where mdevctl is?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_callout(struct gvm_check *check);

/**
 * @brief Would the domains of libvirt start, as far as their hostdevs go?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @failure Without right to read them, domains are passed over.
 */
void gvm_check_domains(struct gvm_check *check);

/**
 * @brief Are configured types registered at boot?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_units(struct gvm_check *check);

/**
 * @brief Is there a driver to give functions to?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_vfio_pci(struct gvm_check *check);

/**
 * @brief Does virt-manager take the ids of the types?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_type_ids(struct gvm_check *check);

/**
 * @brief Does libvirt run, once, and know of our hook?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_libvirt(struct gvm_check *check);

/**
 * @brief Does AppArmor let libvirt run what it has to?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_apparmor(struct gvm_check *check);

/**
 * @brief Does SELinux?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_selinux(struct gvm_check *check);

/**
 * @brief Are our files sound, and may nobody else change them?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_files(struct gvm_check *check);

/**
 * @brief Does mdevctl start at boot what is defined?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_mdevctl(struct gvm_check *check);

/**
 * @brief Can the vGPUs that are defined be made?
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds findings.
 * @nofailure
 */
void gvm_check_definitions(struct gvm_check *check);

#endif /* GVM_LIFECYCLE_CHECK_SUBJECTS_H */
