# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Debian's own start-up: types are registered, an mdev, a pool and a domain with autostart run, by no hand.
# boot: systemd
A=a74a74a7-0000-4000-8000-00000000cafe
B=b74b74b7-0000-4000-8000-00000000cafe
C=67766d63-746c-8000-8ee3-49d829a0af23
ENABLER=gvm-sriov@0000:41:00.0.service
FIGURES=/run/gvm-observer/gvm.prom
# shellcheck disable=SC2034 # lib.sh reads it
RIG_KEEP=1
# shellcheck source=/dev/null
. /rig/guest/lib.sh

# prepare: what an administrator would have done once
prepare() {
	echo vgpusim >/etc/modules-load.d/vgpusim.conf
	echo 'options vgpusim driver=550.90.07 types=registered' >/etc/modprobe.d/vgpusim.conf
	# As NVIDIA's sriov-manage, when the driver has its GPU; the other GPU is left to our unit.
	echo 'ACTION=="bind", KERNEL=="0000:81:00.0", DRIVER=="nvidia", ATTR{sriov_numvfs}="2"' \
		>/etc/udev/rules.d/80-rig.rules
	mkdir -p "/etc/systemd/system/$ENABLER.d"
	printf '[Service]\nEnvironment=VFS=2\n' >"/etc/systemd/system/$ENABLER.d/number.conf"
	mkdir -p /etc/gvm/types.d /etc/mdevctl.d/0000:41:00.4 /etc/libvirt/qemu/autostart
	DRIVER=550.90.07 types_file 1074 >/etc/gvm/types.d/rig.xml
	echo '{"mdev_type": "nvidia-1074", "start": "auto", "attrs": []}' \
		>"/etc/mdevctl.d/0000:41:00.4/$A"
	mkdir -p /etc/gvm/pools.d
	cat >/etc/gvm/pools.d/rig.xml <<-END
		<pools xmlns="https://linux-gvm.org/xmlns/pools/1.0">
		  <pool name="desktops" count="1"><vgpu type="nvidia-1074"/></pool>
		</pools>
	END
	domain d74 "vgpu=$B type='nvidia-1074'" >/etc/libvirt/qemu/d74.xml
	ln -s ../d74.xml /etc/libvirt/qemu/autostart/d74.xml
	systemctl enable gvm-register.service gvm-pool.service gvm-observer.service "$ENABLER"
}

# journal_of_boot: the observer's unit has told of the domain
journal_of_boot() {
	journalctl -q -b -u gvm-observer.service -o json |
		jq -es "map(select(.GVM_DOMAIN == \"d74\" and .GVM_UUID == \"$B\")) | length > 0"
}

if [ "${1:-}" = prepare ]; then
	prepare
	exit
fi

check_is 'the system is up' "$(systemctl is-system-running --wait)" running
check_is 'no unit has failed' "$(systemctl list-units --failed --plain --no-legend)" ''
check_is 'virtual functions were enabled' "$(systemctl is-active "$ENABLER")" active
check_is 'as many as wanted' "$(cat /sys/bus/pci/devices/0000:41:00.0/sriov_numvfs)" 2
check_is 'the types were registered' "$(systemctl is-active gvm-register.service)" active
check 'the type is there' test -e "$(type_path 0000:41:00.4 nvidia-1074)"
check 'on every function' test -e "$(type_path 0000:81:00.5 nvidia-1074)"
check 'libvirt knows it' sh -c 'virsh -q nodedev-dumpxml pci_0000_41_00_4 | grep -q nvidia-1074'
check "mdevctl's definition is active" has_mdev "$A"
check_is 'it has the type' "$(type_of "$A")" nvidia-1074
check_soon 'the domain runs' is_state d74 running
check 'it has its vGPU' holds d74 "$B"
check_is 'of the type' "$(type_of "$B")" nvidia-1074
check_is 'the pool was applied' "$(systemctl show -P Result gvm-pool.service)" success
check 'its vGPU is there' has_mdev "$C"
check 'libvirt lists it' sh -c "virsh -q nodedev-list --cap mdev | grep $(tr - _ <<<"$C")"
check 'it is as wanted' gvmctl pool apply --assert
check_is 'somebody observes' "$(systemctl is-active gvm-observer.service)" active
check_soon 'figures of the domain are there' grep -q '^gvm_vgpu_info{.*domain="d74"' "$FIGURES"
check_soon 'the journal has its vGPU' journal_of_boot
check 'the observer stops' systemctl stop gvm-observer.service
check 'and says so' grep -qx 'gvm_observer_up 0' "$FIGURES"
check 'the unit can be run again' systemctl restart gvm-register.service
check "mdevctl's device is still there" has_mdev "$A"
check 'the domain still has its vGPU' holds d74 "$B"
check 'nothing is left in the driver' no_leaks
rm /etc/gvm/pools.d/rig.xml
check 'the pool is gone' gvmctl pool apply
check 'and its vGPU' gone "$C"
must gvmctl destroy --foreign "$A"
finish
