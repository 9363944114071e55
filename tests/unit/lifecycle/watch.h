/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A machine that lets a test look at, or stop, every operation on it.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_WATCH_H
#define GVM_TESTS_UNIT_LIFECYCLE_WATCH_H

#include "scene.h"

struct watch;

/**
 * @brief Called before and after each operation.
 * @param watch  The machine.
 * @param op     "store", "store-detached", "run", "probe", "wait", "now" or
 *               "log".
 * @param path   What is written, run or probed; "" for the others.
 * @param after  Whether the operation has been done.
 */
typedef void (*watch_look)(struct watch *watch, const char *op,
			   const char *path, bool after);

/** @brief A machine that is watched. */
struct watch {
	struct gvm_host host;	/**< What the code under test is given. */
	struct fake_host *fake;	/**< The machine. Borrowed. */
	watch_look look;	/**< What to call, or NULL. */
	unsigned int moment;	/**< How often it was called. */
	unsigned int until;	/**< For the test. */
};

/**
 * @brief Begin to watch a machine.
 * @param watch  Filled in.
 * @param fake   The machine.
 * @param look   What to call at each operation.
 * @norestriction
 * @sideeffect Opens the machine a second time; see watch_close().
 * @nofailure
 */
void watch_open(struct watch *watch, struct fake_host *fake, watch_look look);

/**
 * @brief End it.
 * @param watch  From watch_open().
 * @norestriction
 * @sideeffect Closes the machine.
 * @nofailure
 */
void watch_close(struct watch *watch);

/** @brief What a child does; false when it failed. */
typedef bool (*watch_work)(struct gvm_host *host);

/**
 * @brief Do something in a child that is killed on the way.
 * @param fake    The machine.
 * @param what    What it does.
 * @param moment  The moment before which it is killed, from 1.
 * @return true when it got through before.
 * @norestriction
 * @sideeffect Whatever the child does until then.
 * @failure Fails the test when the child failed instead of dying.
 */
bool watch_survives(struct fake_host *fake, watch_work what,
		    unsigned int moment);

/**
 * @brief Let the user of the first device go after three waits.
 * @param watch  The machine; until counts.
 * @param op     The operation.
 * @param path   Unused.
 * @param after  Whether it has been done.
 * @norestriction
 * @sideeffect Frees the group.
 * @nofailure
 */
void watch_let_go(struct watch *watch, const char *op, const char *path,
		  bool after);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_WATCH_H */
