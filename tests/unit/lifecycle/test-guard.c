// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of starts that are refused because they would do harm.
 */
#include "scene.h"

#include "lifecycle/guard.h"

/** @brief A function that NVIDIA's driver has to keep. */
#define KEPT "0000:41:00.4"
/** @brief A graphics card. */
#define CARD "0000:05:00.0"
/** @brief Its sound, of the same IOMMU group. */
#define SOUND "0000:05:00.1"
/** @brief Process of a libvirt daemon. */
#define DAEMON 321

/**
 * @brief Give a test a machine with a vGPU function and a graphics card.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	static const struct fake_pci cards[] = {
		{ .address = CARD, .vendor = 0x1002, .device = 0x744c,
		  .class = 0x030000, .numa_node = -1, .driver = "amdgpu" },
		{ .address = SOUND, .vendor = 0x1002, .device = 0xab30,
		  .class = 0x040300, .numa_node = -1,
		  .driver = "snd_hda_intel", .beside = CARD },
	};
	struct fake_host *fake = fake_host_new("l40s");

	fake_pci_driver(fake->root, "amdgpu", true);
	fake_pci_driver(fake->root, "snd_hda_intel", true);
	fake_pci_driver(fake->root, "vfio-pci", true);
	for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
		fake_pci_add(fake->root, &cards[i]);
	*state = fake;

	return 0;
}

/**
 * @brief Give a domain a hostdev.
 * @param domain   The domain.
 * @param address  Address of the function.
 * @param managed  Whether libvirt binds it.
 * @param entry    Whether our metadata have an entry for it.
 * @norestriction
 * @sideeffect Grows the domain.
 * @nofailure
 */
static void add(struct gvm_domain *domain, const char *address, bool managed,
		bool entry)
{
	struct gvm_pci_hostdev *pci = g_new0(struct gvm_pci_hostdev, 1);

	pci->address = g_strdup(address);
	pci->managed = managed;
	pci->where = g_strdup("x.xml:7");
	g_ptr_array_add(domain->pci, pci);
	if (entry)
		g_ptr_array_add(domain->requests,
				scene_request(address, NULL, NULL));
}

/**
 * @brief Check what is said of a domain with hostdevs.
 * @param fake    The machine.
 * @param domain  The domain.
 * @param code    Code of the refusal, or 0 for none.
 * @param part    What the refusal or the only note says, or NULL for nothing.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const struct gvm_domain *domain,
		   enum gvm_error code, const char *part)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) err = NULL;
	bool good = gvm_guard_domain(&fake->host, domain, DAEMON, notes, &err);

	if (code) {
		assert_false(good);
		unit_expect_error(err, code, part);
		return;
	}
	unit_expect_success(good, err);
	assert_int_equal(notes->len, part ? 1 : 0);
	if (part)
		assert_non_null(strstr(g_ptr_array_index(notes, 0), part));
}

/**
 * @brief Let the daemon use a libvirt.
 * @param fake   The machine.
 * @param names  Names of its libraries, each in a line of its own.
 * @norestriction
 * @sideeffect Writes its maps.
 * @failure Ends the process.
 */
static void use(struct fake_host *fake, const char *names)
{
	g_autofree char *path = g_strdup_printf("proc/%d/maps", DAEMON);

	fake_tree_file(fake->root, path, names);
}

/**
 * @brief libvirt may not take a function that has to stay with its driver,
 *        with an entry and without one.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_managed_function_is_refused(void **state)
{
	for (int entry = 0; entry < 2; entry++) {
		g_autoptr(gvm_domain) domain = gvm_domain_new();

		add(domain, KEPT, true, entry);
		expect(*state, domain, GVM_ERROR_INVALID,
		       "x.xml:7: the hostdev of " KEPT " has managed='yes'");
	}
}

/**
 * @brief Without entry and type QEMU will fail, which is said; with either it
 *        is not.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_function_without_type_is_named(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_domain) with = gvm_domain_new();
	g_autoptr(gvm_domain) domain = gvm_domain_new();

	add(with, KEPT, false, true);
	expect(fake, with, 0, NULL);
	add(domain, KEPT, false, false);
	expect(fake, domain, 0, "has no vGPU type");
	fake_vf_give(fake->root, KEPT, "1148");
	expect(fake, domain, 0, NULL);
}

/**
 * @brief An old libvirt is known by the name of its library.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_old_libvirt_is_refused(void **state)
{
	static const struct {
		const char *maps;	/* Libraries of the daemon. */
		bool refused;		/* Whether it is too old. */
	} rows[] = {
		{ "7f00-7f01 r-xp 0 08:01 9 /usr/lib/libvirt.so.0.9000.0\n",
		  true },
		{ "7f00 /lib/libc.so.6\n7f01 /usr/lib64/libvirt.so.0.9010.0\n",
		  true },
		{ "7f00 /usr/lib/libvirt.so.0.10000.0\n", false },
		{ "7f00 /usr/lib/libvirt.so.0.11003.0\n", false },
		{ "7f00 /usr/lib/libvirt-qemu.so.0.9000.0\n", false },
		{ "7f00 /usr/lib/libvirt.so.0.\n", false },
		{ "", false },
	};
	struct fake_host *fake = *state;
	g_autoptr(gvm_domain) domain = gvm_domain_new();
	g_autoptr(gvm_domain) plain = gvm_domain_new();

	add(domain, KEPT, false, true);
	add(plain, CARD, true, false);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		use(fake, rows[i].maps);
		if (rows[i].refused)
			expect(fake, domain, GVM_ERROR_UNSUPPORTED,
			       "install libvirt 10.0");
		else
			expect(fake, domain, 0, NULL);
		expect(fake, plain, 0, NULL);
	}
}

/**
 * @brief A group is given whole: what the host keeps of it is named.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_group_is_given_whole(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_domain) half = gvm_domain_new();
	g_autoptr(gvm_domain) whole = gvm_domain_new();
	g_autoptr(gvm_domain) foreign = gvm_domain_new();

	add(half, CARD, false, true);
	expect(fake, half, GVM_ERROR_BUSY,
	       "while driver snd_hda_intel has " SOUND);
	add(whole, CARD, false, true);
	add(whole, SOUND, true, false);
	expect(fake, whole, 0, NULL);
	/* What has no entry is libvirt's affair. */
	add(foreign, CARD, true, false);
	expect(fake, foreign, 0, NULL);

	fake_pci_give(fake->root, SOUND, "vfio-pci");
	expect(fake, half, 0, NULL);
	fake_pci_give(fake->root, SOUND, NULL);
	expect(fake, half, 0, NULL);
}

/**
 * @brief Run the tests.
 * @return 0 when all have passed.
 * @norestriction
 * @sideeffect Prints the results.
 * @failure The number of failed tests.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		unit_row(a_managed_function_is_refused, setup),
		unit_row(a_function_without_type_is_named, setup),
		unit_row(an_old_libvirt_is_refused, setup),
		unit_row(a_group_is_given_whole, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
