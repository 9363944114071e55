// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of structures that are written and read by field.
 */
#include "unit.h"
#include "nvidia/block.h"

/** @brief What the bytes around a field are filled with. */
#define FILL 0xa5

/** @brief A release and one structure of it. */
struct bench {
	struct gvm_nv_abi abi;		/**< The rows. */
	struct gvm_nv_block block;	/**< The structure, zeroed. */
};

/**
 * @brief Make a structure of a release.
 * @param release  The release.
 * @param which    The structure.
 * @return A new bench.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct bench *bench_new(const char *release, enum gvm_nv_struct which)
{
	struct bench *bench = g_new0(struct bench, 1);

	assert_true(gvm_nv_abi_select(release, NULL, &bench->abi, NULL));
	gvm_nv_block_init(&bench->abi, which, &bench->block);

	return bench;
}

/**
 * @brief Free a bench.
 * @param bench  The bench, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void bench_free(struct bench *bench)
{
	if (bench)
		gvm_nv_block_clear(&bench->block);
	g_free(bench);
}

GVM_DEFINE_AUTOPTR(bench, bench_free)

/**
 * @brief A block is zeroed, of the size of the release, and freed once.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_block_is_zeroed(void **state)
{
	g_autoptr(bench) old = bench_new("570.211.01", GVM_NV_S_TYPES);
	g_autoptr(bench) new = bench_new("580.65.06", GVM_NV_S_TYPES);

	(void)state;
	assert_int_equal(old->block.size, 264);
	assert_int_equal(new->block.size, 524);
	for (size_t i = 0; i < new->block.size; i++)
		assert_int_equal(new->block.bytes[i], 0);
	gvm_nv_block_clear(&new->block);
	assert_null(new->block.bytes);
	assert_int_equal(new->block.size, 0);
	gvm_nv_block_clear(&new->block);
}

/**
 * @brief A number is written where the release has it, and nowhere else.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_number_goes_to_its_place(void **state)
{
	g_autoptr(bench) old = bench_new("530.41.03", GVM_NV_S_ALLOC);
	g_autoptr(bench) new = bench_new("535.43.02", GVM_NV_S_ALLOC);
	static const uint8_t number[] = { 0x44, 0x33, 0x22, 0x11 };

	(void)state;
	memset(old->block.bytes, FILL, old->block.size);
	memset(new->block.bytes, FILL, new->block.size);
	assert_true(gvm_nv_put(&old->block, GVM_NV_ALLOC_STATUS, 0x11223344));
	assert_true(gvm_nv_put(&new->block, GVM_NV_ALLOC_STATUS, 0x11223344));
	for (size_t i = 0; i < old->block.size; i++) {
		assert_int_equal(old->block.bytes[i],
				 i >= 24 && i < 28 ? number[i - 24] : FILL);
		assert_int_equal(new->block.bytes[i],
				 i >= 28 ? number[i - 28] : FILL);
	}
	assert_int_equal(gvm_nv_get(&old->block, GVM_NV_ALLOC_STATUS),
			 0x11223344);
	assert_int_equal(gvm_nv_get(&new->block, GVM_NV_ALLOC_STATUS),
			 0x11223344);
}

/**
 * @brief Numbers of every width are written whole or not at all.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_number_fits_or_is_refused(void **state)
{
	static const struct {
		unsigned int field;
		uint64_t max;
	} rows[] = {
		{ GVM_NV_CARD_INFO_PCI_INFO_BUS, G_MAXUINT8 },
		{ GVM_NV_CARD_INFO_PCI_INFO_DEVICE_ID, G_MAXUINT16 },
		{ GVM_NV_CARD_INFO_GPU_ID, G_MAXUINT32 },
		{ GVM_NV_CARD_INFO_FB_SIZE, G_MAXUINT64 },
	};
	g_autoptr(bench) one = bench_new("580.95.05", GVM_NV_S_CARD_INFO);
	const struct gvm_nv_block *card = &one->block;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		uint64_t max = rows[i].max;

		assert_true(gvm_nv_put(card, rows[i].field, max));
		assert_true(gvm_nv_get(card, rows[i].field) == max);
		assert_true(gvm_nv_put(card, rows[i].field, 7));
		if (max < G_MAXUINT64)
			assert_false(gvm_nv_put(card, rows[i].field, max + 1));
		assert_int_equal(gvm_nv_get(card, rows[i].field), 7);
	}
	/* The neighbours are as they were. */
	assert_int_equal(gvm_nv_get(card, GVM_NV_CARD_INFO_PCI_INFO_SLOT), 0);
	assert_int_equal(gvm_nv_get(card, GVM_NV_CARD_INFO_PCI_INFO_VENDOR_ID),
			 0);
}

/**
 * @brief An array has as many elements as the release gives it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void an_array_ends_where_it_does(void **state)
{
	static const struct {
		const char *release;
		size_t n;
	} rows[] = {
		{ "570.211.01", 64 }, { "575.51.02", 100 },
		{ "580.65.06", 128 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(bench) one = bench_new(rows[i].release,
						 GVM_NV_S_TYPES);
		const struct gvm_nv_block *block = &one->block;
		size_t n = rows[i].n;

		assert_int_equal(gvm_nv_count(block, GVM_NV_TYPES_VGPU_TYPES),
				 n);
		for (size_t j = 0; j < n; j++)
			assert_true(gvm_nv_put_at(block,
						  GVM_NV_TYPES_VGPU_TYPES, j,
						  1000 + j));
		assert_false(gvm_nv_put_at(block, GVM_NV_TYPES_VGPU_TYPES, n,
					   1));
		assert_false(gvm_nv_put_at(block, GVM_NV_TYPES_VGPU_TYPES,
					   SIZE_MAX, 1));
		assert_int_equal(gvm_nv_get_at(block, GVM_NV_TYPES_VGPU_TYPES,
					       n - 1), 1000 + n - 1);
		assert_int_equal(gvm_nv_get_at(block, GVM_NV_TYPES_VGPU_TYPES,
					       n), 0);
		assert_int_equal(gvm_nv_get_at(block, GVM_NV_TYPES_VGPU_TYPES,
					       SIZE_MAX), 0);
		assert_int_equal(gvm_nv_get(block,
					    GVM_NV_TYPES_NUM_VGPU_TYPES), 0);
	}
}

/**
 * @brief A text fits with its NUL, or is not written at all.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_text_fits_with_its_nul(void **state)
{
	g_autoptr(bench) one = bench_new("580.95.05", GVM_NV_S_CARD_INFO);
	const struct gvm_nv_block *card = &one->block;
	g_autofree char *nine = g_strnfill(9, 'x');
	g_autofree char *ten = g_strnfill(10, 'y');
	g_autofree char *text = NULL;
	g_autofree char *empty = NULL;

	(void)state;
	assert_int_equal(gvm_nv_count(card, GVM_NV_CARD_INFO_DEV_NAME), 10);
	assert_true(gvm_nv_put_text(card, GVM_NV_CARD_INFO_DEV_NAME, nine));
	assert_false(gvm_nv_put_text(card, GVM_NV_CARD_INFO_DEV_NAME, ten));
	text = gvm_nv_text(card, GVM_NV_CARD_INFO_DEV_NAME);
	assert_string_equal(text, nine);
	assert_true(gvm_nv_put_text(card, GVM_NV_CARD_INFO_DEV_NAME, NULL));
	empty = gvm_nv_text(card, GVM_NV_CARD_INFO_DEV_NAME);
	assert_string_equal(empty, "");
}

/**
 * @brief A text of the driver need not have a NUL, nor be UTF-8.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_text_of_the_driver_may_be_anything(void **state)
{
	g_autoptr(bench) one = bench_new("580.95.05", GVM_NV_S_CARD_INFO);
	const struct gvm_nv_block *card = &one->block;
	static const char cut[] = { 'a', '\xff', 'b', '\0', 'c' };
	g_autofree char *full = NULL;
	g_autofree char *odd = NULL;

	(void)state;
	/* What is behind it must not be read. */
	memset(one->block.bytes, 'z', one->block.size);
	assert_true(gvm_nv_put_bytes(card, GVM_NV_CARD_INFO_DEV_NAME,
				     "0123456789", 10));
	full = gvm_nv_text(card, GVM_NV_CARD_INFO_DEV_NAME);
	assert_string_equal(full, "0123456789");
	assert_true(gvm_nv_put_bytes(card, GVM_NV_CARD_INFO_DEV_NAME,
				     cut, sizeof(cut)));
	odd = gvm_nv_text(card, GVM_NV_CARD_INFO_DEV_NAME);
	assert_string_equal(odd, "a\357\277\275b");
}

/**
 * @brief Bytes fit, or are not written at all.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void bytes_fit_or_are_refused(void **state)
{
	g_autoptr(bench) one = bench_new("580.95.05", GVM_NV_S_HOST_DEVICE);
	const struct gvm_nv_block *device = &one->block;
	static const uint8_t sent[17] = { 1, 2, 3, 4, 5, 6, 7, 8,
					  9, 10, 11, 12, 13, 14, 15, 16, 17 };
	const uint8_t *bytes;
	size_t len = 0;

	(void)state;
	assert_true(gvm_nv_put_bytes(device, GVM_NV_HOST_DEVICE_UUID, sent,
				     16));
	assert_false(gvm_nv_put_bytes(device, GVM_NV_HOST_DEVICE_UUID,
				      sent + 1, 17));
	assert_true(gvm_nv_put_bytes(device, GVM_NV_HOST_DEVICE_UUID, NULL,
				     0));
	bytes = gvm_nv_bytes(device, GVM_NV_HOST_DEVICE_UUID, &len);
	assert_int_equal(len, 16);
	assert_memory_equal(bytes, sent, 16);
}

/**
 * @brief A field that the release does not have reads as nothing, and
 *        writing it changes nothing.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_missing_field_is_nothing(void **state)
{
	g_autoptr(bench) one = bench_new("565.77", GVM_NV_S_HOST_DEVICE);
	const struct gvm_nv_block *device = &one->block;
	unsigned int gone = GVM_NV_HOST_DEVICE_MDEV_UUID;
	g_autofree char *text = NULL;
	size_t len = 7;

	(void)state;
	assert_false(gvm_nv_has(device, gone));
	assert_true(gvm_nv_has(device, GVM_NV_HOST_DEVICE_DEV_NAME));
	assert_int_equal(gvm_nv_count(device, gone), 0);
	assert_true(gvm_nv_put(device, gone, 5));
	assert_true(gvm_nv_put_bytes(device, gone, "abc", 3));
	assert_true(gvm_nv_put_text(device, gone, "abc"));
	assert_false(gvm_nv_put_at(device, gone, 0, 5));
	assert_int_equal(gvm_nv_get(device, gone), 0);
	assert_null(gvm_nv_bytes(device, gone, &len));
	assert_int_equal(len, 0);
	text = gvm_nv_text(device, gone);
	assert_string_equal(text, "");
	for (size_t i = 0; i < device->size; i++)
		assert_int_equal(device->bytes[i], 0);
}

/**
 * @brief A part lies inside the whole, one after the other, and ends with it.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_part_lies_inside(void **state)
{
	g_autoptr(bench) one = bench_new("580.95.05", GVM_NV_S_ENUMERATE);
	struct gvm_nv_block *whole = &one->block;
	struct gvm_nv_block guest;
	struct gvm_nv_block vm;

	(void)state;
	for (size_t i = 0; i < 48; i++) {
		guest = gvm_nv_block_part(whole, GVM_NV_ENUMERATE_VGPU_GUEST,
					  i, GVM_NV_S_GUEST);
		assert_int_equal(guest.size, 408);
		assert_true(guest.bytes + guest.size <=
			    whole->bytes + whole->size);
		vm = gvm_nv_block_part(&guest, GVM_NV_GUEST_VM_INFO, 0,
				       GVM_NV_S_GUEST_VM);
		assert_int_equal(vm.size, 320);
		assert_true(gvm_nv_put(&vm, GVM_NV_GUEST_VM_PID, 100 + i));
	}
	for (size_t i = 0; i < 48; i++) {
		guest = gvm_nv_block_part(whole, GVM_NV_ENUMERATE_VGPU_GUEST,
					  i, GVM_NV_S_GUEST);
		vm = gvm_nv_block_part(&guest, GVM_NV_GUEST_VM_INFO, 0,
				       GVM_NV_S_GUEST_VM);
		assert_int_equal(gvm_nv_get(&vm, GVM_NV_GUEST_VM_PID),
				 100 + i);
	}
	assert_int_equal(gvm_nv_block_part(whole, GVM_NV_ENUMERATE_VGPU_GUEST,
					   48, GVM_NV_S_GUEST).size, 0);
	assert_int_equal(gvm_nv_block_part(&guest, GVM_NV_GUEST_VM_INFO, 1,
					   GVM_NV_S_GUEST_VM).size, 0);
	/* A whole that is cut has no part at its end. */
	whole->size -= 1;
	assert_int_equal(gvm_nv_block_part(whole, GVM_NV_ENUMERATE_VGPU_GUEST,
					   0, GVM_NV_S_GUEST).size, 0);
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
		cmocka_unit_test(a_block_is_zeroed),
		cmocka_unit_test(a_number_goes_to_its_place),
		cmocka_unit_test(a_number_fits_or_is_refused),
		cmocka_unit_test(an_array_ends_where_it_does),
		cmocka_unit_test(a_text_fits_with_its_nul),
		cmocka_unit_test(a_text_of_the_driver_may_be_anything),
		cmocka_unit_test(bytes_fit_or_are_refused),
		cmocka_unit_test(a_missing_field_is_nothing),
		cmocka_unit_test(a_part_lies_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
