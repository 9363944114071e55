// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of what a type is in the driver's structure, and of its limits.
 *
 * Where a field is and how large it may be is asked of the stand-in of the
 * driver, by NVIDIA's name.
 */
#include "each.h"

/** @brief Room for the longest text of a type. */
#define LONGEST 5000

/** @brief NVIDIA's names of the texts. */
static const char *const text_names[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = "vgpuName",
	[GVM_PROFILE_CLASS] = "vgpuClass",
	[GVM_PROFILE_LICENSE] = "license",
	[GVM_PROFILE_ADAPTER] = "adapterName",
	[GVM_PROFILE_SHORT_NAME] = "shortGpuNameString",
	[GVM_PROFILE_PRODUCT] = "licensedProductName",
	[GVM_PROFILE_PARAMETERS] = "vgpuExtraParams",
};

/** @brief NVIDIA's names of the numbers. */
static const char *const number_names[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = "maxInstance",
	[GVM_PROFILE_MAX_PER_GI] = "maxInstancePerGI",
	[GVM_PROFILE_HEADS] = "numHeads",
	[GVM_PROFILE_MAX_X] = "maxResolutionX",
	[GVM_PROFILE_MAX_Y] = "maxResolutionY",
	[GVM_PROFILE_MAX_PIXELS] = "maxPixels",
	[GVM_PROFILE_FRAME_RATE] = "frlConfig",
	[GVM_PROFILE_FRAME_LIMITER] = "frlEnable",
	[GVM_PROFILE_CUDA] = "cudaEnabled",
	[GVM_PROFILE_ECC] = "eccSupported",
	[GVM_PROFILE_MIG_SIZE] = "gpuInstanceSize",
	[GVM_PROFILE_MIG_PROFILE] = "gpuInstanceProfileId",
	[GVM_PROFILE_MULTI_VGPU] = "multiVgpuSupported",
	[GVM_PROFILE_EXCLUSIVE] = "multiVgpuExclusive",
	[GVM_PROFILE_EXCLUSIVE_TYPE] = "exclusiveType",
	[GVM_PROFILE_EXCLUSIVE_SIZE] = "exclusiveSize",
	[GVM_PROFILE_GUEST_DEVICE] = "vdevId",
	[GVM_PROFILE_HOST_DEVICE] = "pdevId",
	[GVM_PROFILE_SUBVENDOR] = "vgpuSsvid",
	[GVM_PROFILE_SIZE] = "profileSize",
	[GVM_PROFILE_FRAMEBUFFER] = "fbLength",
	[GVM_PROFILE_RESERVED] = "fbReservation",
	[GVM_PROFILE_GSP_HEAP] = "gspHeapSize",
	[GVM_PROFILE_MAPPABLE] = "mappableVideoSize",
	[GVM_PROFILE_NOMINAL_REGION] = "nominalFbRegionSize",
	[GVM_PROFILE_ENCODER] = "encoderCapacity",
	[GVM_PROFILE_BAR1] = "bar1Length",
	[GVM_PROFILE_FTRACE] = "ftraceEnable",
	[GVM_PROFILE_GPUDIRECT] = "gpuDirectSupported",
	[GVM_PROFILE_NVLINK_P2P] = "nvlinkP2PSupported",
	[GVM_PROFILE_PLACEMENT_SIZE] = "placementSize",
};

/** @brief A GPU that knows EACH_TYPE. */
struct sent {
	struct gvm_rm *rm;		/**< The client. Owned. */
	GPtrArray *gpus;		/**< The GPUs. Owned. */
	struct gvm_nv_gpu *gpu;		/**< The first one. Borrowed. */
	struct rmsim *sim;		/**< The driver. Owned. */
};

/**
 * @brief Send a type to the first GPU of a machine.
 * @param one   The case.
 * @param type  The type.
 * @return What was sent.
 * @norestriction
 * @sideeffect The driver knows the type.
 * @failure Fails the test.
 */
static struct sent *sent_new(struct each_case *one,
			     const struct gvm_profile *type)
{
	struct sent *desk = g_new0(struct sent, 1);
	g_autoptr(GError) err = NULL;

	desk->rm = each_client(one->fake);
	desk->gpus = each_gpus(desk->rm);
	desk->gpu = desk->gpus->pdata[0];
	desk->sim = fake_nvidia_map(one->fake->root);
	/* Otherwise the driver changes multiVgpuSupported. */
	desk->sim->gpus[0].fractional = true;
	unit_expect_success(gvm_nv_config_send(desk->gpu, type, true, true,
					       &err), err);

	return desk;
}

/**
 * @brief Free what was sent.
 * @param desk  What was sent, or NULL.
 * @norestriction
 * @sideeffect Frees the client.
 * @nofailure
 */
static void sent_free(struct sent *desk)
{
	if (!desk)
		return;

	g_ptr_array_unref(desk->gpus);
	gvm_rm_free(desk->rm);
	fake_nvidia_unmap(desk->sim);
	g_free(desk);
}

GVM_DEFINE_AUTOPTR(sent, sent_free)

/**
 * @brief Tell how large a field is in the driver.
 * @param sim   The driver.
 * @param name  NVIDIA's name of the field.
 * @return Its bytes; 0 when the release does not have it.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static uint32_t size_of(const struct rmsim *sim, const char *name)
{
	uint32_t size = 0;

	return rmsim_type_field(sim, EACH_TYPE, name, &size) ? size : 0;
}

/**
 * @brief Insist on what the check says of a type.
 * @param desk  What was sent.
 * @param type  The type.
 * @param part  What the refusal must say, or NULL: it is accepted.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_verdict(const struct sent *desk,
			   const struct gvm_profile *type, const char *part)
{
	g_autoptr(GError) err = NULL;
	bool good = gvm_nv_config_check(&desk->rm->abi, type, &err);

	if (!part) {
		unit_expect_success(good, err);
		return;
	}
	assert_false(good);
	unit_expect_error(err, GVM_ERROR_INVALID, part);
	/* What is refused is not sent either. */
	assert_false(gvm_nv_config_send(desk->gpu, type, true, true, NULL));
}

/**
 * @brief Every text is limited by the release, with its NUL, and the refusal
 *        says by how much.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void texts_have_limits(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_profile) first = each_type(EACH_TYPE);
	g_autoptr(sent) desk = sent_new(one, first);

	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		g_autoptr(gvm_profile) type = gvm_profile_new(EACH_TYPE);
		uint32_t size = size_of(desk->sim, text_names[i]);
		g_autofree char *part = NULL;

		assert_true(size > 0 && size < LONGEST);
		type->text[i] = g_strnfill(size - 1, 'x');
		expect_verdict(desk, type, NULL);
		g_free(type->text[i]);
		type->text[i] = g_strnfill(size, 'x');
		part = g_strdup_printf("type %u: %s has %u bytes, release %s of NVIDIA's driver takes %u",
				       EACH_TYPE, gvm_profile_text_name(i),
				       size, one->release, size - 1);
		expect_verdict(desk, type, part);
		g_free(type->text[i]);
		type->text[i] = g_strdup("a\xff");
		expect_verdict(desk, type, " is not valid UTF-8");
	}
}

/**
 * @brief Every number is limited by the release, and those that it does not
 *        have are refused.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void numbers_have_limits(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_profile) first = each_type(EACH_TYPE);
	g_autoptr(sent) desk = sent_new(one, first);

	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		g_autoptr(gvm_profile) type = gvm_profile_new(EACH_TYPE);
		uint32_t size = size_of(desk->sim, number_names[i]);
		uint64_t max = size < 8 ? (UINT64_C(1) << size * 8) - 1 :
			G_MAXUINT64;
		const char *name = gvm_profile_number_name(i);
		g_autofree char *part = NULL;

		gvm_profile_set(type, i, max);
		if (!size) {
			part = g_strdup_printf("type %u: release %s of NVIDIA's driver has no %s",
					       EACH_TYPE, one->release, name);
			expect_verdict(desk, type, part);
			continue;
		}
		expect_verdict(desk, type, NULL);
		if (size == 8)
			continue;
		gvm_profile_set(type, i, max + 1);
		part = g_strdup_printf("%s is %" G_GUINT64_FORMAT
				       ", release %s of NVIDIA's driver takes %"
				       G_GUINT64_FORMAT " at most",
				       name, max + 1, one->release, max);
		expect_verdict(desk, type, part);
	}
}

/**
 * @brief A signature has just one length, and a refusal says where it is.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_refusal_says_where(void **state)
{
	struct each_case *one = *state;
	g_autoptr(gvm_profile) type = each_type(EACH_TYPE);
	g_autoptr(sent) desk = sent_new(one, type);
	static const uint8_t bytes[GVM_PROFILE_SIGNATURE + 1] = { 0x47 };

	type->signature = g_bytes_new_static(bytes, sizeof(bytes));
	expect_verdict(desk, type, "type 1001: the signature has 129 bytes, not 128");
	type->file = g_strdup("mine.xml");
	type->line = 12;
	expect_verdict(desk, type, "mine.xml:12: type 1001: the signature has ");
	g_bytes_unref(type->signature);
	type->signature = g_bytes_new_static(bytes, sizeof(bytes) - 2);
	expect_verdict(desk, type, "the signature has 127 bytes, not 128");
	g_bytes_unref(type->signature);
	type->signature = g_bytes_new_static(bytes, sizeof(bytes) - 1);
	expect_verdict(desk, type, NULL);

	g_free(type->text[GVM_PROFILE_CLASS]);
	type->text[GVM_PROFILE_CLASS] = g_strnfill(100, 'x');
	type->lines[GVM_PROFILE_CLASS] = 17;
	expect_verdict(desk, type, "mine.xml:17: type 1001: class has 100 bytes");
	g_clear_pointer(&type->text[GVM_PROFILE_CLASS], g_free);
	gvm_profile_set(type, GVM_PROFILE_HEADS, UINT64_C(1) << 32);
	type->lines[GVM_PROFILE_TEXTS + GVM_PROFILE_HEADS] = 19;
	expect_verdict(desk, type,
		       "mine.xml:19: type 1001: display/@heads is 4294967296, ");
}

/**
 * @brief Make a type with every field that the driver has.
 * @param one  The case.
 * @return A new type, each of whose values occurs only once.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_profile *full_type(struct each_case *one)
{
	g_autoptr(gvm_rm) rm = each_client(one->fake);
	struct gvm_profile *type = gvm_profile_new(EACH_TYPE);
	uint8_t bytes[GVM_PROFILE_SIGNATURE];

	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		type->text[i] = g_strdup_printf("text %u", i);
	g_free(type->text[GVM_PROFILE_ADAPTER]);
	type->text[GVM_PROFILE_ADAPTER] = g_strdup("G\303\274 \360\235\204\236");
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (gvm_nv_config_has_number(&rm->abi, i))
			gvm_profile_set(type, i, 0x1100 + i);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = 0x80 ^ i;
	type->signature = g_bytes_new(bytes, sizeof(bytes));

	return type;
}

/**
 * @brief Insist on the bytes of a field in the driver.
 * @param desk   What was sent.
 * @param name   NVIDIA's name of the field.
 * @param bytes  Its first bytes.
 * @param len    How many; zeros follow.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_bytes(const struct sent *desk, const char *name,
			 const void *bytes, size_t len)
{
	uint32_t size = 0;
	const uint8_t *field = rmsim_type_field(desk->sim, EACH_TYPE, name,
						&size);

	assert_non_null(field);
	assert_true(len <= size);
	assert_memory_equal(field, bytes, len);
	for (size_t i = len; i < size; i++)
		assert_int_equal(field[i], 0);
}

/**
 * @brief Every field arrives where the driver has it, and is read back.
 * @param state  The case.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void every_field_arrives_and_comes_back(void **state)
{
	static const char wide[] = "G\0\374\0 \0\064\330\036\335";
	struct each_case *one = *state;
	g_autoptr(gvm_profile) type = full_type(one);
	g_autoptr(sent) desk = sent_new(one, type);
	g_autoptr(gvm_profile) back = NULL;
	g_autoptr(gvm_profile) hidden = NULL;
	g_autoptr(GError) err = NULL;

	unit_expect_success(gvm_nv_config_type(desk->gpu, EACH_TYPE, &back,
					       &err), err);
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++) {
		expect_bytes(desk, text_names[i], type->text[i],
			     strlen(type->text[i]));
		assert_string_equal(back->text[i], type->text[i]);
	}
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		assert_int_equal(gvm_profile_has(type, i),
				 size_of(desk->sim, number_names[i]) > 0);
		if (!gvm_profile_has(type, i))
			continue;
		expect_bytes(desk, number_names[i], &type->number[i], 2);
		assert_true(back->number[i] == type->number[i]);
	}
	assert_true(back->given == type->given);
	expect_bytes(desk, "adapterName_Unicode", wide, sizeof(wide) - 1);
	assert_true(g_bytes_equal(back->signature, type->signature));
	/* Hosts do not give it back. */
	desk->sim->hides_signatures = true;
	unit_expect_success(gvm_nv_config_type(desk->gpu, EACH_TYPE, &hidden,
					       &err), err);
	assert_null(hidden->signature);
}

/**
 * @brief Run the tests of this file.
 * @return How many runs failed.
 * @norestriction
 * @sideeffect Prints the results.
 * @nofailure
 */
int main(void)
{
	static const struct each_test tests[] = {
		each_row(texts_have_limits),
		each_row(numbers_have_limits),
		each_row(a_refusal_says_where),
		each_row(every_field_arrives_and_comes_back),
	};

	return each_run(tests, G_N_ELEMENTS(tests));
}
