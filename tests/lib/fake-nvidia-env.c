// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What NVIDIA's driver needs from an imitated machine.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fake-nvidia-glue.h"
#include "fake-tree.h"

/** @brief Lowest address that can be a caller's. */
#define ADDRESS_MIN 4096
/** @brief Where the calls are noted. */
#define CALLS ".fake/nvidia/calls"

void fake_nvidia_note(const char *root, const char *what, int64_t rc)
{
	g_autofree char *line = NULL;

	if (rc > 0)
		line = g_strdup_printf("%s = 0x%x", what, (unsigned int)rc);
	else
		line = g_strdup_printf("%s = %d", what, (int)rc);
	fake_tree_append(root, CALLS, line);
}

char *fake_nvidia_fifo(const char *root, int file)
{
	return g_strdup_printf("%s/.fake/nvidia/wake/%d", root, file);
}

int fake_nvidia_file(const struct rmsim *sim, int fd)
{
	uint32_t pid = getpid();

	for (int i = 0; i < RMSIM_FILES; i++)
		if (sim->files[i].used && sim->files[i].fd == fd &&
		    sim->files[i].owner == pid)
			return i;

	return -1;
}

/**
 * @brief Copy from the caller's memory.
 * @param env   The machine.
 * @param to    Where to.
 * @param from  The caller's address.
 * @param size  How many bytes.
 * @return 0.
 * @norestriction
 * @nosideeffect
 * @failure -EFAULT for what can be no address.
 */
static int copy_in(const struct rmsim_env *env, void *to, uint64_t from,
		   uint32_t size)
{
	(void)env;
	if (from < ADDRESS_MIN)
		return -EFAULT;
	memcpy(to, (const void *)(uintptr_t)from, size);

	return 0;
}

/**
 * @brief Copy to the caller's memory.
 * @param env   The machine.
 * @param to    The caller's address.
 * @param from  Where from.
 * @param size  How many bytes.
 * @return 0.
 * @norestriction
 * @sideeffect Writes there.
 * @failure -EFAULT for what can be no address.
 */
static int copy_out(const struct rmsim_env *env, uint64_t to, const void *from,
		    uint32_t size)
{
	(void)env;
	if (to < ADDRESS_MIN)
		return -EFAULT;
	memcpy((void *)(uintptr_t)to, from, size);

	return 0;
}

bool fake_nvidia_is_root(const struct rmsim_env *env)
{
	const struct fake_nvidia_glue *glue = env->context;

	return !fake_tree_exists(glue->root, ".fake/nvidia/unprivileged");
}

/**
 * @brief Find the file behind a descriptor of the caller.
 * @param env  The machine.
 * @param fd   The descriptor.
 * @return Index of the file, or -1.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static int file_of(const struct rmsim_env *env, int fd)
{
	const struct fake_nvidia_glue *glue = env->context;

	return fake_nvidia_file(glue->sim, fd);
}

/**
 * @brief Let a descriptor be readable.
 * @param env   The machine.
 * @param file  Index of the file.
 * @norestriction
 * @sideeffect Writes to its fifo.
 * @failure One that is full is readable as it is.
 */
static void wake(const struct rmsim_env *env, int file)
{
	const struct fake_nvidia_glue *glue = env->context;
	g_autofree char *fifo = fake_nvidia_fifo(glue->root, file);
	gvm_autofd int fd = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && write(fd, "", 1) < 0 && errno != EAGAIN)
		g_error("fake driver: cannot wake %s: %s", fifo,
			g_strerror(errno));
}

/**
 * @brief Let the types of a GPU appear and go.
 * @param env  The machine.
 * @param gpu  Its place in the driver's list.
 * @norestriction
 * @sideeffect As fake_nvidia_publish().
 * @failure As fake_nvidia_publish().
 */
static void types_changed(const struct rmsim_env *env, uint32_t gpu)
{
	fake_nvidia_publish(env->context, gpu);
}

/**
 * @brief Take notice of the answer to a start: tests ask the driver.
 * @param env   The machine.
 * @param vgpu  Index of the vGPU.
 * @pure
 */
static void answered(const struct rmsim_env *env, uint32_t vgpu)
{
	(void)env;
	(void)vgpu;
}

/**
 * @brief Note a call that was answered.
 * @param env   The machine.
 * @param call  The call.
 * @norestriction
 * @sideeffect Appends to the log.
 * @nofailure
 */
static void trace(const struct rmsim_env *env, const struct rmsim_call *call)
{
	const struct fake_nvidia_glue *glue = env->context;
	g_autofree char *number = NULL;

	number = g_strdup_printf("%#x of escape %#x", call->cmd, call->nr);
	fake_nvidia_note(glue->root, call->name ? call->name : number,
			 call->rc ? call->rc : (int64_t)call->status);
}

struct rmsim_env fake_nvidia_env(const struct fake_nvidia_glue *glue)
{
	return (struct rmsim_env) {
		.copy_in = copy_in,
		.copy_out = copy_out,
		.privileged = fake_nvidia_is_root,
		.file_of = file_of,
		.wake = wake,
		.types_changed = types_changed,
		.answered = answered,
		.trace = trace,
		.context = glue,
	};
}
