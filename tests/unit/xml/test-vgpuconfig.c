// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Tests of NVIDIA's own types. Types, ids and signatures are made up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "refusal.h"
#include "util/error.h"
#include "vgpuconfig-text.h"
#include "xml/vgpuconfig.h"

/** @brief A GPU that the file has as such. */
static const struct gvm_vgpuconfig_gpu exact = {
	0x10de, 0x3333, 0x10de, 0x4444
};

/** @brief One that it has with any subsystem. */
static const struct gvm_vgpuconfig_gpu any = { 0x10de, 0x3333, 0x1043, 0x1 };

/** @brief One that it does not have. */
static const struct gvm_vgpuconfig_gpu other = {
	0x10de, 0x3334, 0x10de, 0x4444
};

/** @brief A type with all that the file can say. */
static const char full[] = BEGIN
	"<vgpuType id=\"592\" name=\"TYPE 4Q\" class=\"Quadro\">\n"
	IDS("0x2236", "0x14B7")
	"<framebuffer>0xEC000000</framebuffer>\n"
	"<fbReservation> 0x14000000 </fbReservation>\n"
	"<profileSize>0x100000000</profileSize>\n"
	"<gspHeapSize>0x4000000</gspHeapSize>\n"
	"<mappableVideoSize>0x400000</mappableVideoSize>\n"
	"<nominalFbRegionSize>9</nominalFbRegionSize>\n"
	"<numHeads>4</numHeads>\n"
	"<display width=\"7680\" height=\"4320\"></display>\n"
	"<maxPixels>66355200</maxPixels>\n"
	"<frlConfig>0x3c</frlConfig>\n"
	"<frame_rate_limiter>1</frame_rate_limiter>\n"
	"<cudaEnabled>1</cudaEnabled><eccSupported>1</eccSupported>\n"
	"<gpuInstanceSize>2</gpuInstanceSize>\n"
	"<gpuInstanceProfileId>3</gpuInstanceProfileId>\n"
	"<multiVgpuSupported>0</multiVgpuSupported>\n"
	"<multiVgpuExclusive>1</multiVgpuExclusive>\n"
	"<exclusiveType>5</exclusiveType><exclusiveSize>6</exclusiveSize>\n"
	"<encoderCapacity>0x64</encoderCapacity>\n"
	"<bar1Length>0x100</bar1Length><ftraceEnable>0</ftraceEnable>\n"
	"<gpuDirectSupported>1</gpuDirectSupported>\n"
	"<nvlinkP2PSupported>0</nvlinkP2PSupported>\n"
	"<placementSize>7</placementSize><maxInstancePerGI>1</maxInstancePerGI>\n"
	"<license>L1;L2</license><adapterName>AN</adapterName>\n"
	"<shortGpuNameString>SN</shortGpuNameString>\n"
	"<licensedProductName>PN</licensedProductName>\n"
	"<vgpuExtraParams>a=1</vgpuExtraParams>\n"
	"<unheardOf>0xzz</unheardOf></vgpuType>\n"
	GPU("0x3333", "0x4444", PAIR("592", "6", SIGNATURE("5a"))) END;

/** @brief All numbers of that type. */
static const uint64_t numbers[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = 6,
	[GVM_PROFILE_MAX_PER_GI] = 1,
	[GVM_PROFILE_HEADS] = 4,
	[GVM_PROFILE_MAX_X] = 7680,
	[GVM_PROFILE_MAX_Y] = 4320,
	[GVM_PROFILE_MAX_PIXELS] = 66355200,
	[GVM_PROFILE_FRAME_RATE] = 60,
	[GVM_PROFILE_FRAME_LIMITER] = 1,
	[GVM_PROFILE_CUDA] = 1,
	[GVM_PROFILE_ECC] = 1,
	[GVM_PROFILE_MIG_SIZE] = 2,
	[GVM_PROFILE_MIG_PROFILE] = 3,
	[GVM_PROFILE_MULTI_VGPU] = 0,
	[GVM_PROFILE_EXCLUSIVE] = 1,
	[GVM_PROFILE_EXCLUSIVE_TYPE] = 5,
	[GVM_PROFILE_EXCLUSIVE_SIZE] = 6,
	[GVM_PROFILE_GUEST_DEVICE] = 0x223614b7,
	[GVM_PROFILE_SUBVENDOR] = 0x10de,
	[GVM_PROFILE_SIZE] = UINT64_C(0x100000000),
	[GVM_PROFILE_FRAMEBUFFER] = 0xec000000,
	[GVM_PROFILE_RESERVED] = 0x14000000,
	[GVM_PROFILE_GSP_HEAP] = 0x4000000,
	[GVM_PROFILE_MAPPABLE] = 0x400000,
	[GVM_PROFILE_NOMINAL_REGION] = 9,
	[GVM_PROFILE_ENCODER] = 100,
	[GVM_PROFILE_BAR1] = 256,
	[GVM_PROFILE_FTRACE] = 0,
	[GVM_PROFILE_GPUDIRECT] = 1,
	[GVM_PROFILE_NVLINK_P2P] = 0,
	[GVM_PROFILE_PLACEMENT_SIZE] = 7,
};

/** @brief All texts of that type. */
static const char *const texts[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = "TYPE 4Q",
	[GVM_PROFILE_CLASS] = "Quadro",
	[GVM_PROFILE_LICENSE] = "L1;L2",
	[GVM_PROFILE_ADAPTER] = "AN",
	[GVM_PROFILE_SHORT_NAME] = "SN",
	[GVM_PROFILE_PRODUCT] = "PN",
	[GVM_PROFILE_PARAMETERS] = "a=1",
};

/**
 * @brief Read a file that must be good.
 * @param text  The document.
 * @return The types.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static struct gvm_vgpuconfig *parse(const char *text)
{
	g_autoptr(GString) whole = vgpuconfig_text_expand(text, strlen(text));
	g_autoptr(GError) err = NULL;
	struct gvm_vgpuconfig *config =
		gvm_vgpuconfig_parse(whole->str, whole->len, REFUSAL_NAME,
				     &err);

	if (!config)
		fail_msg("%s", err->message);

	return config;
}

/**
 * @brief Check a signature of one byte again and again.
 * @param type  The type.
 * @param byte  The byte; 0 when there must be no signature.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void expect_signature(const struct gvm_profile *type, int byte)
{
	char bytes[GVM_PROFILE_SIGNATURE];
	size_t len = 0;

	assert_non_null(type);
	if (!byte) {
		assert_null(type->signature);
		return;
	}
	assert_non_null(type->signature);
	memset(bytes, byte, sizeof(bytes));
	assert_memory_equal(g_bytes_get_data(type->signature, &len), bytes,
			    sizeof(bytes));
	assert_int_equal(len, sizeof(bytes));
}

/**
 * @brief All that the file says of a type arrives; what it says besides does
 * not matter.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void everything_arrives(void **state)
{
	g_autoptr(gvm_vgpuconfig) config = parse(full);
	g_autoptr(gvm_profile) type =
		gvm_vgpuconfig_type(config, "592", &exact, NULL);

	(void)state;
	assert_non_null(type);
	assert_int_equal(type->id, 592);
	assert_string_equal(type->file, REFUSAL_NAME);
	assert_int_equal(type->line, 4);
	assert_int_equal(type->lines[GVM_PROFILE_TEXTS +
				     GVM_PROFILE_FRAMEBUFFER], 6);
	expect_signature(type, 0x5a);
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		assert_string_equal(type->text[i], texts[i]);
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++) {
		/* That is known from the GPU itself. */
		if (i == GVM_PROFILE_HOST_DEVICE)
			continue;
		if (!gvm_profile_has(type, i) || type->number[i] != numbers[i])
			fail_msg("%s is %" G_GUINT64_FORMAT,
				 gvm_profile_number_name(i), type->number[i]);
	}
}

/**
 * @brief A type is found by id, by the kernel's id and by name.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void types_have_three_names(void **state)
{
	static const char *const good[] = { "11", "nvidia-11", "TYPE A" };
	static const char *const bad[] = {
		"14", "nvidia-14", "TYPE C", "type a", "nvidia-", "", "0xb",
		"-11", "99999999999999999999",
	};
	g_autoptr(gvm_vgpuconfig) config = parse(THREE_TYPES);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autoptr(gvm_profile) type =
			gvm_vgpuconfig_type(config, good[i], &exact, NULL);

		assert_non_null(type);
		assert_int_equal(type->id, 11);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) err = NULL;

		assert_null(gvm_vgpuconfig_type(config, bad[i], &exact, &err));
		assert_true(g_error_matches(err, GVM_ERROR,
					    GVM_ERROR_NOT_FOUND));
		assert_non_null(strstr(err->message, bad[i]));
	}
}

/**
 * @brief A name that several types have is not guessed at.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_name_of_several_types_is_refused(void **state)
{
	g_autoptr(gvm_vgpuconfig) config = parse(THREE_TYPES);
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_null(gvm_vgpuconfig_type(config, "TYPE B", &exact, &err));
	assert_true(g_error_matches(err, GVM_ERROR, GVM_ERROR_INVALID));
	assert_string_equal(err->message,
			    "t.xml: several types are named 'TYPE B': give the id");
}

/**
 * @brief Signature and most instances are those of the pair: of the very GPU,
 * else of any subsystem, else there are none.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void signatures_belong_to_pairs(void **state)
{
	const struct {
		const char *base;
		const struct gvm_vgpuconfig_gpu *gpu;
		int byte;
		uint64_t max;
	} list[] = {
		{ "11", &exact, 0xb1, 16 },
		{ "11", &any, 0xa1, 8 },
		{ "12", &any, 0xa2, 4 },
		/* The very GPU does not support it. */
		{ "12", &exact, 0, 0 },
		{ "13", &any, 0, 0 },
		{ "11", &other, 0, 0 },
	};
	g_autoptr(gvm_vgpuconfig) config = parse(THREE_TYPES);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(list); i++) {
		g_autoptr(gvm_profile) type =
			gvm_vgpuconfig_type(config, list[i].base, list[i].gpu,
					    NULL);

		expect_signature(type, list[i].byte);
		assert_int_equal(type->number[GVM_PROFILE_MAX_INSTANCES],
				 list[i].max);
		assert_int_equal(gvm_profile_has(type,
						 GVM_PROFILE_MAX_INSTANCES),
				 list[i].max != 0);
	}
}

/**
 * @brief Where the file has a GPU twice, the first entry with the type counts.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_gpu_may_be_there_twice(void **state)
{
	g_autoptr(gvm_vgpuconfig) config =
		parse(BEGIN SMALL("11", "A") SMALL("12", "B")
		      GPU("0x3333", "0x4444", PAIR("11", "1", SIGNATURE("a1")))
		      GPU("0x3333", "0x4444", PAIR("11", "2", SIGNATURE("b1"))
			  PAIR("12", "3", SIGNATURE("b2"))) END);
	g_autoptr(gvm_profile) first =
		gvm_vgpuconfig_type(config, "A", &exact, NULL);
	g_autoptr(gvm_profile) second =
		gvm_vgpuconfig_type(config, "B", &exact, NULL);

	(void)state;
	expect_signature(first, 0xa1);
	expect_signature(second, 0xb2);
}

/**
 * @brief A signature may be broken over lines.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_signature_may_have_blanks(void **state)
{
	g_autoptr(gvm_vgpuconfig) config =
		parse(BEGIN SMALL("11", "A")
		      GPU("0x3333", "0", PAIR("11", "1", "\n  "
					      BYTES("64", "C3") "\n"
					      BYTES("63", "c3") "c\t3 "))
		      END);
	g_autoptr(gvm_profile) type =
		gvm_vgpuconfig_type(config, "A", &any, NULL);

	(void)state;
	expect_signature(type, 0xc3);
}

/**
 * @brief A fault in one type or pair does not matter to another.
 * @param state  Unused.
 * @norestriction
 * @nosideeffect
 * @failure Fails the test.
 */
static void a_fault_elsewhere_does_not_matter(void **state)
{
	g_autoptr(gvm_vgpuconfig) config =
		parse(BEGIN SMALL("11", "A")
		      "<vgpuType id=\"12\"><numHeads>x</numHeads></vgpuType>"
		      GPU("0x3333", "0", PAIR("12", "x", "y")
			  "<supportedVgpu/>"
			  PAIR("11", "1", SIGNATURE("d4"))) END);
	g_autoptr(gvm_profile) type =
		gvm_vgpuconfig_type(config, "A", &any, NULL);

	(void)state;
	expect_signature(type, 0xd4);
	assert_null(gvm_vgpuconfig_type(config, "12", &any, NULL));
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
		cmocka_unit_test(everything_arrives),
		cmocka_unit_test(types_have_three_names),
		cmocka_unit_test(a_name_of_several_types_is_refused),
		cmocka_unit_test(signatures_belong_to_pairs),
		cmocka_unit_test(a_gpu_may_be_there_twice),
		cmocka_unit_test(a_signature_may_have_blanks),
		cmocka_unit_test(a_fault_elsewhere_does_not_matter),
	};

	return cmocka_run_group_tests_name("vgpuconfig", tests, NULL, NULL);
}
