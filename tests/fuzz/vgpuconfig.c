// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Fuzz target: NVIDIA's own types.
 */
#include "fuzz.h"

#include "xml/vgpuconfig.h"

/** @brief GPUs for which types are looked up. */
static const struct gvm_vgpuconfig_gpu gpus[] = {
	{ 0x10de, 0x3333, 0x10de, 0x4444 },
	{ 0x10de, 0x3333, 0x1043, 0x1 },
};

/** @brief Types that are looked up. */
static const char *const bases[] = { "11", "nvidia-0", "A", "" };

/**
 * @brief Look a type up.
 * @param config  The types.
 * @param base    Which.
 * @param gpu     The GPU.
 * @norestriction
 * @nosideeffect
 * @failure Aborts when it neither is found nor refused, or its signature has
 *          another length.
 */
static void look_up(const struct gvm_vgpuconfig *config, const char *base,
		    const struct gvm_vgpuconfig_gpu *gpu)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_profile) type =
		gvm_vgpuconfig_type(config, base, gpu, &err);

	if (!g_error_matches(err, GVM_ERROR, GVM_ERROR_NOT_FOUND))
		fuzz_check_error(type, err);
	else
		g_assert_null(type);
	if (type && type->signature)
		g_assert_cmpuint(g_bytes_get_size(type->signature), ==,
				 GVM_PROFILE_SIGNATURE);
}

void fuzz_vgpuconfig(const uint8_t *data, size_t size)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_vgpuconfig) config =
		gvm_vgpuconfig_parse((const char *)data, size, "fuzz", &err);

	fuzz_check_error(config, err);
	if (!config)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(bases); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(gpus); j++)
			look_up(config, bases[i], &gpus[j]);
}
