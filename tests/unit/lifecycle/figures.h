/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A reader of figures that takes what is OpenMetrics and also the older
 *        text form of Prometheus, and nothing else.
 */
#ifndef GVM_TESTS_UNIT_LIFECYCLE_FIGURES_H
#define GVM_TESTS_UNIT_LIFECYCLE_FIGURES_H

#include "unit.h"

/** @brief Figures that were read, or are being read. */
struct figures {
	GHashTable *samples;	/**< "name{label=value,...}" to value. */
	GHashTable *families;	/**< Names of families so far. */
	char *family;		/**< The current one, or NULL. */
	bool counter;		/**< It is a counter. */
	bool ended;		/**< EOF was seen. */
};

/**
 * @brief Free what was read.
 * @param got  The figures.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void figures_clear(struct figures *got);

GVM_DEFINE_AUTO(figures, figures_clear)

/**
 * @brief Read a text.
 * @param text     The text.
 * @param got  Filled; freed with figures_clear().
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure Fails the test when it is not of the form.
 */
void figures_read(const char *text, struct figures *got);

/**
 * @brief Insist on the value of a sample.
 * @param got  What was read.
 * @param key      "name{label=value,...}", labels in order.
 * @param value    Its value, or NULL when it must not be there.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
void figures_expect(const struct figures *got, const char *key,
		    const char *value);

#endif /* GVM_TESTS_UNIT_LIFECYCLE_FIGURES_H */
