# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A domain gets a function that has no type: it starts with the one that its metadata name, and
# afterwards the function is free.  What does not fit, is used or is somebody else's stays as it is.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=0000:41:00.4
B=0000:41:00.5
functions Y 2 2

# The libvirt of Debian 12 starts no such domain.  Our hook says so before it gives anything; called
# by nobody of whom it knows that, it does its work, and a QEMU without libvirt is the domain's.
if ! libvirt_takes_functions; then
	check_fails 'the hook says that this libvirt cannot' \
		"gvmctl.*libvirt 9\.[0-9]* cannot give $A to a domain.*10\.0 or later" \
		start d81 "function=$A type='nvidia-590'"
	check 'nothing was given' is_free $A
	check 'it is bound to its driver' bound $A
	must give $A 590
	check_fails 'the same for one that has its type already' "libvirt 9.*cannot give $A" \
		start d81 "function=$A type='nvidia-590'"
	check 'it keeps what it had' has_type $A 590
	must give $A 0
	check 'the hook gives a type' call_hook d81 prepare begin
	check 'the function has it' has_type $A 590
	check 'a claim names function and domain' has_claim $A "$(domain_uuid d81)"
	hold $A
	domain e81 "function=$A type='nvidia-590'" >/run/e81.xml
	check_fails 'a second domain is refused' "$A" call_hook e81 prepare begin
	domain e81 "function=$B type='nvidia-591'" >/run/e81.xml
	check_fails 'so is a type of another size' "nvidia-591 cannot be made on $B now.*of another size" \
		call_hook e81 prepare begin
	check 'that function is free' is_free $B
	let_go
	parameter free_errno 1
	parameter free_fail_count 3
	check 'the hook frees it, though the driver lets go late' call_hook d81 release end
	check 'it is free' is_free $A
	check_is 'the failures were used up' "$(cat "$PARAMETERS/free_fail_count")" 0
	finish
fi

check 'the function has no type' has_type $A 0
check 'the domain starts' start d81 "function=$A type='nvidia-590'"
check 'the function has the type' has_type $A 590
check 'it is bound to its driver' bound $A
check 'QEMU holds its VFIO group' holds d81 $A
check 'a claim names function and domain' has_claim $A "$(domain_uuid d81)"
check 'the domain has the PCI device' sh -c \
	"virsh qemu-monitor-command --hmp d81 'info pci' | grep -q 10de:2236"
# shellcheck disable=SC2016 # jq's variables
check 'list --json' json list -- --arg a $A '.vgpus == [.vgpus[] | select(.uuid == $a)] and
	(.vgpus[0] | .owner.domain == "d81" and .in_use and .type == "nvidia-590" and
	.name == "NVIDIA A10-1Q" and .parent == $a and .backend == "vfio-vendor")'
check 'the journal has the creation with its fields' journal_has \
	".GVM_DOMAIN == \"d81\" and .GVM_UUID == \"$A\" and .GVM_TYPE == \"nvidia-590\""

check_fails 'a second domain on the function' "gvmctl.*$A is in use by domain d81" \
	start e81 "function=$A type='nvidia-590'"
check 'the function keeps its type' has_type $A 590
check 'the first keeps its claim' has_claim $A "$(domain_uuid d81)"
check 'and holds it' holds d81 $A
check_fails 'on another function, a type of another size' \
	"gvmctl.*nvidia-591 cannot be made on $B now.*of another size" start e81 "function=$B type='nvidia-591'"
check 'that function is free' is_free $B

parameter free_errno 1
parameter free_fail_count 3
check 'the domain stops, the driver lets go late' destroy d81
check 'the function is free' is_free $A
check_is 'the failures were used up' "$(cat "$PARAMETERS/free_fail_count")" 0
check 'it is bound to its driver' bound $A
check_is 'the hooks were called in order' "$(hook_calls d81)" \
	'prepare/begin start/begin started/begin stopped/end release/end'

# a function that has a type already; functions that are VFIO devices only with a type
parameter vfio_late Y
virtual_functions 41 0
virtual_functions 41 2
must give $A 590
check 'a domain with a function of somebody else, and one of ours' start d81 "function=$A type='nvidia-590'" \
	"function=$B type='nvidia-588'"
check 'it uses the first' holds d81 $A
check 'without a claim' not has_claim $A
check 'and the second, which was no VFIO device' holds d81 $B
check 'with its type' has_type $B 588
must destroy d81
check 'what was there stays' has_type $A 590
check 'what we gave is gone' is_free $B
must give $A 0
finish
