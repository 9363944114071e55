// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of claims as data and as text.
 */
#include "unit.h"
#include "model/claim.h"

/** @brief A domain that owns vGPUs. */
#define OWNER "11111111-2222-3333-4444-555555555555"

/**
 * @brief Make a claim with members that are hard to write.
 * @return A new claim.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static struct gvm_claim *new_example(void)
{
	struct gvm_claim *claim = gvm_claim_from_name(FAKE_UUID_1 "@" OWNER);

	assert_non_null(claim);
	claim->domain = g_strdup("a name = with; [odd] # \\ characters");
	claim->backend = g_strdup("mdev");
	claim->parent = g_strdup("0000:41:00.4");
	claim->type = g_strdup("nvidia-588");
	claim->daemon_pid = 4711;
	claim->daemon_start = UINT64_MAX;
	claim->made = UINT64_C(1234567890123);

	return claim;
}

/**
 * @brief What was written is read again, member by member.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_claim_survives_writing_and_reading(void **state)
{
	g_autoptr(gvm_claim) example = new_example();
	g_autofree char *name = gvm_claim_name(example);
	g_autofree char *text = gvm_claim_format(example);
	g_autoptr(gvm_claim) claim = gvm_claim_from_name(name);
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_non_null(claim);
	unit_expect_success(gvm_claim_parse(claim, text, &err), err);
	assert_string_equal(claim->device, FAKE_UUID_1);
	assert_string_equal(name, FAKE_UUID_1 "@" OWNER);
	assert_string_equal(claim->owner, example->owner);
	assert_string_equal(claim->domain, example->domain);
	assert_string_equal(claim->backend, example->backend);
	assert_string_equal(claim->parent, example->parent);
	assert_string_equal(claim->type, example->type);
	assert_int_equal(claim->daemon_pid, example->daemon_pid);
	assert_true(claim->daemon_start == example->daemon_start);
	assert_true(claim->made == example->made);
}

/**
 * @brief A claim without a domain's name has none after reading.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_manual_claim_has_no_domain(void **state)
{
	g_autoptr(gvm_claim) manual = new_example();
	g_autoptr(gvm_claim) claim =
		gvm_claim_from_name(FAKE_UUID_1 "@" GVM_CLAIM_MANUAL);
	g_autofree char *text = NULL;

	(void)state;
	assert_true(gvm_claim_is_domain(manual));
	g_clear_pointer(&manual->domain, g_free);
	text = gvm_claim_format(manual);

	assert_true(gvm_claim_parse(claim, text, NULL));
	assert_null(claim->domain);
	assert_false(gvm_claim_is_domain(claim));
}

/**
 * @brief Other files of the directory are no claims.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_name_that_is_no_claim_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "@", "a@", "@b", "lock", "..@b", "a@..", "a@b/c", "a@b\n",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (gvm_claim_from_name(bad[i]))
			fail_msg("'%s' was read as a claim", bad[i]);
}

/**
 * @brief A claim that is damaged or of another version is refused.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_claim_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *part;
	} rows[] = {
		{ "", "version" },
		{ "not a key file", "damaged" },
		{ "[claim]\nversion=2\nbackend=b\nparent=p\ntype=t\n",
		  "version" },
		{ "[claim]\nversion=1\nbackend=b\nparent=p\n", "incomplete" },
		{ "[claim]\nversion=1\nbackend=b\nparent=../p\ntype=t\n",
		  "incomplete" },
		{ "[other]\nversion=1\nbackend=b\nparent=p\ntype=t\n",
		  "version" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(gvm_claim) claim = gvm_claim_from_name("d@o");
		g_autoptr(GError) err = NULL;

		assert_false(gvm_claim_parse(claim, rows[i].text, &err));
		unit_expect_error(err, GVM_ERROR_INVALID, rows[i].part);
	}
}

/**
 * @brief Run the tests of this file.
 * @return How many failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_claim_survives_writing_and_reading),
		cmocka_unit_test(a_manual_claim_has_no_domain),
		cmocka_unit_test(a_name_that_is_no_claim_is_refused),
		cmocka_unit_test(a_damaged_claim_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
