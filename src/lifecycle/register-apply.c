// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * @brief Carrying a registration out, and believing nothing.
 *
 * Theory of operation. For each GPU, in this order:
 *
 *   record written and synced -> types sent -> published -> read back
 *
 * The record (register-record.h) is first, so that whatever the driver has
 * got from us is known to be ours, wherever the process dies. Of the types of
 * a GPU the last says READY and the others IN_PROGRESS; a list is emptied only
 * with the first one, so at most once.
 *
 * The driver answers OK to things that it did not do. So a type counts as
 * registered only when the driver lists it, says of it field by field what was
 * sent, and the kernel shows it (register-kernel.h).
 *
 * Nothing is undone: the driver has no call that takes one type away. What is
 * half done is said, type by type, and the next run does the rest: a type that
 * is there already is not sent again, and types that the kernel does not show
 * are published again.
 */
#include "lifecycle/register.h"

#include <inttypes.h>
#include <signal.h>
#include <time.h>

#include "lifecycle/event.h"
#include "lifecycle/register-back.h"
#include "lifecycle/register-kernel.h"
#include "lifecycle/register-record.h"
#include "util/error.h"

/**
 * @brief List the signals that end a registration between two types.
 * @param set  Filled.
 * @norestriction
 * @sideeffect Writes to @p set.
 * @nofailure
 */
static void fill_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

/**
 * @brief Take a signal that waits to be delivered.
 * @return true when there was one.
 * @restriction The signals of fill_signals() are blocked.
 * @sideeffect The signal is gone and will not end the process.
 * @nofailure
 */
static bool take_signal(void)
{
	static const struct timespec at_once = { 0 };
	sigset_t set;

	fill_signals(&set);

	return sigtimedwait(&set, NULL, &at_once) > 0;
}

/**
 * @brief Write down which ids of a GPU are ours, before the first is sent.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @param err   Where to store the error, or NULL.
 * @return true when it is on disk.
 * @norestriction
 * @sideeffect Replaces the record. Ids of earlier runs stay in it as far as
 *             the driver lists them.
 * @failure Those of gvm_register_record_load() and _save().
 */
static bool record(struct gvm_register *reg, struct gvm_register_gpu *plan,
		   GError **err)
{
	const char *address = plan->gpu->address;
	g_autoptr(GArray) ids = NULL;

	ids = gvm_register_record_load(reg->host, address, err);
	if (!ids)
		return false;
	/* Also when the list is to be emptied: that may fail. */
	for (guint i = ids->len; i-- > 0;)
		if (!gvm_register_record_has(plan->listed,
					     g_array_index(ids, uint32_t, i)))
			g_array_remove_index(ids, i);
	for (guint i = 0; i < plan->types->len; i++) {
		const struct gvm_register_type *type;

		type = g_ptr_array_index(plan->types, i);
		if (type->state == GVM_REGISTER_PLANNED &&
		    !gvm_register_record_has(ids, type->type->id))
			g_array_append_val(ids, type->type->id);
	}

	return gvm_register_record_save(reg->host, address, ids, err);
}

/**
 * @brief Tell whether a failure will meet every other type as well.
 * @param cause  Why a type could not be sent.
 * @return true when the driver is busy, gone or closed to us.
 * @pure
 */
static bool is_hopeless(const GError *cause)
{
	return g_error_matches(cause, GVM_ERROR, GVM_ERROR_BUSY) ||
		g_error_matches(cause, GVM_ERROR, GVM_ERROR_DENIED) ||
		g_error_matches(cause, GVM_ERROR, GVM_ERROR_NOT_FOUND);
}

/**
 * @brief Note that a type could not be sent.
 * @param reg    The registration.
 * @param plan   The GPU.
 * @param type   The type.
 * @param cause  Why; freed.
 * @norestriction
 * @sideeffect Notes it at the type, and at those that are not worth trying.
 * @nofailure
 */
static void note_refusal(struct gvm_register *reg,
			 struct gvm_register_gpu *plan,
			 struct gvm_register_type *type, GError *cause)
{
	/* Whether the list was emptied is not known: better once than twice. */
	bool enough = plan->discard || is_hopeless(cause);

	gvm_register_fail(reg, type,
			  g_error_new(GVM_ERROR, cause->code,
				      "type %u on GPU %s: %s", type->type->id,
				      plan->gpu->address, cause->message));
	if (enough)
		gvm_register_fail_all(reg, plan, GVM_REGISTER_PLANNED,
				      g_error_new(GVM_ERROR, cause->code,
						  "not tried, after %s",
						  type->error));
	g_error_free(cause);
}

/**
 * @brief Send the types of a GPU, until a signal comes.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @norestriction
 * @sideeffect The driver's list changes; notes what became of the types.
 * @failure Noted at the types.
 */
static void send_types(struct gvm_register *reg, struct gvm_register_gpu *plan)
{
	for (guint i = 0; i < plan->types->len && !reg->interrupted; i++) {
		unsigned int left = gvm_register_count(plan,
						       GVM_REGISTER_PLANNED);
		struct gvm_register_type *type;
		GError *cause = NULL;

		type = g_ptr_array_index(plan->types, i);
		if (type->state != GVM_REGISTER_PLANNED)
			continue;
		reg->interrupted = take_signal();
		if (reg->interrupted)
			break;
		if (gvm_nv_config_send(plan->gpu, type->type, plan->discard,
				       left == 1, &cause))
			type->state = GVM_REGISTER_SENT;
		else
			note_refusal(reg, plan, type, cause);
		plan->discard = false;
	}
}

/**
 * @brief Count the types of a GPU that are known to be there.
 * @param plan  The GPU.
 * @return The number.
 * @pure
 */
static unsigned int count_there(const struct gvm_register_gpu *plan)
{
	return gvm_register_count(plan, GVM_REGISTER_REGISTERED) +
		gvm_register_count(plan, GVM_REGISTER_PRESENT);
}

/**
 * @brief Note that all types of a GPU failed that the driver has.
 * @param reg    The registration.
 * @param plan   The GPU.
 * @param cause  Why; freed.
 * @norestriction
 * @sideeffect Changes both.
 * @nofailure
 */
static void fail_there(struct gvm_register *reg, struct gvm_register_gpu *plan,
		       GError *cause)
{
	gvm_register_fail_all(reg, plan, GVM_REGISTER_SENT,
			      g_error_copy(cause));
	gvm_register_fail_all(reg, plan, GVM_REGISTER_REGISTERED,
			      g_error_copy(cause));
	gvm_register_fail_all(reg, plan, GVM_REGISTER_PRESENT, cause);
}

/**
 * @brief Publish the types of a GPU and see that they are there.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @norestriction
 * @sideeffect Types appear in sysfs; waits for that; notes what became of the
 *             types.
 * @failure Noted at the types.
 */
static void publish(struct gvm_register *reg, struct gvm_register_gpu *plan)
{
	GError *cause = NULL;

	if (!gvm_nv_config_publish(plan->gpu, &cause)) {
		fail_there(reg, plan,
			   g_error_new(GVM_ERROR, cause->code,
				       "GPU %s has the types, but did not publish them: %s",
				       plan->gpu->address, cause->message));
		g_error_free(cause);
		return;
	}
	gvm_register_read_back(reg, plan);
	if (!count_there(plan) ||
	    gvm_register_kernel_wait(reg->host, plan, &cause))
		return;
	fail_there(reg, plan, cause);
}

/**
 * @brief Say that a signal came before all types of a GPU were sent.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @norestriction
 * @sideeffect Notes it at the types that were not sent.
 * @nofailure
 */
static void note_interruption(struct gvm_register *reg,
			      struct gvm_register_gpu *plan)
{
	GError *cause = NULL;

	gvm_error_set(&cause, GVM_ERROR_FAILED,
		      "interrupted: %u of %u types are registered on GPU %s; run it again for the others",
		      count_there(plan), plan->types->len,
		      plan->gpu->address);
	gvm_register_fail_all(reg, plan, GVM_REGISTER_PLANNED, cause);
}

/**
 * @brief Write to the journal what became of a GPU.
 * @param reg    The registration.
 * @param plan   The GPU.
 * @param calls  How many calls the driver got for it.
 * @norestriction
 * @sideeffect One entry in the journal.
 * @nofailure
 */
static void tell(struct gvm_register *reg, const struct gvm_register_gpu *plan,
		 uint64_t calls)
{
	unsigned int failed = gvm_register_count(plan, GVM_REGISTER_FAILED);
	g_autofree char *text = NULL;

	text = g_strdup_printf("GPU %s: %u registered, %u present, %u failed, in %" PRIu64 " calls",
			       plan->gpu->address,
			       gvm_register_count(plan, GVM_REGISTER_REGISTERED),
			       gvm_register_count(plan, GVM_REGISTER_PRESENT),
			       failed, calls);
	gvm_event_note(reg->host, failed ? G_LOG_LEVEL_WARNING :
		       G_LOG_LEVEL_INFO, NULL, text);
}

/**
 * @brief Tell whether a GPU has types that were not published.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @return true when types were sent, or there are some that the kernel does
 *         not show.
 * @norestriction
 * @sideeffect May look at sysfs.
 * @nofailure
 */
static bool needs_publishing(struct gvm_register *reg,
			     struct gvm_register_gpu *plan)
{
	if (!plan->publish || gvm_register_count(plan, GVM_REGISTER_SENT))
		return plan->publish;
	/* It was for types of which none could be sent, or for older ones. */
	return count_there(plan) &&
		gvm_register_kernel_lacks(reg->host, plan);
}

/**
 * @brief Do the work for one GPU.
 * @param reg   The registration.
 * @param plan  The GPU.
 * @norestriction
 * @sideeffect See the top of this file.
 * @failure Noted at the types.
 */
static void apply_gpu(struct gvm_register *reg, struct gvm_register_gpu *plan)
{
	uint64_t before = reg->rm->calls;
	GError *cause = NULL;

	reg->interrupted = reg->interrupted || take_signal();
	if (!reg->interrupted &&
	    gvm_register_count(plan, GVM_REGISTER_PLANNED)) {
		if (record(reg, plan, &cause))
			send_types(reg, plan);
		else
			gvm_register_fail_all(reg, plan, GVM_REGISTER_PLANNED,
					      cause);
	}
	if (needs_publishing(reg, plan))
		publish(reg, plan);
	if (reg->interrupted)
		note_interruption(reg, plan);
	tell(reg, plan, reg->rm->calls - before);
}

bool gvm_register_apply(struct gvm_register *reg, GError **err)
{
	sigset_t before;
	sigset_t set;

	fill_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, &before);
	for (guint i = 0; i < reg->plan->len; i++)
		apply_gpu(reg, g_ptr_array_index(reg->plan, i));
	/* One that came too late to matter must not make it look half done. */
	while (take_signal())
		continue;
	pthread_sigmask(SIG_SETMASK, &before, NULL);

	return gvm_register_good(reg, err);
}
