// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the command line.
 */
#include "unit.h"

#include "cmd/args.h"
#include "cmd/commands.h"

/** @brief More words than any line of these tests has. */
#define WORDS_MAX 16

/**
 * @brief Read a command line.
 * @param line  The words, blanks between, without the name of the program.
 * @param call  Filled; cleared by the caller.
 * @param wish  Where to put what is wanted.
 * @param err   Where to store the error, or NULL.
 * @return What gvm_args_parse() returns.
 * @norestriction
 * @sideeffect Leaks nothing: the words live in static strings.
 * @failure Those of gvm_args_parse().
 */
static bool parse(const char *line, struct gvm_call *call,
		  enum gvm_args_wish *wish, GError **err)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	char *argv[WORDS_MAX] = { (char *)(uintptr_t)"gvmctl" };
	int argc = 1;

	for (size_t i = 0; words[i] && *line; i++)
		argv[argc++] = (char *)(uintptr_t)g_intern_string(words[i]);

	return gvm_args_parse(argc, argv, call, wish, err);
}

/**
 * @brief Insist that a line is refused.
 * @param line  The line.
 * @param part  What the sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void refuse(const char *line, const char *part)
{
	g_auto(gvm_call) call = { 0 };
	g_autoptr(GError) err = NULL;
	enum gvm_args_wish wish;

	assert_false(parse(line, &call, &wish, &err));
	unit_expect_error(err, GVM_ERROR_USAGE, part);
}

/**
 * @brief Read a line and the request that it spells.
 * @param line  The line.
 * @param err   Where to store the error, or NULL.
 * @return What gvm_args_request() returns.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_args_request(); fails the test when the line itself
 *          is refused.
 */
static struct gvm_request *request(const char *line, GError **err)
{
	g_auto(gvm_call) call = { 0 };
	enum gvm_args_wish wish;

	assert_true(parse(line, &call, &wish, NULL));

	return gvm_args_request(&call, false, err);
}

/**
 * @brief Insist that a line spells no request.
 * @param line  The line.
 * @param part  What the sentence must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void refuse_request(const char *line, const char *part)
{
	g_autoptr(GError) err = NULL;

	assert_null(request(line, &err));
	unit_expect_error(err, GVM_ERROR_USAGE, part);
}

/**
 * @brief Options may stand before and after the command, and its words between.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void options_may_stand_anywhere(void **state)
{
	g_auto(gvm_call) call = { 0 };
	enum gvm_args_wish wish;

	(void)state;
	assert_true(parse("--json types -q 41:00.4 --root=/x --dry-run", &call,
			  &wish, NULL));
	assert_ptr_equal(call.cmd, &gvm_cmd_types);
	assert_int_equal(wish, GVM_ARGS_RUN);
	assert_true(call.settings.json);
	assert_true(call.settings.dry_run);
	assert_true(call.settings.quiet);
	assert_false(call.settings.verbose);
	assert_string_equal(call.settings.root, "/x");
	assert_string_equal(gvm_args_word(&call, 0), "41:00.4");
	assert_null(gvm_args_word(&call, 1));
}

/**
 * @brief What stands behind "--" is a word, and so is a single dash.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void two_dashes_end_the_options(void **state)
{
	g_auto(gvm_call) first = { 0 };
	g_auto(gvm_call) second = { 0 };
	enum gvm_args_wish wish;

	(void)state;
	assert_true(parse("types -- --json", &first, &wish, NULL));
	assert_string_equal(gvm_args_word(&first, 0), "--json");
	assert_false(first.settings.json);
	assert_true(parse("plan -", &second, &wish, NULL));
	assert_string_equal(gvm_args_word(&second, 0), "-");
}

/**
 * @brief The words of a hook are libvirt's: none of them is an option.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_words_of_a_hook_are_literal(void **state)
{
	g_auto(gvm_call) call = { 0 };
	enum gvm_args_wish wish;

	(void)state;
	assert_true(parse("hook qemu --json prepare -h -", &call, &wish, NULL));
	assert_int_equal(wish, GVM_ARGS_RUN);
	assert_false(call.settings.json);
	assert_int_equal(call.words->len, 5);
	assert_string_equal(gvm_args_word(&call, 1), "--json");
}

/**
 * @brief Help and version need nothing else, and forgive too few words.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void help_and_version_need_nothing_else(void **state)
{
	static const struct {
		const char *line;
		enum gvm_args_wish wish;
	} cases[] = {
		{ "--help", GVM_ARGS_HELP }, { "-h", GVM_ARGS_HELP },
		{ "destroy --help", GVM_ARGS_HELP },
		{ "--version", GVM_ARGS_VERSION },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(gvm_call) call = { 0 };
		enum gvm_args_wish wish;

		assert_true(parse(cases[i].line, &call, &wish, NULL));
		assert_int_equal(wish, cases[i].wish);
	}
}

/**
 * @brief A line that makes no sense is refused in a sentence.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nonsense_is_refused(void **state)
{
	(void)state;
	refuse("", "no command");
	refuse("--json", "no command");
	refuse("type", "unknown command 'type'");
	refuse("Types", "unknown command");
	refuse("--nope parents", "unknown option --nope");
	refuse("parents --nope", "gvmctl help parents");
	refuse("parents -x", "unknown option -x");
	refuse("parents --type x", "unknown option --type");
	refuse("parents --json=1", "takes no value");
	refuse("parents --json --json", "given twice");
	refuse("--root /a parents --root /b", "given twice");
	refuse("create --type", "--type TYPE");
	refuse("create --type=", "--type TYPE");
	refuse("--root", "--root DIR");
	refuse("parents x", "usage: gvmctl parents");
	refuse("destroy", "usage: gvmctl destroy UUID");
	refuse("plan a b", "usage: gvmctl plan FILE");
	refuse("hook qemu name", "usage: gvmctl hook");
	refuse("-v -q parents", "exclude each other");
}

/**
 * @brief What the options spell is what is asked for.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void options_spell_a_request(void **state)
{
	g_autoptr(gvm_request) full = NULL;
	g_autoptr(gvm_request) bare = NULL;
	const struct gvm_attr *attr;

	(void)state;
	full = request("create --type t-1 --parent 41:00.4 --uuid C2177883-F1BB-47F0-914D-32A22E3A8801 --attr a/b=c=d --attr e=",
		       NULL);
	bare = request("create --type t --placement pack", NULL);
	assert_string_equal(full->type, "t-1");
	assert_string_equal(full->parent, "41:00.4");
	assert_string_equal(full->uuid, FAKE_UUID_1);
	assert_int_equal(full->source, GVM_SOURCE_COMMAND);
	assert_int_equal(full->attrs->len, 2);
	attr = g_ptr_array_index(full->attrs, 0);
	assert_string_equal(attr->name, "a/b");
	assert_string_equal(attr->value, "c=d");
	attr = g_ptr_array_index(full->attrs, 1);
	assert_string_equal(attr->value, "");
	assert_null(bare->uuid);
	assert_int_equal(bare->placement, GVM_PLACEMENT_PACK);
}

/**
 * @brief A value that cannot be meant is refused in a sentence.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void impossible_values_are_refused(void **state)
{
	(void)state;
	refuse_request("create", "--type is missing");
	refuse_request("create --type ../x", "'../x'");
	refuse_request("create --type ..", "'..'");
	refuse_request("create --type a/b", "'a/b'");
	refuse_request("create --type t --parent /sys", "'/sys'");
	refuse_request("create --type t --uuid 1", "'1' is not a UUID");
	refuse_request("create --type t --placement near", "'near'");
	refuse_request("create --type t --placement pack --parent p",
		       "makes no sense");
	refuse_request("create --type t --attr x", "NAME=VALUE");
	refuse_request("create --type t --attr =x", "NAME=VALUE");
	refuse_request("create --type t --attr remove=1", "NAME=VALUE");
	refuse_request("create --type t --attr a/../remove=1", "NAME=VALUE");
	refuse_request("create --type t --attr /dev/x=1", "NAME=VALUE");
	refuse_request("create --type a\nb", "'a?b'");
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
		cmocka_unit_test(options_may_stand_anywhere),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(the_words_of_a_hook_are_literal),
		cmocka_unit_test(help_and_version_need_nothing_else),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(options_spell_a_request),
		cmocka_unit_test(impossible_values_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
