/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Every cause that the doctor knows, by a name that stays.
 *
 * docs/troubleshooting.md has a section for each: a test compares.
 */
#ifndef GVM_LIFECYCLE_CHECK_CAUSE_H
#define GVM_LIFECYCLE_CHECK_CAUSE_H

/** @brief Why something does not work. */
enum gvm_cause {
	GVM_CAUSE_NONE,			/**< It does work. */
	GVM_CAUSE_IOMMU_OFF,		/**< No function can be given away. */
	GVM_CAUSE_VFIO_NOT_LOADED,	/**< Nor can anything else. */
	GVM_CAUSE_VFIO_TYPE1_NOT_LOADED,	/**< QEMU cannot map memory. */
	GVM_CAUSE_VFIO_PCI_NOT_LOADED,	/**< No driver to give functions to. */
	GVM_CAUSE_VFIO_MDEV_NOT_LOADED,	/**< Old kernels: no driver of mdevs. */
	GVM_CAUSE_PCIBACK_NOT_LOADED,	/**< The same, under Xen. */
	GVM_CAUSE_MDEV_NOT_LOADED,	/**< No driver can register a parent. */
	GVM_CAUSE_MODULES_GONE,		/**< Those of the running kernel. */
	GVM_CAUSE_MODULE_NOT_BUILT,	/**< The kernel has it not. */
	GVM_CAUSE_MDEV_GONE,		/**< The driver has no mdev here. */
	GVM_CAUSE_PARENTS_UNREADABLE,	/**< They cannot be listed. */
	GVM_CAUSE_NO_PARENT,		/**< Nothing makes vGPUs. */
	GVM_CAUSE_NVIDIA_NOT_LOADED,	/**< A GPU without its driver. */
	GVM_CAUSE_RELEASE_UNKNOWN,	/**< Of NVIDIA's driver. */
	GVM_CAUSE_LIBRARIES_DIFFER,	/**< From the loaded module. */
	GVM_CAUSE_NODE_MISSING,		/**< A device node of NVIDIA's. */
	GVM_CAUSE_NODE_DENIED,		/**< To this user. */
	GVM_CAUSE_NODE_BROKEN,		/**< It does not open. */
	GVM_CAUSE_MANAGER_NOT_RUNNING,	/**< NVIDIA's, nvidia-vgpu-mgr. */
	GVM_CAUSE_VGPUD_BESIDE,		/**< NVIDIA's own sender of types. */
	GVM_CAUSE_GPU_SILENT,		/**< The driver tells little of it. */
	GVM_CAUSE_GPU_NO_HOST,		/**< Its mode makes no vGPUs. */
	GVM_CAUSE_GPU_NO_VGPU,		/**< Its mode would, and it does not. */
	GVM_CAUSE_SRIOV_OFF,		/**< No virtual function enabled. */
	GVM_CAUSE_PERSISTENCE_OFF,	/**< The GPU goes to sleep. */
	GVM_CAUSE_NO_TYPES,		/**< None on a GPU. */
	GVM_CAUSE_TYPES_LOST,		/**< The driver has forgotten some. */
	GVM_CAUSE_TYPES_NOT_REGISTERED,	/**< Not one of those configured. */
	GVM_CAUSE_RECORD_UNREADABLE,	/**< Which types were registered. */
	GVM_CAUSE_TYPE_ID_REFUSED,	/**< By virt-manager. */
	GVM_CAUSE_DAEMONS_BOTH,		/**< Monolithic and modular libvirt. */
	GVM_CAUSE_LIBVIRT_NO_HOOK_FOLDER,	/**< It is too old for folders. */
	GVM_CAUSE_HOOK_MISSING,		/**< Not installed. */
	GVM_CAUSE_HOOK_NOT_EXECUTABLE,	/**< So libvirt passes over it. */
	GVM_CAUSE_HOOK_ACCESS,		/**< Others may change it. */
	GVM_CAUSE_HOOK_NOT_SEEN,	/**< It came after the daemon. */
	GVM_CAUSE_PROGRAM_MISSING,	/**< That the hook would run. */
	GVM_CAUSE_APPARMOR_PROGRAM,	/**< Forbids the program. */
	GVM_CAUSE_APPARMOR_HOOK,	/**< Forbids the hook. */
	GVM_CAUSE_SELINUX_MODULE,	/**< Our policy is not loaded. */
	GVM_CAUSE_CONFIG_ACCESS,	/**< Others may change it. */
	GVM_CAUSE_STATE_ACCESS,		/**< Others may change it. */
	GVM_CAUSE_TYPES_INVALID,	/**< A file of types. */
	GVM_CAUSE_POLICY_INVALID,	/**< The policy. */
	GVM_CAUSE_POLICY_IDLE_RULE,	/**< A rule that is never asked. */
	GVM_CAUSE_CALLOUT_MISSING,	/**< Not installed. */
	GVM_CAUSE_CALLOUT_NOT_EXECUTABLE,	/**< So mdevctl passes over it. */
	GVM_CAUSE_CALLOUT_PLACE,	/**< Not where mdevctl looks. */
	GVM_CAUSE_MDEVCTL_MISSING,	/**< Definitions without it. */
	GVM_CAUSE_AUTOSTART_PATH,	/**< mdevctl's rule runs nothing. */
	GVM_CAUSE_DEFINITION_INVALID,	/**< Of a vGPU. */
	GVM_CAUSE_DEFINITION_PARENT,	/**< Names what is no parent. */
	GVM_CAUSE_DEFINITION_TYPE,	/**< Names what is not offered. */
	GVM_CAUSE_VGPU_NOT_MADE,	/**< Though it starts by itself. */
	GVM_CAUSE_DOMAIN_INVALID,	/**< Its XML. */
	GVM_CAUSE_DOMAIN_MANAGED,	/**< libvirt would take its vGPU. */
	GVM_CAUSE_LIBVIRT_TOO_OLD,	/**< For what a domain asks. */
	GVM_CAUSE_GROUP_SHARED,		/**< The host has part of a group. */
	GVM_CAUSE_FUNCTION_WITHOUT_TYPE,	/**< QEMU cannot open it. */
	GVM_CAUSE_VGPU_LOST,		/**< Nothing would make it. */
	GVM_CAUSE_REGISTER_NOT_ENABLED,	/**< gvm-register.service. */
	GVM_CAUSE_SRIOV_NOT_ENABLED,	/**< gvm-sriov@.service. */
};

/**
 * @brief Name a cause.
 * @param cause  The cause.
 * @return Its name, static, or NULL for none.
 * @pure
 */
const char *gvm_cause_name(enum gvm_cause cause);

#endif /* GVM_LIFECYCLE_CHECK_CAUSE_H */
