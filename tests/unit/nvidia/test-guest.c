// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of running vGPUs, as the driver tells of them.
 */
#include "each.h"

#include "nvidia/status.h"
#include "nvidia/uuid.h"

/** @brief Number of ENUMERATE_VGPU_PER_PGPU. */
#define ENUMERATE 0xa0810102
/** @brief Number of GET_VGPU_FB_USAGE. */
#define FB_USAGE 0xa0810111
/** @brief The QEMU of the first domain. */
#define QEMU_1 4701
/** @brief The QEMU of the second domain. */
#define QEMU_2 4702
/** @brief UUID of the first domain. */
#define ALPHA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a"
/** @brief Bytes of frame buffer that a guest uses. */
#define USED ((uint64_t)1234 << 20)

/**
 * @brief Ask for the vGPUs of the first GPU.
 * @param host  The machine.
 * @return A new array.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static GPtrArray *guests_of(struct gvm_host *host)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_rm) rm = gvm_rm_new(host, NULL, &err);
	g_autoptr(GPtrArray) gpus = NULL;
	GPtrArray *guests;

	unit_expect_success(rm, err);
	gpus = each_gpus(rm);
	guests = gvm_nv_config_guests(gpus->pdata[0], &err);
	unit_expect_success(guests, err);

	return guests;
}

/**
 * @brief Let the first guest run, with a driver and a licence.
 * @param fake  The machine.
 * @norestriction
 * @sideeffect The driver tells.
 * @failure Fails the test.
 */
static void run(struct fake_host *fake)
{
	struct rmsim_vgpu *vgpu;
	g_autoptr(rmsim) sim = NULL;

	each_add_vgpu(fake);
	fake_nvidia_run_vgpu(fake->root, FAKE_UUID_1, QEMU_1, "alpha", ALPHA);
	sim = fake_nvidia_map(fake->root);
	vgpu = fake_nvidia_vgpu(sim, FAKE_UUID_1);
	vgpu->fb_used = USED;
	vgpu->driver_loaded = true;
	vgpu->licensed = true;
	vgpu->license_state = 4;
	vgpu->frame_rate = 45;
	vgpu->encoder = 77;
	vgpu->ecc = 3;
	vgpu->placement = 5;
	g_strlcpy(vgpu->driver, "550.90.07", sizeof(vgpu->driver));
}

/**
 * @brief A GPU without guests has none, also when vGPUs wait for some.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_running_ones_are_told(void **state)
{
	struct each_case *one = *state;
	g_autoptr(GPtrArray) none = guests_of(&one->fake->host);
	g_autoptr(GPtrArray) idle = NULL;
	g_autoptr(GPtrArray) ended = NULL;

	assert_int_equal(none->len, 0);
	each_add_vgpu(one->fake);
	idle = guests_of(&one->fake->host);
	assert_int_equal(idle->len, 0);
	fake_nvidia_run_vgpu(one->fake->root, FAKE_UUID_1, QEMU_1, "alpha",
			     ALPHA);
	fake_nvidia_stop_vgpu(one->fake->root, FAKE_UUID_1);
	ended = guests_of(&one->fake->host);
	assert_int_equal(ended->len, 0);
	/* Without any there is nothing to ask about memory. */
	assert_int_equal(each_count(one->fake,
				    "NVA081_CTRL_CMD_VGPU_CONFIG_GET_VGPU_FB_USAGE"),
			 0);
}

/**
 * @brief Insist on what is told of the first guest.
 * @param one     The case.
 * @param guests  What is told.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_guest(const struct each_case *one, GPtrArray *guests)
{
	/* 525 and 535 have no placements. */
	bool placed = strcmp(one->release, "550") > 0;
	struct gvm_nv_guest *guest;

	assert_int_equal(guests->len, 1);
	guest = guests->pdata[0];
	assert_string_equal(guest->uuid, FAKE_UUID_1);
	assert_null(guest->device_name);
	assert_string_equal(guest->vm_uuid, ALPHA);
	assert_string_equal(guest->vm_name, "alpha");
	assert_int_equal(guest->vm_pid, QEMU_1);
	assert_int_equal(guest->type, EACH_TYPE);
	assert_true(guest->fb_used == USED);
	assert_string_equal(guest->driver, "550.90.07");
	assert_true(guest->driver_loaded);
	assert_true(guest->licensed);
	assert_int_equal(guest->license_state, 4);
	assert_int_equal(guest->frame_rate, 45);
	assert_int_equal(guest->encoder, 77);
	assert_int_equal(guest->ecc, 3);
	assert_int_equal(guest->placement, placed ? 5 : G_MAXUINT32);
}

/**
 * @brief All that the driver knows of a guest is told, in every layout.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_guest_is_told_with_all(void **state)
{
	struct each_case *one = *state;
	g_autoptr(GPtrArray) guests = NULL;

	run(one->fake);
	guests = guests_of(&one->fake->host);
	expect_guest(one, guests);
}

/**
 * @brief So it is on a release that is not known well.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_guest_of_an_unknown_release_is_told(void **state)
{
	struct each_case *one = *state;
	g_autoptr(GPtrArray) guests = NULL;
	g_auto(GStrv) parts = g_strsplit(one->release, ".", 2);
	g_autofree char *text = g_strconcat(parts[0], ".999.99", NULL);
	g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);

	run(one->fake);
	g_strlcpy(sim->release, text, sizeof(sim->release));
	fake_tree_file(one->fake->root, "sys/module/nvidia/version", text);
	guests = guests_of(&one->fake->host);
	expect_guest(one, guests);
}

/**
 * @brief What a guest does not have is none.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_not_there_is_none(void **state)
{
	struct each_case *one = *state;
	g_autoptr(GPtrArray) guests = NULL;
	struct gvm_nv_guest *guest;
	g_autoptr(rmsim) sim = NULL;

	run(one->fake);
	sim = fake_nvidia_map(one->fake->root);
	fake_nvidia_vgpu(sim, FAKE_UUID_1)->placement = 0xffff;
	memset(fake_nvidia_vgpu(sim, FAKE_UUID_1)->vm_uuid, 0, RMSIM_UUID);
	fake_nvidia_vgpu(sim, FAKE_UUID_1)->driver[0] = '\0';
	guests = guests_of(&one->fake->host);
	guest = guests->pdata[0];
	assert_int_equal(guest->placement, G_MAXUINT32);
	assert_null(guest->vm_uuid);
	assert_string_equal(guest->driver, "");
}

/**
 * @brief A vGPU is named by a UUID, or by its virtual function: what is text
 *        is no UUID.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_name_is_told_from_a_uuid(void **state)
{
	static const struct {
		char bytes[GVM_NV_UUID_SIZE];
		const char *uuid;
		const char *name;
	} rows[] = {
		{ "0000:41:00.4", NULL, "0000:41:00.4" },
		{ "f", NULL, "f" },
		{ { '1', '0', '0', '0', '0', ':', 'c', '1', ':', '0', '0',
		    '.', '0', '-', 'x', 'y' }, NULL, "10000:c1:00.0-xy" },
		{ "0000:41:00.4\0x", "30303030-343a-3a31-3030-2e3400780000",
		  NULL },
		{ "00 00", "30203030-0030-0000-0000-000000000000", NULL },
		{ "", NULL, NULL },
	};
	struct each_case *one = *state;
	struct each_forger forger = { .cmd = ENUMERATE,
				      .len = GVM_NV_UUID_SIZE };
	uint8_t uuid[GVM_NV_UUID_SIZE];

	run(one->fake);
	assert_true(gvm_nv_uuid_parse(FAKE_UUID_1, uuid));
	forger.from = uuid;
	each_forge(&forger, one->fake);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) guests = NULL;
		struct gvm_nv_guest *guest;

		forger.to = rows[i].bytes;
		guests = guests_of(&forger.host);
		assert_int_equal(forger.n, i + 1);
		guest = guests->pdata[0];
		assert_int_equal(g_strcmp0(guest->device_name, rows[i].name),
				 0);
		assert_int_equal(g_strcmp0(guest->uuid, rows[i].uuid), 0);
	}
	gvm_host_close(&forger.host);
}

/**
 * @brief The list of usage is newer than that of vGPUs; without it the other
 *        one is taken.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void usage_comes_from_the_newer_list(void **state)
{
	static const uint64_t before = USED;
	static const uint64_t after = USED + 7;
	static const struct rmsim_fault fault = {
		.at = 1, .cmd = FB_USAGE, .status = GVM_NV_NOT_SUPPORTED,
	};
	struct each_case *one = *state;
	struct each_forger forger = { .cmd = FB_USAGE, .from = &before,
				      .to = &after, .len = sizeof(before) };
	g_autoptr(GPtrArray) newer = NULL;
	g_autoptr(GPtrArray) older = NULL;

	run(one->fake);
	each_forge(&forger, one->fake);
	newer = guests_of(&forger.host);
	assert_int_equal(forger.n, 1);
	assert_true(((struct gvm_nv_guest *)newer->pdata[0])->fb_used == after);
	gvm_host_close(&forger.host);

	fake_nvidia_fault(one->fake->root, &fault);
	older = guests_of(&one->fake->host);
	assert_int_equal(fake_nvidia_hits(one->fake->root), 1);
	assert_true(((struct gvm_nv_guest *)older->pdata[0])->fb_used == USED);
}

/**
 * @brief Each vGPU has its own memory, and other GPUs' are not told.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void each_guest_is_itself(void **state)
{
	struct each_case *one = *state;
	const char *root = one->fake->root;
	g_autoptr(GPtrArray) guests = NULL;
	g_autoptr(rmsim) sim = NULL;
	struct gvm_nv_guest **guest;

	run(one->fake);
	fake_gpu_vgpu(root, "0000:41:00.5", "nvidia-1001", FAKE_UUID_2);
	fake_nvidia_run_vgpu(root, FAKE_UUID_2, QEMU_2, "beta", FAKE_UUID_3);
	sim = fake_nvidia_map(root);
	fake_nvidia_vgpu(sim, FAKE_UUID_2)->fb_used = 5;
	guests = guests_of(&one->fake->host);
	guest = (struct gvm_nv_guest **)guests->pdata;
	assert_int_equal(guests->len, 2);
	assert_string_equal(guest[0]->uuid, FAKE_UUID_1);
	assert_true(guest[0]->fb_used == USED);
	assert_string_equal(guest[1]->uuid, FAKE_UUID_2);
	assert_true(guest[1]->fb_used == 5);
	assert_int_equal(guest[1]->vm_pid, QEMU_2);

	/* The second one moves to the other GPU. */
	fake_nvidia_vgpu(sim, FAKE_UUID_2)->gpu = 1;
	g_clear_pointer(&guests, g_ptr_array_unref);
	guests = guests_of(&one->fake->host);
	assert_int_equal(guests->len, 1);
}

/**
 * @brief A driver that counts more vGPUs than its list has is not believed.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_list_ends_where_it_does(void **state)
{
	static const uint32_t enumerated[] = { EACH_TYPE, 1 };
	static const uint32_t more[] = { EACH_TYPE, 1000 };
	static const uint32_t counts[] = { 1, 1000 };
	struct each_forger list = { .cmd = ENUMERATE, .from = enumerated,
				    .to = more, .len = sizeof(more) };
	struct each_forger used = { .cmd = FB_USAGE, .from = counts,
				    .to = counts + 1, .len = 4 };
	struct each_case *one = *state;
	g_autoptr(GPtrArray) listed = NULL;
	g_autoptr(GPtrArray) right = NULL;

	run(one->fake);
	each_forge(&list, one->fake);
	listed = guests_of(&list.host);
	assert_int_equal(list.n, 1);
	assert_int_equal(listed->len,
			 strcmp(one->release, "580") > 0 ? 48 : 32);
	gvm_host_close(&list.host);

	each_forge(&used, one->fake);
	right = guests_of(&used.host);
	assert_int_equal(used.n, 1);
	expect_guest(one, right);
	gvm_host_close(&used.host);
}

/**
 * @brief A driver that does not list its vGPUs is an error, by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_list_is_an_error(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	g_autoptr(GPtrArray) gpus = each_gpus(rm);
	g_autoptr(GError) err = NULL;

	fake_nvidia_fail(one->fake->root, 1, GVM_NV_NO_MEMORY);
	assert_null(gvm_nv_config_guests(gpus->pdata[0], &err));
	unit_expect_error(err, GVM_ERROR_NO_CAPACITY,
			  "NVA081_CTRL_CMD_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU: NV_ERR_NO_MEMORY (");
}

/**
 * @brief Run the tests of this file.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	static const struct each_test tests[] = {
		each_row(only_running_ones_are_told),
		each_row(a_guest_is_told_with_all),
		each_row(a_guest_of_an_unknown_release_is_told),
		each_row(what_is_not_there_is_none),
		each_row(a_name_is_told_from_a_uuid),
		each_row(usage_comes_from_the_newer_list),
		each_row(each_guest_is_itself),
		each_row(a_list_ends_where_it_does),
		each_row(a_refused_list_is_an_error),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
