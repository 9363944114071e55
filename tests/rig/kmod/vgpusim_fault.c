// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a test makes go wrong when a vGPU is made or freed, through parameters in
 * /sys/module/vgpusim/parameters:
 *   create_errno, create_fail_count   the next so many creations fail (a negative count: all)
 *   create_delay_ms                   each creation takes so long
 *   free_errno, free_fail_count       the same when a type is taken from a virtual function
 */
#include <linux/delay.h>
#include <linux/module.h>
#include "vgpusim.h"

#define MAX_DELAY_MS 20000

static int create_errno;
module_param(create_errno, int, 0644);
MODULE_PARM_DESC(create_errno, "errno that creations fail with, 0 for none");

static int create_fail_count = -1;
module_param(create_fail_count, int, 0644);
MODULE_PARM_DESC(create_fail_count, "so many creations fail with create_errno, negative for all");

static unsigned int create_delay_ms;
module_param(create_delay_ms, uint, 0644);
MODULE_PARM_DESC(create_delay_ms, "time that each creation takes");

static int free_errno;
module_param(free_errno, int, 0644);
MODULE_PARM_DESC(free_errno, "errno that taking a type from a function fails with, 0 for none");

static int free_fail_count = -1;
module_param(free_fail_count, int, 0644);
MODULE_PARM_DESC(free_fail_count, "so often that fails with free_errno, negative for always");

/**
 * take_error() - tells an error that a test wants now, and counts it
 * @error: the errno, 0 for none
 * @count: how often, negative for always
 *
 * Restriction: sim_count_lock is held. Side effects: a positive count falls. Failure: none.
 *
 * Return: -errno, or 0
 */
static int take_error(int error, int *count)
{
	if (!error || !*count)
		return 0;
	if (*count > 0)
		(*count)--;
	return -abs(error);
}

/**
 * sim_injected_error() - tells the error that a test wants of a creation now, and counts it
 *
 * Restriction: sim_count_lock is held. Side effects: create_fail_count falls. Failure: none.
 *
 * Return: -errno, or 0
 */
int sim_injected_error(void)
{
	return take_error(create_errno, &create_fail_count);
}

/**
 * sim_injected_free_error() - tells the error that a test wants of a function's free now
 *
 * Restriction: sim_count_lock is held. Side effects: free_fail_count falls. Failure: none.
 *
 * Return: -errno, or 0
 */
int sim_injected_free_error(void)
{
	return take_error(free_errno, &free_fail_count);
}

/**
 * sim_injected_delay() - waits as long as a test wants
 *
 * The wait can not be interrupted: a real driver's work can not, either.
 *
 * Restriction: may sleep. Side effects: time passes. Failure: none.
 */
void sim_injected_delay(void)
{
	unsigned int delay = min_t(unsigned int, READ_ONCE(create_delay_ms), MAX_DELAY_MS);

	if (delay)
		msleep(delay);
}
