// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Running vGPUs of a GPU, as the driver tells.
 *
 * A vGPU is named by 16 bytes. Up to 560 they are the UUID of its mediated
 * device. From 565 on the field has another name and holds either that, or,
 * where there are no mediated devices, the name of the virtual function. The
 * content tells which: a name is printable text that ends with zeros, and in a
 * UUID that any program makes the ninth byte is above 0x7f, so it is no text.
 */
#include <string.h>

#include "nvidia/config.h"
#include "nvidia/uuid.h"

/** @brief In vmIdType: the id is a UUID. */
#define VM_ID_IS_UUID 1
/** @brief In placementId: there is none. */
#define NO_PLACEMENT 0xffff
/** @brief Fields that hold the name of a vGPU; a release has one of them. */
static const enum gvm_nv_host_device_field name_fields[] = {
	GVM_NV_HOST_DEVICE_MDEV_UUID, GVM_NV_HOST_DEVICE_DEV_NAME,
};

void gvm_nv_guest_free(struct gvm_nv_guest *guest)
{
	if (!guest)
		return;

	g_free(guest->uuid);
	g_free(guest->device_name);
	g_free(guest->vm_uuid);
	g_free(guest->vm_name);
	g_free(guest->driver);
	g_free(guest);
}

/**
 * @brief Free a vGPU of an array.
 * @param guest  The vGPU.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
static void free_guest(void *guest)
{
	gvm_nv_guest_free(guest);
}

/**
 * @brief Tell whether the 16 bytes of a name are text.
 * @param bytes  The bytes.
 * @param len    How many.
 * @return true when they are at least one printable character, and zeros.
 * @pure
 */
static bool is_text(const uint8_t *bytes, size_t len)
{
	size_t n = strnlen((const char *)bytes, len);

	for (size_t i = 0; i < len; i++)
		if (i < n ? !g_ascii_isgraph(bytes[i]) : bytes[i] != 0)
			return false;

	return n > 0;
}

/**
 * @brief Read the name of a vGPU.
 * @param device  The NVA081_HOST_VGPU_DEVICE.
 * @param guest   Gets the UUID or the name.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void read_name(const struct gvm_nv_block *device,
		      struct gvm_nv_guest *guest)
{
	for (size_t i = 0; i < G_N_ELEMENTS(name_fields); i++) {
		size_t len = 0;
		const uint8_t *bytes =
			gvm_nv_bytes(device, name_fields[i], &len);

		if (!bytes || len != GVM_NV_UUID_SIZE)
			continue;
		if (is_text(bytes, len))
			guest->device_name =
				g_strndup((const char *)bytes, len);
		else
			guest->uuid = gvm_nv_uuid_format(bytes);
	}
}

/**
 * @brief Read what the driver knows of the virtual machine.
 * @param vm     The NVA081_GUEST_VM_INFO.
 * @param guest  Filled.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void read_vm(const struct gvm_nv_block *vm, struct gvm_nv_guest *guest)
{
	size_t len = 0;
	const uint8_t *id = gvm_nv_bytes(vm, GVM_NV_GUEST_VM_VM_ID, &len);

	if (id && len == GVM_NV_UUID_SIZE &&
	    gvm_nv_get(vm, GVM_NV_GUEST_VM_ID_TYPE) == VM_ID_IS_UUID)
		guest->vm_uuid = gvm_nv_uuid_format(id);
	guest->vm_pid = gvm_nv_get(vm, GVM_NV_GUEST_VM_PID);
	guest->vm_name = gvm_nv_text(vm, GVM_NV_GUEST_VM_NAME);
	guest->driver = gvm_nv_text(vm, GVM_NV_GUEST_VM_DRIVER_VERSION);
	guest->licensed = gvm_nv_get(vm, GVM_NV_GUEST_VM_LICENSED);
	guest->license_state = gvm_nv_get(vm, GVM_NV_GUEST_VM_LICENSE_STATE);
	guest->frame_rate = gvm_nv_get(vm, GVM_NV_GUEST_VM_FRAME_RATE_LIMIT);
}

/**
 * @brief Read what the driver knows of the vGPU.
 * @param device  The NVA081_HOST_VGPU_DEVICE.
 * @param guest   Filled.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static void read_device(const struct gvm_nv_block *device,
			struct gvm_nv_guest *guest)
{
	read_name(device, guest);
	guest->type = gvm_nv_get(device, GVM_NV_HOST_DEVICE_TYPE);
	guest->fb_used = gvm_nv_get(device, GVM_NV_HOST_DEVICE_FB_USED);
	guest->driver_loaded =
		gvm_nv_get(device, GVM_NV_HOST_DEVICE_DRIVER_LOADED);
	guest->encoder =
		gvm_nv_get(device, GVM_NV_HOST_DEVICE_ENCODER_CAPACITY);
	guest->ecc = gvm_nv_get(device, GVM_NV_HOST_DEVICE_ECC_STATE);
	guest->placement = G_MAXUINT32;
	if (gvm_nv_has(device, GVM_NV_HOST_DEVICE_PLACEMENT_ID))
		guest->placement =
			gvm_nv_get(device, GVM_NV_HOST_DEVICE_PLACEMENT_ID);
	if (guest->placement == NO_PLACEMENT)
		guest->placement = G_MAXUINT32;
}

/**
 * @brief Find the frame buffer of a vGPU in the driver's list of usage.
 * @param usage   The list.
 * @param device  The NVA081_HOST_VGPU_DEVICE.
 * @param used    Where to put the bytes that are used; untouched when the
 *                list does not have the vGPU.
 * @norestriction
 * @sideeffect Writes to @p used.
 * @nofailure
 */
static void find_usage(const struct gvm_nv_block *usage,
		       const struct gvm_nv_block *device, uint64_t *used)
{
	size_t n = gvm_nv_get(usage, GVM_NV_FB_USAGE_VGPU_COUNT);
	size_t len = 0;
	const uint8_t *own =
		gvm_nv_bytes(device, GVM_NV_HOST_DEVICE_UUID, &len);

	for (size_t i = 0; own && i < n; i++) {
		struct gvm_nv_block entry =
			gvm_nv_block_part(usage, GVM_NV_FB_USAGE_VGPU_FB_USAGE,
					  i, GVM_NV_S_FB_USED);
		size_t other_len = 0;
		const uint8_t *other;

		if (!entry.size)
			return;
		other = gvm_nv_bytes(&entry, GVM_NV_FB_USED_VGPU_UUID,
				     &other_len);
		if (other && other_len == len && memcmp(own, other, len) == 0)
			*used = gvm_nv_get(&entry, GVM_NV_FB_USED_FB_USED);
	}
}

/**
 * @brief Read one running vGPU.
 * @param block  The driver's list.
 * @param index  Which one.
 * @param usage  The driver's list of usage, or NULL.
 * @return A new description, or NULL when the list is shorter.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static struct gvm_nv_guest *read_guest(const struct gvm_nv_block *block,
				       size_t index,
				       const struct gvm_nv_block *usage)
{
	struct gvm_nv_block part =
		gvm_nv_block_part(block, GVM_NV_ENUMERATE_VGPU_GUEST, index,
				  GVM_NV_S_GUEST);
	struct gvm_nv_block device;
	struct gvm_nv_block vm;
	struct gvm_nv_guest *guest;

	if (!part.size)
		return NULL;
	device = gvm_nv_block_part(&part, GVM_NV_GUEST_VGPU_DEVICE, 0,
				   GVM_NV_S_HOST_DEVICE);
	vm = gvm_nv_block_part(&part, GVM_NV_GUEST_VM_INFO, 0,
			       GVM_NV_S_GUEST_VM);

	guest = g_new0(struct gvm_nv_guest, 1);
	read_device(&device, guest);
	read_vm(&vm, guest);
	if (usage)
		find_usage(usage, &device, &guest->fb_used);

	return guest;
}

GPtrArray *gvm_nv_config_guests(struct gvm_nv_gpu *gpu, GError **err)
{
	g_autoptr(GPtrArray) guests = NULL;
	g_auto(gvm_nv_block) usage = { 0 };
	g_auto(gvm_nv_block) block = { 0 };
	bool fresh;
	size_t n;

	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_ENUMERATE, &block);
	if (!gvm_rm_query(gpu->rm, gpu->config_handle, GVM_NV_C_ENUMERATE,
			  &block, err))
		return NULL;

	/* What the list of vGPUs says of memory may be older. */
	n = gvm_nv_get(&block, GVM_NV_ENUMERATE_NUM_VGPU);
	gvm_rm_params(&gpu->rm->abi, GVM_NV_S_FB_USAGE, &usage);
	fresh = n > 0 && gvm_rm_query(gpu->rm, gpu->config_handle,
				      GVM_NV_C_FB_USAGE, &usage, NULL);

	guests = g_ptr_array_new_with_free_func(free_guest);
	for (size_t i = 0; i < n; i++) {
		struct gvm_nv_guest *guest =
			read_guest(&block, i, fresh ? &usage : NULL);

		if (!guest)
			break;
		g_ptr_array_add(guests, guest);
	}

	return g_steal_pointer(&guests);
}
