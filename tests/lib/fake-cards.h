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

#endif /* GVM_TESTS_FAKE_CARDS_H */
