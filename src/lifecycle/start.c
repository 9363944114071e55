// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Answering the starts of VMs on drivers that ask for it.
 *
 * While a start waits for its answer, QEMU hangs in the kernel. So each start
 * that is taken is answered before the next is looked at, and whatever goes
 * wrong on the way (no such GPU, no such domain, a driver that refuses "yes")
 * ends in the answer "no": the QEMU then ends with an error instead of
 * hanging.
 *
 * When NVIDIA's own manager runs, it answers, and two answers to one start
 * would be one too many. It may come and go, so the choice is made again at
 * each interval.
 *
 * Only on drivers with this protocol are the system events "GPU bound" followed
 * too, because they come through the same queue. On newer ones they are left
 * alone: there the driver waits for the work of whoever listens to them.
 */
#include "lifecycle/start.h"

#include "backend/backend.h"
#include "host/process.h"
#include "lifecycle/observe-state.h"
#include "nvidia/start.h"
#include "nvidia/status.h"

/** @brief NVIDIA's manager, as the kernel shows its name. */
#define MANAGER "nvidia-vgpu-mgr"
/** @brief Most system events taken for one wake-up. */
#define DRAIN_MAX ((size_t)8 * GVM_NV_START_QUEUE)

bool gvm_start_choose(struct gvm_observe *self, char **mode)
{
	char release[GVM_NV_VERSION_TEXT];
	int manager;

	gvm_nv_version_format(self->rm->abi.driver, release);
	if (!gvm_nv_start_offered(&self->rm->abi)) {
		*mode = g_strdup_printf("observing vGPUs: driver %s has no start protocol, nobody has to answer",
					release);
		return false;
	}
	manager = gvm_process_find(self->host, MANAGER);
	if (manager) {
		*mode = g_strdup_printf("observing vGPUs: %s runs as process %d and answers the starts of VMs",
					MANAGER, manager);
		return false;
	}
	if (!gvm_nv_abi_may_write(&self->rm->abi, NULL)) {
		*mode = g_strdup_printf("observing vGPUs: driver %s is not known well enough to answer starts of VMs, see --force-abi",
					release);
		return false;
	}
	if (self->options->dry_run || self->options->once) {
		*mode = g_strdup_printf("observing vGPUs: %s answers no start of a VM",
					self->options->dry_run ? "--dry-run" :
					"--once");
		return false;
	}
	*mode = g_strdup_printf("answering starts of VMs and observing vGPUs: driver %s has the start protocol, and %s does not run",
				release, MANAGER);

	return true;
}

bool gvm_start_set(struct gvm_observe *self, bool answers, GError **err)
{
	uint32_t number;

	if (!answers) {
		g_clear_pointer(&self->binds, gvm_rm_event_free);
		g_clear_pointer(&self->starts, gvm_rm_event_free);
		return true;
	}
	if (self->starts)
		return true;

	if (!gvm_nv_abi_has(&self->rm->abi, GVM_NV_K_NOTIFIERS_VM_START,
			    &number))
		return true;
	self->starts = gvm_rm_event_new(self->rm, self->rm->client,
					GVM_NV_C_SYSTEM_NOTIFY, number, err);
	if (!self->starts)
		return false;
	if (!gvm_nv_abi_has(&self->rm->abi, GVM_NV_K_NOTIFIERS_GPU_BIND_EVENT,
			    &number))
		return true;
	/* Without it a new GPU is found a little later. */
	self->binds = gvm_rm_event_new(self->rm, self->rm->client,
				       GVM_NV_C_SYSTEM_NOTIFY, number, NULL);

	return true;
}

/**
 * @brief Find the GPU on which a vGPU starts.
 * @param self   The observer.
 * @param start  The start.
 * @return The GPU, or NULL.
 * @pure
 */
static struct gvm_observe_gpu *find_gpu(const struct gvm_observe *self,
					const struct gvm_nv_start *start)
{
	for (guint i = 0; i < self->gpus->len; i++) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);

		if (gpu->gpu->id == start->gpu_id)
			return gpu;
	}

	return NULL;
}

/**
 * @brief Send an answer to whichever GPU knows the vGPU.
 * @param self    The observer.
 * @param first   The GPU to begin with, or NULL.
 * @param answer  The answer.
 * @param status  Where to put what the driver says to it.
 * @return 0, or a negative errno when no call reached the driver.
 * @norestriction
 * @sideeffect QEMU goes on, or ends.
 * @failure -ENODEV when there is no GPU; those of gvm_nv_start_answer().
 */
static int deliver(struct gvm_observe *self, struct gvm_observe_gpu *first,
		   const struct gvm_nv_answer *answer, uint32_t *status)
{
	int rc = -ENODEV;

	if (first) {
		rc = gvm_nv_start_answer(first->gpu, answer, status);
		if (rc < 0 || *status != GVM_NV_OBJECT_NOT_FOUND)
			return rc;
	}
	for (guint i = 0; i < self->gpus->len; i++) {
		struct gvm_observe_gpu *gpu = g_ptr_array_index(self->gpus, i);

		if (gpu == first)
			continue;
		rc = gvm_nv_start_answer(gpu->gpu, answer, status);
		if (rc == 0 && *status != GVM_NV_OBJECT_NOT_FOUND)
			break;
	}

	return rc;
}

/**
 * @brief Say why the driver did not accept an answer.
 * @param rc      Result of the call.
 * @param status  Status of the call when @p rc is 0.
 * @return A new string.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *explain(int rc, uint32_t status)
{
	const char *name = gvm_nv_status_name(status);

	if (rc < 0)
		return g_strdup_printf("the driver cannot be reached: %s",
				       g_strerror(-rc));
	if (status == GVM_NV_INVALID_STATE)
		return g_strdup("the driver refused the answer (NV_ERR_INVALID_STATE): it wants the host's part of the vGPU, which only NVIDIA's manager and its plugin make");
	if (name)
		return g_strdup_printf("the driver refused the answer (%s)",
				       name);

	return g_strdup_printf("the driver refused the answer (status 0x%x)",
			       status);
}

/**
 * @brief Find the type of a vGPU, of which the driver's question says nothing.
 * @param self  The observer.
 * @param vgpu  The vGPU; its type is set.
 * @restriction After the answer: QEMU waits for that.
 * @sideeffect Allocates memory.
 * @failure A device that is gone or cannot be read leaves the type unknown.
 */
static void find_type(struct gvm_observe *self, struct gvm_observe_vgpu *vgpu)
{
	g_autoptr(gvm_vgpu) device = NULL;

	if (gvm_backend_find_vgpu(self->host, vgpu->guest->uuid, &device,
				  NULL) && device)
		vgpu->type = g_strdup(device->type);
}

/**
 * @brief Answer a start with "no", and tell of it.
 * @param self    The observer.
 * @param gpu     Its GPU, or NULL.
 * @param answer  The answer; its status says why.
 * @param vgpu    What is known of the vGPU; its type is set.
 * @param reason  Why, in words.
 * @norestriction
 * @sideeffect QEMU ends.
 * @failure When the driver does not take this answer either, that is told.
 */
static void refuse(struct gvm_observe *self, struct gvm_observe_gpu *gpu,
		   const struct gvm_nv_answer *answer,
		   struct gvm_observe_vgpu *vgpu, const char *reason)
{
	uint32_t status = GVM_NV_OK;
	int rc = deliver(self, gpu, answer, &status);
	g_autofree char *why = NULL;
	g_autofree char *detail = NULL;

	self->failed++;
	find_type(self, vgpu);
	if (rc == 0 && status == GVM_NV_OK) {
		gvm_observe_tell_vgpu(self, GVM_OBSERVE_START_FAILED, vgpu,
				      reason);
		return;
	}
	/* There is nobody left to tell but the person who reads the journal. */
	if (rc == 0 && status == GVM_NV_INVALID_STATE)
		why = g_strdup("nobody waits for the answer any more");
	else
		why = explain(rc, status);
	detail = g_strdup_printf("%s; and QEMU could not be told: %s", reason,
				 why);
	gvm_observe_tell_vgpu(self, GVM_OBSERVE_START_FAILED, vgpu, detail);
}

/**
 * @brief Say why a start is not possible, before the driver is asked.
 * @param start  The start.
 * @param gpu    Its GPU, or NULL.
 * @param vgpu   What is known of the vGPU.
 * @return A new string, or NULL when nothing is against it.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *objection(const struct gvm_nv_start *start,
		       const struct gvm_observe_gpu *gpu,
		       const struct gvm_observe_vgpu *vgpu)
{
	if (!gpu)
		return g_strdup_printf("the driver names GPU 0x%x, which it does not list or which cannot be looked at",
				       start->gpu_id);
	if (!vgpu->domain_uuid)
		return g_strdup_printf("no domain is known: there is no claim on it, and its QEMU, process %u, has no -uuid",
				       start->qemu_pid);

	return NULL;
}

/**
 * @brief Answer one start.
 * @param self   The observer.
 * @param start  The start.
 * @norestriction
 * @sideeffect QEMU goes on, or ends; one event.
 * @failure Every failure is an answer, and told.
 */
static void answer(struct gvm_observe *self, const struct gvm_nv_start *start)
{
	g_autoptr(gvm_observe_vgpu) vgpu = g_new0(struct gvm_observe_vgpu, 1);
	struct gvm_observe_gpu *gpu = find_gpu(self, start);
	struct gvm_nv_answer reply = { .uuid = start->uuid };
	g_autofree char *reason = NULL;
	uint32_t status = GVM_NV_OK;
	int rc;

	/* It may have been bound a moment ago. */
	if (!gpu && gvm_observe_scan(self, NULL))
		gpu = find_gpu(self, start);
	vgpu->guest = g_new0(struct gvm_nv_guest, 1);
	vgpu->guest->uuid = g_strdup(start->uuid);
	vgpu->guest->vm_pid = start->qemu_pid;
	vgpu->gpu = gpu ? g_strdup(gpu->gpu->address) : NULL;
	gvm_observe_domain(self->host, start->uuid, start->qemu_pid,
			   &vgpu->domain, &vgpu->domain_uuid);
	reply.vm_uuid = vgpu->domain_uuid;
	reply.vm_name = vgpu->domain ? vgpu->domain : vgpu->domain_uuid;

	reason = objection(start, gpu, vgpu);
	if (reason) {
		reply.status = GVM_NV_OBJECT_NOT_FOUND;
		refuse(self, gpu, &reply, vgpu, reason);
		return;
	}
	rc = deliver(self, gpu, &reply, &status);
	if (rc == 0 && status == GVM_NV_OK) {
		self->answered++;
		find_type(self, vgpu);
		gvm_observe_tell_vgpu(self, GVM_OBSERVE_STARTED, vgpu, NULL);
		return;
	}
	reason = explain(rc, status);
	reply.status = rc == 0 ? status : GVM_NV_INVALID_STATE;
	refuse(self, gpu, &reply, vgpu, reason);
}

bool gvm_start_drain(struct gvm_observe *self, GError **err)
{
	g_autoptr(GError) last = NULL;
	unsigned int none = 0;
	bool told = false;
	bool bound = false;

	/* "None" may be a start whose QEMU is gone, with others behind it; and
	 * behind a question that failed somebody may wait.
	 */
	for (size_t i = 0; i < DRAIN_MAX && none < GVM_NV_START_QUEUE; i++) {
		g_autoptr(gvm_nv_start) start = NULL;
		enum gvm_nv_start_taken taken = GVM_NV_START_NONE;
		g_autoptr(GError) why = NULL;

		if (gvm_nv_start_take(self->rm, &start, &taken, &why)) {
			told = true;
		} else {
			g_clear_error(&last);
			last = g_steal_pointer(&why);
		}
		none = taken == GVM_NV_START_NONE ? none + 1 : 0;
		bound |= taken == GVM_NV_START_OTHER;
		if (start)
			answer(self, start);
	}
	if (last && !told) {
		g_propagate_error(err, g_steal_pointer(&last));
		return false;
	}
	if (last)
		gvm_observe_tell_text(self, GVM_OBSERVE_TROUBLE, NULL,
				      "a start of a VM may have been missed: %s",
				      last->message);

	return !bound || gvm_observe_scan(self, err);
}
