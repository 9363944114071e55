# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Each layout of the driver's calls: types arrive field by field, make vGPUs, and VMs start.
# limit: 900
# brief: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x70)
B=$(uuid 0x71)
# What differs is in user space and in the driver, not in the kernel: one guest does them all.
case $(uname -r) in
6.1.*) ALL='525.147.05 535.183.01 535.216.01 550.54.14 550.90.07 565.77 570.86.15 575.51.02 580.82.09
	580.95.05 595.45.04' ;;
*) ALL='525.147.05 550.54.14 595.45.04' ;;
esac

# nodedev: what virsh makes a vGPU of a type of ours from
nodedev() {
	gvmctl nodedev-xml --parent 0000:41:00.4 --type nvidia-1070 --uuid "$A" |
		virsh -q nodedev-create /dev/stdin
}

# slow_start: a start that nobody answers fails, neither at once nor late
slow_start() {
	local began=$SECONDS

	not start d70 "vgpu=$B type='nvidia-1073'" && [ $((SECONDS - began)) -lt 30 ]
}

# answered: with the right names
answered() {
	grep "^$B " "$PROC/vgpus" | grep "vm=$(domain_uuid d70) name=d70$" || { cat "$PROC/vgpus"; return 1; }
}

# protocol: starts wait for an answer, on the releases that are so
protocol() {
	parameter start_wait_ms 1000
	check "$1: without an answer the start fails in time" slow_start
	check_soon "$1: nothing is left of it" gone "$B"
	parameter start_wait_ms 60000
	observer
	check "$1: the observer says that it answers" observed \
		'.event == "mode" and (.message | test("^answering starts"))'
}

# one RELEASE
one() {
	local release=$1 began=$SECONDS starts='' id

	driver "$release"
	case $release in 525.147.05 | 535.183.01 | 550.54.14) starts=1 ;; esac
	types_file 1070 1071 1072 1073 >"$TYPES"
	must gvmctl register "$TYPES"
	for id in 0 1 2 3; do
		check "$release: the fields of type $id arrived" arrived "107$id" "$id"
		check "$release: the kernel offers type $id" offered "nvidia-107$id"
	done
	check "$release: once more changes nothing" json register "$TYPES" -- \
		'[.register[].action] | unique == ["present"]'
	check "$release: types lists them" json types 0000:81:00.5 -- \
		'[.types[] | select(.name == "Rig 1072-4Q")] | length == 1'
	check_soon "$release: libvirt knows them" libvirt_offers pci_0000_41_00_4 nvidia-1073
	check "$release: virsh nodedev-create" nodedev
	check_is "$release: makes it" "$(type_of "$A")" nvidia-1070
	# libvirt 11 notices a little later than it says so that its device is active.
	check_soon "$release: virsh nodedev-destroy" virsh -q nodedev-destroy \
		"mdev_${A//-/_}_0000_41_00_4"
	check "$release: removes it" not has_mdev "$A"
	[ -z "$starts" ] || protocol "$release"
	check "$release: a domain starts" start d70 "vgpu=$B type='nvidia-1073'"
	check "$release: with its vGPU" holds d70 "$B"
	if [ -n "$starts" ]; then
		check "$release: the driver was told the right names" answered
		# shellcheck disable=SC2016 # jq's variable
		check "$release: the observer says so" observed \
			'.event == "started" and .vgpu.uuid == $u and .vgpu.domain == "d70"' --arg u "$B"
		check "$release: the observer ends" observer_end
	fi
	check "$release: it stops" destroy d70
	check_soon "$release: nothing is left" gone "$B"
	check "$release: nothing is left in the driver" no_leaks
	echo "   $release: $((SECONDS - began)) s"
}

for release in ${RELEASES:-$ALL}; do one "$release"; done
finish
