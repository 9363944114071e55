// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The NVIDIA API Test: the version of the driver.
 *
 * See @ref nvidia_api_test.
 */
#include "each.h"
#include <errno.h>

/** @brief NV_ESC_CHECK_VERSION_STR, as the log spells it. */
#define CHECK "NV_ESC_CHECK_VERSION_STR"
/** @brief Where the kernel says the version. */
#define MODULE_FILE "sys/module/nvidia/version"
/** @brief Where the driver says it. */
#define DRIVER_FILE "proc/driver/nvidia/version"

/**
 * @brief Insist that no client can be made.
 * @param one    The case.
 * @param force  Release to force, or NULL.
 * @param code   Code of the error.
 * @param part   What the error must say.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_refusal(struct each_case *one, const char *force,
			   enum gvm_error code, const char *part)
{
	g_autoptr(GError) err = NULL;

	assert_null(gvm_rm_new(&one->fake->host, force, &err));
	unit_expect_error(err, code, part);
	each_expect_left(one->fake, 0);
}

/**
 * @brief Load another release than the files say.
 * @param one      The case.
 * @param release  What the driver says when it is asked.
 * @norestriction
 * @sideeffect Changes the driver, but not its layouts.
 * @nofailure
 */
static void reload(struct each_case *one, const char *release)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(one->fake->root);

	g_strlcpy(sim->release, release, sizeof(sim->release));
}

/**
 * @brief The right version passes, in one question.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_right_version_passes(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	char driver[GVM_NV_VERSION_TEXT];
	char rows[GVM_NV_VERSION_TEXT];

	gvm_nv_version_format(rm->abi.driver, driver);
	gvm_nv_version_format(rm->abi.rows, rows);
	assert_string_equal(driver, one->release);
	assert_string_equal(rows, one->release);
	assert_int_equal(rm->abi.known, GVM_NV_KNOWN);
	assert_int_equal(each_count(one->fake, CHECK), 1);
	assert_int_equal(each_count(one->fake, CHECK " = 0"), 1);
}

/**
 * @brief A wrong version is told with both releases.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_wrong_version_is_told_with_both(void **state)
{
	static const char *const others[] = {
		/* The last two begin as many do, and end otherwise. */
		"530.41.03", "590.48.01", "5", "570.86.150",
	};
	struct each_case *one = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *part = NULL;

		part = g_strdup_printf("is release %s, but its files say %s: reboot",
				       others[i], one->release);
		reload(one, others[i]);
		expect_refusal(one, NULL, GVM_ERROR_FAILED, part);
	}
}

/**
 * @brief A forced release is taken for the structures, not for the check.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_forced_one_is_taken_for_the_structures(void **state)
{
	struct each_case *one = *state;

	for (size_t i = 0; each_releases[i]; i++) {
		g_autoptr(GError) err = NULL;
		g_autoptr(gvm_rm) rm = NULL;
		char text[GVM_NV_VERSION_TEXT];

		rm = gvm_rm_new(&one->fake->host, each_releases[i], &err);
		unit_expect_success(rm, err);
		assert_int_equal(rm->abi.known, GVM_NV_FORCED);
		gvm_nv_version_format(rm->abi.rows, text);
		assert_string_equal(text, each_releases[i]);
		gvm_nv_version_format(rm->abi.driver, text);
		assert_string_equal(text, one->release);
	}
}

/**
 * @brief A forced release does not hide that the files are of another one.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_forced_one_is_not_taken_for_the_check(void **state)
{
	struct each_case *one = *state;

	reload(one, "530.41.03");
	for (size_t i = 0; each_releases[i]; i++)
		expect_refusal(one, each_releases[i], GVM_ERROR_FAILED,
			       "is release 530.41.03, but its files say ");
	expect_refusal(one, "530.41.03", GVM_ERROR_FAILED,
		       "is release 530.41.03, but its files say ");
}

/**
 * @brief A driver that leaves the text as it was is asked in the old way.
 *
 * Up to 525 the question was no question, and was answered with success.
 *
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_empty_text_is_no_answer(void **state)
{
	struct each_case *one = *state;
	bool old = g_str_has_prefix(one->release, "525.");
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_rm) rm = gvm_rm_new(&one->fake->host, "580.95.05", &err);

	unit_expect_success(rm, err);
	assert_int_equal(each_count(one->fake, CHECK " = 0"), old ? 2 : 1);
}

/**
 * @brief Without the kernel's file the driver's longer sentence is read.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_sentence_is_read(void **state)
{
	struct each_case *one = *state;
	g_autofree char *open = NULL;

	open = g_strdup_printf("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  %s  Release Build\n",
			       one->release);
	fake_tree_remove(one->fake->root, MODULE_FILE);
	gvm_rm_free(each_client(one->fake));
	fake_tree_file(one->fake->root, DRIVER_FILE, open);
	gvm_rm_free(each_client(one->fake));

	fake_tree_file(one->fake->root, DRIVER_FILE, "Kernel Module of mine\n");
	expect_refusal(one, NULL, GVM_ERROR_FAILED,
		       DRIVER_FILE " names no version after 'Module'");
	fake_tree_file(one->fake->root, DRIVER_FILE, "580.95.05\n");
	expect_refusal(one, NULL, GVM_ERROR_FAILED,
		       DRIVER_FILE " names no version after 'Module'");
}

/**
 * @brief Without a driver nothing is opened, and one that says nonsense is
 *        not asked.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_driver_is_not_asked(void **state)
{
	struct each_case *one = *state;
	g_autofree char *calls = NULL;

	fake_tree_file(one->fake->root, MODULE_FILE, "banana\n");
	expect_refusal(one, NULL, GVM_ERROR_FAILED,
		       "says that its version is 'banana', which is no release");
	fake_tree_file(one->fake->root, MODULE_FILE, "510.108.03\n");
	expect_refusal(one, NULL, GVM_ERROR_UNSUPPORTED,
		       "nothing is known of NVIDIA's driver 510.108.03");
	fake_tree_remove(one->fake->root, MODULE_FILE);
	fake_tree_remove(one->fake->root, DRIVER_FILE);
	expect_refusal(one, NULL, GVM_ERROR_UNSUPPORTED,
		       "NVIDIA's driver is not loaded: there is neither "
		       MODULE_FILE " nor " DRIVER_FILE);
	fake_tree_dir(one->fake->root, DRIVER_FILE);
	expect_refusal(one, NULL, GVM_ERROR_FAILED,
		       "cannot read the version of NVIDIA's driver: ");
	calls = fake_nvidia_calls(one->fake->root);
	assert_string_equal(calls, "");
}

/**
 * @brief Answer every call with success, and do nothing.
 * @param host     Unused.
 * @param fd       Unused.
 * @param request  Unused.
 * @param arg      Unused.
 * @return 0.
 * @pure
 */
static int answer_all(struct gvm_host *host, int fd, unsigned long request,
		      void *arg)
{
	(void)host;
	(void)fd;
	(void)request;
	(void)arg;

	return 0;
}

/**
 * @brief What is behind the control node may be something else.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void another_driver_is_not_taken_for_it(void **state)
{
	struct each_case *one = *state;
	struct gvm_host_ops ops = fake_kernel_ops;

	ops.call = answer_all;
	one->fake->host.ops = &ops;
	expect_refusal(one, NULL, GVM_ERROR_UNSUPPORTED,
		       "behind the control node does not know NVIDIA's version check");
	one->fake->host.ops = &fake_kernel_ops;

	fake_tree_file(one->fake->root, "dev/nvidiactl", "c 1 3\n");
	expect_refusal(one, NULL, GVM_ERROR_UNSUPPORTED,
		       "nothing is behind /dev/nvidiactl");
	fake_tree_file(one->fake->root, "dev/nvidiactl", "no node\n");
	expect_refusal(one, NULL, GVM_ERROR_UNSUPPORTED,
		       "/dev/nvidiactl is no character device: remove it");
}

/**
 * @brief A check that the driver does not take is an error, by name.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_check_that_fails_is_named(void **state)
{
	static const int errnums[] = { EIO, EINVAL, ENOTTY, EPERM, ENOMEM };
	struct each_case *one = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(errnums); i++) {
		struct rmsim_fault fault = {
			.at = 1, .nr = RMSIM_CHECK_VERSION,
			.error = errnums[i],
		};
		g_autoptr(GError) err = NULL;

		fake_nvidia_fault(one->fake->root, &fault);
		assert_null(gvm_rm_new(&one->fake->host, NULL, &err));
		assert_int_equal(fake_nvidia_hits(one->fake->root), 1);
		assert_non_null(strstr(err->message, CHECK));
		assert_non_null(strstr(err->message, g_strerror(errnums[i])));
		each_expect_left(one->fake, 0);
	}
}

/**
 * @brief Run the tests of this file.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	static const struct each_test tests[] = {
		each_row(the_right_version_passes),
		each_row(a_wrong_version_is_told_with_both),
		each_row(a_forced_one_is_taken_for_the_structures),
		each_row(a_forced_one_is_not_taken_for_the_check),
		each_row(an_empty_text_is_no_answer),
		each_row(the_sentence_is_read),
		each_row(no_driver_is_not_asked),
		each_row(another_driver_is_not_taken_for_it),
		each_row(a_check_that_fails_is_named),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
