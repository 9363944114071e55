/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The real machine's operations on character devices, programs and
 *        xenstore, for the table in real.c.
 */
#ifndef GVM_HOST_REAL_H
#define GVM_HOST_REAL_H

#include "host/host.h"

/**
 * @brief The real opening of a character device.
 * @param host  The machine.
 * @param path  Path below the root.
 * @return A descriptor, or a negative errno.
 * @restriction See gvm_host_device().
 * @sideeffect See gvm_host_device().
 * @failure See gvm_host_device().
 */
int gvm_real_open(struct gvm_host *host, const char *path);

/**
 * @brief The real ioctl(2).
 * @param host     The machine; unused.
 * @param fd       From gvm_real_open().
 * @param request  The request's number.
 * @param arg      Its argument.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_call().
 * @sideeffect See gvm_host_call().
 * @failure See gvm_host_call().
 */
int gvm_real_call(struct gvm_host *host, int fd, unsigned long request,
		  void *arg);

/**
 * @brief The real closing of a character device.
 * @param host  The machine; unused.
 * @param fd    From gvm_real_open().
 * @norestriction
 * @sideeffect See gvm_host_shut().
 * @nofailure
 */
void gvm_real_shut(struct gvm_host *host, int fd);

/**
 * @brief The real making of a character device.
 * @param host  The machine.
 * @param path  Path below the root.
 * @param node  What to make.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_make_node().
 * @sideeffect See gvm_host_make_node().
 * @failure See gvm_host_make_node().
 */
int gvm_real_make_node(struct gvm_host *host, const char *path,
		       const struct gvm_host_node *node);

/**
 * @brief The real run of a program.
 * @param host        The machine.
 * @param argv        Path of the program below the root, its arguments, NULL.
 * @param timeout_ms  How long to wait for its end.
 * @return Its exit status, or a negative errno.
 * @restriction See gvm_host_run().
 * @sideeffect See gvm_host_run().
 * @failure See gvm_host_run().
 */
int gvm_real_run(struct gvm_host *host, const char *const *argv,
		 unsigned int timeout_ms);

/**
 * @brief The real question to xenstore.
 * @param host   The machine.
 * @param kind   GVM_XENSTORE_LIST or GVM_XENSTORE_READ.
 * @param path   The node.
 * @param value  Where to put the answer.
 * @param len    Where to put its length.
 * @return 0, or a negative errno.
 * @restriction See gvm_host_xenstore().
 * @sideeffect See gvm_host_xenstore().
 * @failure See gvm_host_xenstore().
 */
int gvm_real_xenstore(struct gvm_host *host, unsigned int kind,
		      const char *path, char **value, size_t *len);

/**
 * @brief Put one question to whoever keeps a store.
 * @param fd     Where messages go and come; better non-blocking.
 * @param kind   GVM_XENSTORE_LIST or GVM_XENSTORE_READ.
 * @param path   The node.
 * @param value  Where to put the answer, as for gvm_host_xenstore().
 * @param len    Where to put its length.
 * @return 0, or a negative errno.
 * @restriction No answer may be on its way from before.
 * @sideeffect Blocks up to 2 s.
 * @failure See gvm_host_xenstore(); -EPIPE when nobody is there, -EPROTO for
 *          an answer that is none.
 */
int gvm_real_xenstore_talk(int fd, unsigned int kind, const char *path,
			   char **value, size_t *len);

/**
 * @brief The real way to become another program.
 * @param host  The machine.
 * @param argv  Absolute path of the program, its arguments, NULL.
 * @return A negative errno; nothing on success.
 * @restriction See gvm_host_exec().
 * @sideeffect See gvm_host_exec().
 * @failure See gvm_host_exec().
 */
int gvm_real_exec(struct gvm_host *host, const char *const *argv);

#endif /* GVM_HOST_REAL_H */
