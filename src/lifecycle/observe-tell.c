// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What the observer says: to the journal and to its listener.
 */
#include "lifecycle/observe-state.h"

#include <assert.h>

#include "lifecycle/event.h"

/** @brief Bytes of a MiB. */
#define MIB (UINT64_C(1) << 20)

/** @brief Name of each kind of event. */
static const char *const names[] = {
	[GVM_OBSERVE_MODE] = "mode",
	[GVM_OBSERVE_PRESENT] = "present",
	[GVM_OBSERVE_CREATED] = "created",
	[GVM_OBSERVE_INITIALISING] = "initialising",
	[GVM_OBSERVE_CHANGED] = "changed",
	[GVM_OBSERVE_DESTROYED] = "destroyed",
	[GVM_OBSERVE_STARTED] = "started",
	[GVM_OBSERVE_START_FAILED] = "start-failed",
	[GVM_OBSERVE_GPU_FOUND] = "gpu-found",
	[GVM_OBSERVE_GPU_LOST] = "gpu-lost",
	[GVM_OBSERVE_TROUBLE] = "trouble",
};

static_assert(G_N_ELEMENTS(names) == GVM_OBSERVE_KINDS, "a kind has no name");

const char *gvm_observe_name(enum gvm_observe_kind kind)
{
	g_assert(kind < GVM_OBSERVE_KINDS);

	return names[kind];
}

void gvm_observe_vgpu_free(struct gvm_observe_vgpu *vgpu)
{
	if (!vgpu)
		return;
	gvm_nv_guest_free(vgpu->guest);
	g_free(vgpu->gpu);
	g_free(vgpu->type);
	g_free(vgpu->type_name);
	g_free(vgpu->domain);
	g_free(vgpu->domain_uuid);
	g_free(vgpu);
}

/**
 * @brief Say how grave an event is.
 * @param kind  The kind of event.
 * @return A level of GLib.
 * @pure
 */
static GLogLevelFlags level_of(enum gvm_observe_kind kind)
{
	switch (kind) {
	case GVM_OBSERVE_START_FAILED:
	case GVM_OBSERVE_GPU_LOST:
	case GVM_OBSERVE_TROUBLE:
		return G_LOG_LEVEL_WARNING;
	case GVM_OBSERVE_MODE:
	case GVM_OBSERVE_PRESENT:
	case GVM_OBSERVE_CREATED:
	case GVM_OBSERVE_INITIALISING:
	case GVM_OBSERVE_CHANGED:
	case GVM_OBSERVE_DESTROYED:
	case GVM_OBSERVE_STARTED:
	case GVM_OBSERVE_GPU_FOUND:
	case GVM_OBSERVE_KINDS:
		break;
	}

	return G_LOG_LEVEL_INFO;
}

void gvm_observe_tell(struct gvm_observe *self,
		      const struct gvm_observe_event *event)
{
	const struct gvm_observe_vgpu *vgpu = event->vgpu;
	struct gvm_event_seen seen = {
		.event = gvm_observe_name(event->kind),
		.gpu = event->gpu,
	};
	g_autofree char *used = NULL;

	if (vgpu) {
		seen.uuid = vgpu->guest->uuid;
		seen.device = vgpu->guest->device_name;
		seen.type = vgpu->type;
		seen.owner = vgpu->domain_uuid;
		seen.domain = vgpu->domain;
	}
	if (vgpu && vgpu->listed) {
		used = g_strdup_printf("%" G_GUINT64_FORMAT,
				       (guint64)vgpu->guest->fb_used);
		seen.framebuffer_used = used;
		seen.guest_driver = vgpu->guest->driver;
		seen.license = gvm_observe_license(vgpu);
	}
	gvm_event_seen(self->host, level_of(event->kind), event->message,
		       &seen);
	self->listener->hear(event, self->listener->data);
}

const char *gvm_observe_license(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->guest->licensed ? "licensed" : "unlicensed";
}

/**
 * @brief Say in words what a guest does with its vGPU.
 * @param vgpu  The vGPU.
 * @return A new string, or NULL when the driver does not list it.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static char *describe(const struct gvm_observe_vgpu *vgpu)
{
	const struct gvm_nv_guest *guest = vgpu->guest;
	g_autofree char *of = NULL;
	g_autofree char *driver = NULL;

	if (!vgpu->listed)
		return NULL;
	if (vgpu->framebuffer)
		of = g_strdup_printf(" of %" G_GUINT64_FORMAT,
				     (guint64)(vgpu->framebuffer / MIB));
	if (guest->driver && *guest->driver)
		driver = g_strdup_printf("guest driver %s, %s", guest->driver,
					 gvm_observe_license(vgpu));

	return g_strdup_printf("%" G_GUINT64_FORMAT "%s MiB used, %s",
			       (guint64)(guest->fb_used / MIB), of ? of : "",
			       driver ? driver : "no guest driver");
}

void gvm_observe_tell_vgpu(struct gvm_observe *self,
			   enum gvm_observe_kind kind,
			   const struct gvm_observe_vgpu *vgpu,
			   const char *detail)
{
	const struct gvm_nv_guest *guest = vgpu->guest;
	g_autofree char *state = describe(vgpu);
	g_autofree char *message = NULL;
	const char *id = guest->uuid ? guest->uuid : guest->device_name;

	if (detail) {
		g_free(state);
		state = g_strdup(detail);
	}
	message = g_strdup_printf("%s vGPU %s, %s on %s, for %s%s%s",
				  gvm_observe_name(kind),
				  id ? id : "without a name",
				  vgpu->type ? vgpu->type : "type unknown",
				  vgpu->gpu ? vgpu->gpu : "GPU unknown",
				  vgpu->domain ? vgpu->domain :
				  vgpu->domain_uuid ? vgpu->domain_uuid :
				  "domain unknown",
				  state ? ": " : "", state ? state : "");
	gvm_observe_tell(self, &(struct gvm_observe_event) {
		.kind = kind,
		.message = message,
		.gpu = vgpu->gpu,
		.vgpu = vgpu,
	});
}

void gvm_observe_tell_text(struct gvm_observe *self,
			   enum gvm_observe_kind kind, const char *gpu,
			   const char *format, ...)
{
	g_autofree char *message = NULL;
	va_list args;

	va_start(args, format);
	message = g_strdup_vprintf(format, args);
	va_end(args);
	gvm_observe_tell(self, &(struct gvm_observe_event) {
		.kind = kind,
		.message = message,
		.gpu = gpu,
	});
}
