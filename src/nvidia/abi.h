/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief The driver's binary interface, as data chosen by its release.
 *
 * Structures, controls and constants of NVIDIA's RM API change between
 * releases, some of them without a change of size. So nothing in this program
 * knows an offset: all are rows of tables (layout-*.c, controls.c), one row
 * for each contiguous range of releases, and the rows are chosen once by the
 * version of the running driver.
 *
 * Source of the rows: the headers of NVIDIA's open kernel modules, tags
 * 525.47.04 to 595.45.04 (github.com/NVIDIA/open-gpu-kernel-modules),
 * compiled for each tag and read from the debug information. tests/facts holds
 * the measured table, and a test compares the two for every release.
 */
#ifndef GVM_NVIDIA_ABI_H
#define GVM_NVIDIA_ABI_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nvidia/fields.h"
#include "nvidia/version.h"

/** @brief Most different layouts of one structure. */
#define GVM_NV_LAYOUTS_MAX 7

/** @brief Where a field is in one layout. */
struct gvm_nv_place {
	uint16_t offset;	/**< In bytes. */
	uint16_t size;		/**< In bytes, 0 when it is not there. */
};

/** @brief One field of a structure, in all its layouts. */
struct gvm_nv_field {
	const char *name;	/**< NVIDIA's name. Static. */
	uint16_t unit;		/**< Bytes of an element; 0: a structure. */
	/** @brief Where it is, by layout. */
	struct gvm_nv_place at[GVM_NV_LAYOUTS_MAX];
};

/** @brief The layout of a structure in a range of releases. */
struct gvm_nv_row {
	struct gvm_nv_range range;	/**< Which releases. */
	uint16_t size;			/**< Of the structure, in bytes. */
	uint8_t layout;			/**< Index in gvm_nv_field::at. */
};

/** @brief A structure with all its rows. */
struct gvm_nv_layout {
	const char *name;			/**< NVIDIA's name. Static. */
	const struct gvm_nv_row *rows;		/**< Oldest first. Static. */
	size_t n_rows;				/**< How many. */
	const struct gvm_nv_field *fields;	/**< By field enum. Static. */
	size_t n_fields;			/**< How many. */
};

/** @brief What stands for "this control has no parameters". */
#define GVM_NV_NO_STRUCT GVM_NV_STRUCTS

/** @brief A range of releases in which a control is offered. */
struct gvm_nv_offer {
	struct gvm_nv_range range;	/**< Which releases. */
	bool privileged;		/**< It takes CAP_SYS_ADMIN. */
};

/** @brief A control of the RM API. */
struct gvm_nv_control_def {
	const char *name;			/**< NVIDIA's name. Static. */
	uint32_t number;			/**< What is sent. */
	enum gvm_nv_struct params;		/**< Or GVM_NV_NO_STRUCT. */
	bool writes;				/**< It changes the driver. */
	const struct gvm_nv_offer *offers;	/**< Oldest first. Static. */
	size_t n_offers;			/**< How many. */
};

/** @brief The value of a constant in a range of releases. */
struct gvm_nv_value {
	struct gvm_nv_range range;	/**< Which releases. */
	uint32_t value;			/**< The number. */
};

/** @brief A number of the interface that depends on the release. */
struct gvm_nv_constant_def {
	const char *name;		/**< NVIDIA's name. Static. */
	const struct gvm_nv_value *rows;	/**< Oldest first. Static. */
	size_t n_rows;			/**< How many. */
};

/** @brief How well a release is known. */
enum gvm_nv_known {
	GVM_NV_KNOWN,	/**< Measured, or between two measured releases of its
			 *   branch that have the same rows throughout.
			 */
	GVM_NV_NEAREST,	/**< Rows of the nearest release of its branch. */
	GVM_NV_FORCED,	/**< Rows of a release that the user named. */
};

/** @brief The rows of one release. */
struct gvm_nv_abi {
	struct gvm_nv_version driver;	/**< Release that runs. */
	struct gvm_nv_version rows;	/**< Release whose rows these are. */
	enum gvm_nv_known known;	/**< How well it is known. */
	/** @brief Row of each structure, NULL where there is none. */
	const struct gvm_nv_row *row[GVM_NV_STRUCTS];
};

/**
 * @brief Choose the rows for a release.
 * @param driver  Release that runs, such as "580.95.05".
 * @param force   Release whose rows to take instead, or NULL.
 * @param abi     Filled.
 * @param err     Where to store the error, or NULL.
 * @return true when there are rows.
 * @restriction Writing calls are allowed only when the result is not
 *              GVM_NV_NEAREST: see gvm_nv_abi_may_write().
 * @sideeffect Writes to @p abi only.
 * @failure GVM_ERROR_UNSUPPORTED when nothing is known of the branch;
 *          GVM_ERROR_USAGE when @p force is no known release;
 *          GVM_ERROR_FAILED when @p driver is no release at all.
 */
bool gvm_nv_abi_select(const char *driver, const char *force,
		       struct gvm_nv_abi *abi, GError **err);

/**
 * @brief Refuse what writes on a release that is not known well enough.
 * @param abi  The rows.
 * @param err  Where to store the error, or NULL.
 * @return true when writing is allowed.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_UNSUPPORTED, naming the release and --force-abi.
 */
bool gvm_nv_abi_may_write(const struct gvm_nv_abi *abi, GError **err);

/**
 * @brief Tell what a structure is.
 * @param which  Which one.
 * @return Its layouts, static.
 * @pure
 */
const struct gvm_nv_layout *gvm_nv_abi_layout(enum gvm_nv_struct which);

/**
 * @brief Tell the size of a structure.
 * @param abi    The rows.
 * @param which  Which structure.
 * @return Bytes; 0 when the release does not have it.
 * @pure
 */
size_t gvm_nv_abi_size(const struct gvm_nv_abi *abi, enum gvm_nv_struct which);

/**
 * @brief Tell where a field is.
 * @param abi    The rows.
 * @param which  Which structure.
 * @param field  A field of its enum.
 * @return Its place; size 0 when the release does not have it.
 * @pure
 */
struct gvm_nv_place gvm_nv_abi_place(const struct gvm_nv_abi *abi,
				     enum gvm_nv_struct which,
				     unsigned int field);

/**
 * @brief Tell what a control is.
 * @param which  Which one.
 * @return Its definition, static.
 * @pure
 */
const struct gvm_nv_control_def *
gvm_nv_abi_control(enum gvm_nv_control which);

/**
 * @brief Tell whether a release offers a control.
 * @param abi         The rows.
 * @param which       Which control.
 * @param privileged  Where to put whether it takes CAP_SYS_ADMIN, or NULL.
 * @return true when it is offered.
 * @pure
 */
bool gvm_nv_abi_offers(const struct gvm_nv_abi *abi, enum gvm_nv_control which,
		       bool *privileged);

/**
 * @brief Tell what a constant is.
 * @param which  Which one.
 * @return Its definition, static.
 * @pure
 */
const struct gvm_nv_constant_def *
gvm_nv_abi_constant(enum gvm_nv_constant which);

/**
 * @brief Tell whether a constant has a meaning in a release.
 * @param abi    The rows.
 * @param which  Which constant.
 * @param value  Where to put its value, or NULL.
 * @return true when it has.
 * @pure
 */
bool gvm_nv_abi_has(const struct gvm_nv_abi *abi, enum gvm_nv_constant which,
		    uint32_t *value);

#endif /* GVM_NVIDIA_ABI_H */
