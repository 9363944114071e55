# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Suspend, resume, reset and reboot of the guest do not touch the device, and call no hook.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x41)
sim vf 1 0

must start d41 "vgpu=$A type='nvidia-590'"
before=$(identity "$A")
forget
check 'resume' virsh -q resume d41
check 'the domain runs' is_state d41 running
check 'suspend' virsh -q suspend d41
check 'resume again' virsh -q resume d41
check 'reset' virsh -q reset d41
check 'reboot' virsh -q reboot d41
check 'the domain still runs' is_state d41 running
check_is 'the mdev is the same' "$(identity "$A")" "$before"
check 'QEMU holds it' holds d41 "$A"
check_is 'no hook was called' "$(cat "$WITNESS")" ''
finish
