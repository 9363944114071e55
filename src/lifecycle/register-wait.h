/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Waiting for NVIDIA's driver at boot.
 */
#ifndef GVM_LIFECYCLE_REGISTER_WAIT_H
#define GVM_LIFECYCLE_REGISTER_WAIT_H

#include <stdint.h>

struct gvm_host;

/**
 * @brief Wait until the driver can be called.
 *
 * That is: its module is loaded, has finished its start, and its control node
 * is there or may be made.
 *
 * @param host     The machine.
 * @param seconds  How long at most; 0 does not even look.
 * @norestriction
 * @sideeffect Blocks.
 * @failure A driver that is not there in time is whoever calls it to find.
 */
void gvm_register_wait(struct gvm_host *host, uint64_t seconds);

#endif /* GVM_LIFECYCLE_REGISTER_WAIT_H */
