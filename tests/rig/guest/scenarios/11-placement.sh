# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Where a vGPU is made: on the named parent, spread, packed, near the domain's memory.
# brief: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x11)
B=$(uuid 0x12)
sim vf 2 2

gpu_of() {
	parent_of "$1" | cut -d: -f2
}

# prepare OPTION... : what libvirt does first; its other steps do not depend on the place
prepare() {
	domain d11 "$@" >/run/d11.xml
	call_hook d11 prepare begin
}

release() {
	call_hook d11 release end
}

check 'a domain names two parents' start d11 "vgpu=$A type='nvidia-590' parent='0000:81:00.5'" \
	"vgpu=$B type='nvidia-590' parent='pci_0000_41_00_5'"
check_is 'the address was used' "$(parent_of "$A")" 0000:81:00.5
check_is 'the node-device name was used' "$(parent_of "$B")" 0000:41:00.5
must destroy d11
check 'both are gone' clean

check 'a domain names none: spread' start d11 "vgpu=$A type='nvidia-590'" "vgpu=$B type='nvidia-590'"
check_is 'they are on two GPUs' "$(printf '%s\n' "$(gpu_of "$A")" "$(gpu_of "$B")" | sort | xargs)" '41 81'
check 'QEMU holds the first' holds d11 "$A"
check 'QEMU holds the second' holds d11 "$B"
must destroy d11

check 'pack' prepare "vgpu=$A type='nvidia-590' placement='pack'" \
	"vgpu=$B type='nvidia-590' placement='pack'"
check_is 'they are on one GPU' "$(gpu_of "$A")" "$(gpu_of "$B")"
must release
for node in 0:41 1:81; do
	check "numa, memory on node ${node%:*}" prepare "vgpu=$A type='nvidia-590' placement='numa'" "numa=${node%:*}"
	check_is 'it is on the GPU of that node' "$(gpu_of "$A")" "${node#*:}"
	must release
done
finish
