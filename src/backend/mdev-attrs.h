/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Reading the attributes that can be set of a mediated device.
 */
#ifndef GVM_BACKEND_MDEV_ATTRS_H
#define GVM_BACKEND_MDEV_ATTRS_H

struct gvm_host;
struct gvm_request;

/**
 * @brief Read the attributes by which a device like this one can be made.
 * @param host     The machine.
 * @param uuid     Canonical UUID of the device.
 * @param request  Gets the attributes.
 * @restriction Only attributes that are known by name are read: a driver may
 *              do something when another one is.
 * @sideeffect The driver may compute the values; grows @p request.
 * @failure What is not there, cannot be read, is empty or no line of text is
 *          left out.
 */
void gvm_mdev_attrs_read(struct gvm_host *host, const char *uuid,
			 struct gvm_request *request);

#endif /* GVM_BACKEND_MDEV_ATTRS_H */
