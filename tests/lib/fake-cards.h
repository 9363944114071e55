/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Machines whose cards are given to guests as they are, or by virtual
 *        functions.
 */
#ifndef GVM_TESTS_FAKE_CARDS_H
#define GVM_TESTS_FAKE_CARDS_H

/**
 * @brief Make a machine with an Intel GPU that can have virtual functions.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_arc_pro(const char *root);

/**
 * @brief Make a machine with two accelerators without virtual functions.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_wormhole(const char *root);

/**
 * @brief Make a machine with an NVIDIA L40S whose virtual functions are not
 *        enabled, and whose driver lets only its own program do so.
 *
 * They do not take vGPU types when they are enabled.
 *
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_l40s_off(const char *root);

#endif /* GVM_TESTS_FAKE_CARDS_H */
