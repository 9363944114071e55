# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Device Creation Test: nodes are used as they are, and made only as the driver's parameters allow.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

# look: a command that opens the control node and those of both GPUs
look() {
	gvmctl observe --once
}

# node FILE: what it is, its numbers, its owner and mode
node() {
	stat -c '%F %t:%T %u:%g %a' "/dev/$1"
}

# bare RELEASE [PARAMETER=VALUE...]: a driver whose nodes nobody has made
bare() {
	local release=$1

	shift
	driver "$release" nodes=N "$@"
	rm -f /dev/nvidia[0-9]* /dev/nvidiactl
}

# foreign NAME MINOR: somebody made that node, for his own user
foreign() {
	mknod -m 640 "/dev/$1" c 195 "$2"
	chown 7:8 "/dev/$1"
}

driver 535.129.03
nodes=$(node nvidiactl; node nvidia0; node nvidia1)
check 'nodes of the kernel are used' look
check_is 'they stay as they are' "$(node nvidiactl; node nvidia0; node nvidia1)" "$nodes"
must chown 7:8 /dev/nvidia1
check 'a node of a foreign owner is used' look
check_is 'its owner and mode stay' "$(node nvidia1)" 'character special file c3:1 7:8 666'

# The kernel lists the major number as nvidia-frontend up to 535, then as nvidia.
for release in 525.147.05:nvidia-frontend 580.82.09:nvidia; do
	name=${release#*:} release=${release%:*}
	bare "$release" device_file_uid=12 device_file_gid=34 device_file_mode=416
	check "$release: there are no nodes" not test -e /dev/nvidiactl
	check "$release: the kernel calls them $name" grep -qx "195 $name" /proc/devices
	foreign nvidia0 0
	check "$release: missing nodes are made" look
	check_is "$release: the control node, as the parameters say" "$(node nvidiactl)" \
		'character special file c3:ff 12:34 640'
	check_is "$release: the node of a GPU" "$(node nvidia1)" 'character special file c3:1 12:34 640'
	check_is "$release: a foreign node is not touched" "$(node nvidia0)" \
		'character special file c3:0 7:8 640'
done
check_status 'nodes that a user may not open: 7' 7 \
	setpriv --reuid=65534 --regid=65534 --clear-groups gvmctl observe --once
check_fails 'the node is named' '/dev/nvidiactl may not be opened' \
	setpriv --reuid=65534 --regid=65534 --clear-groups gvmctl observe --once
must mv /dev/nvidiactl /dev/nvidiactl.old
echo a file >/dev/nvidiactl
check_fails 'a file in place of a node is named' '/dev/nvidiactl is no character device' look
check_is 'and not touched' "$(cat /dev/nvidiactl)" 'a file'
rm -f /dev/nvidiactl.old

bare 550.90.07 modify_device_files=N
check_status 'forbidden by the driver: 3' 3 gvmctl observe --once
check_fails 'the parameter is named' 'NVreg_ModifyDeviceFiles' look
check 'nothing is made' not test -e /dev/nvidiactl
foreign nvidiactl 255
foreign nvidia0 0
foreign nvidia1 1
check 'with nodes of somebody else it works' look

# The first GPU has the second minor number: the place in the driver's list is not the minor.
bare 570.86.15 swap_minors=Y
check 'the minor number is asked for' look
check_is 'both nodes are there' "$(node nvidia0; node nvidia1)" \
	'character special file c3:0 0:0 666
character special file c3:1 0:0 666'
check 'nothing is left open in the driver' no_leaks

# Both see that nothing is there, and both make it.
for pass in 1 2 3; do
	rm -f /dev/nvidia[0-9]* /dev/nvidiactl
	look >/dev/null 2>/run/race.err &
	if look && wait $!; then passed "two at once, $pass"; else failed "two at once, $pass" "$(cat /run/race.err)"; fi
done

unload
check_status 'nodes without a driver: 8' 8 gvmctl observe --once
rm -f /dev/nvidia[0-9]* /dev/nvidiactl
check_status 'neither nodes nor driver: 8' 8 gvmctl observe --once
check 'nothing is made' not test -e /dev/nvidiactl
finish
