// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The driver's device nodes, /dev/nvidiactl and /dev/nvidiaN.
 *
 * The driver makes no nodes itself. A setuid helper of NVIDIA's, udev rules or
 * whoever uses the driver first makes them, by the rules that the driver
 * prints in its parameters. So a node that is missing is made here only where
 * those rules allow it, with just their owner and mode; and one that is there
 * is somebody's decision and is used as it is.
 *
 * A node is looked for by opening it, not by asking whether it exists: what
 * the answer was good for may have changed by the time of the open.
 */
#include "nvidia/node.h"

#include <errno.h>
#include <string.h>

#include "util/error.h"
#include "util/text.h"

/** @brief Where the kernel lists major numbers. */
#define DEVICES_FILE "proc/devices"
/** @brief Where the driver prints its parameters. */
#define PARAMS_FILE "proc/driver/nvidia/params"
/** @brief Largest size accepted of these two files, in bytes. */
#define FILE_MAX 65536
/** @brief Largest number of an owner or a group. */
#define OWNER_MAX (G_MAXUINT32 - 1)
/** @brief All permission bits. */
#define MODE_MAX 07777

/**
 * @brief Read one parameter of the driver.
 * @param lines  Lines of the parameters.
 * @param name   Name of the parameter.
 * @param max    Largest value accepted.
 * @param value  Where to put it.
 * @param err    Where to store the error, or NULL.
 * @return true when it is there and is a number.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_FAILED when it is not.
 */
static bool read_parameter(char **lines, const char *name, uint64_t max,
			   uint64_t *value, GError **err)
{
	size_t len = strlen(name);

	for (size_t i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], name) && lines[i][len] == ':' &&
		    gvm_text_to_uint(g_strchug(lines[i] + len + 1), max,
				     value))
			return true;

	return gvm_error_set(err, GVM_ERROR_FAILED,
			     "%s has no number for %s: is this NVIDIA's driver?",
			     PARAMS_FILE, name);
}

bool gvm_nv_node_rules(struct gvm_host *host, struct gvm_nv_node_rules *rules,
		       GError **err)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	uint64_t modify = 0;
	uint64_t uid = 0;
	uint64_t gid = 0;
	uint64_t mode = 0;
	int rc = gvm_host_load(host, PARAMS_FILE, FILE_MAX, &text);

	if (rc == -ENOENT)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "NVIDIA's driver is not loaded: there is no %s",
				     PARAMS_FILE);
	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot read the parameters of NVIDIA's driver");

	lines = g_strsplit(text, "\n", -1);
	if (!read_parameter(lines, "ModifyDeviceFiles", 1, &modify, err) ||
	    !read_parameter(lines, "DeviceFileUID", OWNER_MAX, &uid, err) ||
	    !read_parameter(lines, "DeviceFileGID", OWNER_MAX, &gid, err) ||
	    !read_parameter(lines, "DeviceFileMode", MODE_MAX, &mode, err))
		return false;

	*rules = (struct gvm_nv_node_rules) {
		.modify = modify == 1,
		.uid = uid,
		.gid = gid,
		.mode = mode,
	};

	return true;
}

/**
 * @brief Find the major number of one name among the character devices.
 * @param lines  Lines of the kernel's list.
 * @param name   The name, whole.
 * @param major  Where to put the number.
 * @return true when it is listed.
 * @pure
 */
static bool find_major(char **lines, const char *name, unsigned int *major)
{
	bool characters = false;
	uint64_t number;

	for (size_t i = 0; lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(g_strstrip(lines[i]), " ", 2);

		/* Block devices have numbers of their own. */
		if (g_str_has_suffix(lines[i], ":")) {
			characters = g_str_has_prefix(lines[i], "Character");
		} else if (characters && words[0] && words[1] &&
			   g_str_equal(g_strchug(words[1]), name) &&
			   gvm_text_to_uint(words[0], G_MAXUINT32, &number)) {
			*major = number;
			return true;
		}
	}

	return false;
}

bool gvm_nv_node_major(struct gvm_host *host, unsigned int *major,
		       GError **err)
{
	/* The first name is that of 545 and later, the last one that of
	 * releases up to 535; some list the control node by itself.
	 */
	static const char *const names[] = {
		"nvidia", "nvidiactl", "nvidia-frontend",
	};
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;
	int rc = gvm_host_load(host, DEVICES_FILE, FILE_MAX, &text);

	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot read the kernel's list of devices");
	lines = g_strsplit(text, "\n", -1);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (find_major(lines, names[i], major))
			return true;

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "NVIDIA's driver is not loaded: %s lists no character device of it",
			     DEVICES_FILE);
}

/**
 * @brief Spell the path of a node.
 * @param minor  GVM_NV_NODE_CONTROL or the minor number of a GPU.
 * @return A new path below the root.
 * @pure
 */
static char *node_path(unsigned int minor)
{
	return minor == GVM_NV_NODE_CONTROL ? g_strdup("dev/nvidiactl") :
		g_strdup_printf("dev/nvidia%u", minor);
}

/**
 * @brief Make a missing node, if the driver's rules allow it.
 * @param host   The machine.
 * @param path   The node.
 * @param minor  Its minor number.
 * @param err    Where to store the error, or NULL.
 * @return true when it is there now, whoever made it.
 * @norestriction
 * @sideeffect Makes the node.
 * @failure As gvm_nv_node_open().
 */
static bool make_node(struct gvm_host *host, const char *path,
		      unsigned int minor, GError **err)
{
	struct gvm_nv_node_rules rules = { 0 };
	struct gvm_host_node node = { .minor = minor };
	int rc;

	if (!gvm_nv_node_rules(host, &rules, err) ||
	    !gvm_nv_node_major(host, &node.major, err))
		return false;
	if (!rules.modify)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "/%s is missing, and the driver's parameter NVreg_ModifyDeviceFiles forbids to make it: make it by a udev rule",
				     path);

	node.uid = rules.uid;
	node.gid = rules.gid;
	node.mode = rules.mode;
	rc = gvm_host_make_node(host, path, &node);
	/* Another program was faster: that one is as good. */
	if (rc == 0 || rc == -EEXIST)
		return true;

	return gvm_error_set_errno(err, rc,
				   "/%s is missing and cannot be made, run 'nvidia-modprobe -c 0' as root",
				   path);
}

/**
 * @brief Say why a node cannot be opened.
 * @param rc    What the open reported.
 * @param path  The node.
 * @param err   Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static bool refuse(int rc, const char *path, GError **err)
{
	switch (rc) {
	case -EACCES:
	case -EPERM:
		return gvm_error_set(err, GVM_ERROR_DENIED,
				     "/%s may not be opened by this user: run as root, or look at its owner and mode",
				     path);
	case -ENXIO:
	case -ENODEV:
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "NVIDIA's driver is not loaded: nothing is behind /%s",
				     path);
	case -ENOTTY:
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "/%s is no character device: remove it",
				     path);
	case -EIO:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the driver could not start the GPU of /%s: see the kernel's log",
				     path);
	default:
		return gvm_error_set_errno(err, rc, "cannot open /%s", path);
	}
}

bool gvm_nv_node_open(struct gvm_host *host, unsigned int minor, int *fd,
		      GError **err)
{
	g_autofree char *path = node_path(minor);
	int rc = gvm_host_device(host, path);

	if (rc == -ENOENT) {
		if (!make_node(host, path, minor, err))
			return false;
		rc = gvm_host_device(host, path);
	}
	if (rc < 0)
		return refuse(rc, path, err);
	*fd = rc;

	return true;
}
