// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The device nodes of NVIDIA's driver on an imitated machine.
 *
 * What a process gets for a node is a fifo, opened for reading and writing:
 * poll(2) understands it, and another process can wake it. Which file of the
 * driver a descriptor is, the driver's own state tells, by process and number.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/ioctl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake-nvidia-glue.h"
#include "fake-tree.h"

/** @brief How many descriptors processes have died with. */
#define LEFT ".fake/nvidia/left"

/**
 * @brief Close what processes had open that are gone.
 * @param glue  The driver.
 * @restriction Hold the lock of the machine.
 * @sideeffect The kernel would have done it at once; here it is counted, for
 *             fake_nvidia_leaks().
 * @nofailure
 */
static void reap(const struct fake_nvidia_glue *glue)
{
	struct rmsim_env env = fake_nvidia_env(glue);

	for (int i = 0; i < RMSIM_FILES; i++) {
		const struct rmsim_file *file = &glue->sim->files[i];
		g_autofree char *fifo = fake_nvidia_fifo(glue->root, i);

		if (!file->used || kill(file->owner, 0) == 0 ||
		    errno != ESRCH)
			continue;
		rmsim_close(glue->sim, &env, i);
		unlink(fifo);
		fake_tree_number(glue->root, LEFT,
				 fake_tree_read_number(glue->root, LEFT, 0) +
				 1);
	}
}

/**
 * @brief Find out what a node is for.
 * @param glue  The driver.
 * @param path  Path below the root.
 * @param gpu   Where to put the GPU's place, or RMSIM_CONTROL.
 * @return 0, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure -ENOENT, -EACCES; -ENOTTY for what is no node; -ENXIO for one that
 *          is not the driver's.
 */
static int look_at_node(const struct fake_nvidia_glue *glue, const char *path,
			int *gpu)
{
	g_autofree char *full = g_build_filename(glue->root, path, NULL);
	g_autofree char *text = fake_tree_read(glue->root, path);
	struct rmsim_env env = fake_nvidia_env(glue);
	unsigned int major;
	unsigned int minor;
	struct stat st;

	if (stat(full, &st) < 0)
		return -errno;
	if (!(st.st_mode & (fake_nvidia_is_root(&env) ? 0666 : 0006)))
		return -EACCES;
	if (!text || sscanf(text, "c %u %u", &major, &minor) != 2)
		return -ENOTTY;
	if (major != FAKE_NVIDIA_MAJOR || !glue->sim)
		return -ENXIO;
	*gpu = RMSIM_CONTROL;
	if (minor == FAKE_NVIDIA_CONTROL)
		return 0;
	for (*gpu = 0; *gpu < (int)glue->sim->gpu_count; (*gpu)++)
		if (glue->sim->gpus[*gpu].minor == minor)
			return 0;

	return -ENXIO;
}

/**
 * @brief Make the descriptor of a file.
 * @param glue  The driver.
 * @param file  Index of the file.
 * @return A descriptor.
 * @restriction Hold the lock of the machine.
 * @sideeffect Makes a fifo; the file knows its descriptor.
 * @failure Ends the process.
 */
static int open_fifo(const struct fake_nvidia_glue *glue, int file)
{
	g_autofree char *fifo = fake_nvidia_fifo(glue->root, file);
	int fd;

	unlink(fifo);
	fd = mkfifo(fifo, 0600);
	if (fd == 0)
		fd = open(fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		g_error("fake driver: cannot make %s: %s", fifo,
			g_strerror(errno));
	glue->sim->files[file].fd = fd;

	return fd;
}

int fake_nvidia_open(const char *root, const char *path)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	g_autofree char *what = g_strdup_printf("open %s", path);
	int gpu = RMSIM_CONTROL;
	int rc = look_at_node(&glue, path, &gpu);

	if (rc == 0) {
		reap(&glue);
		rc = rmsim_open(sim, gpu, getpid());
	}
	fake_nvidia_note(root, what, MIN(rc, 0));

	return rc < 0 ? rc : open_fifo(&glue, rc);
}

int fake_nvidia_call(const char *root, int fd, unsigned long request, void *arg)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);
	g_autofree void *copy = NULL;
	size_t size = _IOC_SIZE(request);
	int file = sim ? fake_nvidia_file(sim, fd) : -1;
	int rc;

	if (file < 0)
		return -EBADF;
	fake_nvidia_sync(&glue);
	/* One byte more: there may be an argument of no size. */
	copy = g_memdup2(arg, size ? size : 1);
	rc = rmsim_ioctl(sim, &env, file, _IOC_NR(request), size, copy);
	if (rc != -EFAULT)
		memcpy(arg, copy, size);

	return rc;
}

void fake_nvidia_shut(const char *root, int fd)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };
	struct rmsim_env env = fake_nvidia_env(&glue);
	int file = sim ? fake_nvidia_file(sim, fd) : -1;
	g_autofree char *fifo = fake_nvidia_fifo(root, file);

	if (file < 0)
		g_error("fake driver: descriptor %d is not open", fd);
	fake_nvidia_note(root, sim->files[file].gpu < 0 ?
			 "close control" : "close GPU", 0);
	rmsim_close(sim, &env, file);
	unlink(fifo);
	close(fd);
}

int fake_nvidia_make_node(const char *root, const char *path,
			  const struct gvm_host_node *node)
{
	g_autofree char *full = g_build_filename(root, path, NULL);
	g_autofree char *text = g_strdup_printf("c %u %u\n", node->major,
						node->minor);

	if (fake_tree_exists(root, path))
		return -EEXIST;
	fake_tree_file(root, path, text);

	return chmod(full, node->mode) < 0 ? -errno : 0;
}

int fake_nvidia_waiting(const char *root, struct pollfd *fds, size_t n)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	int count = 0;

	for (size_t i = 0; sim && i < n; i++) {
		int file = fake_nvidia_file(sim, fds[i].fd);
		char byte;

		if (file < 0)
			continue;
		while (read(fds[i].fd, &byte, 1) == 1)
			;
		fds[i].revents = rmsim_waiting(sim, file) ?
			fds[i].events & (POLLIN | POLLPRI) : 0;
		count += fds[i].revents != 0;
	}

	return count;
}
