# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # scenarios read the addresses
#
# For scenarios with a line "# boot: iommu", after lib.sh: real PCI functions behind an IOMMU.

BUS=/sys/bus/pci
DEVICES=$BUS/devices
# An NVMe controller with room for four virtual functions, and its first two.
NVME=0000:01:00.0
VF0=0000:01:00.1
VF1=0000:01:00.2
# A display alone; another, and the function that shares its slot and IOMMU group.
DISPLAY=0000:02:00.0
TWIN=0000:03:00.0
TWIN_REST=0000:03:00.1

# answers NAME WANT COMMAND...: sysfile's answer
answers() {
	local name=$1 want=$2

	shift 2
	check_is "$name" "$("$@")" "$want"
}

# driver_of ADDRESS: prints the name of its driver, nothing when it has none
driver_of() {
	basename "$(readlink "$DEVICES/$1/driver")" 2>/dev/null
}

# has_driver ADDRESS NAME: NAME is '' for none
has_driver() {
	[ "$(driver_of "$1")" = "$2" ] || { driver_of "$1"; return 1; }
}

# override_of ADDRESS
override_of() {
	cat "$DEVICES/$1/driver_override"
}

# set_vfs COUNT / override ADDRESS NAME / unbind ADDRESS / probe ADDRESS: sysfile's answer
set_vfs() {
	sysfile write "$DEVICES/$NVME/sriov_numvfs" "$1"
}

override() {
	sysfile write "$DEVICES/$1/driver_override" "$2"
}

unbind() {
	sysfile write "$DEVICES/$1/driver/unbind" "$1"
}

probe() {
	sysfile write "$BUS/drivers_probe" "$1"
}

# to_vfio ADDRESS / to_own ADDRESS: as a person would give it to vfio-pci, and back
to_vfio() {
	override "$1" vfio-pci
	[ -z "$(driver_of "$1")" ] || unbind "$1"
	probe "$1"
	has_driver "$1" vfio-pci
}

to_own() {
	override "$1" '\n'
	[ -z "$(driver_of "$1")" ] || unbind "$1"
	probe "$1"
}

# online: the NVMe controller's functions work, and nvme has them.  Where nvme met one before, it
# gave up after a while.
online() {
	local address number=0

	for address in "$@"; do
		number=$((number + 1))
		soon has_driver "$address" '' || return
		nvmevf /dev/nvme0 $number && probe "$address" && soon has_driver "$address" nvme || return
	done
}

# is_passed NAME ADDRESS: the domain has the function, and it is claimed for it
is_passed() {
	has_driver "$2" vfio-pci && holds "$1" "$2" && has_claim "$2" "$(domain_uuid "$1")"
}

# is_back ADDRESS DRIVER: as it was before any domain
is_back() {
	has_driver "$1" "$2" && [ "$(override_of "$1")" = '(null)' ] && not has_claim "$1"
}

# start_with NAME ADDRESS: a domain with a function, and an entry without attributes
start_with() {
	start "$1" "function=$2 "
}

# start_managed NAME ADDRESS: likewise, as virt-manager would write it
start_managed() {
	domain "$1" "function=$2 " | sed "s/managed='no'/managed='yes'/" >"/run/$1.xml"
	virsh -q create "/run/$1.xml" --paused
}

# die_in_prepare NAME ADDRESS: libvirtd dies in the start of a domain, after our part of prepare
die_in_prepare() {
	local client

	# shellcheck disable=SC2016 # $2 is the hook's
	printf '#!/bin/sh\n[ "$2" != prepare ] || { : >/run/in-prepare; sleep 60; }\n' >"$HOOKS/60-wait"
	chmod 755 "$HOOKS/60-wait"
	rm -f /run/in-prepare
	start_with "$1" "$2" >/dev/null 2>&1 &
	client=$!
	must soon test -e /run/in-prepare
	libvirtd_kill
	pkill -KILL -f 60-wait
	wait $client
	rm -f "$HOOKS/60-wait"
}

# pci_reset: all functions as after the start of the machine
pci_reset() {
	local address

	modprobe -a nvme bochs vfio_pci
	for address in "$NVME" "$DISPLAY" "$TWIN" "$TWIN_REST"; do
		if [ "$(override_of "$address")" != '(null)' ] || has_driver "$address" ''; then
			to_own "$address"
		fi
	done >/dev/null
	must soon test -c /dev/nvme0
	[ "$(cat "$DEVICES/$NVME/sriov_numvfs")" = 0 ] || must set_vfs 0
}

pci_reset
