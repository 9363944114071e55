# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What a virtual function that takes types without mdev does with each write, errno by errno: what
# the imitated driver of the unit tests does, on a real kernel.  No gvmctl here.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=0000:41:00.4
B=0000:41:00.5
C=0000:81:00.4

# answers NAME WANT ADDRESS FILE TEXT: of one write
answers() {
	check_is "$1" "$(write_detail "$3" "$4" "$5")" "$2"
}

functions Y 2 2

# what a function looks like
check_is 'the function has its files' "$(cd "$FUNCTIONS/$A/nvidia" && stat -c '%a %n' -- * | paste -sd,)" \
	'444 creatable_vgpu_types,644 current_vgpu_type,644 gpu_instance_id,644 placement_id,644 vgpu_params'
check 'it is no mdev parent' test ! -e "$PARENTS/$A"
check 'the GPU itself has no such files' test ! -e "$FUNCTIONS/0000:41:00.0/nvidia"
check 'it is bound to its driver' bound $A
check 'it is a VFIO device' compgen -G "$FUNCTIONS/$A/vfio-dev/vfio*"
check 'its group has a node' test -c "$(group_of $A)"
check_is 'its list' "$(detail $A creatable_vgpu_types | head -n 3)" \
	'ID    : vGPU Name
588   : NVIDIA A10-1B
590   : NVIDIA A10-1Q'
check_is 'all types fit' "$(creatable $A)" '588 590 591 592 593 594'
check_is 'it has no type' "$(detail $A current_vgpu_type)" 0
details() { echo "$(detail "$1" vgpu_params),$(detail "$1" placement_id),$(detail "$1" gpu_instance_id)"; }
check_is 'nor details' "$(details $A)" ',65535,0'

# a function without a type
check_fails 'QEMU cannot open it' 'No such device' qemu-system-x86_64 -machine pc,accel=tcg -m 32 \
	-nodefaults -display none -S -device "vfio-pci,sysfsdev=$FUNCTIONS/$A"
answers 'vgpu_params: EINVAL' EINVAL $A vgpu_params 'a=1\n'
answers 'placement_id: EINVAL' EINVAL $A placement_id 8
answers 'gpu_instance_id: EINVAL' EINVAL $A gpu_instance_id 1
answers 'freeing what is free: accepted' 0 $A current_vgpu_type '0\n'
answers 'the list is not for writing: EACCES' EACCES $A creatable_vgpu_types 590

# what is a number
answers 'an unknown type: EINVAL' EINVAL $A current_vgpu_type '1\n'
for text in x 0x24e 590x '590 ' ' 590' -590 nvidia-590 4294967886 $'590\n\n' $'590\n0'; do
	answers "${text@Q} is no number: EINVAL" EINVAL $A current_vgpu_type "$text"
done
answers 'nothing: the kernel does not ask the driver' 0 $A current_vgpu_type ''
check 'nothing was given' has_type $A 0
answers 'a plus before the number: accepted' 0 $A current_vgpu_type +590
answers 'free' 0 $A current_vgpu_type 0
answers 'without a newline: accepted' 0 $A current_vgpu_type 590
check 'it is given' has_type $A 590
answers 'free' 0 $A current_vgpu_type 0
answers 'zeros before the number: accepted' 0 $A current_vgpu_type '00590\n'
check 'it is given again' has_type $A 590

# a function with a type
check_is 'its list is the header' "$(detail $A creatable_vgpu_types)" 'ID    : vGPU Name'
answers 'the same type again: EINVAL' EINVAL $A current_vgpu_type '590\n'
answers 'another type: EINVAL' EINVAL $A current_vgpu_type '588\n'
check 'it keeps its type' has_type $A 590
check 'and its driver' bound $A
check_is 'another function of the GPU: only this size' "$(creatable $B)" '588 590'
check_is 'the other GPU: all' "$(creatable $C)" '588 590 591 592 593 594'
answers 'another size: EINVAL' EINVAL $B current_vgpu_type '591\n'
answers 'vgpu_params takes a text' 0 $A vgpu_params 'disable_vnc=1\n'
answers 'gpu_instance_id takes a number' 0 $A gpu_instance_id '3\n'
answers 'and nothing else: EINVAL' EINVAL $A gpu_instance_id x
answers 'placement_id without heterogeneous mode: EINVAL' EINVAL $A placement_id 8
check_is 'what was written is there' "$(details $A)" 'disable_vnc=1,65535,3'
check_fails 'heterogeneous mode is refused by a GPU with a vGPU' busy mix 0 1
answers 'free' 0 $A current_vgpu_type '0\n'
check_is 'the details went with it' "$(details $A)" ',65535,0'
check_is 'all types fit again' "$(creatable $B)" '588 590 591 592 593 594'
must give $A 594
check_is 'one that takes the whole GPU: nothing else fits' "$(detail $B creatable_vgpu_types)" \
	'ID    : vGPU Name'
answers 'no more room: EINVAL' EINVAL $B current_vgpu_type '594\n'
must give $A 0

# heterogeneous mode
check 'heterogeneous mode' mix 0 1
must give $A 592
check_is 'whatever fits' "$(creatable $B)" '588 590 591 592 593'
answers 'another size: accepted' 0 $B current_vgpu_type '591\n'
answers 'placement_id takes a number' 0 $B placement_id '8\n'
answers 'and nothing else: EINVAL' EINVAL $B placement_id x
check_is 'it is there' "$(details $B)" ',8,0'
must give $B 0

# in use
hold $A
check_is 'the group of a function in use: EBUSY' "$(sysfile open "$(group_of $A)")" EBUSY
answers 'freeing it: EPERM' EPERM $A current_vgpu_type 0
answers 'a type: EPERM' EPERM $A current_vgpu_type 591
answers 'no number: EPERM' EPERM $A current_vgpu_type x
for file in vgpu_params placement_id gpu_instance_id; do
	answers "$file: EPERM" EPERM $A $file 1
done
check 'it keeps its type' has_type $A 592
answers 'another function is not in use' 0 $B current_vgpu_type 591
let_go
is_idle() { [ "$(give $A 0)" = 0 ]; }
check_soon 'QEMU gone: it can be freed' is_idle
check 'it is free' has_type $A 0
check_is 'its group can be opened' "$(sysfile open "$(group_of $A)")" 0
must give $B 0

# errors on demand
parameter free_errno 1
parameter free_fail_count 2
must give $A 590
check_is 'two frees fail, the third does not' "$(give $A 0) $(give $A 0) $(give $A 0)" 'EPERM EPERM 0'
parameter create_errno 28
parameter create_fail_count 1
check_is "the driver's errno comes back" "$(give $A 590) $(give $A 590)" 'ENOSPC 0'

# functions that go and come, and those that are VFIO devices only with a type
check_is 'before' "$(creatable $B)" '588 590 591 592 593'
parameter vfio_late Y
virtual_functions 41 0
virtual_functions 41 2
check 'a function that comes back has no type' has_type $A 0
check_is 'nor does any type take room' "$(creatable $B)" '588 590 591 592 593 594'
check 'it can be no VFIO device before it has one' test ! -e "$FUNCTIONS/$A/vfio-dev"
check 'without a group' test ! -e "$FUNCTIONS/$A/iommu_group"
must give $A 590
check 'with a type it is one' compgen -G "$FUNCTIONS/$A/vfio-dev/vfio*"
check 'with a node' test -c "$(group_of $A)"
must give $A 0
check 'and without it no more' test ! -e "$FUNCTIONS/$A/vfio-dev"

# mdev on one GPU, the other without
functions N,Y 1 1
check 'mdev on one GPU' test -e "$PARENTS/$A"
check 'without the files' test ! -e "$FUNCTIONS/$A/nvidia"
check_is 'types for functions on the other' "$(creatable $C)" '588 590 591 592 593 594'
check 'without mdev' test ! -e "$PARENTS/$C"
finish
