# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Domains started at the same moment, more than there is room for.
# brief: bookworm
# shellcheck source=/dev/null
. /rig/guest/lib.sh

sim vf 1 0

# race COUNT: starts domains r1.. at once; their results are in /run/rN.rc and /run/rN.out
race() {
	local i jobs=()

	for i in $(seq "$1"); do
		domain "r$i" "vgpu=$(uuid $((0x400 + i))) type='nvidia-590'" >"/run/r$i.xml"
	done
	for i in $(seq "$1"); do
		(
			virsh -q create "/run/r$i.xml" --paused >"/run/r$i.out" 2>&1
			echo $? >"/run/r$i.rc"
		) &
		jobs+=($!)
	done
	wait "${jobs[@]}"
}

# winners COUNT: how many of them started
winners() {
	local i n=0

	for i in $(seq "$1"); do
		[ "$(cat "/run/r$i.rc")" != 0 ] || n=$((n + 1))
	done
	echo $n
}

# losers_say COUNT: every other one was told why by us, in one sentence
losers_say() {
	local i

	for i in $(seq "$1"); do
		[ "$(cat "/run/r$i.rc")" = 0 ] || grep -q 'gvmctl.*nvidia-590' "/run/r$i.out" || {
			cat "/run/r$i.out"
			return 1
		}
	done
}

mdevs() {
	find "$MDEV" -mindepth 1 | wc -l
}

# by libvirt
race 2
check_is 'two domains, room for one: one starts' "$(winners 2)" 1
check 'the other says why' losers_say 2
check_is 'there is one mdev' "$(mdevs)" 1
destroy_all
check_soon 'and then none' clean

# by the hook alone, because so many QEMUs take minutes: 12 at once, room for four
sim vf 2 2
storm() {
	local i jobs=()

	for i in $(seq "$1"); do
		domain "r$i" "vgpu=$(uuid $((0x400 + i))) type='nvidia-590'" >"/run/r$i.xml"
	done
	for i in $(seq "$1"); do
		(
			call_hook "r$i" prepare begin >"/run/r$i.out" 2>&1
			echo $? >"/run/r$i.rc"
		) &
		jobs+=($!)
	done
	wait "${jobs[@]}"
}

release_all() {
	local i

	for i in $(seq "$1"); do
		call_hook "r$i" release end || return
	done
}

storm 12
check_is 'twelve hooks, room for four: four succeed' "$(winners 12)" 4
check 'the others say why' losers_say 12
check_is 'there are four mdevs' "$(mdevs)" 4
check 'all are released' release_all 12
finish
