# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# AppArmor as Debian ships it: libvirtd and QEMU confined, our hook works, nothing is denied.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x60)
sim vf 1 0

denied() {
	dmesg | grep 'apparmor="DENIED"'
}

dmesg -C
check 'libvirtd is confined' grep -q 'libvirtd.*enforce' "/proc/$(pgrep -x libvirtd | head -n 1)/attr/current"
check 'a domain of a confined QEMU starts' start d60 "vgpu=$A type='nvidia-590'" label
check 'QEMU is confined' grep -q '^libvirt-.*enforce' "/proc/$(qemu_pid d60)/attr/current"
check 'QEMU holds the VFIO group' holds d60 "$A"
check 'it stops' destroy d60
check 'nothing is left' gone "$A"
check_is 'nothing was denied' "$(denied)" ''
finish
