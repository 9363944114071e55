# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# All parents full: our sentence reaches virsh's user; when one is free, the next start works.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x22)
B=$(uuid 0x23)
sim vf 1 0

check 'the only place is taken' start d22 "vgpu=$A type='nvidia-590'"
check_fails 'the next start says why' 'gvmctl.*nvidia-590' start d23 "vgpu=$B type='nvidia-590'"
check 'it left nothing' gone "$B"
check 'the first was not touched' holds d22 "$A"
check 'the first stops' destroy d22
check 'the next start works' start d23 "vgpu=$B type='nvidia-590'"
check 'and has its mdev' holds d23 "$B"
destroy_all
check 'all are gone' clean

# the counter says room, the driver says no: the next parent is tried
sim vf 1 1
parameter create_errno 28
parameter create_fail_count 1
domain d24 "vgpu=$A type='nvidia-590'" >/run/d24.xml
check 'ENOSPC from the first parent: the second is used' call_hook d24 prepare begin
check 'the mdev is there' has_mdev "$A"
check_is 'the one failure was used up' "$(cat "$PARAMETERS/create_fail_count")" 0
check 'release' call_hook d24 release end
check 'it is gone' gone "$A"
finish
