# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# virsh nodedev-create, -define, -start and mdevctl start make vGPUs of types that are not registered yet.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x76a)
B=$(uuid 0x76b)
C=$(uuid 0x76c)
D=$(uuid 0x76d)
OWN=/etc/gvm/types.d
SCRIPTS='/usr/lib/mdevctl/scripts.d/callouts/50-gvm /etc/mdevctl.d/scripts.d/callouts/50-gvm'
trap 'rm -rf $OWN /etc/mdevctl.d/0000:*; callouts on' EXIT

# nodedev ADDRESS TYPE UUID: prints the XML of a node device
nodedev() {
	echo "<device><parent>pci_$(tr :. _ <<<"$1")</parent><capability type='mdev'><type id='$2'/><uuid>$3</uuid></capability></device>"
}

# virsh_make COMMAND ADDRESS TYPE UUID: nodedev-create or nodedev-define
virsh_make() {
	nodedev "${@:2}" >/run/nodedev.xml
	virsh -q "$1" /run/nodedev.xml
}

# name_of UUID ADDRESS: libvirt's name of the node device
name_of() {
	echo "mdev_$1_$2" | tr :.- _
}

# is_active UUID ADDRESS: libvirt has heard of it.  (From mdevctl and udev, whichever comes last.)
is_active() {
	virsh -q nodedev-info "$(name_of "$@")" | grep -q '^Active: *yes'
}

# on TYPE: the parents that offer it, in a line
on() {
	local path

	for path in "$PARENTS"/*/mdev_supported_types/"$1"; do
		[ ! -e "$path" ] || basename "${path%/mdev_supported_types/*}"
	done | xargs
}

# callouts on|off: whether mdevctl finds our script
callouts() {
	local script kept

	for script in $SCRIPTS; do
		kept=/run/callout-${script:1:3}
		if [ "$1" = off ]; then
			mv "$script" "$kept"
		elif [ -e "$kept" ] || [ -L "$kept" ]; then
			mv "$kept" "$script"
		fi
	done
}

# only_mdevctl UUID: exists, and mdevctl alone has a claim on it
only_mdevctl() {
	if ! has_mdev "$1" || [ "$(compgen -G "$CLAIMS/$1@*")" != "$CLAIMS/$1@mdevctl" ]; then
		ls "$MDEV" "$CLAIMS"
		return 1
	fi
}

driver 550.90.07
# libvirt hears of them from udev.
for parent in 41 81; do
	must soon virsh -q nodedev-info "pci_0000_${parent}_00_4"
done
mkdir -p $OWN
types_file 1076 1077 1078 >$OWN/all.xml
types_file 1079 | sed 's/<gpu .*>/<gpu address="0000:81:00.0"\/>/' >$OWN/one.xml
check 'the doctor sees the call-out' sh -c 'gvmctl check | grep "ok *callout "'
check_is 'no type is registered' "$(find "$PARENTS"/*/mdev_supported_types -mindepth 1 -maxdepth 1 2>/dev/null)" ''

# libvirt makes a device, a domain uses it and leaves it, libvirt removes it.
check 'virsh nodedev-create' virsh_make nodedev-create 0000:41:00.4 nvidia-1076 "$A"
check_is 'it is what was asked for' "$(parent_of "$A") $(type_of "$A")" '0000:41:00.4 nvidia-1076'
check 'the claim is that of mdevctl' only_mdevctl "$A"
check_is 'the type is on that GPU alone' "$(on nvidia-1076)" '0000:41:00.4 0000:41:00.5'
check_is 'the other types are not there' "$(on nvidia-1077)$(on nvidia-1078)" ''
check 'nothing is left in the driver' no_leaks
check 'reconcile keeps it' sh -c 'gvmctl reconcile | grep "^held "'
check 'a domain starts with it' start d76 "vgpu=$A type='nvidia-1076'"
check 'and holds it' holds d76 "$A"
check_fails 'virsh nodedev-destroy while it runs' 'in use' virsh -q nodedev-destroy "$(name_of "$A" 0000:41:00.4)"
check_fails 'mdevctl stop does not wait for it' 'is in use; stop the domain' timeout 60 mdevctl stop -u "$A"
check 'virsh destroy' destroy d76
check 'the device stays' only_mdevctl "$A"
check 'virsh nodedev-destroy' virsh -q nodedev-destroy "$(name_of "$A" 0000:41:00.4)"
check 'neither device nor claim is left' gone "$A"

check 'virsh nodedev-define' virsh_make nodedev-define 0000:81:00.4 nvidia-1077 "$B"
check_is 'which registers nothing' "$(on nvidia-1077)" ''
check 'virsh nodedev-start' virsh -q nodedev-start "$(name_of "$B" 0000:81:00.4)"
check_is 'it is as defined' "$(parent_of "$B") $(type_of "$B")" '0000:81:00.4 nvidia-1077'
check 'with a claim' only_mdevctl "$B"
check_soon 'libvirt sees it' is_active "$B" 0000:81:00.4
check 'virsh nodedev-destroy of it' virsh -q nodedev-destroy "$(name_of "$B" 0000:81:00.4)"
check 'it is gone' gone "$B"
check 'virsh nodedev-undefine' virsh -q nodedev-undefine "$(name_of "$B" 0000:81:00.4)"

check 'mdevctl start' mdevctl start -u "$C" -p 0000:41:00.5 --type nvidia-1078
check 'it has a claim' only_mdevctl "$C"
check_fails 'a second start' 'exists' mdevctl start -u "$C" -p 0000:41:00.5 --type nvidia-1078
check 'does not take it' only_mdevctl "$C"
check 'mdevctl define of what runs' mdevctl define -u "$C"
check 'mdevctl list' sh -c "mdevctl list | grep $C"
check 'mdevctl stop' mdevctl stop -u "$C"
check 'nothing of it is left' gone "$C"
check 'mdevctl undefine' mdevctl undefine -u "$C"

check_fails 'a type for another GPU' 'type 1079, but not for GPU 0000:41:00.0' \
	virsh_make nodedev-create 0000:41:00.4 nvidia-1079 "$D"
check_fails 'a type of nobody' 'does not support mdev type' \
	virsh_make nodedev-create 0000:41:00.4 nvidia-46 "$D"
parameter create_errno 5
check_fails 'the driver makes none' 'Input/output error' \
	virsh_make nodedev-create 0000:41:00.4 nvidia-1076 "$D"
parameter create_errno 0
check 'no claim is left of these' clean

must modprobe mtty
check "another vendor's device" mdevctl start -u "$D" -p mtty --type mtty-2
check 'has no claim' not has_claim "$D"
check 'and is stopped' mdevctl stop -u "$D"
must modprobe -r mtty

# A vGPU of a domain is not for mdevctl.
must start d77 "vgpu=$D type='nvidia-1076'"
check_fails 'nor to stop' 'belongs to domain d77, which is running' timeout 60 mdevctl stop -u "$D"
check_fails 'nor to start' 'belongs to domain d77\|exists' \
	mdevctl start -u "$D" -p "$(parent_of "$D")" --type nvidia-1076
check 'the domain has it still' holds d77 "$D"
must destroy d77

# What it costs: the same device with and without our script, its type registered.
for how in on off; do
	[ $how = on ] || callouts off
	read -r _ before < <(grep '^processes ' /proc/stat)
	began=$(date +%s%N)
	for _ in 1 2 3; do
		must virsh_make nodedev-create 0000:41:00.4 nvidia-1076 "$A"
		must virsh -q nodedev-destroy "$(name_of "$A" 0000:41:00.4)"
	done
	read -r _ after < <(grep '^processes ' /proc/stat)
	echo "   3 x create and destroy, call-out $how: $((after - before)) processes, $((($(date +%s%N) - began) / 1000000)) ms"
done
callouts on
finish
