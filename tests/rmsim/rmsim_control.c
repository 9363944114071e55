// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The way of a control call: what is checked before its handler, and in which order.
 */
#include "rmsim_core.h"

/**
 * class_of() - tells the class of object that a control is for
 * @cmd: the control
 *
 * Restriction: none. Side effects: none. Failure: none.
 *
 * Return: the class
 */
static u32 class_of(u32 cmd)
{
	u32 cls = cmd >> 16;

	return cls == RMSIM_ROOT ? RMSIM_ROOT_CLIENT : cls;
}

/**
 * may() - checks that a caller may make a control
 * @ask: the call
 * @row: the control
 *
 * Restriction: none. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 may(const struct rmsim_ask *ask, const struct rmsim_control *row)
{
	if (row->flags & RMSIM_INTERNAL)
		return NV_ERR_NOT_SUPPORTED;
	if (row->flags & RMSIM_KERNEL)
		return NV_ERR_INSUFFICIENT_PERMISSIONS;
	/* On a vGPU host, what is not said to be for all is for root. */
	if (!(row->flags & RMSIM_NON_PRIVILEGED) && !ask->env->privileged(ask->env))
		return NV_ERR_INSUFFICIENT_PERMISSIONS;
	return NV_OK;
}

/**
 * find_object() - finds the object of a control
 * @ask: the call; its object is filled in
 * @arg: its argument
 *
 * Restriction: none. Side effects: none. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 find_object(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	u32 client = rmsim_get(arg, RMSIM_F_H_CLIENT);

	if (!rmsim_client(ask, client))
		return NV_ERR_INVALID_CLIENT;
	ask->object = rmsim_object(ask->sim, client, rmsim_get(arg, RMSIM_F_H_OBJECT));
	return ask->object ? NV_OK : NV_ERR_INVALID_OBJECT_HANDLE;
}

/**
 * handle() - has a control answered by its class
 * @ask: the call
 * @cmd: the control
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 handle(struct rmsim_ask *ask, u32 cmd)
{
	switch (ask->object->cls) {
	case RMSIM_ROOT_CLIENT:
		return rmsim_system_control(ask, cmd);
	case RMSIM_DEVICE:
		return rmsim_device_control(ask, cmd);
	case RMSIM_SUBDEVICE:
		return rmsim_subdevice_control(ask, cmd);
	case RMSIM_VGPU_CONFIG:
		return rmsim_config_control(ask, cmd);
	default:
		return NV_ERR_NOT_SUPPORTED;
	}
}

/**
 * call() - gets the parameters, has the control answered, and gives the parameters back
 * @ask: the call
 * @row: the control
 * @from: where the parameters are
 *
 * Restriction: all was checked. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
static u32 call(struct rmsim_ask *ask, const struct rmsim_control *row, u64 from)
{
	u32 status;

	if (ask->size > RMSIM_PARAMS)
		return NV_ERR_INSUFFICIENT_RESOURCES;
	ask->view.bytes = (u8 *)ask->sim->params;
	memset(ask->view.bytes, 0, ask->size);
	if (ask->size && !(row->flags & RMSIM_ZEROED) &&
	    ask->env->copy_in(ask->env, ask->view.bytes, from, ask->size))
		return NV_ERR_INVALID_ADDRESS;
	status = handle(ask, row->cmd);
	if (ask->size && (!status || row->flags & RMSIM_COPYOUT) &&
	    ask->env->copy_out(ask->env, from, ask->view.bytes, ask->size))
		return NV_ERR_INVALID_ADDRESS;
	return status;
}

/**
 * rmsim_control() - answers NV_ESC_RM_CONTROL
 * @ask: the call
 * @arg: its argument
 *
 * Restriction: none. Side effects: those of the control. Failure: a status.
 *
 * Return: NV_OK
 */
u32 rmsim_control(struct rmsim_ask *ask, const struct rmsim_view *arg)
{
	u32 cmd = rmsim_get(arg, RMSIM_F_CMD);
	u64 from = rmsim_get(arg, RMSIM_F_PARAMS);
	const struct rmsim_control *row = rmsim_control_row(ask->sim, cmd);
	bool wrong;
	u32 status;

	ask->size = rmsim_get(arg, RMSIM_F_PARAMS_SIZE);
	wrong = row && row->size != RMSIM_NONE && row->size != ask->size;
	if (!cmd)
		return NV_OK;
	if (!from != !ask->size)
		return NV_ERR_INVALID_ARGUMENT;
	if (wrong && rmsim_is(ask->sim, RMSIM_T_SIZE_FIRST))
		return NV_ERR_INVALID_ARGUMENT;
	status = find_object(ask, arg);
	if (status)
		return status;
	if (!row || ask->object->cls != class_of(cmd))
		return NV_ERR_NOT_SUPPORTED;
	if (wrong)
		return NV_ERR_INVALID_PARAM_STRUCT;
	status = may(ask, row);
	return status ? status : call(ask, row, from);
}
