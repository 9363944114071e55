// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of vGPUs that were defined, but not made.
 */
#include "scene.h"

#include "lifecycle/definitions.h"

/** @brief Our directory. */
#define OURS "etc/gvm/nodedev.d/"
/** @brief mdevctl's directory for one parent. */
#define MDEVCTL "etc/mdevctl.d/" SCENE_VF_2 "/"

/** @brief Node-device XML of the first device. */
#define XML								\
	"<device><parent>pci_0000_41_00_4</parent>"			\
	"<capability type='mdev'><type id='nvidia-591'/>"		\
	"<uuid>" FAKE_UUID_1 "</uuid>"					\
	"<attr name='nvidia/vgpu_params' value='a=1'/>"			\
	"</capability></device>\n"
/** @brief mdevctl's JSON of a device. */
#define JSON								\
	"{\"mdev_type\":\"nvidia-592\",\"start\":\"manual\","		\
	"\"attrs\":[{\"x\":\"1\"},{\"y\":\"2\"}]}\n"

/**
 * @brief Look for the definition of the first device.
 * @param fake  The machine.
 * @param err   Where to store the error, or NULL.
 * @return The request, or NULL on failure.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_definitions_find().
 */
static struct gvm_request *find(struct fake_host *fake, GError **err)
{
	g_autoptr(gvm_request) request = scene_request(FAKE_UUID_1, NULL, NULL);

	if (!gvm_definitions_find(&fake->host, request, err))
		return NULL;

	return g_steal_pointer(&request);
}

/**
 * @brief Insist on what a request was completed with.
 * @param request  The request.
 * @param type     Its type, NULL when nothing may have been found.
 * @param parent   Its parent.
 * @param n_attrs  How many attributes it has.
 * @param source   Where it was found.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(const struct gvm_request *request, const char *type,
		   const char *parent, unsigned int n_attrs,
		   enum gvm_source source)
{
	assert_non_null(request);
	assert_int_equal(g_strcmp0(request->type, type), 0);
	assert_int_equal(g_strcmp0(request->parent, parent), 0);
	assert_int_equal(request->attrs->len, n_attrs);
	assert_int_equal(request->source, source);
	assert_string_equal(request->uuid, FAKE_UUID_1);
	assert_string_equal(request->device_api, "vfio-pci");
}

/**
 * @brief Without any definition nothing is said and nothing is filled in.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nothing_defined_is_no_error(void **state)
{
	g_autoptr(gvm_request) request = find(*state, NULL);

	expect(request, NULL, NULL, 0, GVM_SOURCE_NONE);
}

/**
 * @brief Our node-device XML is found whatever its file is called.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void our_definition_is_found(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = NULL;

	fake_tree_file(fake->root, OURS "some name.xml", XML);
	request = find(fake, NULL);
	expect(request, "nvidia-591", "pci_0000_41_00_4", 1,
	       GVM_SOURCE_NODEDEV);
	assert_non_null(strstr(request->where, "some name.xml"));
}

/**
 * @brief mdevctl's definition is found below its parent, attributes in order.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_definition_of_mdevctl_is_found(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = NULL;
	const struct gvm_attr *attr;

	fake_tree_file(fake->root, "etc/mdevctl.d/scripts.d/callouts/x", "");
	fake_tree_file(fake->root, "etc/mdevctl.d/a-file", "");
	fake_tree_file(fake->root, MDEVCTL FAKE_UUID_1, JSON);
	request = find(fake, NULL);
	expect(request, "nvidia-592", SCENE_VF_2, 2, GVM_SOURCE_MDEVCTL);
	attr = g_ptr_array_index(request->attrs, 0);
	assert_string_equal(attr->name, "x");
}

/**
 * @brief Ours wins over mdevctl's.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void our_definition_wins(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = NULL;

	fake_tree_file(fake->root, MDEVCTL FAKE_UUID_1, JSON);
	fake_tree_file(fake->root, OURS "1.xml", XML);
	request = find(fake, NULL);
	expect(request, "nvidia-591", "pci_0000_41_00_4", 1,
	       GVM_SOURCE_NODEDEV);
}

/**
 * @brief A definition without our UUID, hidden files and those of another kind
 * are not meant.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_files_are_left_alone(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) request = NULL;

	fake_tree_file(fake->root, OURS ".1.xml", XML);
	fake_tree_file(fake->root, OURS "1.xml~", XML);
	fake_tree_file(fake->root, OURS "1.xml.dpkg-old", "broken");
	fake_tree_file(fake->root, OURS "any.xml",
		       "<device><parent>p</parent><capability type='mdev'><type id='t'/></capability></device>");
	fake_tree_file(fake->root, MDEVCTL FAKE_UUID_2, "broken");
	request = find(fake, NULL);
	expect(request, NULL, NULL, 0, GVM_SOURCE_NONE);
}

/**
 * @brief A broken file matters only when it may be the one that is looked for.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_broken_file_matters_only_without_a_good_one(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_request) ours = NULL;
	g_autoptr(gvm_request) theirs = NULL;
	g_autoptr(gvm_request) none = NULL;
	g_autoptr(GError) err = NULL;

	fake_tree_file(fake->root, OURS "0.xml", "<device>");
	none = find(fake, &err);
	assert_null(none);
	unit_expect_error(err, GVM_ERROR_INVALID, "/" OURS "0.xml");

	fake_tree_file(fake->root, MDEVCTL FAKE_UUID_1, JSON);
	theirs = find(fake, NULL);
	expect(theirs, "nvidia-592", SCENE_VF_2, 2, GVM_SOURCE_MDEVCTL);

	fake_tree_file(fake->root, OURS "1.xml", XML);
	ours = find(fake, NULL);
	expect(ours, "nvidia-591", "pci_0000_41_00_4", 1, GVM_SOURCE_NODEDEV);
}

/**
 * @brief Broken JSON under our UUID is told with its path.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void broken_json_is_told(void **state)
{
	static const char *const texts[] = {
		"", "no JSON", "[]", "{}", "{\"mdev_type\":7}",
		"{\"mdev_type\":\"../x\"}", "{\"mdev_type\":\"a\\nb\"}",
		"{\"mdev_type\":\"t\",\"attrs\":[{\"../remove\":\"1\"}]}",
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(gvm_request) request = NULL;
		g_autoptr(GError) err = NULL;

		fake_tree_file(fake->root, MDEVCTL FAKE_UUID_1, texts[i]);
		request = find(fake, &err);
		assert_null(request);
		unit_expect_error(err, GVM_ERROR_INVALID,
				  "/" MDEVCTL FAKE_UUID_1);
	}
}

/**
 * @brief A file that cannot be read as one is told, and one that is too large
 * is not read at all.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_unreadable_file_is_told(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *large = g_strnfill(2 << 20, ' ');
	g_autoptr(gvm_request) request = NULL;
	g_autoptr(GError) dir = NULL;
	g_autoptr(GError) size = NULL;

	fake_tree_dir(fake->root, OURS "dir.xml");
	request = find(fake, &dir);
	assert_null(request);
	unit_expect_error(dir, GVM_ERROR_FAILED, "/" OURS "dir.xml");

	fake_tree_remove(fake->root, OURS "dir.xml");
	fake_tree_file(fake->root, MDEVCTL FAKE_UUID_1, large);
	request = find(fake, &size);
	assert_null(request);
	unit_expect_error(size, GVM_ERROR_FAILED, "/" MDEVCTL FAKE_UUID_1);
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
		SCENE_TEST(nothing_defined_is_no_error),
		SCENE_TEST(our_definition_is_found),
		SCENE_TEST(the_definition_of_mdevctl_is_found),
		SCENE_TEST(our_definition_wins),
		SCENE_TEST(other_files_are_left_alone),
		SCENE_TEST(a_broken_file_matters_only_without_a_good_one),
		SCENE_TEST(broken_json_is_told),
		SCENE_TEST(an_unreadable_file_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
