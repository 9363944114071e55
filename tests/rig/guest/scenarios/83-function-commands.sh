# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The commands where one GPU has mdev and the other gives types to its functions: the same columns
# and keys for both.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

U=$(uuid 0x83)
M=0000:41:00.4
A=0000:81:00.4
B=0000:81:00.5
functions N,Y 1 2

# shellcheck disable=SC2016 # jq's variables
check 'parents: both kinds' json parents -- '[.parents[] | {address, backend, driver, numa_node}] == [
	{address: "0000:41:00.4", backend: "mdev", driver: "nvidia", numa_node: 0},
	{address: "0000:81:00.4", backend: "vfio-vendor", driver: "nvidia", numa_node: 1},
	{address: "0000:81:00.5", backend: "vfio-vendor", driver: "nvidia", numa_node: 1}]'
check 'types: the same names' json types -- '[.types[] | select(.id == "nvidia-591") |
	[.parent, .name, .available_instances]] == [["0000:41:00.4", "NVIDIA A10-2Q", 1],
	["0000:81:00.4", "NVIDIA A10-2Q", 1], ["0000:81:00.5", "NVIDIA A10-2Q", 1]]'
check 'create of an mdev' gvmctl create --parent $M --type nvidia-590 --uuid "$U"
check_is 'create prints the address' "$(gvmctl create --parent 81:00.0 --type nvidia-591)" $A
check 'the function has the type' has_type $A 591
check 'its claim says that a person made it' has_claim $A manual
check 'list: both kinds, the same keys' json list -- '([.vgpus[] | [.uuid, .type, .backend, .owner.program,
	.in_use]] == [["'"$U"'", "nvidia-590", "mdev", "manual", false],
	["0000:81:00.4", "nvidia-591", "vfio-vendor", "manual", false]]) and
	([.vgpus[] | keys] | unique | length == 1)'
check 'types: what fits no more is not offered' json types $B -- '[.types[].id] == ["nvidia-591"]'
check_status 'create of another size: 6' 6 gvmctl create --parent $B --type nvidia-590
check_status 'create on a function that has a type: 6' 6 gvmctl create --parent $A --type nvidia-591
check 'a dry run names the function' sh -c "gvmctl --dry-run create --parent 81:00.0 --type nvidia-591 | grep -q $B"
check 'and gives it nothing' is_free $B
check 'create with an attribute' gvmctl create --parent $B --type nvidia-591 \
	--attr nvidia/vgpu_params=frame_rate_limiter=0
check_is 'it is written' "$(detail $B vgpu_params)" frame_rate_limiter=0
hold $B
check_status 'destroy of one in use: 5' 5 gvmctl destroy $B
check 'it keeps its type' has_type $B 591
let_go
check_soon 'destroy' gvmctl destroy $B
check 'it is free' is_free $B
check_status 'destroy of what is not there: 3' 3 gvmctl destroy $B
must give $B 591
check_status 'destroy of a foreign one: 7' 7 gvmctl destroy $B
check 'it is there' has_type $B 591
check 'destroy --foreign' gvmctl destroy --foreign $B
check 'it is free' is_free $B
check 'destroy' gvmctl destroy $A
check 'it is free' is_free $A
check 'destroy of the mdev' gvmctl destroy "$U"

check 'heterogeneous mode' mix 1 1
check 'a type' gvmctl create --parent $A --type nvidia-591
check 'and one of another size, with a placement' gvmctl create --parent $B --type nvidia-592 \
	--attr nvidia/placement_id=8
check_is 'it is written' "$(detail $B placement_id)" 8
check 'destroy of both' gvmctl destroy $A
check 'destroy of both' gvmctl destroy $B

domain d83 "function=$A type='nvidia-590'" >/run/d83.xml
if libvirt_takes_functions; then
	check 'plan' json plan /run/d83.xml -- '.steps == [.steps[] |
		select(.action == "create" and .uuid == "0000:81:00.4" and .type == "nvidia-590")]'
else
	check_fails 'plan says that this libvirt cannot' "libvirt 9.*cannot give $A" gvmctl plan /run/d83.xml
fi
check 'plan gives nothing' is_free $A

# managed='yes': refused before libvirt takes the function away from its driver
sed "s/managed='no'/managed='yes'/" /run/d83.xml >/run/e83.xml
check_status "plan of managed='yes': 9" 9 gvmctl plan /run/e83.xml
refusal="gvmctl.*the hostdev of $A has managed='yes'.*set managed='no'"
check_fails "a start with managed='yes' is refused" "$refusal" virsh -q create /run/e83.xml --paused
check 'the function is bound to its driver' bound $A
check 'and free' is_free $A
must give $A 590
check_fails 'without an entry in the metadata, too' "$refusal" start f83 "pci=$A yes"
check 'the function is bound to its driver' bound $A
check 'and has its type' has_type $A 590
must give $A 0
check 'reconcile finds nothing' json reconcile -- '.findings == []'
finish
