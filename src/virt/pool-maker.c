// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Node devices of libvirt: what domains name, and making them.
 */
#include "virt/pool-maker.h"

#include <libvirt/virterror.h>
#include <string.h>

#include "host/host.h"
#include "model/parent.h"
#include "util/error.h"
#include "virt/domain.h"
#include "xml/uses.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virNodeDevice, virNodeDeviceFree)

/** @brief How long libvirt is given to notice something, in milliseconds. */
#define NOTICE_MS 15000
/** @brief How long to wait between two looks, in milliseconds. */
#define LOOK_MS 50

/**
 * @brief Note what one form of a domain names.
 * @param domain  The domain.
 * @param live    The running form, else the one it is started with.
 * @param uses    Grows.
 * @param err     Where to store the error, or NULL.
 * @return true also when the domain is gone meanwhile.
 * @norestriction
 * @sideeffect Grows @p uses.
 * @failure Those of libvirt and of gvm_uses_read().
 */
static bool note_form(virDomain *domain, bool live, GHashTable *uses,
		      GError **err)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *xml = gvm_virt_xml(domain, live, &cause);

	if (xml)
		return gvm_uses_read(xml, strlen(xml),
				     virDomainGetName(domain), uses, err);
	if (g_error_matches(cause, GVM_ERROR, GVM_ERROR_NOT_FOUND))
		return true;
	g_propagate_error(err, g_steal_pointer(&cause));

	return false;
}

GHashTable *gvm_virt_uses(virConnect *conn, GError **err)
{
	g_autoptr(GHashTable) uses = NULL;
	virDomain **domains = NULL;
	bool good = true;
	int n;

	n = virConnectListAllDomains(conn, &domains, 0);
	if (n < 0) {
		gvm_virt_error(err, "cannot list domains");
		return NULL;
	}
	uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (int i = 0; i < n; i++) {
		good = good && note_form(domains[i], true, uses, err) &&
			note_form(domains[i], false, uses, err);
		virDomainFree(domains[i]);
	}
	/* libvirt's memory is that of malloc(3), and so is GLib's. */
	g_free(domains);

	return good ? g_steal_pointer(&uses) : NULL;
}

/**
 * @brief Find a node device by its UUID.
 *
 * Its name may or may not end with the parent, depending on the release. A
 * UUID always has the same length, so no other name begins like it.
 *
 * @param conn  The daemon.
 * @param uuid  The UUID.
 * @return A new reference, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure None is found; libvirt's last error is set when it cannot tell.
 */
static virNodeDevice *find(virConnect *conn, const char *uuid)
{
	g_autofree char *begin = gvm_parent_nodedev("mdev", uuid);
	virNodeDevice **devices = NULL;
	virNodeDevice *found = NULL;
	int n;

	virResetLastError();
	n = virConnectListAllNodeDevices(conn, &devices,
					 VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV |
					 VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE |
					 VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE);
	for (int i = 0; i < n; i++) {
		if (!found && g_str_has_prefix(virNodeDeviceGetName(devices[i]),
					       begin))
			found = devices[i];
		else
			virNodeDeviceFree(devices[i]);
	}
	g_free(devices);

	return found;
}

/**
 * @brief Wait until libvirt has noticed that a device is there, or is not.
 * @param maker   What to work with.
 * @param device  The device, which libvirt may forget meanwhile.
 * @param there   Whether it is to be active, or not.
 * @return true when libvirt says so, false when it did not for too long.
 * @norestriction
 * @sideeffect Waits, up to a bound.
 * @nofailure
 */
static bool wait_active(const struct gvm_virt_maker *maker,
			virNodeDevice *device, bool there)
{
	for (unsigned int ms = 0; ms < NOTICE_MS; ms += LOOK_MS) {
		if ((virNodeDeviceIsActive(device) == 1) == there)
			return true;
		gvm_host_wait(maker->host, LOOK_MS);
	}

	return false;
}

/**
 * @brief Define a device.
 * @param maker  What to work with.
 * @param step   The device.
 * @param err    Where to store the error, or NULL.
 * @return true when it is defined.
 * @norestriction
 * @sideeffect Writes a definition of mdevctl.
 * @failure Those of libvirt.
 */
static bool define(const struct gvm_virt_maker *maker,
		   const struct gvm_pool_step *step, GError **err)
{
	g_autoptr(virNodeDevice) device = NULL;

	device = virNodeDeviceDefineXML(maker->conn, step->xml, 0);

	return device || gvm_virt_error(err, "cannot define vGPU %s",
					step->uuid);
}

/**
 * @brief Start a device.
 * @param maker   What to work with.
 * @param device  The device.
 * @param uuid    Its UUID.
 * @param err     Where to store the error, or NULL.
 * @return true when it is active, whoever has started it.
 * @norestriction
 * @sideeffect Makes the device.
 * @failure Those of libvirt; GVM_ERROR_FAILED when it does not notice.
 */
static bool start(const struct gvm_virt_maker *maker, virNodeDevice *device,
		  const char *uuid, GError **err)
{
	if (virNodeDeviceIsActive(device) == 1)
		return true;
	if (virNodeDeviceCreate(device, 0) < 0)
		return gvm_virt_error(err, "cannot start vGPU %s", uuid);

	return wait_active(maker, device, true) ||
		gvm_error_set(err, GVM_ERROR_FAILED,
			      "libvirt has not noticed vGPU %s, which it has started: restart its daemon",
			      uuid);
}

/**
 * @brief Have a device started with its parent.
 * @param device  The device.
 * @param uuid    Its UUID.
 * @param err     Where to store the error, or NULL.
 * @return true also when this libvirt cannot do that.
 * @norestriction
 * @sideeffect Changes the definition.
 * @failure Those of libvirt.
 */
static bool autostart(virNodeDevice *device, const char *uuid, GError **err)
{
	if (virNodeDeviceSetAutostart(device, 1) == 0 ||
	    virGetLastErrorCode() == VIR_ERR_NO_SUPPORT)
		return true;

	return gvm_virt_error(err, "cannot set autostart of vGPU %s", uuid);
}

/**
 * @brief Stop a device.
 * @param maker   What to work with.
 * @param device  The device.
 * @param uuid    Its UUID.
 * @param err     Where to store the error, or NULL.
 * @return true when it is gone.
 * @norestriction
 * @sideeffect Removes the device.
 * @failure Those of libvirt, which refuses one that a program holds.
 */
static bool stop(const struct gvm_virt_maker *maker, virNodeDevice *device,
		 const char *uuid, GError **err)
{
	if (virNodeDeviceDestroy(device) < 0)
		return gvm_virt_error(err, "cannot stop vGPU %s", uuid);
	/* It is gone, whether libvirt has noticed or not. */
	wait_active(maker, device, false);

	return true;
}

bool gvm_virt_make(void *data, enum gvm_pool_op op,
		   const struct gvm_pool_step *step, GError **err)
{
	const struct gvm_virt_maker *maker = data;
	g_autoptr(virNodeDevice) device = NULL;

	if (op == GVM_POOL_DEFINE)
		return define(maker, step, err);
	device = find(maker->conn, step->uuid);
	if (!device)
		return gvm_error_set(err, GVM_ERROR_NOT_FOUND,
				     "libvirt knows no vGPU %s: restart its daemon, so that it looks again",
				     step->uuid);
	switch (op) {
	case GVM_POOL_STOP:
		return stop(maker, device, step->uuid, err);
	case GVM_POOL_UNDEFINE:
		return virNodeDeviceUndefine(device, 0) == 0 ||
			gvm_virt_error(err, "cannot undefine vGPU %s",
				       step->uuid);
	case GVM_POOL_AUTOSTART:
		return autostart(device, step->uuid, err);
	case GVM_POOL_START:
		return start(maker, device, step->uuid, err);
	case GVM_POOL_DEFINE:
	case GVM_POOL_OPS:
		break;
	}

	return false;
}
