// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Turning the resource manager's statuses into sentences.
 */
#include "nvidia/status.h"

#include "util/error.h"

/** @brief What a status means for the one who asked. */
struct meaning {
	enum gvm_nv_status status;	/**< The status. */
	enum gvm_error code;		/**< What the caller can do. */
	const char *advice;		/**< The next step, or NULL. Static. */
};

/** @brief Those that a client meets, by number. */
static const struct meaning meanings[] = {
	{ GVM_NV_BUSY_RETRY, GVM_ERROR_BUSY,
	  "the driver is busy; try again" },
	{ GVM_NV_GPU_IS_LOST, GVM_ERROR_FAILED,
	  "the GPU has left the bus; reset it or reboot" },
	{ GVM_NV_INSUFFICIENT_RESOURCES, GVM_ERROR_NO_CAPACITY,
	  "the driver has no room for it" },
	{ GVM_NV_INSUFFICIENT_PERMISSIONS, GVM_ERROR_DENIED,
	  "it takes root (CAP_SYS_ADMIN)" },
	{ GVM_NV_INVALID_ARGUMENT, GVM_ERROR_FAILED,
	  "the driver does not accept the values, or its interface is another one: see 'gvmctl check --abi'"
	},
	{ GVM_NV_INVALID_CLASS, GVM_ERROR_UNSUPPORTED,
	  "this driver does not have such objects" },
	{ GVM_NV_INVALID_CLIENT, GVM_ERROR_FAILED,
	  "the driver has forgotten this program; was it reloaded?" },
	{ GVM_NV_INVALID_EVENT, GVM_ERROR_UNSUPPORTED,
	  "this driver does not have such an event" },
	{ GVM_NV_INVALID_OBJECT_HANDLE, GVM_ERROR_FAILED,
	  "the driver has forgotten the object; was the GPU reset?" },
	{ GVM_NV_INVALID_OBJECT_PARENT, GVM_ERROR_UNSUPPORTED,
	  "this driver has such objects elsewhere; its interface is another one" },
	{ GVM_NV_INVALID_OPERATION, GVM_ERROR_FAILED,
	  "the GPU does not allow it as it is set up, look at its MIG mode" },
	{ GVM_NV_INVALID_PARAM_STRUCT, GVM_ERROR_UNSUPPORTED,
	  "the driver's interface is another one: see 'gvmctl check --abi'" },
	{ GVM_NV_INVALID_STATE, GVM_ERROR_BUSY,
	  "the GPU is not in the state for it" },
	{ GVM_NV_NO_MEMORY, GVM_ERROR_NO_CAPACITY,
	  "the driver has no memory for it" },
	{ GVM_NV_NOT_SUPPORTED, GVM_ERROR_UNSUPPORTED,
	  "this driver or GPU does not support it" },
	{ GVM_NV_OBJECT_NOT_FOUND, GVM_ERROR_NOT_FOUND,
	  "the driver does not know it" },
	{ GVM_NV_STATE_IN_USE, GVM_ERROR_BUSY,
	  "another program uses it" },
	{ GVM_NV_TIMEOUT, GVM_ERROR_FAILED,
	  "the GPU did not answer; see the kernel log" },
	{ GVM_NV_TIMEOUT_RETRY, GVM_ERROR_BUSY,
	  "the GPU is not initialised yet; try again, or keep it up with nvidia-persistenced" },
	{ GVM_NV_GENERIC, GVM_ERROR_FAILED,
	  "the driver gives no reason; see the kernel log" },
};

bool gvm_nv_status_again(uint32_t status)
{
	return status == GVM_NV_BUSY_RETRY || status == GVM_NV_TIMEOUT_RETRY;
}

/**
 * @brief Find what a status means.
 * @param status  The status.
 * @return Its meaning, static, or NULL.
 * @pure
 */
static const struct meaning *meaning_of(uint32_t status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (meanings[i].status == status)
			return &meanings[i];

	return NULL;
}

bool gvm_nv_status_set(GError **err, uint32_t status, const char *format, ...)
{
	const struct meaning *meaning = meaning_of(status);
	enum gvm_error code = meaning ? meaning->code : GVM_ERROR_FAILED;
	const char *name = gvm_nv_status_name(status);
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);

	if (meaning)
		return gvm_error_set(err, code, "%s: %s (%s)", what, name,
				     meaning->advice);
	if (name)
		return gvm_error_set(err, code, "%s: %s", what, name);

	return gvm_error_set(err, code, "%s: status 0x%x of the driver", what,
			     status);
}
