// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Choosing the rows of the driver's interface by its release.
 *
 * A measured release has rows of its own. A release that was not measured may
 * still be known: when its two neighbours in the same branch were measured and
 * agree in every structure, control and constant, it is taken to agree with
 * them. Every other release gets the rows of the nearest one of its branch,
 * and then only questions are allowed.
 *
 * "Nearest" is not "next lower". Within a branch there are series of their
 * own: 550.40.x went on long after 550.54.14 and got another interface. So a
 * release of the same second number comes first, then the next lower, then the
 * next higher.
 */
#include "nvidia/abi.h"

#include "nvidia/layout.h"
#include "nvidia/releases.h"
#include "util/error.h"

/** @brief Every structure. */
static const struct gvm_nv_layout *const layouts[] = {
	[GVM_NV_S_VERSION_CHECK] = &gvm_nv_layout_version_check,
	[GVM_NV_S_CARD_INFO] = &gvm_nv_layout_card_info,
	[GVM_NV_S_ALLOC_OS_EVENT] = &gvm_nv_layout_alloc_os_event,
	[GVM_NV_S_FREE_OS_EVENT] = &gvm_nv_layout_free_os_event,
	[GVM_NV_S_FREE] = &gvm_nv_layout_free,
	[GVM_NV_S_ALLOC] = &gvm_nv_layout_alloc,
	[GVM_NV_S_CONTROL] = &gvm_nv_layout_control,
	[GVM_NV_S_GET_EVENT] = &gvm_nv_layout_get_event,
	[GVM_NV_S_UNIX_EVENT] = &gvm_nv_layout_unix_event,
	[GVM_NV_S_EVENT_ALLOC] = &gvm_nv_layout_event_alloc,
	[GVM_NV_S_DEVICE_ALLOC] = &gvm_nv_layout_device_alloc,
	[GVM_NV_S_SUBDEVICE_ALLOC] = &gvm_nv_layout_subdevice_alloc,
	[GVM_NV_S_BUILD_VERSION] = &gvm_nv_layout_build_version,
	[GVM_NV_S_PROBED_IDS] = &gvm_nv_layout_probed_ids,
	[GVM_NV_S_ATTACH_IDS] = &gvm_nv_layout_attach_ids,
	[GVM_NV_S_DETACH_IDS] = &gvm_nv_layout_detach_ids,
	[GVM_NV_S_GPU_PCI_INFO] = &gvm_nv_layout_gpu_pci_info,
	[GVM_NV_S_ID_INFO] = &gvm_nv_layout_id_info,
	[GVM_NV_S_GPU_UUID] = &gvm_nv_layout_gpu_uuid,
	[GVM_NV_S_SYSTEM_NOTIFY] = &gvm_nv_layout_system_notify,
	[GVM_NV_S_SYSTEM_EVENT_STATUS] = &gvm_nv_layout_system_event_status,
	[GVM_NV_S_SYSTEM_EVENT_DATA] = &gvm_nv_layout_system_event_data,
	[GVM_NV_S_START_DATA] = &gvm_nv_layout_start_data,
	[GVM_NV_S_PERSISTENCE] = &gvm_nv_layout_persistence,
	[GVM_NV_S_VIRT_MODE] = &gvm_nv_layout_virt_mode,
	[GVM_NV_S_SRIOV_CAPS] = &gvm_nv_layout_sriov_caps,
	[GVM_NV_S_HETEROGENEOUS] = &gvm_nv_layout_heterogeneous,
	[GVM_NV_S_BUS_PCI_INFO] = &gvm_nv_layout_bus_pci_info,
	[GVM_NV_S_FB_INFO] = &gvm_nv_layout_fb_info,
	[GVM_NV_S_SET_INFO] = &gvm_nv_layout_set_info,
	[GVM_NV_S_ENUMERATE] = &gvm_nv_layout_enumerate,
	[GVM_NV_S_TYPE_INFO] = &gvm_nv_layout_type_info,
	[GVM_NV_S_TYPES] = &gvm_nv_layout_types,
	[GVM_NV_S_VGPU_NOTIFY] = &gvm_nv_layout_vgpu_notify,
	[GVM_NV_S_NOTIFY_START] = &gvm_nv_layout_notify_start,
	[GVM_NV_S_FB_USAGE] = &gvm_nv_layout_fb_usage,
	[GVM_NV_S_FB_USED] = &gvm_nv_layout_fb_used,
	[GVM_NV_S_MIGRATION_CAP] = &gvm_nv_layout_migration_cap,
	[GVM_NV_S_FB_RESERVATION] = &gvm_nv_layout_fb_reservation,
	[GVM_NV_S_MULTI_VGPU] = &gvm_nv_layout_multi_vgpu,
	[GVM_NV_S_DRIVER_CAPS] = &gvm_nv_layout_driver_caps,
	[GVM_NV_S_PLACEMENTS] = &gvm_nv_layout_placements,
	[GVM_NV_S_GUEST] = &gvm_nv_layout_guest,
	[GVM_NV_S_GUEST_VM] = &gvm_nv_layout_guest_vm,
	[GVM_NV_S_HOST_DEVICE] = &gvm_nv_layout_host_device,
	[GVM_NV_S_INFO] = &gvm_nv_layout_info,
};

const struct gvm_nv_layout *gvm_nv_abi_layout(enum gvm_nv_struct which)
{
	return layouts[which];
}

/**
 * @brief Find the row of a structure for a measured release.
 * @param layout   The structure.
 * @param version  The release.
 * @return The row, static, or NULL when the release does not have it.
 * @pure
 */
static const struct gvm_nv_row *row_of(const struct gvm_nv_layout *layout,
				       struct gvm_nv_version version)
{
	for (size_t i = 0; i < layout->n_rows; i++)
		if (gvm_nv_range_has(&layout->rows[i].range, version))
			return &layout->rows[i];

	return NULL;
}

/**
 * @brief Find the offer of a control in a measured release.
 * @param def      The control.
 * @param version  The release.
 * @return The offer, static, or NULL when there is none.
 * @pure
 */
static const struct gvm_nv_offer *
offer_of(const struct gvm_nv_control_def *def, struct gvm_nv_version version)
{
	for (size_t i = 0; i < def->n_offers; i++)
		if (gvm_nv_range_has(&def->offers[i].range, version))
			return &def->offers[i];

	return NULL;
}

/**
 * @brief Find the value of a constant in a measured release.
 * @param def      The constant.
 * @param version  The release.
 * @return Its row, static, or NULL when it has no meaning there.
 * @pure
 */
static const struct gvm_nv_value *
value_of(const struct gvm_nv_constant_def *def, struct gvm_nv_version version)
{
	for (size_t i = 0; i < def->n_rows; i++)
		if (gvm_nv_range_has(&def->rows[i].range, version))
			return &def->rows[i];

	return NULL;
}

/**
 * @brief Tell whether two measured releases have the same structures.
 * @param a  One.
 * @param b  The other.
 * @return true when all have.
 * @pure
 */
static bool same_structures(struct gvm_nv_version a, struct gvm_nv_version b)
{
	for (size_t i = 0; i < GVM_NV_STRUCTS; i++) {
		const struct gvm_nv_row *one = row_of(layouts[i], a);
		const struct gvm_nv_row *other = row_of(layouts[i], b);

		if (!one != !other ||
		    (one && (one->size != other->size ||
			     one->layout != other->layout)))
			return false;
	}

	return true;
}

/**
 * @brief Tell whether two measured releases have the same controls.
 * @param a  One.
 * @param b  The other.
 * @return true when all are offered alike.
 * @pure
 */
static bool same_controls(struct gvm_nv_version a, struct gvm_nv_version b)
{
	for (unsigned int i = 0; i < GVM_NV_CONTROLS; i++) {
		const struct gvm_nv_control_def *def = gvm_nv_abi_control(i);
		const struct gvm_nv_offer *one = offer_of(def, a);
		const struct gvm_nv_offer *other = offer_of(def, b);

		if (!one != !other ||
		    (one && one->privileged != other->privileged))
			return false;
	}

	return true;
}

/**
 * @brief Tell whether two measured releases have the same constants.
 * @param a  One.
 * @param b  The other.
 * @return true when all have.
 * @pure
 */
static bool same_constants(struct gvm_nv_version a, struct gvm_nv_version b)
{
	for (unsigned int i = 0; i < GVM_NV_CONSTANTS; i++) {
		const struct gvm_nv_constant_def *def = gvm_nv_abi_constant(i);
		const struct gvm_nv_value *one = value_of(def, a);
		const struct gvm_nv_value *other = value_of(def, b);

		if (!one != !other || (one && one->value != other->value))
			return false;
	}

	return true;
}

/** @brief Measured releases around one of the same branch. */
struct neighbours {
	const struct gvm_nv_version *lower;	/**< Itself or next lower. */
	const struct gvm_nv_version *higher;	/**< Itself or next higher. */
};

/**
 * @brief Find the measured releases around one.
 * @param version  The release.
 * @return Both, NULL where the branch has none.
 * @pure
 */
static struct neighbours neighbours_of(struct gvm_nv_version version)
{
	struct neighbours around = { NULL, NULL };
	size_t n;
	const struct gvm_nv_version *all = gvm_nv_releases(&n);

	for (size_t i = 0; i < n; i++) {
		if (all[i].branch != version.branch)
			continue;
		if (gvm_nv_version_compare(all[i], version) <= 0)
			around.lower = &all[i];
		if (!around.higher &&
		    gvm_nv_version_compare(all[i], version) >= 0)
			around.higher = &all[i];
	}

	return around;
}

/**
 * @brief Choose the release whose rows a release is given.
 * @param version  The release that runs.
 * @param known    Where to put how well it is known.
 * @return A measured release, static, or NULL when its branch has none.
 * @pure
 */
static const struct gvm_nv_version *choose(struct gvm_nv_version version,
					   enum gvm_nv_known *known)
{
	struct neighbours around = neighbours_of(version);

	*known = GVM_NV_KNOWN;
	if (around.lower && around.higher &&
	    same_structures(*around.lower, *around.higher) &&
	    same_controls(*around.lower, *around.higher) &&
	    same_constants(*around.lower, *around.higher))
		return around.lower;

	*known = GVM_NV_NEAREST;
	if (around.lower && around.lower->minor == version.minor)
		return around.lower;
	if (around.higher && around.higher->minor == version.minor)
		return around.higher;

	return around.lower ? around.lower : around.higher;
}

/**
 * @brief Fill in the rows of a measured release.
 * @param abi   Its driver and known are set.
 * @param rows  The release.
 * @norestriction
 * @sideeffect Writes to @p abi.
 * @nofailure
 */
static void fill(struct gvm_nv_abi *abi, struct gvm_nv_version rows)
{
	abi->rows = rows;
	for (size_t i = 0; i < GVM_NV_STRUCTS; i++)
		abi->row[i] = row_of(layouts[i], rows);
}

/**
 * @brief Take the rows that a user named.
 * @param force  What was named.
 * @param abi    Filled.
 * @param err    Where to store the error, or NULL.
 * @return true when the release is known.
 * @norestriction
 * @sideeffect Writes to @p abi.
 * @failure GVM_ERROR_USAGE.
 */
static bool fill_forced(const char *force, struct gvm_nv_abi *abi,
			GError **err)
{
	const struct gvm_nv_version *rows;
	struct gvm_nv_version version;
	enum gvm_nv_known known;

	if (!gvm_nv_version_parse(force, &version))
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--force-abi %s is not a driver release such as 580.95.05",
				     force);
	rows = choose(version, &known);
	if (!rows || known != GVM_NV_KNOWN)
		return gvm_error_set(err, GVM_ERROR_USAGE,
				     "--force-abi %s names a driver release whose interface is not known; name one that 'gvmctl check --abi RELEASE' calls known",
				     force);
	abi->known = GVM_NV_FORCED;
	fill(abi, *rows);

	return true;
}

bool gvm_nv_abi_select(const char *driver, const char *force,
		       struct gvm_nv_abi *abi, GError **err)
{
	const struct gvm_nv_version *rows;

	*abi = (struct gvm_nv_abi) { 0 };
	if (!gvm_nv_version_parse(driver, &abi->driver))
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "NVIDIA's driver says that its version is '%s', which is no release",
				     driver);
	if (force)
		return fill_forced(force, abi, err);

	rows = choose(abi->driver, &abi->known);
	if (!rows)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "nothing is known of NVIDIA's driver %s; update this program, or name a release that has the same interface with --force-abi",
				     driver);
	fill(abi, *rows);

	return true;
}

bool gvm_nv_abi_may_write(const struct gvm_nv_abi *abi, GError **err)
{
	char driver[GVM_NV_VERSION_TEXT];
	char rows[GVM_NV_VERSION_TEXT];

	if (abi->known != GVM_NV_NEAREST)
		return true;
	gvm_nv_version_format(abi->driver, driver);
	gvm_nv_version_format(abi->rows, rows);

	return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			     "the interface of NVIDIA's driver %s is not known, so nothing is sent to it; if it is that of %s (see 'gvmctl check --abi'), say --force-abi %s",
			     driver, rows, rows);
}

size_t gvm_nv_abi_size(const struct gvm_nv_abi *abi, enum gvm_nv_struct which)
{
	return abi->row[which] ? abi->row[which]->size : 0;
}

struct gvm_nv_place gvm_nv_abi_place(const struct gvm_nv_abi *abi,
				     enum gvm_nv_struct which,
				     unsigned int field)
{
	const struct gvm_nv_row *row = abi->row[which];

	if (!row)
		return (struct gvm_nv_place) { 0 };

	return layouts[which]->fields[field].at[row->layout];
}

bool gvm_nv_abi_offers(const struct gvm_nv_abi *abi, enum gvm_nv_control which,
		       bool *privileged)
{
	const struct gvm_nv_offer *offer;

	offer = offer_of(gvm_nv_abi_control(which), abi->rows);
	if (offer && privileged)
		*privileged = offer->privileged;

	return offer;
}

bool gvm_nv_abi_has(const struct gvm_nv_abi *abi, enum gvm_nv_constant which,
		    uint32_t *value)
{
	const struct gvm_nv_value *row = value_of(gvm_nv_abi_constant(which),
						  abi->rows);

	if (row && value)
		*value = row->value;

	return row;
}
