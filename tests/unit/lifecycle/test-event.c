// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of the entries in the journal.
 */
#include "scene.h"

#include "lifecycle/event.h"

/** @brief A claim of which everything is known. */
static const struct gvm_claim whole = {
	.device = (char *)(uintptr_t)FAKE_UUID_1,
	.owner = (char *)(uintptr_t)SCENE_ALPHA,
	.domain = (char *)(uintptr_t)"alpha",
	.parent = (char *)(uintptr_t)SCENE_VF_1,
	.type = (char *)(uintptr_t)SCENE_TYPE,
};

/** @brief A claim of which only the name of its file is known. */
static const struct gvm_claim bare = {
	.device = (char *)(uintptr_t)FAKE_UUID_1,
	.owner = (char *)(uintptr_t)"manual",
};

/**
 * @brief Insist on the one entry of the journal, and empty it.
 * @param fake    The machine.
 * @param fields  Its fields in order, ended by NULL.
 * @norestriction
 * @sideeffect Removes the journal.
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const char *const *fields)
{
	g_autofree char *journal = fake_kernel_journal(fake->root);
	g_autoptr(GString) text = g_string_new(fields[0]);

	for (size_t i = 1; fields[i]; i++)
		g_string_append_printf(text, "\t%s", fields[i]);
	assert_string_equal(journal, text->str);
	fake_tree_remove(fake->root, ".fake/journal");
}

/**
 * @brief An entry has every field once, and a sentence for people.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_entry_has_every_field_once(void **state)
{
	struct fake_host *fake = *state;

	gvm_event_vgpu(&fake->host, G_LOG_LEVEL_INFO, "create", &whole, 0,
		       "why not");
	expect(fake, (const char *const[]) {
		"PRIORITY=6",
		"MESSAGE=create vGPU " FAKE_UUID_1 ", nvidia-588 on 0000:41:00.4, for alpha: why not",
		"SYSLOG_IDENTIFIER=gvmctl", "GVM_OPERATION=create",
		"GVM_UUID=" FAKE_UUID_1, "GVM_PARENT=0000:41:00.4",
		"GVM_TYPE=nvidia-588", "GVM_OWNER=" SCENE_ALPHA,
		"GVM_DOMAIN=alpha", NULL });
}

/**
 * @brief What is not known is left out.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void unknown_fields_are_left_out(void **state)
{
	struct fake_host *fake = *state;

	gvm_event_vgpu(&fake->host, G_LOG_LEVEL_WARNING, "keep", &bare, 0,
		       NULL);
	expect(fake, (const char *const[]) {
		"PRIORITY=4",
		"MESSAGE=keep vGPU " FAKE_UUID_1 ", type unknown on parent unknown, for manual",
		"SYSLOG_IDENTIFIER=gvmctl", "GVM_OPERATION=keep",
		"GVM_UUID=" FAKE_UUID_1, "GVM_OWNER=manual", NULL });
}

/**
 * @brief How long it took is told in microseconds.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_duration_is_told(void **state)
{
	struct fake_host *fake = *state;
	int64_t began = g_get_monotonic_time() - 5000;
	g_autofree char *journal = NULL;
	const char *field;

	gvm_event_vgpu(&fake->host, G_LOG_LEVEL_INFO, "create", &whole, began,
		       NULL);
	journal = fake_kernel_journal(fake->root);
	field = strstr(journal, "\tGVM_DURATION_US=");
	assert_non_null(field);
	assert_in_range(g_ascii_strtoull(strchr(field, '=') + 1, NULL, 10),
			5000, 60 * G_USEC_PER_SEC);
}

/**
 * @brief A sentence about a domain names the domain, and one about none does
 * not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_note_names_its_domain(void **state)
{
	struct fake_host *fake = *state;

	gvm_event_note(&fake->host, G_LOG_LEVEL_WARNING, "alpha", "one");
	expect(fake, (const char *const[]) {
		"PRIORITY=4", "MESSAGE=one", "SYSLOG_IDENTIFIER=gvmctl",
		"GVM_DOMAIN=alpha", NULL });
	gvm_event_note(&fake->host, G_LOG_LEVEL_INFO, NULL, "two");
	expect(fake, (const char *const[]) {
		"PRIORITY=6", "MESSAGE=two", "SYSLOG_IDENTIFIER=gvmctl",
		NULL });
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
		SCENE_TEST(an_entry_has_every_field_once),
		SCENE_TEST(unknown_fields_are_left_out),
		SCENE_TEST(the_duration_is_told),
		SCENE_TEST(a_note_names_its_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
