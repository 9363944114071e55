// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What the tests of the lifecycle share.
 */
#include "scene.h"

#include <unistd.h>

#include "lifecycle/claims.h"
#include "lifecycle/prepare.h"
#include "util/text.h"

/** @brief Start of the libvirt daemon, in clock ticks since boot. */
#define DAEMON_START 500

struct fake_host *scene_new(const char *machine)
{
	static const char *const args[] = { "/usr/sbin/libvirtd", NULL };
	struct fake_host *fake = fake_host_new(machine);

	fake_machine_process(fake->root, getppid(), DAEMON_START, args);

	return fake;
}

int scene_setup(void **state)
{
	*state = scene_new("a10-two");

	return 0;
}

void scene_kill_daemon(struct fake_host *fake)
{
	fake_machine_kill(fake->root, getppid());
}

GPtrArray *scene_list(struct gvm_request *first, ...)
{
	GPtrArray *list =
		g_ptr_array_new_with_free_func((GDestroyNotify)gvm_request_free);
	struct gvm_request *request = first;
	va_list more;

	va_start(more, first);
	for (; request; request = va_arg(more, struct gvm_request *))
		g_ptr_array_add(list, request);
	va_end(more);

	return list;
}

struct gvm_request *scene_request(const char *uuid, const char *type,
				  const char *parent)
{
	bool function = gvm_text_is_pci(uuid);
	struct gvm_request *request = gvm_request_new(function ? NULL : uuid);

	request->address = function ? g_strdup(uuid) : NULL;
	request->device_api = function ? NULL : g_strdup("vfio-pci");
	request->type = g_strdup(type);
	request->parent = g_strdup(parent);
	request->source = type ? GVM_SOURCE_METADATA : GVM_SOURCE_NONE;
	request->where = g_strdup("test:1");

	return request;
}

/**
 * @brief Name an owner.
 * @param owner  SCENE_ALPHA, SCENE_BETA or GVM_CLAIM_MANUAL.
 * @return Name of the domain, or NULL for a person.
 * @pure
 */
static const char *name_of(const char *owner)
{
	if (g_str_equal(owner, GVM_CLAIM_MANUAL))
		return NULL;

	return g_str_equal(owner, SCENE_ALPHA) ? "alpha" : "beta";
}

struct gvm_plan *scene_prepare(struct gvm_host *host, const char *owner,
			       const GPtrArray *requests, GError **err)
{
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE,
					      sizeof(unsigned int));
	const struct gvm_client client = { owner, name_of(owner) };

	return gvm_prepare_make(host, &client, requests, nodes, err);
}

void scene_make(struct fake_host *fake, const char *owner, const char *uuid,
		const char *type, const char *parent)
{
	g_autoptr(GPtrArray) list = scene_list(scene_request(uuid, type,
							     parent), NULL);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_plan) plan = scene_prepare(&fake->host, owner, list,
						 &err);

	unit_expect_success(plan, err);
}

void scene_refuse(struct fake_host *fake, const char *owner,
		  struct gvm_request *request, enum gvm_error code,
		  const char *part)
{
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_plan) plan = scene_prepare(&fake->host, owner, list,
						 &err);

	assert_null(plan);
	unit_expect_error(err, code, part);
}

void scene_put_claim(struct fake_host *fake, const char *uuid,
		     const char *owner, const char *parent, const char *type,
		     int pid)
{
	g_autoptr(gvm_claim) claim = g_new0(struct gvm_claim, 1);
	g_autoptr(GError) err = NULL;

	claim->device = g_strdup(uuid);
	claim->owner = g_strdup(owner);
	claim->domain = g_strdup(name_of(owner));
	claim->backend = g_strdup("mdev");
	claim->parent = g_strdup(parent);
	claim->type = g_strdup(type);
	claim->daemon_pid = pid;
	claim->daemon_start = DAEMON_START;
	claim->made = FAKE_BOOT_TIME;
	unit_expect_success(gvm_claims_save(&fake->host, claim, &err), err);
}

struct gvm_claim *scene_claim(struct fake_host *fake, const char *uuid,
			      const char *owner)
{
	g_autofree char *name = g_strdup_printf("%s@%s", uuid, owner);
	g_autofree char *path = g_build_filename(GVM_CLAIMS_DIR, name, NULL);
	struct gvm_claim *claim;

	if (!fake_tree_exists(fake->root, path))
		return NULL;
	claim = gvm_claim_from_name(name);
	assert_true(gvm_claims_read(&fake->host, claim, NULL));

	return claim;
}

void scene_expect_owned(struct fake_host *fake, const char *uuid,
			const char *owner)
{
	g_autoptr(gvm_claim) claim = scene_claim(fake, uuid, owner);
	g_autofree char *place = NULL;

	assert_non_null(claim);
	place = g_strdup_printf("%s on %s", claim->type, claim->parent);
	scene_expect_place(fake, uuid, place);
}

void scene_expect_gone(struct fake_host *fake, const char *uuid)
{
	g_autoptr(GPtrArray) names = fake_tree_list(fake->root, GVM_CLAIMS_DIR);

	assert_false(scene_exists(fake, uuid));
	for (guint i = 0; i < names->len; i++)
		assert_null(strstr(g_ptr_array_index(names, i), uuid));
}

unsigned int scene_count_claims(struct fake_host *fake)
{
	g_autoptr(GPtrArray) names = fake_tree_list(fake->root, GVM_CLAIMS_DIR);

	return names->len;
}

/**
 * @brief List the vGPUs of a machine.
 * @param fake  The machine.
 * @return A new array of UUIDs and addresses.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static GPtrArray *list_devices(struct fake_host *fake)
{
	GPtrArray *list = fake_tree_list(fake->root, "sys/bus/mdev/devices");
	g_autoptr(GPtrArray) all = fake_tree_list(fake->root, ".fake/pci");

	for (guint i = 0; i < all->len; i++)
		if (scene_exists(fake, g_ptr_array_index(all, i)))
			g_ptr_array_add(list,
					g_strdup(g_ptr_array_index(all, i)));

	return list;
}

void scene_expect_in_order(struct fake_host *fake, const char *foreign)
{
	g_autoptr(GPtrArray) devices = NULL;
	g_autoptr(GPtrArray) claims = gvm_claims_list(&fake->host, NULL);
	unsigned int ours = 0;

	devices = list_devices(fake);
	for (guint i = 0; i < claims->len; i++) {
		const struct gvm_claim *claim = g_ptr_array_index(claims, i);

		scene_expect_owned(fake, claim->device, claim->owner);
	}
	for (guint i = 0; i < devices->len; i++) {
		const char *uuid = g_ptr_array_index(devices, i);
		bool claimed = gvm_claims_find(claims, uuid);

		ours += claimed;
		if (claimed == (g_strcmp0(uuid, foreign) == 0))
			fail_msg("vGPU %s is%s claimed", uuid,
				 claimed ? "" : " not");
	}
	assert_int_equal(ours, claims->len);
	if (foreign)
		assert_true(scene_exists(fake, foreign));
}

/**
 * @brief Read where a function is that was given to VFIO.
 * @param fake     The machine.
 * @param address  The function.
 * @return "TYPE on ADDRESS" as a new string, or NULL when it is not given.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
static char *function_place(struct fake_host *fake, const char *address)
{
	g_autofree char *driver = fake_pci_driver_of(fake->root, address);
	g_autofree char *physfn = NULL;

	physfn = g_strdup_printf("sys/bus/pci/devices/%s/physfn", address);
	if (!driver || !strstr(driver, "vfio"))
		return NULL;

	return g_strdup_printf("%s on %s",
			       fake_tree_exists(fake->root, physfn) ? "vf" :
			       "device", address);
}

char *scene_place(struct fake_host *fake, const char *uuid)
{
	g_autofree char *entry = NULL;
	g_autofree char *type = NULL;
	g_autofree char *dir = NULL;
	g_autofree char *above = NULL;
	g_autofree char *link = NULL;
	g_autofree char *parent = NULL;
	gint64 number;

	if (fake_vf_is(fake->root, uuid)) {
		number = fake_vf_current(fake->root, uuid);
		return number ? g_strdup_printf("nvidia-%d on %s", (int)number,
						uuid) : NULL;
	}
	if (fake_pci_is(fake->root, uuid))
		return function_place(fake, uuid);
	entry = g_strdup_printf("sys/bus/mdev/devices/%s", uuid);
	dir = fake_tree_real(fake->root, entry);
	if (!dir)
		return NULL;
	link = g_strdup_printf("%s/mdev_type", dir);
	type = fake_tree_link_name(fake->root, link);
	above = g_path_get_dirname(dir);
	parent = g_path_get_basename(above);

	return g_strdup_printf("%s on %s", type, parent);
}

bool scene_exists(struct fake_host *fake, const char *uuid)
{
	g_autofree char *place = scene_place(fake, uuid);

	return place;
}

void scene_expect_place(struct fake_host *fake, const char *uuid,
			const char *place)
{
	g_autofree char *real = scene_place(fake, uuid);

	if (!real)
		fail_msg("there is no vGPU %s", uuid);
	assert_string_equal(real, place);
}

void scene_expect_journal(struct fake_host *fake, const char *const *parts)
{
	g_autofree char *journal = fake_kernel_journal(fake->root);
	g_auto(GStrv) lines = g_strsplit(journal, "\n", -1);

	for (size_t i = 0; lines[i]; i++) {
		size_t found = 0;

		while (parts[found] && strstr(lines[i], parts[found]))
			found++;
		if (!parts[found])
			return;
	}
	fail_msg("no entry with '%s' and so on in: %s", parts[0], journal);
}

char *scene_xml(const char *owner, const char *metadata, const char *uuid)
{
	GString *xml = g_string_new(NULL);

	g_string_printf(xml, "<domain type='kvm'><name>%s</name><uuid>%s</uuid>",
			name_of(owner), owner);
	if (metadata)
		g_string_append_printf(xml,
				       "<metadata><g:vgpus xmlns:g='https://linux-gvm.org/xmlns/libvirt/domain/1.0'>%s</g:vgpus></metadata>",
				       metadata);
	g_string_append(xml, "<devices>");
	if (uuid)
		g_string_append_printf(xml,
				       "<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='%s'/></source></hostdev>",
				       uuid);
	g_string_append(xml, "</devices></domain>\n");

	return g_string_free(xml, FALSE);
}

struct gvm_plan *scene_plan(struct fake_host *fake, const char *owner,
			    const GPtrArray *requests, GError **err)
{
	g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE,
					      sizeof(unsigned int));
	const struct gvm_client client = { owner, name_of(owner) };

	return gvm_prepare_plan(&fake->host, &client, requests, nodes, err);
}

void scene_expect_plan(struct fake_host *fake, const char *owner,
		       struct gvm_request *request, const char *text)
{
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(GString) real = g_string_new(NULL);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_plan) plan = scene_plan(fake, owner, list, &err);

	unit_expect_success(plan, err);
	for (guint i = 0; i < plan->steps->len; i++) {
		g_autofree char *line = NULL;

		line = gvm_plan_describe(g_ptr_array_index(plan->steps, i));
		g_string_append_printf(real, "%s%s", i ? "; " : "", line);
	}
	assert_string_equal(real->str, text);
}

void scene_refuse_plan(struct fake_host *fake, const char *owner,
		       struct gvm_request *request, enum gvm_error code,
		       const char *part)
{
	g_autoptr(GPtrArray) list = scene_list(request, NULL);
	g_autoptr(GError) err = NULL;

	assert_null(scene_plan(fake, owner, list, &err));
	unit_expect_error(err, code, part);
}
