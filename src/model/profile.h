/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief A vGPU type of our own: what is sent to NVIDIA's driver.
 *
 * A type is two arrays, one of texts and one of numbers, indexed by enums, and
 * a set of those that were given. So reading, checking, sending, reading back
 * and comparing are loops over tables, and no field can be forgotten in one of
 * them.
 */
#ifndef GVM_MODEL_PROFILE_H
#define GVM_MODEL_PROFILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

/** @brief Smallest id of a type of our own; virt-manager refuses smaller. */
#define GVM_PROFILE_ID_MIN 10
/** @brief Bytes of a signature. */
#define GVM_PROFILE_SIGNATURE 128

/** @brief Texts of a type. */
enum gvm_profile_text {
	GVM_PROFILE_NAME,	/**< Name for people. */
	GVM_PROFILE_CLASS,	/**< Compute, Geforce, NVS, Quadro. */
	GVM_PROFILE_LICENSE,	/**< Licences a guest must have one of. */
	GVM_PROFILE_ADAPTER,	/**< Adapter name that the guest shows. */
	GVM_PROFILE_SHORT_NAME,	/**< Short name of the GPU. */
	GVM_PROFILE_PRODUCT,	/**< Name of the licensed product. */
	GVM_PROFILE_PARAMETERS,	/**< Extra parameters of the plugin. */
	GVM_PROFILE_TEXTS	/**< How many there are. */
};

/** @brief Numbers of a type. */
enum gvm_profile_number {
	GVM_PROFILE_MAX_INSTANCES,	/**< Most on one GPU. */
	GVM_PROFILE_MAX_PER_GI,		/**< Most on one GPU instance. */
	GVM_PROFILE_HEADS,		/**< Displays. */
	GVM_PROFILE_MAX_X,		/**< Pixels. */
	GVM_PROFILE_MAX_Y,		/**< Pixels. */
	GVM_PROFILE_MAX_PIXELS,		/**< Of all displays together. */
	GVM_PROFILE_FRAME_RATE,		/**< Limit in frames a second. */
	GVM_PROFILE_FRAME_LIMITER,	/**< The limiter is on. */
	GVM_PROFILE_CUDA,		/**< CUDA works. */
	GVM_PROFILE_ECC,		/**< ECC is supported. */
	GVM_PROFILE_MIG_SIZE,		/**< Slices of a MIG instance. */
	GVM_PROFILE_MIG_PROFILE,	/**< MIG profile id. */
	GVM_PROFILE_MULTI_VGPU,		/**< Several in one domain. */
	GVM_PROFILE_EXCLUSIVE,		/**< multiVgpuExclusive. */
	GVM_PROFILE_EXCLUSIVE_TYPE,	/**< exclusiveType. */
	GVM_PROFILE_EXCLUSIVE_SIZE,	/**< exclusiveSize. */
	GVM_PROFILE_GUEST_DEVICE,	/**< device << 16 | subsystem. */
	GVM_PROFILE_HOST_DEVICE,	/**< Device id of the GPU. */
	GVM_PROFILE_SUBVENDOR,		/**< Subsystem vendor in the guest. */
	GVM_PROFILE_SIZE,		/**< Whole share of the GPU, bytes. */
	GVM_PROFILE_FRAMEBUFFER,	/**< What the guest gets, bytes. */
	GVM_PROFILE_RESERVED,		/**< What the host keeps, bytes. */
	GVM_PROFILE_GSP_HEAP,		/**< Firmware's heap, bytes. */
	GVM_PROFILE_MAPPABLE,		/**< Mappable video memory, bytes. */
	GVM_PROFILE_NOMINAL_REGION,	/**< nominalFbRegionSize, as it is. */
	GVM_PROFILE_ENCODER,		/**< Encoder capacity, percent. */
	GVM_PROFILE_BAR1,		/**< BAR1, MiB. */
	GVM_PROFILE_FTRACE,		/**< ftraceEnable. */
	GVM_PROFILE_GPUDIRECT,		/**< GPUDirect is supported. */
	GVM_PROFILE_NVLINK_P2P,		/**< NVLink P2P is supported. */
	GVM_PROFILE_PLACEMENT_SIZE,	/**< placementSize, as it is. */
	GVM_PROFILE_NUMBERS		/**< How many there are. */
};

/** @brief A type. */
struct gvm_profile {
	uint32_t id;			/**< The number in "nvidia-1001". */
	char *file;			/**< Where it is from, or NULL. Owned. */
	unsigned int line;		/**< Line in the file, or 0. */
	char *base;			/**< Type to start from, or NULL. */
	char *text[GVM_PROFILE_TEXTS];	/**< NULL: not given. Owned. */
	uint64_t number[GVM_PROFILE_NUMBERS];	/**< See @ref given. */
	uint64_t given;			/**< Bit per number that was given. */
	/** @brief Line of each text and number, 0 where not given. */
	unsigned int lines[GVM_PROFILE_TEXTS + GVM_PROFILE_NUMBERS];
	GBytes *signature;		/**< Or NULL. Owned. */
	char *signature_file;		/**< File to read it from, or NULL. */
};

/** @brief Stands for "any" in a selector's number. */
#define GVM_SELECTOR_ANY (-1)

/** @brief GPUs that types are for; what is given must all match. */
struct gvm_selector {
	char *address;		/**< PCI address, or NULL. Owned. */
	int64_t vendor;		/**< PCI vendor id, or any. */
	int64_t device;		/**< PCI device id, or any. */
	int64_t subvendor;	/**< PCI subsystem vendor id, or any. */
	int64_t subdevice;	/**< PCI subsystem device id, or any. */
	int64_t index;		/**< Place in the driver's list, or any. */
	uint64_t min_framebuffer;	/**< Bytes; 0: any. */
	uint64_t max_framebuffer;	/**< Bytes; 0: any. */
	unsigned int line;	/**< Line in the file. */
};

/** @brief One file of types: for which GPUs, and which types. */
struct gvm_profiles {
	char *file;		/**< Name for messages. Owned. */
	GPtrArray *gpus;	/**< struct gvm_selector; empty: all GPUs. */
	GPtrArray *types;	/**< struct gvm_profile. Owned. */
};

/**
 * @brief Make an empty type.
 * @param id  Its number.
 * @return A new type, freed with gvm_profile_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_profile *gvm_profile_new(uint32_t id);

/**
 * @brief Free a type.
 * @param profile  The type, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_profile_free(struct gvm_profile *profile);

GVM_DEFINE_AUTOPTR(gvm_profile, gvm_profile_free)

/**
 * @brief Copy a type.
 * @param profile  The type.
 * @return A new type.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_profile *gvm_profile_copy(const struct gvm_profile *profile);

/**
 * @brief Give a number.
 * @param profile  The type.
 * @param which    Which number.
 * @param value    Its value.
 * @norestriction
 * @sideeffect Changes the type.
 * @nofailure
 */
void gvm_profile_set(struct gvm_profile *profile, enum gvm_profile_number which,
		     uint64_t value);

/**
 * @brief Tell whether a number was given.
 * @param profile  The type.
 * @param which    Which number.
 * @return true when it was.
 * @pure
 */
bool gvm_profile_has(const struct gvm_profile *profile,
		     enum gvm_profile_number which);

/**
 * @brief Take from a base what a type does not give itself.
 * @param profile  The type.
 * @param base     The base.
 * @norestriction
 * @sideeffect Texts, numbers and signature that were not given are copied.
 * @nofailure
 */
void gvm_profile_inherit(struct gvm_profile *profile,
			 const struct gvm_profile *base);

/**
 * @brief Name a text or number as the types file spells it, for messages.
 * @param which  Which text.
 * @return Such as "name" or "display/@heads"; static.
 * @pure
 */
const char *gvm_profile_text_name(enum gvm_profile_text which);

/**
 * @brief Name a number as the types file spells it, for messages.
 * @param which  Which number.
 * @return Such as "display/@heads"; static.
 * @pure
 */
const char *gvm_profile_number_name(enum gvm_profile_number which);

/**
 * @brief Free a selector.
 * @param selector  The selector, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_selector_free(struct gvm_selector *selector);

GVM_DEFINE_AUTOPTR(gvm_selector, gvm_selector_free)

/**
 * @brief Free a file of types.
 * @param profiles  The file, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_profiles_free(struct gvm_profiles *profiles);

GVM_DEFINE_AUTOPTR(gvm_profiles, gvm_profiles_free)

#endif /* GVM_MODEL_PROFILE_H */
