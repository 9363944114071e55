/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief Putting a vGPU into the XML of a domain, and taking it out.
 *
 * A hostdev and the entry of our metadata are one thing here: they come and go
 * together, and nothing else of the document changes in meaning.
 */
#ifndef GVM_XML_EDIT_H
#define GVM_XML_EDIT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/request.h"

/** @brief What is put into a domain for one vGPU. */
struct gvm_edit {
	/** @brief Its wishes become the entry; also uuid or address. */
	const struct gvm_request *request;
	const char *model;	/**< Model of an mdev hostdev. */
	bool display;		/**< Show what the vGPU displays. */
	bool ramfb;		/**< Before the guest has a driver as well,
				 *   unless another vGPU does that.
				 */
};

/** @brief Where a vGPU was found in the XML of a domain. */
struct gvm_edit_found {
	bool hostdev;		/**< There is a hostdev. */
	bool entry;		/**< There is an entry of the metadata. */
};

/**
 * @brief Add the hostdev and the entry of a vGPU to a domain XML.
 * @param text  The document.
 * @param len   Its length in bytes.
 * @param name  What to call it in errors.
 * @param edit  What to add.
 * @param err   Where to store the error, or NULL.
 * @return The document as a new string, or NULL.
 * @restriction The result has at most GVM_DOMAIN_REQUESTS_MAX requests.
 * @nosideeffect
 * @failure GVM_ERROR_EXISTS when the domain has a hostdev or an entry with
 *          this UUID or address; GVM_ERROR_INVALID as for
 *          gvm_domain_parse().
 */
char *gvm_edit_add(const char *text, size_t len, const char *name,
		   const struct gvm_edit *edit, GError **err);

/**
 * @brief Take the hostdev and the entry of a vGPU out of a domain XML.
 * @param text    The document.
 * @param len     Its length in bytes.
 * @param name    What to call it in errors.
 * @param device  UUID or address of the vGPU.
 * @param found   Where to put what there was of it.
 * @param err     Where to store the error, or NULL.
 * @return The document as a new string, unchanged where nothing was found, or
 *         NULL.
 * @restriction A PCI hostdev without an entry is none of ours, and stays.
 * @nosideeffect
 * @failure GVM_ERROR_INVALID as for gvm_domain_parse().
 */
char *gvm_edit_remove(const char *text, size_t len, const char *name,
		      const char *device, struct gvm_edit_found *found,
		      GError **err);

/**
 * @brief Take the hostdev of a vGPU by itself.
 * @param text    The document.
 * @param len     Its length in bytes.
 * @param name    What to call it in errors.
 * @param device  UUID or address of the vGPU.
 * @param err     Where to store the error, or NULL.
 * @return The element as a new string, or NULL.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_NOT_FOUND when there is none; GVM_ERROR_INVALID.
 */
char *gvm_edit_hostdev(const char *text, size_t len, const char *name,
		       const char *device, GError **err);

/**
 * @brief Take our metadata by themselves, as virDomainSetMetadata() wants
 *        them: without a namespace, which libvirt puts in again.
 *
 * @param text      The document.
 * @param len       Its length in bytes.
 * @param name      What to call it in errors.
 * @param metadata  Where to put the element as a new string; NULL when there
 *                  is none.
 * @param err       Where to store the error, or NULL.
 * @return true when the document is good.
 * @norestriction
 * @nosideeffect
 * @failure GVM_ERROR_INVALID.
 */
bool gvm_edit_metadata(const char *text, size_t len, const char *name,
		       char **metadata, GError **err);

#endif /* GVM_XML_EDIT_H */
