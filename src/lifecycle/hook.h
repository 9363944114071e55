/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What libvirt's hooks ask for.
 */
#ifndef GVM_LIFECYCLE_HOOK_H
#define GVM_LIFECYCLE_HOOK_H

#include <glib.h>
#include <stdbool.h>

struct gvm_host;

/** @brief One call of a hook, as libvirt makes it. */
struct gvm_hook_call {
	const char *driver;	/**< "qemu", "libxl", "daemon": whose script. */
	const char *object;	/**< Name of the domain, or "-". */
	const char *op;		/**< Operation, e.g. "prepare". */
	int input;		/**< Descriptor with the domain XML. */
	bool dry_run;		/**< Only tell what would be done. */
};

/**
 * @brief Answer a hook.
 *
 * The words are looked at before the input is read. An operation that means
 * nothing to us costs neither a read nor a look at the file system, and
 * neither does a domain that asks for no vGPU, except that its release looks
 * for claims, because a vGPU may have been unplugged meanwhile.
 *
 * @param host  The machine.
 * @param call  The call.
 * @param out   Where to put what libvirt shall read, or NULL for nothing;
 *              freed by the caller.
 * @param err   Where to store the error, or NULL.
 * @return false only when libvirt must not go on.
 * @restriction Never calls libvirt, which holds the domain's lock.
 * @sideeffect Those of gvm_prepare_make(), gvm_release_domain(),
 *             gvm_filter_domain() and gvm_reconcile(), by operation.
 * @failure For prepare, migrate and restore whatever went wrong. All other
 *          operations return true and tell the journal: failing "reconnect"
 *          would kill a healthy domain.
 */
bool gvm_hook_run(struct gvm_host *host, const struct gvm_hook_call *call,
		  char **out, GError **err);

#endif /* GVM_LIFECYCLE_HOOK_H */
