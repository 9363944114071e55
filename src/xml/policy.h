/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the policy, see gvm-policy(5).
 */
#ifndef GVM_XML_POLICY_H
#define GVM_XML_POLICY_H

#include <glib.h>
#include <stddef.h>

#include "model/policy.h"

/** @brief Namespace of the policy. */
#define GVM_POLICY_NS "https://linux-gvm.org/xmlns/policy/1.0"

/** @brief Most rules of a policy. */
#define GVM_POLICY_RULES_MAX 1024

/** @brief Most types that one rule may name. */
#define GVM_POLICY_TYPES_MAX 64

/** @brief Largest number of vGPUs that a rule may name. */
#define GVM_POLICY_COUNT_MAX 9999

/**
 * @brief Read a policy.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param err   Where to store the error, or NULL.
 * @return A new policy, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line, for whatever the schema
 *          does not allow, and for too many rules, or types in one.
 */
struct gvm_policy *gvm_policy_parse(const char *text, size_t len,
				    const char *name, GError **err);

#endif /* GVM_XML_POLICY_H */
