// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests that every field of a type arrives in the driver as written.
 *
 * Part of the NVIDIA Manager Test, see docs/tests.dox.
 */
#include "muster.h"

/** @brief Number of the type of these tests. */
#define TYPE 1001

/** @brief NVIDIA's name of each text, and a value. */
static const struct {
	const char *field;	/**< The name. */
	const char *value;	/**< The value. */
} texts[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = { "vgpuName", "GVM A10-2Q" },
	[GVM_PROFILE_CLASS] = { "vgpuClass", "Quadro" },
	[GVM_PROFILE_LICENSE] = { "license", "GVM-Feature,1.0" },
	[GVM_PROFILE_ADAPTER] = { "adapterName", "GVM \xc3\x84 2Q" },
	[GVM_PROFILE_SHORT_NAME] = { "shortGpuNameString", "GVM short" },
	[GVM_PROFILE_PRODUCT] = { "licensedProductName", "GVM product" },
	[GVM_PROFILE_PARAMETERS] = { "vgpuExtraParams", "a=1,b=2" },
};

/** @brief NVIDIA's name of each number, and a value that no other has. */
static const struct {
	const char *field;	/**< The name. */
	uint64_t value;		/**< The value. */
} numbers[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = { "maxInstance", 11 },
	[GVM_PROFILE_MAX_PER_GI] = { "maxInstancePerGI", 12 },
	[GVM_PROFILE_HEADS] = { "numHeads", 4 },
	[GVM_PROFILE_MAX_X] = { "maxResolutionX", 7680 },
	[GVM_PROFILE_MAX_Y] = { "maxResolutionY", 4320 },
	[GVM_PROFILE_MAX_PIXELS] = { "maxPixels", 33177601 },
	[GVM_PROFILE_FRAME_RATE] = { "frlConfig", 61 },
	[GVM_PROFILE_FRAME_LIMITER] = { "frlEnable", 1 },
	[GVM_PROFILE_CUDA] = { "cudaEnabled", 0 },
	[GVM_PROFILE_ECC] = { "eccSupported", 1 },
	[GVM_PROFILE_MIG_SIZE] = { "gpuInstanceSize", 2 },
	[GVM_PROFILE_MIG_PROFILE] = { "gpuInstanceProfileId", 19 },
	[GVM_PROFILE_MULTI_VGPU] = { "multiVgpuSupported", 1 },
	[GVM_PROFILE_EXCLUSIVE] = { "multiVgpuExclusive", 1 },
	[GVM_PROFILE_EXCLUSIVE_TYPE] = { "exclusiveType", 3 },
	[GVM_PROFILE_EXCLUSIVE_SIZE] = { "exclusiveSize", 5 },
	[GVM_PROFILE_GUEST_DEVICE] = { "vdevId", 0x223614a9 },
	[GVM_PROFILE_HOST_DEVICE] = { "pdevId", 0x2237 },
	[GVM_PROFILE_SUBVENDOR] = { "vgpuSsvid", 0x10df },
	[GVM_PROFILE_SIZE] = { "profileSize", 5370806272 },
	[GVM_PROFILE_FRAMEBUFFER] = { "fbLength", 5100273664 },
	[GVM_PROFILE_RESERVED] = { "fbReservation", 270532608 },
	[GVM_PROFILE_GSP_HEAP] = { "gspHeapSize", 34603008 },
	[GVM_PROFILE_MAPPABLE] = { "mappableVideoSize", 4299161600 },
	[GVM_PROFILE_NOMINAL_REGION] = { "nominalFbRegionSize", 77 },
	[GVM_PROFILE_ENCODER] = { "encoderCapacity", 55 },
	[GVM_PROFILE_BAR1] = { "bar1Length", 512 },
	[GVM_PROFILE_FTRACE] = { "ftraceEnable", 1 },
	[GVM_PROFILE_GPUDIRECT] = { "gpuDirectSupported", 1 },
	[GVM_PROFILE_NVLINK_P2P] = { "nvlinkP2PSupported", 1 },
	[GVM_PROFILE_PLACEMENT_SIZE] = { "placementSize", 6 },
};

/** @brief Fields that no type gives: of each other one we know the value. */
static const char *const others[] = {
	"vgpuType", "vgpuSignature", "adapterName_Unicode",
	"homogeneousPlacementCount", "homogeneousPlacementIds",
	"heterogeneousPlacementCount", "heterogeneousPlacementIds",
	"placementCount", "placementIds", NULL
};

/**
 * @brief Tell whether a release has a field.
 * @param muster  The driver.
 * @param field   NVIDIA's name.
 * @return true when it has.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool has_field(struct parade *muster, const char *field)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
	const char *name;

	for (uint32_t i = 0; (name = rmsim_type_field_name(sim, i)); i++)
		if (g_str_equal(name, field))
			return true;

	return false;
}

/**
 * @brief Read a field of a type that arrived.
 * @param sim    The driver.
 * @param field  NVIDIA's name.
 * @param size   Where to put how many bytes it has.
 * @return Its bytes.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test when there is no such type or field.
 */
static const uint8_t *field_of(const struct rmsim *sim, const char *field,
			       uint32_t *size)
{
	const uint8_t *bytes = rmsim_type_field(sim, TYPE, field, size);

	if (!bytes)
		fail_msg("%s: nothing arrived as %s", sim->release, field);

	return bytes;
}

/**
 * @brief Insist on a number that arrived.
 * @param sim    The driver.
 * @param field  NVIDIA's name.
 * @param value  The number.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_number(const struct rmsim *sim, const char *field,
			  uint64_t value)
{
	uint64_t found = 0;
	uint32_t size = 0;
	const uint8_t *bytes = field_of(sim, field, &size);

	assert_in_range(size, 1, sizeof(found));
	memcpy(&found, bytes, size);
	if (found != value)
		fail_msg("%s: %s is %" G_GUINT64_FORMAT ", not %"
			 G_GUINT64_FORMAT, sim->release, field, found, value);
}

/**
 * @brief Insist on bytes that arrived, and on zeros behind them.
 * @param sim    The driver.
 * @param field  NVIDIA's name.
 * @param value  The bytes.
 * @param len    How many.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_bytes(const struct rmsim *sim, const char *field,
			 const void *value, size_t len)
{
	uint32_t size = 0;
	const uint8_t *bytes = field_of(sim, field, &size);

	assert_in_range(len, 1, size);
	if (memcmp(bytes, value, len))
		fail_msg("%s: %s is not what was written", sim->release, field);
	for (size_t i = len; i < size; i++)
		assert_int_equal(bytes[i], 0);
}

/**
 * @brief Make up a signature, obviously.
 * @return 128 bytes.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static GBytes *make_up_signature(void)
{
	uint8_t bytes[GVM_PROFILE_SIGNATURE];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;

	return g_bytes_new(bytes, sizeof(bytes));
}

/**
 * @brief Add a type that gives all that the release has.
 * @param muster  The muster.
 * @norestriction
 * @sideeffect Grows the file.
 * @nofailure
 */
static void add_full_type(struct parade *muster)
{
	struct gvm_profile *type = muster_type(muster, TYPE);

	for (int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		g_free(type->text[i]);
		type->text[i] = g_strdup(texts[i].value);
	}
	for (int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (has_field(muster, numbers[i].field))
			gvm_profile_set(type, i, numbers[i].value);
	type->signature = make_up_signature();
}

/**
 * @brief Insist that a type has arrived as add_full_type() wrote it.
 * @param sim  The driver.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_full_type(const struct rmsim *sim)
{
	g_autoptr(GBytes) signature = make_up_signature();
	static const char wide[] = "G\0V\0M\0 \0\xc4\0 \0\062\0Q";
	uint32_t size;

	for (int i = 0; i < GVM_PROFILE_TEXTS; i++)
		expect_bytes(sim, texts[i].field, texts[i].value,
			     strlen(texts[i].value));
	for (int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (rmsim_type_field(sim, TYPE, numbers[i].field, &size))
			expect_number(sim, numbers[i].field, numbers[i].value);
	expect_number(sim, "vgpuType", TYPE);
	expect_bytes(sim, "adapterName_Unicode", wide, sizeof(wide));
	expect_bytes(sim, "vgpuSignature", g_bytes_get_data(signature, NULL),
		     GVM_PROFILE_SIGNATURE);
}

/**
 * @brief Every field arrives as written, in each release and on both GPUs.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_field_arrives_as_written(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);
		g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);

		/* Else a type of which several fit may not be multi-vGPU. */
		sim->gpus[0].fractional = true;
		/* Some drivers show it, some do not. */
		sim->hides_signatures = i % 2;
		add_full_type(muster);
		muster_do(muster);
		muster_expect(muster, MUSTER_GPU_1 " 1001 registered\n"
			      MUSTER_GPU_2 " 1001 registered\n");
		expect_full_type(sim);
	}
}

/**
 * @brief These tests know every field that a release has.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void no_field_is_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);
		g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
		const char *name;

		for (uint32_t j = 0; (name = rmsim_type_field_name(sim, j)); j++) {
			bool known = g_strv_contains(others, name);

			for (int k = 0; k < GVM_PROFILE_TEXTS; k++)
				known |= g_str_equal(texts[k].field, name);
			for (int k = 0; k < GVM_PROFILE_NUMBERS; k++)
				known |= g_str_equal(numbers[k].field, name);
			if (!known)
				fail_msg("%s has %s", muster_releases[i], name);
		}
	}
}

/**
 * @brief A field that is given, but that the release lacks, is refused before
 *        anything is sent.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void what_a_release_lacks_is_refused(void **state)
{
	unsigned int refused = 0;

	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		g_autoptr(parade) muster = muster_new(muster_releases[i]);

		for (int j = 0; j < GVM_PROFILE_NUMBERS; j++) {
			g_autofree char *part = NULL;

			if (has_field(muster, numbers[j].field))
				continue;
			part = g_strdup_printf("types-0.xml:7: type 1001: release %s of NVIDIA's driver has no %s",
					       muster_releases[i],
					       gvm_profile_number_name(j));
			muster_forget(muster);
			gvm_profile_set(muster_type(muster, TYPE), j, 1);
			muster_refuse(muster, GVM_ERROR_INVALID, part);
			refused++;
		}
		assert_int_equal(muster_calls(muster, "NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO"),
				 0);
	}
	/* Else nothing was looked at: the first release lacks four. */
	assert_true(refused >= 4);
}

/**
 * @brief The longest text that a release takes arrives, one byte more is
 *        refused before anything is sent.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_text_that_is_too_long_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; muster_releases[i]; i++) {
		for (int j = 0; j < GVM_PROFILE_TEXTS; j++) {
			g_autoptr(parade) muster = muster_new(muster_releases[i]);
			g_autoptr(rmsim) sim = fake_nvidia_map(muster->fake->root);
			struct gvm_profile *type = muster_type(muster, TYPE);
			g_autofree char *part = NULL;
			uint32_t size = 0;

			/* A known type has all fields; only for their sizes. */
			muster_send(muster, 1, 99);
			rmsim_type_field(sim, 99, texts[j].field, &size);
			assert_true(size > 1);
			part = g_strdup_printf("type 1001: %s has %u bytes, release %s of NVIDIA's driver takes %u",
					       gvm_profile_text_name(j), size,
					       muster_releases[i], size - 1);
			g_free(type->text[j]);
			type->text[j] = g_strnfill(size, 'x');
			muster_refuse(muster, GVM_ERROR_INVALID, part);
			assert_null(rmsim_type(sim, TYPE));
			type->text[j][size - 1] = '\0';
			muster_do(muster);
			expect_bytes(sim, texts[j].field, type->text[j],
				     size - 1);
		}
	}
}

/**
 * @brief A number that does not fit is refused, not cut.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_number_that_is_too_large_is_refused(void **state)
{
	g_autoptr(parade) muster = muster_new("580.95.05");
	struct gvm_profile *type = muster_type(muster, TYPE);

	(void)state;
	gvm_profile_set(type, GVM_PROFILE_MAX_X, 65536);
	gvm_profile_set(type, GVM_PROFILE_MAX_Y, 65536);
	muster_refuse(muster, GVM_ERROR_INVALID,
		      "types-0.xml:7: type 1001: display/@pixels is 4294967296, release 580.95.05 of NVIDIA's driver takes 4294967295 at most");
	gvm_profile_set(type, GVM_PROFILE_MAX_X, 65535);
	muster_do(muster);
}

/**
 * @brief Entry point.
 * @return The number of failed tests.
 * @norestriction
 * @nosideeffect
 * @failure Reported by the exit status.
 */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_arrives_as_written),
		cmocka_unit_test(no_field_is_forgotten),
		cmocka_unit_test(what_a_release_lacks_is_refused),
		cmocka_unit_test(a_text_that_is_too_long_is_refused),
		cmocka_unit_test(a_number_that_is_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
