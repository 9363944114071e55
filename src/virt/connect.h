/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The way to libvirt's daemon, and what it says of failures.
 */
#ifndef GVM_VIRT_CONNECT_H
#define GVM_VIRT_CONNECT_H

#include <glib.h>
#include <libvirt/libvirt.h>
#include <stdbool.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virConnect, virConnectClose)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomain, virDomainFree)

struct gvm_call;

/** @brief Where libvirt is asked when --connect does not say. */
#define GVM_VIRT_URI "qemu:///system"

/**
 * @brief Keep libvirt from writing its errors to standard error.
 * @restriction Once, before anything else is asked of libvirt.
 * @sideeffect Replaces the error handler of the process.
 * @nofailure
 */
void gvm_virt_silence(void);

/**
 * @brief Turn the last error of libvirt in this thread into ours.
 * @param err     Where to store the error, or NULL.
 * @param format  What was being done, printf-like, without full stop; what
 *                libvirt says is appended after a colon.
 * @return Always false, so that a caller can return the call.
 * @restriction Before libvirt is asked anything else.
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
bool gvm_virt_error(GError **err, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

/**
 * @brief Connect to the daemon that the command line names.
 * @param call  The call; --connect is looked at.
 * @param err   Where to store the error, or NULL.
 * @return A new connection, or NULL.
 * @norestriction
 * @sideeffect Opens a socket; libvirt may start the daemon.
 * @failure What libvirt reports, as gvm_virt_error() puts it;
 *          GVM_ERROR_UNSUPPORTED for --live and an URI of another machine.
 */
virConnect *gvm_virt_open(const struct gvm_call *call, GError **err);

/**
 * @brief Tell whether the domains of a connection run on this machine.
 * @param conn  The connection.
 * @return false for an URI that names a server, also when that is this one,
 *         and for one that goes through another program.
 * @norestriction
 * @nosideeffect
 * @failure A connection that does not tell its URI counts as another machine.
 */
bool gvm_virt_is_local(virConnect *conn);

/**
 * @brief Check that the domains of a connection run on this machine.
 * @param conn  The connection.
 * @param err   Where to store the error, or NULL.
 * @return true when they do.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED: devices are made on this one.
 */
bool gvm_virt_check_here(virConnect *conn, GError **err);

/**
 * @brief Find a domain.
 * @param conn  The connection.
 * @param name  Its name, or its UUID.
 * @param err   Where to store the error, or NULL.
 * @return A new reference, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when there is none; what libvirt reports.
 */
virDomain *gvm_virt_find(virConnect *conn, const char *name, GError **err);

#endif /* GVM_VIRT_CONNECT_H */
