// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Running every test for every release.
 */
#include "each.h"

/** @brief Bytes of frame buffer of the type. */
#define FRAMEBUFFER (UINT64_C(2048) << 20)

const char *const each_releases[EACH_RELEASES + 1] = {
	"525.147.05", "535.183.01", "535.216.01", "550.54.14", "550.90.07",
	"565.77", "570.86.15", "575.51.02", "580.82.09", "580.95.05",
	"595.45.04", NULL
};

void each_load(struct fake_host *fake, const char *release, const char *rows)
{
	static const struct fake_nvidia_gpu gpus[] = {
		{ EACH_GPU_1, 0, 4, EACH_MINOR_1, RMSIM_MODE_HOST_VGPU },
		{ EACH_GPU_2, 1, 0, EACH_MINOR_2, RMSIM_MODE_HOST_VGPU },
	};

	fake_nvidia_add(fake->root, release, rows, gpus, G_N_ELEMENTS(gpus));
}

struct fake_host *each_unknown(const char *rows)
{
	struct fake_host *fake = fake_host_new("empty");
	g_auto(GStrv) parts = g_strsplit(rows, ".", 2);
	g_autofree char *release = g_strdup_printf("%s.999.99", parts[0]);

	each_load(fake, release, rows);

	return fake;
}

/**
 * @brief Give a test a machine with the driver of its release.
 * @param state  The release; becomes the case.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct each_case *one = g_new0(struct each_case, 1);

	one->release = *state;
	one->fake = fake_host_new("empty");
	each_load(one->fake, one->release, one->release);
	*state = one;

	return 0;
}

/**
 * @brief Free the machine of a test, and insist that nothing was left.
 * @param state  The case.
 * @return 0 when nothing was left.
 * @norestriction
 * @sideeffect Removes the directory.
 * @nofailure
 */
static int teardown(void **state)
{
	struct each_case *one = *state;
	unsigned int left = fake_nvidia_leaks(one->fake->root);

	fake_host_free(one->fake);
	g_free(one);
	if (left)
		print_error("%u things are left in the driver\n", left);

	return left ? -1 : 0;
}

int each_run(const struct each_test *tests, size_t n)
{
	g_autofree struct CMUnitTest *rows = NULL;
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

	rows = g_new0(struct CMUnitTest, n * EACH_RELEASES);
	for (size_t i = 0; i < n * EACH_RELEASES; i++) {
		const struct each_test *test = &tests[i / EACH_RELEASES];
		char *release = g_strdup(each_releases[i % EACH_RELEASES]);
		char *name = g_strdup_printf("%s, %s", test->name, release);

		g_ptr_array_add(words, release);
		g_ptr_array_add(words, name);
		rows[i].name = name;
		rows[i].test_func = test->run;
		rows[i].setup_func = setup;
		rows[i].teardown_func = teardown;
		rows[i].initial_state = release;
	}

	return _cmocka_run_group_tests("every release", rows,
				       n * EACH_RELEASES, NULL, NULL);
}

struct gvm_rm *each_client(struct fake_host *fake)
{
	g_autoptr(GError) err = NULL;
	struct gvm_rm *rm = gvm_rm_new(&fake->host, NULL, &err);

	unit_expect_success(rm, err);

	return rm;
}

GPtrArray *each_gpus(struct gvm_rm *rm)
{
	g_autoptr(GError) err = NULL;
	GPtrArray *gpus = gvm_nv_gpu_list(rm, &err);

	unit_expect_success(gpus, err);
	unit_expect_success(gvm_nv_gpu_open(gpus->pdata[0], &err), err);
	unit_expect_success(gvm_nv_gpu_configure(gpus->pdata[0], &err), err);

	return gpus;
}

struct gvm_profile *each_type(uint32_t id)
{
	struct gvm_profile *type = gvm_profile_new(id);

	type->text[GVM_PROFILE_NAME] = g_strdup("GVM 2Q");
	type->text[GVM_PROFILE_CLASS] = g_strdup("Quadro");
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, FRAMEBUFFER);
	gvm_profile_set(type, GVM_PROFILE_SIZE, FRAMEBUFFER);
	gvm_profile_set(type, GVM_PROFILE_MAX_INSTANCES, 12);
	gvm_profile_set(type, GVM_PROFILE_FRAME_RATE, 60);

	return type;
}

void each_add_vgpu(struct fake_host *fake)
{
	g_autoptr(gvm_rm) rm = each_client(fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	g_autoptr(gvm_profile) type = each_type(EACH_TYPE);
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_config_send(gpus->pdata[0], type, true,
					       true, &err), err);
	unit_expect_success(gvm_nv_config_publish(gpus->pdata[0], &err), err);
	fake_gpu_vgpu(fake->root, EACH_PARENT, "nvidia-1001", FAKE_UUID_1);
}

int each_spoil(struct gvm_host *host, int fd, unsigned long request, void *arg)
{
	int rc = fake_kernel_ops.call(host, fd, request, arg);
	uint64_t params;
	uint32_t words[2];

	/* A control call has had one layout in all releases. */
	if (rc < 0 || (request & 0xff) != RMSIM_RM_CONTROL)
		return rc;
	memcpy(&params, (char *)arg + 16, sizeof(params));
	memcpy(words, (char *)arg + 24, sizeof(words));
	if (words[1] && params)
		memset((void *)(uintptr_t)params, 0x5a, words[0]);

	return 0;
}

/**
 * @brief Let the driver answer, and change the answer.
 * @param host     The machine, a struct each_forger.
 * @param fd       The descriptor.
 * @param request  The request.
 * @param arg      Its argument.
 * @return What the driver returns.
 * @norestriction
 * @sideeffect That of the call.
 * @failure As fake_kernel_ops.
 */
static int forge(struct gvm_host *host, int fd, unsigned long request,
		 void *arg)
{
	struct each_forger *forger = (struct each_forger *)host;
	int rc = fake_kernel_ops.call(host, fd, request, arg);
	uint64_t params;
	uint32_t size;
	uint32_t cmd;
	void *found;

	if ((request & 0xff) != RMSIM_RM_CONTROL)
		return rc;
	memcpy(&cmd, (char *)arg + 8, sizeof(cmd));
	memcpy(&params, (char *)arg + 16, sizeof(params));
	memcpy(&size, (char *)arg + 24, sizeof(size));
	if (cmd != forger->cmd)
		return rc;
	found = memmem((void *)(uintptr_t)params, size, forger->from,
		       forger->len);
	if (found) {
		memcpy(found, forger->to, forger->len);
		forger->n++;
	}

	return rc;
}

void each_forge(struct each_forger *forger, const struct fake_host *fake)
{
	forger->ops = fake_kernel_ops;
	forger->ops.call = forge;
	gvm_host_init(&forger->host, fake->root, &forger->ops);
}

unsigned int each_count(const struct fake_host *fake, const char *line)
{
	g_autofree char *calls = fake_nvidia_calls(fake->root);
	g_auto(GStrv) lines = g_strsplit(calls, "\n", -1);
	unsigned int n = 0;

	for (size_t i = 0; lines[i]; i++) {
		char *end = strstr(line, " = ") ? NULL : strstr(lines[i],
								" = ");

		if (end)
			*end = '\0';
		n += g_str_equal(lines[i], line);
	}

	return n;
}

void each_expect_left(const struct fake_host *fake, unsigned int n)
{
	assert_int_equal(fake_nvidia_leaks(fake->root), n);
}

uint64_t each_clock(const struct fake_host *fake)
{
	return fake_tree_read_number(fake->root, ".fake/now",
				     FAKE_BOOT_TIME * 1000);
}
