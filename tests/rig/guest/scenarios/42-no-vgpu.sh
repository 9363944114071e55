# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A domain without a vGPU notices nothing of us, even when our files are broken.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

sim vf 1 0
rm -rf /run/gvm
mkdir -p /etc/gvm/nodedev.d
echo '<broken' >/etc/gvm/policy.xml
echo 'not XML at all' >/etc/gvm/nodedev.d/broken.xml

check 'it starts' start d42
check 'it is there' is_state d42 paused
check 'nothing was made in /run/gvm' test ! -e /run/gvm
check 'it stops' destroy d42
check 'still nothing in /run/gvm' test ! -e /run/gvm
check_is 'all hooks were called' "$(hook_calls d42)" \
	'prepare/begin start/begin started/begin stopped/end release/end'
check 'our hook says nothing' test -z "$(/etc/libvirt/hooks/qemu.d/50-gvm d42 prepare begin - </run/d42.xml 2>&1)"
check 'and succeeds' sh -c '/etc/libvirt/hooks/qemu.d/50-gvm d42 prepare begin - </run/d42.xml'
check 'an unknown operation succeeds' sh -c '/etc/libvirt/hooks/qemu.d/50-gvm d42 dance begin - </run/d42.xml'
rm -f /etc/gvm/policy.xml /etc/gvm/nodedev.d/broken.xml
finish
