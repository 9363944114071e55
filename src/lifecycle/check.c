// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief The doctor: what is looked at, in which order.
 */
#include "lifecycle/check.h"

#include "backend/backend.h"
#include "lifecycle/check-subjects.h"
#include "lifecycle/guard.h"
#include "lifecycle/profiles.h"
#include "util/text.h"

/** @brief Where the kernel lists the devices of the PCI bus. */
#define PCI_DEVICES "sys/bus/pci/devices"
/** @brief Class of display controllers, as the kernel spells it. */
#define CLASS_DISPLAY "0x03"
/** @brief PCI vendor id of NVIDIA, as the kernel spells it. */
#define VENDOR_NVIDIA "0x10de"

/** @brief A check. */
struct row {
	const char *key;			/**< Its name. */
	void (*look)(struct gvm_check *check);	/**< What it does. */
};

/** @brief Every check, in the order of the report. */
static const struct row rows[] = {
	{ "iommu", gvm_check_iommu },
	{ "vfio", gvm_check_vfio },
	{ "vfio-pci", gvm_check_vfio_pci },
	{ "mdev", gvm_check_mdev },
	{ "parents", gvm_check_parents },
	{ "nvidia-driver", gvm_check_nvidia_driver },
	{ "nvidia-abi", gvm_check_nvidia_abi },
	{ "nvidia-files", gvm_check_nvidia_files },
	{ "nvidia-nodes", gvm_check_nvidia_nodes },
	{ "nvidia-programs", gvm_check_nvidia_programs },
	{ "gpu", gvm_check_gpus },
	{ "gpu-host", gvm_check_gpu_hosts },
	{ "gpu-sriov", gvm_check_gpu_sriov },
	{ "gpu-memory", gvm_check_gpu_memory },
	{ "gpu-persistence", gvm_check_gpu_persistence },
	{ "gpu-types", gvm_check_gpu_types },
	{ "gpu-registered", gvm_check_gpu_registered },
	{ "type-ids", gvm_check_type_ids },
	{ "libvirt", gvm_check_libvirt },
	{ "hooks", gvm_check_hooks },
	{ "apparmor", gvm_check_apparmor },
	{ "selinux", gvm_check_selinux },
	{ "files", gvm_check_files },
	{ "policy", gvm_check_policy },
	{ "callout", gvm_check_callout },
	{ "mdevctl", gvm_check_mdevctl },
	{ "definitions", gvm_check_definitions },
	{ "domains", gvm_check_domains },
	{ "units", gvm_check_units },
};

/** @brief Names of the levels. */
static const char *const names[] = {
	[GVM_CHECK_OK] = "ok",
	[GVM_CHECK_NOTE] = "note",
	[GVM_CHECK_WARNING] = "warning",
	[GVM_CHECK_ERROR] = "error",
};

const char *gvm_check_name(enum gvm_check_level level)
{
	return names[level];
}

/**
 * @brief Free a finding.
 * @param data  The finding.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_finding(void *data)
{
	struct gvm_check_finding *finding = data;

	g_free(finding->subject);
	g_free(finding->detail);
	g_free(finding->remedy);
	g_free(finding);
}

/**
 * @brief Add a finding that has no sentence yet.
 * @param check    The check.
 * @param level    How much it matters.
 * @param subject  What it is about, or NULL; copied.
 * @return The finding, owned by @p check.
 * @norestriction
 * @sideeffect Grows the list of findings.
 * @nofailure
 */
static struct gvm_check_finding *add(struct gvm_check *check,
				     enum gvm_check_level level,
				     const char *subject)
{
	struct gvm_check_finding *finding;

	finding = g_new0(struct gvm_check_finding, 1);
	finding->level = level;
	finding->key = check->key;
	finding->subject = g_strdup(subject);
	g_ptr_array_add(check->findings, finding);

	return finding;
}

void gvm_check_add(struct gvm_check *check, enum gvm_check_level level,
		   enum gvm_cause cause, const char *subject,
		   const char *remedy, const char *format, ...)
{
	struct gvm_check_finding *finding = add(check, level, subject);
	va_list args;

	finding->cause = cause;
	finding->remedy = g_strdup(remedy);
	va_start(args, format);
	finding->detail = g_strdup_vprintf(format, args);
	va_end(args);
}

void gvm_check_say(struct gvm_check *check, enum gvm_check_level level,
		   const char *subject, const char *format, ...)
{
	struct gvm_check_finding *finding = add(check, level, subject);
	va_list args;

	va_start(args, format);
	finding->detail = g_strdup_vprintf(format, args);
	va_end(args);
}

bool gvm_check_has_devices(const struct gvm_check *check)
{
	return check->pci->len > 0 || check->gpus->gpus->len > 0 ||
		(check->parents && check->parents->len > 0);
}

bool gvm_check_has_backend(const struct gvm_check *check, const char *backend)
{
	for (guint i = 0; check->parents && i < check->parents->len; i++) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(check->parents, i);
		if (g_str_equal(parent->backend, backend))
			return true;
	}

	return false;
}

char *gvm_check_install(struct gvm_host *host, const char *package)
{
	static const char *const tools[] = {
		"usr/bin/apt-get", "usr/bin/dnf", "usr/bin/zypper",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(tools); i++) {
		g_autofree char *tool = g_path_get_basename(tools[i]);

		if (gvm_host_exists(host, tools[i]) > 0)
			return g_strdup_printf("%s install %s", tool, package);
	}

	return g_strdup_printf("install the package %s", package);
}

bool gvm_check_has_hosts(const struct gvm_check *check)
{
	for (guint i = 0; i < check->gpus->gpus->len; i++) {
		const struct gvm_gpu *gpu;

		gpu = g_ptr_array_index(check->gpus->gpus, i);
		if (gpu->host)
			return true;
	}

	return false;
}

/**
 * @brief Tell whether a PCI device is a GPU of NVIDIA's.
 * @param host     The machine.
 * @param address  Address of the device.
 * @return true when it is one, and no virtual function.
 * @norestriction
 * @nosideeffect
 * @failure A device that cannot be looked at is none.
 */
static bool is_gpu(struct gvm_host *host, const char *address)
{
	g_autofree char *dir = g_strdup_printf(PCI_DEVICES "/%s", address);
	g_autofree char *vendor_path = g_strconcat(dir, "/vendor", NULL);
	g_autofree char *class_path = g_strconcat(dir, "/class", NULL);
	g_autofree char *function = g_strconcat(dir, "/physfn", NULL);
	g_autofree char *vendor = NULL;
	g_autofree char *class = NULL;

	return gvm_host_load(host, vendor_path, GVM_HOST_ATTR_MAX,
			     &vendor) == 0 &&
		g_str_equal(vendor, VENDOR_NVIDIA) &&
		gvm_host_load(host, class_path, GVM_HOST_ATTR_MAX,
			      &class) == 0 &&
		g_str_has_prefix(class, CLASS_DISPLAY) &&
		gvm_host_exists(host, function) == 0;
}

/**
 * @brief Look for GPUs of NVIDIA's on the PCI bus.
 * @param check  The check.
 * @norestriction
 * @sideeffect Fills gvm_check::pci.
 * @failure A bus that cannot be listed has none.
 */
static void find_gpus(struct gvm_check *check)
{
	g_autoptr(GPtrArray) all = NULL;

	if (gvm_host_list(check->host, PCI_DEVICES, &all) < 0)
		return;
	for (guint i = 0; i < all->len; i++) {
		const char *address = g_ptr_array_index(all, i);

		if (gvm_text_is_name(address) && is_gpu(check->host, address))
			g_ptr_array_add(check->pci, g_strdup(address));
	}
}

/**
 * @brief Tell whether there are files of types.
 * @param host  The machine.
 * @return true when there is at least one.
 * @norestriction
 * @nosideeffect
 * @failure A directory that cannot be listed has none.
 */
static bool has_profiles(struct gvm_host *host)
{
	g_autoptr(GPtrArray) all = NULL;

	if (gvm_host_list(host, GVM_PROFILES_DIR, &all) < 0)
		return false;
	for (guint i = 0; i < all->len; i++) {
		const char *name = g_ptr_array_index(all, i);

		if (*name != '.' && g_str_has_suffix(name, ".xml"))
			return true;
	}

	return false;
}

struct gvm_check *gvm_check_new(struct gvm_host *host)
{
	struct gvm_check *check = g_new0(struct gvm_check, 1);
	g_autoptr(GError) cause = NULL;

	check->host = host;
	check->pci = g_ptr_array_new_with_free_func(g_free);
	check->findings = g_ptr_array_new_with_free_func(free_finding);
	check->parents = gvm_backend_parents(host, false, &cause);
	if (cause)
		check->no_parents = g_strdup(cause->message);
	find_gpus(check);
	check->profiles = has_profiles(host);
	check->gpus = gvm_gpus_new(host);
	gvm_gpus_list(check->gpus);
	gvm_gpus_ask_all(check->gpus);
	check->domains = gvm_check_load_domains(host);
	check->definitions = gvm_check_load_definitions(host);
	check->daemon = gvm_guard_daemon(host);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		check->key = rows[i].key;
		rows[i].look(check);
	}

	return check;
}

void gvm_check_free(struct gvm_check *check)
{
	if (!check)
		return;

	g_ptr_array_unref(check->findings);
	g_ptr_array_unref(check->domains);
	g_ptr_array_unref(check->definitions);
	g_ptr_array_unref(check->pci);
	g_clear_pointer(&check->parents, g_ptr_array_unref);
	gvm_gpus_free(check->gpus);
	g_free(check->no_parents);
	g_free(check);
}

unsigned int gvm_check_count(const struct gvm_check *check,
			     enum gvm_check_level level)
{
	unsigned int count = 0;

	for (guint i = 0; i < check->findings->len; i++) {
		const struct gvm_check_finding *finding;

		finding = g_ptr_array_index(check->findings, i);
		count += finding->level == level;
	}

	return count;
}
