/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a type of a file is on a certain GPU.
 */
#ifndef GVM_LIFECYCLE_REGISTER_RESOLVE_H
#define GVM_LIFECYCLE_REGISTER_RESOLVE_H

#include "lifecycle/register.h"
#include "xml/vgpuconfig.h"

/** @brief NVIDIA's own types, with the signatures that belong to them. */
#define GVM_REGISTER_BASES "usr/share/nvidia/vgpu/vgpuConfig.xml"

/** @brief What is read once for all types. */
struct gvm_register_source {
	struct gvm_host *host;		/**< The machine. Borrowed. */
	const struct gvm_nv_abi *abi;	/**< Rows of the driver. Borrowed. */
	struct gvm_vgpuconfig *bases;	/**< GVM_REGISTER_BASES, NULL until a
					 *   type has a base. Owned.
					 */
};

/**
 * @brief Free what was read.
 * @param source  The source.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_register_source_clear(struct gvm_register_source *source);

GVM_DEFINE_AUTO(gvm_register_source, gvm_register_source_clear)

/**
 * @brief Complete a type for a GPU, and check it.
 *
 * What the file does not give comes from the base, where the type has one, as
 * that GPU has it, and then from register-defaults.h. What the running release
 * has no place for is left out, unless the file gives it itself.
 *
 * @param source  What is read once; host and abi are set.
 * @param type    The type as the file has it.
 * @param gpu     The GPU, open.
 * @param err     Where to store the error, or NULL.
 * @return A new type on a GPU in state VALID, or NULL.
 * @norestriction
 * @sideeffect Reads the base and the signature; notes that no signature is
 *             there.
 * @failure GVM_ERROR_INVALID, with file and line, when base or signature are
 *          not as they should be, a field does not fit into the driver's
 *          structures, or the type needs more memory than the GPU has; the
 *          code of the errno when a file cannot be read.
 */
struct gvm_register_type *
gvm_register_resolve(struct gvm_register_source *source,
		     const struct gvm_profile *type,
		     const struct gvm_nv_gpu *gpu, GError **err);

/**
 * @brief Free a type on a GPU.
 * @param data  A struct gvm_register_type, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_register_type_free(void *data);

#endif /* GVM_LIFECYCLE_REGISTER_RESOLVE_H */
