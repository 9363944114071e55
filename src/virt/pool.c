// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief gvmctl pool: vGPUs that libvirt lists, kept as files say.
 *
 * Theory of operation. What there is and where there is room is read from
 * sysfs and mdevctl's definitions, as everywhere. libvirt is asked which
 * domains name a vGPU, and does all changes, so that whoever listens to it
 * hears of them. Nothing is recorded: a vGPU of a pool is known by its UUID,
 * and is defined before it is started. So what a run that was killed has left
 * is what the next one begins with.
 */
#include "cmd/args.h"
#include "cmd/show.h"
#include "lifecycle/pool-apply.h"
#include "lifecycle/pools.h"
#include "util/cleanup.h"
#include "util/error.h"
#include "util/text.h"
#include "virt/handlers.h"
#include "virt/pool-maker.h"
#include "virt/pool-show.h"
#include "virt/report.h"

/** @brief Longest word that is quoted. */
#define SHOWN_MAX 64

/**
 * @brief Read the file that was named, or all of the directory.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return A new array of struct gvm_pool, or NULL.
 * @norestriction
 * @sideeffect Reads files.
 * @failure Those of gvm_pools_load(), gvm_pools_add() and of reading.
 */
static GPtrArray *read_pools(struct gvm_call *call, GError **err)
{
	const char *file = gvm_args_word(call, 1);
	g_autoptr(GPtrArray) pools = NULL;
	g_autofree char *text = NULL;
	size_t len;

	if (!file)
		return gvm_pools_load(&call->host, err);
	pools = gvm_pools_list();
	if (!gvm_show_read(file, &text, &len, err) ||
	    !gvm_pools_add(pools, gvm_show_name(file), text, len, err))
		return NULL;

	return g_steal_pointer(&pools);
}

/**
 * @brief Connect to the daemon of this machine.
 * @param call  The call.
 * @param err   Where to store the error, or NULL.
 * @return A new connection, or NULL.
 * @norestriction
 * @sideeffect Opens a socket.
 * @failure Those of gvm_virt_open(); GVM_ERROR_UNSUPPORTED for a daemon of
 *          another machine.
 */
static virConnect *open_local(const struct gvm_call *call, GError **err)
{
	g_autoptr(virConnect) conn = gvm_virt_open(call, err);

	if (conn && !gvm_virt_is_local(conn)) {
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s is on another machine, and room for vGPUs is looked for on this one: run gvmctl there",
			      gvm_args_value(call, "--connect"));
		return NULL;
	}

	return g_steal_pointer(&conn);
}

/**
 * @brief Look at the machine and plan.
 * @param call   The call.
 * @param conn   The daemon.
 * @param pools  struct gvm_pool.
 * @param err    Where to store the error, or NULL.
 * @return A new plan, or NULL.
 * @norestriction
 * @sideeffect Those of gvm_pool_look().
 * @failure Those of libvirt, gvm_pool_look() and gvm_pool_plan_load().
 */
static struct gvm_pool_plan *look(struct gvm_call *call, virConnect *conn,
				  const GPtrArray *pools, GError **err)
{
	g_autoptr(GHashTable) uses = gvm_virt_uses(conn, err);
	g_autoptr(GPtrArray) devices = NULL;
	struct gvm_pool_wish wish = {
		.pools = pools,
		.whole = !gvm_args_word(call, 1),
	};

	if (!uses)
		return NULL;
	devices = gvm_pool_look(&call->host, uses, err);
	if (!devices)
		return NULL;
	wish.devices = devices;

	return gvm_pool_plan_load(&call->host, &wish, err);
}

/**
 * @brief Say whether all is as it is wanted.
 * @param plan  The plan.
 * @param err   Where to store the error, or NULL.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_FAILED when something would be changed; GVM_ERROR_BUSY
 *          when there are more than wanted and all are needed.
 */
static bool judge(const struct gvm_pool_plan *plan, GError **err)
{
	unsigned int left = gvm_pool_plan_count(plan, GVM_POOL_LEAVE);
	unsigned int gone = gvm_pool_plan_count(plan, GVM_POOL_REMOVE);
	unsigned int made = gvm_pool_plan_count(plan, GVM_POOL_MAKE);
	unsigned int mended = gvm_pool_plan_count(plan, GVM_POOL_MEND);

	if (gone + made + mended > 0)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "the pools are not as they are wanted, vGPUs to make: %u, to mend: %u, to remove: %u; run 'gvmctl pool apply'",
				     made, mended, gone);
	if (left > 0)
		return gvm_error_set(err, GVM_ERROR_BUSY,
				     "vGPUs that no pool wants and somebody needs: %u; take them from their domains",
				     left);

	return true;
}

/**
 * @brief Carry the plan out and say what was done.
 * @param call  The call.
 * @param conn  The daemon.
 * @param plan  The plan.
 * @param err   Where to store the error, or NULL.
 * @return true when all was done.
 * @norestriction
 * @sideeffect Those of gvm_pool_apply(); writes to standard output, and to
 *             standard error what could not be undone.
 * @failure Those of gvm_pool_apply().
 */
static bool apply(struct gvm_call *call, virConnect *conn,
		  const struct gvm_pool_plan *plan, GError **err)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	struct gvm_virt_maker maker = { &call->host, conn };
	struct gvm_pool_maker run = { gvm_virt_make, &maker };
	bool good = gvm_pool_apply(plan, &run, notes, err);

	for (guint i = 0; i < notes->len; i++)
		gvm_report_note(call, "%s",
				(const char *)g_ptr_array_index(notes, i));
	if (good)
		gvm_pool_show(call, plan);

	return good;
}

bool gvm_virt_pool(struct gvm_call *call, GError **err)
{
	bool check = gvm_args_has(call, "--assert");
	const char *word = gvm_args_word(call, 0);
	g_autoptr(virConnect) conn = NULL;
	g_autoptr(GPtrArray) pools = NULL;
	g_autoptr(gvm_pool_plan) plan = NULL;
	gvm_autofd int lock = -1;

	if (!g_str_equal(word, "apply")) {
		g_autofree char *shown = gvm_text_printable(word, SHOWN_MAX);

		return gvm_error_set(err, GVM_ERROR_USAGE, "'%s' is not apply",
				     shown);
	}
	pools = read_pools(call, err);
	conn = pools ? open_local(call, err) : NULL;
	if (!conn)
		return false;
	if (!check && !call->settings.dry_run &&
	    !gvm_pool_lock(&call->host, &lock, err))
		return false;
	plan = look(call, conn, pools, err);
	if (!plan)
		return false;
	if (!check && !call->settings.dry_run)
		return apply(call, conn, plan, err);
	gvm_pool_show(call, plan);

	return !check || judge(plan, err);
}
