// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Enabling and disabling the virtual functions of a device.
 *
 * There is no record of it as there is of vGPUs: what a crash leaves is a
 * number that can be read, and the next run does what is missing or finds that
 * all is done. The one thing that nothing tells afterwards is what autoprobe
 * was before, so it is written only when it is asked for.
 */
#include "lifecycle/sriov.h"

#include "backend/vfs-manage.h"
#include "backend/vfs-write.h"
#include "host/host.h"
#include "lifecycle/claims.h"
#include "lifecycle/event.h"
#include "lifecycle/sriov-unused.h"
#include "util/error.h"

/** @brief Pause between two looks for a driver, in milliseconds. */
#define PAUSE_MS 250
/** @brief Milliseconds of a second. */
#define MS_PER_S 1000

void gvm_sriov_free(struct gvm_sriov *plan)
{
	if (!plan)
		return;
	gvm_vfs_free(plan->vfs);
	g_clear_pointer(&plan->steps, g_array_unref);
	g_free(plan);
}

/**
 * @brief Spell whether drivers are offered new functions.
 * @param autoprobe  Whether they are.
 * @return A static string.
 * @pure
 */
static const char *spell(bool autoprobe)
{
	return autoprobe ? "yes" : "no";
}

char *gvm_sriov_describe(const struct gvm_vfs *vfs,
			 const struct gvm_sriov_step *step)
{
	const char *verb = step->after ? "enable" : "disable";
	unsigned int number = step->after ? step->after : step->before;

	if (step->kind == GVM_SRIOV_AUTOPROBE)
		return g_strdup_printf("set autoprobe of %s to %s",
				       vfs->address, spell(step->after));
	if (gvm_vfs_is_managed(vfs))
		return g_strdup_printf("%s %u virtual functions of %s, by /" GVM_VFS_MANAGE " if the driver refuses",
				       verb, number, vfs->address);

	return g_strdup_printf("%s %u virtual functions of %s", verb, number,
			       vfs->address);
}

/**
 * @brief Add a step, unless it changes nothing.
 * @param steps   struct gvm_sriov_step.
 * @param kind    What is changed.
 * @param before  What it is.
 * @param after   What it becomes.
 * @norestriction
 * @sideeffect Grows @p steps.
 * @nofailure
 */
static void add_step(GArray *steps, enum gvm_sriov_kind kind,
		     unsigned int before, unsigned int after)
{
	const struct gvm_sriov_step step = { kind, before, after };

	if (before != after)
		g_array_append_val(steps, step);
}

/**
 * @brief Check that a driver has the device.
 * @param vfs  The device.
 * @param err  Where to store the error, or NULL.
 * @return true when one has.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED.
 */
static bool check_driver(const struct gvm_vfs *vfs, GError **err)
{
	if (vfs->driver)
		return true;

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "no driver has %s, and only a driver can change its virtual functions; 'lspci -ks %s' names the one to load",
			     vfs->address, vfs->address);
}

GArray *gvm_sriov_plan_enable(const struct gvm_vfs *vfs,
			      const struct gvm_sriov_wish *wish, GError **err)
{
	unsigned int number = wish->number ? wish->number : vfs->total;
	bool on = wish->autoprobe == GVM_SRIOV_LEAVE ? vfs->autoprobe :
		wish->autoprobe == GVM_SRIOV_YES;
	GArray *steps;

	if (wish->number > vfs->total) {
		gvm_error_set(err, GVM_ERROR_USAGE,
			      "%s can have %u virtual functions and not %" G_GUINT64_FORMAT,
			      vfs->address, vfs->total, wish->number);
		return NULL;
	}
	if (vfs->list->len > 0 &&
	    (vfs->list->len != number || on != vfs->autoprobe)) {
		gvm_error_set(err, GVM_ERROR_BUSY,
			      "%s has %u virtual functions already, with autoprobe %s; 'gvmctl sriov disable %s' first",
			      vfs->address, vfs->list->len,
			      spell(vfs->autoprobe), vfs->address);
		return NULL;
	}
	if (vfs->list->len == 0 && !check_driver(vfs, err))
		return NULL;

	steps = g_array_new(FALSE, FALSE, sizeof(struct gvm_sriov_step));
	add_step(steps, GVM_SRIOV_AUTOPROBE, vfs->autoprobe, on);
	add_step(steps, GVM_SRIOV_NUMBER, vfs->list->len, number);

	return steps;
}

/**
 * @brief Decide how to enable virtual functions, unless a guest has the device.
 * @param host  The machine.
 * @param vfs   The device.
 * @param wish  What is wanted.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_sriov_step, or NULL.
 * @norestriction
 * @sideeffect That of gvm_sriov_check_whole().
 * @failure Those of gvm_sriov_plan_enable() and gvm_sriov_check_whole().
 */
static GArray *plan_enable(struct gvm_host *host, const struct gvm_vfs *vfs,
			   const struct gvm_sriov_wish *wish, GError **err)
{
	g_autoptr(GArray) steps = gvm_sriov_plan_enable(vfs, wish, err);

	if (steps && steps->len > 0 && !gvm_sriov_check_whole(host, vfs, err))
		return NULL;

	return g_steal_pointer(&steps);
}

/**
 * @brief Decide how to take virtual functions away.
 * @param host  The machine.
 * @param vfs   The device.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_sriov_step, or NULL.
 * @norestriction
 * @sideeffect That of gvm_sriov_check_unused().
 * @failure GVM_ERROR_UNSUPPORTED when no driver has the device; those of
 *          gvm_sriov_check_unused().
 */
static GArray *plan_disable(struct gvm_host *host, const struct gvm_vfs *vfs,
			    GError **err)
{
	GArray *steps;

	if (vfs->list->len > 0 && (!check_driver(vfs, err) ||
				   !gvm_sriov_check_unused(host, vfs, err)))
		return NULL;
	steps = g_array_new(FALSE, FALSE, sizeof(struct gvm_sriov_step));
	add_step(steps, GVM_SRIOV_NUMBER, vfs->list->len, 0);

	return steps;
}

/**
 * @brief Set what a step changes to a value.
 * @param host   The machine.
 * @param vfs    The device.
 * @param kind   What is changed.
 * @param value  What it becomes.
 * @param err    Where to store the error, or NULL.
 * @return true on success.
 * @norestriction
 * @sideeffect Changes the device; waits.
 * @failure Those of gvm_vfs_set() and gvm_vfs_set_autoprobe().
 */
static bool set(struct gvm_host *host, const struct gvm_vfs *vfs,
		enum gvm_sriov_kind kind, unsigned int value, GError **err)
{
	switch (kind) {
	case GVM_SRIOV_AUTOPROBE:
		return gvm_vfs_set_autoprobe(host, vfs, value, err);
	case GVM_SRIOV_NUMBER:
		return gvm_vfs_set(host, vfs, value, err);
	}

	g_assert_not_reached();
}

/**
 * @brief Write in the journal that the number has changed.
 * @param host   The machine.
 * @param vfs    The device.
 * @param step   The step.
 * @param began  When it began.
 * @norestriction
 * @sideeffect One entry in the journal.
 * @nofailure
 */
static void tell(struct gvm_host *host, const struct gvm_vfs *vfs,
		 const struct gvm_sriov_step *step, int64_t began)
{
	g_autofree char *message = NULL;

	message = g_strdup_printf("%s %u virtual functions of %s",
				  step->after ? "enabled" : "disabled",
				  step->after ? step->after : step->before,
				  vfs->address);
	gvm_event_parent(host, G_LOG_LEVEL_INFO,
			 step->after ? "enable" : "disable", vfs->address,
			 began, message);
}

/**
 * @brief Undo the first steps of a plan, the last of them first.
 * @param host  The machine.
 * @param plan  The plan.
 * @param n     How many of its steps were done.
 * @norestriction
 * @sideeffect Changes the device back.
 * @failure What led here was told.
 */
static void undo(struct gvm_host *host, const struct gvm_sriov *plan, guint n)
{
	while (n-- > 0) {
		const struct gvm_sriov_step *step;

		step = &g_array_index(plan->steps, struct gvm_sriov_step, n);
		(void)set(host, plan->vfs, step->kind, step->before, NULL);
	}
}

/**
 * @brief Do the steps; after a failure, undo those before it.
 * @param host  The machine.
 * @param plan  What is to be done.
 * @param err   Where to store the error, or NULL.
 * @return true when all are done.
 * @restriction Hold the lock.
 * @sideeffect Changes the device; waits; a journal entry.
 * @failure Those of set(), which leaves nothing of its own step behind. Nothing
 *          is undone while a driver is still at it: what it makes shall be as
 *          it was asked for.
 */
static bool apply(struct gvm_host *host, const struct gvm_sriov *plan,
		  GError **err)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		g_autoptr(GError) own = NULL;
		const struct gvm_sriov_step *step;
		int64_t began = g_get_monotonic_time();

		step = &g_array_index(plan->steps, struct gvm_sriov_step, i);
		if (!set(host, plan->vfs, step->kind, step->after, &own)) {
			if (own->code != GVM_ERROR_BUSY)
				undo(host, plan, i);
			g_propagate_error(err, g_steal_pointer(&own));
			return false;
		}
		if (step->kind == GVM_SRIOV_NUMBER)
			tell(host, plan->vfs, step, began);
	}

	return true;
}

/**
 * @brief Look, plan, and unless it is only to be found out, act.
 * @param host     The machine.
 * @param address  Address of the device.
 * @param wish     What is wanted, or NULL for no virtual functions.
 * @param dry_run  Only find out.
 * @param err      Where to store the error, or NULL.
 * @return What was done, or NULL.
 * @restriction Hold the lock, unless it is only to be found out.
 * @sideeffect Those of plan_disable() and apply().
 * @failure Those of gvm_vfs_load(), of planning and of apply().
 */
static struct gvm_sriov *run(struct gvm_host *host, const char *address,
			     const struct gvm_sriov_wish *wish, bool dry_run,
			     GError **err)
{
	g_autoptr(gvm_sriov) plan = g_new0(struct gvm_sriov, 1);
	struct gvm_vfs *now;

	plan->vfs = gvm_vfs_load(host, address, err);
	if (!plan->vfs)
		return NULL;
	plan->steps = wish ? plan_enable(host, plan->vfs, wish, err) :
		plan_disable(host, plan->vfs, err);
	if (!plan->steps)
		return NULL;
	if (dry_run)
		return g_steal_pointer(&plan);

	if (!apply(host, plan, err))
		return NULL;
	now = gvm_vfs_load(host, address, err);
	if (!now)
		return NULL;
	gvm_vfs_free(plan->vfs);
	plan->vfs = now;

	return g_steal_pointer(&plan);
}

struct gvm_sriov *gvm_sriov_enable(struct gvm_host *host, const char *address,
				   const struct gvm_sriov_wish *wish,
				   GError **err)
{
	gvm_autofd int lock = -1;

	if (!wish->dry_run && !gvm_claims_lock(host, &lock, err))
		return NULL;

	return run(host, address, wish, wish->dry_run, err);
}

struct gvm_sriov *gvm_sriov_disable(struct gvm_host *host, const char *address,
				    bool dry_run, GError **err)
{
	gvm_autofd int lock = -1;

	if (!dry_run && !gvm_claims_lock(host, &lock, err))
		return NULL;

	return run(host, address, NULL, dry_run, err);
}

void gvm_sriov_wait(struct gvm_host *host, const char *address,
		    uint64_t seconds)
{
	for (uint64_t left = seconds * MS_PER_S / PAUSE_MS; left > 0; left--) {
		g_autoptr(gvm_vfs) vfs = gvm_vfs_load(host, address, NULL);

		if (vfs && vfs->driver)
			return;
		gvm_host_wait(host, PAUSE_MS);
	}
}
