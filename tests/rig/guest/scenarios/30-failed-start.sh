# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A start that fails leaves nothing, wherever it fails; QEMU killed leaves nothing.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x30)
B=$(uuid 0x31)
sim vf 2 2

check_fails 'QEMU refuses its command line' . start d30 "vgpu=$A type='nvidia-590'" \
	"extra=<qemu:commandline><qemu:arg value='-nonsense'/></qemu:commandline>"
check 'nothing is left' gone "$A"
for operation in prepare start started; do
	failing_hook $operation
	check_fails "a later hook fails at $operation" "the rig fails $operation" \
		start d30 "vgpu=$A type='nvidia-590'"
	check "nothing is left after a failure at $operation" gone "$A"
done
rm -f "$HOOKS/60-fail"
parameter create_errno 5
check_fails 'the driver fails: its errno is told' 'gvmctl.*EIO' \
	start d30 "vgpu=$A type='nvidia-590'"
check 'nothing is left' gone "$A"
parameter create_errno 0
check_fails 'the second of two is impossible: the first is undone' gvmctl \
	start d30 "vgpu=$A type='nvidia-590'" "vgpu=$B type='nvidia-9999'"
check 'nothing is left of the first' gone "$A"
check 'the same domain starts afterwards' start d30 "vgpu=$A type='nvidia-590'"
kill -9 "$(qemu_pid d30)"
check_soon 'QEMU killed: nothing is left' gone "$A"
finish
