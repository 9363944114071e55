// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief vGPU types of our own, as plain data.
 */
#include "model/profile.h"

/** @brief How the types file spells each text. */
static const char *const text_names[GVM_PROFILE_TEXTS] = {
	[GVM_PROFILE_NAME] = "name",
	[GVM_PROFILE_CLASS] = "class",
	[GVM_PROFILE_LICENSE] = "license",
	[GVM_PROFILE_ADAPTER] = "adapter",
	[GVM_PROFILE_SHORT_NAME] = "adapter/@short",
	[GVM_PROFILE_PRODUCT] = "adapter/@product",
	[GVM_PROFILE_PARAMETERS] = "parameters",
};

/** @brief How the types file spells each number. */
static const char *const number_names[GVM_PROFILE_NUMBERS] = {
	[GVM_PROFILE_MAX_INSTANCES] = "instances/@max",
	[GVM_PROFILE_MAX_PER_GI] = "instances/@per-gpu-instance",
	[GVM_PROFILE_HEADS] = "display/@heads",
	[GVM_PROFILE_MAX_X] = "display/@width",
	[GVM_PROFILE_MAX_Y] = "display/@height",
	[GVM_PROFILE_MAX_PIXELS] = "display/@pixels",
	[GVM_PROFILE_FRAME_RATE] = "display/@frame-rate-limit",
	[GVM_PROFILE_FRAME_LIMITER] = "display/@limiter",
	[GVM_PROFILE_CUDA] = "features/@cuda",
	[GVM_PROFILE_ECC] = "features/@ecc",
	[GVM_PROFILE_MIG_SIZE] = "mig/@size",
	[GVM_PROFILE_MIG_PROFILE] = "mig/@profile",
	[GVM_PROFILE_MULTI_VGPU] = "multivgpu/@supported",
	[GVM_PROFILE_EXCLUSIVE] = "multivgpu/@exclusive",
	[GVM_PROFILE_EXCLUSIVE_TYPE] = "multivgpu/@type",
	[GVM_PROFILE_EXCLUSIVE_SIZE] = "multivgpu/@size",
	[GVM_PROFILE_GUEST_DEVICE] = "device/@id",
	[GVM_PROFILE_HOST_DEVICE] = "device/@host",
	[GVM_PROFILE_SUBVENDOR] = "device/@subvendor",
	[GVM_PROFILE_SIZE] = "framebuffer/@profile",
	[GVM_PROFILE_FRAMEBUFFER] = "framebuffer/@size",
	[GVM_PROFILE_RESERVED] = "framebuffer/@reserved",
	[GVM_PROFILE_GSP_HEAP] = "framebuffer/@gsp-heap",
	[GVM_PROFILE_MAPPABLE] = "framebuffer/@mappable",
	[GVM_PROFILE_NOMINAL_REGION] = "framebuffer/@nominal-region",
	[GVM_PROFILE_ENCODER] = "encoder/@capacity",
	[GVM_PROFILE_BAR1] = "bar1/@size",
	[GVM_PROFILE_FTRACE] = "features/@ftrace",
	[GVM_PROFILE_GPUDIRECT] = "features/@gpudirect",
	[GVM_PROFILE_NVLINK_P2P] = "features/@nvlink-p2p",
	[GVM_PROFILE_PLACEMENT_SIZE] = "placement/@size",
};

struct gvm_profile *gvm_profile_new(uint32_t id)
{
	struct gvm_profile *profile = g_new0(struct gvm_profile, 1);

	profile->id = id;

	return profile;
}

void gvm_profile_free(struct gvm_profile *profile)
{
	if (!profile)
		return;
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		g_free(profile->text[i]);
	g_clear_pointer(&profile->signature, g_bytes_unref);
	g_free(profile->signature_file);
	g_free(profile->base);
	g_free(profile->file);
	g_free(profile);
}

struct gvm_profile *gvm_profile_copy(const struct gvm_profile *profile)
{
	struct gvm_profile *copy = g_new(struct gvm_profile, 1);

	*copy = *profile;
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		copy->text[i] = g_strdup(profile->text[i]);
	if (profile->signature)
		copy->signature = g_bytes_ref(profile->signature);
	copy->signature_file = g_strdup(profile->signature_file);
	copy->base = g_strdup(profile->base);
	copy->file = g_strdup(profile->file);

	return copy;
}

void gvm_profile_set(struct gvm_profile *profile, enum gvm_profile_number which,
		     uint64_t value)
{
	profile->number[which] = value;
	profile->given |= UINT64_C(1) << which;
}

bool gvm_profile_has(const struct gvm_profile *profile,
		     enum gvm_profile_number which)
{
	return profile->given >> which & 1;
}

void gvm_profile_inherit(struct gvm_profile *profile,
			 const struct gvm_profile *base)
{
	for (unsigned int i = 0; i < GVM_PROFILE_TEXTS; i++)
		if (!profile->text[i])
			profile->text[i] = g_strdup(base->text[i]);
	for (unsigned int i = 0; i < GVM_PROFILE_NUMBERS; i++)
		if (!gvm_profile_has(profile, i) && gvm_profile_has(base, i))
			gvm_profile_set(profile, i, base->number[i]);
	if (!profile->signature && base->signature)
		profile->signature = g_bytes_ref(base->signature);
}

const char *gvm_profile_text_name(enum gvm_profile_text which)
{
	return text_names[which];
}

const char *gvm_profile_number_name(enum gvm_profile_number which)
{
	return number_names[which];
}

void gvm_selector_free(struct gvm_selector *selector)
{
	if (!selector)
		return;
	g_free(selector->address);
	g_free(selector);
}

void gvm_profiles_free(struct gvm_profiles *profiles)
{
	if (!profiles)
		return;
	g_clear_pointer(&profiles->gpus, g_ptr_array_unref);
	g_clear_pointer(&profiles->types, g_ptr_array_unref);
	g_free(profiles->file);
	g_free(profiles);
}
