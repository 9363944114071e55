// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the names of PCI vendors and devices.
 */
#include "unit.h"
#include "backend/names.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/** @brief The database of a machine. */
#define IDS "usr/share/misc/pci.ids"

/**
 * @brief Names come from the machine's own database.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_known_device_has_a_name(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autoptr(gvm_names) names = gvm_names_new(&fake->host);
	g_autofree char *vendor = gvm_names_vendor(names, 0x10de);
	g_autofree char *device = gvm_names_device(names, 0x10de, 0x2236);

	(void)state;
	assert_string_equal(vendor, "NVIDIA Corporation");
	assert_string_equal(device, "GA102GL [A10]");
}

/**
 * @brief What the database does not know is a number.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unknown_device_is_a_number(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autoptr(gvm_names) names = gvm_names_new(&fake->host);
	g_autofree char *vendor = gvm_names_vendor(names, 0xab);
	g_autofree char *device = gvm_names_device(names, 0x10de, 0x1);
	g_autofree char *both = gvm_names_device(names, 0xab, 0xcd);

	(void)state;
	assert_string_equal(vendor, "00ab");
	assert_string_equal(device, "0001");
	assert_string_equal(both, "00cd");
}

/**
 * @brief A machine without database has numbers only, not those of this one.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_database_gives_numbers(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autoptr(gvm_names) names = NULL;
	g_autofree char *vendor = NULL;

	(void)state;
	fake_tree_remove(fake->root, IDS);

	names = gvm_names_new(&fake->host);
	vendor = gvm_names_vendor(names, 0x10de);
	assert_string_equal(vendor, "10de");
}

/**
 * @brief A name that is longer than any line of a table does no harm.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_very_long_name_is_survived(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autofree char *tail = g_strnfill(900, 'x');
	g_autofree char *text = g_strdup_printf("10de  %s\n", tail);
	g_autoptr(gvm_names) names = NULL;
	g_autofree char *vendor = NULL;

	(void)state;
	fake_tree_file(fake->root, IDS, text);

	names = gvm_names_new(&fake->host);
	vendor = gvm_names_vendor(names, 0x10de);
	assert_true(strlen(vendor) > 0);
}

/**
 * @brief A handle that was never used is freed without a trace.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unused_handle_is_freed(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	g_autoptr(gvm_names) names = gvm_names_new(&fake->host);

	(void)state;
	assert_non_null(names);
}

/**
 * @brief A damaged database ends the program with a sentence and its status.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_database_is_told(void **state)
{
	g_autoptr(fake_host) fake = fake_host_new("empty");
	char text[512] = { 0 };
	int status = 0;
	int ends[2];
	pid_t child;

	(void)state;
	fake_tree_file(fake->root, IDS, "this is no database\n");
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);

	child = fork();
	if (child == 0) {
		struct gvm_names *names = gvm_names_new(&fake->host);

		dup2(ends[1], STDERR_FILENO);
		g_free(gvm_names_vendor(names, 0x10de));
		_exit(0);
	}
	close(ends[1]);
	assert_true(read(ends[0], text, sizeof(text) - 1) > 0);
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);

	assert_int_equal(WEXITSTATUS(status), GVM_ERROR_INVALID);
	assert_non_null(strstr(text, "PCI names is damaged"));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
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
		cmocka_unit_test(a_known_device_has_a_name),
		cmocka_unit_test(an_unknown_device_is_a_number),
		cmocka_unit_test(a_missing_database_gives_numbers),
		cmocka_unit_test(a_very_long_name_is_survived),
		cmocka_unit_test(an_unused_handle_is_freed),
		cmocka_unit_test(a_damaged_database_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
