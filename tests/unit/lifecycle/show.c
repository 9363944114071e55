// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief A driver, a script and what the observer says.
 */
#include "show.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "lifecycle/claims.h"
#include "nvidia/config.h"
#include "nvidia/uuid.h"

/** @brief NV0000_NOTIFIERS_VM_START, where there is one. */
#define VM_START 2
/** @brief NV01_ROOT_CLIENT, the class that all clients have in the end. */
#define ROOT_CLIENT 0x41
/** @brief Frame buffer of the type of these tests, in bytes. */
#define FRAMEBUFFER (UINT64_C(2048) << 20)
/** @brief Milliseconds of a second. */
#define MS_PER_S 1000
/** @brief Number of the type of these tests. */
#define TYPE 1001

const struct show_release show_releases[] = {
	{ "525.147.05", true }, { "535.183.01", true },
	{ "535.216.01", false }, { "550.54.14", true },
	{ "550.90.07", false }, { "570.86.15", false },
	{ "575.51.02", false }, { "580.95.05", false },
	{ "595.45.04", false }, { NULL, false },
};

/**
 * @brief Be the wait: play a step, or order the end.
 * @param host        The machine of a show.
 * @param fds         As for poll(2).
 * @param n           How many.
 * @param timeout_ms  Longest wait.
 * @return As for poll(2).
 * @norestriction
 * @sideeffect What the step does.
 * @nofailure
 */
static int play_poll(struct gvm_host *host, struct pollfd *fds, size_t n,
		     unsigned int timeout_ms)
{
	struct stage *show = (struct stage *)host;
	int rc;

	if (*show->steps)
		(*show->steps++)(show);
	else
		kill(getpid(), SIGTERM);

	if (show->hangs_up && n > 1) {
		fds[1].revents = POLLHUP;
		return 1;
	}
	/* Who could make one ready is this process: time need not pass. */
	rc = fake_kernel_ops.poll(host, fds, n, 0);
	/* The first is the order to end, which may come with an event. */
	if (rc > 0)
		poll(fds, 1, 0);
	else
		fake_kernel_pass(host->root, timeout_ms / MS_PER_S);

	return rc;
}

/**
 * @brief Register the type of these tests on a GPU.
 * @param host   The machine.
 * @param rows   Release whose layouts the driver has.
 * @param index  Place of the GPU in the driver's list.
 * @norestriction
 * @sideeffect The type appears in the machine.
 * @failure Fails the test.
 */
static void add_type(struct gvm_host *host, const char *rows, guint index)
{
	g_autoptr(gvm_profile) type = gvm_profile_new(TYPE);
	g_autoptr(GError) err = NULL;
	g_autoptr(gvm_rm) rm = gvm_rm_new(host, rows, &err);
	g_autoptr(GPtrArray) gpus = NULL;
	struct gvm_nv_gpu *gpu;

	unit_expect_success(rm, err);
	type->text[GVM_PROFILE_NAME] = g_strdup("GVM 2Q");
	type->text[GVM_PROFILE_CLASS] = g_strdup("Quadro");
	gvm_profile_set(type, GVM_PROFILE_FRAMEBUFFER, FRAMEBUFFER);
	gvm_profile_set(type, GVM_PROFILE_SIZE, FRAMEBUFFER);
	gvm_profile_set(type, GVM_PROFILE_MAX_INSTANCES, 12);
	gvm_profile_set(type, GVM_PROFILE_FRAME_RATE, 60);

	gpus = gvm_nv_gpu_list(rm, &err);
	unit_expect_success(gpus, err);
	gpu = g_ptr_array_index(gpus, index);
	unit_expect_success(gvm_nv_gpu_open(gpu, &err), err);
	unit_expect_success(gvm_nv_gpu_configure(gpu, &err), err);
	unit_expect_success(gvm_nv_config_send(gpu, type, true, true, &err),
			    err);
	unit_expect_success(gvm_nv_config_publish(gpu, &err), err);
}

/**
 * @brief Claim the first vGPU for domain "alpha".
 * @param host  The machine.
 * @norestriction
 * @sideeffect Writes the claim.
 * @failure Fails the test.
 */
static void add_claim(struct gvm_host *host)
{
	g_autoptr(gvm_claim) claim = g_new0(struct gvm_claim, 1);
	g_autoptr(GError) err = NULL;
	gvm_autofd int lock = -1;

	claim->device = g_strdup(FAKE_UUID_1);
	claim->owner = g_strdup(SHOW_ALPHA);
	claim->domain = g_strdup("alpha");
	claim->backend = g_strdup("mdev");
	claim->parent = g_strdup(SHOW_GPU_1);
	claim->type = g_strdup("nvidia-1001");
	unit_expect_success(gvm_claims_lock(host, &lock, &err), err);
	unit_expect_success(gvm_claims_save(host, claim, &err), err);
}

/**
 * @brief Let the host's part of both vGPUs be there, as NVIDIA's plugin makes
 *        it.
 * @param show  The show, with its vGPUs.
 * @norestriction
 * @sideeffect A start of them can be answered with yes.
 * @failure Fails the test.
 */
static void add_plugins(struct stage *show)
{
	g_autoptr(GError) err = NULL;
	/* The driver learns of new vGPUs when it is called. */
	g_autoptr(gvm_rm) rm = gvm_rm_new(&show->fake->host, NULL, &err);
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	unit_expect_success(rm, err);
	fake_nvidia_vgpu(sim, FAKE_UUID_1)->plugin = true;
	fake_nvidia_vgpu(sim, FAKE_UUID_2)->plugin = true;
}

struct stage *show_new(const char *release)
{
	return show_new_as(release, release);
}

struct stage *show_new_as(const char *release, const char *rows)
{
	static const struct fake_nvidia_gpu gpus[] = {
		{ SHOW_GPU_1, 0, 0, 1, RMSIM_MODE_HOST_VGPU },
		{ SHOW_GPU_2, 1, 0, 0, RMSIM_MODE_HOST_VGPU },
	};
	static const char *const qemu[] = {
		"/usr/bin/qemu-system-x86_64", "-name",
		"guest=beta,debug-threads=on", "-uuid", SHOW_BETA, NULL
	};
	struct stage *show = g_new0(struct stage, 1);
	const char *root;

	show->fake = fake_host_new("empty");
	root = show->fake->root;
	show->ops = fake_kernel_ops;
	show->ops.poll = play_poll;
	show->told = g_string_new(NULL);
	show->messages = g_string_new(NULL);
	show->options.interval = GVM_OBSERVE_INTERVAL;
	gvm_host_init(&show->host, root, &show->ops);
	fake_nvidia_add(root, release, rows, gpus, G_N_ELEMENTS(gpus));
	add_type(&show->fake->host, rows, 0);
	add_type(&show->fake->host, rows, 1);
	fake_gpu_vgpu(root, SHOW_GPU_1, "nvidia-1001", FAKE_UUID_1);
	fake_gpu_vgpu(root, SHOW_GPU_2, "nvidia-1001", FAKE_UUID_2);
	add_plugins(show);
	add_claim(&show->fake->host);
	fake_machine_process(root, SHOW_QEMU_2, 1, qemu);
	fake_nvidia_forget_calls(root);

	return show;
}

void show_free(struct stage *show)
{
	if (!show)
		return;
	assert_int_equal(fake_nvidia_leaks(show->fake->root), 0);
	gvm_host_close(&show->host);
	fake_host_free(show->fake);
	g_string_free(show->told, TRUE);
	g_string_free(show->messages, TRUE);
	g_free(show);
}

/**
 * @brief Note an event.
 * @param event  The event.
 * @param data   The show.
 * @norestriction
 * @sideeffect Adds lines to what was told and said.
 * @nofailure
 */
static void hear(const struct gvm_observe_event *event, void *data)
{
	const struct gvm_observe_vgpu *vgpu = event->vgpu;
	struct stage *show = data;

	g_string_append_printf(show->messages, "%s\n", event->message);
	if (event->kind == GVM_OBSERVE_MODE)
		return;
	g_string_append_printf(show->told, "%s %s %s %s\n",
			       gvm_observe_name(event->kind),
			       event->gpu ? event->gpu : "-",
			       vgpu && vgpu->guest->uuid ?
			       vgpu->guest->uuid : "-",
			       vgpu && vgpu->domain ? vgpu->domain : "-");
}

bool show_run(struct stage *show, const show_step *steps, GError **err)
{
	const struct gvm_observe_listener listener = { hear, show };

	show->steps = steps;
	g_string_truncate(show->told, 0);
	g_string_truncate(show->messages, 0);

	return gvm_observe_run(&show->host, &show->options, &listener, err);
}

void show_play(struct stage *show, const show_step *steps)
{
	g_autoptr(GError) err = NULL;
	bool good = show_run(show, steps, &err);

	unit_expect_success(good, err);
	assert_null(*show->steps);
}

void show_expect(const struct stage *show, const char *text)
{
	assert_string_equal(show->told->str, text);
}

void show_expect_said(const struct stage *show, const char *part)
{
	if (!strstr(show->messages->str, part))
		fail_msg("'%s' was not said, but:\n%s", part,
			 show->messages->str);
}

void show_manager(struct stage *show)
{
	static const char *const args[] = { "/usr/bin/nvidia-vgpu-mgr", NULL };

	fake_machine_process(show->fake->root, SHOW_MANAGER, 1, args);
	fake_tree_file(show->fake->root, "proc/812/comm", "nvidia-vgpu-mgr\n");
}

void show_open_1(struct stage *show)
{
	assert_true(fake_nvidia_open_vgpu(show->fake->root, FAKE_UUID_1,
					  SHOW_QEMU_1));
}

void show_open_2(struct stage *show)
{
	assert_true(fake_nvidia_open_vgpu(show->fake->root, FAKE_UUID_2,
					  SHOW_QEMU_2));
}

void show_run_1(struct stage *show)
{
	fake_nvidia_run_vgpu(show->fake->root, FAKE_UUID_1, SHOW_QEMU_1,
			     "named by the driver", SHOW_BETA);
}

void show_run_2(struct stage *show)
{
	fake_nvidia_run_vgpu(show->fake->root, FAKE_UUID_2, SHOW_QEMU_2,
			     "named by the driver", SHOW_ALPHA);
}

void show_stop_1(struct stage *show)
{
	fake_nvidia_stop_vgpu(show->fake->root, FAKE_UUID_1);
}

void show_load_1(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);
	struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, FAKE_UUID_1);

	g_strlcpy(vgpu->driver, "550.54.14", sizeof(vgpu->driver));
	vgpu->driver_loaded = true;
	vgpu->licensed = true;
	vgpu->license_state = 5;
	vgpu->fb_used = UINT64_C(512) << 20;
}

void show_nothing(struct stage *show)
{
	(void)show;
}

void show_expect_answer(struct stage *show, const char *uuid,
			enum rmsim_start start, uint32_t status,
			const char *vm_name, const char *vm_uuid)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);
	const struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, uuid);
	g_autofree char *found = gvm_nv_uuid_format(vgpu->vm_uuid);

	assert_int_equal(vgpu->start, start);
	assert_int_equal(vgpu->answer, status);
	assert_string_equal(vgpu->vm_name, vm_name);
	if (g_strcmp0(found, vm_uuid) != 0)
		fail_msg("the domain is %s, not %s", found, vm_uuid);
}

void show_insist_on_silence(struct stage *show)
{
	g_autoptr(rmsim) sim = fake_nvidia_map(show->fake->root);

	for (size_t i = 0; i < RMSIM_OBJECTS; i++)
		if (sim->objects[i].cls == ROOT_CLIENT)
			assert_int_equal(sim->objects[i].actions[VM_START], 0);
}
