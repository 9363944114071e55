# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Functions without mdev: starts that fail, libvirtd restarted or killed, QEMU killed.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=0000:41:00.4
B=0000:41:00.5
functions Y 2 0

# attempt OPTION...: a start by libvirt; by our hook alone where libvirt starts no such domain
attempt() {
	domain d82 "$@" >/run/d82.xml
	if libvirt_takes_functions; then
		virsh -q create /run/d82.xml --paused
	else
		call_hook d82 prepare begin
	fi
}

parameter create_errno 5
check_fails 'the driver fails: its errno is told' 'gvmctl.*EIO' attempt "function=$A type='nvidia-590'"
check 'the function is free' is_free $A
parameter create_errno 0
check_fails 'the second of two is impossible: the first is undone' 'gvmctl.*nvidia-9999' \
	attempt "function=$A type='nvidia-590'" "function=$B type='nvidia-9999'"
check 'nothing is left of the first' is_free $A

# killed while the driver works: nobody calls release
parameter create_delay_ms 3000
in_driver() {
	# shellcheck disable=SC2046 # words
	grep -qs current_vgpu_type_store $(pgrep -x gvmctl | sed 's|.*|/proc/&/stack|') </dev/null
}
attempt "function=$A type='nvidia-590'" >/dev/null 2>&1 &
attempted=$!
must soon in_driver
check 'the claim is there while the driver works' has_claim $A
if libvirt_takes_functions; then libvirtd_kill; else pkill -KILL -x gvmctl; fi
wait $attempted
must soon not pgrep -x gvmctl
parameter create_delay_ms 0
check_soon 'killed in prepare: the function was given its type all the same' has_type $A 590
check 'the claim is still there' has_claim $A
check 'reconcile' gvmctl reconcile
check 'reconcile freed it' is_free $A

if libvirt_takes_functions; then
	must libvirtd_start
	check_fails 'QEMU refuses its command line' . start d82 "function=$A type='nvidia-590'" \
		"extra=<qemu:commandline><qemu:arg value='-nonsense'/></qemu:commandline>"
	check 'the function is free' is_free $A
	must start d82 "function=$A type='nvidia-590'"
	check 'libvirtd stops' libvirtd_stop
	check 'reconcile leaves the function alone' gvmctl reconcile
	check 'it has its type' has_type $A 590
	check 'libvirtd starts' libvirtd_start
	reconnected() { hook_calls d82 | grep -q reconnect/begin; }
	check_soon 'libvirt reconnects the domain' reconnected
	check 'the domain runs on' is_state d82 paused
	check 'with its function' holds d82 $A
	check 'and the same claim' has_claim $A "$(domain_uuid d82)"
	check 'list names the owner' owner_is $A d82
	kill -9 "$(qemu_pid d82)"
	check_soon 'QEMU killed: the function is free' is_free $A
	check 'it is bound to its driver' bound $A
fi
finish
