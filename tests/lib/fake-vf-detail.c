// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The files of an imitated function that takes types.
 */
#include <errno.h>
#include <glib.h>
#include <string.h>

#include "fake-tree.h"
#include "fake-vf.h"

/** @brief Longest text of "vgpu_params". */
#define PARAMS_MAX 255

void fake_vf_put(const char *root, const char *function, const char *name,
		 const char *text)
{
	g_autofree char *path = NULL;
	g_autofree char *real = NULL;

	path = g_strdup_printf("sys/bus/pci/devices/%s/nvidia/%s", function,
			       name);
	real = fake_tree_real(root, path);
	fake_tree_file(root, real ? real : path, text);
}

void fake_vf_forget(const char *root, const char *function)
{
	fake_vf_put(root, function, "vgpu_params", "\n");
	fake_vf_put(root, function, "placement_id", "65535\n");
	fake_vf_put(root, function, "gpu_instance_id", "0\n");
}

bool fake_vf_number(const char *value, guint64 *number)
{
	const char *digits = value + (*value == '+');
	const char *end = digits + strspn(digits, "0123456789");

	if (end == digits || (*end && !g_str_equal(end, "\n")))
		return false;
	*number = g_ascii_strtoull(digits, NULL, 10);

	return *number <= G_MAXUINT32;
}

int fake_vf_detail(const char *root, const char *function, const char *gpu,
		   const char *name, const char *value)
{
	g_autofree char *mixed = g_strdup_printf(".fake/vfs/%s/mixed", gpu);
	g_autofree char *text = g_strchomp(g_strdup(value));
	g_autofree char *shown = NULL;
	bool is_text = g_str_equal(name, "vgpu_params");
	guint64 number = 0;

	if (!fake_vf_current(root, function) ||
	    (g_str_equal(name, "placement_id") &&
	     !fake_tree_exists(root, mixed)))
		return -EINVAL;
	if (is_text ? strlen(value) > PARAMS_MAX :
	    !fake_vf_number(value, &number))
		return -EINVAL;
	shown = is_text ? g_strconcat(text, "\n", NULL) :
		g_strdup_printf("%u\n", (unsigned int)number);
	fake_vf_put(root, function, name, shown);

	return 0;
}
