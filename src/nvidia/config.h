/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief vGPU types of one GPU as the driver knows them: asked and set.
 */
#ifndef GVM_NVIDIA_CONFIG_H
#define GVM_NVIDIA_CONFIG_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/profile.h"
#include "nvidia/gpu.h"

/** @brief How far the driver's list of types of a GPU is. */
enum gvm_nv_config_state {
	GVM_NV_CONFIG_UNINITIALIZED = 0,	/**< Nothing was set. */
	GVM_NV_CONFIG_IN_PROGRESS = 1,		/**< More types will come. */
	GVM_NV_CONFIG_READY = 2,		/**< All were set. */
};

/** @brief Types of a GPU. */
struct gvm_nv_types {
	enum gvm_nv_config_state state;	/**< How far the list is. */
	GArray *ids;			/**< uint32_t, in driver's order. */
};

/**
 * @brief Free the inside of a list of types.
 * @param types  The list.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_nv_types_clear(struct gvm_nv_types *types);

GVM_DEFINE_AUTO(gvm_nv_types, gvm_nv_types_clear)

/**
 * @brief Ask for the types that a GPU supports.
 * @param gpu    A GPU with its configuration object.
 * @param types  Filled; freed with gvm_nv_types_clear().
 * @param err    Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED when the driver is no vGPU host.
 */
bool gvm_nv_config_supported(struct gvm_nv_gpu *gpu,
			     struct gvm_nv_types *types, GError **err);

/**
 * @brief Ask for the types that can be created on a GPU now.
 * @param gpu    A GPU with its configuration object.
 * @param types  Filled; freed with gvm_nv_types_clear().
 * @param err    Where to store the error, or NULL.
 * @return true when the driver told; a full GPU is success and an empty list.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED when the driver is no vGPU host.
 */
bool gvm_nv_config_creatable(struct gvm_nv_gpu *gpu,
			     struct gvm_nv_types *types, GError **err);

/**
 * @brief Ask what the driver knows of a type.
 * @param gpu    A GPU with its configuration object.
 * @param id     The type.
 * @param info   Filled with an owned profile, all fields given, or NULL when
 *               the driver does not know the type.
 * @param err    Where to store the error, or NULL.
 * @return true when the driver told.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
bool gvm_nv_config_type(struct gvm_nv_gpu *gpu, uint32_t id,
			struct gvm_profile **info, GError **err);

/**
 * @brief Tell whether a release has a text of types.
 * @param abi    The rows.
 * @param which  Which text.
 * @return true when there is a place for it.
 * @pure
 */
bool gvm_nv_config_has_text(const struct gvm_nv_abi *abi,
			    enum gvm_profile_text which);

/**
 * @brief Tell whether a release has a number of types.
 * @param abi    The rows.
 * @param which  Which number.
 * @return true when there is a place for it.
 * @pure
 */
bool gvm_nv_config_has_number(const struct gvm_nv_abi *abi,
			      enum gvm_profile_number which);

/**
 * @brief Check that a type fits the driver's structures.
 * @param abi   The rows.
 * @param type  The type.
 * @param err   Where to store the error, or NULL.
 * @return true when every text and number fits, and no field is given that
 *         the release does not have.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID, with file and line, the field and the limit.
 */
bool gvm_nv_config_check(const struct gvm_nv_abi *abi,
			 const struct gvm_profile *type, GError **err);

/**
 * @brief Send one type to the driver.
 * @param gpu      A GPU with its configuration object.
 * @param type     The type, with all fields filled in.
 * @param discard  Empty the GPU's list first.
 * @param last     No more types follow.
 * @param err      Where to store the error, or NULL.
 * @return true when the driver took it.
 * @restriction Only when gvm_nv_abi_may_write().
 * @sideeffect The GPU's list of types changes.
 * @failure The status by name.
 */
bool gvm_nv_config_send(struct gvm_nv_gpu *gpu, const struct gvm_profile *type,
			bool discard, bool last, GError **err);

/**
 * @brief Have the driver publish what was sent (control 0xa0810109).
 *
 * Up to 545 it registers the GPU's types with the kernel's mdev core; from
 * 550 on it computes placements. The driver is known to answer OK where
 * nothing was registered, so look at sysfs.
 *
 * @param gpu  A GPU with its configuration object.
 * @param err  Where to store the error, or NULL.
 * @return true when the driver answered OK.
 * @restriction Only when gvm_nv_abi_may_write().
 * @sideeffect The types appear in sysfs.
 * @failure The status by name.
 */
bool gvm_nv_config_publish(struct gvm_nv_gpu *gpu, GError **err);

/** @brief A running vGPU as the driver tells. */
struct gvm_nv_guest {
	char *uuid;		/**< Of the mdev, or NULL. Owned. */
	char *device_name;	/**< Of the VF where there is no mdev, or NULL. */
	char *vm_uuid;		/**< Of the domain, or NULL. Owned. */
	char *vm_name;		/**< Of the domain, or "". Owned. */
	uint32_t vm_pid;	/**< Its QEMU, or 0. */
	uint32_t type;		/**< Type id. */
	uint64_t fb_used;	/**< Bytes. */
	char *driver;		/**< Guest driver's version, or "". Owned. */
	bool driver_loaded;	/**< The guest's driver runs. */
	bool licensed;		/**< The guest has a licence. */
	uint32_t license_state;	/**< The driver's number for its state. */
	uint32_t frame_rate;	/**< Limit in frames a second, 0: none. */
	uint32_t placement;	/**< Placement id, G_MAXUINT32: none. */
	uint32_t encoder;	/**< Encoder capacity in percent. */
	uint32_t ecc;		/**< 0 unknown, 1 none, 2 off, 3 on. */
};

/**
 * @brief Free a running vGPU's description.
 * @param guest  The description, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_nv_guest_free(struct gvm_nv_guest *guest);

GVM_DEFINE_AUTOPTR(gvm_nv_guest, gvm_nv_guest_free)

/**
 * @brief Ask for the running vGPUs of a GPU.
 * @param gpu  A GPU with its configuration object.
 * @param err  Where to store the error, or NULL.
 * @return A new array of struct gvm_nv_guest, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure The status by name.
 */
GPtrArray *gvm_nv_config_guests(struct gvm_nv_gpu *gpu, GError **err);

#endif /* GVM_NVIDIA_CONFIG_H */
