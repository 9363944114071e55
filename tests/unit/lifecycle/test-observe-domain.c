// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of finding the domain of a vGPU.
 */
#include "scene.h"

#include "lifecycle/observe-state.h"

/** @brief Number of the QEMU of these tests. */
#define QEMU 4711

/**
 * @brief Let a QEMU run.
 * @param fake  The machine.
 * @param name  Value of its "-name", or NULL.
 * @param uuid  Value of its "-uuid", or NULL.
 * @norestriction
 * @sideeffect Creates its files.
 * @nofailure
 */
static void run_qemu(struct fake_host *fake, const char *name,
		     const char *uuid)
{
	const char *args[6] = { "/usr/bin/qemu-system-x86_64" };
	size_t n = 1;

	if (name) {
		args[n++] = "-name";
		args[n++] = name;
	}
	if (uuid) {
		args[n++] = "-uuid";
		args[n++] = uuid;
	}
	fake_machine_process(fake->root, QEMU, 1, args);
}

/**
 * @brief Insist on the domain of a vGPU.
 * @param fake  The machine.
 * @param pid   Its QEMU.
 * @param name  Name of the domain, or NULL.
 * @param id    UUID of the domain, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, int pid, const char *name,
		   const char *id)
{
	g_autofree char *found_name = NULL;
	g_autofree char *found_id = NULL;

	gvm_observe_domain(&fake->host, FAKE_UUID_1, pid, &found_name,
			   &found_id);
	if (g_strcmp0(found_name, name) != 0 || g_strcmp0(found_id, id) != 0)
		fail_msg("%s and %s, not %s and %s", found_name, found_id, name,
			 id);
}

/**
 * @brief The claim tells, whatever QEMU says.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_claim_tells_first(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_1, SCENE_ALPHA, SCENE_VF_1, SCENE_TYPE,
			0);
	run_qemu(fake, "guest=other", SCENE_BETA);
	expect(fake, QEMU, "alpha", SCENE_ALPHA);
	expect(fake, 0, "alpha", SCENE_ALPHA);
}

/**
 * @brief A claim of a person and a claim on another vGPU tell nothing.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_claims_tell_nothing(void **state)
{
	struct fake_host *fake = *state;

	scene_put_claim(fake, FAKE_UUID_1, GVM_CLAIM_MANUAL, SCENE_VF_1,
			SCENE_TYPE, 0);
	scene_put_claim(fake, FAKE_UUID_2, SCENE_ALPHA, SCENE_VF_2, SCENE_TYPE,
			0);
	expect(fake, 0, NULL, NULL);
	run_qemu(fake, "guest=beta", SCENE_BETA);
	expect(fake, QEMU, "beta", SCENE_BETA);
}

/**
 * @brief A damaged claim still tells the UUID; the name comes from the QEMU of
 *        that domain only.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_name_is_not_taken_from_another_domain(void **state)
{
	struct fake_host *fake = *state;

	fake_tree_file(fake->root, "run/gvm/claims/" FAKE_UUID_1 "@" SCENE_ALPHA,
		       "garbage");
	run_qemu(fake, "guest=beta", SCENE_BETA);
	expect(fake, QEMU, NULL, SCENE_ALPHA);
	run_qemu(fake, "guest=alpha", SCENE_ALPHA);
	expect(fake, QEMU, "alpha", SCENE_ALPHA);
}

/**
 * @brief QEMU's ways to write a name are all understood.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_command_line_of_qemu_is_understood(void **state)
{
	static const struct {
		const char *value;	/**< Of "-name", or NULL. */
		const char *name;	/**< What it means, or NULL. */
	} rows[] = {
		{ "guest=win11,debug-threads=on", "win11" },
		{ "win11", "win11" },
		{ "win11,process=x", "win11" },
		{ "debug-threads=on,guest=a,,b=c,x=y", "a,b=c" },
		{ "guest=a,,,,b", "a,,b" },
		{ "guest=,,", "," },
		{ "debug-threads=on", NULL },
		{ "debug-threads=on,win11", NULL },
		{ "guest=", NULL },
		{ "", NULL },
		{ NULL, NULL },
		{ "guest=\xff", "\xef\xbf\xbd" },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		run_qemu(fake, rows[i].value, SCENE_BETA);
		expect(fake, QEMU, rows[i].name, SCENE_BETA);
	}
	run_qemu(fake, "guest=x", "no-uuid");
	expect(fake, QEMU, "x", NULL);
	expect(fake, QEMU + 1, NULL, NULL);
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
		SCENE_TEST(the_claim_tells_first),
		SCENE_TEST(other_claims_tell_nothing),
		SCENE_TEST(a_name_is_not_taken_from_another_domain),
		SCENE_TEST(the_command_line_of_qemu_is_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
