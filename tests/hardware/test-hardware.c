// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The three named tests on a real driver, as far as they only read.
 *
 * Objects are allocated, asked and freed; nothing is set, and no node is made.
 * A machine without the driver is a failure: somebody asked for this.
 */
#include "unit.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "nvidia/config.h"
#include "nvidia/gpu.h"
#include "nvidia/node.h"
#include "nvidia/rm-call.h"
#include "nvidia/status.h"

/** @brief A release that no driver has. */
#define WRONG_RELEASE "1.2.3"
/** @brief A class that no driver has. */
#define WRONG_CLASS ((enum gvm_rm_class)0xdead)

/** @brief The real machine. */
struct machine {
	struct gvm_host host;	/**< It. */
	struct gvm_rm *rm;	/**< A client of its driver. Owned. */
	GPtrArray *gpus;	/**< struct gvm_nv_gpu. Owned. */
};

/**
 * @brief Give a test a client.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Opens the control node.
 * @failure Fails the test, without a driver or without a node.
 */
static int setup(void **state)
{
	struct machine *machine = g_new0(struct machine, 1);
	g_autoptr(GError) err = NULL;

	*state = machine;
	gvm_host_init(&machine->host, "/", &gvm_host_real);
	if (gvm_host_exists(&machine->host, "dev/nvidiactl") != 1)
		fail_msg("there is no /dev/nvidiactl");
	machine->rm = gvm_rm_new(&machine->host, NULL, &err);
	unit_expect_success(machine->rm, err);
	machine->gpus = gvm_nv_gpu_list(machine->rm, &err);
	unit_expect_success(machine->gpus, err);
	assert_true(machine->gpus->len > 0);

	return 0;
}

/**
 * @brief Free what a test had.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Frees what was allocated in the driver.
 * @nofailure
 */
static int teardown(void **state)
{
	struct machine *machine = *state;

	g_clear_pointer(&machine->gpus, g_ptr_array_unref);
	gvm_rm_free(machine->rm);
	gvm_host_close(&machine->host);
	g_free(machine);

	return 0;
}

/**
 * @brief Open a node and compare it with its numbers.
 * @param machine  The machine.
 * @param major    What the kernel lists.
 * @param minor    What the driver tells.
 * @norestriction
 * @sideeffect Opening a GPU's node initialises the GPU.
 * @failure Fails the test.
 */
static void expect_node(struct machine *machine, unsigned int major,
			unsigned int minor)
{
	g_autofree char *path = minor == GVM_NV_NODE_CONTROL ?
		g_strdup("dev/nvidiactl") :
		g_strdup_printf("dev/nvidia%u", minor);
	g_autoptr(GError) err = NULL;
	struct stat st = { 0 };
	int fd = -1;
	bool good;

	assert_int_equal(gvm_host_exists(&machine->host, path), 1);
	good = gvm_nv_node_open(&machine->host, minor, &fd, &err);
	unit_expect_success(good, err);
	assert_int_equal(fstat(fd, &st), 0);
	gvm_host_shut(&machine->host, fd);
	assert_true(S_ISCHR(st.st_mode));
	print_message("/%s is %u:%u\n", path, major(st.st_rdev),
		      minor(st.st_rdev));
	assert_int_equal(major(st.st_rdev), major);
	assert_int_equal(minor(st.st_rdev), minor);
}

/**
 * @brief Device Creation Test: the nodes have the numbers that kernel and
 *        driver tell, and open.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nodes_have_their_numbers_and_open(void **state)
{
	struct machine *machine = *state;
	struct gvm_nv_node_rules rules = { 0 };
	g_autoptr(GError) err = NULL;
	unsigned int major = 0;
	bool good = gvm_nv_node_rules(&machine->host, &rules, &err);

	unit_expect_success(good, err);
	print_message("programs may %smake nodes, mode %04o, owner %u:%u\n",
		      rules.modify ? "" : "not ", rules.mode, rules.uid,
		      rules.gid);
	good = gvm_nv_node_major(&machine->host, &major, &err);
	unit_expect_success(good, err);
	expect_node(machine, major, GVM_NV_NODE_CONTROL);
	for (guint i = 0; i < machine->gpus->len; i++) {
		const struct gvm_nv_gpu *gpu;

		gpu = g_ptr_array_index(machine->gpus, i);
		expect_node(machine, major, gpu->minor);
	}
}

/**
 * @brief NVIDIA API Test: the right release passes, a wrong one does not.
 *
 * Only the request that answers with the driver's release is used. The older,
 * strict one would write to the kernel's log.
 *
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_the_right_release_passes(void **state)
{
	struct machine *machine = *state;
	g_autofree char *version = NULL;
	g_autoptr(GError) err = NULL;
	bool good = gvm_rm_version(&machine->host, &version, &err);

	unit_expect_success(good, err);
	print_message("release %s\n", version);
	if (!gvm_nv_abi_has(&machine->rm->abi,
			    GVM_NV_K_RM_API_VERSION_CMD_QUERY, NULL)) {
		print_message("it cannot be asked without a line in the kernel's log\n");
		skip();
	}
	good = gvm_rm_check_version(machine->rm, version, &err);
	unit_expect_success(good, err);
	assert_false(gvm_rm_check_version(machine->rm, WRONG_RELEASE, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, version);
	unit_expect_error(err, GVM_ERROR_FAILED, WRONG_RELEASE);
}

/**
 * @brief NVIDIA API Test: clients come and go, and many at a time can live.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void clients_are_allocated_and_freed(void **state)
{
	struct machine *machine = *state;

	for (unsigned int i = 0; i < 3; i++) {
		g_autoptr(GError) err = NULL;
		g_autoptr(gvm_rm) other = gvm_rm_new(&machine->host, NULL,
						     &err);

		unit_expect_success(other, err);
		assert_int_not_equal(other->client, 0);
		assert_int_not_equal(other->client, machine->rm->client);
	}
}

/**
 * @brief NVIDIA API Test: a bad descriptor and a bad class are refused.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_bad_is_refused_by_name(void **state)
{
	struct machine *machine = *state;
	g_autoptr(GError) err = NULL;
	uint32_t handle = 0;
	uint8_t bytes[16] = { 0 };

	assert_int_equal(gvm_rm_ioctl(machine->rm, -1, GVM_RM_ESC_FREE, bytes,
				      sizeof(bytes)), -EBADF);
	assert_false(gvm_rm_alloc(machine->rm, machine->rm->client,
				  WRONG_CLASS, NULL, &handle, &err));
	assert_non_null(err);
	print_message("%s\n", err->message);
	assert_non_null(strstr(err->message, "NV_ERR_INVALID_CLASS"));
	assert_int_equal(handle, 0);
}

/**
 * @brief Ask a GPU for its virtualization mode, in spite of all.
 * @param gpu     The GPU.
 * @param object  Handle of its device.
 * @param status  Where to put the status.
 * @return As gvm_rm_call().
 * @norestriction
 * @nosideeffect
 * @failure As gvm_rm_call().
 */
static int ask_mode(struct gvm_nv_gpu *gpu, uint32_t object, uint32_t *status)
{
	g_auto(gvm_nv_block) block = { 0 };

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_VIRT_MODE, &block);

	return gvm_rm_probe(gpu->rm, object, GVM_NV_C_VIRT_MODE,
			    &block, status);
}

/**
 * @brief NVIDIA API Test: what was freed is gone from the driver as well, and
 *        can be made again.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_was_freed_is_gone(void **state)
{
	struct machine *machine = *state;
	struct gvm_nv_gpu *gpu = g_ptr_array_index(machine->gpus, 0);

	for (unsigned int i = 0; i < 2; i++) {
		g_autoptr(GError) err = NULL;
		uint32_t status = GVM_NV_GENERIC;
		uint32_t device;
		bool good = gvm_nv_gpu_open(gpu, &err);

		unit_expect_success(good, err);
		device = gpu->device_handle;
		assert_int_equal(ask_mode(gpu, device, &status), 0);
		assert_int_equal(status, GVM_NV_OK);
		gvm_nv_gpu_close(gpu);
		assert_int_equal(machine->rm->objects->len, 0);
		ask_mode(gpu, device, &status);
		print_message("after free: status 0x%x (%s)\n", status,
			      gvm_nv_status_name(status) ?
			      gvm_nv_status_name(status) : "no name");
		assert_int_not_equal(status, GVM_NV_OK);
	}
}

/**
 * @brief NVIDIA Manager Test: a host of vGPUs tells its types; another GPU
 *        says that it is none.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_tells_types_or_that_it_has_none(void **state)
{
	struct machine *machine = *state;

	for (guint i = 0; i < machine->gpus->len; i++) {
		struct gvm_nv_gpu *gpu = g_ptr_array_index(machine->gpus, i);
		enum gvm_nv_mode mode = GVM_NV_MODE_NONE;
		g_auto(gvm_nv_types) types = { 0 };
		g_autoptr(GError) err = NULL;
		bool good = gvm_nv_gpu_open(gpu, &err) &&
			gvm_nv_gpu_mode(gpu, &mode, &err);

		unit_expect_success(good, err);
		good = gvm_nv_gpu_configure(gpu, &err) &&
			gvm_nv_config_supported(gpu, &types, &err);
		print_message("GPU %s is %s: %s\n", gpu->address,
			      gvm_nv_gpu_mode_name(mode),
			      good ? "it tells its types" : err->message);
		if (mode == GVM_NV_MODE_HOST_VGPU)
			unit_expect_success(good, err);
		else
			unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
					  gpu->address);
		gvm_nv_gpu_close(gpu);
	}
}

/** @brief A row of the table of tests. */
#define hardware_row(test) \
	cmocka_unit_test_setup_teardown(test, setup, teardown)

/**
 * @brief Run the tests on this machine.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		hardware_row(nodes_have_their_numbers_and_open),
		hardware_row(only_the_right_release_passes),
		hardware_row(clients_are_allocated_and_freed),
		hardware_row(what_is_bad_is_refused_by_name),
		hardware_row(what_was_freed_is_gone),
		hardware_row(a_gpu_tells_types_or_that_it_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
