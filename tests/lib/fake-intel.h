/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What Intel's drivers let an administrator set for virtual functions.
 *
 * The files take what is written to them, as any other of the machine does.
 */
#ifndef GVM_TESTS_FAKE_INTEL_H
#define GVM_TESTS_FAKE_INTEL_H

/** @brief Where xe has a directory for each function, from Linux 6.19 on. */
#define FAKE_INTEL_XE_ADMIN "sriov_admin"
/** @brief Where i915 has it, in the kernels that have SR-IOV in i915. */
#define FAKE_INTEL_I915_ADMIN "drm/card0/prelim_iov"

/**
 * @brief Put there what xe shows of a physical function.
 * @param root   The machine.
 * @param dir    Directory of the function.
 * @param total  Most virtual functions.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_intel_xe(const char *root, const char *dir, unsigned int total);

/**
 * @brief Put there what i915 shows of a physical function.
 * @param root   The machine.
 * @param dir    Directory of the function.
 * @param total  Most virtual functions.
 * @norestriction
 * @sideeffect Creates files, and an entry in the class of DRM devices.
 * @failure Ends the process.
 */
void fake_intel_i915(const char *root, const char *dir, unsigned int total);

#endif /* GVM_TESTS_FAKE_INTEL_H */
