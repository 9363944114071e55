// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of looking at other processes.
 */
#include "unit.h"
#include "host/process.h"

#include <errno.h>
#include <unistd.h>

/**
 * @brief Give a test an empty machine.
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
 * @brief A process is known by number and start together.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_process_is_known_by_number_and_start(void **state)
{
	static const char *const args[] = { "virtqemud", NULL };
	struct fake_host *fake = *state;
	uint64_t start = 0;

	fake_machine_process(fake->root, 42, 987654321, args);

	assert_int_equal(gvm_process_start(&fake->host, 42, &start), 0);
	assert_int_equal(start, 987654321);
	assert_true(gvm_process_is_alive(&fake->host, 42, 987654321));
	assert_false(gvm_process_is_alive(&fake->host, 42, 987654322));
	fake_machine_kill(fake->root, 42);
	assert_false(gvm_process_is_alive(&fake->host, 42, 987654321));
	assert_int_equal(gvm_process_start(&fake->host, 42, &start), -ENOENT);
}

/**
 * @brief Number 0 and below is nobody.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nobody_has_no_number(void **state)
{
	struct fake_host *fake = *state;
	uint64_t start = 7;

	assert_int_equal(gvm_process_start(&fake->host, 0, &start), -ENOENT);
	assert_int_equal(gvm_process_start(&fake->host, -1, &start), -ENOENT);
	assert_false(gvm_process_is_alive(&fake->host, 0, 0));
	assert_false(gvm_process_has_arg(&fake->host, 0, "x"));
	assert_int_equal(start, 7);
}

/**
 * @brief A name with blanks and parentheses does not shift the fields.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_program_may_have_any_name(void **state)
{
	static const char *const args[] = { "a) Z 1 (b", NULL };
	struct fake_host *fake = *state;

	fake_machine_process(fake->root, 42, 5, args);

	assert_true(gvm_process_is_alive(&fake->host, 42, 5));
}

/**
 * @brief A zombie does not run any more.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_zombie_is_gone(void **state)
{
	struct fake_host *fake = *state;
	uint64_t start = 0;

	fake_tree_file(fake->root, "proc/42/stat",
		       "42 (x) Z 1 1 1 0 -1 0 1 0 0 0 5 7 0 0 20 0 1 0 5 1 1\n");

	assert_int_equal(gvm_process_start(&fake->host, 42, &start), -ENOENT);
	assert_false(gvm_process_is_alive(&fake->host, 42, 5));
}

/**
 * @brief A stat file that is none is refused.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_damaged_stat_file_is_refused(void **state)
{
	static const char *const rows[] = {
		"", "42", "42 (x", "42 (x)", "42 (x) ", "42 (x) S 1 2 3",
		"42 (x) S 1 1 1 0 -1 0 1 0 0 0 5 7 0 0 20 0 1 0 -5 1 1",
		"42 (x) S 1 1 1 0 -1 0 1 0 0 0 5 7 0 0 20 0 1 0 x 1 1",
	};
	struct fake_host *fake = *state;
	uint64_t start = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		fake_tree_file(fake->root, "proc/42/stat", rows[i]);
		if (gvm_process_start(&fake->host, 42, &start) != -EINVAL)
			fail_msg("'%s' was read", rows[i]);
	}
}

/**
 * @brief An argument counts when it is there as a whole.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_argument_is_compared_as_a_whole(void **state)
{
	struct fake_host *fake = *state;

	fake_machine_domain(fake->root, "vm", FAKE_UUID_1, 42);

	assert_true(gvm_process_has_arg(&fake->host, 42, FAKE_UUID_1));
	assert_true(gvm_process_has_arg(&fake->host, 42, "-uuid"));
	assert_true(gvm_process_has_arg(&fake->host, 42, "vm"));
	assert_false(gvm_process_has_arg(&fake->host, 42, "v"));
	assert_false(gvm_process_has_arg(&fake->host, 42, FAKE_UUID_2));
	assert_false(gvm_process_has_arg(&fake->host, 43, "vm"));
	fake_tree_file(fake->root, "proc/44/cmdline", "");
	assert_false(gvm_process_has_arg(&fake->host, 44, ""));
}

/**
 * @brief The arguments of a process are told one by one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void arguments_are_told_in_order(void **state)
{
	static const char *const words[] = { "qemu", "", "-name", "a b", NULL };
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) args = NULL;
	g_autoptr(GPtrArray) none = NULL;

	fake_machine_process(fake->root, 42, 5, words);
	fake_tree_file(fake->root, "proc/2/cmdline", "");

	args = gvm_process_args(&fake->host, 42);
	assert_non_null(args);
	assert_int_equal(args->len, 4);
	for (guint i = 0; i < args->len; i++)
		assert_string_equal(g_ptr_array_index(args, i), words[i]);
	none = gvm_process_args(&fake->host, 2);
	assert_int_equal(none->len, 0);
	assert_null(gvm_process_args(&fake->host, 43));
	assert_null(gvm_process_args(&fake->host, 0));
}

/**
 * @brief A program is found by the name that the kernel shows.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_program_is_found_by_its_name(void **state)
{
	static const char *const args[] = { "x", NULL };
	struct fake_host *fake = *state;

	assert_int_equal(gvm_process_find(&fake->host, "nvidia-vgpu-mgr"), 0);
	fake_machine_process(fake->root, 99, 5, args);
	fake_tree_file(fake->root, "proc/99/comm", "nvidia-vgpu-mgr\n");
	fake_machine_process(fake->root, 100, 5, args);
	fake_tree_file(fake->root, "proc/100/comm", "nvidia-vgpu-mgr\n");
	fake_machine_process(fake->root, 990, 5, args);
	fake_tree_file(fake->root, "proc/990/comm", "nvidia-vgpu-mgr\n");
	fake_machine_process(fake->root, 7, 5, args);
	fake_tree_file(fake->root, "proc/7/comm", "nvidia-vgpu-mg\n");
	fake_tree_file(fake->root, "proc/self/comm", "nvidia-vgpu-mgr\n");

	assert_int_equal(gvm_process_find(&fake->host, "nvidia-vgpu-mgr"), 99);
	/* A zombie does nothing any more. */
	fake_tree_file(fake->root, "proc/99/stat",
		       "99 (x) Z 1 1 1 0 -1 0 1 0 0 0 5 7 0 0 20 0 1 0 5 1 1\n");
	assert_int_equal(gvm_process_find(&fake->host, "nvidia-vgpu-mgr"),
			 100);
	fake_machine_kill(fake->root, 100);
	fake_machine_kill(fake->root, 990);
	assert_int_equal(gvm_process_find(&fake->host, "nvidia-vgpu-mgr"), 0);
	fake_tree_remove(fake->root, "proc");
	assert_int_equal(gvm_process_find(&fake->host, "nvidia-vgpu-mgr"), 0);
}

/**
 * @brief A process tells its name and what confines it, whatever ends the line.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_process_tells_name_and_label(void **state)
{
	static const char *const args[] = { "/usr/sbin/libvirtd", NULL };
	static const char context[] = "system_u:system_r:virtd_t:s0";
	struct fake_host *fake = *state;
	g_autofree char *name = NULL;
	g_autofree char *selinux = NULL;
	g_autofree char *apparmor = NULL;

	assert_null(gvm_process_name(&fake->host, 77));
	assert_null(gvm_process_label(&fake->host, 77));
	fake_machine_process(fake->root, 77, 5, args);
	name = gvm_process_name(&fake->host, 77);
	assert_string_equal(name, "libvirtd");
	assert_null(gvm_process_label(&fake->host, 77));
	fake_tree_bytes(fake->root, "proc/77/attr/current", context,
			sizeof(context));
	selinux = gvm_process_label(&fake->host, 77);
	assert_string_equal(selinux, context);
	fake_tree_file(fake->root, "proc/77/attr/apparmor/current",
		       "libvirtd (enforce)\n");
	apparmor = gvm_process_label(&fake->host, 77);
	assert_string_equal(apparmor, "libvirtd (enforce)");
}

/**
 * @brief The start of a process is told by the clock when the boot is.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_start_is_told_by_the_clock(void **state)
{
	static const char *const args[] = { "x", NULL };
	struct fake_host *fake = *state;
	int64_t began = 1;

	assert_int_equal(gvm_process_began(&fake->host, 77, &began), -ENOENT);
	fake_machine_process(fake->root, 77, 12 * sysconf(_SC_CLK_TCK) + 1,
			     args);
	assert_int_equal(gvm_process_began(&fake->host, 77, &began), -ENOENT);
	fake_tree_file(fake->root, "proc/stat", "cpu 1\nctxt 5\n");
	assert_int_equal(gvm_process_began(&fake->host, 77, &began), -ENOENT);
	assert_int_equal(began, 1);
	fake_tree_file(fake->root, "proc/stat",
		       "cpu 1\nbtime 1700000000\nprocs 5\n");
	assert_int_equal(gvm_process_began(&fake->host, 77, &began), 0);
	assert_int_equal(began, 1700000012);
}

/**
 * @brief The same holds for the real proc file system.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_real_process_is_read(void **state)
{
	struct gvm_host live;
	uint64_t start = 0;

	(void)state;
	gvm_host_init(&live, "/", &gvm_host_real);

	assert_int_equal(gvm_process_start(&live, getpid(), &start), 0);
	assert_true(start > 0);
	assert_true(gvm_process_is_alive(&live, getpid(), start));
	assert_false(gvm_process_has_arg(&live, getpid(), "no such argument"));
	gvm_host_close(&live);
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
		unit_row(a_process_is_known_by_number_and_start, setup),
		unit_row(nobody_has_no_number, setup),
		unit_row(a_program_may_have_any_name, setup),
		unit_row(a_zombie_is_gone, setup),
		unit_row(a_damaged_stat_file_is_refused, setup),
		unit_row(an_argument_is_compared_as_a_whole, setup),
		unit_row(arguments_are_told_in_order, setup),
		unit_row(a_program_is_found_by_its_name, setup),
		unit_row(a_process_tells_name_and_label, setup),
		unit_row(a_start_is_told_by_the_clock, setup),
		unit_row(a_real_process_is_read, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
