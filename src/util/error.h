/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The one error domain of the program, and its exit statuses.
 */
#ifndef GVM_UTIL_ERROR_H
#define GVM_UTIL_ERROR_H

#include <glib.h>
#include <stdbool.h>

/** @brief Error domain of every GError made in this program. */
#define GVM_ERROR gvm_error_quark()

/**
 * @brief What the caller can do about a failure, not where it happened.
 *
 * Each value is the exit status of the program that ends with it; the man
 * page gvmctl(8) lists them under EXIT STATUS.
 */
enum gvm_error {
	GVM_ERROR_FAILED = 1,		/**< The kernel or driver refused. */
	GVM_ERROR_USAGE = 2,		/**< The command line is wrong. */
	GVM_ERROR_NOT_FOUND = 3,	/**< No such device, type or file. */
	GVM_ERROR_EXISTS = 4,		/**< It is there already. */
	GVM_ERROR_BUSY = 5,		/**< In use; later may help. */
	GVM_ERROR_NO_CAPACITY = 6,	/**< No parent has room. */
	GVM_ERROR_DENIED = 7,		/**< Privilege or policy forbids it. */
	GVM_ERROR_UNSUPPORTED = 8,	/**< This driver or kernel cannot. */
	GVM_ERROR_INVALID = 9,		/**< XML or configuration is wrong. */
};

/**
 * @brief Name the error domain.
 * @return The quark of the domain.
 * @norestriction
 * @sideeffect Interns one string in the process on first use.
 * @nofailure
 */
GQuark gvm_error_quark(void);

/**
 * @brief Set an error of our domain.
 * @param err     Where to store the error, or NULL.
 * @param code    What the caller can do about it.
 * @param format  The sentence, printf-like, without full stop or newline.
 * @return Always false, so that a caller can return the call.
 * @restriction @p err must not already hold an error.
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
bool gvm_error_set(GError **err, enum gvm_error code, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/**
 * @brief Turn a negative errno into an error with a sentence.
 * @param err     Where to store the error, or NULL.
 * @param rc      A negative errno value.
 * @param format  What was being done, printf-like, without full stop; the
 *                text of the errno is appended after a colon.
 * @return Always false, so that a caller can return the call.
 * @restriction @p rc must be negative; @p err must not already hold an error.
 * @sideeffect Allocates a GError in @p *err.
 * @nofailure
 */
bool gvm_error_set_errno(GError **err, int rc, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/**
 * @brief Choose the code that tells a caller what to do about an errno.
 * @param errnum  A positive errno value.
 * @return The matching code; GVM_ERROR_FAILED where none matches.
 * @pure
 */
enum gvm_error gvm_error_from_errno(int errnum);

/**
 * @brief Choose the exit status for an error.
 * @param err  An error of any domain, or NULL for success.
 * @return 0 for NULL, the code of our own errors, 1 for a foreign one.
 * @pure
 */
int gvm_error_status(const GError *err);

#endif /* GVM_UTIL_ERROR_H */
