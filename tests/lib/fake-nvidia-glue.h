/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the parts of NVIDIA's driver on an imitated machine share.
 */
#ifndef GVM_TESTS_FAKE_NVIDIA_GLUE_H
#define GVM_TESTS_FAKE_NVIDIA_GLUE_H

#include <poll.h>

#include "fake-nvidia.h"

/** @brief The driver of one machine, while it is used. */
struct fake_nvidia_glue {
	const char *root;	/**< The machine. Borrowed. */
	struct rmsim *sim;	/**< Its driver. Borrowed. */
};

/**
 * @brief Connect a driver with its machine.
 * @param glue  The two; must outlive the result.
 * @return What the simulated resource manager needs.
 * @pure
 */
struct rmsim_env fake_nvidia_env(const struct fake_nvidia_glue *glue);

/**
 * @brief Note a call.
 * @param root  The machine.
 * @param what  The call.
 * @param rc    0, a status, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect Appends to the log.
 * @nofailure
 */
void fake_nvidia_note(const char *root, const char *what, int64_t rc);

/**
 * @brief Spell where the fifo of a file is.
 * @param root  The machine.
 * @param file  Index of the file.
 * @return A new path.
 * @pure
 */
char *fake_nvidia_fifo(const char *root, int file);

/**
 * @brief Find the file behind a descriptor of this process.
 * @param sim  The driver.
 * @param fd   The descriptor.
 * @return Index of the file, or -1.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int fake_nvidia_file(const struct rmsim *sim, int fd);

/**
 * @brief Say whether the caller is root.
 * @param env  The machine.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool fake_nvidia_is_root(const struct rmsim_env *env);

/**
 * @brief Bring the types of a GPU's parents into line with what is published.
 * @param glue  The driver.
 * @param gpu   Its place in the driver's list.
 * @restriction Hold the lock of the machine.
 * @sideeffect Types appear and go; one that has devices stays.
 * @failure Ends the process.
 */
void fake_nvidia_publish(const struct fake_nvidia_glue *glue, uint32_t gpu);

/**
 * @brief Let the driver know the vGPUs that there are.
 * @param glue  The driver.
 * @restriction Hold the lock of the machine.
 * @sideeffect Its list is brought into line with the machine.
 * @failure Ends the process.
 */
void fake_nvidia_sync(const struct fake_nvidia_glue *glue);

/**
 * @brief Read a UUID as the kernel keeps it, a GUID.
 * @param text  36 characters.
 * @param uuid  Where to put 16 bytes.
 * @norestriction
 * @sideeffect Writes to @p uuid.
 * @failure Ends the process for what is no UUID.
 */
void fake_nvidia_uuid(const char *text, uint8_t *uuid);

/**
 * @brief The imitated opening of a character device.
 * @param root  The machine.
 * @param path  Path below the root.
 * @return A descriptor, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect As rmsim_open().
 * @failure -ENOENT, -EACCES, -ENOTTY, -ENXIO as in the kernel.
 */
int fake_nvidia_open(const char *root, const char *path);

/**
 * @brief The imitated ioctl(2).
 * @param root     The machine.
 * @param fd       From fake_nvidia_open().
 * @param request  The request's number.
 * @param arg      Its argument.
 * @return 0, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect As rmsim_ioctl().
 * @failure -EBADF; as rmsim_ioctl().
 */
int fake_nvidia_call(const char *root, int fd, unsigned long request,
		     void *arg);

/**
 * @brief The imitated close(2) of a character device.
 * @param root  The machine.
 * @param fd    From fake_nvidia_open().
 * @restriction Hold the lock of the machine.
 * @sideeffect As rmsim_close().
 * @failure Ends the process for another descriptor: it was closed twice.
 */
void fake_nvidia_shut(const char *root, int fd);

/**
 * @brief The imitated making of a character device.
 * @param root  The machine.
 * @param path  Path below the root.
 * @param node  What to make.
 * @return 0, or a negative errno.
 * @restriction Hold the lock of the machine.
 * @sideeffect Creates the file.
 * @failure -EEXIST.
 */
int fake_nvidia_make_node(const char *root, const char *path,
			  const struct gvm_host_node *node);

/**
 * @brief Look which descriptors have events.
 * @param root  The machine.
 * @param fds   The descriptors; revents is set for those of the driver.
 * @param n     How many.
 * @return How many of the driver's have.
 * @restriction Hold the lock of the machine.
 * @sideeffect An event without data is forgotten by being looked at.
 * @failure Ends the process.
 */
int fake_nvidia_waiting(const char *root, struct pollfd *fds, size_t n);

#endif /* GVM_TESTS_FAKE_NVIDIA_GLUE_H */
