# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The commands for people and scripts: results, JSON, exit statuses.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x50)
B=$(uuid 0x51)
C=$(uuid 0x52)
sim vf 2 2

check 'parents lists the functions' sh -c 'gvmctl parents | grep -q 0000:41:00.4'
check 'parents --json' json parents -- \
	'.parents[] | select(.address == "0000:81:00.4") | .nodedev == "pci_0000_81_00_4" and .driver == "nvidia" and .numa_node == 1'
check 'types lists names' sh -c 'gvmctl types | grep -q "NVIDIA A10-2Q"'
check 'types --json, sizes in bytes' json types -- \
	'.types[] | select(.parent == "0000:41:00.4" and .id == "nvidia-591") | .name == "NVIDIA A10-2Q" and .framebuffer == 2147483648 and .available_instances == 1 and .device_api == "vfio-pci"'
check 'types of one parent' json types 0000:41:00.5 -- '[.types[].parent] | unique == ["0000:41:00.5"]'
check 'list --json without a vGPU' json list -- '.vgpus == []'

check_is 'create prints the UUID' "$(gvmctl create --parent 0000:41:00.4 --type nvidia-590 --uuid "$A")" "$A"
check_is 'it is made' "$(parent_of "$A") $(type_of "$A")" '0000:41:00.4 nvidia-590'
check 'its claim says that a person made it' has_claim "$A" manual
check_status 'create of what exists: 4' 4 gvmctl create --parent 0000:41:00.5 --type nvidia-591 --uuid "$A"
check_status 'create on a full parent: 6' 6 gvmctl create --parent 0000:41:00.4 --type nvidia-590 --uuid "$B"
check_status 'create of an unknown type: 3' 3 gvmctl create --parent 0000:41:00.5 --type nvidia-9999 --uuid "$B"
check_status 'create on an unknown parent: 3' 3 gvmctl create --parent 0000:99:00.0 --type nvidia-590 --uuid "$B"
check_status 'create without a type: 2' 2 gvmctl create --parent 0000:41:00.5
check_status 'an unknown command: 2' 2 gvmctl dance
check 'a dry run' gvmctl --dry-run create --parent 0000:41:00.5 --type nvidia-590 --uuid "$B"
check 'makes nothing' gone "$B"
check 'create with an attribute' gvmctl create --parent 0000:41:00.5 --type nvidia-590 --uuid "$B" \
	--attr nvidia/vgpu_params=frame_rate_limiter=0
check_is 'it is written' "$(cat "$MDEV/$B/nvidia/vgpu_params")" frame_rate_limiter=0
check 'destroy' gvmctl destroy "$B"
check 'it is gone' gone "$B"
check_status 'destroy of what is not there: 3' 3 gvmctl destroy "$B"
must create 0000:81:00.4 nvidia-590 "$C"
check_status 'destroy of a foreign one: 7' 7 gvmctl destroy "$C"
check 'it is there' has_mdev "$C"
check 'destroy --foreign' gvmctl destroy --foreign "$C"
check 'it is gone' gone "$C"

must start d50 "hostdev=$A"
check_status 'destroy of one in use: 5' 5 gvmctl destroy "$A"
check 'it is still used' holds d50 "$A"
must destroy d50
check 'one that a person made stays when the domain stops' has_mdev "$A"
check 'destroy by its maker' gvmctl destroy "$A"

domain d51 "vgpu=$A type='nvidia-590'" >/run/d51.xml
check 'plan' sh -c "gvmctl plan /run/d51.xml | grep -q '$A'"
check 'plan makes nothing' gone "$A"
domain d51 "vgpu=$A type='nvidia-9999'" >/run/d51.xml
check_status 'plan of an unknown type: 3' 3 gvmctl plan /run/d51.xml
echo '<domain' >/run/broken.xml
check_status 'plan of broken XML: 9' 9 gvmctl plan /run/broken.xml

nodedev_xml() {
	gvmctl nodedev-xml --parent "$1" --type nvidia-590 --uuid "$2"
}

must soon virsh -q nodedev-dumpxml pci_0000_81_00_4
check 'nodedev-xml is taken by virsh nodedev-create' sh -c "$(declare -f nodedev_xml)
	nodedev_xml 0000:81:00.4 $C | virsh -q nodedev-create /dev/stdin"
check 'it is made' has_mdev "$C"
check 'nodedev-xml is taken by virsh nodedev-define' sh -c "$(declare -f nodedev_xml)
	nodedev_xml 0000:81:00.5 $B | virsh -q nodedev-define /dev/stdin"
check 'it is defined' test -e "/etc/mdevctl.d/0000:81:00.5/$B"
check 'it is not made' not has_mdev "$B"
must sysfile write "$MDEV/$C/remove" 1
rm -f "/etc/mdevctl.d/0000:81:00.5/$B"

check 'reconcile with nothing to do' gvmctl reconcile
modprobe -r vgpusim
check 'list answers without a GPU' json list -- '.vgpus == []'
check 'types answers without a GPU' json types -- '.types == []'
finish
