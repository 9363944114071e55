# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the kernel does with writes for PCI functions and virtual ones, errno by errno: the facts
# that the product and the imitated bus of the unit tests are built on.  No gvmctl, no libvirt.
# boot: iommu
# suite: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh
# shellcheck source-path=SCRIPTDIR source=../pci.sh
. /rig/guest/pci.sh

PF=$DEVICES/$NVME

# open_device ADDRESS: QEMU has it, as a domain's would; sets qemu
open_device() {
	qemu-system-x86_64 -machine pc,accel=tcg -m 32 -nodefaults -display none -S \
		-device "vfio-pci,host=$1" 2>"/run/$1.err" &
	qemu=$!
}

# held: this QEMU has opened the function itself, not only its group
held() {
	find "/proc/$qemu/fd" -lname 'anon_inode:\[vfio-device\]' | grep -q .
}

# refused ADDRESS TEXT: this QEMU has given up, and said so
refused() {
	not kill -0 $qemu && grep -q "$2" "/run/$1.err"
}

let_go() {
	kill -9 $qemu
	wait $qemu 2>/dev/null
}

# waits_in FUNCTION: a write has not come back, and why
waits_in() {
	grep -q "$1" "/proc/$(pgrep -n -x sysfile)/stack"
}

# sleeps_in_kernel PROCESS: no signal would end it
sleeps_in_kernel() {
	[ "$(cut -d' ' -f3 "/proc/$1/stat")" = D ]
}

# groups
check 'functions of the slot share a group' test "$(group_of $TWIN)" = "$(group_of $TWIN_REST)"
check 'others do not' test "$(group_of $TWIN)" != "$(group_of $DISPLAY)"

# virtual functions come and go
check_is 'total' "$(cat $PF/sriov_totalvfs)" 4
answers 'more than there are: ERANGE' ERANGE set_vfs 5
answers 'no number: EINVAL' EINVAL set_vfs x
answers 'a space before it: EINVAL' EINVAL set_vfs ' 2'
answers 'a number below 0: EINVAL' EINVAL set_vfs -1
answers 'autoprobe takes no 2: EINVAL' EINVAL sysfile write $PF/sriov_drivers_autoprobe 2
answers 'autoprobe off' 0 sysfile write $PF/sriov_drivers_autoprobe 0
answers 'two functions' 0 set_vfs 2
check 'the first is there when the write returns' test -e $DEVICES/$VF0
check_is 'virtfn0 leads to it' "$(basename "$(readlink $PF/virtfn0)")" $VF0
check_is 'physfn leads back' "$(basename "$(readlink $DEVICES/$VF0/physfn)")" $NVME
check 'it has a group of its own' test "$(group_of $VF0)" != "$(group_of $VF1)"
answers 'another number: EBUSY' EBUSY set_vfs 3
answers 'a smaller one: EBUSY' EBUSY set_vfs 1
answers 'the same again is accepted' 0 set_vfs 2
answers 'without autoprobe, probing is accepted' 0 probe $VF0
check 'and does nothing' has_driver $VF0 ''
answers 'bind: ENODEV' ENODEV sysfile write $BUS/drivers/nvme/bind $VF0
check 'an override counts even so' to_vfio $VF0
must to_own $VF0
check 'nothing has it afterwards' has_driver $VF0 ''
answers 'autoprobe on' 0 sysfile write $PF/sriov_drivers_autoprobe 1
must online $VF0 $VF1

# from one driver to another
check_is 'no override reads so' "$(override_of $VF0)" '(null)'
answers 'an override' 0 override $VF0 vfio-pci
answers 'probing what has a driver is accepted' 0 probe $VF0
check 'and does nothing' has_driver $VF0 nvme
answers 'a driver not of the override: ENODEV' ENODEV sysfile write $BUS/drivers/nvme/bind $VF0
answers 'one of the override, too early: EBUSY' EBUSY sysfile write $BUS/drivers/vfio-pci/bind $VF0
answers 'unbind of a driver that has it not: ENODEV' ENODEV \
	sysfile write $BUS/drivers/vfio-pci/unbind $VF0
answers 'unbind' 0 unbind $VF0
check 'it has no driver' has_driver $VF0 ''
check 'and no node' test ! -e "$(group_of $VF0)"
answers 'unbind without a driver: ENOENT' ENOENT unbind $VF0
answers 'probe' 0 probe $VF0
check 'the override has it' has_driver $VF0 vfio-pci
check 'it is in vfio-dev' test -e $DEVICES/$VF0/vfio-dev
check_soon 'its group has a node' test -c "$(group_of $VF0)"
answers 'an override of nothing is accepted' 0 override $VF0 ''
check_is 'and stays' "$(override_of $VF0)" vfio-pci
answers 'an empty line' 0 override $VF0 '\n'
check_is 'takes it away' "$(override_of $VF0)" '(null)'
check 'its driver stays' has_driver $VF0 vfio-pci
answers 'unbind' 0 unbind $VF0
answers 'probe' 0 probe $VF0
check_soon 'its own driver is back' has_driver $VF0 nvme
must override $VF1 no-such-driver
must unbind $VF1
answers 'probing for a driver that there is not is accepted' 0 probe $VF1
check 'and does nothing' has_driver $VF1 ''
must to_own $VF1
answers 'probing what is no function: ENODEV' ENODEV probe 0000:09:00.0
answers 'a function without virtual ones has no such file: ENOENT' ENOENT \
	sysfile write $DEVICES/$DISPLAY/sriov_numvfs 1

# in use
must to_vfio $VF0
answers 'the group of an idle function can be opened' 0 sysfile open "$(group_of $VF0)"
open_device $VF0
must soon held
answers 'in use: EBUSY' EBUSY sysfile open "$(group_of $VF0)"
(unbind $VF0 >/run/unbind) &
check_soon 'unbind of a function in use waits' waits_in vfio_unregister_group_dev
check 'it shows no driver at once' has_driver $VF0 ''
answers 'its group is still in use: EBUSY' EBUSY sysfile open "$(group_of $VF0)"
let_go
wait
check_is 'it ends with QEMU' "$(cat /run/unbind)" 0
must probe $VF0
open_device $VF0
must soon held
(set_vfs 0 >/run/numvfs) &
check_soon 'no function, while one is in use, waits' waits_in vfio_unregister_group_dev
check 'the function is still there' test -e $DEVICES/$VF0
check 'and those after it' has_driver $VF1 nvme
cat $PF/sriov_numvfs >/dev/null &
check_soon 'who reads the number waits, too' sleeps_in_kernel $!
let_go
wait
check_is 'it ends with QEMU' "$(cat /run/numvfs)" 0
check 'there is none left' test ! -e $DEVICES/$VF0
must set_vfs 1
check_is 'a function that comes again has no override' "$(override_of $VF0)" '(null)'
must unbind $NVME
check 'functions outlive the driver of their parent' test -e $DEVICES/$VF0
answers 'which nobody can take away then: ENOENT' ENOENT set_vfs 0
must probe $NVME
must soon test -c /dev/nvme0
answers 'no function' 0 set_vfs 0

# a group of two
must to_vfio $TWIN
answers 'its group can be opened while another driver has the rest' 0 sysfile open "$(group_of $TWIN)"
open_device $TWIN
check_soon 'but not used' refused $TWIN 'is not viable'
must unbind $TWIN_REST
open_device $TWIN
check_soon 'with no driver at the rest it is' held
answers 'the rest can not go to its driver then: EINVAL' EINVAL probe $TWIN_REST
check 'and has none' has_driver $TWIN_REST ''
let_go
answers 'afterwards it can' 0 probe $TWIN_REST
check_soon 'and does' has_driver $TWIN_REST virtio-pci
must to_own $TWIN
check_soon 'the whole device has its driver' has_driver $TWIN bochs-drm

check_is 'the kernel log is clean' "$(kernel_complaints)" ''
finish
