/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * @brief What a domain, a node-device XML or a command line asks for.
 */
#ifndef GVM_MODEL_REQUEST_H
#define GVM_MODEL_REQUEST_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/cleanup.h"

/** @brief How to choose a parent when the request names none. */
enum gvm_placement {
	GVM_PLACEMENT_SPREAD,	/**< The least loaded GPU first. */
	GVM_PLACEMENT_PACK,	/**< The most loaded GPU first. */
	GVM_PLACEMENT_NUMA,	/**< Nearest to the domain's memory. */
	GVM_PLACEMENT_COUNT	/**< How many ways there are. */
};

/** @brief Where the wishes of a request come from. */
enum gvm_source {
	GVM_SOURCE_NONE,	/**< A hostdev and nothing else. */
	GVM_SOURCE_METADATA,	/**< The domain's GVM metadata. */
	GVM_SOURCE_NODEDEV,	/**< A file below /etc/gvm/nodedev.d. */
	GVM_SOURCE_MDEVCTL,	/**< A definition of mdevctl. */
	GVM_SOURCE_COMMAND,	/**< Command line or FILE of a command. */
	GVM_SOURCE_COUNT	/**< How many sources there are. */
};

/** @brief An attribute to write after the device was made. */
struct gvm_attr {
	char *name;	/**< Path below the device's directory. Owned. */
	char *value;	/**< What to write. Owned. */
};

/**
 * @brief One vGPU that is wanted.
 *
 * At most one of @c type, @c name and @c framebuffer is given. A request
 * from a hostdev alone has none of them until its definition is found.
 */
struct gvm_request {
	char *uuid;		/**< Canonical UUID; NULL for a PCI hostdev. */
	char *address;		/**< VF of a PCI hostdev, or NULL. Owned. */
	bool propose;		/**< A VF of the GPU at that address will do. */
	char *device_api;	/**< Model of the hostdev, or NULL. Owned. */
	char *type;		/**< Type id, or NULL. Owned. */
	char *name;		/**< Type name, or NULL. Owned. */
	uint64_t framebuffer;	/**< At least so many bytes, or 0. */
	char *parent;		/**< Address or node-device name, or NULL. */
	enum gvm_placement placement;	/**< Used when parent is NULL. */
	bool placed;		/**< The placement was asked for. */
	GPtrArray *attrs;	/**< struct gvm_attr, in order. Owned. */
	enum gvm_source source;	/**< Where the wishes come from. */
	char *where;		/**< File and line for messages. Owned. */
	bool autostart;		/**< Defined to start with its parent. */
	bool mdev;		/**< Only a device with a UUID will do. */
};

/** @brief A PCI function that a domain is given. */
struct gvm_pci_hostdev {
	char *address;	/**< PCI address, e.g. 0000:41:00.4. Owned. */
	bool managed;	/**< managed='yes': libvirt would rebind it. */
	char *where;	/**< File and line for messages. Owned. */
};

/** @brief What a domain XML says, as far as vGPUs go. */
struct gvm_domain {
	char *name;		/**< Name of the domain. Owned. */
	char *uuid;		/**< Canonical UUID. Owned. */
	char *type;		/**< "kvm", "qemu", "xen". Owned. */
	int id;			/**< Id of a running domain, or -1. */
	GArray *nodes;		/**< unsigned int: host memory nodes. Owned. */
	GPtrArray *requests;	/**< struct gvm_request, in order. Owned. */
	GPtrArray *pci;		/**< struct gvm_pci_hostdev. Owned. */
	GPtrArray *unused;	/**< struct gvm_request: entries of the
				 *   metadata that no hostdev asks for. Owned.
				 */
};

/**
 * @brief Make a request without any wish.
 * @param uuid  Canonical UUID, or NULL; copied.
 * @return A new request, freed with gvm_request_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_request *gvm_request_new(const char *uuid);

/**
 * @brief Free a request.
 * @param request  The request, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_request_free(struct gvm_request *request);

GVM_DEFINE_AUTOPTR(gvm_request, gvm_request_free)

/**
 * @brief Tell which device a request is for.
 * @param request  The request.
 * @return Its UUID or its address, or NULL when any will do.
 * @pure
 */
const char *gvm_request_device(const struct gvm_request *request);

/**
 * @brief Append an attribute to a request.
 * @param request  The request.
 * @param name     Path below the device's directory; copied.
 * @param value    What to write; copied.
 * @norestriction
 * @sideeffect Grows the list of attributes.
 * @nofailure
 */
void gvm_request_add_attr(struct gvm_request *request, const char *name,
			  const char *value);

/**
 * @brief Tell whether an attribute may be written for a request.
 *
 * The name is a path below the device's own directory, such as
 * nvidia/vgpu_params; it must not lead out of it, nor name one of the files
 * by which the device is removed or bound.
 *
 * @param name  The name, or NULL.
 * @return true when each component is a plain name and none is forbidden.
 * @pure
 */
bool gvm_request_attr_is_sane(const char *name);

/**
 * @brief Tell whether a request says which type it wants.
 * @param request  The request.
 * @return true when a type id, name or frame buffer is given.
 * @pure
 */
bool gvm_request_has_type(const struct gvm_request *request);

/**
 * @brief Say which type a request wants, for messages.
 * @param request  The request.
 * @return A new string such as "type nvidia-588" or
 *         "a type with 2048 MiB of frame buffer".
 * @pure
 */
char *gvm_request_describe_type(const struct gvm_request *request);

/**
 * @brief Name a placement.
 * @param placement  The placement.
 * @return "spread", "pack" or "numa".
 * @pure
 */
const char *gvm_placement_name(enum gvm_placement placement);

/**
 * @brief Read the name of a placement.
 * @param name       The name.
 * @param placement  Where to put it; untouched on failure.
 * @return false when there is no such placement.
 * @pure
 */
bool gvm_placement_parse(const char *name, enum gvm_placement *placement);

/**
 * @brief Name a source, for messages and JSON.
 * @param source  The source.
 * @return A static string.
 * @pure
 */
const char *gvm_source_name(enum gvm_source source);

/**
 * @brief Make an empty domain.
 * @return A new domain with empty lists, freed with gvm_domain_free().
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
struct gvm_domain *gvm_domain_new(void);

/**
 * @brief Free a domain.
 * @param domain  The domain, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_domain_free(struct gvm_domain *domain);

GVM_DEFINE_AUTOPTR(gvm_domain, gvm_domain_free)

/**
 * @brief Free what a domain says about one PCI function.
 * @param pci  The function, or NULL.
 * @norestriction
 * @sideeffect Releases the memory.
 * @nofailure
 */
void gvm_pci_hostdev_free(struct gvm_pci_hostdev *pci);

GVM_DEFINE_AUTOPTR(gvm_pci_hostdev, gvm_pci_hostdev_free)

#endif /* GVM_MODEL_REQUEST_H */
