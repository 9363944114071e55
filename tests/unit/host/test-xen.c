// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what Xen says of its domains.
 */
#include "unit.h"
#include "host/xen.h"

#include <errno.h>

/** @brief A function. */
#define FIRST "0000:03:00.1"
/** @brief Another one. */
#define SECOND "0000:03:00.2"

/**
 * @brief Give a test a machine.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("empty");

	return 0;
}

/**
 * @brief Change Xen of a machine.
 * @param fake  The machine.
 * @param ...   Words of fake_xen_command(), ended by NULL.
 * @norestriction
 * @sideeffect Writes to its xenstore.
 * @failure Fails the test.
 */
G_GNUC_NULL_TERMINATED
static void xen(struct fake_host *fake, ...)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	va_list args;
	char *word;

	va_start(args, fake);
	while ((word = va_arg(args, char *)))
		g_ptr_array_add(words, word);
	va_end(args);
	assert_true(fake_xen_command(fake->root, (int)words->len,
				     (char **)words->pdata));
}

/**
 * @brief Only what says so is the control domain: not a machine without Xen,
 * nor a guest of it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_the_control_domain_is_one(void **state)
{
	struct fake_host *fake = *state;

	assert_false(gvm_xen_is_control(&fake->host));
	fake_tree_file(fake->root, "proc/xen/capabilities", "");
	assert_false(gvm_xen_is_control(&fake->host));
	xen(fake, "control", NULL);
	assert_true(gvm_xen_is_control(&fake->host));
}

/**
 * @brief A domain is there from its creation to its end, and is known by its
 * whole UUID.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_domain_is_known_by_its_uuid(void **state)
{
	struct fake_host *fake = *state;

	xen(fake, "control", NULL);
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 0);
	xen(fake, "domain", "1", FAKE_UUID_2, NULL);
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 0);
	xen(fake, "domain", "12", FAKE_UUID_1, NULL);
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 1);
	assert_int_equal(gvm_xen_has_domain(&fake->host, "c2177883"), 0);
	xen(fake, "end", "12", NULL);
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 0);
}

/**
 * @brief A function is found with whichever domain has it, and nowhere else.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_is_found_with_its_domain(void **state)
{
	struct fake_host *fake = *state;

	xen(fake, "control", NULL);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 0);
	xen(fake, "domain", "1", FAKE_UUID_1, NULL);
	xen(fake, "domain", "2", FAKE_UUID_2, "0000:04:00.0", FIRST, NULL);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 1);
	assert_int_equal(gvm_xen_has_function(&fake->host, SECOND), 0);
	/* What is called so in the guest is another thing. */
	fake_tree_file(fake->root,
		       ".fake/xenstore/local/domain/0/backend/pci/2/0/vdev-0/.value",
		       SECOND);
	assert_int_equal(gvm_xen_has_function(&fake->host, SECOND), 0);
	xen(fake, "end", "2", NULL);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 0);
	/* libxl leaves this behind of a guest that never used its function. */
	fake_tree_file(fake->root,
		       ".fake/xenstore/local/domain/0/backend/pci/2/0/dev-0/.value",
		       FIRST);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 0);
}

/**
 * @brief What vanishes while it is looked at is not there; it hides nothing
 * else.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_vanishes_is_not_there(void **state)
{
	struct fake_host *fake = *state;

	xen(fake, "control", NULL);
	xen(fake, "domain", "1", FAKE_UUID_2, SECOND, NULL);
	xen(fake, "domain", "2", FAKE_UUID_1, FIRST, NULL);
	fake_script_fail(fake->root, "xenstore", "*/1/vm", 0, FAKE_ALWAYS,
			 ENOENT);
	fake_script_fail(fake->root, "xenstore", "*/pci/1/0", 0, FAKE_ALWAYS,
			 ENOENT);
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 1);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 1);
	assert_int_equal(gvm_xen_has_function(&fake->host, SECOND), 0);
}

/**
 * @brief That nothing can be told is told, wherever the store fails.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_store_that_fails_tells_nothing(void **state)
{
	static const char *const nodes[] = {
		"/local/domain", "*/2/vm", "/local/domain", "*/pci/2",
		"*/pci/2/0", "*/dev-0",
	};
	struct fake_host *fake = *state;

	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1),
			 -ENODEV);
	xen(fake, "control", NULL);
	xen(fake, "domain", "2", FAKE_UUID_1, FIRST, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(nodes); i++) {
		fake_script_fail(fake->root, "xenstore", nodes[i], 0, 1,
				 ETIMEDOUT);
		assert_int_equal(i < 2 ?
				 gvm_xen_has_domain(&fake->host, FAKE_UUID_1) :
				 gvm_xen_has_function(&fake->host, FIRST),
				 -ETIMEDOUT);
	}
	assert_int_equal(gvm_xen_has_domain(&fake->host, FAKE_UUID_1), 1);
	assert_int_equal(gvm_xen_has_function(&fake->host, FIRST), 1);
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
		unit_row(only_the_control_domain_is_one, setup),
		unit_row(a_domain_is_known_by_its_uuid, setup),
		unit_row(a_function_is_found_with_its_domain, setup),
		unit_row(what_vanishes_is_not_there, setup),
		unit_row(a_store_that_fails_tells_nothing, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
