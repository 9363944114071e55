// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what pools are planned to become.
 */
#include "paper.h"

#include "lifecycle/pool-plan.h"

/** @brief What there is, what is wanted, and what has to be planned. */
struct situation {
	const char *there;	/**< As for paper_devices(). */
	const char *pool;	/**< As for paper_want(). */
	const char *plan;	/**< Steps, see tell(). */
};

/**
 * @brief Tell a plan in words.
 * @param plan  The plan.
 * @return "ACTION INDEX OPS TYPE PARENT" of each step, ", " between, where
 *         OPS are s (stop), u (undefine), d (define), a (autostart) and
 *         S (start).
 * @pure
 */
static char *tell(const struct gvm_pool_plan *plan)
{
	static const char letters[] = "sudaS";
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct gvm_pool_step *step = plan->steps->pdata[i];

		g_string_append_printf(text, "%s%s %u ", i ? ", " : "",
				       gvm_pool_action_name(step->action),
				       gvm_pool_index(step->uuid));
		for (unsigned int op = 0; op < GVM_POOL_OPS; op++)
			if (step->ops & (1u << op))
				g_string_append_c(text, letters[op]);
		g_string_append_printf(text, " %s %s", step->type,
				       step->parent);
		assert_non_null(step->why);
		assert_non_null(strstr(step->xml, step->uuid));
	}

	return g_string_free(text, FALSE);
}

/**
 * @brief Insist on the plan of a situation.
 * @param it  The situation.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(const struct situation *it)
{
	g_autoptr(gvm_inventory) inv = paper_draw();
	g_autoptr(GPtrArray) devices = paper_devices(inv, it->there);
	g_autoptr(GPtrArray) pools = paper_want(it->pool);
	struct gvm_pool_wish wish = { pools, devices, true };
	g_autoptr(gvm_pool_plan) plan = NULL;
	g_autoptr(GError) err = NULL;
	g_autofree char *text = NULL;

	plan = gvm_pool_plan_make(inv, &wish, &err);
	unit_expect_success(plan, err);
	text = tell(plan);
	assert_string_equal(text, it->plan);
}

/**
 * @brief What is missing is made, spread or packed, as it would be for domains.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_missing_is_made(void **state)
{
	static const struct situation list[] = {
		{ "", "", "" },
		{ "", "0 small", "" },
		{ "", "4 small",
		  "make 0 daS small " P1 ", make 1 daS small " P3
		  ", make 2 daS small " P2 ", make 3 daS small " P3 },
		{ "", "3 small pack",
		  "make 0 daS small " P1 ", make 1 daS small " P1 ", make 2 daS small " P2 },
		{ "", "2 small " P3, "make 0 daS small " P3 ", make 1 daS small " P3 },
		{ "", "1 small pci_0000_81_00_4", "make 0 daS small " P3 },
		{ "", "1 Name-large", "make 0 daS large " P1 },
		{ "", "1 2", "make 0 daS large " P1 },
		/* Load counts, whoever has made it. */
		{ "7,ado,small," P1 " 8,ado,small," P2, "1 small",
		  "remove 7 su small " P1 ", remove 8 su small " P2 ", make 0 daS small " P1 },
		/* An index is given when the one before is there. */
		{ "0,ad,small," P1 " 2,ad,small," P3, "3 small",
		  "keep 0  small " P1 ", keep 2  small " P3 ", make 1 daS small " P2 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		expect(&list[i]);
}

/**
 * @brief What is as it is wanted is kept, and what it lacks is added.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_there_is_kept(void **state)
{
	static const struct situation list[] = {
		{ "0,ad,small," P1, "1 small", "keep 0  small " P1 },
		/* Where it is does not matter afterwards, unless it is named. */
		{ "0,ad,small," P3, "1 small pack", "keep 0  small " P3 },
		{ "0,ad,small," P3, "1 small pci_0000_81_00_4",
		  "keep 0  small " P3 },
		{ "0,ad,small," P1, "1 Name-small", "keep 0  small " P1 },
		{ "0,ad,large," P1, "1 2", "keep 0  large " P1 },
		{ "0,a,small," P1, "1 small", "mend 0 da small " P1 },
		{ "0,d,small," P1, "1 small", "mend 0 S small " P1 },
		{ "0,m,small," P1, "1 small", "mend 0 aS small " P1 },
		{ "0,am,small," P1, "1 small", "mend 0 a small " P1 },
		{ "0,ad,small," P1 ",params=1", "1 small params=1",
		  "keep 0  small " P1 },
		/* What is defined takes its room before something is made. */
		{ "0,d,small," P3 " 1,d,small," P3, "4 small",
		  "mend 0 S small " P3 ", mend 1 S small " P3
		  ", make 2 daS small " P1 ", make 3 daS small " P2 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		expect(&list[i]);
}

/**
 * @brief What is too much goes: never what is needed, and last what is active.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_too_much_goes(void **state)
{
	static const struct situation list[] = {
		{ "0,ad,small," P1 " 1,ad,small," P2 " 2,ad,small," P3, "1 small",
		  "remove 2 su small " P3 ", remove 1 su small " P2 ", keep 0  small " P1 },
		/* The needed one is one of those that are kept. */
		{ "0,ad,small," P1 " 1,adu,small," P2 " 2,ad,small," P3, "2 small",
		  "remove 2 su small " P3 ", keep 1  small " P2 ", keep 0  small " P1 },
		{ "0,d,small," P1 " 1,ad,small," P2, "1 small",
		  "remove 0 u small " P1 ", keep 1  small " P2 },
		{ "0,adu,small," P1 " 1,adu,small," P2 " 2,ad,small," P3, "1 small",
		  "remove 2 su small " P3 ", leave 1  small " P2 ", keep 0  small " P1 },
		{ "0,adu,small," P1 " 1,du,small," P2, "0 small",
		  "leave 1  small " P2 ", leave 0  small " P1 },
		/* Without its pool, too. */
		{ "0,ad,small," P1 " 1,adu,small," P2 " 2,a,small," P3, "",
		  "remove 0 su small " P1 ", leave 1  small " P2 ", remove 2 s small " P3 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		expect(&list[i]);
}

/**
 * @brief What is something else is replaced, under another UUID.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_is_something_else_is_replaced(void **state)
{
	static const struct situation list[] = {
		{ "0,ad,small," P1, "1 large",
		  "remove 0 su small " P1 ", make 1 daS large " P1 },
		{ "0,ad,small," P1, "1 small " P3,
		  "remove 0 su small " P1 ", make 1 daS small " P3 },
		{ "0,ad,small," P1 ",params=1", "1 small params=2",
		  "remove 0 su small " P1 ", make 1 daS small " P1 },
		{ "0,ad,small," P1 ",params=1", "1 small",
		  "remove 0 su small " P1 ", make 1 daS small " P1 },
		{ "0,ad,small," P1, "1 Name-large",
		  "remove 0 su small " P1 ", make 1 daS large " P1 },
		{ "0,ad,small," P1, "1 2",
		  "remove 0 su small " P1 ", make 1 daS large " P1 },
		/* Needed: it stays, does not count, and keeps its room. */
		{ "0,adu,small," P1, "1 large " P1,
		  "leave 0  small " P1 ", make 1 daS large " P1 },
		/* What goes makes room. */
		{ "0,ad,large," P1 " 1,ad,large," P2 " 2,ad,large," P3, "3 large pack",
		  "keep 0  large " P1 ", keep 1  large " P2 ", keep 2  large " P3 },
		{ "0,ado,large," P1 " 1,ado,large," P2 " 2,ado,large," P3, "1 large",
		  "remove 0 su large " P1 ", remove 1 su large " P2
		  ", remove 2 su large " P3 ", make 0 daS large " P1 },
		/* Where it is defined there is no such parent, or no room now. */
		{ "0,d,small,0000:01:00.0", "1 small",
		  "remove 0 u small 0000:01:00.0, make 1 daS small " P1 },
		{ "0,d,large," P1 " 5,aduo,large," P1, "1 large",
		  "leave 5  large " P1 ", remove 0 u large " P1 ", make 1 daS large " P3 },
		{ "0,du,large," P1 " 5,aduo,large," P1, "1 large",
		  "leave 5  large " P1 ", leave 0  large " P1 ", make 1 daS large " P3 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++)
		expect(&list[i]);
}

/**
 * @brief The pools of one file leave those of others alone.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_part_leaves_the_rest_alone(void **state)
{
	g_autoptr(gvm_inventory) inv = paper_draw();
	g_autoptr(GPtrArray) devices =
		paper_devices(inv, "0,ado,small," P1 " 1,ad,small," P2);
	g_autoptr(GPtrArray) pools = paper_want("0 small");
	struct gvm_pool_wish wish = { pools, devices, false };
	g_autoptr(gvm_pool_plan) plan = NULL;
	g_autofree char *text = NULL;

	(void)state;
	plan = gvm_pool_plan_make(inv, &wish, NULL);
	assert_non_null(plan);
	text = tell(plan);
	assert_string_equal(text, "remove 1 su small " P2);
	assert_int_equal(gvm_pool_plan_count(plan, GVM_POOL_REMOVE), 1);
	assert_int_equal(gvm_pool_plan_count(plan, GVM_POOL_MAKE), 0);
}

/**
 * @brief Insist that there is no plan.
 * @param there  Devices, as for paper_want().
 * @param pool   The pool.
 * @param total  Most of all types that the policy permits, or 0.
 * @param code   Code of the error.
 * @param part   What its sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void refuse(const char *there, const char *pool, unsigned int total,
		   enum gvm_error code, const char *part)
{
	g_autoptr(gvm_inventory) inv = paper_draw();
	g_autoptr(GPtrArray) devices = paper_devices(inv, there);
	g_autoptr(GPtrArray) pools = paper_want(pool);
	struct gvm_pool_wish wish = { pools, devices, true };
	g_autoptr(GError) err = NULL;

	if (total) {
		struct gvm_rule *rule = g_new0(struct gvm_rule, 1);

		rule->total = total;
		g_ptr_array_add(inv->policy->rules, rule);
	}
	assert_null(gvm_pool_plan_make(inv, &wish, &err));
	unit_expect_error(err, code, part);
}

/**
 * @brief What cannot be is said, with the pool, and nothing is planned.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_is_said(void **state)
{
	(void)state;
	refuse("", "7 small", 0, GVM_ERROR_NO_CAPACITY,
	       "pools.xml:2: pool desktops: no room for type small");
	refuse("", "1 tiny", 0, GVM_ERROR_NOT_FOUND,
	       "pools.xml:2: pool desktops: type tiny is not offered by any parent");
	refuse("", "1 small 0000:01:00.0", 0, GVM_ERROR_NOT_FOUND,
	       "there is no parent 0000:01:00.0");
	refuse("", "3 small", 2, GVM_ERROR_DENIED,
	       "owner mdevctl may not have a vGPU of type small now");
	refuse("0,d,small," P1 " 1,d,small," P2, "2 small", 1, GVM_ERROR_DENIED,
	       "pool desktops: owner mdevctl may not have");
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
		cmocka_unit_test(what_is_missing_is_made),
		cmocka_unit_test(what_is_there_is_kept),
		cmocka_unit_test(what_is_too_much_goes),
		cmocka_unit_test(what_is_something_else_is_replaced),
		cmocka_unit_test(a_part_leaves_the_rest_alone),
		cmocka_unit_test(what_cannot_be_is_said),
	};

	return cmocka_run_group_tests_name("pool-plan", tests, NULL, NULL);
}
