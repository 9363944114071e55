// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The way to libvirt's daemon, and what it says of failures.
 */
#include "virt/connect.h"

#include <libvirt/virterror.h>
#include <stdarg.h>
#include <string.h>

#include "cmd/args.h"
#include "util/error.h"
#include "util/text.h"

/** @brief Longest part of libvirt's own sentence that is repeated. */
#define MESSAGE_MAX 500

/** @brief What can be done about libvirt's errors; all others just failed. */
static const struct {
	int number;		/**< virErrorNumber. */
	enum gvm_error code;	/**< Ours. */
} codes[] = {
	{ VIR_ERR_NO_DOMAIN, GVM_ERROR_NOT_FOUND },
	{ VIR_ERR_NO_NODE_DEVICE, GVM_ERROR_NOT_FOUND },
	{ VIR_ERR_NO_DOMAIN_METADATA, GVM_ERROR_NOT_FOUND },
	{ VIR_ERR_DEVICE_MISSING, GVM_ERROR_NOT_FOUND },
	{ VIR_ERR_DOM_EXIST, GVM_ERROR_EXISTS },
	{ VIR_ERR_RESOURCE_BUSY, GVM_ERROR_BUSY },
	{ VIR_ERR_OPERATION_TIMEOUT, GVM_ERROR_BUSY },
	{ VIR_ERR_AUTH_FAILED, GVM_ERROR_DENIED },
	{ VIR_ERR_AUTH_CANCELLED, GVM_ERROR_DENIED },
	{ VIR_ERR_AUTH_UNAVAILABLE, GVM_ERROR_DENIED },
	{ VIR_ERR_ACCESS_DENIED, GVM_ERROR_DENIED },
	{ VIR_ERR_OPERATION_DENIED, GVM_ERROR_DENIED },
	{ VIR_ERR_NO_CONNECT, GVM_ERROR_UNSUPPORTED },
	{ VIR_ERR_NO_SUPPORT, GVM_ERROR_UNSUPPORTED },
	{ VIR_ERR_CONFIG_UNSUPPORTED, GVM_ERROR_UNSUPPORTED },
	{ VIR_ERR_OPERATION_UNSUPPORTED, GVM_ERROR_UNSUPPORTED },
	{ VIR_ERR_ARGUMENT_UNSUPPORTED, GVM_ERROR_UNSUPPORTED },
	{ VIR_ERR_XML_ERROR, GVM_ERROR_INVALID },
	{ VIR_ERR_XML_DETAIL, GVM_ERROR_INVALID },
	{ VIR_ERR_XML_INVALID_SCHEMA, GVM_ERROR_INVALID },
};

/**
 * @brief Hear an error of libvirt, and say nothing.
 * @param data  Unused.
 * @param error Unused: whoever asked looks at it.
 * @pure
 */
static void ignore(void *data, virErrorPtr error)
{
	(void)data;
	(void)error;
}

void gvm_virt_silence(void)
{
	virSetErrorFunc(NULL, ignore);
}

/**
 * @brief Choose the code that tells a caller what to do about an error.
 * @param error  What libvirt says.
 * @return The code.
 * @pure
 */
static enum gvm_error code_of(const virError *error)
{
	/* The first number of a system's error is its errno. */
	if (error->code == VIR_ERR_SYSTEM_ERROR && error->int1 > 0)
		return gvm_error_from_errno(error->int1);
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (codes[i].number == error->code)
			return codes[i].code;

	return GVM_ERROR_FAILED;
}

bool gvm_virt_error(GError **err, const char *format, ...)
{
	const virError *error = virGetLastError();
	g_autofree char *what = NULL;
	g_autofree char *said = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	said = gvm_text_printable(error && error->message ? error->message :
				  "libvirt does not say why", MESSAGE_MAX);

	return gvm_error_set(err, error ? code_of(error) : GVM_ERROR_FAILED,
			     "%s: %s", what, said);
}

/**
 * @brief Tell whether an URI names this machine.
 * @param uri  The URI: driver[+transport]://[server]/path.
 * @return false when it names a server, or another program as transport.
 * @pure
 */
static bool is_local(const char *uri)
{
	const char *colon = strstr(uri, "://");
	const char *plus = strchr(uri, '+');

	if (!colon || (colon[3] != '/' && colon[3] != '\0'))
		return false;

	return !plus || plus > colon || g_str_has_prefix(plus, "+unix:");
}

/**
 * @brief Refuse to change a domain that runs elsewhere.
 * @param uri  Where.
 * @param err  Where to store the error, or NULL.
 * @return Always false.
 * @norestriction
 * @sideeffect Allocates the error.
 * @failure GVM_ERROR_UNSUPPORTED, always.
 */
static bool refuse_other(const char *uri, GError **err)
{
	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "the domains of %s run on another machine, and vGPUs are made on this one: run gvmctl there",
			     uri);
}

virConnect *gvm_virt_open(const struct gvm_call *call, GError **err)
{
	const char *uri = gvm_args_value(call, "--connect");
	virConnect *conn;

	if (!uri)
		uri = GVM_VIRT_URI;
	/* Nobody has to type a password to be refused. */
	if (gvm_args_has(call, "--live") && strstr(uri, "://") &&
	    !is_local(uri)) {
		refuse_other(uri, err);
		return NULL;
	}
	conn = virConnectOpen(uri);
	if (!conn)
		gvm_virt_error(err, "cannot connect to %s", uri);

	return conn;
}

bool gvm_virt_is_local(virConnect *conn)
{
	/* libvirt's memory is that of malloc(3), and so is GLib's. */
	g_autofree char *uri = virConnectGetURI(conn);

	return uri && is_local(uri);
}

bool gvm_virt_check_here(virConnect *conn, GError **err)
{
	g_autofree char *uri = virConnectGetURI(conn);

	return (uri && is_local(uri)) ||
		refuse_other(uri ? uri : "-", err);
}

virDomain *gvm_virt_find(virConnect *conn, const char *name, GError **err)
{
	g_autofree char *uuid = gvm_text_uuid(name);
	virDomain *domain = virDomainLookupByName(conn, name);

	if (!domain && uuid)
		domain = virDomainLookupByUUIDString(conn, uuid);
	if (domain)
		return domain;
	if (virGetLastErrorCode() != VIR_ERR_NO_DOMAIN)
		gvm_virt_error(err, "cannot look for domain %s", name);
	else
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "there is no domain %s; 'virsh list --all' shows what there is",
			      name);

	return NULL;
}
