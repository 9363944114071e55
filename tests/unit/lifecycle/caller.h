/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What the tests of call-outs share: to be mdevctl.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_CALLER_H
#define GVM_TESTS_UNIT_LIFECYCLE_CALLER_H

#include "scene.h"

#include "lifecycle/callout.h"

/** @brief What was answered. */
struct caller_answer {
	bool go_on;		/**< Whether mdevctl may go on. */
	bool ours;		/**< Whether the type is ours. */
	bool read;		/**< Whether the input was touched. */
	char *out;		/**< What mdevctl is to read. Owned. */
	GError *err;		/**< The error. Owned. */
};

/**
 * @brief Free an answer.
 * @param answer  The answer.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void caller_answer_clear(struct caller_answer *answer);

GVM_DEFINE_AUTO(caller_answer, caller_answer_clear)

/**
 * @brief Make a call-out.
 * @param host  The machine.
 * @param call  The call; gets its input.
 * @return The answer.
 * @norestriction
 * @sideeffect Those of gvm_callout_run().
 * @failure Fails the test when there is no pipe.
 */
struct caller_answer caller_ask(struct gvm_host *host,
				struct gvm_callout_call *call);

/**
 * @brief Make a call-out about the first device.
 * @param host    The machine.
 * @param event   Event.
 * @param action  Action.
 * @param state   State.
 * @return The answer.
 * @norestriction
 * @sideeffect Those of gvm_callout_run().
 * @failure Fails the test when there is no pipe.
 */
struct caller_answer caller_ask_about(struct gvm_host *host,
				      const char *event, const char *action,
				      const char *state);

/**
 * @brief Make or remove the first device as mdevctl does.
 * @param host  The machine.
 * @param make  Whether to make it.
 * @return true on success.
 * @norestriction
 * @sideeffect Makes or removes it.
 * @failure Those of the kernel.
 */
bool caller_write(struct gvm_host *host, bool make);

/**
 * @brief Set up a machine with types of our own.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
int caller_setup(void **state);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_CALLER_H */
