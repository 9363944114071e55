/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A type of ours on a GPU, and NVIDIA's types that it may start from.
 *
 * NVIDIA's types, their ids and signatures are made up.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_OUTCOME_H
#define GVM_TESTS_UNIT_LIFECYCLE_OUTCOME_H

#include "muster.h"

/** @brief A type resolved for the first GPU. */
struct outcome {
	struct parade *muster;		/**< The machine. Owned. */
	struct gvm_register *reg;	/**< The plan. Owned. */
	const struct gvm_register_type *type;	/**< The type. */
};

/**
 * @brief Free a type, and the machine.
 * @param got  What to free.
 * @norestriction
 * @sideeffect Releases the memory.
 * @failure As muster_free().
 */
void outcome_clear(struct outcome *got);

GVM_DEFINE_AUTO(outcome, outcome_clear)

/**
 * @brief Repeat a byte as hexadecimal digits.
 * @param byte  Its two digits.
 * @param n     How often; GVM_PROFILE_SIGNATURE makes a signature.
 * @return A new string.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
char *outcome_digits(const char *byte, unsigned int n);

/**
 * @brief Set up a machine with NVIDIA's types.
 * @param got      Filled.
 * @param release  Release of the driver.
 * @return A new type of ours, which still gives nothing.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
struct gvm_profile *outcome_begin(struct outcome *got, const char *release);

/**
 * @brief Resolve the type.
 * @param got  From outcome_begin().
 * @norestriction
 * @sideeffect Fills in what was got.
 * @failure Fails the test.
 */
void outcome_resolve(struct outcome *got);

/**
 * @brief Insist that the type is refused.
 * @param got   From outcome_begin().
 * @param code  Code of the error.
 * @param part  What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void outcome_refuse(struct outcome *got, enum gvm_error code,
		    const char *part);

/**
 * @brief Insist on a number.
 * @param got    What was got.
 * @param which  Which number.
 * @param value  Its value.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void outcome_expect(const struct outcome *got,
		    enum gvm_profile_number which, uint64_t value);

/**
 * @brief Insist on a text.
 * @param got    What was got.
 * @param which  Which text.
 * @param value  The text.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void outcome_expect_text(const struct outcome *got,
			 enum gvm_profile_text which, const char *value);

/**
 * @brief Insist on a signature of one byte again and again.
 * @param got   What was got.
 * @param byte  The byte.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void outcome_expect_signature(const struct outcome *got, uint8_t byte);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_OUTCOME_H */
