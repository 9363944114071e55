// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief What vGPUs use, as text for collectors of figures.
 *
 * A family of figures is a line of TYPE, one of UNIT where it has one, one of
 * HELP, and then all its samples, one for each vGPU. So the outer loop is over
 * families and the inner one over vGPUs; both are tables here.
 */
#include "lifecycle/metrics.h"

#include "lifecycle/observe-state.h"

/** @brief A family of figures. */
struct family {
	const char *name;	/**< Its name, unit included. */
	const char *unit;	/**< Or NULL. */
	const char *help;	/**< What it is. */
};

/** @brief A figure of each vGPU. */
struct vgpu_figure {
	struct family family;	/**< What it is. */
	/** @brief Its value for a vGPU. */
	uint64_t (*value)(const struct gvm_observe_vgpu *vgpu);
};

/** @brief A figure of each GPU. */
struct gpu_figure {
	struct family family;	/**< What it is. */
	/** @brief Its value for a GPU. */
	uint64_t (*value)(const struct gvm_observe_gpu *gpu);
};

/**
 * @brief Tell the frame buffer in use.
 * @param vgpu  The vGPU.
 * @return Bytes.
 * @pure
 */
static uint64_t used_of(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->guest->fb_used;
}

/**
 * @brief Tell the frame buffer of the type.
 * @param vgpu  The vGPU.
 * @return Bytes.
 * @pure
 */
static uint64_t size_of(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->framebuffer;
}

/**
 * @brief Tell whether the guest's driver runs.
 * @param vgpu  The vGPU.
 * @return 1 or 0.
 * @pure
 */
static uint64_t loaded_of(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->guest->driver_loaded;
}

/**
 * @brief Tell whether the guest has a licence.
 * @param vgpu  The vGPU.
 * @return 1 or 0.
 * @pure
 */
static uint64_t licensed_of(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->guest->licensed;
}

/**
 * @brief Tell the frame-rate limit.
 * @param vgpu  The vGPU.
 * @return Frames a second, 0 for none.
 * @pure
 */
static uint64_t limit_of(const struct gvm_observe_vgpu *vgpu)
{
	return vgpu->guest->frame_rate;
}

/**
 * @brief Tell whether a GPU could be looked at.
 * @param gpu  The GPU.
 * @return 1 or 0.
 * @pure
 */
static uint64_t up_of(const struct gvm_observe_gpu *gpu)
{
	return !gpu->failing;
}

/**
 * @brief Tell how many vGPUs run on a GPU.
 * @param gpu  The GPU.
 * @return How many.
 * @pure
 */
static uint64_t count_of(const struct gvm_observe_gpu *gpu)
{
	return gpu->vgpus->len;
}

/**
 * @brief Tell the frame buffer of a GPU.
 * @param gpu  The GPU.
 * @return Bytes.
 * @pure
 */
static uint64_t memory_of(const struct gvm_observe_gpu *gpu)
{
	return gpu->gpu->framebuffer;
}

/** @brief The figures of each vGPU. */
static const struct vgpu_figure vgpu_figures[] = {
	{ { "gvm_vgpu_framebuffer_used_bytes", "bytes",
	    "Frame buffer that the guest uses" }, used_of },
	{ { "gvm_vgpu_framebuffer_size_bytes", "bytes",
	    "Frame buffer that the guest has" }, size_of },
	{ { "gvm_vgpu_guest_driver_loaded", NULL,
	    "Whether the driver of the guest runs" }, loaded_of },
	{ { "gvm_vgpu_licensed", NULL,
	    "Whether the guest has a licence" }, licensed_of },
	{ { "gvm_vgpu_frame_rate_limit_hertz", "hertz",
	    "Limit of frames a second, 0 for none" }, limit_of },
};

/** @brief The figures of each GPU. */
static const struct gpu_figure gpu_figures[] = {
	{ { "gvm_gpu_up", NULL,
	    "Whether the last look at the GPU was possible" }, up_of },
	{ { "gvm_gpu_vgpus", NULL, "Running vGPUs" }, count_of },
	{ { "gvm_gpu_framebuffer_size_bytes", "bytes",
	    "Frame buffer of the GPU" }, memory_of },
};

/**
 * @brief Begin a family.
 * @param text    Grows.
 * @param family  The family.
 * @param type    "gauge" or "counter".
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void begin(GString *text, const struct family *family, const char *type)
{
	g_string_append_printf(text, "# TYPE %s %s\n", family->name, type);
	if (family->unit)
		g_string_append_printf(text, "# UNIT %s %s\n", family->name,
				       family->unit);
	g_string_append_printf(text, "# HELP %s %s\n", family->name,
			       family->help);
}

/**
 * @brief Add a label.
 * @param text   Grows, by "{" or "," as well.
 * @param name   Name of the label.
 * @param value  Its value, NULL for "".
 * @restriction The name of the sample stands right before the first one.
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void label(GString *text, const char *name, const char *value)
{
	bool more = text->len > 0 && text->str[text->len - 1] == '"';
	/* Names from a command line may be no UTF-8, which the form is. */
	g_autofree char *valid = g_utf8_make_valid(value ? value : "", -1);

	g_string_append_printf(text, "%c%s=\"", more ? ',' : '{', name);
	for (const char *p = valid; *p; p++) {
		if (*p == '\n')
			g_string_append(text, "\\n");
		else if (*p == '\\' || *p == '"')
			g_string_append_printf(text, "\\%c", *p);
		else
			g_string_append_c(text, *p);
	}
	g_string_append_c(text, '"');
}

/**
 * @brief End a sample that has labels.
 * @param text   Grows.
 * @param value  Its value.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void end(GString *text, uint64_t value)
{
	g_string_append_printf(text, "} %" G_GUINT64_FORMAT "\n",
			       (guint64)value);
}

/**
 * @brief Add the labels by which vGPUs are known.
 * @param text  Grows.
 * @param vgpu  The vGPU.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void identify(GString *text, const struct gvm_observe_vgpu *vgpu)
{
	const struct gvm_nv_guest *guest = vgpu->guest;

	label(text, "uuid", guest->uuid ? guest->uuid : guest->device_name);
	label(text, "gpu", vgpu->gpu);
	label(text, "type", vgpu->type);
	label(text, "domain", vgpu->domain);
}

/**
 * @brief Collect the vGPUs that are known to be as they were last seen.
 * @param self  The observer.
 * @return A new array of borrowed struct gvm_observe_vgpu, without those of
 *         GPUs whose last look failed.
 * @norestriction
 * @sideeffect Allocates memory.
 * @nofailure
 */
static GPtrArray *known_vgpus(const struct gvm_observe *self)
{
	GPtrArray *vgpus = g_ptr_array_new();

	for (guint i = 0; i < self->gpus->len; i++) {
		const struct gvm_observe_gpu *gpu;

		gpu = g_ptr_array_index(self->gpus, i);
		for (guint j = 0; !gpu->failing && j < gpu->vgpus->len; j++)
			g_ptr_array_add(vgpus,
					g_ptr_array_index(gpu->vgpus, j));
	}

	return vgpus;
}

/**
 * @brief Add what is said in words of each vGPU.
 * @param vgpus  struct gvm_observe_vgpu.
 * @param text   Grows.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void add_infos(const GPtrArray *vgpus, GString *text)
{
	static const struct family family = {
		"gvm_vgpu_info", NULL, "What else is known of a vGPU",
	};

	begin(text, &family, "gauge");
	for (guint i = 0; i < vgpus->len; i++) {
		const struct gvm_observe_vgpu *vgpu;

		vgpu = g_ptr_array_index(vgpus, i);
		g_string_append(text, family.name);
		identify(text, vgpu);
		label(text, "type_name", vgpu->type_name);
		label(text, "domain_uuid", vgpu->domain_uuid);
		label(text, "guest_driver", vgpu->guest->driver);
		label(text, "license", gvm_observe_license(vgpu));
		end(text, 1);
	}
}

/**
 * @brief Add a figure of each vGPU.
 * @param vgpus   struct gvm_observe_vgpu.
 * @param figure  The figure.
 * @param text    Grows.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void add_vgpu_figure(const GPtrArray *vgpus,
			    const struct vgpu_figure *figure, GString *text)
{
	begin(text, &figure->family, "gauge");
	for (guint i = 0; i < vgpus->len; i++) {
		const struct gvm_observe_vgpu *vgpu;

		vgpu = g_ptr_array_index(vgpus, i);
		g_string_append(text, figure->family.name);
		identify(text, vgpu);
		end(text, figure->value(vgpu));
	}
}

/**
 * @brief Add a figure of each GPU.
 * @param self    The observer.
 * @param figure  The figure.
 * @param text    Grows.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void add_gpu_figure(const struct gvm_observe *self,
			   const struct gpu_figure *figure, GString *text)
{
	begin(text, &figure->family, "gauge");
	for (guint i = 0; i < self->gpus->len; i++) {
		const struct gvm_observe_gpu *gpu;

		gpu = g_ptr_array_index(self->gpus, i);
		g_string_append(text, figure->family.name);
		label(text, "gpu", gpu->gpu->address);
		end(text, figure->value(gpu));
	}
}

/**
 * @brief Add what the observer does itself.
 * @param self  The observer.
 * @param text  Grows.
 * @norestriction
 * @sideeffect Grows @p text.
 * @nofailure
 */
static void add_observer(const struct gvm_observe *self, GString *text)
{
	static const struct family driver = {
		"gvm_driver_info", NULL, "Release of the driver",
	};
	static const struct family answers = {
		"gvm_observer_answers_starts", NULL,
		"Whether starts of VMs are answered",
	};
	static const struct family starts = {
		"gvm_observer_starts", NULL,
		"Starts of VMs that were answered, by result",
	};
	char release[GVM_NV_VERSION_TEXT];

	gvm_nv_version_format(self->rm->abi.driver, release);
	begin(text, &driver, "gauge");
	g_string_append(text, driver.name);
	label(text, "version", release);
	end(text, 1);
	begin(text, &answers, "gauge");
	g_string_append_printf(text, "%s %d\n", answers.name, !!self->starts);
	begin(text, &starts, "counter");
	g_string_append_printf(text, "%s_total", starts.name);
	label(text, "result", "started");
	end(text, self->answered);
	g_string_append_printf(text, "%s_total", starts.name);
	label(text, "result", "failed");
	end(text, self->failed);
}

char *gvm_metrics_format(const struct gvm_observe *self, bool up)
{
	static const struct family family = {
		"gvm_observer_up", NULL, "Whether somebody looks at the vGPUs",
	};
	g_autoptr(GPtrArray) vgpus = known_vgpus(self);
	GString *text = g_string_new(NULL);

	begin(text, &family, "gauge");
	g_string_append_printf(text, "%s %d\n", family.name, up);
	if (up) {
		add_observer(self, text);
		for (size_t i = 0; i < G_N_ELEMENTS(gpu_figures); i++)
			add_gpu_figure(self, &gpu_figures[i], text);
		for (size_t i = 0; i < G_N_ELEMENTS(vgpu_figures); i++)
			add_vgpu_figure(vgpus, &vgpu_figures[i], text);
		add_infos(vgpus, text);
	}
	g_string_append(text, "# EOF\n");

	return g_string_free(text, FALSE);
}
