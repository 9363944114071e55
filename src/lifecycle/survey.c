// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Every active vGPU with its owner and what it is doing.
 */
#include "lifecycle/survey.h"

#include <assert.h>

#include "backend/backend.h"
#include "lifecycle/claims.h"
#include "lifecycle/owner.h"

/** @brief Name of each state. */
static const char *const names[] = {
	[GVM_SURVEY_IDLE] = "idle",
	[GVM_SURVEY_STARTING] = "starting",
	[GVM_SURVEY_IN_USE] = "in-use",
	[GVM_SURVEY_UNKNOWN] = "unknown",
};

static_assert(G_N_ELEMENTS(names) == GVM_SURVEY_STATES, "a state has no name");

const char *gvm_survey_name(enum gvm_survey_state state)
{
	g_assert(state < GVM_SURVEY_STATES);

	return names[state];
}

/**
 * @brief Free a line.
 * @param data  A struct gvm_survey.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void survey_free(void *data)
{
	struct gvm_survey *line = data;

	gvm_vgpu_free(line->vgpu);
	gvm_claim_free(line->claim);
	g_free(line);
}

/**
 * @brief Find out what a vGPU is doing.
 * @param host   The machine.
 * @param vgpu   The device.
 * @param claim  Our complete claim on it, or NULL.
 * @return The state.
 * @norestriction
 * @sideeffect May probe the VFIO group.
 * @failure GVM_SURVEY_UNKNOWN when it could not be found out.
 */
static enum gvm_survey_state look(struct gvm_host *host,
				  const struct gvm_vgpu *vgpu,
				  const struct gvm_claim *claim)
{
	enum gvm_owner_state owner = GVM_OWNER_GONE;
	bool in_use;

	if (claim)
		owner = gvm_owner_look(host, claim, GVM_OWNER_GRACE);
	if (owner == GVM_OWNER_RUNNING)
		return GVM_SURVEY_IN_USE;
	if (owner == GVM_OWNER_STARTING)
		return GVM_SURVEY_STARTING;
	if (!gvm_backend_find(vgpu->backend)->in_use(host, vgpu, &in_use, NULL))
		return GVM_SURVEY_UNKNOWN;

	return in_use ? GVM_SURVEY_IN_USE : GVM_SURVEY_IDLE;
}

/**
 * @brief Index claims by device.
 * @param claims  struct gvm_claim; emptied.
 * @return A new table from UUID to struct gvm_claim.
 * @norestriction
 * @sideeffect Takes the claims over.
 * @nofailure
 */
static GHashTable *index_claims(GPtrArray *claims)
{
	GHashTable *table;

	table = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
				      (GDestroyNotify)gvm_claim_free);
	while (claims->len > 0) {
		struct gvm_claim *claim;

		claim = g_ptr_array_steal_index_fast(claims, claims->len - 1);
		g_hash_table_replace(table, claim->device, claim);
	}

	return table;
}

/**
 * @brief Take the claim on a device out of a table, if it covers the device.
 * @param host   The machine.
 * @param table  From index_claims().
 * @param vgpu   The device.
 * @return The complete claim, or NULL.
 * @norestriction
 * @sideeffect Shrinks the table.
 * @failure A claim that cannot be read counts as none.
 */
static struct gvm_claim *take_claim(struct gvm_host *host, GHashTable *table,
				    const struct gvm_vgpu *vgpu)
{
	g_autoptr(gvm_claim) claim = NULL;
	void *value = NULL;

	g_hash_table_steal_extended(table, vgpu->uuid, NULL, &value);
	claim = value;
	if (!claim || !gvm_claims_read(host, claim, NULL) ||
	    !gvm_owner_covers(claim, vgpu))
		return NULL;

	return g_steal_pointer(&claim);
}

/**
 * @brief Add claimed devices that are not listed without being asked for.
 * @param host   The machine.
 * @param table  From index_claims().
 * @param vgpus  struct gvm_vgpu, sorted; may grow.
 * @norestriction
 * @sideeffect Adds to @p vgpus.
 * @failure What cannot be looked up is left out.
 */
static void add_claimed(struct gvm_host *host, GHashTable *table,
			GPtrArray *vgpus)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	guint before = vgpus->len;
	GHashTableIter iter;
	void *key;

	for (guint i = 0; i < vgpus->len; i++) {
		struct gvm_vgpu *vgpu = g_ptr_array_index(vgpus, i);

		g_hash_table_add(known, vgpu->uuid);
	}
	g_hash_table_iter_init(&iter, table);
	while (g_hash_table_iter_next(&iter, &key, NULL)) {
		struct gvm_vgpu *vgpu = NULL;

		if (!g_hash_table_contains(known, key) &&
		    gvm_backend_find_vgpu(host, key, &vgpu, NULL) && vgpu)
			g_ptr_array_add(vgpus, vgpu);
	}
	if (vgpus->len > before)
		g_ptr_array_sort(vgpus, gvm_vgpu_compare);
}

GPtrArray *gvm_survey_load(struct gvm_host *host, GError **err)
{
	g_autoptr(GPtrArray) claims = NULL;
	g_autoptr(GPtrArray) vgpus = NULL;
	g_autoptr(GHashTable) table = NULL;
	GPtrArray *survey;
	bool known;

	vgpus = gvm_backend_vgpus(host, err);
	if (!vgpus)
		return NULL;
	claims = gvm_claims_list(host, NULL);
	known = claims;
	if (!claims)
		claims = g_ptr_array_new();
	table = index_claims(claims);
	add_claimed(host, table, vgpus);
	survey = g_ptr_array_new_full(vgpus->len, survey_free);
	for (guint i = 0; i < vgpus->len; i++) {
		struct gvm_survey *line = g_new0(struct gvm_survey, 1);

		line->vgpu = vgpus->pdata[i];
		vgpus->pdata[i] = NULL;
		line->claim = take_claim(host, table, line->vgpu);
		line->state = known ? look(host, line->vgpu, line->claim) :
			GVM_SURVEY_UNKNOWN;
		g_ptr_array_add(survey, line);
	}

	return survey;
}
