// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Brings a virtual function of QEMU's NVMe controller online.
 *
 *     nvmevf NODE CNTLID    NODE is the parent's, CNTLID counts its functions from 1
 *
 * Before this the controller of the function says that it has failed, and nvme leaves it.  The
 * numbers are those of the NVMe specification, "Virtualization Management command".
 */
#include <fcntl.h>
#include <linux/nvme_ioctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	VIRTUALIZATION_MANAGEMENT = 0x1c,
	SECONDARY_OFFLINE = 7,
	SECONDARY_ASSIGN = 8,
	SECONDARY_ONLINE = 9,
	QUEUES = 0,
	INTERRUPTS = 1,
};

/**
 * @brief Gives one command for a function to its parent.
 * @param fd the parent's node
 * @param controller which function
 * @param action one of SECONDARY_...
 * @param resource QUEUES or INTERRUPTS, for SECONDARY_ASSIGN
 * @param count how many of it
 * @return 0, or -1 when it was refused
 * @norestriction
 * @sideeffect the function's controller changes
 * @failure a line on stderr with the NVMe status, or the errno
 */
static int manage(int fd, unsigned int controller, unsigned int action, unsigned int resource,
		  unsigned int count)
{
	struct nvme_admin_cmd command = {
		.opcode = VIRTUALIZATION_MANAGEMENT,
		.cdw10 = action | resource << 8 | controller << 16,
		.cdw11 = count,
	};
	int status = ioctl(fd, NVME_IOCTL_ADMIN_CMD, &command);

	if (status < 0)
		perror("nvmevf");
	else if (status > 0)
		fprintf(stderr, "nvmevf: action %u: NVMe status 0x%x\n", action, status);
	return status ? -1 : 0;
}

/**
 * @brief Does what the arguments say.
 * @param argc their number
 * @param argv the arguments
 * @return 0, 1 when something was refused, 2 when called wrongly
 * @norestriction
 * @sideeffect the function has two pairs of queues and an interrupt, and is online
 * @failure a line on stderr
 */
int main(int argc, char **argv)
{
	unsigned int controller;
	int failed, fd;

	if (argc != 3) {
		fprintf(stderr, "usage: nvmevf NODE CNTLID\n");
		return 2;
	}
	controller = strtoul(argv[2], NULL, 10);
	fd = open(argv[1], O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		perror(argv[1]);
		return 1;
	}
	failed = manage(fd, controller, SECONDARY_OFFLINE, 0, 0) ||
		 manage(fd, controller, SECONDARY_ASSIGN, QUEUES, 2) ||
		 manage(fd, controller, SECONDARY_ASSIGN, INTERRUPTS, 1) ||
		 manage(fd, controller, SECONDARY_ONLINE, 0, 0);
	close(fd);
	return failed;
}
