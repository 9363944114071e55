# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A whole device is its domain's from prepare to release and its driver's before and after, however
# the domain ends; one that shares its IOMMU group is refused before anything is touched.
# boot: iommu
# suite: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh
# shellcheck source-path=SCRIPTDIR source=../pci.sh
. /rig/guest/pci.sh

check "a domain starts with it, also with managed='yes'" start_managed d87 $DISPLAY
check 'it has it' is_passed d87 $DISPLAY
check_fails 'another domain is refused it' "$DISPLAY.*domain d87" start_with e87 $DISPLAY
check 'that harms nobody' is_passed d87 $DISPLAY
check 'libvirtd stops' libvirtd_stop
kill -9 "$(qemu_pid d87)"
check 'libvirtd starts' libvirtd_start
check_soon 'QEMU killed in between: its driver has it back' is_back $DISPLAY bochs-drm
check_soon 'and libvirt is done with the domain' not virsh -q domstate d87

failing_hook start
check_fails 'a later hook fails' 'the rig fails start' start_with d87 $DISPLAY
check_soon 'its driver has it back' is_back $DISPLAY bochs-drm
rm -f "$HOOKS/60-fail"
die_in_prepare d87 $DISPLAY
check 'libvirtd dies after prepare: it is bound' has_driver $DISPLAY vfio-pci
check 'libvirtd starts' libvirtd_start
check_soon 'its start repaired it' is_back $DISPLAY bochs-drm

check_fails 'a group that the host keeps in part is refused' \
	"driver virtio-pci has $TWIN_REST" start_with d87 $TWIN
check 'it was not touched' is_back $TWIN bochs-drm
must unbind $TWIN_REST
check 'without a driver at the rest it starts' start_with d87 $TWIN
check 'it has it' is_passed d87 $TWIN
check 'it ends' destroy d87
check_soon 'its driver has it back' is_back $TWIN bochs-drm
check 'the rest has no driver, as before' has_driver $TWIN_REST ''
must probe $TWIN_REST
check_is 'the kernel log is clean' "$(kernel_complaints)" ''
finish
