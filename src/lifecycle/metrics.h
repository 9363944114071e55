/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What vGPUs use, as text for collectors of figures.
 *
 * The form is OpenMetrics. The collector of node_exporter reads the older text
 * form of Prometheus, so only what means the same in both is used: gauges, and
 * one counter. Lines of OpenMetrics that the older form does not have (UNIT,
 * EOF) are comments to it.
 */
#ifndef GVM_LIFECYCLE_METRICS_H
#define GVM_LIFECYCLE_METRICS_H

#include <stdbool.h>

struct gvm_observe;

/**
 * @brief Write down what is known of GPUs and vGPUs.
 * @param self  The observer.
 * @param up    false for the last words of an observer that ends: then nothing
 *              but that is said, since what was known grows old.
 * @return A new string, all of a file.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
char *gvm_metrics_format(const struct gvm_observe *self, bool up);

#endif /* GVM_LIFECYCLE_METRICS_H */
