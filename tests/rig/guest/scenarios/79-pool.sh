# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# gvmctl pool apply keeps vGPUs defined and started through libvirt, and removes only its own idle ones.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

DIR=/etc/gvm/pools.d
OWN=/etc/gvm/types.d
FOREIGN=$(uuid 0x77a)
DEFINED=$(uuid 0x77b)
trap 'rm -rf $OWN/* $DIR/* /etc/mdevctl.d/0000:*' EXIT

# u NUMBER: UUID of a vGPU of pool desktops
u() {
	printf '67766d63-746c-8%03x-8ee3-49d829a0af23' "$1"
}

# pool COUNT: the file of that pool
pool() {
	cat >$DIR/desktops.xml <<-END
		<pools xmlns="https://linux-gvm.org/xmlns/pools/1.0">
		  <pool name="desktops" count="$1"><vgpu type="nvidia-1076"/></pool>
		</pools>
	END
}

# where NUMBER...: the parents of these vGPUs, in a line
where() {
	local number

	for number; do parent_of "$(u "$number")"; done | xargs
}

# ours: the numbers of the vGPUs of pools that exist, or are defined, in a line
ours() {
	find "$MDEV/" /etc/mdevctl.d -name '67766d63-746c-8*' -printf '%f\n' 2>/dev/null |
		cut -c 16-18 | sort -u | xargs
}

# listed: what virt-manager shows: the active ones of pools that libvirt knows, in a line
listed() {
	virsh -q nodedev-list --cap mdev | sed -n 's/^mdev_67766d63_746c_8\(...\)_.*/\1/p' | sort | xargs
}

lists() {
	[ "$(listed)" = "$*" ] || { listed; return 1; }
}

# info NUMBER KEY: what libvirt says of it
info() {
	virsh -q nodedev-info "$(virsh -q nodedev-list --all | grep "^mdev_$(u "$1" | tr - _)")" |
		sed -n "s/^$2: *//p"
}

driver 550.90.07
for parent in 41 81; do
	must soon virsh -q nodedev-info "pci_0000_${parent}_00_4"
done
mkdir -p $DIR $OWN
types_file 1076 >$OWN/own.xml
must gvmctl register

pool many
check_status 'a broken file: 9' 9 gvmctl pool apply
check_fails 'it is said where' "$DIR/desktops.xml:2: count 'many' of pool" gvmctl pool apply
pool 5
check_status 'more than fit: 6' 6 gvmctl pool apply
check_is 'nothing was made' "$(ours)" ''
pool 4
check_is 'a dry run' "$(gvmctl --dry-run pool apply | awk '{ print $1 }' | sort | uniq -c | xargs)" '1 ACTION 4 make'
check_status 'not as wanted: 1' 1 gvmctl pool apply --assert
check_is 'neither makes anything' "$(ours)" ''

# Defined, and then the driver refuses it.
parameter create_errno 5
pool 1
check_fails 'the driver makes none' 'cannot start vGPU.*Input/output error' gvmctl pool apply
check_is 'nothing is left of it' "$(ours)" ''
parameter create_errno 0

# Killed while libvirt makes the first one, and run again.
pool 4
parameter create_delay_ms 2000
gvmctl pool apply >/run/killed 2>&1 &
must soon compgen -G "/etc/mdevctl.d/0000:41:00.4/$(u 0)"
kill -KILL $!
wait $! 2>/dev/null
parameter create_delay_ms 0
check_is 'a run that is killed leaves a definition' "$(ours)" 000
check 'the next one goes on' gvmctl pool apply
check_is 'they are spread' "$(where 0 1 2 3)" '0000:41:00.4 0000:81:00.4 0000:41:00.5 0000:81:00.5'
check_is 'the claims are those of mdevctl' "$(find "$CLAIMS" -name '67766d63*@mdevctl' | wc -l)" 4
check 'libvirt lists them' lists 000 001 002 003
check_is 'defined, active, with autostart' "$(info 3 Persistent) $(info 3 Active) $(info 3 Autostart)" 'yes yes yes'
before=$(identity "$(u 0)"; identity "$(u 3)")
check 'again' gvmctl pool apply
check_is 'changes nothing' "$(identity "$(u 0)"; identity "$(u 3)")" "$before"
check 'as wanted: 0' gvmctl pool apply --assert
rm "/etc/mdevctl.d/0000:41:00.4/$(u 0)"
check_status 'a definition is missing: 1' 1 gvmctl pool apply --assert
check_soon 'it is written again' gvmctl pool apply
check 'for the next boot' grep -q auto "/etc/mdevctl.d/0000:41:00.4/$(u 0)"
check_is 'the device stays' "$(identity "$(u 0)"; identity "$(u 3)")" "$before"

# One is used, one is named by a domain that does not run.
check 'a domain starts with one' start d77 "hostdev=$(u 3)"
check 'and holds it' holds d77 "$(u 3)"
domain d78 "hostdev=$(u 2)" >/run/d78.xml
must virsh -q define /run/d78.xml
rm $DIR/desktops.xml
check 'the pool is gone' gvmctl pool apply
check_is 'what is needed stays' "$(ours)" '002 003'
check 'it is used still' holds d77 "$(u 3)"
check_soon 'libvirt lists these' lists 002 003
check_status 'needed, but not wanted: 5' 5 gvmctl pool apply --assert
pool 1
check 'one is wanted' gvmctl pool apply
check_is 'one more is needed' "$(ours)" '002 003'
must virsh -q undefine d78
must destroy d77
check 'the vGPU of the domain stays when it stops' has_mdev "$(u 3)"

# What others have made and defined is nobody's affair.
must create 0000:41:00.4 nvidia-1076 "$FOREIGN"
echo "<device><parent>pci_0000_81_00_4</parent><capability type='mdev'><type id='nvidia-1076'/><uuid>$DEFINED</uuid></capability></device>" >/run/nodedev.xml
must virsh -q nodedev-define /run/nodedev.xml
check 'none is needed now' gvmctl pool apply
check_is 'one is there' "$(ours)" 002
rm $DIR/desktops.xml
check 'nor wanted' gvmctl pool apply
check_is 'none is there' "$(ours)" ''
check_soon 'nor listed' lists
check 'a foreign one is' has_mdev "$FOREIGN"
check 'and a foreign definition' test -e "/etc/mdevctl.d/0000:81:00.4/$DEFINED"
check 'as wanted again' gvmctl pool apply --assert
must virsh -q nodedev-undefine "mdev_$(tr - _ <<<"$DEFINED")_0000_81_00_4"
must sysfile write "$MDEV/$FOREIGN/remove" 1
check 'nothing is left in the driver' no_leaks
finish
