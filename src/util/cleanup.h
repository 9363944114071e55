/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Scope-bound owners for what GLib does not own for us.
 */
#ifndef GVM_UTIL_CLEANUP_H
#define GVM_UTIL_CLEANUP_H

#include <errno.h>
#include <glib.h>
#include <unistd.h>

/**
 * @brief Close the descriptor held in a variable, keeping errno.
 * @param fd  Address of a descriptor; a negative value is left alone.
 * @restriction Only for use through gvm_autofd.
 * @sideeffect Closes @p *fd and sets it to -1.
 * @failure An error of close(2) is dropped: nobody can act on it while a
 *          scope is being left.
 */
static inline void gvm_fd_clear(int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = saved;
}

/** @brief Declares an int that closes itself; always initialise it to -1. */
#define gvm_autofd __attribute__((cleanup(gvm_fd_clear), unused))

/** @brief Lets g_autoptr(@p tag) own a heap @c struct @p tag. */
#define GVM_DEFINE_AUTOPTR(tag, free_func)		\
	typedef struct tag tag;				\
	G_DEFINE_AUTOPTR_CLEANUP_FUNC(tag, free_func)

/** @brief Lets g_auto(@p tag) own the inside of a @c struct @p tag. */
#define GVM_DEFINE_AUTO(tag, clear_func)		\
	typedef struct tag tag;				\
	G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(tag, clear_func)

#endif /* GVM_UTIL_CLEANUP_H */
