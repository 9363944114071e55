# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Who types literally what the guides say ends where they say.
# boot: systemd
# limit: 900
# There is nothing to prepare, and what 74 has prepared for the boot goes first.
[ "${1:-}" != prepare ] || exit 0
# shellcheck source=/dev/null
. /rig/guest/lib.sh
# shellcheck source=/dev/null
. /rig/guest/follow.sh

# reader GUIDE [OPTION...]: has a domain named desk, and follows the guide
reader() {
	virsh -q undefine desk 2>/dev/null
	domain desk "${@:2}" >/run/desk.xml
	must virsh define /run/desk.xml
	follow "$1"
}

rm -rf /etc/modprobe.d/vgpusim.conf /etc/udev/rules.d/80-rig.rules /etc/gvm/types.d/* \
	/etc/systemd/system/gvm-sriov@*.d
udevadm control --reload
systemctl -q disable --now gvm-register.service gvm-observer.service gvm-sriov@0000:41:00.0.service

load layout=vf
sim vf 2 2
reader virsh label

# In either guest, one of the two that are left.  The last section of the one on data centres needs
# libvirt 10.
if libvirt_takes_functions; then
	load driver=550.90.07 vfio=N,Y
	sim_defaults
	reader data-centre
else
	driver 535.129.03 layout=pf
	parameter start_wait_ms 60000
	reader desktop-card
fi
finish
