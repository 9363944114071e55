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
 * @brief Make the same machine with four of them.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_arc_pro_vfs(const char *root);

/**
 * @brief Make a machine with an older Intel GPU and two virtual functions.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_alder_lake(const char *root);

/**
 * @brief Make a machine with two AMD accelerators of one virtual function
 *        each; the second is ready for a guest.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_mi300x(const char *root);

/**
 * @brief Make a machine with two accelerators without virtual functions.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_wormhole(const char *root);

/**
 * @brief Make a machine with a GPU cut into seven, whose functions are given
 *        types.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_a100(const char *root);

/**
 * @brief Make a machine with the same GPU where the kernel still has mdev
 *        for it.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_a100_mdev(const char *root);

/**
 * @brief Make a machine with an NVIDIA L40S whose virtual functions are not
 *        enabled, and whose driver lets only its own program do so.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_l40s_off(const char *root);

/**
 * @brief Make a machine with all kinds: mdev, functions that are given types,
 *        functions that are given as they are, and whole cards.
 * @param root  The machine.
 * @norestriction
 * @sideeffect Creates files.
 * @failure Ends the process.
 */
void fake_cards_kinds(const char *root);

#endif /* GVM_TESTS_FAKE_CARDS_H */
