# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A plain virtual function is its domain's from prepare to release and nvme's before and after,
# however the domain ends; virtual functions are enabled by a command, and disabled when none is used.
# boot: iommu
# suite: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh
# shellcheck source-path=SCRIPTDIR source=../pci.sh
. /rig/guest/pci.sh

check_is 'two are enabled' "$(gvmctl sriov enable $NVME 2 2>&1)" "$VF0
$VF1"
check_status 'the same again is no error' 0 gvmctl sriov enable $NVME 2
check_status 'another number is refused' 5 gvmctl sriov enable $NVME 3
must online $VF0 $VF1

# a domain with one
check 'a domain starts with one' start_with d86 $VF0
check 'it has it' is_passed d86 $VF0
check 'its sibling is left alone' is_back $VF1 nvme
check_fails 'another domain is refused it' "$VF0.*domain d86" start_with e86 $VF0
check 'that harms nobody' is_passed d86 $VF0
check_status 'disabling is refused' 5 gvmctl sriov disable $NVME
check 'that harms nobody' is_passed d86 $VF0
check 'libvirtd stops' libvirtd_stop
check 'reconcile leaves it alone' gvmctl reconcile
check 'libvirtd starts' libvirtd_start
check_soon 'the domain runs on' is_state d86 paused
check 'with its function' is_passed d86 $VF0
check 'it ends' destroy d86
check_soon 'nvme has it back' is_back $VF0 nvme

# starts and domains that fail
failing_hook start
check_fails 'a later hook fails' 'the rig fails start' start_with d86 $VF0
check_soon 'nvme has it back' is_back $VF0 nvme
rm -f "$HOOKS/60-fail"
die_in_prepare d86 $VF0
check 'libvirtd dies after prepare: it is bound' has_driver $VF0 vfio-pci
check 'and claimed' has_claim $VF0
check 'reconcile' gvmctl reconcile
check 'nvme has it back' is_back $VF0 nvme
must libvirtd_start

# managed by libvirt, or by a person
check "managed='yes' starts" start_managed d86 $VF0
check 'it has it' is_passed d86 $VF0
kill -9 "$(qemu_pid d86)"
check_soon 'QEMU killed: nvme has it back' is_back $VF0 nvme
must to_vfio $VF1
check 'one that a person has bound is used' start_with d86 $VF1
check 'the domain has it' holds d86 $VF1
check 'it ends' destroy d86
check 'it stays as the person left it' has_driver $VF1 vfio-pci
check_status 'disabling is refused for that, too' 5 gvmctl sriov disable $NVME
must to_own $VF1
check 'none is used: they are disabled' gvmctl sriov disable $NVME
check 'there are none' test ! -e $DEVICES/$VF0
finish
