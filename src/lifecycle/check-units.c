// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor looks at what is done at boot.
 */
#include "lifecycle/check-subjects.h"

/** @brief There is a link here to each unit that is enabled. */
#define WANTED "etc/systemd/system/multi-user.target.wants/%s"
/** @brief Our unit for types. */
#define REGISTER "gvm-register.service"

/**
 * @brief Tell whether a unit is enabled.
 * @param host  The machine.
 * @param unit  Name of the unit.
 * @return true when it is.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static bool is_enabled(struct gvm_host *host, const char *unit)
{
	g_autofree char *path = g_strdup_printf(WANTED, unit);
	g_autofree char *target = NULL;

	/* The link is what counts, wherever it leads on this machine. */
	return gvm_host_link(host, path, &target) == 0;
}

/**
 * @brief Look whether types are registered at boot.
 * @param check  The check.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_register(struct gvm_check *check)
{
	if (!check->profiles)
		gvm_check_say(check, GVM_CHECK_NOTE, REGISTER,
			      "there is no type to register in /etc/gvm/types.d");
	else if (is_enabled(check->host, REGISTER))
		gvm_check_say(check, GVM_CHECK_OK, REGISTER,
			      "the types of /etc/gvm/types.d are registered at boot");
	else
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_REGISTER_NOT_ENABLED, REGISTER,
			      "systemctl enable " REGISTER,
			      "the types of /etc/gvm/types.d are not registered at boot");
}

/**
 * @brief Look whether the functions of a device are enabled at boot.
 * @param check    The check.
 * @param address  Address of the device.
 * @norestriction
 * @sideeffect Adds a finding.
 * @nofailure
 */
static void look_at_device(struct gvm_check *check, const char *address)
{
	g_autofree char *unit = g_strdup_printf("gvm-sriov@%s.service",
						address);
	g_autofree char *remedy = g_strdup_printf("systemctl enable %s", unit);

	if (is_enabled(check->host, unit))
		gvm_check_say(check, GVM_CHECK_OK, unit,
			      "the virtual functions of %s are enabled at boot",
			      address);
	else
		gvm_check_add(check, GVM_CHECK_NOTE,
			      GVM_CAUSE_SRIOV_NOT_ENABLED, unit, remedy,
			      "the virtual functions of %s are gone after a reboot, unless something else enables them",
			      address);
}

/**
 * @brief Look whether NVIDIA's program for types comes between at boot.
 * @param check  The check.
 * @norestriction
 * @sideeffect May add a finding.
 * @nofailure
 */
static void look_at_vgpud(struct gvm_check *check)
{
	static const char unit[] = "nvidia-vgpud.service";

	if (!is_enabled(check->host, unit))
		return;
	if (!check->profiles)
		gvm_check_say(check, GVM_CHECK_NOTE, unit,
			      "it is enabled: at boot it sends NVIDIA's own types to the driver");
	else if (is_enabled(check->host, REGISTER))
		gvm_check_say(check, GVM_CHECK_NOTE, unit,
			      "it is enabled, and empties the lists of types at boot before gvm-register.service fills them");
	else
		gvm_check_add(check, GVM_CHECK_WARNING,
			      GVM_CAUSE_VGPUD_BESIDE, unit,
			      "systemctl enable " REGISTER,
			      "it is enabled, and empties the lists of types at boot: nothing registers those of /etc/gvm/types.d after it");
}

void gvm_check_units(struct gvm_check *check)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	look_at_register(check);
	look_at_vgpud(check);
	for (guint i = 0; check->parents && i < check->parents->len; i++) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(check->parents, i);
		if (parent->physfn && g_hash_table_add(seen, parent->physfn))
			look_at_device(check, parent->physfn);
	}
}
