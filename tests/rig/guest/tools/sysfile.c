// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Writes to or opens a file with one system call each and prints the result's errno by name.
 *
 * A shell's echo says "I/O error" for every errno, and may write twice.
 *
 *     sysfile write FILE TEXT   TEXT as it is; \n at its end stands for a newline
 *     sysfile open FILE         opens for reading and writing, as a VFIO client does
 *     sysfile hold FILE         opens, prints the result, and holds the file until stdin ends
 *
 * Prints "0" or the errno's name; the exit status is 0 only when there was none.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/**
 * @brief Prints how a system call ended.
 * @param error its errno, or 0
 * @return the exit status that says the same
 * @norestriction
 * @sideeffect prints a line
 * @nofailure
 */
static int report(int error)
{
	const char *name = error ? strerrorname_np(error) : "0";

	printf("%s\n", name ? name : "?");
	fflush(stdout);
	return error != 0;
}

/**
 * @brief Turns a last "\n" of two characters into a newline.
 * @param text the text, changed in place
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static void unescape(char *text)
{
	size_t length = strlen(text);

	if (length >= 2 && strcmp(text + length - 2, "\\n") == 0)
		strcpy(text + length - 2, "\n");
}

/**
 * @brief Writes a text to a file by one write.
 * @param path the file
 * @param text the text
 * @return 0, or the errno of open or write
 * @norestriction
 * @sideeffect whatever the file does
 * @failure the errno is the result
 */
static int write_once(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		error = errno;
	close(fd);
	return error;
}

/**
 * @brief Does what the arguments say.
 * @param argc their number
 * @param argv the arguments
 * @return 0 without an error, 1 with one, 2 when called wrongly
 * @norestriction
 * @sideeffect as the command says
 * @failure a line with the errno's name
 */
int main(int argc, char **argv)
{
	char byte;
	int fd;

	if (argc == 4 && strcmp(argv[1], "write") == 0) {
		unescape(argv[3]);
		return report(write_once(argv[2], argv[3]));
	}
	if (argc != 3 || (strcmp(argv[1], "open") != 0 && strcmp(argv[1], "hold") != 0)) {
		fprintf(stderr, "usage: sysfile write FILE TEXT | open FILE | hold FILE\n");
		return 2;
	}
	fd = open(argv[2], O_RDWR | O_CLOEXEC);
	if (report(fd < 0 ? errno : 0))
		return 1;
	while (strcmp(argv[1], "hold") == 0 && read(STDIN_FILENO, &byte, 1) > 0)
		;
	close(fd);
	return 0;
}
