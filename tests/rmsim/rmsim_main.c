// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The way of an ioctl to the simulated driver, and calls that are made to fail.
 *
 * Errors come in two layers, as in the real one.  What is wrong with the ioctl itself is an errno;
 * what is wrong with the call inside it is a status in its argument, and the ioctl succeeds.
 */
#include "rmsim_core.h"

/**
 * struct escape - an ioctl
 * @nr: its number
 * @arg: its argument, enum rmsim_struct
 * @name: NVIDIA's name
 * @control_only: refused on the node of a GPU
 * @answer: answers it with a status, NULL when it has none
 */
struct escape {
	u32 nr;
	u32 arg;
	const char *name;
	bool control_only;
	u32 (*answer)(struct rmsim_ask *ask, const struct rmsim_view *arg);
};

static const struct escape escapes[] = {
	{ RMSIM_FREE, RMSIM_S_FREE, "NV_ESC_RM_FREE", true, rmsim_free },
	{ RMSIM_RM_CONTROL, RMSIM_S_CONTROL, "NV_ESC_RM_CONTROL", true, rmsim_control },
	{ RMSIM_ALLOC, RMSIM_S_ALLOC, "NV_ESC_RM_ALLOC", true, rmsim_alloc },
	{ RMSIM_GET_EVENT_DATA, RMSIM_S_GET_EVENT, "NV_ESC_RM_GET_EVENT_DATA", false,
	  rmsim_get_event },
	{ RMSIM_CARD_INFO, RMSIM_S_CARD, "NV_ESC_CARD_INFO", true, NULL },
	{ RMSIM_REGISTER_FD, RMSIM_S_REGISTER_FD, "NV_ESC_REGISTER_FD", false, NULL },
	{ RMSIM_ALLOC_OS_EVENT, RMSIM_S_ALLOC_OS_EVENT, "NV_ESC_ALLOC_OS_EVENT", false,
	  rmsim_alloc_os_event },
	{ RMSIM_FREE_OS_EVENT, RMSIM_S_FREE_OS_EVENT, "NV_ESC_FREE_OS_EVENT", false,
	  rmsim_free_os_event },
	{ RMSIM_CHECK_VERSION, RMSIM_S_VERSION, "NV_ESC_CHECK_VERSION_STR", true, NULL },
	{ RMSIM_XFER, RMSIM_S_XFER, "NV_ESC_IOCTL_XFER_CMD", false, NULL },
	{ RMSIM_ATTACH_GPUS, RMSIM_STRUCTS, "NV_ESC_ATTACH_GPUS_TO_FD", true, NULL },
};

/**
 * meet_fault() - looks whether a call is made to fail
 * @sim: the driver
 * @call: the call
 * @has_status: a status can be answered
 *
 * Restriction: once for each call. Side effects: the call counts; the driver may be gone.
 * Failure: none.
 *
 * Return: the fault, or NULL
 */
static const struct rmsim_fault *meet_fault(struct rmsim *sim, const struct rmsim_call *call,
					    bool has_status)
{
	const struct rmsim_fault *met = NULL;
	struct rmsim_fault *fault;
	u32 i;

	for (i = 0; i < RMSIM_FAULTS; i++) {
		fault = &sim->faults[i];
		if (!fault->at || (fault->nr && fault->nr != call->nr) ||
		    (fault->cmd && fault->cmd != call->cmd) ||
		    (!has_status && !fault->error && !fault->unload))
			continue;
		fault->seen++;
		if (fault->seen == fault->at || (fault->stays && fault->seen > fault->at))
			met = fault;
	}
	if (!met)
		return NULL;
	sim->hits++;
	sim->unloaded |= met->unload;
	return met;
}

/**
 * name_call() - finds out what a call asks for, for faults and the log
 * @ask: the call
 * @escape: the ioctl
 * @view: its argument
 * @call: filled
 *
 * Restriction: none. Side effects: none. Failure: none.
 */
static void name_call(const struct rmsim_ask *ask, const struct escape *escape,
		      const struct rmsim_view *view, struct rmsim_call *call)
{
	const struct rmsim_control *control;

	call->nr = escape->nr;
	call->name = escape->name;
	if (escape->nr == RMSIM_RM_CONTROL) {
		call->cmd = rmsim_get(view, RMSIM_F_CMD);
		control = rmsim_control_row(ask->sim, call->cmd);
		call->name = control ? control->name : NULL;
	} else if (escape->nr == RMSIM_ALLOC) {
		call->cmd = rmsim_get(view, RMSIM_F_H_CLASS);
		call->name = rmsim_class_name(call->cmd);
	}
}

/**
 * fits() - looks whether an argument has the right size
 * @ask: the call
 * @escape: the ioctl
 * @size: of its argument
 * @which: where to put what structure it is
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: true when it has
 */
static bool fits(const struct rmsim_ask *ask, const struct escape *escape, u32 size,
		 enum rmsim_struct *which)
{
	u32 right = rmsim_size(ask->sim, escape->arg);

	*which = escape->arg;
	if (escape->nr == RMSIM_ATTACH_GPUS)
		return size && size % sizeof(u32) == 0;
	if (escape->nr == RMSIM_CARD_INFO)
		return size && size % right == 0;
	if (escape->nr == RMSIM_ALLOC && size != right) {
		*which = RMSIM_S_ALLOC_RIGHTS;
		right = rmsim_size(ask->sim, RMSIM_S_ALLOC_RIGHTS);
	}
	return size == right;
}

/**
 * answer_errno() - answers an ioctl that has no status
 * @ask: the call
 * @nr: the ioctl
 * @size: of its argument
 * @arg: its argument
 *
 * Restriction: the size is right. Side effects: those of the ioctl. Failure: -errno.
 *
 * Return: 0
 */
static int answer_errno(struct rmsim_ask *ask, u32 nr, u32 size, void *arg)
{
	switch (nr) {
	case RMSIM_CARD_INFO:
		return rmsim_card_info(ask, size, arg);
	case RMSIM_CHECK_VERSION:
		return rmsim_check_version(ask, arg);
	case RMSIM_ATTACH_GPUS:
		return rmsim_attach_gpus(ask, size, arg);
	case RMSIM_REGISTER_FD:
		return rmsim_register_fd(ask, arg);
	default:
		return -EINVAL;
	}
}

/**
 * answer() - answers an ioctl
 * @ask: the call
 * @size: of its argument
 * @arg: its argument
 * @call: what it was, for the log
 *
 * Restriction: none. Side effects: those of the ioctl. Failure: as rmsim_ioctl().
 *
 * Return: 0
 */
static int answer(struct rmsim_ask *ask, u32 size, void *arg, struct rmsim_call *call)
{
	const struct escape *escape = NULL;
	const struct rmsim_fault *fault;
	enum rmsim_struct which;
	struct rmsim_view view;
	u32 i;

	for (i = 0; i < RMSIM_COUNT(escapes); i++)
		if (escapes[i].nr == call->nr)
			escape = &escapes[i];
	if (!escape || !fits(ask, escape, size, &which))
		return -EINVAL;
	view = rmsim_view(ask->sim, which, arg);
	name_call(ask, escape, &view, call);
	fault = meet_fault(ask->sim, call, escape->answer);
	if (fault && (fault->error || fault->unload))
		return fault->error ? -fault->error : -ENODEV;
	/* Events are the exception: they may be allocated through any node. */
	if (escape->control_only && ask->sim->files[ask->file].gpu != RMSIM_CONTROL &&
	    (call->nr != RMSIM_ALLOC || (call->cmd != RMSIM_EVENT && call->cmd != RMSIM_EVENT_OS)))
		return -EINVAL;
	if (!escape->answer)
		return answer_errno(ask, call->nr, size, arg);
	call->status = fault ? fault->status : escape->answer(ask, &view);
	rmsim_put(&view, RMSIM_F_STATUS, call->status);
	return 0;
}

/**
 * unpack() - answers an ioctl whose argument is somewhere else
 * @ask: the call
 * @size: size of the envelope
 * @arg: the envelope
 * @call: what it was, for the log
 *
 * Restriction: none. Side effects: those of the ioctl. Failure: as rmsim_ioctl().
 *
 * Return: 0
 */
static int unpack(struct rmsim_ask *ask, u32 size, void *arg, struct rmsim_call *call)
{
	struct rmsim_view view = rmsim_view(ask->sim, RMSIM_S_XFER, arg);
	u64 from = rmsim_get(&view, RMSIM_F_PTR);
	u32 inner = rmsim_get(&view, RMSIM_F_SIZE);
	int rc;

	if (size != rmsim_size(ask->sim, RMSIM_S_XFER) || inner > RMSIM_ARG)
		return -EINVAL;
	call->nr = rmsim_get(&view, RMSIM_F_CMD);
	rc = ask->env->copy_in(ask->env, ask->sim->xfer, from, inner);
	if (rc)
		return rc;
	rc = answer(ask, inner, ask->sim->xfer, call);
	if (rc != -EFAULT && ask->env->copy_out(ask->env, from, ask->sim->xfer, inner))
		return -EFAULT;
	return rc;
}

/**
 * rmsim_ioctl() - answers an ioctl
 * @sim: the driver
 * @env: the machine
 * @file: index of the file
 * @nr: number of the ioctl, _IOC_NR()
 * @size: size of its argument, _IOC_SIZE(), RMSIM_ARG at most
 * @arg: a copy of its argument, aligned to 8; it goes back to the caller unless -EFAULT is returned
 *
 * Restriction: the file is open. Side effects: those of the call.
 * Failure: -EINVAL for an unknown number, a wrong size, or a node that does not take it; -EFAULT;
 * -ENODEV when the driver is gone; what a fault says.
 *
 * Return: 0
 */
int rmsim_ioctl(struct rmsim *sim, const struct rmsim_env *env, int file, u32 nr, u32 size,
		void *arg)
{
	struct rmsim_ask ask = { .sim = sim, .env = env, .file = file };
	struct rmsim_call call = { .file = file, .nr = nr };

	sim->calls++;
	if (sim->unloaded)
		call.rc = -ENODEV;
	else if (nr == RMSIM_XFER)
		call.rc = unpack(&ask, size, arg, &call);
	else
		call.rc = answer(&ask, size, arg, &call);
	if (env->trace)
		env->trace(env, &call);
	return call.rc;
}
