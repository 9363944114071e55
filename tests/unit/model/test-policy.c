// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of deciding who may have which vGPUs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/policy.h"
#include "util/error.h"

/** @brief UUID of domain "alpha". */
#define ALPHA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a"
/** @brief UUID of domain "beta". */
#define BETA "7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0b"

/** @brief A vGPU of domain "alpha". */
#define OF_ALPHA(type) { ALPHA, "alpha", type }
/** @brief A vGPU of domain "beta". */
#define OF_BETA(type) { BETA, "beta", type }
/** @brief A vGPU that a person makes. */
#define BY_HAND(type) { "manual", NULL, type }

/** @brief Who has vGPUs already: two of "alpha", one of "beta", one of nobody. */
static const struct gvm_holding held[] = {
	OF_ALPHA("a-1"), OF_ALPHA("a-2"), OF_BETA("a-1"), BY_HAND("b-1"),
};

/** @brief A rule as it is written. */
struct wording {
	const char *domain;	/**< Pattern of names, or NULL. */
	const char *uuid;	/**< UUID, or NULL. */
	const char *types;	/**< Patterns of types, or NULL. */
	bool deny;		/**< What it covers is not permitted. */
	unsigned int per_domain;	/**< Most for each domain, or 0. */
	unsigned int total;	/**< Most at a time, or 0. */
};

/** @brief Most rules of a case. */
#define RULES_MAX 4

/** @brief A question. */
struct question {
	struct wording rules[RULES_MAX];	/**< The rules, then zeros. */
	int n;				/**< How many rules there are. */
	struct gvm_holding wanted;	/**< The vGPU that is asked for. */
	int rule;		/**< Which rule covers it, or -1. */
	const char *refusal;	/**< What is said, or NULL. */
};

/** @brief Questions with their answers. */
static const struct question questions[] = {
	/* Whatever no rule covers is permitted. */
	{ { { 0 } }, 0, OF_ALPHA("a-1"), -1, NULL },
	{ { { .types = "b-1", .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	{ { { .domain = "beta", .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	/* A rule without words covers all. */
	{ { { .deny = true } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not have a vGPU of type a-1: ask for another type, or change the rule at p.xml:10"
	},
	{ { { .deny = true } }, 1, BY_HAND("a-1"), 0,
	  "owner manual may not have a vGPU of type a-1: " },
	{ { { .deny = true } }, 1, OF_ALPHA(NULL), 0,
	  "domain alpha may not have a vGPU of type -: " },
	/* The first that covers decides, whatever comes after. */
	{ { { 0 }, { .deny = true } }, 2, OF_ALPHA("a-1"), 0, NULL },
	{ { { .deny = true }, { 0 } }, 2, OF_ALPHA("a-1"), 0,
	  "domain alpha may not have a vGPU of type a-1: " },
	{ { { .domain = "beta" }, { .deny = true } }, 2, OF_ALPHA("a-1"), 1,
	  "domain alpha may not have a vGPU of type a-1: ask for another type, or change the rule at p.xml:11"
	},
	/* Patterns of names; a domain is meant, and nobody else. */
	{ { { .domain = "al*", .deny = true } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not" },
	{ { { .domain = "alph", .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	{ { { .domain = "Alpha", .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	{ { { .domain = "*", .deny = true } }, 1, BY_HAND("a-1"), -1, NULL },
	{ { { .domain = "manual", .deny = true } }, 1, BY_HAND("a-1"), -1, NULL },
	/* A UUID, whatever the name. */
	{ { { .uuid = ALPHA, .deny = true } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not" },
	{ { { .uuid = BETA, .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	/* Types: one of several patterns is enough; both must fit. */
	{ { { .types = "x a-?", .deny = true } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not" },
	{ { { .types = "x a-?", .deny = true } }, 1, OF_ALPHA("a-10"), -1, NULL },
	{ { { .types = "a-", .deny = true } }, 1, OF_ALPHA("a-1"), -1, NULL },
	{ { { .domain = "beta", .types = "a-1", .deny = true } }, 1,
	  OF_ALPHA("a-1"), -1, NULL },
	{ { { .types = "*", .deny = true } }, 1, OF_ALPHA(NULL), -1, NULL },
	/* For each domain: of what the rule covers, and only one's own. */
	{ { { .per_domain = 3 } }, 1, OF_ALPHA("a-1"), 0, NULL },
	{ { { .per_domain = 2 } }, 1, OF_ALPHA("a-9"), 0,
	  "domain alpha may not have another vGPU of type a-9: the rule at p.xml:10 permits each domain 2"
	},
	{ { { .per_domain = 2 } }, 1, OF_BETA("a-1"), 0, NULL },
	{ { { .per_domain = 1 } }, 1, OF_BETA("a-1"), 0,
	  "domain beta may not have another vGPU of type a-1: " },
	{ { { .types = "a-1", .per_domain = 2 } }, 1, OF_ALPHA("a-1"), 0, NULL },
	{ { { .types = "a-1", .per_domain = 1 } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not have another" },
	{ { { .per_domain = 1 } }, 1, BY_HAND("b-1"), 0, NULL },
	/* At a time: of what the rule covers, whoever has it. */
	{ { { .total = 5 } }, 1, OF_BETA("a-1"), 0, NULL },
	{ { { .total = 4 } }, 1, OF_BETA("a-1"), 0,
	  "domain beta may not have a vGPU of type a-1 now: the rule at p.xml:10 permits 4 at a time, stop a domain that has one"
	},
	{ { { .total = 4 } }, 1, BY_HAND("a-1"), 0,
	  "owner manual may not have a vGPU of type a-1 now: " },
	{ { { .types = "a-1", .total = 3 } }, 1, OF_BETA("a-1"), 0, NULL },
	{ { { .types = "a-1", .total = 2 } }, 1, OF_BETA("a-1"), 0,
	  "domain beta may not have a vGPU of type a-1 now: " },
	/* What an earlier rule covers, a later one does not count. */
	{ { { .domain = "alpha" }, { .total = 3 } }, 2, OF_BETA("a-1"), 1, NULL },
	{ { { .domain = "alpha" }, { .total = 2 } }, 2, OF_BETA("a-1"), 1,
	  "domain beta may not have a vGPU of type a-1 now: the rule at p.xml:11 permits 2" },
	/* Both at once: either is enough to refuse. */
	{ { { .per_domain = 9, .total = 4 } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not have a vGPU of type a-1 now: " },
	{ { { .per_domain = 2, .total = 9 } }, 1, OF_ALPHA("a-1"), 0,
	  "domain alpha may not have another vGPU" },
	{ { { .per_domain = 3, .total = 5 } }, 1, OF_ALPHA("a-1"), 0, NULL },
};

/**
 * @brief Make a policy, its rules on line 10 and on.
 * @param rules  The rules.
 * @param n      How many there are.
 * @return A new policy.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_policy *make_policy(const struct wording *rules, int n)
{
	struct gvm_policy *policy = gvm_policy_new("p.xml");

	for (int i = 0; i < n; i++) {
		struct gvm_rule *rule = g_new0(struct gvm_rule, 1);

		rule->domain = g_strdup(rules[i].domain);
		rule->uuid = g_strdup(rules[i].uuid);
		if (rules[i].types)
			rule->types = g_strsplit(rules[i].types, " ", 0);
		rule->deny = rules[i].deny;
		rule->per_domain = rules[i].per_domain;
		rule->total = rules[i].total;
		rule->line = 10 + i;
		g_ptr_array_add(policy->rules, rule);
	}

	return policy;
}

/**
 * @brief Each question gets its answer.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void questions_are_answered(void **state)
{
	g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(held[0]));

	(void)state;
	g_array_append_vals(list, held, G_N_ELEMENTS(held));
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
		const struct question *at = &questions[i];
		g_autoptr(gvm_policy) policy = make_policy(at->rules, at->n);
		const struct gvm_rule *rule = gvm_policy_find(policy, &at->wanted);
		g_autoptr(GError) err = NULL;

		if (at->rule < 0 ? !!rule :
		    rule != g_ptr_array_index(policy->rules, at->rule))
			fail_msg("question %zu: another rule covers it", i);
		if (gvm_policy_judge(policy, &at->wanted, list, &err) ==
		    !!at->refusal)
			fail_msg("question %zu: %s", i,
				 err ? err->message : "permitted");
		if (!at->refusal)
			continue;
		assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_DENIED));
		if (!g_str_has_prefix(err->message, at->refusal))
			fail_msg("question %zu: %s", i, err->message);
	}
}

/**
 * @brief It is known whether claims have to be read at all.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void it_is_known_who_counts(void **state)
{
	static const struct wording rules[] = {
		{ .domain = "a" }, { .deny = true }, { .total = 1 },
		{ .per_domain = 1 },
	};
	g_autoptr(gvm_policy) few = make_policy(rules, 2);
	g_autoptr(gvm_policy) total = make_policy(rules, 3);
	g_autoptr(gvm_policy) each = make_policy(rules + 3, 1);

	(void)state;
	assert_false(gvm_policy_counts(few));
	assert_true(gvm_policy_counts(total));
	assert_true(gvm_policy_counts(each));
	assert_false(gvm_rule_counts(NULL));
	assert_false(gvm_rule_counts(g_ptr_array_index(total->rules, 0)));
	assert_true(gvm_rule_counts(g_ptr_array_index(total->rules, 2)));
}

/**
 * @brief It is known after which rule no other is asked.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void it_is_known_what_covers_all(void **state)
{
	static const struct wording rules[] = {
		{ .domain = "*" }, { .uuid = ALPHA }, { .types = "*" },
		{ .total = 1 },
	};
	g_autoptr(gvm_policy) policy = make_policy(rules, RULES_MAX);

	(void)state;
	for (int i = 0; i < RULES_MAX; i++)
		assert_int_equal(gvm_rule_covers_all(g_ptr_array_index(policy->rules, i)),
				 i == RULES_MAX - 1);
	gvm_policy_free(NULL);
	gvm_rule_free(NULL);
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_are_answered),
		cmocka_unit_test(it_is_known_who_counts),
		cmocka_unit_test(it_is_known_what_covers_all),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
