/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Which domains may have which vGPUs, as plain data.
 */
#ifndef GVM_MODEL_POLICY_H
#define GVM_MODEL_POLICY_H

#include <glib.h>
#include <stdbool.h>

#include "model/request.h"
#include "util/cleanup.h"

/** @brief A rule; it covers what fits in all that is given. */
struct gvm_rule {
	char *domain;		/**< Pattern of names, or NULL. Owned. */
	char *uuid;		/**< Canonical UUID of a domain, or NULL. */
	GStrv types;		/**< Patterns of type ids, or NULL. Owned. */
	bool deny;		/**< What it covers is not permitted. */
	unsigned int per_domain;	/**< Most for each domain, or 0. */
	unsigned int total;	/**< Most that it covers at a time, or 0. */
	unsigned int line;	/**< Its line in the file. */
};

/** @brief The policy of a machine. */
struct gvm_policy {
	char *file;		/**< Name of its file, for messages. Owned. */
	bool places;		/**< It has a default placement. */
	enum gvm_placement placement;	/**< The default placement. */
	GPtrArray *rules;	/**< struct gvm_rule, in order. Owned. */
};

/** @brief A vGPU as the rules see it; all strings are borrowed. */
struct gvm_holding {
	const char *owner;	/**< As in struct gvm_claim. */
	const char *domain;	/**< Name of the domain, or NULL for none. */
	const char *type;	/**< Id of its type, or NULL. */
};

/**
 * @brief Make a policy without any rule.
 * @param file  What to call it in messages; copied.
 * @return A new policy, freed with gvm_policy_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_policy *gvm_policy_new(const char *file);

/**
 * @brief Free a policy.
 * @param policy  The policy, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_policy_free(struct gvm_policy *policy);

GVM_DEFINE_AUTOPTR(gvm_policy, gvm_policy_free)

/**
 * @brief Free a rule.
 * @param rule  The rule, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_rule_free(struct gvm_rule *rule);

GVM_DEFINE_AUTOPTR(gvm_rule, gvm_rule_free)

/**
 * @brief Tell whether a rule covers whatever there may be.
 * @param rule  The rule.
 * @return true when no later rule is ever asked.
 * @pure
 */
bool gvm_rule_covers_all(const struct gvm_rule *rule);

/**
 * @brief Tell whether a rule counts.
 * @param rule  The rule, or NULL.
 * @return true when it bounds a number of vGPUs.
 * @pure
 */
bool gvm_rule_counts(const struct gvm_rule *rule);

/**
 * @brief Tell whether any rule counts.
 * @param policy  The policy.
 * @return true when one bounds a number of vGPUs.
 * @pure
 */
bool gvm_policy_counts(const struct gvm_policy *policy);

/**
 * @brief Find the rule that decides about a vGPU.
 * @param policy   The policy.
 * @param holding  The vGPU.
 * @return The first rule that covers it, owned by @p policy, or NULL.
 * @pure
 */
const struct gvm_rule *gvm_policy_find(const struct gvm_policy *policy,
				       const struct gvm_holding *holding);

/**
 * @brief Decide whether one more vGPU is permitted.
 * @param policy  The policy.
 * @param wanted  The vGPU.
 * @param held    struct gvm_holding: those that there are or will be before.
 * @param err     Where to store the error, or NULL.
 * @return true when no rule covers it, or one that permits it.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_DENIED, naming domain, type and rule.
 */
bool gvm_policy_judge(const struct gvm_policy *policy,
		      const struct gvm_holding *wanted, const GArray *held,
		      GError **err);

#endif /* GVM_MODEL_POLICY_H */
