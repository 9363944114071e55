// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A type of ours on a GPU, and NVIDIA's types that it may start from.
 */
#include "outcome.h"

#include "lifecycle/register-resolve.h"

/** @brief NVIDIA's types, with a place for a signature. */
static const char bases[] =
	"<vgpuconfig><version>1.0</version>\n"
	"<vgpuType id=\"592\" name=\"TYPE 4Q\" class=\"Quadro\">\n"
	"<devId vendorId=\"0x10de\" deviceId=\"0x2236\" subsystemVendorId=\"0x10de\" subsystemId=\"0x14b7\"/>\n"
	"<framebuffer>0xEC000000</framebuffer>\n"
	"<fbReservation>0x14000000</fbReservation>\n"
	"<profileSize>0x100000000</profileSize>\n"
	"<numHeads>4</numHeads>\n"
	"<display width=\"7680\" height=\"4320\"></display>\n"
	"<maxPixels>66355200</maxPixels>\n"
	"<frlConfig>0x3c</frlConfig>\n"
	"<frame_rate_limiter>1</frame_rate_limiter>\n"
	"<nominalFbRegionSize>9</nominalFbRegionSize>\n"
	"<license>L1;L2</license></vgpuType>\n"
	"<vgpuType id=\"593\" name=\"TYPE 24Q\" class=\"Quadro\">\n"
	"<devId vendorId=\"0x10de\" deviceId=\"0x2236\" subsystemVendorId=\"0x10de\" subsystemId=\"0x14b8\"/>\n"
	"<framebuffer>0x5EC000000</framebuffer>\n"
	"<fbReservation>0x14000001</fbReservation></vgpuType>\n"
	"<pgpu hostVgpuMode=\"x\">\n"
	"<devId vendorId=\"0x10de\" deviceId=\"0x2236\" subsystemVendorId=\"0x10de\" subsystemId=\"0x1482\"/>\n"
	"<supportedVgpu vgpuId=\"592\"><maxVgpus>6</maxVgpus>\n"
	"<digest type=\"signature\">%s</digest></supportedVgpu>\n"
	"<supportedVgpu vgpuId=\"593\"><maxVgpus>1</maxVgpus></supportedVgpu>\n"
	"</pgpu></vgpuconfig>\n";

void outcome_clear(struct outcome *got)
{
	gvm_register_free(got->reg);
	muster_free(got->muster);
}

char *outcome_digits(const char *byte, unsigned int n)
{
	GString *text = g_string_new(NULL);

	while (n-- > 0)
		g_string_append(text, byte);

	return g_string_free(text, FALSE);
}

struct gvm_profile *outcome_begin(struct outcome *got, const char *release)
{
	g_autofree char *signature = outcome_digits("5a",
						    GVM_PROFILE_SIGNATURE);
	g_autofree char *text = NULL;
	struct gvm_profile *type;

	got->muster = muster_new_as(release, NULL, 1);
	text = g_strdup_printf(bases, signature);
	fake_tree_file(got->muster->fake->root, GVM_REGISTER_BASES, text);
	type = muster_type(got->muster, 1001);
	type->given = 0;
	g_clear_pointer(&type->text[GVM_PROFILE_NAME], g_free);

	return type;
}

void outcome_resolve(struct outcome *got)
{
	const struct gvm_register_gpu *plan;
	g_autoptr(GError) err = NULL;

	g_clear_pointer(&got->reg, gvm_register_free);
	got->muster->wish.check = true;
	got->reg = muster_plan(got->muster, &err);
	unit_expect_success(got->reg, err);
	plan = g_ptr_array_index(got->reg->plan, 0);
	got->type = g_ptr_array_index(plan->types, 0);
	assert_int_equal(got->type->state, GVM_REGISTER_VALID);
}

void outcome_refuse(struct outcome *got, enum gvm_error code,
		    const char *part)
{
	g_autoptr(GError) err = NULL;

	got->muster->wish.check = true;
	assert_null(muster_plan(got->muster, &err));
	unit_expect_error(err, code, part);
}

void outcome_expect(const struct outcome *got,
		    enum gvm_profile_number which, uint64_t value)
{
	const struct gvm_profile *type = got->type->type;

	if (!gvm_profile_has(type, which))
		fail_msg("%s is missing", gvm_profile_number_name(which));
	if (type->number[which] != value)
		fail_msg("%s is %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT,
			 gvm_profile_number_name(which), type->number[which],
			 value);
}

void outcome_expect_text(const struct outcome *got,
			 enum gvm_profile_text which, const char *value)
{
	assert_string_equal(got->type->type->text[which], value);
}

void outcome_expect_signature(const struct outcome *got, uint8_t byte)
{
	GBytes *signature = got->type->type->signature;
	size_t len = 0;
	const uint8_t *bytes;

	assert_non_null(signature);
	assert_null(got->type->note);
	bytes = g_bytes_get_data(signature, &len);
	assert_int_equal(len, GVM_PROFILE_SIGNATURE);
	for (size_t i = 0; i < len; i++)
		assert_int_equal(bytes[i], byte);
}
