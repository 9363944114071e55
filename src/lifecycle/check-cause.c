// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Names of the causes that the doctor knows.
 */
#include "lifecycle/check-cause.h"

/** @brief Names of the causes. */
static const char *const names[] = {
	[GVM_CAUSE_IOMMU_OFF] = "iommu-off",
	[GVM_CAUSE_VFIO_NOT_LOADED] = "vfio-not-loaded",
	[GVM_CAUSE_VFIO_TYPE1_NOT_LOADED] = "vfio-type1-not-loaded",
	[GVM_CAUSE_VFIO_PCI_NOT_LOADED] = "vfio-pci-not-loaded",
	[GVM_CAUSE_VFIO_MDEV_NOT_LOADED] = "vfio-mdev-not-loaded",
	[GVM_CAUSE_PCIBACK_NOT_LOADED] = "pciback-not-loaded",
	[GVM_CAUSE_MDEV_NOT_LOADED] = "mdev-not-loaded",
	[GVM_CAUSE_MODULES_GONE] = "modules-gone",
	[GVM_CAUSE_MODULE_NOT_BUILT] = "module-not-built",
	[GVM_CAUSE_MDEV_GONE] = "mdev-gone",
	[GVM_CAUSE_PARENTS_UNREADABLE] = "parents-unreadable",
	[GVM_CAUSE_NO_PARENT] = "no-parent",
	[GVM_CAUSE_NVIDIA_NOT_LOADED] = "nvidia-not-loaded",
	[GVM_CAUSE_RELEASE_UNKNOWN] = "release-unknown",
	[GVM_CAUSE_LIBRARIES_DIFFER] = "libraries-differ",
	[GVM_CAUSE_NODE_MISSING] = "node-missing",
	[GVM_CAUSE_NODE_DENIED] = "node-denied",
	[GVM_CAUSE_NODE_BROKEN] = "node-broken",
	[GVM_CAUSE_MANAGER_NOT_RUNNING] = "manager-not-running",
	[GVM_CAUSE_VGPUD_BESIDE] = "vgpud-beside",
	[GVM_CAUSE_GPU_SILENT] = "gpu-silent",
	[GVM_CAUSE_GPU_NO_HOST] = "gpu-no-host",
	[GVM_CAUSE_GPU_NO_VGPU] = "gpu-no-vgpu",
	[GVM_CAUSE_SRIOV_OFF] = "sriov-off",
	[GVM_CAUSE_PERSISTENCE_OFF] = "persistence-off",
	[GVM_CAUSE_NO_TYPES] = "no-types",
	[GVM_CAUSE_TYPES_LOST] = "types-lost",
	[GVM_CAUSE_TYPES_NOT_REGISTERED] = "types-not-registered",
	[GVM_CAUSE_RECORD_UNREADABLE] = "record-unreadable",
	[GVM_CAUSE_TYPE_ID_REFUSED] = "type-id-refused",
	[GVM_CAUSE_DAEMONS_BOTH] = "daemons-both",
	[GVM_CAUSE_LIBVIRT_NO_HOOK_FOLDER] = "libvirt-no-hook-folder",
	[GVM_CAUSE_HOOK_MISSING] = "hook-missing",
	[GVM_CAUSE_HOOK_NOT_EXECUTABLE] = "hook-not-executable",
	[GVM_CAUSE_HOOK_ACCESS] = "hook-access",
	[GVM_CAUSE_HOOK_NOT_SEEN] = "hook-not-seen",
	[GVM_CAUSE_PROGRAM_MISSING] = "program-missing",
	[GVM_CAUSE_APPARMOR_PROGRAM] = "apparmor-program",
	[GVM_CAUSE_APPARMOR_HOOK] = "apparmor-hook",
	[GVM_CAUSE_SELINUX_MODULE] = "selinux-module",
	[GVM_CAUSE_CONFIG_ACCESS] = "config-access",
	[GVM_CAUSE_STATE_ACCESS] = "state-access",
	[GVM_CAUSE_TYPES_INVALID] = "types-invalid",
	[GVM_CAUSE_POLICY_INVALID] = "policy-invalid",
	[GVM_CAUSE_POLICY_IDLE_RULE] = "policy-idle-rule",
	[GVM_CAUSE_CALLOUT_MISSING] = "callout-missing",
	[GVM_CAUSE_CALLOUT_NOT_EXECUTABLE] = "callout-not-executable",
	[GVM_CAUSE_CALLOUT_PLACE] = "callout-place",
	[GVM_CAUSE_MDEVCTL_MISSING] = "mdevctl-missing",
	[GVM_CAUSE_AUTOSTART_PATH] = "autostart-path",
	[GVM_CAUSE_DEFINITION_INVALID] = "definition-invalid",
	[GVM_CAUSE_DEFINITION_PARENT] = "definition-parent",
	[GVM_CAUSE_DEFINITION_TYPE] = "definition-type",
	[GVM_CAUSE_VGPU_NOT_MADE] = "vgpu-not-made",
	[GVM_CAUSE_DOMAIN_INVALID] = "domain-invalid",
	[GVM_CAUSE_DOMAIN_MANAGED] = "domain-managed",
	[GVM_CAUSE_LIBVIRT_TOO_OLD] = "libvirt-too-old",
	[GVM_CAUSE_GROUP_SHARED] = "group-shared",
	[GVM_CAUSE_FUNCTION_WITHOUT_TYPE] = "function-without-type",
	[GVM_CAUSE_VGPU_LOST] = "vgpu-lost",
	[GVM_CAUSE_REGISTER_NOT_ENABLED] = "register-not-enabled",
	[GVM_CAUSE_SRIOV_NOT_ENABLED] = "sriov-not-enabled",
};

const char *gvm_cause_name(enum gvm_cause cause)
{
	return names[cause];
}
