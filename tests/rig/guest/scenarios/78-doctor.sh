# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The doctor: what it says with nothing installed but the program, with everything in place, and
# with one thing broken after the other; what it says is so, and what it says to do mends it.
# suite: bookworm
# limit: 900
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x78)
B=$(uuid 0x79)
QEMU=$HOOKS/50-gvm
CALLOUT=/usr/lib/mdevctl/scripts.d/callouts/50-gvm
OLD=/etc/mdevctl.d/scripts.d/callouts/50-gvm
AWAY=/run/rig-doctor
# What this machine has in any case: no IOMMU, none of NVIDIA's programs, no type in the driver's own
# lists, nothing enabled for the boot.
ALWAYS=' iommu-off manager-not-running no-types persistence-off sriov-not-enabled '
# Debian's rule for mdevctl runs nothing, 12 and 13 alike.
[ -e /usr/sbin/mdevctl ] || ALWAYS=' autostart-path'$ALWAYS
sim vf 1 1

# causes: those that are found
causes() {
	gvmctl --json check 2>/dev/null | jq -r '.check.findings[].cause // empty' | sort -u | tr '\n' ' '
}

# remedy CAUSE: what the doctor says to do, the first one
# shellcheck disable=SC2016 # jq's variables
remedy() {
	gvmctl --json check 2>/dev/null |
		jq -r --arg c "$1" '[.check.findings[] | select(.cause == $c)][0].remedy'
}

# shellcheck disable=SC2120 # by name
# finds CAUSE...: these, and what there is always
finds() {
	local want

	# shellcheck disable=SC2086 # words
	want=$(printf '%s\n' $ALWAYS "$@" | sort -u | tr '\n' ' ')
	[ "$(causes)" = "$want" ] || { echo "got '$(causes)', want '$want'"; return 1; }
}

# mends CAUSE: does what the doctor says, and then it is not found any more
mends() {
	local command

	command=$(remedy "$1")
	sh -c "$command" || { echo "'$command' fails"; return 1; }
	# shellcheck disable=SC2119 # none of these
	finds
}

starts() {
	start d78 "vgpu=$A type='nvidia-590'" && destroy d78
}

# stow FILE... / back: takes files away, puts them back as new ones
stow() {
	mkdir -p $AWAY
	tar -C / -cf $AWAY/files "${@#/}" && rm -f "$@"
}

back() {
	tar -C / -xf $AWAY/files
}

check 'everything is in place' finds
check_status 'which is no error' 0 gvmctl -q check
check 'and a domain starts' starts

# shellcheck disable=SC2046 # words
stow $(find /etc/libvirt/hooks ! -type d) "$CALLOUT" "$OLD"
check 'only the program is installed' finds hook-missing callout-missing
check_status 'that is an error' 1 gvmctl -q check
check_fails 'and a domain does not start' 'not found' starts

# A first installation, seen by the daemon only when it looks again.
libvirtd_stop
libvirtd_start
then=$(date +%s)
must soon sh -c "[ \$(date +%s) -gt $((then + 2)) ]"
back
check 'the hooks came after libvirtd' finds hook-not-seen
check_is 'it has to look again' "$(remedy hook-not-seen)" 'systemctl reload libvirtd.service'
check_fails 'until then no domain starts' 'not found' starts
must pkill -HUP -x libvirtd
check_soon 'it has looked' finds
check 'and a domain starts' starts

chmod -x "$QEMU"
check 'the hook is not executable' finds hook-not-executable
check_fails 'nobody runs it' 'not found' starts
check 'chmod mends it' mends hook-not-executable
chown 1000 "$QEMU"
chmod 666 "$QEMU" && chmod +x "$QEMU"
check 'others may change the hook' finds hook-access
check 'chown and chmod mend it' mends hook-access
chmod 755 /run/gvm/claims
check 'others may look into the claims' finds state-access
check 'chmod mends it' mends state-access

# Where meson puts it by default.
mv /usr/bin/gvmctl /usr/local/bin/
check 'the program is gone' finds program-missing
check_fails 'and nobody says so at a start' 'not found' starts
sed -i 's,/usr/bin/gvmctl,/usr/local/bin/gvmctl,' "$QEMU" /etc/libvirt/hooks/daemon.d/50-gvm
check 'AppArmor forbids the program' finds apparmor-program
check_fails 'so it is' 'Permission denied' starts
echo 'profile="libvirtd" name="/usr/local/bin/gvmctl"' >>/run/provoked
cp -a /etc/apparmor.d/local/usr.sbin.libvirtd $AWAY/
check 'a rule mends it' mends apparmor-program
check 'so it does' starts
cp -a $AWAY/usr.sbin.libvirtd /etc/apparmor.d/local/
must apparmor_parser -r /etc/apparmor.d/usr.sbin.libvirtd
mv /usr/local/bin/gvmctl /usr/bin/
back

must modprobe -r vfio_iommu_type1
check 'a module is missing' finds vfio-type1-not-loaded
check 'modprobe mends it' mends vfio-type1-not-loaded

# A vGPU that a reboot has taken.
domain d79 hostdev="$B" >/run/d79.xml
must virsh -q define /run/d79.xml
check 'a vGPU is lost' finds vgpu-lost
check_fails 'the domain does not start' 'not found' virsh -q start d79
check_is 'a definition would do' "$(remedy vgpu-lost)" \
	"gvmctl nodedev-xml --uuid $B --type TYPE >/etc/gvm/nodedev.d/$B.xml"
mkdir -p /etc/gvm/nodedev.d
must sh -c "$(remedy vgpu-lost | sed 's/TYPE/nvidia-590/')"
check 'then nothing is found' finds
check 'and the domain starts' virsh -q start d79
check 'and stops' destroy d79
must virsh -q undefine d79
rm -f "/etc/gvm/nodedev.d/$B.xml"

# Definitions of mdevctl.
stow /usr/*bin/mdevctl
mkdir -p /etc/mdevctl.d/0000:99:00.0
echo '{"mdev_type": "nvidia-590", "start": "auto"}' >"/etc/mdevctl.d/0000:99:00.0/$B"
ALWAYS=${ALWAYS/ autostart-path/} check 'a definition without parent, and without mdevctl' \
	finds definition-parent mdevctl-missing
back
rm -r /etc/mdevctl.d/0000:99:00.0
if [ "${ALWAYS/autostart-path/}" != "$ALWAYS" ]; then
	check 'the rule of Debian runs nothing' finds
	ALWAYS=${ALWAYS/ autostart-path/} check 'another rule mends it' mends autostart-path
	check 'and runs what is there' grep -q /usr/bin/mdevctl /etc/udev/rules.d/60-mdevctl.rules
	rm /etc/udev/rules.d/60-mdevctl.rules
	udevadm control --reload
fi

finish
