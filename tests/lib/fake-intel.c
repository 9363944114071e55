// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What Intel's drivers let an administrator set for virtual functions.
 *
 * Sources: for xe, Documentation/ABI/testing/sysfs-driver-intel-xe-sriov of
 * Linux 6.19; for i915, Documentation/gpu/rfc/sysfs-i915-iov-testing of the
 * kernel github.com/intel/mainline-tracking, which never came to Linux itself.
 */
#include "fake-intel.h"

#include <glib.h>

#include "fake-tree.h"

/** @brief A file and what it says. */
struct attr {
	const char *name;	/**< Path below its directory. */
	const char *text;	/**< Its content. */
};

/**
 * @brief Put the files of one function there.
 * @param root     The machine.
 * @param admin    Directory that has one for each function.
 * @param number   0 for the physical function, else its number.
 * @param attrs    Its files.
 * @param n_attrs  How many.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
static void put_function(const char *root, const char *admin,
			 unsigned int number, const struct attr *attrs,
			 size_t n_attrs)
{
	g_autofree char *own = number ? g_strdup_printf("vf%u", number) :
		g_strdup("pf");

	for (size_t i = 0; i < n_attrs; i++) {
		g_autofree char *path = g_strdup_printf("%s/%s/%s", admin, own,
							attrs[i].name);

		fake_tree_file(root, path, attrs[i].text);
	}
}

/**
 * @brief Let the directory of the physical function lead to its device.
 * @param root   The machine.
 * @param admin  Directory that has one for each function.
 * @param dir    Directory of the device.
 * @norestriction
 * @sideeffect Creates the link.
 * @failure Ends the process.
 */
static void link_device(const char *root, const char *admin, const char *dir)
{
	g_autofree char *path = g_strdup_printf("%s/pf/device", admin);

	fake_tree_link(root, path, dir);
}

void fake_intel_xe(const char *root, const char *dir, unsigned int total)
{
	static const struct attr pf[] = {
		{ "profile/exec_quantum_ms", "0\n" },
		{ "profile/preempt_timeout_us", "0\n" },
		{ "profile/sched_priority", "[low] normal high\n" },
	};
	static const struct attr vf[] = {
		{ "profile/exec_quantum_ms", "0\n" },
		{ "profile/preempt_timeout_us", "0\n" },
		{ "profile/sched_priority", "[low] normal\n" },
		{ "stop", "" },
	};
	static const char *const bulk[] = {
		"exec_quantum_ms", "preempt_timeout_us", "sched_priority",
	};
	g_autofree char *admin = g_strdup_printf("%s/" FAKE_INTEL_XE_ADMIN,
						 dir);

	for (size_t i = 0; i < G_N_ELEMENTS(bulk); i++) {
		g_autofree char *path = NULL;

		path = g_strdup_printf("%s/.bulk_profile/%s", admin, bulk[i]);
		fake_tree_file(root, path, "");
	}
	put_function(root, admin, 0, pf, G_N_ELEMENTS(pf));
	for (unsigned int i = 1; i <= total; i++)
		put_function(root, admin, i, vf, G_N_ELEMENTS(vf));
	link_device(root, admin, dir);
}

void fake_intel_i915(const char *root, const char *dir, unsigned int total)
{
	static const struct attr pf[] = {
		{ "auto_provisioning", "1\n" },
		{ "gt0/exec_quantum_ms", "0\n" },
		{ "gt0/preempt_timeout_us", "0\n" },
		{ "gt0/policies/sched_if_idle", "0\n" },
	};
	static const struct attr vf[] = {
		{ "control", "" },
		{ "gt0/exec_quantum_ms", "0\n" },
		{ "gt0/preempt_timeout_us", "0\n" },
		{ "gt0/ggtt_quota", "0\n" },
		{ "gt0/contexts_quota", "0\n" },
		{ "gt0/doorbells_quota", "0\n" },
	};
	g_autofree char *admin = g_strdup_printf("%s/" FAKE_INTEL_I915_ADMIN,
						 dir);
	g_autofree char *mode = g_strdup_printf("%s/mode", admin);
	g_autofree char *card = g_strdup_printf("%s/drm/card0", dir);
	g_autofree char *device = g_strdup_printf("%s/device", card);

	fake_tree_file(root, mode, "SR-IOV PF\n");
	put_function(root, admin, 0, pf, G_N_ELEMENTS(pf));
	for (unsigned int i = 1; i <= total; i++) {
		g_autofree char *id = g_strdup_printf("%s/vf%u/id", admin, i);

		put_function(root, admin, i, vf, G_N_ELEMENTS(vf));
		fake_tree_number(root, id, i);
	}
	link_device(root, admin, dir);
	fake_tree_link(root, device, dir);
	fake_tree_link(root, "sys/class/drm/card0", card);
}
