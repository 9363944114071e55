// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Waiting for NVIDIA's driver at boot.
 *
 * The module is loaded by udev, the nodes are made by udev, by NVIDIA's own
 * helper or by whoever opens them first. No unit of systemd stands for the end
 * of all that, so it is looked at, with a bound.
 */
#include "lifecycle/register-wait.h"

#include <stdbool.h>

#include "host/host.h"
#include "nvidia/node.h"
#include "nvidia/rm.h"

/** @brief Pause between two looks, in milliseconds. */
#define PAUSE_MS 250
/** @brief Milliseconds of a second. */
#define MS_PER_S 1000
/** @brief Largest attribute that is read here, in bytes. */
#define ATTR_MAX 64

/**
 * @brief Tell whether the driver can be called.
 * @param host  The machine.
 * @return true when it can, as far as can be seen.
 * @norestriction
 * @nosideeffect
 * @failure false when it cannot be told.
 */
static bool is_there(struct gvm_host *host)
{
	struct gvm_nv_node_rules rules;
	g_autofree char *version = NULL;
	g_autofree char *state = NULL;

	if (!gvm_rm_version(host, &version, NULL))
		return false;
	/* "coming" while the module starts; not there for one built in. */
	if (gvm_host_load(host, "sys/module/nvidia/initstate", ATTR_MAX,
			  &state) == 0 && !g_str_equal(state, "live"))
		return false;

	return gvm_host_exists(host, "dev/nvidiactl") == 1 ||
		(gvm_nv_node_rules(host, &rules, NULL) && rules.modify);
}

void gvm_register_wait(struct gvm_host *host, uint64_t seconds)
{
	uint64_t left = seconds * MS_PER_S / PAUSE_MS;

	while (left > 0 && !is_there(host)) {
		gvm_host_wait(host, PAUSE_MS);
		left--;
	}
}
