// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Implementation of the error domain.
 */
#include "util/error.h"

#include <errno.h>
#include <stdarg.h>

G_DEFINE_QUARK(gvm_error, gvm_error)

enum gvm_error gvm_error_from_errno(int errnum)
{
	switch (errnum) {
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return GVM_ERROR_NOT_FOUND;
	case EEXIST:
		return GVM_ERROR_EXISTS;
	case EBUSY:
	case EAGAIN:
		return GVM_ERROR_BUSY;
	case ENOSPC:
	case EUSERS:
		return GVM_ERROR_NO_CAPACITY;
	case EACCES:
	case EPERM:
	case EROFS:
		return GVM_ERROR_DENIED;
	case ENOSYS:
	case EOPNOTSUPP:
	case ENOTTY:
		return GVM_ERROR_UNSUPPORTED;
	default:
		return GVM_ERROR_FAILED;
	}
}

bool gvm_error_set(GError **err, enum gvm_error code, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(err, GVM_ERROR, code, what);

	return false;
}

bool gvm_error_set_errno(GError **err, int rc, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	g_assert(rc < 0);

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(err, GVM_ERROR, gvm_error_from_errno(-rc), "%s: %s", what,
		    g_strerror(-rc));

	return false;
}

int gvm_error_status(const GError *err)
{
	if (!err)
		return 0;

	return err->domain == GVM_ERROR ? err->code : GVM_ERROR_FAILED;
}
