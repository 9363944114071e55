// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of attaching and detaching, with libvirt's test driver.
 *
 * It has configurations and metadata, and refuses to hot-plug anything: so what
 * fails last is seen here, and what succeeds in the rig.
 */
#include "unit.h"

#include "virt/connect.h"
#include "virt/handlers.h"
#include "xml/domain.h"

/** @brief The domain that the driver has: it runs, and is persistent. */
#define NAME "test"
/** @brief Where it is. */
#define URI "test:///default"
/** @brief What somebody else has in its metadata. */
#define OTHER "urn:other"

/** @brief A machine, and the connection that keeps the domain alive. */
struct stage {
	struct fake_host *fake;	/**< The machine. */
	virConnect *conn;	/**< The connection. */
	virDomain *domain;	/**< The domain. */
};

/**
 * @brief Make a machine, and a domain with metadata of somebody else.
 * @param state  Where to put the stage.
 * @return Always 0.
 * @norestriction
 * @sideeffect Makes a directory; opens a connection.
 * @failure Fails the test.
 */
static int setup(void **state)
{
	struct stage *stage = g_new0(struct stage, 1);

	gvm_virt_silence();
	stage->fake = fake_host_new("a10-two");
	stage->conn = virConnectOpen(URI);
	assert_non_null(stage->conn);
	stage->domain = virDomainLookupByName(stage->conn, NAME);
	assert_non_null(stage->domain);
	assert_int_equal(virDomainSetMetadata(stage->domain,
					      VIR_DOMAIN_METADATA_ELEMENT,
					      "<keep/>", "o", OTHER,
					      VIR_DOMAIN_AFFECT_CONFIG |
					      VIR_DOMAIN_AFFECT_LIVE), 0);
	*state = stage;

	return 0;
}

/**
 * @brief Free a stage.
 * @param state  The stage.
 * @return Always 0.
 * @norestriction
 * @sideeffect Removes the directory; the domain is forgotten.
 * @nofailure
 */
static int teardown(void **state)
{
	struct stage *stage = *state;

	virDomainFree(stage->domain);
	virConnectClose(stage->conn);
	fake_host_free(stage->fake);
	g_free(stage);

	return 0;
}

/**
 * @brief Run the program.
 * @param stage  The stage.
 * @param line   Its words, blanks between, without program, root and URI.
 * @return The exit status.
 * @norestriction
 * @sideeffect Those of the command.
 * @nofailure
 */
static int run(const struct stage *stage, const char *line)
{
	g_autofree char *all = g_strdup_printf("gvmctl-libvirt -q --root %s %s%s",
					       stage->fake->root, line,
					       strstr(line, "-c ") ? "" :
					       " -c " URI);
	g_auto(GStrv) words = g_strsplit(all, " ", -1);

	return gvm_run_handlers(g_strv_length(words), words, &fake_kernel_ops,
				gvm_virt_handlers());
}

/**
 * @brief Run gvmctl itself.
 * @param stage  The stage.
 * @param line   Its words, blanks between, without program and root.
 * @return The exit status.
 * @norestriction
 * @sideeffect Those of the command.
 * @nofailure
 */
static int run_other(const struct stage *stage, const char *line)
{
	g_autofree char *all = g_strdup_printf("gvmctl -q --root %s %s",
					       stage->fake->root, line);
	g_auto(GStrv) words = g_strsplit(all, " ", -1);

	return gvm_run(g_strv_length(words), words, &fake_kernel_ops);
}

/**
 * @brief Check what a form of the domain has, and that others' metadata stay.
 * @param stage    The stage.
 * @param live     The running form.
 * @param hostdevs How many vGPUs it must have, each with its entry.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(const struct stage *stage, bool live, unsigned int hostdevs)
{
	g_autoptr(gvm_domain) domain = NULL;
	g_autofree char *xml = NULL;

	xml = virDomainGetXMLDesc(stage->domain,
				  live ? 0 : VIR_DOMAIN_XML_INACTIVE);
	assert_non_null(strstr(xml, "<o:keep xmlns:o=\"" OTHER "\"/>"));
	domain = gvm_domain_parse(xml, strlen(xml), NAME, NULL);
	assert_non_null(domain);
	assert_int_equal(domain->unused->len, 0);
	assert_int_equal(domain->requests->len, hostdevs);
	for (guint i = 0; i < hostdevs; i++) {
		const struct gvm_request *request;

		request = g_ptr_array_index(domain->requests, i);
		assert_int_equal(request->source, GVM_SOURCE_METADATA);
	}
}

/**
 * @brief Check that no vGPU and no claim is there.
 * @param stage  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_nothing(const struct stage *stage)
{
	g_autofree char *path = g_build_filename(stage->fake->root,
						 "run/gvm/claims", NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

	assert_null(dir ? g_dir_read_name(dir) : NULL);
	assert_false(fake_mdev_exists(stage->fake->root, FAKE_UUID_1));
}

/**
 * @brief What a domain is started with gets hostdev and entry, and loses both.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_configuration_gets_and_loses_both(void **state)
{
	const struct stage *stage = *state;

	assert_int_equal(run(stage, "attach test --type nvidia-588 --uuid "
			     FAKE_UUID_1), 0);
	assert_int_equal(run(stage, "attach test --framebuffer 1024 --uuid "
			     FAKE_UUID_2 " --config"), 0);
	expect(stage, false, 2);
	expect(stage, true, 0);
	expect_nothing(stage);
	assert_int_equal(run(stage, "detach test " FAKE_UUID_1), 0);
	expect(stage, false, 1);
	assert_int_equal(run(stage, "detach test " FAKE_UUID_1), 3);
	assert_int_equal(run(stage, "detach test " FAKE_UUID_2), 0);
	expect(stage, false, 0);
}

/**
 * @brief When the last step of a live attach fails, all before it is undone.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refused_hot_plug_leaves_nothing(void **state)
{
	const struct stage *stage = *state;
	g_autofree char *log = NULL;

	assert_int_equal(run(stage, "attach test --type nvidia-588 --live --config --uuid "
			     FAKE_UUID_1), 8);
	expect(stage, false, 0);
	expect(stage, true, 0);
	expect_nothing(stage);
	/* It had been made. */
	log = fake_kernel_log(stage->fake->root);
	assert_non_null(strstr(log, "/create " FAKE_UUID_1));
	assert_non_null(strstr(log, FAKE_UUID_1 "/remove"));
}

/**
 * @brief What was killed between two steps has left an entry: it asks for
 * nothing, and the same command again takes it away.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_entry_alone_is_taken_away(void **state)
{
	static const char entry[] =
		"<vgpus><vgpu uuid='" FAKE_UUID_1 "' type='nvidia-588'/></vgpus>";
	const struct stage *stage = *state;

	assert_int_equal(virDomainSetMetadata(stage->domain,
					      VIR_DOMAIN_METADATA_ELEMENT,
					      entry, "gvm", GVM_DOMAIN_NS,
					      VIR_DOMAIN_AFFECT_LIVE), 0);
	assert_int_equal(run(stage, "attach test --type nvidia-588 --live --uuid "
			     FAKE_UUID_1), 4);
	assert_int_equal(run(stage, "detach test --live " FAKE_UUID_1), 0);
	expect(stage, true, 0);
	assert_int_equal(run(stage, "detach test --live " FAKE_UUID_1), 3);
	expect_nothing(stage);
}

/**
 * @brief Without a vGPU the domain is not touched.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_cannot_be_had_changes_nothing(void **state)
{
	static const struct {
		const char *line;
		int status;
	} lines[] = {
		{ "attach test --type nvidia-1", 3 },
		{ "attach test --type nvidia-1 --live", 3 },
		{ "attach test --type nvidia-588 --parent nowhere", 3 },
		{ "attach nobody --type nvidia-588", 3 },
		{ "attach test --type nvidia-588 -c test:///nowhere", 9 },
		{ "attach test", 2 },
		{ "attach test --type nvidia-588 --name x", 2 },
		{ "attach test --framebuffer 0", 2 },
		{ "attach test --type nvidia-588 --placement near", 2 },
		{ "attach test --type nvidia-588 --current --live", 2 },
		{ "attach test --type nvidia-588 --print-xml --json", 2 },
		{ "attach test --type nvidia-588 --live -c qemu://far/system",
		  8 },
		{ "detach test nonsense", 2 },
		{ "detach test " FAKE_UUID_1 " --live", 3 },
		{ "list", 2 },
	};
	const struct stage *stage = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		int status = run(stage, lines[i].line);

		if (status != lines[i].status)
			fail_msg("'%s' ended with %d", lines[i].line, status);
	}
	expect(stage, false, 0);
	expect(stage, true, 0);
	expect_nothing(stage);
}

/**
 * @brief The policy is asked before anything is written.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_policy_is_kept(void **state)
{
	const struct stage *stage = *state;

	fake_tree_file(stage->fake->root, "etc/gvm/policy.xml",
		       "<policy xmlns='https://linux-gvm.org/xmlns/policy/1.0'>\n"
		       "<allow types='nvidia-588' per-domain='1'/><deny/></policy>");
	assert_int_equal(run(stage, "attach test --type nvidia-590"), 7);
	assert_int_equal(run(stage, "attach test --type nvidia-590 --live"), 7);
	expect(stage, false, 0);
	assert_int_equal(run(stage, "attach test --type nvidia-588"), 0);
	assert_int_equal(run(stage, "attach test --type nvidia-588"), 7);
	expect(stage, false, 1);
	expect_nothing(stage);
}

/**
 * @brief Showing changes nothing.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void showing_changes_nothing(void **state)
{
	const struct stage *stage = *state;

	assert_int_equal(run(stage, "--dry-run attach test --type nvidia-588 --live --config"),
			 0);
	assert_int_equal(run(stage, "attach test --type nvidia-588 --print-xml"),
			 0);
	expect(stage, false, 0);
	assert_int_equal(run(stage, "attach test --type nvidia-588 --uuid "
			     FAKE_UUID_1), 0);
	assert_int_equal(run(stage, "--dry-run detach test " FAKE_UUID_1), 0);
	assert_int_equal(run(stage, "detach test --print-xml " FAKE_UUID_1), 0);
	expect(stage, false, 1);
	expect_nothing(stage);
}

/**
 * @brief A machine that is only full now is good enough for the next start.
 * @param state  The stage.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_full_machine_will_do_later(void **state)
{
	const struct stage *stage = *state;

	/* The largest type leaves no room for another one on its GPU. */
	assert_int_equal(run_other(stage, "create --type nvidia-594"), 0);
	assert_int_equal(run_other(stage, "create --type nvidia-594"), 0);
	assert_int_equal(run(stage, "attach test --type nvidia-594 --live"), 6);
	assert_int_equal(run(stage, "attach test --type nvidia-594"), 0);
	expect(stage, false, 1);
	expect(stage, true, 0);
}

/**
 * @brief Run the tests.
 * @return 0 when all pass.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_configuration_gets_and_loses_both,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_refused_hot_plug_leaves_nothing,
						setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_had_changes_nothing,
						setup, teardown),
		cmocka_unit_test_setup_teardown(an_entry_alone_is_taken_away,
						setup, teardown),
		cmocka_unit_test_setup_teardown(the_policy_is_kept, setup,
						teardown),
		cmocka_unit_test_setup_teardown(showing_changes_nothing, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_full_machine_will_do_later,
						setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
