// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What a type is where neither file nor base say it.
 *
 * gvm-types(5) has the same for users. Some numbers follow from others: the
 * whole size from the guest's and the host's share, the number of instances
 * from the whole size, and so on. They are not taken from a base when the
 * file gives one of those that they follow from.
 */
#include "lifecycle/register-defaults.h"

#include "util/error.h"

/** @brief Bytes of a MiB. */
#define MIB (UINT64_C(1) << 20)
/** @brief Bits of a PCI device id. */
#define ID_BITS 16
/** @brief The bit of a number in gvm_profile::given. */
#define BIT(which) (UINT64_C(1) << GVM_PROFILE_ ## which)

/** @brief A number that follows from others. */
struct consequence {
	enum gvm_profile_number which;	/**< Which number. */
	uint64_t from;			/**< Bits of those it follows from. */
};

/** @brief Numbers that follow from others. */
static const struct consequence consequences[] = {
	{ GVM_PROFILE_SIZE, BIT(FRAMEBUFFER) | BIT(RESERVED) },
	{ GVM_PROFILE_FRAMEBUFFER, BIT(SIZE) },
	{ GVM_PROFILE_MAX_INSTANCES, BIT(SIZE) | BIT(FRAMEBUFFER) |
		BIT(RESERVED) },
	{ GVM_PROFILE_MAX_PIXELS, BIT(HEADS) | BIT(MAX_X) | BIT(MAX_Y) },
	{ GVM_PROFILE_FRAME_LIMITER, BIT(FRAME_RATE) },
};

/** @brief Numbers that follow from nothing. */
static const struct {
	enum gvm_profile_number which;	/**< Which number. */
	uint64_t value;			/**< Its value. */
} constants[] = {
	{ GVM_PROFILE_HEADS, 1 },
	{ GVM_PROFILE_MAX_X, 1024 },
	{ GVM_PROFILE_MAX_Y, 1024 },
	{ GVM_PROFILE_CUDA, 1 },
	{ GVM_PROFILE_RESERVED, 0 },
	{ GVM_PROFILE_MAPPABLE, 24 * MIB },
	{ GVM_PROFILE_ENCODER, 100 },
	{ GVM_PROFILE_BAR1, 256 },
};

/** @brief Frames a second where the file gives no limit. */
#define FRAME_RATE 120

/** @brief Features of NVIDIA's licence server that suit a class. */
static const struct {
	const char *class;	/**< The class. */
	const char *license;	/**< One of these is enough. */
} licenses[] = {
	{ "Compute", "NVIDIA-vComputeServer,9.0;Quadro-Virtual-DWS,5.0" },
	{ "Quadro", "Quadro-Virtual-DWS,5.0;GRID-Virtual-WS,2.0" },
	{ "NVS", "GRID-Virtual-PC,2.0;Quadro-Virtual-DWS,5.0" },
	{ "Geforce", "GRID-vGaming,8.0" },
};

void gvm_register_defaults_trim(struct gvm_profile *base,
				const struct gvm_profile *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(consequences); i++)
		if (type->given & consequences[i].from)
			base->given &= ~(UINT64_C(1) << consequences[i].which);
	if (type->text[GVM_PROFILE_CLASS])
		g_clear_pointer(&base->text[GVM_PROFILE_LICENSE], g_free);
}

/**
 * @brief Give a number, unless it is given.
 * @param type   The type.
 * @param which  Which number.
 * @param value  Its value.
 * @norestriction
 * @sideeffect May change the type.
 * @nofailure
 */
static void give(struct gvm_profile *type, enum gvm_profile_number which,
		 uint64_t value)
{
	if (!gvm_profile_has(type, which))
		gvm_profile_set(type, which, value);
}

/**
 * @brief Give a text, unless it is given.
 * @param type   The type.
 * @param which  Which text.
 * @param value  The text.
 * @norestriction
 * @sideeffect May change the type.
 * @nofailure
 */
static void give_text(struct gvm_profile *type, enum gvm_profile_text which,
		      const char *value)
{
	if (!type->text[which])
		type->text[which] = g_strdup(value);
}

/**
 * @brief Give the texts.
 * @param type  The type.
 * @norestriction
 * @sideeffect May change the type. A class that is not among NVIDIA's gets no
 *             licence.
 * @nofailure
 */
static void fill_texts(struct gvm_profile *type)
{
	give_text(type, GVM_PROFILE_CLASS, licenses[0].class);
	for (size_t i = 0; i < G_N_ELEMENTS(licenses); i++)
		if (g_str_equal(type->text[GVM_PROFILE_CLASS],
				licenses[i].class))
			give_text(type, GVM_PROFILE_LICENSE,
				  licenses[i].license);
}

/**
 * @brief Give what the guest and the driver are to take the GPU for.
 * @param type  The type.
 * @param gpu   The GPU.
 * @norestriction
 * @sideeffect May change the type.
 * @nofailure
 */
static void fill_ids(struct gvm_profile *type, const struct gvm_nv_gpu *gpu)
{
	give(type, GVM_PROFILE_GUEST_DEVICE,
	     (uint64_t)gpu->device << ID_BITS | gpu->subdevice);
	give(type, GVM_PROFILE_HOST_DEVICE, gpu->device);
	give(type, GVM_PROFILE_SUBVENDOR, gpu->subvendor);
}

/**
 * @brief Give what follows from the display's numbers.
 * @param type  The type, with its constants.
 * @norestriction
 * @sideeffect May change the type.
 * @nofailure
 */
static void fill_display(struct gvm_profile *type)
{
	const uint64_t *number = type->number;
	bool limited = gvm_profile_has(type, GVM_PROFILE_FRAME_RATE) &&
		number[GVM_PROFILE_FRAME_RATE] > 0;

	give(type, GVM_PROFILE_FRAME_LIMITER, limited);
	give(type, GVM_PROFILE_FRAME_RATE, FRAME_RATE);
	give(type, GVM_PROFILE_MAX_PIXELS,
	     number[GVM_PROFILE_MAX_X] * number[GVM_PROFILE_MAX_Y]);
}

/**
 * @brief Give what follows from the sizes.
 * @param type  The type, with its constants.
 * @param gpu   The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when all sizes are there.
 * @norestriction
 * @sideeffect May change the type.
 * @failure GVM_ERROR_INVALID.
 */
static bool fill_sizes(struct gvm_profile *type, const struct gvm_nv_gpu *gpu,
		       GError **err)
{
	const uint64_t *number = type->number;
	uint64_t reserved = number[GVM_PROFILE_RESERVED];

	if (gvm_profile_has(type, GVM_PROFILE_SIZE) &&
	    number[GVM_PROFILE_SIZE] > reserved)
		give(type, GVM_PROFILE_FRAMEBUFFER,
		     number[GVM_PROFILE_SIZE] - reserved);
	if (!gvm_profile_has(type, GVM_PROFILE_FRAMEBUFFER) ||
	    !number[GVM_PROFILE_FRAMEBUFFER])
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s:%u: type %u: nothing says how much frame buffer the guest gets: write framebuffer/@size down",
				     type->file, type->line, type->id);
	give(type, GVM_PROFILE_SIZE, number[GVM_PROFILE_FRAMEBUFFER] + reserved);
	if (gvm_profile_has(type, GVM_PROFILE_MAX_INSTANCES))
		return true;
	if (!gpu->framebuffer)
		return gvm_error_set(err, GVM_ERROR_INVALID,
				     "%s:%u: type %u: GPU %s does not tell how much memory it has, so write instances/@max down",
				     type->file, type->line, type->id,
				     gpu->address);
	give(type, GVM_PROFILE_MAX_INSTANCES,
	     MAX(gpu->framebuffer / number[GVM_PROFILE_SIZE], 1));

	return true;
}

bool gvm_register_defaults_fill(struct gvm_profile *type,
				const struct gvm_nv_gpu *gpu, GError **err)
{
	fill_texts(type);
	fill_ids(type, gpu);
	for (size_t i = 0; i < G_N_ELEMENTS(constants); i++)
		give(type, constants[i].which, constants[i].value);
	fill_display(type);

	return fill_sizes(type, gpu, err);
}
