/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The few words that the simulated resource manager needs, in the kernel and in a program.
 */
#ifndef RMSIM_PORT_H
#define RMSIM_PORT_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* In a program they are macros: other headers there know types of these names. */
#define u8 uint8_t
#define u16 uint16_t
#define u32 uint32_t
#define u64 uint64_t
#endif

#endif
