// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of reading functions that take vGPU types.
 */
#include "unit.h"
#include "backend/backend.h"
#include "backend/vfio-vendor-scan.h"

/** @brief A function of the machine. */
#define VF "0000:41:00.4"
/** @brief Its list of types. */
#define LIST "sys/bus/pci/devices/" VF "/nvidia/creatable_vgpu_types"

/**
 * @brief Give a test a machine with one GPU without mdev.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup(void **state)
{
	*state = fake_host_new("l40s");

	return 0;
}

/**
 * @brief Give a test a machine with and without mdev.
 * @param state  cmocka's slot for the machine.
 * @return 0.
 * @norestriction
 * @sideeffect Creates a temporary directory.
 * @failure Ends the process.
 */
static int setup_both(void **state)
{
	*state = fake_host_new("both");

	return 0;
}

/**
 * @brief Read the types of the function.
 * @param fake  The machine.
 * @param only  Id of the one type, or NULL.
 * @return The function with its types.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_parent *read_types(struct fake_host *fake, const char *only)
{
	struct gvm_parent *parent = gvm_parent_new(VF, "pci", "vfio-vendor");
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_vfio_vendor_types(&fake->host, parent, only,
						  &err), err);

	return parent;
}

/**
 * @brief Everything that a function tells is read, and the physical function
 *        is none that takes types.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_functions_are_found(void **state)
{
	g_autoptr(GPtrArray) parents =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_parent_free);
	struct fake_host *fake = *state;
	const struct gvm_parent *parent;

	assert_true(gvm_vfio_vendor_parents(&fake->host, NULL, parents,
					    NULL));
	assert_int_equal(parents->len, 32);
	assert_null(gvm_parent_find(parents, "0000:41:00.0"));
	parent = gvm_parent_find(parents, "0000:41:04.3");
	assert_non_null(parent);
	assert_string_equal(parent->nodedev, "pci_0000_41_04_3");
	assert_string_equal(parent->physfn, "0000:41:00.0");
	assert_int_equal(parent->device, 0x26b9);
	assert_true(parent->by_address);
	assert_true(gvm_parent_fits(parent, "41:00.0"));
	assert_true(gvm_parent_fits(parent, "pci_0000_41_00_0"));
	assert_false(gvm_parent_fits(parent, "41:00.4"));
}

/**
 * @brief A list has its types without the header, and one can be picked.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_list_is_read(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) all = read_types(fake, NULL);
	g_autoptr(gvm_parent) one = read_types(fake, "nvidia-1148");
	const struct gvm_type *type = gvm_parent_type(all, "nvidia-1148");

	assert_int_equal(all->types->len, 6);
	assert_int_equal(all->active, 0);
	assert_string_equal(type->name, "NVIDIA L40S-2Q");
	assert_string_equal(type->device_api, "vfio-pci");
	assert_int_equal(type->available, 1);
	assert_int_equal(one->types->len, 1);
}

/**
 * @brief What others take is missing a moment later: nothing is remembered.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_list_shrinks(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) before = read_types(fake, NULL);
	g_autoptr(gvm_parent) after = NULL;
	g_autoptr(gvm_parent) full = NULL;

	fake_vf_give(fake->root, "0000:41:00.5", "1155");
	after = read_types(fake, NULL);
	fake_vf_give(fake->root, "0000:41:00.6", "1155");
	full = read_types(fake, NULL);

	assert_int_equal(before->types->len, 6);
	assert_int_equal(after->types->len, 1);
	assert_int_equal(full->types->len, 0);
}

/**
 * @brief A function that has a type has no room, and its type is listed.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void the_type_that_it_has_is_listed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_parent) parent = NULL;
	const struct gvm_type *type;

	fake_vf_give(fake->root, VF, "1148");
	parent = read_types(fake, NULL);

	assert_int_equal(parent->active, 1);
	assert_int_equal(parent->types->len, 1);
	type = g_ptr_array_index(parent->types, 0);
	assert_string_equal(type->id, "nvidia-1148");
	assert_string_equal(type->name, "NVIDIA L40S-2Q");
	assert_int_equal(type->available, 0);
}

/**
 * @brief A list that is not as expected yields the types that are in it.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void nonsense_in_a_list_is_left_out(void **state)
{
	static const struct {
		const char *text;
		unsigned int n;
	} rows[] = {
		{ "", 0 }, { "\n\n", 0 }, { "ID : vGPU Name\n", 0 },
		{ "1148 : A\n", 1 }, { "1148:A", 1 }, { "  7 : A : B\n", 1 },
		{ "0 : none\n", 0 }, { "-1 : x\n1 2 : x\nx\n", 0 },
		{ "4294967296 : x\n4294967295 : y\n", 1 },
	};
	struct fake_host *fake = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(gvm_parent) parent = NULL;

		fake_tree_file(fake->root, LIST, rows[i].text);
		parent = read_types(fake, NULL);
		if (parent->types->len != rows[i].n)
			fail_msg("'%s' has %u types", rows[i].text,
				 parent->types->len);
	}
}

/**
 * @brief A vGPU is found by its address, with what belongs to it, and a
 *        function without type is none.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_vgpu_is_found(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) none = NULL;
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autoptr(GError) err = NULL;

	assert_true(gvm_backend_find_vgpu(&fake->host, VF, &none, NULL));
	assert_null(none);
	assert_true(gvm_backend_find_vgpu(&fake->host, "0000:41:00.0", &none,
					  NULL));
	assert_null(none);
	fake_vf_give(fake->root, VF, "1156");
	unit_expect_success(gvm_backend_find_vgpu(&fake->host, VF, &vgpu, &err),
			    err);
	assert_non_null(vgpu);
	assert_string_equal(vgpu->uuid, VF);
	assert_string_equal(vgpu->parent, VF);
	assert_string_equal(vgpu->type, "nvidia-1156");
	assert_null(vgpu->type_name);
	assert_string_equal(vgpu->iommu_group, "2");
	assert_string_equal(vgpu->backend, "vfio-vendor");
}

/**
 * @brief A type that is no number is an error: the function may be a vGPU.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_type_that_is_no_number_is_an_error(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(gvm_vgpu) vgpu = NULL;
	g_autoptr(GError) err = NULL;
	g_autoptr(GError) name = NULL;

	fake_tree_file(fake->root, "sys/bus/pci/devices/" VF
		       "/nvidia/current_vgpu_type", "none\n");
	assert_false(gvm_vfio_vendor_find(&fake->host, VF, &vgpu, &err));
	unit_expect_error(err, GVM_ERROR_FAILED, "cannot read vGPU " VF);
	assert_false(gvm_vfio_vendor_find(&fake->host, "../x", &vgpu, &name));
	unit_expect_error(name, GVM_ERROR_INVALID, "PCI address");
}

/**
 * @brief Both kinds are listed side by side, each under its own name.
 * @param state  The machine.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void both_kinds_are_listed(void **state)
{
	struct fake_host *fake = *state;
	g_autoptr(GPtrArray) parents = NULL;
	g_autoptr(GPtrArray) vgpus = NULL;
	const struct gvm_vgpu *first;
	const struct gvm_vgpu *second;

	fake_gpu_vgpu(fake->root, VF, "nvidia-588", FAKE_UUID_1);
	fake_vf_give(fake->root, "0000:81:00.5", "1148");
	parents = gvm_backend_parents(&fake->host, true, NULL);
	vgpus = gvm_backend_vgpus(&fake->host, NULL);

	assert_int_equal(parents->len, 6);
	assert_int_equal(vgpus->len, 2);
	first = g_ptr_array_index(vgpus, 0);
	second = g_ptr_array_index(vgpus, 1);
	assert_string_equal(first->uuid, FAKE_UUID_1);
	assert_string_equal(first->backend, "mdev");
	assert_string_equal(second->uuid, "0000:81:00.5");
	assert_string_equal(second->type_name, "NVIDIA L40S-2Q");
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
		unit_row(the_functions_are_found, setup),
		unit_row(the_list_is_read, setup),
		unit_row(the_list_shrinks, setup),
		unit_row(the_type_that_it_has_is_listed, setup),
		unit_row(nonsense_in_a_list_is_left_out, setup),
		unit_row(a_vgpu_is_found, setup),
		unit_row(a_type_that_is_no_number_is_an_error, setup),
		unit_row(both_kinds_are_listed, setup_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
