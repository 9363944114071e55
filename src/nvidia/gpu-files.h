/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What files tell of a GPU, to everybody and without any call.
 */
#ifndef GVM_NVIDIA_GPU_FILES_H
#define GVM_NVIDIA_GPU_FILES_H

struct gvm_host;

/** @brief Where the driver has a directory for each of its GPUs. */
#define GVM_NV_GPU_FILES "proc/driver/nvidia/gpus"

/**
 * @brief Read a number of a PCI device from sysfs.
 * @param host     The machine.
 * @param address  Address of the device.
 * @param name     The attribute.
 * @param max      Largest value accepted.
 * @param missing  What to return when it is not told.
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
int gvm_nv_gpu_attribute(struct gvm_host *host, const char *address,
			 const char *name, unsigned int max, int missing);

/**
 * @brief Read one PCI id of a device from sysfs.
 * @param host     The machine.
 * @param address  Address of the device.
 * @param name     Which id: "vendor", "device", "subsystem_vendor" or
 *                 "subsystem_device".
 * @return The id, or 0 when it is not told.
 * @norestriction
 * @nosideeffect
 * @nofailure
 */
unsigned int gvm_nv_gpu_pci_id(struct gvm_host *host, const char *address,
			       const char *name);

/**
 * @brief Read what the driver's own file says of a GPU.
 * @param host     The machine.
 * @param address  Address of the GPU.
 * @param minor    Where to put its minor number; untouched when the file does
 *                 not tell.
 * @param uuid     Where to put a new string, NULL when the file does not tell;
 *                 may be NULL.
 * @norestriction
 * @nosideeffect
 * @failure A file that cannot be read tells nothing.
 */
void gvm_nv_gpu_information(struct gvm_host *host, const char *address,
			    unsigned int *minor, char **uuid);

#endif /* GVM_NVIDIA_GPU_FILES_H */
