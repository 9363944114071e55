// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of finding the vGPUs of pools, and who needs them.
 */
#include "scene.h"

#include "lifecycle/definitions.h"
#include "lifecycle/pool-look.h"
#include "lifecycle/pool-plan.h"
#include "lifecycle/pools.h"
#include "model/pool.h"
#include "xml/pools.h"
#include "xml/uses.h"

/** @brief A file with one pool. */
#define POOL(name, count, rest)						\
	"<pools xmlns='" GVM_POOLS_NS "'>\n<pool name='" name "' count='" \
	count "'><vgpu " rest "/></pool></pools>\n"
/** @brief A hostdev of a domain, with a hole for its UUID. */
#define HOSTDEV								\
	"<hostdev mode='subsystem' type='mdev'><source><address uuid='%s'/></source></hostdev>"
/** @brief A domain with two of them, and what else libvirt takes. */
#define DOMAIN								\
	"<domain><metadata><broken/></metadata><devices>"		\
	"<hostdev type='pci'/><disk/>" HOSTDEV HOSTDEV "</devices></domain>"
/** @brief Directory of such files. */
#define DIR GVM_POOLS_DIR "/"

/**
 * @brief Define a vGPU.
 * @param fake    The machine.
 * @param parent  Its parent.
 * @param uuid    Its UUID.
 * @norestriction
 * @sideeffect Creates the file.
 * @failure Ends the process.
 */
static void define(struct fake_host *fake, const char *parent, const char *uuid)
{
	g_autofree char *path = g_build_filename(GVM_DEFINITIONS_MDEVCTL,
						 parent, uuid, NULL);

	fake_tree_file(fake->root, path,
		       "{\"mdev_type\":\"" SCENE_TYPE "\",\"start\":\"auto\",\"attrs\":[]}\n");
}

/**
 * @brief Insist on what is found.
 * @param fake  The machine.
 * @param uses  From UUID to domain; freed.
 * @param text  "INDEX a|- d|- USER" of each, "; " between.
 * @norestriction
 * @sideeffect Probes groups.
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, GHashTable *uses, const char *text)
{
	g_autoptr(GHashTable) owned = uses;
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) devices = NULL;

	devices = gvm_pool_look(&fake->host, owned, &err);
	unit_expect_success(devices, err);
	for (guint i = 0; i < devices->len; i++) {
		const struct gvm_pool_device *device = devices->pdata[i];

		g_string_append_printf(real, "%s%u %s %s %s", i ? "; " : "",
				       gvm_pool_index(device->uuid),
				       device->vgpu ? "a" : "-",
				       device->definition ? "d" : "-",
				       device->user ? device->user : "idle");
	}
	assert_string_equal(real->str, text);
}

/**
 * @brief Make a table of domains and what they name.
 * @param domain  A domain's XML, or NULL for no domain.
 * @return The table.
 * @norestriction
 * @sideeffect Allocates memory.
 * @failure Fails the test.
 */
static GHashTable *uses_of(const char *domain)
{
	GHashTable *uses = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, g_free);
	g_autoptr(GError) err = NULL;

	if (domain)
		unit_expect_success(gvm_uses_read(domain, strlen(domain), "win",
						  uses, &err), err);

	return uses;
}

/**
 * @brief Only what has a UUID of a pool is found, active or defined.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void only_our_own_are_found(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *first = gvm_pool_uuid("a", 0);
	g_autofree char *second = gvm_pool_uuid("a", 1);
	g_autofree char *third = gvm_pool_uuid("a", 2);

	expect(fake, uses_of(NULL), "");
	fake_gpu_vgpu(fake->root, SCENE_VF_1, SCENE_TYPE, FAKE_UUID_1);
	define(fake, SCENE_VF_1, FAKE_UUID_2);
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, second);
	define(fake, SCENE_VF_2, second);
	define(fake, SCENE_VF_3, first);
	fake_gpu_vgpu(fake->root, SCENE_VF_3, SCENE_TYPE, third);
	expect(fake, uses_of(NULL), "0 - d idle; 1 a d idle; 2 a - idle");
}

/**
 * @brief Needed is what a program holds, a domain names, or was made for one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void who_needs_it_is_found(void **state)
{
	struct fake_host *fake = *state;
	g_autofree char *held = gvm_pool_uuid("a", 0);
	g_autofree char *named = gvm_pool_uuid("a", 1);
	g_autofree char *made = gvm_pool_uuid("a", 2);
	g_autofree char *hand = gvm_pool_uuid("a", 3);
	g_autofree char *down = gvm_pool_uuid("a", 4);
	g_autofree char *upper = g_ascii_strup(named, -1);
	g_autofree char *domain = NULL;
	g_autofree char *log = NULL;

	fake_gpu_vgpu(fake->root, "0000:81:00.5", SCENE_TYPE, held);
	fake_mdev_hold(fake->root, held);
	fake_gpu_vgpu(fake->root, SCENE_VF_2, SCENE_TYPE, named);
	scene_make(fake, SCENE_ALPHA, made, SCENE_TYPE, SCENE_VF_1);
	scene_make(fake, GVM_CLAIM_MDEVCTL, hand, SCENE_TYPE, SCENE_VF_3);
	define(fake, SCENE_VF_3, down);
	domain = g_strdup_printf(DOMAIN, upper, down);
	expect(fake, uses_of(domain),
	       "0 a - a program holds it; 1 a - domain win has it; 2 a - domain alpha has it; 3 a - idle; 4 - d domain win has it");
	/* A domain may be about to open what it names. */
	log = fake_kernel_log(fake->root);
	assert_null(strstr(log, named));
}

/**
 * @brief Insist on the number of pools that a machine has, or on an error.
 * @param fake  The machine.
 * @param n     How many, or -1.
 * @param part  What the error must contain.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_pools(struct fake_host *fake, int n, const char *part)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(GPtrArray) pools = gvm_pools_load(&fake->host, &err);

	if (n >= 0) {
		unit_expect_success(pools, err);
		assert_int_equal(pools->len, n);
	} else {
		assert_null(pools);
		unit_expect_error(err, GVM_ERROR_INVALID, part);
	}
}

/**
 * @brief The files of the directory count together, and one broken is told.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void all_files_count_together(void **state)
{
	struct fake_host *fake = *state;

	expect_pools(fake, 0, NULL);
	fake_tree_file(fake->root, DIR "b.xml", POOL("b", "1", "type='t'"));
	fake_tree_file(fake->root, DIR "a.xml", POOL("a", "1", "type='t'"));
	fake_tree_file(fake->root, DIR ".c.xml", "broken");
	fake_tree_file(fake->root, DIR "d.xml~", "broken");
	expect_pools(fake, 2, NULL);
	fake_tree_file(fake->root, DIR "e.xml", POOL("a", "2", "type='u'"));
	expect_pools(fake, -1,
		     "/" DIR "e.xml:2: pool 'a' is in /" DIR "a.xml:2 already: give one of them a new name");
	fake_tree_file(fake->root, DIR "e.xml", POOL("e", "x", "type='u'"));
	expect_pools(fake, -1, "/" DIR "e.xml:2: count 'x' of pool");
}

/**
 * @brief Plan for the pools of the directory.
 * @param fake  The machine.
 * @param err   Where to store the error.
 * @return What gvm_pool_plan_load() returns.
 * @norestriction
 * @nosideeffect
 * @failure Those of gvm_pool_plan_load(); fails the test for others.
 */
static struct gvm_pool_plan *plan(struct fake_host *fake, GError **err)
{
	g_autoptr(GHashTable) uses = uses_of(NULL);
	g_autoptr(GPtrArray) pools = gvm_pools_load(&fake->host, NULL);
	g_autoptr(GPtrArray) devices = gvm_pool_look(&fake->host, uses, NULL);
	struct gvm_pool_wish wish = { pools, devices, true };

	assert_true(pools && devices);

	return gvm_pool_plan_load(&fake->host, &wish, err);
}

/**
 * @brief A machine is looked at as it is, and its policy counts.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_machine_is_looked_at(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_pool_plan) good = NULL;
	g_autoptr(GError) err = NULL;
	const struct gvm_pool_step *step;

	fake_tree_file(fake->root, DIR "a.xml",
		       POOL("a", "2", "type='" SCENE_TYPE "'"));
	good = plan(fake, &err);
	unit_expect_success(good, err);
	assert_int_equal(gvm_pool_plan_count(good, GVM_POOL_MAKE), 2);
	step = g_ptr_array_index(good->steps, 0);
	assert_string_equal(step->parent, SCENE_VF_1);
	step = g_ptr_array_index(good->steps, 1);
	assert_string_equal(step->parent, SCENE_VF_3);
	assert_non_null(strstr(step->xml, "<parent>pci_0000_81_00_4</parent>"));

	fake_tree_file(fake->root, "etc/gvm/policy.xml",
		       "<policy xmlns='https://linux-gvm.org/xmlns/policy/1.0'><allow total='1'/></policy>");
	assert_null(plan(fake, &err));
	unit_expect_error(err, GVM_ERROR_DENIED,
			  "/" DIR "a.xml:2: pool a: owner mdevctl may not have a vGPU of type "
			  SCENE_TYPE " now");
}

/**
 * @brief Functions without mdev are for no pool, and that is said.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void functions_without_mdev_are_refused(void **state)
{
	struct fake_host *fake = scene_new("l40s");
	g_autoptr(GError) err = NULL;

	*state = fake;
	fake_tree_file(fake->root, DIR "a.xml",
		       POOL("a", "1", "type='nvidia-1150'"));
	assert_null(plan(fake, &err));
	unit_expect_error(err, GVM_ERROR_UNSUPPORTED,
			  "cannot be made as an mdev on any parent");
}

/**
 * @brief Run the tests.
 * @return 0 when all passed.
 * @norestriction
 * @nosideeffect
 * @failure Non-zero when one failed.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE_TEST(only_our_own_are_found),
		SCENE_TEST(who_needs_it_is_found),
		SCENE_TEST(all_files_count_together),
		SCENE_TEST(the_machine_is_looked_at),
		cmocka_unit_test_teardown(functions_without_mdev_are_refused,
					  unit_teardown),
	};

	return cmocka_run_group_tests_name("pool-look", tests, NULL, NULL);
}
