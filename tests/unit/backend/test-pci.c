// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of which functions may be handed over as they are.
 */
#include "unit.h"
#include "backend/pci-function.h"
#include "backend/pci.h"
#include "backend/sriov-count.h"
#include "backend/sriov.h"
#include "model/parent.h"

/** @brief A GPU that can have virtual functions. */
#define GPU "0000:03:00.0"
/** @brief The first of them. */
#define VF "0000:03:00.1"
/** @brief An accelerator without virtual functions. */
#define CARD "0000:01:00.0"

/**
 * @brief Give a test a machine with one GPU and two of its functions.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	struct fake_host *fake = fake_host_new("arc-pro");

	assert_int_equal(fake_sriov_set(fake->root, GPU, 2), 0);
	*state = fake;

	return 0;
}

/**
 * @brief Give a test a machine with two accelerators.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup_cards(void **state)
{
	*state = fake_host_new("wormhole");

	return 0;
}

/**
 * @brief Check which parents a back end has.
 * @param fake     The machine.
 * @param backend  The back end.
 * @param only     Address of the one to look at, or NULL.
 * @param wanted   Addresses, joined by spaces.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect(struct fake_host *fake, const struct gvm_backend *backend,
		   const char *only, const char *wanted)
{
	g_autoptr(GPtrArray) parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	g_autoptr(GString) found = g_string_new(NULL);
	g_autoptr(GError) err = NULL;

	unit_expect_success(backend->parents(&fake->host, only, parents, &err),
			    err);
	for (guint i = 0; i < parents->len; i++) {
		const struct gvm_parent *parent = g_ptr_array_index(parents, i);

		assert_true(parent->by_address);
		assert_string_equal(parent->backend, backend->name);
		g_string_append_printf(found, "%s%s", i ? " " : "",
				       parent->address);
	}
	assert_string_equal(found->str, wanted);
}

/**
 * @brief Classes are told apart.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void accelerators_are_known_by_class(void **state)
{
	(void)state;
	assert_true(gvm_pci_is_accelerator(0x030000));
	assert_true(gvm_pci_is_accelerator(0x030200));
	assert_true(gvm_pci_is_accelerator(0x120000));
	assert_true(gvm_pci_is_accelerator(0x0b4000));
	assert_false(gvm_pci_is_accelerator(0x010802));
	assert_false(gvm_pci_is_accelerator(0x020000));
	assert_false(gvm_pci_is_accelerator(0x0b1000));
	assert_false(gvm_pci_is_accelerator(0));
	assert_true(gvm_pci_is_taker("vfio-pci"));
	assert_true(gvm_pci_is_taker("pciback"));
	assert_true(gvm_pci_is_taker("mlx5_vfio_pci"));
	assert_false(gvm_pci_is_taker("xe"));
	assert_false(gvm_pci_is_taker(NULL));
}

/**
 * @brief Virtual functions are listed, their device is not, and is no whole
 *        device either while it has them.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void virtual_functions_are_listed(void **state)
{
	struct fake_host *fake = *state;

	expect(fake, &gvm_sriov_backend, NULL, VF " 0000:03:00.2");
	expect(fake, &gvm_sriov_backend, VF, VF);
	expect(fake, &gvm_sriov_backend, GPU, "");
	expect(fake, &gvm_pci_backend, NULL, "");
	expect(fake, &gvm_pci_backend, VF, "");
	expect(fake, &gvm_pci_backend, GPU, "");
	assert_int_equal(fake_sriov_set(fake->root, GPU, 0), 0);
	expect(fake, &gvm_pci_backend, NULL, "");
	expect(fake, &gvm_pci_backend, GPU, GPU);
	expect(fake, &gvm_pci_backend, "../x", "");
}

/**
 * @brief Accelerators without virtual functions are listed; a GPU only when
 *        it is asked for, a disk never.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void whole_devices_are_listed(void **state)
{
	static const struct fake_pci others[] = {
		{ .address = "0000:05:00.0", .vendor = 0x1002,
		  .device = 0x744c, .class = 0x030000, .numa_node = -1 },
		{ .address = "0000:05:00.1", .vendor = 0x1002,
		  .device = 0xab30, .class = 0x040300, .numa_node = -1,
		  .beside = "0000:05:00.0" },
		{ .address = "0000:06:00.0", .vendor = 0x144d,
		  .device = 0xa808, .class = 0x010802, .numa_node = -1 },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		fake_pci_add(fake->root, &others[i]);
	expect(fake, &gvm_pci_backend, NULL, CARD " 0000:81:00.0");
	expect(fake, &gvm_pci_backend, "0000:05:00.0", "0000:05:00.0");
	expect(fake, &gvm_pci_backend, "0000:05:00.1", "0000:05:00.1");
	expect(fake, &gvm_pci_backend, "0000:06:00.0", "");
	expect(fake, &gvm_sriov_backend, NULL, "");
}

/**
 * @brief What NVIDIA's driver has, or makes mediated devices, is left alone.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void other_back_ends_keep_theirs(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(fake_host) vendor = fake_host_new("l40s");
	g_autoptr(fake_host) mdev = fake_host_new("gvtg");

	expect(vendor, &gvm_sriov_backend, NULL, "");
	expect(vendor, &gvm_sriov_backend, "0000:41:00.4", "");
	expect(mdev, &gvm_pci_backend, "0000:00:02.0", "");

	/* Without its driver it is still of no use to another one. */
	fake_tree_file(fake->root, "sys/bus/pci/devices/" VF "/vendor",
		       "0x10de\n");
	fake_tree_file(fake->root, "sys/bus/pci/devices/" VF "/uevent",
		       "PCI_CLASS=30000\nPCI_ID=10DE:26B9\n");
	expect(fake, &gvm_sriov_backend, VF, "");
}

/**
 * @brief A function offers one type, as long as no VFIO driver has it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void there_is_one_type(void **state)
{
	struct fake_host *fake = *state;

	for (unsigned int bound = 0; bound < 2; bound++) {
		g_autoptr(GPtrArray) parents =
			g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
		struct gvm_parent *parent;
		struct gvm_type *type;

		if (bound)
			fake_pci_give(fake->root, VF, "vfio-pci");
		gvm_sriov_backend.parents(&fake->host, VF, parents, NULL);
		parent = g_ptr_array_index(parents, 0);
		gvm_sriov_backend.types(&fake->host, parent, "nvidia-1", NULL);
		assert_int_equal(parent->types->len, 0);
		gvm_sriov_backend.types(&fake->host, parent, NULL, NULL);
		assert_int_equal(parent->types->len, 1);
		type = gvm_parent_type(parent, GVM_SRIOV_TYPE);
		assert_true(type->implied);
		assert_int_equal(type->available, !bound);
		assert_int_equal(parent->active, bound);
	}
}

/**
 * @brief What a VFIO driver has is found by either back end under its own
 *        name, and listed by one of them.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void bound_functions_are_found(void **state)
{
	static const struct fake_pci disk = {
		.address = "0000:06:00.0", .vendor = 0x144d, .device = 0xa808,
		.class = 0x010802, .numa_node = -1,
	};
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) list =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_vgpu_free);
	g_autoptr(gvm_vgpu) none = NULL;
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autoptr(gvm_vgpu) other = NULL;

	fake_pci_add(fake->root, &disk);
	assert_true(gvm_pci_find(&fake->host, VF, &none, NULL));
	assert_null(none);
	fake_pci_give(fake->root, VF, "vfio-pci");
	fake_pci_give(fake->root, "0000:06:00.0", "vfio-pci");

	assert_true(gvm_pci_find(&fake->host, VF, &vgpu, NULL));
	assert_string_equal(vgpu->backend, "sriov");
	assert_string_equal(vgpu->type, "vf");
	assert_string_equal(vgpu->parent, VF);
	assert_non_null(vgpu->iommu_group);
	assert_true(gvm_pci_find(&fake->host, "0000:06:00.0", &other, NULL));
	assert_string_equal(other->backend, "pci");

	assert_true(gvm_pci_backend.vgpus(&fake->host, list, NULL));
	assert_int_equal(list->len, 0);
	assert_true(gvm_sriov_backend.vgpus(&fake->host, list, NULL));
	assert_int_equal(list->len, 1);
	assert_false(gvm_pci_find(&fake->host, "nonsense", &none, NULL));
}

/**
 * @brief Devices that could have virtual functions are found and counted.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void idle_devices_are_added(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	const struct gvm_parent *parent;

	gvm_sriov_backend.parents(&fake->host, NULL, parents, NULL);
	assert_true(gvm_sriov_add_idle(&fake->host, parents, NULL));
	assert_int_equal(parents->len, 2);
	gvm_sriov_count(&fake->host, parents);
	parent = g_ptr_array_index(parents, 1);
	assert_int_equal(parent->vfs, 2);
	assert_int_equal(parent->total_vfs, 12);

	g_ptr_array_set_size(parents, 0);
	assert_int_equal(fake_sriov_set(fake->root, GPU, 0), 0);
	assert_true(gvm_sriov_add_idle(&fake->host, parents, NULL));
	assert_int_equal(parents->len, 1);
	gvm_sriov_count(&fake->host, parents);
	parent = g_ptr_array_index(parents, 0);
	assert_null(parent->backend);
	assert_int_equal(parent->vfs, 0);
	assert_int_equal(parent->total_vfs, 12);
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
		cmocka_unit_test(accelerators_are_known_by_class),
		unit_row(virtual_functions_are_listed, setup),
		unit_row(whole_devices_are_listed, setup_cards),
		unit_row(other_back_ends_keep_theirs, setup),
		unit_row(there_is_one_type, setup),
		unit_row(bound_functions_are_found, setup),
		unit_row(idle_devices_are_added, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
