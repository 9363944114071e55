# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# After all the others: the simulation unloads, and the kernel has complained of nothing.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

[ ! -e "$PARAMETERS" ] || check 'the simulation unloads' modprobe -r vgpusim
check_is 'the kernel log is clean' "$(kernel_complaints)" ''
finish
