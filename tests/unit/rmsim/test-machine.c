// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The simulated driver on an imitated machine.
 */
#include <errno.h>
#include <linux/ioctl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "calls.h"
#include "fake-nvidia-glue.h"

/** @brief An ioctl of the driver. */
#define REQUEST(nr, size) _IOC(_IOC_READ | _IOC_WRITE, 'F', nr, size)
/** @brief The parent that the first type appears on. */
#define PARENT "sys/class/mdev_bus/0000:41:00.4"
/** @brief The parent that the last one of the GPU is. */
#define LAST "sys/class/mdev_bus/0000:41:00.7"
/** @brief Where the types of the first one are. */
#define TYPES PARENT "/mdev_supported_types"

/**
 * @brief Make the machine of a test.
 * @param state  cmocka's slot for it.
 * @return 0.
 * @norestriction
 * @sideeffect Makes a directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("nvidia-580");

	return 0;
}

/**
 * @brief The driver's files are those of its release, and its nodes do not
 *        have the order of its list.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_files(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *version = NULL;
	g_autofree char *info = NULL;
	g_autofree char *devices = fake_tree_read(fake->root, "proc/devices");
	g_autoptr(fake_host) old = fake_host_new("nvidia-535");
	g_autofree char *other = fake_tree_read(old->root, "proc/devices");

	version = fake_tree_read(fake->root, "sys/module/nvidia/version");
	info = fake_tree_read(fake->root,
			      "proc/driver/nvidia/gpus/0000:41:00.0/information");
	assert_string_equal(version, "580.95.05");
	assert_non_null(strstr(info, "Device Minor: \t 1"));
	assert_non_null(strstr(devices, "195 nvidiactl\n"));
	assert_non_null(strstr(other, "195 nvidia-frontend\n"));
	assert_false(fake_tree_exists(fake->root, PARENT));
}

/**
 * @brief Opening a node tells what is wrong with it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_open(void **state)
{
	struct fake_host *fake = *state;
	const struct gvm_host_node node = { 195, 0, 0600, 0, 0 };
	g_autofree char *path = g_build_filename(fake->root, "dev/nvidia0",
						 NULL);
	g_autofree char *log = NULL;
	int fd;

	fake_tree_remove(fake->root, "dev/nvidia0");
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidia0"), -ENOENT);
	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidia0", &node),
			 0);
	assert_int_equal(gvm_host_make_node(&fake->host, "dev/nvidia0", &node),
			 -EEXIST);
	log = fake_kernel_log(fake->root);
	assert_non_null(strstr(log,
			       "make_node dev/nvidia0 195 0 600 0 0 = 0\n"));
	fd = gvm_host_device(&fake->host, "dev/nvidia0");
	assert_true(fd >= 0);
	assert_int_equal(fake_nvidia_leaks(fake->root), 1);
	gvm_host_shut(&fake->host, fd);
	assert_int_equal(fake_nvidia_leaks(fake->root), 0);
	fake_nvidia_privileged(fake->root, false);
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidia0"), -EACCES);
	fake_nvidia_privileged(fake->root, true);
	assert_int_equal(chmod(path, 0), 0);
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidia0"), -EACCES);
	fake_tree_file(fake->root, "dev/nvidia0", "text\n");
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidia0"), -ENOTTY);
	fake_tree_file(fake->root, "dev/nvidia0", "c 195 7\n");
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidia0"), -ENXIO);
}

/**
 * @brief Calls reach the driver, are noted, and fail when a test wants it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_call(void **state)
{
	struct fake_host *fake = *state;
	int fd = gvm_host_device(&fake->host, "dev/nvidiactl");
	uint8_t version[72] = { 0x32 };
	uint8_t alloc[32] = { 0 };
	g_autofree char *calls = NULL;

	assert_int_equal(gvm_host_call(&fake->host, fd,
				       REQUEST(RMSIM_CHECK_VERSION, 72),
				       version), 0);
	assert_string_equal((char *)version + 8, "580.95.05");
	fake_nvidia_fail(fake->root, 1, 0x66);
	assert_int_equal(gvm_host_call(&fake->host, fd,
				       REQUEST(RMSIM_ALLOC, 32), alloc), 0);
	assert_int_equal(calls_u32(alloc, 28), 0x66);
	assert_int_equal(fake_nvidia_hits(fake->root), 1);
	fake_nvidia_unload_at(fake->root, 1);
	assert_int_equal(gvm_host_call(&fake->host, fd,
				       REQUEST(RMSIM_ALLOC, 32), alloc),
			 -ENODEV);
	assert_int_equal(gvm_host_device(&fake->host, "dev/nvidiactl"),
			 -ENXIO);
	gvm_host_shut(&fake->host, fd);
	assert_int_equal(gvm_host_call(&fake->host, fd,
				       REQUEST(RMSIM_ALLOC, 32), alloc),
			 -EBADF);
	calls = fake_nvidia_calls(fake->root);
	assert_string_equal(calls,
			    "open dev/nvidiactl = 0\n"
			    "NV_ESC_CHECK_VERSION_STR = 0\n"
			    "NV01_ROOT = 0x66\n"
			    "NV01_ROOT = -19\n"
			    "open dev/nvidiactl = -6\n"
			    "close control = 0");
}

/**
 * @brief Publish a list of types of the first GPU.
 * @param fake  The machine.
 * @param id    The type in it; 0: none.
 * @param mib   Its size.
 * @norestriction
 * @sideeffect Types appear and go.
 * @failure Ends the process.
 */
static void publish(struct fake_host *fake, uint32_t id, uint64_t mib)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);
	struct fake_nvidia_glue glue = { .root = fake->root, .sim = sim };

	sim->gpus[0].published_count = id ? 1 : 0;
	sim->gpus[0].published[0] = id;
	if (id) {
		struct rmsim_type *type = &sim->types[sim->type_count++];

		type->id = id;
		strcpy((char *)type->info + 4, "GVM test");
		calls_set_u32(type->info, 388, 24576 / mib);
		mib <<= 20;
		memcpy(type->info + 448, &mib, sizeof(mib));
	}
	fake_nvidia_publish(&glue, 0);
}

/**
 * @brief Types that are published appear on all functions of the GPU, and go
 *        when they are in the list no more.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_types(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *text = NULL;

	publish(fake, 1001, 2048);
	text = fake_tree_read(fake->root, TYPES "/nvidia-1001/description");
	assert_string_equal(text,
			    "num_heads=0, frl_config=0, framebuffer=2048M, max_resolution=0x0, max_instance=12");
	assert_true(fake_tree_exists(fake->root,
				     LAST "/mdev_supported_types/nvidia-1001"));
	assert_false(fake_tree_exists(fake->root,
				      "sys/class/mdev_bus/0000:81:00.4"));
	assert_int_equal(fake_tree_read_number(fake->root,
					       TYPES "/nvidia-1001/available_instances",
					       -1), 1);
	fake_gpu_vgpu(fake->root, "0000:41:00.4", "nvidia-1001", FAKE_UUID_1);
	publish(fake, 1002, 4096);
	assert_true(fake_tree_exists(fake->root, TYPES "/nvidia-1002"));
	/* It has a device. */
	assert_true(fake_tree_exists(fake->root, TYPES "/nvidia-1001"));
	assert_false(fake_tree_exists(fake->root,
				      LAST "/mdev_supported_types/nvidia-1001"));
	publish(fake, 0, 0);
	assert_false(fake_tree_exists(fake->root, TYPES "/nvidia-1002"));
}

/**
 * @brief A device of the kernel is a vGPU of the driver, which a test lets run.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_guest(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);
	struct fake_nvidia_glue glue = { .root = fake->root, .sim = sim };
	const struct rmsim_vgpu *vgpu;

	publish(fake, 1001, 2048);
	fake_gpu_vgpu(fake->root, "0000:41:00.4", "nvidia-1001", FAKE_UUID_1);
	fake_nvidia_run_vgpu(fake->root, FAKE_UUID_1, 4711, "web", FAKE_UUID_2);
	vgpu = fake_nvidia_vgpu(sim, FAKE_UUID_1);
	assert_true(vgpu->running);
	assert_int_equal(vgpu->gpu, 0);
	assert_int_equal(vgpu->type, 1001);
	/* The kernel's form: c2177883 is a number, 0x02 stands at the end. */
	assert_int_equal(vgpu->uuid[0], 0x83);
	assert_int_equal(vgpu->uuid[3], 0xc2);
	assert_int_equal(vgpu->vm_uuid[15], 0x02);
	fake_nvidia_stop_vgpu(fake->root, FAKE_UUID_1);
	assert_false(vgpu->running);
	assert_int_equal(gvm_host_store(&fake->host,
					"sys/bus/mdev/devices/" FAKE_UUID_1 "/remove",
					"1"), 0);
	fake_nvidia_sync(&glue);
	assert_false(vgpu->used);
}

/**
 * @brief A descriptor is readable when an event comes, from wherever.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_poll(void **state)
{
	struct fake_host *fake = *state;
	int fd = gvm_host_device(&fake->host, "dev/nvidiactl");
	struct pollfd poll = { .fd = fd, .events = POLLIN };
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);
	uint64_t before = gvm_host_now(&fake->host);
	int status = 0;
	pid_t child;

	assert_int_equal(fake->host.ops->poll(&fake->host, &poll, 1, 3000), 0);
	assert_int_equal(gvm_host_now(&fake->host), before + 3);
	/* An event object, made by hand; another process tells the event. */
	sim->objects[0] = (struct rmsim_object) {
		.cls = 0x41, .client = 1, .handle = 1, .actions = { 0, 0, 2 },
	};
	sim->objects[1] = (struct rmsim_object) {
		.cls = 0x79, .client = 1, .handle = 2, .parent = 1,
		.source = 1, .notifier = 2, .dataless = true,
	};
	child = fork();
	if (child == 0) {
		fake_nvidia_bind(fake->root, 0, true);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(fake->host.ops->poll(&fake->host, &poll, 1, 3000), 1);
	assert_int_equal(poll.revents, POLLIN);
	assert_int_equal(fake->host.ops->poll(&fake->host, &poll, 1, 0), 0);
	memset(sim->objects, 0, sizeof(sim->objects));
	gvm_host_shut(&fake->host, fd);
}

/**
 * @brief What a process leaves open when it dies is closed, and counted.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void test_left(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(rmsim) sim = fake_nvidia_map(fake->root);
	pid_t child = fork();
	int fd;

	if (child == 0) {
		gvm_host_device(&fake->host, "dev/nvidia0");
		_exit(0);
	}
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(fake_nvidia_leaks(fake->root), 1);
	fd = gvm_host_device(&fake->host, "dev/nvidiactl");
	gvm_host_shut(&fake->host, fd);
	assert_int_equal(rmsim_leaks(sim), 0);
	assert_int_equal(fake_nvidia_leaks(fake->root), 1);
}

/**
 * @brief Run the tests.
 * @return 0 when all succeed.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(test_files, setup),
		unit_row(test_open, setup),
		unit_row(test_call, setup),
		unit_row(test_types, setup),
		unit_row(test_guest, setup),
		unit_row(test_poll, setup),
		unit_row(test_left, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
