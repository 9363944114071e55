// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Whether the owner of a claim still needs its vGPU.
 */
#include "lifecycle/owner.h"

#include <assert.h>
#include <limits.h>
#include <unistd.h>

#include "host/host.h"
#include "host/process.h"
#include "host/xen.h"
#include "model/device.h"
#include "util/text.h"

/** @brief Where libvirt's QEMU driver keeps its pid files. */
#define QEMU_STATE_DIR "run/libvirt/qemu"

/** @brief Name of each state. */
static const char *const names[] = {
	[GVM_OWNER_STANDING] = "standing",
	[GVM_OWNER_RUNNING] = "running",
	[GVM_OWNER_STARTING] = "starting",
	[GVM_OWNER_GONE] = "gone",
};

static_assert(G_N_ELEMENTS(names) == GVM_OWNER_STATES, "a state has no name");

/**
 * @brief Tell whether the QEMU of a domain runs.
 *
 * The pid file alone proves nothing, since the number may belong to another
 * process by now; libvirt always gives QEMU the UUID of the domain as an
 * argument of its own.
 *
 * @param host   The machine.
 * @param claim  Claim of a domain.
 * @return true when it runs.
 * @norestriction
 * @nosideeffect
 * @failure A file that cannot be read counts as "does not run".
 */
static bool qemu_runs(struct gvm_host *host, const struct gvm_claim *claim)
{
	g_autofree char *file = g_strdup_printf("%s.pid", claim->domain);
	g_autofree char *path = g_build_filename(QEMU_STATE_DIR, file, NULL);
	g_autofree char *text = NULL;
	uint64_t pid;

	if (gvm_host_load(host, path, GVM_HOST_ATTR_MAX, &text) < 0 ||
	    !gvm_text_to_uint(text, INT_MAX, &pid))
		return false;

	return gvm_process_has_arg(host, pid, claim->owner);
}

/**
 * @brief Tell whether Xen runs a domain.
 *
 * What libvirt has written of it does not say so: a libvirt that died between
 * the creation of the domain and its status file has left a domain that runs
 * and that nobody but Xen knows.
 *
 * @param host   The machine.
 * @param claim  Claim of a domain.
 * @return true when it runs, or when that cannot be told.
 * @norestriction
 * @sideeffect Waits for xenstore, on the control domain of Xen alone.
 * @failure A store that does not answer counts as "runs": what a domain may
 *          have must not be taken from it.
 */
static bool xen_runs(struct gvm_host *host, const struct gvm_claim *claim)
{
	return gvm_xen_is_control(host) &&
		gvm_xen_has_domain(host, claim->owner) != 0;
}

enum gvm_owner_state gvm_owner_look(struct gvm_host *host,
				    const struct gvm_claim *claim,
				    uint64_t grace)
{
	uint64_t now;

	if (!gvm_claim_is_domain(claim))
		return GVM_OWNER_STANDING;
	/* That the domain runs does not say that it has this vGPU. */
	if (claim->plug)
		return gvm_process_is_alive(host, claim->daemon_pid,
					    claim->daemon_start) ?
			GVM_OWNER_STARTING : GVM_OWNER_GONE;
	if ((claim->domain && qemu_runs(host, claim)) || xen_runs(host, claim))
		return GVM_OWNER_RUNNING;
	if (!gvm_process_is_alive(host, claim->daemon_pid, claim->daemon_start))
		return GVM_OWNER_GONE;

	now = gvm_host_now(host);

	return now < claim->made + grace ? GVM_OWNER_STARTING : GVM_OWNER_GONE;
}

bool gvm_owner_covers(const struct gvm_claim *claim,
		      const struct gvm_vgpu *vgpu)
{
	return g_strcmp0(claim->parent, vgpu->parent) == 0 &&
		g_strcmp0(claim->type, vgpu->type) == 0;
}

const char *gvm_owner_state_name(enum gvm_owner_state state)
{
	g_assert(state < GVM_OWNER_STATES);

	return names[state];
}

void gvm_owner_stamp(struct gvm_host *host, struct gvm_claim *claim)
{
	int pid = claim->plug ? getpid() : getppid();
	uint64_t start = 0;

	if (gvm_process_start(host, pid, &start) < 0)
		pid = 0;
	claim->daemon_pid = pid;
	claim->daemon_start = start;
	claim->made = gvm_host_now(host);
}
