# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# libvirtd killed while our hook works: nobody calls release.  reconcile repairs, and so does
# libvirtd's own start, by our daemon hook.
# brief: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x33)
sim vf 2 2

# crash WHICH: libvirtd dies while the creation takes its time; WHICH=both: our hook as well
crash() {
	local client

	parameter create_delay_ms 4000
	domain d33 "vgpu=$A type='nvidia-590'" >/run/d33.xml
	virsh -q create /run/d33.xml --paused >/dev/null 2>&1 &
	client=$!
	must soon has_claim "$A"
	libvirtd_kill
	[ "$1" = libvirtd ] || pkill -KILL -x gvmctl
	wait $client
	must soon not pgrep -x gvmctl
	parameter create_delay_ms 0
}

crash libvirtd
check_soon 'killed in prepare: the mdev was made all the same' has_mdev "$A"
check 'the claim is there' has_claim "$A"
check 'reconcile' gvmctl reconcile
check 'reconcile removed mdev and claim' gone "$A"
must libvirtd_start
check 'the same domain starts' start d33 "vgpu=$A type='nvidia-590'"
must destroy d33

crash both
check 'hook killed, too: the claim is there' has_claim "$A"
check 'libvirtd starts' libvirtd_start
check_soon 'its start repaired it' gone "$A"
check 'the same domain starts again' start d33 "vgpu=$A type='nvidia-590'"
finish
