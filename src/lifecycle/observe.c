// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Following the vGPUs of NVIDIA's driver, from beginning to end.
 *
 * One loop waits for three kinds of things: the order to end, events of the
 * driver, and the end of the interval. Events only say where to look at once;
 * at each interval everything is looked at again, the GPUs, whether NVIDIA's
 * manager runs, and the memory in use, for which there is no event. So nothing
 * depends on an event that is lost.
 *
 * The loop ends in four ways: by order; after one look with --once; because the
 * driver is gone; because no GPU can be looked at any more. On each of them the
 * subscriptions, the GPUs and the client are freed, the youngest first.
 */
#include "lifecycle/observe.h"

#include "host/output.h"
#include "host/poll.h"
#include "lifecycle/metrics.h"
#include "lifecycle/observe-state.h"
#include "lifecycle/start.h"
#include "util/error.h"

/**
 * @brief Free the inside of the observer.
 * @param self  The observer.
 * @norestriction
 * @sideeffect Ends all subscriptions, closes the GPUs and frees the client.
 * @nofailure
 */
static void gvm_observe_clear(struct gvm_observe *self)
{
	gvm_start_set(self, false, NULL);
	g_clear_pointer(&self->gpus, g_ptr_array_unref);
	g_clear_pointer(&self->rm, gvm_rm_free);
	g_clear_pointer(&self->refused, g_hash_table_unref);
	g_clear_pointer(&self->mode, g_free);
	g_clear_error(&self->why);
}

GVM_DEFINE_AUTO(gvm_observe, gvm_observe_clear)

/**
 * @brief Free a GPU that an array holds.
 * @param gpu  The GPU.
 * @norestriction
 * @sideeffect As gvm_observe_gpu_free().
 * @nofailure
 */
static void free_gpu(gpointer gpu)
{
	gvm_observe_gpu_free(gpu);
}

/**
 * @brief Choose anew whether starts are answered.
 * @param self  The observer.
 * @param err   Where to store the error, or NULL.
 * @return true when it is as chosen.
 * @norestriction
 * @sideeffect Tells of it when it is not as before.
 * @failure Those of gvm_start_set().
 */
static bool choose(struct gvm_observe *self, GError **err)
{
	g_autofree char *mode = NULL;
	bool answers = gvm_start_choose(self, &mode);

	/* Whoever answers from now on was not told of what we were told. */
	if (!answers && self->starts)
		gvm_start_drain(self, NULL);
	if (g_strcmp0(mode, self->mode) != 0) {
		gvm_observe_tell_text(self, GVM_OBSERVE_MODE, NULL, "%s",
				      mode);
		g_free(self->mode);
		self->mode = g_steal_pointer(&mode);
	}

	return gvm_start_set(self, answers, err);
}

/**
 * @brief Write the file of figures.
 * @param self  The observer.
 * @param up    false for the last words.
 * @param err   Where to store the error, or NULL.
 * @return true when it is written, or none is wanted.
 * @norestriction
 * @sideeffect Replaces the file.
 * @failure The errno of the file.
 */
static bool write_metrics(struct gvm_observe *self, bool up, GError **err)
{
	const char *path = self->options->metrics;
	g_autofree char *text = NULL;
	int rc;

	if (!path || self->options->dry_run)
		return true;
	text = gvm_metrics_format(self, up);
	rc = gvm_output_save(path, text);
	if (rc < 0)
		return gvm_error_set_errno(err, rc, "cannot write %s", path);

	return true;
}

/**
 * @brief Write the file of figures once more.
 * @param self  The observer.
 * @norestriction
 * @sideeffect Replaces the file.
 * @failure Told once, then again after a success: a full disk must not end
 *          the answering of starts.
 */
static void renew_metrics(struct gvm_observe *self)
{
	g_autoptr(GError) err = NULL;
	bool before = self->unwritten;

	self->unwritten = !write_metrics(self, true, &err);
	if (self->unwritten && !before)
		gvm_observe_tell_text(self, GVM_OBSERVE_TROUBLE, NULL, "%s",
				      err->message);
}

/**
 * @brief Look at everything: manager, GPUs, vGPUs.
 * @param self  The observer.
 * @param err   Where to store the error, or NULL.
 * @return true when there is something to look at.
 * @norestriction
 * @sideeffect Those of all these looks; the file of figures.
 * @failure GVM_ERROR_UNSUPPORTED when the driver is gone or has no GPU that
 *          can be looked at.
 */
static bool look_around(struct gvm_observe *self, GError **err)
{
	if (!choose(self, err) || !gvm_observe_scan(self, err))
		return false;
	if (self->gpus->len == 0)
		return gvm_error_set(err, GVM_ERROR_UNSUPPORTED,
				     "no GPU of the driver can be looked at%s%s",
				     self->why ? ": " : "",
				     self->why ? self->why->message : "");

	return gvm_observe_look_all(self, true, err);
}

/**
 * @brief Look, wait, and look again.
 * @param self    The observer.
 * @param ending  The order to end.
 * @param err     Where to store the error, or NULL.
 * @return true when the order to end has come, or one look is enough.
 * @norestriction
 * @sideeffect All that the observer does.
 * @failure Those of look_around() and gvm_observe_wait(); the errno of the first
 *          write of the file of figures.
 */
static bool follow(struct gvm_observe *self, const struct gvm_ending *ending,
		   GError **err)
{
	uint64_t next;
	bool ended = false;

	if (!look_around(self, err) || !write_metrics(self, true, err))
		return false;
	if (self->options->once)
		return true;

	next = gvm_host_now(self->host) + self->options->interval;
	while (!ended) {
		if (!gvm_observe_wait(self, ending, next, &ended, err))
			return false;
		if (ended || gvm_host_now(self->host) < next)
			continue;
		if (!look_around(self, err))
			return false;
		renew_metrics(self);
		next = gvm_host_now(self->host) + self->options->interval;
	}

	return true;
}

bool gvm_observe_run(struct gvm_host *host,
		     const struct gvm_observe_options *options,
		     const struct gvm_observe_listener *listener,
		     GError **err)
{
	g_auto(gvm_ending) ending = { .fd = -1 };
	g_auto(gvm_observe) self = {
		.host = host,
		.options = options,
		.listener = listener,
	};
	bool good;
	int rc = gvm_ending_open(&ending);

	if (rc < 0)
		return gvm_error_set_errno(err, rc,
					   "cannot wait for the order to end");
	self.gpus = g_ptr_array_new_with_free_func(free_gpu);
	self.refused = g_hash_table_new(NULL, NULL);
	self.rm = gvm_rm_new(host, options->force_abi, err);
	good = self.rm && follow(&self, &ending, err);
	/* However it ends, no QEMU is left waiting for us. */
	if (self.starts)
		gvm_start_drain(&self, NULL);
	/* What is in the file is not kept up any more. */
	if (!good || !options->once)
		write_metrics(&self, false, NULL);

	return good;
}
