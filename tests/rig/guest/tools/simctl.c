// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Talks to the simulated driver's control node.
 *
 *     simctl version                             the driver's version
 *     simctl add PARENT TYPE MIB NAME [rereg]    adds a type, live or by taking the parent away
 *     simctl del PARENT TYPE                     takes a type away
 *     simctl limit PARENT TYPE COUNT             at most so many of it; -1: no limit
 *
 * PARENT is GPU * 4 + VF, or the GPU itself where it has no virtual functions.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "vgpusim_abi.h"

/**
 * @brief Prints the driver's version.
 * @param fd the control node
 * @return 0, or -1 with errno
 * @norestriction
 * @sideeffect prints a line
 * @failure errno of the ioctl
 */
static int print_version(int fd)
{
	struct vgpusim_version check = { 0 };

	if (ioctl(fd, NV_ESC_CHECK_VERSION_STR, &check) < 0)
		return -1;
	printf("%s\n", check.version);
	return 0;
}

/**
 * @brief Changes the types of a parent as the arguments say.
 * @param fd the control node
 * @param argc number of arguments, at least 4
 * @param argv the program's arguments
 * @return 0, or -1 with errno
 * @restriction argv[1] is one of add, del and limit
 * @sideeffect types come or go
 * @failure errno of the ioctl, EINVAL when arguments are missing
 */
static int change_type(int fd, int argc, char **argv)
{
	struct vgpusim_type_op op = { 0 };

	op.parent = strtoul(argv[2], NULL, 10);
	op.type = strtoul(argv[3], NULL, 10);
	if (strcmp(argv[1], "del") == 0)
		return ioctl(fd, SIM_DEL_TYPE, &op);
	if (strcmp(argv[1], "limit") == 0 && argc == 5) {
		op.limit = atoi(argv[4]);
		return ioctl(fd, SIM_SET_LIMIT, &op);
	}
	if (strcmp(argv[1], "add") != 0 || argc < 6) {
		errno = EINVAL;
		return -1;
	}
	op.framebuffer = strtoul(argv[4], NULL, 10);
	op.how = argc > 6 ? SIM_REREGISTER : SIM_LIVE;
	snprintf(op.name, sizeof(op.name), "%s", argv[5]);
	return ioctl(fd, SIM_ADD_TYPE, &op);
}

/**
 * @brief Does what the arguments say.
 * @param argc their number
 * @param argv the arguments
 * @return 0, 1 on an error, 2 when called wrongly
 * @norestriction
 * @sideeffect as the command says
 * @failure a line on stderr
 */
int main(int argc, char **argv)
{
	int fd = open("/dev/nvidiactl", O_RDWR | O_CLOEXEC);
	int ret;

	if (fd < 0) {
		perror("simctl: /dev/nvidiactl");
		return 1;
	}
	if (argc == 2 && strcmp(argv[1], "version") == 0) {
		ret = print_version(fd);
	} else if (argc >= 4) {
		ret = change_type(fd, argc, argv);
	} else {
		fprintf(stderr, "usage: simctl version | add|del|limit PARENT TYPE ...\n");
		return 2;
	}
	if (ret < 0)
		fprintf(stderr, "simctl: %s: %s\n", argv[1], strerrorname_np(errno));
	close(fd);
	return ret < 0;
}
