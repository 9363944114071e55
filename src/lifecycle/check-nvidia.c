// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at NVIDIA's driver as a whole.
 *
 * On a machine without a GPU of NVIDIA's all of this is one note.
 */
#include "lifecycle/check-subjects.h"

#include <string.h>

#include "host/process.h"
#include "nvidia/node.h"
#include "nvidia/start.h"
#include "util/error.h"

/** @brief A library that every installation of the driver has. */
#define LIBRARY "libnvidia-ml.so."
/** @brief NVIDIA's program that starts vGPUs, as the kernel shows its name. */
#define MANAGER "nvidia-vgpu-mgr"
/** @brief What lets it run. */
#define ENABLE "systemctl enable --now nvidia-vgpu-mgr.service"
/** @brief Where NVIDIA's driver says more. */
#define KERNEL_LOG "journalctl -k -g NVRM"
/** @brief NVIDIA's program that sends its own types. */
#define TYPES_DAEMON "nvidia-vgpud"

void gvm_check_nvidia_driver(struct gvm_check *check)
{
	if (check->gpus->version) {
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "NVIDIA's driver %s is loaded",
			      check->gpus->version);
		return;
	}
	for (guint i = 0; i < check->pci->len; i++)
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_NVIDIA_NOT_LOADED,
			      g_ptr_array_index(check->pci, i),
			      "modprobe nvidia",
			      "this GPU is NVIDIA's, and NVIDIA's driver is not loaded");
	if (check->pci->len == 0)
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "there is neither a GPU nor a driver of NVIDIA's");
}

void gvm_check_nvidia_abi(struct gvm_check *check)
{
	enum gvm_check_level level = check->profiles ? GVM_CHECK_ERROR :
		GVM_CHECK_WARNING;
	const char *version = check->gpus->version;
	g_autoptr(GError) cause = NULL;
	char rows[GVM_NV_VERSION_TEXT];
	struct gvm_nv_abi abi;

	if (!version)
		return;
	if (!gvm_nv_abi_select(version, NULL, &abi, &cause)) {
		gvm_check_add(check, level, GVM_CAUSE_RELEASE_UNKNOWN,
			      version, "gvmctl check --abi",
			      "%s", cause->message);
		return;
	}
	gvm_nv_version_format(abi.rows, rows);
	if (gvm_nv_abi_may_write(&abi, NULL))
		gvm_check_say(check, GVM_CHECK_OK, version,
			      gvm_nv_start_offered(&abi) ?
			      "this release is known, and has the start protocol" :
			      "this release is known, and has no start protocol");
	else
		gvm_check_add(check, level, GVM_CAUSE_RELEASE_UNKNOWN,
			      version, "gvmctl check --abi",
			      "this release is not known: questions are asked as for %s, and nothing is written without --force-abi",
			      rows);
}

/**
 * @brief Find the release of the installed libraries.
 * @param host  The machine.
 * @return A new string, or NULL when none is found.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *library_release(struct gvm_host *host)
{
	static const char *const links[] = {
		"usr/lib/x86_64-linux-gnu/" LIBRARY "1",
		"usr/lib/x86_64-linux-gnu/nvidia/current/" LIBRARY "1",
		"usr/lib64/" LIBRARY "1",
		"usr/lib/aarch64-linux-gnu/" LIBRARY "1",
		"usr/lib/" LIBRARY "1",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_autofree char *name = NULL;
		struct gvm_nv_version version;

		if (gvm_host_link_name(host, links[i], &name) == 0 &&
		    g_str_has_prefix(name, LIBRARY) &&
		    gvm_nv_version_parse(name + strlen(LIBRARY), &version))
			return g_strdup(name + strlen(LIBRARY));
	}

	return NULL;
}

void gvm_check_nvidia_files(struct gvm_check *check)
{
	const char *version = check->gpus->version;
	g_autofree char *library = NULL;

	if (!version)
		return;
	library = library_release(check->host);
	if (!library)
		gvm_check_say(check, GVM_CHECK_NOTE, NULL,
			      "no library of NVIDIA's driver is installed here");
	else if (g_str_equal(library, version))
		gvm_check_say(check, GVM_CHECK_OK, NULL,
			      "module and libraries are of the same release");
	else
		gvm_check_add(check, GVM_CHECK_ERROR,
			      GVM_CAUSE_LIBRARIES_DIFFER,
			      NULL, "reboot",
			      "the module is of release %s, the libraries of %s: NVIDIA's programs refuse to work",
			      version, library);
}

/**
 * @brief Spell the command that makes a node as the driver wants it.
 * @param host   The machine.
 * @param rules  The driver's rules.
 * @param path   The node, with a slash.
 * @param minor  Its minor number.
 * @return A new string, or NULL when the major number is not known.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *spell_mknod(struct gvm_host *host,
			 const struct gvm_nv_node_rules *rules,
			 const char *path, unsigned int minor)
{
	unsigned int major = 0;

	if (!gvm_nv_node_major(host, &major, NULL))
		return NULL;

	return g_strdup_printf("mknod -m %04o %s c %u %u", rules->mode, path,
			       major, minor);
}

/**
 * @brief Report a node that is missing.
 * @param check  The check.
 * @param path   The node, with a slash.
 * @param minor  Its minor number.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void report_missing(struct gvm_check *check, const char *path,
			   unsigned int minor)
{
	struct gvm_nv_node_rules rules = { 0 };
	g_autoptr(GError) cause = NULL;
	g_autofree char *remedy = NULL;

	if (!gvm_nv_node_rules(check->host, &rules, &cause)) {
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_NODE_MISSING,
			      path, KERNEL_LOG,
			      "the node is missing: %s", cause->message);
		return;
	}
	remedy = spell_mknod(check->host, &rules, path, minor);
	if (rules.modify)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_NODE_MISSING,
			      path, remedy,
			      "the node is missing: whoever uses the driver as root makes it");
	else
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_NODE_MISSING,
			      path, remedy,
			      "the node is missing, and the driver's parameter NVreg_ModifyDeviceFiles forbids programs to make it");
}

/** @brief A node, and what became of opening it. */
struct node {
	unsigned int minor;	/**< Its minor number. */
	bool opened;		/**< It could be opened. */
	const char *why;	/**< Why not, or NULL. */
	int code;		/**< Code of that. */
};

/**
 * @brief Look at one node.
 * @param check  The check.
 * @param node   The node.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_node(struct gvm_check *check, const struct node *node)
{
	g_autofree char *path = node->minor == GVM_NV_NODE_CONTROL ?
		g_strdup("/dev/nvidiactl") :
		g_strdup_printf("/dev/nvidia%u", node->minor);

	if (node->opened)
		gvm_check_say(check, GVM_CHECK_OK, path,
			      "the node is there and may be opened");
	else if (gvm_host_exists(check->host, path + 1) == 0)
		report_missing(check, path, node->minor);
	else if (node->code == GVM_ERROR_DENIED)
		gvm_check_add(check, GVM_CHECK_WARNING, GVM_CAUSE_NODE_DENIED,
			      path, "run gvmctl check as root",
			      "%s", node->why);
	else if (node->why)
		gvm_check_add(check, GVM_CHECK_ERROR, GVM_CAUSE_NODE_BROKEN,
			      path, KERNEL_LOG, "%s", node->why);
	else
		gvm_check_say(check, GVM_CHECK_NOTE, path,
			      "the node is there");
}

void gvm_check_nvidia_nodes(struct gvm_check *check)
{
	const struct gvm_gpus *gpus = check->gpus;
	struct node control = { .minor = GVM_NV_NODE_CONTROL };
	struct gvm_nv_abi abi;

	if (!gpus->version)
		return;
	control.opened = gpus->rm;
	/* A driver of which nothing is known was not even tried. */
	if (gvm_nv_abi_select(gpus->version, NULL, &abi, NULL)) {
		control.why = gpus->why;
		control.code = gpus->code;
	}
	look_at_node(check, &control);
	for (guint i = 0; i < gpus->gpus->len; i++) {
		const struct gvm_gpu *gpu = g_ptr_array_index(gpus->gpus, i);
		const struct node node = {
			.minor = gpu->minor, .opened = gpu->opened,
			.why = gpu->why, .code = gpu->code,
		};

		if (gpu->minor != GVM_GPU_NO_MINOR)
			look_at_node(check, &node);
	}
}

/**
 * @brief Look at NVIDIA's manager.
 * @param check   The check.
 * @param starts  The driver has the start protocol.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_manager(struct gvm_check *check, bool starts)
{
	int manager = gvm_process_find(check->host, MANAGER);

	if (manager && starts)
		gvm_check_say(check, GVM_CHECK_OK, MANAGER,
			      "it runs as process %d and answers the starts of VMs",
			      manager);
	else if (manager)
		gvm_check_say(check, GVM_CHECK_OK, MANAGER,
			      "it runs as process %d", manager);
	else if (!gvm_check_has_hosts(check))
		gvm_check_say(check, GVM_CHECK_NOTE, MANAGER,
			      "it does not run, and no GPU is a host of vGPUs");
	else if (starts)
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_MANAGER_NOT_RUNNING,
			      MANAGER, ENABLE,
			      "it does not run: a VM waits for it, or for gvm-observer.service, to start");
	else
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_MANAGER_NOT_RUNNING,
			      MANAGER, ENABLE,
			      "it does not run: it makes the host's part of every vGPU");
}

void gvm_check_nvidia_programs(struct gvm_check *check)
{
	struct gvm_nv_abi abi;
	int daemon;

	if (!check->gpus->version ||
	    !gvm_nv_abi_select(check->gpus->version, NULL, &abi, NULL))
		return;
	look_at_manager(check, gvm_nv_start_offered(&abi));
	daemon = gvm_process_find(check->host, TYPES_DAEMON);
	if (daemon)
		gvm_check_say(check, GVM_CHECK_NOTE, TYPES_DAEMON,
			      "it runs as process %d: when it begins, it empties the lists of types",
			      daemon);
}
