// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Bringing claims and devices in order after a crash.
 */
#include "lifecycle/reconcile.h"

#include <assert.h>
#include <string.h>

#include "backend/backend.h"
#include "lifecycle/apply.h"
#include "lifecycle/claims.h"
#include "lifecycle/owner.h"
#include "util/error.h"

/** @brief Name of each kind, and whether it gets repaired. */
static const struct {
	const char *name;
	bool repairs;
} kinds[] = {
	[GVM_FINDING_HELD] = { "held", false },
	[GVM_FINDING_FOREIGN] = { "foreign", false },
	[GVM_FINDING_ORPHAN] = { "orphan", true },
	[GVM_FINDING_LEFTOVER] = { "leftover-claim", true },
	[GVM_FINDING_VOID] = { "void-claim", true },
	[GVM_FINDING_STUCK] = { "stuck", false },
	[GVM_FINDING_BROKEN] = { "broken", false },
};

static_assert(G_N_ELEMENTS(kinds) == GVM_FINDING_KINDS, "a kind has no row");

const char *gvm_reconcile_name(enum gvm_finding_kind kind)
{
	g_assert(kind < GVM_FINDING_KINDS);

	return kinds[kind].name;
}

bool gvm_reconcile_repairs(enum gvm_finding_kind kind)
{
	g_assert(kind < GVM_FINDING_KINDS);

	return kinds[kind].repairs;
}

/**
 * @brief Free a finding.
 * @param data  A struct gvm_finding.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void finding_free(void *data)
{
	struct gvm_finding *finding = data;

	g_free(finding->uuid);
	g_free(finding->parent);
	g_free(finding->type);
	g_free(finding->owner);
	g_free(finding->detail);
	g_free(finding);
}

/**
 * @brief Order two elements of an array of findings.
 * @param a  Address of a pointer to the first finding.
 * @param b  Address of a pointer to the second finding.
 * @return Less than, equal to or greater than 0.
 * @pure
 */
static int compare(const void *a, const void *b)
{
	const struct gvm_finding *const *first = a;
	const struct gvm_finding *const *second = b;

	return strcmp((*first)->uuid, (*second)->uuid);
}

/**
 * @brief Judge a claim.
 * @param host   The machine.
 * @param claim  A complete claim.
 * @param vgpu   The device with its UUID, or NULL.
 * @param grace  Seconds for which a domain counts as starting.
 * @param err    Where to store the error, or NULL.
 * @return What to do; GVM_FINDING_BROKEN with an error.
 * @norestriction
 * @sideeffect Probes the VFIO group when the owner is gone.
 * @failure Those of the back end.
 */
static enum gvm_finding_kind judge(struct gvm_host *host,
				   const struct gvm_claim *claim,
				   const struct gvm_vgpu *vgpu,
				   uint64_t grace, GError **err)
{
	enum gvm_owner_state state = gvm_owner_look(host, claim, grace);
	const struct gvm_backend *backend;
	bool in_use;

	if (vgpu && !gvm_owner_covers(claim, vgpu))
		return GVM_FINDING_VOID;
	if (state == GVM_OWNER_RUNNING || state == GVM_OWNER_STARTING)
		return GVM_FINDING_HELD;
	if (!vgpu)
		return GVM_FINDING_LEFTOVER;
	if (state == GVM_OWNER_STANDING)
		return GVM_FINDING_HELD;

	backend = gvm_backend_find(vgpu->backend);
	if (!backend->in_use(host, vgpu, &in_use, err))
		return GVM_FINDING_BROKEN;

	return in_use ? GVM_FINDING_STUCK : GVM_FINDING_ORPHAN;
}

/**
 * @brief Repair what was found out about a claim.
 * @param host     The machine.
 * @param claim    The claim.
 * @param finding  What was found out; becomes BROKEN when it cannot be done.
 * @param err      Where to store the error, or NULL.
 * @restriction Hold the lock.
 * @sideeffect Removes the device or the claim.
 * @failure Those of gvm_apply_release() and gvm_claims_drop().
 */
static void repair(struct gvm_host *host, const struct gvm_claim *claim,
		   struct gvm_finding *finding, GError **err)
{
	if (!gvm_apply_release(host, claim, err))
		finding->kind = GVM_FINDING_BROKEN;
}

/**
 * @brief Look for a claimed device that is not listed without being asked for.
 * @param host    The machine.
 * @param device  Its UUID or address.
 * @param vgpus   Table from UUID to struct gvm_vgpu; may grow.
 * @param err     Where to store the error, or NULL.
 * @return true when it is known whether it exists.
 * @norestriction
 * @sideeffect Adds to @p vgpus.
 * @failure Those of the back ends.
 */
static bool look_up(struct gvm_host *host, const char *device,
		    GHashTable *vgpus, GError **err)
{
	struct gvm_vgpu *vgpu;

	if (g_hash_table_contains(vgpus, device))
		return true;
	if (!gvm_backend_find_vgpu(host, device, &vgpu, err))
		return false;
	if (vgpu)
		g_hash_table_replace(vgpus, vgpu->uuid, vgpu);

	return true;
}

/**
 * @brief Look at one claim, and repair it.
 * @param host     The machine.
 * @param claim    From gvm_claims_list(); completed.
 * @param vgpus    Table from UUID to struct gvm_vgpu.
 * @param grace    Seconds for which a domain counts as starting.
 * @param dry_run  Only tell.
 * @return A new finding.
 * @restriction Hold the lock unless @p dry_run.
 * @sideeffect Removes the device or the claim.
 * @failure Told by the finding.
 */
static struct gvm_finding *treat(struct gvm_host *host,
				 struct gvm_claim *claim, GHashTable *vgpus,
				 uint64_t grace, bool dry_run)
{
	struct gvm_finding *finding = g_new0(struct gvm_finding, 1);
	g_autoptr(GError) err = NULL;

	finding->uuid = g_strdup(claim->device);
	finding->kind = GVM_FINDING_BROKEN;
	if (gvm_claims_read(host, claim, &err) &&
	    look_up(host, claim->device, vgpus, &err))
		finding->kind = judge(host, claim,
				      g_hash_table_lookup(vgpus, claim->device),
				      grace, &err);
	finding->parent = g_strdup(claim->parent);
	finding->type = g_strdup(claim->type);
	finding->owner = g_strdup(claim->domain ? claim->domain : claim->owner);
	if (!dry_run && gvm_reconcile_repairs(finding->kind))
		repair(host, claim, finding, &err);
	if (err)
		finding->detail = g_strdup(err->message);

	return finding;
}

/**
 * @brief Add the devices that have no claim.
 * @param findings  Where to add.
 * @param vgpus     Table from UUID to struct gvm_vgpu.
 * @param claims    struct gvm_claim.
 * @norestriction
 * @sideeffect Grows @p findings.
 * @nofailure
 */
static void add_foreign(GPtrArray *findings, GHashTable *vgpus,
			const GPtrArray *claims)
{
	GHashTableIter iter;
	void *value;

	g_hash_table_iter_init(&iter, vgpus);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const struct gvm_vgpu *vgpu = value;
		struct gvm_finding *finding;

		if (gvm_claims_find(claims, vgpu->uuid))
			continue;
		finding = g_new0(struct gvm_finding, 1);
		finding->kind = GVM_FINDING_FOREIGN;
		finding->uuid = g_strdup(vgpu->uuid);
		finding->parent = g_strdup(vgpu->parent);
		finding->type = g_strdup(vgpu->type);
		g_ptr_array_add(findings, finding);
	}
}

/**
 * @brief Index the active vGPUs by UUID.
 * @param host  The machine.
 * @param err   Where to store the error, or NULL.
 * @return A new table from UUID to struct gvm_vgpu, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_backend_vgpus().
 */
static GHashTable *index_vgpus(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) list = gvm_backend_vgpus(host, err);
	GHashTable *vgpus;

	if (!list)
		return NULL;
	vgpus = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
				      (GDestroyNotify)gvm_vgpu_free);
	while (list->len > 0) {
		struct gvm_vgpu *vgpu;

		vgpu = g_ptr_array_steal_index_fast(list, list->len - 1);
		g_hash_table_replace(vgpus, vgpu->uuid, vgpu);
	}

	return vgpus;
}

GPtrArray *gvm_reconcile(struct gvm_host *host, uint64_t grace, bool dry_run,
			 GError **err)
{
	g_autoptr(GPtrArray) findings = NULL;
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(GHashTable) vgpus = NULL;
	gvm_autofd int lock = -1;

	claims = gvm_claims_list(host, err);
	if (!claims)
		return NULL;
	if (claims->len > 0 && !dry_run) {
		g_clear_pointer(&claims, g_ptr_array_unref);
		if (!gvm_claims_lock(host, &lock, err))
			return NULL;
		claims = gvm_claims_list(host, err);
	}
	vgpus = claims ? index_vgpus(host, err) : NULL;
	if (!vgpus)
		return NULL;

	findings = g_ptr_array_new_with_free_func(finding_free);
	for (guint i = 0; i < claims->len; i++)
		g_ptr_array_add(findings,
				treat(host, g_ptr_array_index(claims, i),
				      vgpus, grace, dry_run));
	add_foreign(findings, vgpus, claims);
	g_ptr_array_sort(findings, compare);

	return g_steal_pointer(&findings);
}
