/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading what a user or libvirt hands to the program.
 */
#ifndef GVM_HOST_INPUT_H
#define GVM_HOST_INPUT_H

#include <stddef.h>

/** @brief Largest document accepted, in bytes: 4 MiB. */
#define GVM_INPUT_MAX (4u << 20)

/**
 * @brief Read a descriptor to its end.
 * @param fd   An open descriptor.
 * @param max  Largest size accepted, in bytes.
 * @param text Where to put the new bytes, followed by a NUL; freed by the
 *             caller.
 * @param len  Where to put how many bytes there are, without that NUL.
 * @return 0, or a negative errno; nothing is stored on failure.
 * @norestriction
 * @sideeffect Consumes the descriptor, at most @p max + 1 bytes of it.
 * @failure -EFBIG when there is more than @p max; otherwise what read(2)
 *          reports.
 */
int gvm_input_read_fd(int fd, size_t max, char **text, size_t *len);

/**
 * @brief Read a file that a user named on the command line.
 * @param path  Path as typed, relative to the working directory; "-" means
 *              standard input.
 * @param max   Largest size accepted, in bytes.
 * @param text  As for gvm_input_read_fd().
 * @param len   As for gvm_input_read_fd().
 * @return 0, or a negative errno; nothing is stored on failure.
 * @restriction The path is not below the root of a gvm_host: it is the user's.
 * @sideeffect Reads the file or standard input.
 * @failure What open(2) reports; -EISDIR for a directory; otherwise as
 *          gvm_input_read_fd().
 */
int gvm_input_read_file(const char *path, size_t max, char **text,
			size_t *len);

#endif /* GVM_HOST_INPUT_H */
