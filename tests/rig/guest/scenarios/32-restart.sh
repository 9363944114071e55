# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# libvirtd restarted below a running domain; QEMU that dies while libvirtd is down.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x32)
sim vf 2 2

must start d32 "vgpu=$A type='nvidia-590'"
before=$(identity "$A")
check 'libvirtd stops' libvirtd_stop
check 'the mdev stays' has_mdev "$A"
check 'reconcile leaves it alone' gvmctl reconcile
check_is 'it is the same' "$(identity "$A")" "$before"
check 'libvirtd starts' libvirtd_start
reconnected() { hook_calls d32 | grep -q reconnect/begin; }
check_soon 'libvirt reconnects the domain' reconnected
check 'the domain runs on' is_state d32 paused
check_is 'with the same mdev' "$(identity "$A")" "$before"
check 'and the same claim' has_claim "$A" "$(domain_uuid d32)"
check 'list still names the owner' owner_is "$A" d32

check 'libvirtd stops again' libvirtd_stop
kill -9 "$(qemu_pid d32)"
check 'libvirtd starts again' libvirtd_start
check_soon 'QEMU died in between: nothing is left' gone "$A"
finish
