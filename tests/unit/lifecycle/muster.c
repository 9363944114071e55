// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A driver, a file of types, and looks at what the driver got.
 */
#include "muster.h"

/** @brief Line of a file that types are on, for errors. */
#define LINE 7
/** @brief Frame buffer of the types of these tests, in MiB. */
#define SIZE_MIB 2048
/** @brief How many of them fit. */
#define INSTANCES 12
/** @brief Escape of a control, the number of its ioctl. */
#define ESCAPE_BITS 0xff
/** @brief Place of the control's number in the argument, in words. */
#define CMD_WORD 2

const char *const muster_releases[] = {
	"525.147.05", "535.183.01", "535.216.01", "550.54.14", "550.90.07",
	"565.77", "570.86.15", "575.51.02", "580.82.09", "580.95.05",
	"595.45.04", NULL
};

/**
 * @brief Be ioctl(2): tell the test, then do it.
 * @param host     The machine of a muster.
 * @param fd       As for ioctl(2).
 * @param request  As for ioctl(2).
 * @param arg      As for ioctl(2).
 * @return As gvm_host_call().
 * @norestriction
 * @sideeffect What the test does, and the call.
 * @failure As gvm_host_call().
 */
static int muster_call(struct gvm_host *host, int fd, unsigned long request,
		       void *arg)
{
	struct parade *muster = (struct parade *)host;
	bool control = (request & ESCAPE_BITS) == RMSIM_RM_CONTROL;

	if (muster->watch)
		muster->watch(muster, control ? ((uint32_t *)arg)[CMD_WORD] : 0);

	return fake_kernel_ops.call(host, fd, request, arg);
}

/**
 * @brief Make a muster without driver.
 * @return A new muster.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static struct parade *muster_empty(void)
{
	struct parade *muster = g_new0(struct parade, 1);

	muster->fake = fake_host_new("empty");
	muster->ops = fake_kernel_ops;
	muster->ops.call = muster_call;
	gvm_host_init(&muster->host, muster->fake->root, &muster->ops);
	muster->files = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_profiles_free);
	muster_file(muster);

	return muster;
}

struct parade *muster_new(const char *release)
{
	static const struct fake_nvidia_gpu gpus[] = {
		{ MUSTER_GPU_1, 0, 0, 1, RMSIM_MODE_HOST_VGPU },
		{ MUSTER_GPU_2, 1, 2, 0, RMSIM_MODE_HOST_VGPU },
	};
	struct parade *muster = muster_empty();

	fake_nvidia_add(muster->fake->root, release, NULL, gpus,
			G_N_ELEMENTS(gpus));

	return muster;
}

struct parade *muster_new_as(const char *release, const char *rows,
			     unsigned int n_gpus)
{
	struct fake_nvidia_gpu gpus[RMSIM_GPUS] = { 0 };
	struct parade *muster = muster_empty();
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (unsigned int i = 0; i < n_gpus; i++) {
		char *name = g_strdup_printf("0000:%02x:00.0", 0x41 + i);

		g_ptr_array_add(names, name);
		gpus[i] = (struct fake_nvidia_gpu) {
			name, i % 2, 0, i, RMSIM_MODE_HOST_VGPU
		};
	}
	fake_nvidia_add(muster->fake->root, release, rows, gpus, n_gpus);

	return muster;
}

void muster_free(struct parade *muster)
{
	if (!muster)
		return;
	assert_int_equal(fake_nvidia_leaks(muster->fake->root), 0);
	g_ptr_array_unref(muster->files);
	gvm_host_close(&muster->host);
	fake_host_free(muster->fake);
	g_free(muster->after);
	g_free(muster);
}

struct gvm_profiles *muster_file(struct parade *muster)
{
	struct gvm_profiles *file = g_new0(struct gvm_profiles, 1);

	file->file = g_strdup_printf("types-%u.xml", muster->files->len);
	file->gpus = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_selector_free);
	file->types = g_ptr_array_new_with_free_func((GDestroyNotify)gvm_profile_free);
	g_ptr_array_add(muster->files, file);

	return file;
}

struct gvm_profile *muster_type(struct parade *muster, uint32_t id)
{
	const struct gvm_profiles *file =
		g_ptr_array_index(muster->files, muster->files->len - 1);
	struct gvm_profile *type = gvm_profile_new(id);

	type->file = g_strdup(file->file);
	type->line = LINE;
	type->text[GVM_PROFILE_NAME] = g_strdup_printf("GVM test %u", id);
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, SIZE_MIB * MUSTER_MIB);
	gvm_profile_set(type, GVM_PROFILE_MAX_INSTANCES, INSTANCES);
	g_ptr_array_add(file->types, type);

	return type;
}

void muster_forget(struct parade *muster)
{
	g_ptr_array_set_size(muster->files, 0);
	muster_file(muster);
}

struct gvm_register *muster_plan(struct parade *muster, GError **err)
{
	return gvm_register_plan(&muster->host, muster->files, &muster->wish,
				 err);
}

/**
 * @brief Write down what became of a type, which must be something.
 * @param muster  The muster.
 * @param plan    Its GPU.
 * @param type    The type.
 * @param lines   Grows.
 * @norestriction
 * @sideeffect Appends to @p lines.
 * @failure Fails the test.
 */
static void note_type(const struct parade *muster,
		      const struct gvm_register_gpu *plan,
		      const struct gvm_register_type *type, GString *lines)
{
	g_string_append_printf(lines, "%s %u %s\n", plan->gpu->address,
			       type->type->id,
			       gvm_register_state_name(type->state));
	assert_int_not_equal(type->state, GVM_REGISTER_SENT);
	if (muster->wish.check || muster->wish.dry_run)
		return;
	assert_int_not_equal(type->state, GVM_REGISTER_PLANNED);
	assert_int_not_equal(type->state, GVM_REGISTER_VALID);
	if (type->state == GVM_REGISTER_FAILED) {
		assert_non_null(type->error);
		if (!strstr(type->error, plan->gpu->address))
			fail_msg("'%s' does not name its GPU", type->error);
	} else {
		assert_null(type->error);
	}
}

/**
 * @brief Write down what became of all types.
 * @param muster  The muster.
 * @param reg     The registration.
 * @norestriction
 * @sideeffect Replaces parade::after.
 * @failure Fails the test.
 */
static void note_types(struct parade *muster, const struct gvm_register *reg)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	for (guint i = 0; i < reg->plan->len; i++) {
		const struct gvm_register_gpu *plan;

		plan = g_ptr_array_index(reg->plan, i);
		for (guint j = 0; j < plan->types->len; j++)
			note_type(muster, plan,
				  g_ptr_array_index(plan->types, j), lines);
	}
	g_free(muster->after);
	muster->after = g_strdup(lines->str);
}

bool muster_try(struct parade *muster, GError **err)
{
	g_autoptr(gvm_register) reg = muster_plan(muster, err);
	bool good;

	g_clear_pointer(&muster->after, g_free);
	if (!reg)
		return false;
	good = gvm_register_apply(reg, err);
	note_types(muster, reg);
	assert_int_equal(good, !strstr(muster->after, " failed\n"));

	return good;
}

void muster_do(struct parade *muster)
{
	g_autoptr(GError) err = NULL;

	unit_expect_success(muster_try(muster, &err), err);
}

void muster_refuse(struct parade *muster, enum gvm_error code,
		   const char *part)
{
	g_autoptr(GError) err = NULL;

	assert_false(muster_try(muster, &err));
	unit_expect_error(err, code, part);
}

void muster_expect(const struct parade *muster, const char *text)
{
	assert_non_null(muster->after);
	assert_string_equal(muster->after, text);
}

void muster_expect_note(const struct gvm_register *reg, const char *part)
{
	for (guint i = 0; i < reg->plan->len; i++) {
		const struct gvm_register_gpu *plan;

		plan = g_ptr_array_index(reg->plan, i);
		for (guint j = 0; j < plan->types->len; j++) {
			const struct gvm_register_type *type;

			type = g_ptr_array_index(plan->types, j);
			if (type->note && strstr(type->note, part))
				return;
		}
	}
	fail_msg("no type has the note '%s'", part);
}

void muster_expect_list(struct parade *muster, unsigned int gpu,
			const char *ids)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	g_autoptr(GString) text = g_string_new(NULL);

	for (uint32_t i = 0; i < sim->gpus[gpu].count; i++)
		g_string_append_printf(text, " %u", sim->gpus[gpu].types[i]);
	assert_string_equal(text->str, ids);
}

unsigned int muster_calls(struct parade *muster, const char *name)
{
	g_autofree char *log = fake_nvidia_calls(muster->fake->root);
	g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
	unsigned int n = 0;

	for (char **line = lines; *line; line++)
		n += g_str_has_prefix(*line, name) &&
			strchr(" =", (*line)[strlen(name)]);

	return n;
}

/**
 * @brief Write a number of the youngest type that the driver has.
 * @param sim    The driver.
 * @param field  NVIDIA's name of the field.
 * @param value  The number.
 * @norestriction
 * @sideeffect The driver has it.
 * @failure Fails the test when there is no such field.
 */
static void write_field(struct rmsim *sim, const char *field, uint64_t value)
{
	struct rmsim_type *type = &sim->types[sim->type_count - 1];
	uint32_t size = 0;
	const uint8_t *bytes = rmsim_type_field(sim, type->id, field, &size);

	assert_non_null(bytes);
	memcpy(type->info + (bytes - type->info), &value, size);
}

void muster_send(struct parade *muster, unsigned int gpu, uint32_t id)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	struct rmsim_gpu *card = &sim->gpus[gpu];

	if (!rmsim_type(sim, id)) {
		sim->types[sim->type_count++].id = id;
		write_field(sim, "profileSize", SIZE_MIB * MUSTER_MIB);
		write_field(sim, "maxInstance", 1);
	}
	card->types[card->count++] = id;
	card->state = RMSIM_READY;
}
