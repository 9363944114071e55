// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Calls of the resource manager: the ioctl, retries and controls.
 *
 * A call can fail in three ways, and each is told from the others. The ioctl
 * fails: the call did not reach an object. It succeeds, and the status in the
 * structure is another than OK: the object refused. Or the status is "again, a
 * little later": then the call is made again, with waits that double from
 * FIRST_WAIT_MS to LONGEST_WAIT_MS and whose sum is bounded.
 *
 * The place of the status is filled with a number that is no status before the
 * call. So a driver that writes its answer somewhere else (releases did move
 * it) is never taken for one that said OK, whose number is 0.
 */
#include "nvidia/rm-call.h"

#include <errno.h>
#include <linux/ioctl.h>
#include <string.h>

#include "nvidia/status.h"
#include "util/error.h"

/** @brief The magic letter of NVIDIA's ioctls. */
#define MAGIC 'F'
/** @brief First wait before a call is made again, in ms. */
#define FIRST_WAIT_MS 10
/** @brief Longest wait before a call is made again, in ms. */
#define LONGEST_WAIT_MS 1000

bool gvm_rm_again(struct gvm_rm *rm, struct gvm_rm_patience *patience,
		  uint32_t status)
{
	unsigned int left = GVM_RM_PATIENCE_MS - patience->spent_ms;
	unsigned int ms = CLAMP(patience->next_ms * 2, FIRST_WAIT_MS,
				LONGEST_WAIT_MS);

	if (!gvm_nv_status_again(status) || left == 0)
		return false;

	ms = MIN(ms, left);
	gvm_host_wait(rm->host, ms);
	patience->next_ms = ms;
	patience->spent_ms += ms;

	return true;
}

int gvm_rm_ioctl(struct gvm_rm *rm, int fd, enum gvm_rm_escape escape,
		 void *bytes, size_t size)
{
	rm->calls++;

	return gvm_host_call(rm->host, fd,
			     _IOC(_IOC_READ | _IOC_WRITE, MAGIC, escape, size),
			     bytes);
}

bool gvm_rm_refuse(GError **err, int rc, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);

	switch (rc) {
	case -ENODEV:
	case -ENXIO:
	case -EBADF:
	case -EIO:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "NVIDIA's driver did not take %s (%s): it was unloaded, or has lost the GPU",
				     what, g_strerror(-rc));
	case -EINVAL:
	case -ENOTTY:
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "NVIDIA's driver does not know %s in this form (%s): it is not of the release that it was taken for",
				     what, g_strerror(-rc));
	default:
		return gvm_error_set_errno(err, rc,
					   "NVIDIA's driver did not take %s",
					   what);
	}
}

bool gvm_rm_settle(GError **err, int rc, uint32_t status, const char *format,
		   ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);

	if (rc < 0)
		return gvm_rm_refuse(err, rc, "%s", what);
	if (status == GVM_RM_UNWRITTEN)
		return gvm_error_set(err, GVM_ERROR_FAILED,
				     "NVIDIA's driver left %s without an answer: it is not of the release that it was taken for",
				     what);
	if (status != GVM_NV_OK)
		return gvm_nv_status_set(err, status, "%s", what);

	return true;
}

/**
 * @brief Make a control call once.
 * @param rm      The client.
 * @param object  Handle of the object.
 * @param def     Which call.
 * @param params  Its parameters, or NULL.
 * @param status  Where to put the status.
 * @return 0, or a negative errno.
 * @norestriction
 * @sideeffect That of the control.
 * @failure What ioctl(2) reports.
 */
static int call_once(struct gvm_rm *rm, uint32_t object,
		     const struct gvm_nv_control_def *def,
		     const struct gvm_nv_block *params, uint32_t *status)
{
	g_auto(gvm_nv_block) block = { 0 };
	int rc;

	gvm_nv_block_init(&rm->abi, GVM_NV_S_CONTROL, &block);
	gvm_nv_put(&block, GVM_NV_CONTROL_H_CLIENT, rm->client);
	gvm_nv_put(&block, GVM_NV_CONTROL_H_OBJECT, object);
	gvm_nv_put(&block, GVM_NV_CONTROL_CMD, def->number);
	if (params) {
		gvm_nv_put(&block, GVM_NV_CONTROL_PARAMS,
			   (uintptr_t)params->bytes);
		gvm_nv_put(&block, GVM_NV_CONTROL_PARAMS_SIZE, params->size);
	}
	gvm_nv_put(&block, GVM_NV_CONTROL_STATUS, GVM_RM_UNWRITTEN);

	rc = gvm_rm_ioctl(rm, rm->fd, GVM_RM_ESC_CONTROL, block.bytes,
			  block.size);
	*status = gvm_nv_get(&block, GVM_NV_CONTROL_STATUS);

	return rc;
}

int gvm_rm_call(struct gvm_rm *rm, uint32_t object, enum gvm_nv_control control,
		const struct gvm_nv_block *params, uint32_t *status)
{
	const struct gvm_nv_control_def *def = gvm_nv_abi_control(control);
	struct gvm_rm_patience patience = { 0 };
	g_autofree uint8_t *inputs = NULL;
	int rc;

	if (!gvm_nv_abi_offers(&rm->abi, control, NULL))
		return -ENOSYS;
	if (def->writes && !gvm_nv_abi_may_write(&rm->abi, NULL))
		return -EPERM;

	/* A refused call may have changed them. */
	if (params)
		inputs = g_memdup2(params->bytes, params->size);
	rc = call_once(rm, object, def, params, status);
	while (rc == 0 && gvm_rm_again(rm, &patience, *status)) {
		if (params)
			memcpy(params->bytes, inputs, params->size);
		rc = call_once(rm, object, def, params, status);
	}

	return rc;
}

bool gvm_rm_judge(const struct gvm_rm *rm, enum gvm_nv_control control, int rc,
		  uint32_t status, GError **err)
{
	const char *name = gvm_nv_abi_control(control)->name;
	char release[GVM_NV_VERSION_TEXT];

	if (rc == -ENOSYS) {
		gvm_nv_version_format(rm->abi.rows, release);
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "release %s of NVIDIA's driver has no %s",
				     release, name);
	}
	if (rc == -EPERM && !gvm_nv_abi_may_write(&rm->abi, err))
		return false;

	return gvm_rm_settle(err, rc, status, "%s", name);
}

bool gvm_rm_control(struct gvm_rm *rm, uint32_t object,
		    enum gvm_nv_control control,
		    const struct gvm_nv_block *params, GError **err)
{
	uint32_t status = 0;
	int rc = gvm_rm_call(rm, object, control, params, &status);

	return gvm_rm_judge(rm, control, rc, status, err);
}
