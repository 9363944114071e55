# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A hostdev without an entry: found in /etc/gvm/nodedev.d, or in mdevctl's definitions.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x1a)
B=$(uuid 0x1b)
C=$(uuid 0x1c)
sim vf 2 2

nodedev() {
	echo "<device><parent>$1</parent><capability type='mdev'><type id='$2'/><uuid>$3</uuid></capability></device>"
}

mkdir -p /etc/gvm/nodedev.d
nodedev pci_0000_41_00_5 nvidia-591 "$A" >/etc/gvm/nodedev.d/pool-a.xml
nodedev pci_0000_81_00_4 nvidia-590 "$B" >/run/b.xml
must soon virsh -q nodedev-dumpxml pci_0000_81_00_4
must virsh -q nodedev-define /run/b.xml
check 'mdevctl has the definition' test -e "/etc/mdevctl.d/0000:81:00.4/$B"
check 'a domain with both starts' start d14 "hostdev=$A" "hostdev=$B"
check_is 'the first is where our definition says' "$(parent_of "$A") $(type_of "$A")" '0000:41:00.5 nvidia-591'
check_is "the second is where mdevctl's definition says" "$(parent_of "$B") $(type_of "$B")" '0000:81:00.4 nvidia-590'
check 'virsh destroy' destroy d14
check 'both are gone' clean
check 'the definition is still there' test -e "/etc/mdevctl.d/0000:81:00.4/$B"
check_fails 'one that is defined nowhere is left to libvirt' "$C.*not found" start d14 "hostdev=$C"
rm -f /etc/gvm/nodedev.d/pool-a.xml "/etc/mdevctl.d/0000:81:00.4/$B"
finish
