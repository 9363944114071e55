/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Everything outside the process, behind one handle.
 *
 * No other layer opens a file of the machine, writes an attribute or looks at
 * a process. Reads and our own files are plain openat(2) below one root
 * directory. What a directory tree cannot imitate goes through a table of
 * operations, and a test replaces that table with one that reacts as the
 * kernel does.
 *
 * Every path is relative to the root and has no leading slash. Functions
 * return 0 (or a count) or a negative errno; the sentence for people is made
 * one layer up, where it is known what was being done.
 */
#ifndef GVM_HOST_HOST_H
#define GVM_HOST_HOST_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/cleanup.h"

struct gvm_host;
struct pollfd;

/** @brief A character device that is to be made. */
struct gvm_host_node {
	unsigned int major;	/**< Major number. */
	unsigned int minor;	/**< Minor number. */
	unsigned int mode;	/**< Permission bits, whatever the umask. */
	unsigned int uid;	/**< Owner. */
	unsigned int gid;	/**< Group. */
};

/** @brief What a directory tree cannot imitate. */
struct gvm_host_ops {
	/**
	 * @brief Tell whom a file belongs to of which the file system says
	 *        this owner; NULL for just that.
	 */
	unsigned int (*owner)(struct gvm_host *host, const char *path,
			      unsigned int uid);
	/** @brief Write one sysfs attribute; 0 or a negative errno. */
	int (*store)(struct gvm_host *host, const char *path,
		     const char *value);
	/**
	 * @brief Write one sysfs attribute from a process of its own, waiting
	 *        so many milliseconds for its answer; as store, and
	 *        -EINPROGRESS when there is none by then.
	 */
	int (*store_detached)(struct gvm_host *host, const char *path,
			      const char *value, unsigned int timeout_ms);
	/** @brief Run a program, so many ms at most; its status or -errno. */
	int (*run)(struct gvm_host *host, const char *const *argv,
		   unsigned int timeout_ms);
	/** @brief Become another program; a negative errno where it fails. */
	int (*exec)(struct gvm_host *host, const char *const *argv);
	/**
	 * @brief Open a device node for reading and close it at once; 0 or a
	 *        negative errno, -EBUSY when somebody else holds it.
	 */
	int (*probe)(struct gvm_host *host, const char *path);
	/**
	 * @brief Open a character device for calls; a descriptor or a
	 *        negative errno.
	 */
	int (*open)(struct gvm_host *host, const char *path);
	/** @brief One ioctl(2) on it; 0 or a negative errno. */
	int (*call)(struct gvm_host *host, int fd, unsigned long request,
		    void *arg);
	/** @brief Close it. */
	void (*shut)(struct gvm_host *host, int fd);
	/** @brief Make a character device; 0 or a negative errno. */
	int (*make_node)(struct gvm_host *host, const char *path,
			 const struct gvm_host_node *node);
	/**
	 * @brief poll(2) of descriptors; NULL for just that. How many are
	 *        ready, 0 when the time is up, or a negative errno.
	 */
	int (*poll)(struct gvm_host *host, struct pollfd *fds, size_t n,
		    unsigned int timeout_ms);
	/** @brief Ask xenstore; 0 or a negative errno. */
	int (*xenstore)(struct gvm_host *host, unsigned int kind,
			const char *path, char **value, size_t *len);
	/** @brief Let so many milliseconds pass. */
	void (*wait)(struct gvm_host *host, unsigned int ms);
	/** @brief Seconds since boot, suspended time included. */
	uint64_t (*now)(struct gvm_host *host);
	/** @brief Write a structured entry to the system's journal. */
	void (*log)(struct gvm_host *host, GLogLevelFlags level,
		    const GLogField *fields, size_t n_fields);
};

/** @brief A machine, real or imitated. */
struct gvm_host {
	const char *root;		/**< Directory taken as "/". Borrowed. */
	int root_fd;			/**< Opened at first use; -1 before. */
	const struct gvm_host_ops *ops;	/**< Never NULL. Borrowed. */
	bool echo;			/**< Show journal messages on stderr. */
};

/** @brief The operations of the real machine. */
extern const struct gvm_host_ops gvm_host_real;

/**
 * @brief Prepare a handle of a machine; nothing is opened yet.
 * @param host  Handle to fill.
 * @param root  Directory to treat as "/"; must outlive the handle.
 * @param ops   gvm_host_real, or the operations of a test.
 * @norestriction
 * @sideeffect Writes to @p host only: a hook that finds nothing to do must
 *             not touch the file system.
 * @nofailure
 */
void gvm_host_init(struct gvm_host *host, const char *root,
		   const struct gvm_host_ops *ops);

/**
 * @brief Let go of a machine.
 * @param host  Handle from gvm_host_init().
 * @norestriction
 * @sideeffect Closes the root descriptor, if it was opened.
 * @nofailure
 */
void gvm_host_close(struct gvm_host *host);

GVM_DEFINE_AUTO(gvm_host, gvm_host_close)

/**
 * @brief Tell whether the handle stands for the running system.
 * @param host  The machine.
 * @return true when its root directory is "/".
 * @pure
 */
bool gvm_host_is_live(const struct gvm_host *host);

/**
 * @brief Open the root directory, for the *at() calls of this layer.
 * @param host  The machine.
 * @return A descriptor that belongs to @p host, or a negative errno.
 * @norestriction
 * @sideeffect Opens the root directory at first use.
 * @failure What open(2) reports.
 */
int gvm_host_root(struct gvm_host *host);

/**
 * @brief Open a path below the root.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param flags  open(2) flags; O_CLOEXEC is added.
 * @param mode   Mode of a file that O_CREAT makes.
 * @return A descriptor, or a negative errno.
 * @restriction Symbolic links are followed as usual; those of sysfs are
 *              relative and so stay inside an imitated tree.
 * @sideeffect Opens the root directory at first use.
 * @failure What openat(2) reports.
 */
int gvm_host_openat(struct gvm_host *host, const char *path, int flags,
		    unsigned int mode);

/**
 * @brief Read a small file without its trailing newline.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param max    Largest size accepted, in bytes.
 * @param value  Where to put the new string; freed by the caller.
 * @return 0, or a negative errno; @p *value is untouched on failure.
 * @norestriction
 * @sideeffect Reading some attributes makes the driver do work.
 * @failure -ENOENT when there is no such file; -EFBIG when it exceeds
 *          @p max; -EINVAL when it holds a NUL byte; otherwise what open(2)
 *          or read(2) reports.
 */
int gvm_host_load(struct gvm_host *host, const char *path, size_t max,
		  char **value);

/** @brief sysfs never shows more than one page of an attribute, in bytes. */
#define GVM_HOST_ATTR_MAX 4096

/**
 * @brief Write one attribute in a single write(2).
 * @param host   The machine.
 * @param path   Path below the root.
 * @param value  Bytes to write.
 * @return 0, or a negative errno from the driver.
 * @restriction The attribute must exist: nothing is created or truncated.
 * @sideeffect Whatever the driver does with the value.
 * @failure -ENOENT, -EACCES, or any errno of the attribute's store function;
 *          -EIO when the driver took only part of the value.
 */
int gvm_host_store(struct gvm_host *host, const char *path, const char *value);

/**
 * @brief Write one attribute whose driver may never answer.
 *
 * The kernel keeps the writer of some attributes in an uninterruptible sleep
 * for as long as the device is in use. So the write is done by a process that
 * nobody waits for and that holds nothing of this one: no lock, no pipe of
 * libvirt, no working directory.
 *
 * @param host        The machine.
 * @param path        Path below the root.
 * @param value       Bytes to write.
 * @param timeout_ms  How long to wait for the answer.
 * @return 0, or a negative errno from the driver.
 * @restriction As for gvm_host_store().
 * @sideeffect As for gvm_host_store(), also after the function has returned
 *             -EINPROGRESS.
 * @failure -EINPROGRESS when the driver has not answered in time; -EIO when
 *          the process died without an answer; what pipe2(2) or fork(2)
 *          reports; otherwise as gvm_host_store().
 */
int gvm_host_store_detached(struct gvm_host *host, const char *path,
			    const char *value, unsigned int timeout_ms);

/**
 * @brief Run a program of the machine to its end.
 *
 * No shell looks at its words. It has nothing of this process: no descriptor
 * but three of the null device, no environment but a fixed PATH and locale, no
 * blocked or ignored signal, no working directory but the root. It leads a
 * session of its own, and is killed with all of its group when it takes too
 * long.
 *
 * @param host        The machine.
 * @param argv        Path of the program below the root, its arguments, NULL.
 * @param timeout_ms  How long to wait for its end.
 * @return Its exit status, 0 to 255, or a negative errno.
 * @norestriction
 * @sideeffect Whatever the program does.
 * @failure -ETIMEDOUT when it was killed for having taken too long; -EINTR
 *          when another signal ended it; -EXDEV with another root directory,
 *          whose programs would change the machine that runs; -ECHILD when
 *          this process was started with SIGCHLD ignored; what fork(2) or
 *          execve(2) reports, -ENOENT for a missing program among it.
 */
int gvm_host_run(struct gvm_host *host, const char *const *argv,
		 unsigned int timeout_ms);

/**
 * @brief List a directory.
 * @param host   The machine.
 * @param path   Path below the root.
 * @param names  Where to put a new array of owned strings, sorted by byte
 *               value, without "." and "..".
 * @return 0, or a negative errno; @p *names is untouched on failure.
 * @norestriction
 * @nosideeffect
 * @failure What openat(2) or readdir(3) reports.
 */
int gvm_host_list(struct gvm_host *host, const char *path, GPtrArray **names);

/**
 * @brief Read where a symbolic link leads.
 * @param host    The machine.
 * @param path    Path below the root.
 * @param target  Where to put the new string; freed by the caller.
 * @return 0, or a negative errno; @p *target is untouched on failure.
 * @norestriction
 * @nosideeffect
 * @failure What readlinkat(2) reports.
 */
int gvm_host_link(struct gvm_host *host, const char *path, char **target);

/**
 * @brief Read the last component of where a symbolic link leads.
 * @param host  The machine.
 * @param path  Path below the root.
 * @param name  Where to put the new string; freed by the caller.
 * @return 0, or a negative errno; @p *name is untouched on failure.
 * @norestriction
 * @nosideeffect
 * @failure What readlinkat(2) reports.
 */
int gvm_host_link_name(struct gvm_host *host, const char *path, char **name);

/**
 * @brief Tell whether a path exists.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return 1 when it exists, 0 when not, or a negative errno.
 * @norestriction
 * @nosideeffect
 * @failure What fstatat(2) reports, except -ENOENT and -ENOTDIR.
 */
int gvm_host_exists(struct gvm_host *host, const char *path);

/**
 * @brief Tell whether a device node is held by somebody else.
 * @param host  The machine.
 * @param path  Path of a VFIO group below the root.
 * @return 0 when it could be opened, -EBUSY when it is held, or another
 *         negative errno.
 * @restriction A VFIO group has one opener: for the moment of the probe
 *              another program's open fails with EBUSY. Do not probe a device
 *              whose domain may be starting.
 * @sideeffect Opens and closes the node.
 * @failure What open(2) reports.
 */
int gvm_host_probe(struct gvm_host *host, const char *path);

/**
 * @brief Open a character device for calls.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return A descriptor that poll(2) understands, or a negative errno.
 * @restriction Closed with gvm_host_shut(), not close(2).
 * @sideeffect What the driver does at an open.
 * @failure What open(2) reports; -ENOTTY when it is no character device.
 */
int gvm_host_device(struct gvm_host *host, const char *path);

/**
 * @brief Make one ioctl(2) on a character device.
 * @param host     The machine.
 * @param fd       From gvm_host_device().
 * @param request  The request's number.
 * @param arg      Its argument.
 * @return 0, or a negative errno.
 * @restriction EINTR is retried.
 * @sideeffect What the driver does.
 * @failure What ioctl(2) reports.
 */
int gvm_host_call(struct gvm_host *host, int fd, unsigned long request,
		  void *arg);

/**
 * @brief Close a character device.
 * @param host  The machine.
 * @param fd    From gvm_host_device(), or negative.
 * @norestriction
 * @sideeffect The driver frees what the descriptor held.
 * @nofailure
 */
void gvm_host_shut(struct gvm_host *host, int fd);

/**
 * @brief Make a character device.
 * @param host  The machine.
 * @param path  Path below the root; must not exist.
 * @param node  What to make.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Creates the node, its owner and mode as told.
 * @failure -EEXIST when it exists; -EPERM without privilege; what mknodat(2)
 *          or fchownat(2) reports, and then nothing is left behind.
 */
int gvm_host_make_node(struct gvm_host *host, const char *path,
		       const struct gvm_host_node *node);

/**
 * @brief Let time pass.
 * @param host  The machine.
 * @param ms    Milliseconds.
 * @restriction Callers bound the sum of their waits.
 * @sideeffect Blocks the process; an imitated machine moves its clock.
 * @nofailure
 */
void gvm_host_wait(struct gvm_host *host, unsigned int ms);

/**
 * @brief Tell the time since boot.
 * @param host  The machine.
 * @return Seconds, suspended time included.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
uint64_t gvm_host_now(struct gvm_host *host);

/**
 * @brief Write a structured entry to the journal.
 * @param host      The machine.
 * @param level     How grave it is.
 * @param fields    Fields in journald's spelling, MESSAGE among them and
 *                  PRIORITY not: that is made from @p level.
 * @param n_fields  How many.
 * @restriction No secret of a domain may be in a field.
 * @sideeffect One datagram to the journal of the running system; nothing
 *             with another root directory. The message goes to stderr as well
 *             where the handle says so.
 * @failure A journal that cannot be reached is ignored: logging must not
 *          stop a domain.
 */
void gvm_host_log(struct gvm_host *host, GLogLevelFlags level,
		  const GLogField *fields, size_t n_fields);

#endif /* GVM_HOST_HOST_H */
