# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the kernel's mdev core does with each write, errno by errno: the facts that the product and
# the fake host of the unit tests are built on.  No gvmctl here.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 1)
B=$(uuid 2)
P=0000:41:00.4
Q=0000:41:00.5
TYPE=nvidia-590

# answers NAME WANT COMMAND...: sysfile's answer
answers() {
	local name=$1 want=$2

	shift 2
	check_is "$name" "$("$@")" "$want"
}

remove() {
	sysfile write "$MDEV/$1/remove" "${2:-1}"
}

sim vf 2 2

# what a parent and a type look like
check 'the parent is in the mdev bus' test -e "$PARENTS/$P/mdev_supported_types"
check_is 'the type has a name' "$(cat "$(type_path $P $TYPE)/name")" 'NVIDIA A10-1Q'
check_is 'the type has a description' "$(cat "$(type_path $P $TYPE)/description")" \
	'num_heads=1, frl_config=45, framebuffer=1024M, max_resolution=5120x2880, max_instance=24'
check_is 'the type has a device API' "$(cat "$(type_path $P $TYPE)/device_api")" vfio-pci
check_is 'the GPU on bus 41 is on node 0' "$(cat /sys/bus/pci/devices/$P/numa_node)" 0
check_is 'the GPU on bus 81 is on node 1' "$(cat /sys/bus/pci/devices/0000:81:00.4/numa_node)" 1

# create
answers 'create is accepted' 0 create $P $TYPE "$A"
check 'when create returns, the device is there' test -d "$MDEV/$A"
check_is 'it links its type' "$(type_of "$A")" $TYPE
check 'it has a driver' test -e "$MDEV/$A/driver"
check 'it has an IOMMU group with a node' test -c "$(group_of "$A")"
check 'the type links it' test -e "$(type_path $P $TYPE)/devices/$A"
check_is 'the parent is full' "$(available $P $TYPE)" 0
answers 'same UUID, same parent: EEXIST' EEXIST create $P $TYPE "$A"
answers 'same UUID, another parent: EEXIST' EEXIST create $Q $TYPE "$A"
answers 'same UUID in upper case: EEXIST' EEXIST create $Q $TYPE "${A^^}"
answers 'a full parent whose driver counts: ENOSPC' ENOSPC create $P $TYPE "$B"
check 'a refused creation leaves nothing' test ! -e "$MDEV/$B"
answers 'no UUID: EINVAL' EINVAL create $Q $TYPE not-a-uuid
answers 'a UUID too short: EINVAL' EINVAL create $Q $TYPE "${B%?}"
answers 'a UUID too long: EINVAL' EINVAL create $Q $TYPE "${B}00"
answers 'a UUID in braces: EINVAL' EINVAL create $Q $TYPE "{$B}"
answers 'an unknown type: ENOENT' ENOENT create $Q nvidia-1 "$B"
answers 'a UUID in upper case is accepted' 0 create $Q $TYPE "${B^^}"
check 'its directory is in lower case' test -d "$MDEV/$B"
answers 'remove' 0 remove "$B"
answers 'a newline after the UUID is accepted' 0 create $Q $TYPE "$B\\n"
answers 'remove with a newline' 0 remove "$B" '1\n'
modprobe -r mdpy 2>/dev/null
must modprobe mdpy count=1
answers 'a parent that the core counts takes one' 0 create mdpy mdpy-vga "$B"
answers 'a full parent that the core counts: EUSERS' EUSERS create mdpy mdpy-vga "$(uuid 3)"
answers 'remove it' 0 remove "$B"
modprobe -r mdpy
parameter create_errno 5
answers "the driver's errno comes back: EIO" EIO create $Q $TYPE "$B"
check_is 'and nothing was taken' "$(available $Q $TYPE)" 1
parameter create_errno 0

# counts: a card's memory is shared by its functions
check_is 'a free function takes one' "$(available $Q $TYPE)" 1
check_is 'the largest type does not fit beside another' "$(available $Q nvidia-594)" 0
check_is 'it does on the other card' "$(available 0000:81:00.4 nvidia-594)" 1

# in use
must modprobe vfio_iommu_type1
answers 'the group of an idle device can be opened' 0 sysfile open "$(group_of "$A")"
qemu-system-x86_64 -machine pc,accel=tcg -m 32 -nodefaults -display none -S \
	-device "vfio-pci,sysfsdev=$MDEV/$A" 2>/dev/null &
qemu=$!
# An open of ours in the wrong instant would shut QEMU out, so its descriptors are looked at first.
held() { find "/proc/$qemu/fd" -lname "$(group_of "$A")" | grep -q .; }
must soon held
answers 'the group of a device in use: EBUSY' EBUSY sysfile open "$(group_of "$A")"
denied() { [ "$(sysfile write "$MDEV/$A/nvidia/vgpu_params" 'a=1\n')" = EPERM ]; }
check_soon 'vgpu_params of a device in use: EPERM' denied
(remove "$A" >/run/removal) &
removal=$!
blocked() { grep -q vfio_unregister_group_dev "/proc/$(pgrep -P $removal -x sysfile)/stack"; }
check_soon 'removal of a device in use blocks' blocked
answers 'its remove file is gone at once' ENOENT remove "$A"
check 'it has not ended' kill -0 $removal
kill -9 $qemu
wait $qemu 2>/dev/null
wait $removal
check_is 'it ends when the device is closed' "$(cat /run/removal)" 0
check 'the device is gone' test ! -e "$MDEV/$A"
check_is 'available_instances rises again' "$(available $P $TYPE)" 1

# remove
must create $P $TYPE "$A"
answers 'remove of 0 is accepted' 0 remove "$A" 0
check 'and does nothing' test -e "$MDEV/$A"
answers 'remove of a word: EINVAL' EINVAL remove "$A" x
answers 'vgpu_params takes a text' 0 sysfile write "$MDEV/$A/nvidia/vgpu_params" 'frame_rate_limiter=0\n'
check_is 'and loses its last byte' "$(cat "$MDEV/$A/nvidia/vgpu_params")" 'frame_rate_limiter=0'
answers 'remove' 0 remove "$A"
check 'the link in the type is gone' test ! -e "$(type_path $P $TYPE)/devices/$A"

# types that come and go
must create $Q $TYPE "$A"
check 'a type is added to a parent in use' simctl add 1 1001 2048 'GVM A10-2Q'
check_is 'it is offered' "$(cat "$(type_path $Q nvidia-1001)/name")" 'GVM A10-2Q'
check 'the parent keeps its mdev' test -e "$MDEV/$A"
check 'the type is taken away' simctl del 1 1001
check 'it is not offered' test ! -e "$(type_path $Q nvidia-1001)"
check 'a parent that is registered anew' simctl add 1 1002 2048 'GVM A10-2Q' rereg
check 'has lost its mdevs' test ! -e "$MDEV/$A"

# a GPU without virtual functions
sim pf
check_is 'a GPU itself is a parent' "$(available 0000:41:00.0 nvidia-591)" 12
answers 'it takes one' 0 create 0000:41:00.0 nvidia-591 "$A"
answers 'it takes another' 0 create 0000:41:00.0 nvidia-591 "$B"
check_is 'it has room for 10 more' "$(available 0000:41:00.0 nvidia-591)" 10
check_is 'and for 20 of half the size' "$(available 0000:41:00.0 nvidia-590)" 20
parameter homogeneous Y
check_is 'but not when all must be of one size' "$(available 0000:41:00.0 nvidia-590)" 0
parameter homogeneous N
remove "$A" >/dev/null
remove "$B" >/dev/null
finish
