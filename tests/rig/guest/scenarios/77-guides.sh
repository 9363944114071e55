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

# reader GUIDE [OPTION...]: has domains named desk and render, and follows the guide
reader() {
	local name

	for name in desk render; do
		virsh -q undefine $name 2>/dev/null
		domain $name "${@:2}" >/run/$name.xml
		must virsh define /run/$name.xml
	done
	follow "$1"
}

rm -rf /etc/modprobe.d/vgpusim.conf /etc/udev/rules.d/80-rig.rules /etc/gvm/types.d/* \
	/etc/systemd/system/gvm-sriov@*.d
udevadm control --reload
systemctl -q disable --now gvm-register.service gvm-observer.service gvm-sriov@0000:41:00.0.service

# With an AppArmor profile of its own in one guest only: that takes most of a start.
load layout=vf
sim vf 2 2
if libvirt_takes_functions; then reader virsh; else reader virsh label; fi

# Those that are left, in one guest each: the last section of the one on data centres needs libvirt 10.
if libvirt_takes_functions; then
	reader pool
	load driver=550.90.07 vfio=N,Y
	sim_defaults
	reader data-centre
else
	driver 535.129.03 layout=pf
	parameter start_wait_ms 60000
	reader desktop-card
fi
finish
