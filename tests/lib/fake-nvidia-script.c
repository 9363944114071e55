// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief NVIDIA's driver on an imitated machine, for shell scripts.
 */
#include <stdio.h>
#include <string.h>

#include "fake-kernel.h"
#include "fake-nvidia-glue.h"

/**
 * @brief Read a number.
 * @param text  Decimal, or hexadecimal after "0x".
 * @return The number.
 * @norestriction
 * @nosideeffect
 * @failure Ends the process for what is no number.
 */
static uint64_t number(const char *text)
{
	char *end = NULL;
	uint64_t value = g_ascii_strtoull(text, &end, 0);

	if (end == text || *end)
		g_error("fake driver: '%s' is no number", text);

	return value;
}

/**
 * @brief Let a call fail with an errno.
 * @param root   The machine.
 * @param words  Which call from now on, and the errno.
 * @norestriction
 * @sideeffect As fake_nvidia_fault().
 * @failure Ends the process.
 */
static void fail_errno(const char *root, char **words)
{
	struct rmsim_fault fault = {
		.at = number(words[0]),
		.error = number(words[1]),
	};

	fake_nvidia_fault(root, &fault);
}

/**
 * @brief Let all calls of one kind fail.
 * @param root   The machine.
 * @param words  Number of the control or class, and the status.
 * @norestriction
 * @sideeffect As fake_nvidia_fault().
 * @failure Ends the process.
 */
static void fail_all(const char *root, char **words)
{
	struct rmsim_fault fault = {
		.at = 1,
		.cmd = number(words[0]),
		.status = number(words[1]),
		.stays = true,
	};

	fake_nvidia_fault(root, &fault);
}

/**
 * @brief Print the log of the calls.
 * @param root   The machine.
 * @param words  Unused.
 * @norestriction
 * @sideeffect Prints to standard output.
 * @nofailure
 */
static void print_calls(const char *root, char **words)
{
	g_autofree char *calls = fake_nvidia_calls(root);

	(void)words;
	if (*calls)
		puts(calls);
}

/**
 * @brief Print what programs have left behind.
 * @param root   The machine.
 * @param words  Unused.
 * @norestriction
 * @sideeffect Prints to standard output.
 * @failure Ends the process without a driver.
 */
static void print_leaks(const char *root, char **words)
{
	(void)words;
	printf("%u\n", fake_nvidia_leaks(root));
}

/**
 * @brief Let a QEMU open a vGPU, and print whether it has to wait.
 * @param root   The machine.
 * @param words  UUID, process.
 * @norestriction
 * @sideeffect As fake_nvidia_open_vgpu().
 * @failure Ends the process.
 */
static void open_vgpu(const char *root, char **words)
{
	puts(fake_nvidia_open_vgpu(root, words[0], number(words[1])) ?
	     "waits" : "goes on");
}

/**
 * @brief Print how far the start of a vGPU is.
 * @param root   The machine.
 * @param words  UUID.
 * @norestriction
 * @sideeffect Prints to standard output.
 * @failure Ends the process.
 */
static void print_start(const char *root, char **words)
{
	static const char *const names[] = {
		[RMSIM_START_NONE] = "none",
		[RMSIM_START_WAITS] = "waits",
		[RMSIM_START_YES] = "yes",
		[RMSIM_START_NO] = "no",
	};
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	const struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, words[0]);

	printf("%s 0x%x %s\n", names[vgpu->start], vgpu->answer,
	       vgpu->vm_name);
}

/**
 * @brief Let the guest of a vGPU run.
 * @param root   The machine.
 * @param words  UUID, process, name and UUID of the domain.
 * @norestriction
 * @sideeffect As fake_nvidia_run_vgpu().
 * @failure Ends the process.
 */
static void run_vgpu(const char *root, char **words)
{
	fake_nvidia_run_vgpu(root, words[0], number(words[1]), words[2],
			     words[3]);
}

/**
 * @brief Let the guest's driver of a running vGPU be there, with a licence.
 * @param root   The machine.
 * @param words  UUID, version of the guest's driver, MiB that it uses.
 * @norestriction
 * @sideeffect The driver knows it.
 * @failure Ends the process.
 */
static void load_guest(const char *root, char **words)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	struct rmsim_vgpu *vgpu = fake_nvidia_vgpu(sim, words[0]);

	g_strlcpy(vgpu->driver, words[1], sizeof(vgpu->driver));
	vgpu->fb_used = number(words[2]) << 20;
	vgpu->driver_loaded = true;
	vgpu->licensed = true;
	vgpu->license_state = 1;
}

/**
 * @brief Let the host's part of a vGPU be there.
 * @param root   The machine.
 * @param words  UUID.
 * @norestriction
 * @sideeffect A start of it can be answered "yes".
 * @failure Ends the process.
 */
static void load_plugin(const char *root, char **words)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = fake_nvidia_map(root);
	struct fake_nvidia_glue glue = { .root = root, .sim = sim };

	fake_nvidia_sync(&glue);
	fake_nvidia_vgpu(sim, words[0])->plugin = true;
}

/**
 * @brief Let a GPU be something else.
 * @param root   The machine.
 * @param words  Its place in the driver's list, its virtualization mode.
 * @norestriction
 * @sideeffect The driver says so.
 * @failure Ends the process.
 */
static void set_mode(const char *root, char **words)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = fake_nvidia_map(root);

	sim->gpus[number(words[0]) % RMSIM_GPUS].mode = number(words[1]);
}

/**
 * @brief Let the driver publish nothing, and say that it did.
 * @param root   The machine.
 * @param words  Unused.
 * @norestriction
 * @sideeffect Types do not appear any more.
 * @failure Ends the process.
 */
static void set_mute(const char *root, char **words)
{
	gvm_autofd int lock = fake_kernel_lock(root);
	g_autoptr(rmsim) sim = fake_nvidia_map(root);

	(void)words;
	sim->mute = true;
}

/**
 * @brief Let the n-th call with a status fail.
 * @param root   The machine.
 * @param words  Which one, and the status.
 * @norestriction
 * @sideeffect As fake_nvidia_fail().
 * @failure Ends the process.
 */
static void fail_nth(const char *root, char **words)
{
	fake_nvidia_fail(root, number(words[0]), number(words[1]));
}

/**
 * @brief Let the driver be unloaded.
 * @param root   The machine.
 * @param words  At which call.
 * @norestriction
 * @sideeffect As fake_nvidia_unload_at().
 * @failure Ends the process.
 */
static void unload(const char *root, char **words)
{
	fake_nvidia_unload_at(root, number(words[0]));
}

/**
 * @brief Let all later callers be no root, or root again.
 * @param root   The machine.
 * @param words  "no" or "yes".
 * @norestriction
 * @sideeffect As fake_nvidia_privileged().
 * @nofailure
 */
static void set_root(const char *root, char **words)
{
	fake_nvidia_privileged(root, g_str_equal(words[0], "yes"));
}

/**
 * @brief Let the guest of a vGPU end.
 * @param root   The machine.
 * @param words  UUID.
 * @norestriction
 * @sideeffect As fake_nvidia_stop_vgpu().
 * @failure Ends the process.
 */
static void stop_vgpu(const char *root, char **words)
{
	fake_nvidia_stop_vgpu(root, words[0]);
}

/**
 * @brief Let a GPU be bound or unbound.
 * @param root   The machine.
 * @param words  Its place in the driver's list, "yes" or "no".
 * @norestriction
 * @sideeffect As fake_nvidia_bind().
 * @failure Ends the process.
 */
static void bind_gpu(const char *root, char **words)
{
	fake_nvidia_bind(root, number(words[0]),
			 g_str_equal(words[1], "yes"));
}

/** @brief The commands. */
static const struct {
	const char *name;	/**< First word. */
	int n;			/**< How many words follow. */
	void (*run)(const char *root, char **words);	/**< Does it. */
} commands[] = {
	{ "fail", 2, fail_nth },
	{ "fail-all", 2, fail_all },
	{ "errno", 2, fail_errno },
	{ "unload", 1, unload },
	{ "root", 1, set_root },
	{ "mode", 2, set_mode },
	{ "mute", 0, set_mute },
	{ "calls", 0, print_calls },
	{ "leaks", 0, print_leaks },
	{ "open", 2, open_vgpu },
	{ "plugin", 1, load_plugin },
	{ "start", 1, print_start },
	{ "run", 4, run_vgpu },
	{ "guest", 3, load_guest },
	{ "stop", 1, stop_vgpu },
	{ "bind", 2, bind_gpu },
};

bool fake_nvidia_command(const char *root, int n, char **words)
{
	for (size_t i = 0; n > 0 && i < G_N_ELEMENTS(commands); i++) {
		if (!g_str_equal(words[0], commands[i].name) ||
		    n - 1 != commands[i].n)
			continue;
		commands[i].run(root, words + 1);
		return true;
	}

	return false;
}
