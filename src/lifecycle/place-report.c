// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Why a request cannot be satisfied, in a sentence.
 */
#include "lifecycle/place-report.h"

#include "model/parent.h"
#include "util/error.h"

/**
 * @brief Tell whether a GPU has functions that can become vGPUs.
 * @param inv      The machine.
 * @param address  Address of the GPU.
 * @return true when a parent is a function of it.
 * @pure
 */
static bool has_functions(const struct gvm_inventory *inv, const char *address)
{
	for (guint i = 0; i < inv->parents->len; i++) {
		const struct gvm_parent *parent;

		parent = g_ptr_array_index(inv->parents, i);
		if (parent->by_address && !g_strcmp0(parent->physfn, address))
			return true;
	}

	return false;
}

/**
 * @brief Say that a hostdev names a GPU rather than a function of it.
 * @param request  The request.
 * @param other    The function that would do, or NULL.
 * @param err      Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report_gpu(const struct gvm_request *request,
		       const struct gvm_parent *other, GError **err)
{
	if (other)
		gvm_error_set(err, GVM_ERROR_INVALID,
			      "%s: %s is the physical function, and what libvirt starts is what the hostdev names: name a virtual function in both, %s would do now",
			      request->where, request->address,
			      other->address);
	else
		gvm_error_set(err, GVM_ERROR_INVALID,
			      "%s: %s is the physical function: name one of its virtual functions, 'gvmctl types' lists what they offer",
			      request->where, request->address);
}

/**
 * @brief Say that the wanted parent does not exist.
 * @param inv      The machine.
 * @param request  The request.
 * @param other    A function that would do instead, or NULL.
 * @param err      Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report_no_parent(const struct gvm_inventory *inv,
			     const struct gvm_request *request,
			     const struct gvm_parent *other, GError **err)
{
	if (inv->parents->len == 0)
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "no device of this machine can make vGPUs: load its driver or enable its virtual functions, then see 'gvmctl parents'");
	else if (request->address && has_functions(inv, request->address))
		report_gpu(request, other, err);
	else if (request->address)
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s: PCI function %s takes no vGPU type and is no accelerator that can be given away; 'gvmctl parents' shows what can",
			      request->where, request->address);
	else
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "there is no parent %s; 'gvmctl parents' lists them",
			      request->parent);
}

/**
 * @brief Say that what is offered has no UUID, but has to.
 * @param wish   What is wanted.
 * @param who    On which parent.
 * @param other  A function that would do, or NULL.
 * @param err    Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report_no_uuid(const char *wish, const char *who,
			   const struct gvm_parent *other, GError **err)
{
	g_autofree char *hint = NULL;

	if (other)
		hint = g_strdup_printf(", such as %s now", other->address);
	gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
		      "%s cannot be made as an mdev on %s: there the type is given to a PCI function, which a domain gets by a hostdev of type pci%s",
		      wish, who, hint ? hint : "");
}

/**
 * @brief Say that no parent offers such a type.
 * @param request  The request.
 * @param wish     What is wanted.
 * @param who      On which parent.
 * @param err      Where to store the error, or NULL.
 * @norestriction
 * @sideeffect Allocates the error.
 * @nofailure
 */
static void report_no_type(const struct gvm_request *request, const char *wish,
			   const char *who, GError **err)
{
	if (gvm_request_has_type(request))
		gvm_error_set(err, GVM_ERROR_NOT_FOUND,
			      "%s is not offered by %s; 'gvmctl types' lists what is",
			      wish, who);
	else
		gvm_error_set(err, GVM_ERROR_INVALID,
			      "%s: %s becomes a vGPU by a type, and the entry names none: add type; 'gvmctl types %s' lists them",
			      request->where, who, who);
}

void gvm_place_report(const struct gvm_inventory *inv,
		      const struct gvm_request *request,
		      enum gvm_obstacle obstacle,
		      const struct gvm_parent *other, GError **err)
{
	g_autofree char *wish = gvm_request_describe_type(request);
	const char *who = request->address ? request->address :
		request->parent ? request->parent : "any parent";

	switch (obstacle) {
	case GVM_OBSTACLE_NO_PARENT:
		report_no_parent(inv, request, other, err);
		break;
	case GVM_OBSTACLE_NO_UUID:
		report_no_uuid(wish, who, other, err);
		break;
	case GVM_OBSTACLE_NO_TYPE:
		report_no_type(request, wish, who, err);
		break;
	case GVM_OBSTACLE_WRONG_API:
		gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
			      "%s does not work as %s: change the model of the hostdev or the type",
			      wish, request->device_api);
		break;
	case GVM_OBSTACLE_SHRUNK:
		gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			      "%s cannot be made on %s now: the other vGPUs of the GPU leave no room, or are of another size while heterogeneous mode is off; 'gvmctl list' shows them",
			      wish, who);
		break;
	case GVM_OBSTACLE_TAKEN:
	case GVM_OBSTACLE_FULL:
		gvm_error_set(err, GVM_ERROR_NO_CAPACITY,
			      "no room for %s on %s: stop a domain or remove an idle vGPU, 'gvmctl list' shows them",
			      wish, who);
		break;
	case GVM_OBSTACLE_NONE:
		g_assert_not_reached();
	}
}
