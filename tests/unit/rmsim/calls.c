// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Calls to the simulated driver, as a client that knows the release.
 */
#include "calls.h"

#include <errno.h>

/** @brief Where the status of an allocation is up to 530, and its size. */
#define ALLOC_STATUS_OLD 24
/** @brief Where it is from 535 on. */
#define ALLOC_STATUS_NEW 28
/** @brief Bytes of an allocation, and of a control. */
#define CALL_SIZE 32

uint32_t calls_u32(const void *bytes, size_t offset)
{
	uint32_t value;

	memcpy(&value, (const uint8_t *)bytes + offset, sizeof(value));

	return value;
}

void calls_set_u32(void *bytes, size_t offset, uint32_t value)
{
	memcpy((uint8_t *)bytes + offset, &value, sizeof(value));
}

/**
 * @brief Find the driver of a callback.
 * @param env  Its machine.
 * @return The driver.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct rm_calls *calls_of(const struct rmsim_env *env)
{
	return (struct rm_calls *)((uintptr_t)env - offsetof(struct rm_calls, env));
}

/**
 * @brief Copy from the caller.
 * @param env   The machine.
 * @param to    Where to.
 * @param from  Where from; 1 is an address that faults.
 * @param size  How many bytes.
 * @return 0.
 * @norestriction
 * @nosideeffect
 * @failure -EFAULT.
 */
static int copy_in(const struct rmsim_env *env, void *to, uint64_t from,
		   uint32_t size)
{
	(void)env;
	if (from == 1)
		return -EFAULT;
	memcpy(to, (const void *)(uintptr_t)from, size);

	return 0;
}

/**
 * @brief Copy to the caller.
 * @param env   The machine.
 * @param to    Where to; 1 is an address that faults.
 * @param from  Where from.
 * @param size  How many bytes.
 * @return 0.
 * @norestriction
 * @sideeffect Writes there.
 * @failure -EFAULT.
 */
static int copy_out(const struct rmsim_env *env, uint64_t to, const void *from,
		    uint32_t size)
{
	(void)env;
	if (to == 1)
		return -EFAULT;
	memcpy((void *)(uintptr_t)to, from, size);

	return 0;
}

/**
 * @brief Say whether the caller is root.
 * @param env  The machine.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool privileged(const struct rmsim_env *env)
{
	return calls_of(env)->root;
}

/**
 * @brief Find a file by its descriptor, which is its index here.
 * @param env  The machine.
 * @param fd   The descriptor.
 * @return The index, or -1.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int file_of(const struct rmsim_env *env, int fd)
{
	return fd >= 0 && fd < RMSIM_FILES &&
		calls_of(env)->sim->files[fd].used ? fd : -1;
}

/**
 * @brief Take notice that a file was woken.
 * @param env   The machine.
 * @param file  Its index.
 * @norestriction
 * @sideeffect Noted.
 * @nofailure
 */
static void wake(const struct rmsim_env *env, int file)
{
	calls_of(env)->woken = file;
}

/**
 * @brief Take notice that types were published.
 * @param env  The machine.
 * @param gpu  Whose types.
 * @norestriction
 * @sideeffect Noted.
 * @nofailure
 */
static void types_changed(const struct rmsim_env *env, uint32_t gpu)
{
	calls_of(env)->changed += gpu == 0;
}

/**
 * @brief Take notice that a start was answered.
 * @param env   The machine.
 * @param vgpu  Whose start.
 * @norestriction
 * @sideeffect Noted.
 * @nofailure
 */
static void answered(const struct rmsim_env *env, uint32_t vgpu)
{
	calls_of(env)->answers += vgpu == 0;
}

struct rm_calls *calls_bare(const char *release)
{
	struct rm_calls *calls = g_new0(struct rm_calls, 1);
	struct rmsim_gpu gpu = {
		.gpu_id = 0x4100, .bus = 0x41, .device = 0x2236,
		.subvendor = 0x10de, .subdevice = 0x1482, .minor = 1,
		.instance = 5, .numa = 0, .mode = RMSIM_MODE_HOST_VGPU,
		.vfs_total = 32, .vfs = 4, .fb = 24ULL << 30,
		.fb_reserved = 512ULL << 20,
	};

	calls->sim = g_new0(struct rmsim, 1);
	calls->env = (struct rmsim_env) {
		.copy_in = copy_in, .copy_out = copy_out,
		.privileged = privileged, .file_of = file_of, .wake = wake,
		.types_changed = types_changed, .answered = answered,
	};
	calls->root = true;
	calls->woken = -1;
	calls->alloc_status = strcmp(release, "535") < 0 ? ALLOC_STATUS_OLD :
		ALLOC_STATUS_NEW;
	assert_int_equal(rmsim_init(calls->sim, release, NULL), 0);
	for (size_t i = 0; i < RMSIM_UUID; i++)
		gpu.uuid[i] = 0x10 + i;
	assert_int_equal(rmsim_gpu_add(calls->sim, &gpu), 0);
	gpu.gpu_id = 0x8100;
	gpu.bus = 0x81;
	gpu.minor = 0;
	gpu.instance = 3;
	assert_int_equal(rmsim_gpu_add(calls->sim, &gpu), 1);

	return calls;
}

struct rm_calls *calls_new(const char *release)
{
	struct rm_calls *calls = calls_bare(release);
	uint8_t device[56] = { 0 };
	uint8_t root[CALL_SIZE] = { 0 };

	calls->control = rmsim_open(calls->sim, RMSIM_CONTROL, 100);
	calls->node = rmsim_open(calls->sim, 0, 100);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_ALLOC,
				     sizeof(root), root), 0);
	assert_int_equal(calls_u32(root, calls->alloc_status), OK);
	assert_int_equal(calls_u32(root, 12), 0x41);
	calls->client = calls_u32(root, 8);
	calls_set_u32(device, 0, 5);
	assert_int_equal(calls_alloc(calls, calls->client, CALLS_DEVICE, 0x80,
				     device), OK);
	assert_int_equal(calls_alloc(calls, CALLS_DEVICE, CALLS_SUBDEVICE,
				     0x2080, NULL), OK);
	assert_int_equal(calls_alloc(calls, CALLS_SUBDEVICE, CALLS_CONFIG,
				     0xa081, NULL), OK);

	return calls;
}

void calls_free(struct rm_calls *calls)
{
	if (!calls)
		return;

	g_free(calls->sim);
	g_free(calls);
}

int calls_ioctl(struct rm_calls *calls, int file, uint32_t nr, uint32_t size,
		void *arg)
{
	g_autofree void *copy = g_memdup2(arg, size ? size : 1);
	int rc = rmsim_ioctl(calls->sim, &calls->env, file, nr, size, copy);

	if (rc != -EFAULT)
		memcpy(arg, copy, size);

	return rc;
}

uint32_t calls_alloc(struct rm_calls *calls, uint32_t parent, uint32_t handle,
		     uint32_t class, const void *params)
{
	uint64_t address = (uintptr_t)params;
	uint8_t arg[CALL_SIZE] = { 0 };

	calls_set_u32(arg, 0, calls->client);
	calls_set_u32(arg, 4, parent);
	calls_set_u32(arg, 8, handle);
	calls_set_u32(arg, 12, class);
	memcpy(arg + 16, &address, sizeof(address));
	calls_set_u32(arg, calls->alloc_status, 0xdead);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_ALLOC,
				     sizeof(arg), arg), 0);

	return calls_u32(arg, calls->alloc_status);
}

uint32_t calls_drop(struct rm_calls *calls, uint32_t handle)
{
	uint8_t arg[16] = { 0 };

	calls_set_u32(arg, 0, calls->client);
	calls_set_u32(arg, 8, handle);
	calls_set_u32(arg, 12, 0xdead);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_FREE,
				     sizeof(arg), arg), 0);

	return calls_u32(arg, 12);
}

uint32_t calls_control(struct rm_calls *calls, uint32_t object, uint32_t cmd,
		       void *params, uint32_t size)
{
	uint64_t address = (uintptr_t)params;
	uint8_t arg[CALL_SIZE] = { 0 };

	calls_set_u32(arg, 0, calls->client);
	calls_set_u32(arg, 4, object);
	calls_set_u32(arg, 8, cmd);
	memcpy(arg + 16, &address, sizeof(address));
	calls_set_u32(arg, 24, size);
	calls_set_u32(arg, 28, 0xdead);
	assert_int_equal(calls_ioctl(calls, calls->control, RMSIM_RM_CONTROL,
				     sizeof(arg), arg), 0);

	return calls_u32(arg, 28);
}

int calls_subscribe(struct rm_calls *calls, uint32_t object, uint32_t cmd,
		    uint32_t index)
{
	int file = rmsim_open(calls->sim, RMSIM_CONTROL, 100);
	uint32_t notify[2] = { index & 0xffff, 2 };
	uint8_t params[24] = { 0 };
	uint8_t arg[16] = { 0 };

	calls_set_u32(arg, 0, calls->client);
	calls_set_u32(arg, 8, CALLS_FD + file);
	assert_int_equal(calls_ioctl(calls, file, RMSIM_ALLOC_OS_EVENT,
				     sizeof(arg), arg), 0);
	assert_int_equal(calls_u32(arg, 12), OK);
	calls_set_u32(params, 4, object);
	calls_set_u32(params, 8, 0x79);
	calls_set_u32(params, 12, index);
	calls_set_u32(params, 16, CALLS_FD + file);
	assert_int_equal(calls_alloc(calls, object, 0x20 + notify[0], 0x79,
				     params), OK);
	assert_int_equal(calls_control(calls, object, cmd, notify,
				       sizeof(notify)), OK);

	return file;
}
