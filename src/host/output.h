/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Writing files, above all one that a user named.
 */
#ifndef GVM_HOST_OUTPUT_H
#define GVM_HOST_OUTPUT_H

/**
 * @brief Replace a file at one stroke, for everybody to read.
 *
 * The text goes to a new file of the same directory, ".NAME.tmp", which is
 * then renamed over the name. A reader sees the old text or the new one,
 * never a part. It is not synced: nobody needs it after a crash.
 *
 * @param path  Path as typed, relative to the working directory.
 * @param text  What to write.
 * @return 0, or a negative errno; then the old file is still there.
 * @restriction The path is not below the root of a gvm_host: it is the user's.
 *              One writer at a time for each name.
 * @sideeffect Replaces the file, mode 0644; one of the temporary name is
 *             removed first, never followed.
 * @failure -EISDIR for a directory; what open(2), write(2), fchmod(2) or
 *          rename(2) reports; -EIO on a short write.
 */
int gvm_output_save(const char *path, const char *text);

/**
 * @brief Write a whole text to a new file.
 * @param fd    Its descriptor.
 * @param text  The text.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect Writes.
 * @failure What write(2) reports; -EIO on a short write.
 */
int gvm_output_write(int fd, const char *text);

#endif /* GVM_HOST_OUTPUT_H */
