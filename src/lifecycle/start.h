/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Answering the starts of VMs on drivers that ask for it.
 */
#ifndef GVM_LIFECYCLE_START_H
#define GVM_LIFECYCLE_START_H

#include <glib.h>
#include <stdbool.h>

struct gvm_observe;

/**
 * @brief Choose whether starts are answered, and say why.
 * @param self  The observer, with its client.
 * @param mode  Where to put a new string: what is done and why.
 * @return true when starts are to be answered.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
bool gvm_start_choose(struct gvm_observe *self, char **mode);

/**
 * @brief Begin to answer, or stop, as was chosen.
 * @param self     The observer.
 * @param answers  Whether starts are to be answered.
 * @param err      Where to store the error, or NULL.
 * @return true when it is as chosen.
 * @norestriction
 * @sideeffect Subscribes to starts and to GPUs that are bound, or ends that.
 * @failure Those of gvm_rm_event_new(); then nothing is answered.
 */
bool gvm_start_set(struct gvm_observe *self, bool answers, GError **err);

/**
 * @brief Answer all starts that wait, and take all other system events.
 * @param self  The observer, answering.
 * @param err   Where to store the error, or NULL.
 * @return true when the driver's queue is empty.
 * @norestriction
 * @sideeffect Every start is answered, with a refusal where it is not
 *             possible, and told of.
 * @failure Those of gvm_nv_start_take(), when each question has failed; one
 *          that fails among others is told as trouble.
 */
bool gvm_start_drain(struct gvm_observe *self, GError **err);

#endif /* GVM_LIFECYCLE_START_H */
