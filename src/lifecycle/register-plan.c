// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Planning a registration.
 *
 * Theory of operation. Nothing is sent before everything is known to fit, for
 * all GPUs:
 *
 *   files -> GPUs they are for -> types complete -> what the driver has -> plan
 *
 * The driver keeps only one set of parameters for each id, whichever GPUs have
 * it. So an id that two GPUs are to get must be the same on both.
 */
#include "lifecycle/register.h"

#include <string.h>

#include "lifecycle/claims.h"
#include "lifecycle/match.h"
#include "lifecycle/register-compare.h"
#include "lifecycle/register-judge.h"
#include "lifecycle/register-resolve.h"
#include "util/error.h"

/** @brief What is used all through the planning. */
struct type_planner {
	struct gvm_register *reg;		/**< What is being made. */
	const GPtrArray *files;			/**< struct gvm_profiles. */
	const struct gvm_register_wish *wish;	/**< What is wanted. */
	struct gvm_register_source source;	/**< What is read once. */
};

/**
 * @brief Free what a planner has read.
 * @param planner  The planner.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void planner_clear(struct type_planner *planner)
{
	gvm_register_source_clear(&planner->source);
}

GVM_DEFINE_AUTO(type_planner, planner_clear)

/**
 * @brief Free a GPU of a plan.
 * @param data  A struct gvm_register_gpu.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void plan_free(void *data)
{
	struct gvm_register_gpu *plan = data;

	g_ptr_array_unref(plan->types);
	g_clear_pointer(&plan->listed, g_array_unref);
	g_clear_error(&plan->lost);
	g_free(plan);
}

/**
 * @brief Add a GPU to a plan.
 * @param reg  The registration.
 * @param gpu  The GPU, or NULL when there is no driver.
 * @return The GPU's part of the plan, owned by @p reg.
 * @norestriction
 * @sideeffect Grows the plan.
 * @nofailure
 */
static struct gvm_register_gpu *add_gpu(struct gvm_register *reg,
					struct gvm_nv_gpu *gpu)
{
	struct gvm_register_gpu *plan = g_new0(struct gvm_register_gpu, 1);

	plan->gpu = gpu;
	plan->types = g_ptr_array_new_with_free_func(gvm_register_type_free);
	g_ptr_array_add(reg->plan, plan);

	return plan;
}

/**
 * @brief Make an empty registration.
 * @param host  The machine.
 * @return A new registration.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_register *new_register(struct gvm_host *host)
{
	struct gvm_register *reg = g_new0(struct gvm_register, 1);

	reg->host = host;
	reg->plan = g_ptr_array_new_with_free_func(plan_free);
	reg->known = g_hash_table_new_full(NULL, NULL, NULL,
					   (GDestroyNotify)gvm_profile_free);
	reg->back = g_hash_table_new_full(NULL, NULL, NULL,
					  (GDestroyNotify)gvm_profile_free);
	reg->lock = -1;

	return reg;
}

/**
 * @brief Copy a type as its file has it.
 * @param type  The type.
 * @return A new type on a GPU in state VALID.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_register_type *copy_type(const struct gvm_profile *type)
{
	struct gvm_register_type *copy = g_new0(struct gvm_register_type, 1);

	copy->type = gvm_profile_copy(type);
	copy->state = GVM_REGISTER_VALID;

	return copy;
}

/**
 * @brief List the types of files that could not be compared with a driver.
 * @param reg    The registration.
 * @param files  struct gvm_profiles.
 * @norestriction
 * @sideeffect Fills the plan with one GPU that is none.
 * @nofailure
 */
static void plan_without_driver(struct gvm_register *reg,
				const GPtrArray *files)
{
	struct gvm_register_gpu *plan = add_gpu(reg, NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct gvm_profiles *file = g_ptr_array_index(files, i);

		for (guint j = 0; j < file->types->len; j++)
			g_ptr_array_add(plan->types,
					copy_type(g_ptr_array_index(file->types,
								    j)));
	}
}

/**
 * @brief Open the GPUs whose memory a file asks for, that is, all of them.
 * @param planner  The planner.
 * @norestriction
 * @sideeffect Opens GPUs.
 * @failure One that cannot be opened is for plan_gpu() to find.
 */
static void open_for_memory(struct type_planner *planner)
{
	const GPtrArray *gpus = planner->reg->gpus;
	bool needed = false;

	for (guint i = 0; i < planner->files->len; i++)
		needed |= gvm_match_needs_memory(g_ptr_array_index(planner->files, i));
	for (guint i = 0; needed && i < gpus->len; i++)
		gvm_nv_gpu_open(g_ptr_array_index(gpus, i), NULL);
}

/**
 * @brief Add the types of a file to a GPU.
 * @param planner  The planner.
 * @param plan     The GPU, open or lost.
 * @param file     The file.
 * @param err      Where to store the error, or NULL.
 * @return true when all types are right for the GPU, or it is lost.
 * @norestriction
 * @sideeffect Grows the plan.
 * @failure Those of gvm_register_resolve().
 */
static bool add_types(struct type_planner *planner, struct gvm_register_gpu *plan,
		      const struct gvm_profiles *file, GError **err)
{
	for (guint i = 0; i < file->types->len; i++) {
		const struct gvm_profile *wanted;
		struct gvm_register_type *type;

		wanted = g_ptr_array_index(file->types, i);
		if (planner->wish->type && planner->wish->type != wanted->id)
			continue;
		if (plan->lost) {
			type = copy_type(wanted);
			gvm_register_fail(planner->reg, type,
					  g_error_copy(plan->lost));
		} else {
			type = gvm_register_resolve(&planner->source, wanted,
						    plan->gpu, err);
		}
		if (!type)
			return false;
		g_ptr_array_add(plan->types, type);
	}

	return true;
}

/**
 * @brief Open a GPU of a plan, and see that it tells what a file asks for.
 * @param reg   The registration.
 * @param plan  The GPU; lost when it cannot be opened.
 * @param file  The file.
 * @norestriction
 * @sideeffect Opens the GPU.
 * @failure Noted at the GPU and its types.
 */
static void open_gpu(struct gvm_register *reg, struct gvm_register_gpu *plan,
		     const struct gvm_profiles *file)
{
	GError *cause = NULL;

	if (plan->lost)
		return;
	if (gvm_nv_gpu_open(plan->gpu, &cause) && !plan->gpu->framebuffer &&
	    gvm_match_needs_memory(file))
		gvm_error_set(&cause, GVM_ERROR_FAILED,
			      "GPU %s does not tell how much memory it has, and %s asks for it",
			      plan->gpu->address, file->file);
	if (cause)
		gvm_register_lose(reg, plan, cause);
}

/**
 * @brief Put together what a GPU is to get.
 * @param planner  The planner.
 * @param gpu      The GPU.
 * @param err      Where to store the error, or NULL.
 * @return true when that is nothing, or all is right.
 * @norestriction
 * @sideeffect Opens the GPU when it gets something; grows the plan.
 * @failure Those of add_types().
 */
static bool plan_gpu(struct type_planner *planner, struct gvm_nv_gpu *gpu,
		     GError **err)
{
	struct gvm_register_gpu *plan = NULL;

	if (planner->wish->gpu && strcmp(planner->wish->gpu, gpu->address))
		return true;
	for (guint i = 0; i < planner->files->len; i++) {
		const struct gvm_profiles *file;

		file = g_ptr_array_index(planner->files, i);
		if (!gvm_match_file(file, gpu))
			continue;
		if (!plan)
			plan = add_gpu(planner->reg, gpu);
		open_gpu(planner->reg, plan, file);
		if (!add_types(planner, plan, file, err))
			return false;
	}

	return true;
}

/**
 * @brief Find out which GPUs get which types.
 * @param planner  The planner.
 * @param err      Where to store the error, or NULL.
 * @return true when all is right.
 * @norestriction
 * @sideeffect Opens GPUs; fills the plan.
 * @failure GVM_ERROR_INVALID for what is wrong with a file or type; those of
 *          gvm_nv_gpu_list().
 */
static bool plan_types(struct type_planner *planner, GError **err)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	struct gvm_register *reg = planner->reg;

	reg->gpus = gvm_nv_gpu_list(reg->rm, err);
	if (!reg->gpus)
		return false;
	g_ptr_array_sort(reg->gpus, gvm_match_compare);
	open_for_memory(planner);
	for (guint i = 0; i < planner->files->len; i++)
		if (!gvm_match_check(g_ptr_array_index(planner->files, i),
				     reg->gpus, err))
			return false;
	for (guint i = 0; i < reg->gpus->len; i++)
		if (!plan_gpu(planner, g_ptr_array_index(reg->gpus, i), err))
			return false;
	for (guint i = 0; i < reg->plan->len; i++)
		if (!gvm_register_check_same(seen,
					     g_ptr_array_index(reg->plan, i),
					     err))
			return false;

	return true;
}

/**
 * @brief Tell whether a driver is loaded.
 * @param host  The machine.
 * @return true when one is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has_driver(struct gvm_host *host)
{
	g_autofree char *version = NULL;

	return gvm_rm_version(host, &version, NULL);
}

/**
 * @brief Refuse to take a driver that is known for another one.
 *
 * Two layouts of types may have the same size. Then the driver takes what is
 * meant for the other, and what is read back looks right.
 *
 * @param abi  The rows, perhaps forced.
 * @param err  Where to store the error, or NULL.
 * @return true when they are not forced, the driver is not known, or its types
 *         are laid out in the same way.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_USAGE.
 */
static bool check_forced(const struct gvm_nv_abi *abi, GError **err)
{
	char driver[GVM_NV_VERSION_TEXT];
	char forced[GVM_NV_VERSION_TEXT];
	struct gvm_nv_abi own;

	gvm_nv_version_format(abi->driver, driver);
	gvm_nv_version_format(abi->rows, forced);
	if (abi->known != GVM_NV_FORCED ||
	    !gvm_nv_abi_select(driver, NULL, &own, NULL) ||
	    own.known != GVM_NV_KNOWN ||
	    own.row[GVM_NV_S_INFO]->layout == abi->row[GVM_NV_S_INFO]->layout)
		return true;

	return gvm_error_set(err, GVM_ERROR_USAGE,
			     "NVIDIA's driver %s is known and has other structures than %s: leave --force-abi out",
			     driver, forced);
}

struct gvm_register *gvm_register_plan(struct gvm_host *host,
				       const GPtrArray *files,
				       const struct gvm_register_wish *wish,
				       GError **err)
{
	g_autoptr(gvm_register) reg = new_register(host);
	g_auto(type_planner) planner = {
		.reg = reg,
		.files = files,
		.wish = wish,
		.source.host = host,
	};

	if (wish->check && !has_driver(host)) {
		plan_without_driver(reg, files);
		return g_steal_pointer(&reg);
	}
	if (!wish->check && !wish->dry_run &&
	    !gvm_claims_lock(host, &reg->lock, err))
		return NULL;
	reg->rm = gvm_rm_new(host, wish->force_abi, err);
	if (!reg->rm)
		return NULL;
	planner.source.abi = &reg->rm->abi;
	if (!check_forced(&reg->rm->abi, err) ||
	    (!wish->check && !gvm_nv_abi_may_write(&reg->rm->abi, err)))
		return NULL;
	if (!plan_types(&planner, err) ||
	    (!wish->check && !gvm_register_judge(reg, wish->mode, err)))
		return NULL;

	return g_steal_pointer(&reg);
}
