# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What scenarios need of virtual functions that take types without mdev.  lib.sh sources it.

# functions VFIO [COUNT41] [COUNT81]: loads the simulation with so many functions on each GPU, all
# parameters at their defaults; VFIO is Y, or for each GPU Y or N (mdev).  Heterogeneous mode is off.
functions() {
	local want="layout=vf vfio=$1"

	[ "$(cat "$LOADED" 2>/dev/null)" = "$want" ] || load layout=vf "vfio=$1"
	sim_defaults
	virtual_functions 41 "${2:-2}"
	virtual_functions 81 "${3:-2}"
}

# mix GPU 1|0: heterogeneous mode, as by 'nvidia-smi vgpu -shm' (GPU 0 is on bus 41)
mix() {
	echo "gpu=$1 mixed=$2" >"$PROC/set"
}

# detail ADDRESS NAME: reads one of its files.  (Here and below: each process costs time.)
detail() {
	echo "$(<"$FUNCTIONS/$1/nvidia/$2")"
}

# write_detail ADDRESS NAME TEXT: by one write; prints its errno
write_detail() {
	sysfile write "$FUNCTIONS/$1/nvidia/$2" "$3"
}

# give ADDRESS NUMBER: by hand; 0 frees it
give() {
	write_detail "$1" current_vgpu_type "$2\\n"
}

# given: a line for each function that has a type
given() {
	grep -Hvx 0 /sys/bus/pci/drivers/nvidia/*/nvidia/current_vgpu_type 2>/dev/null
}

# free_all: takes all types away, and heterogeneous mode
free_all() {
	local file gpu

	for file in /sys/bus/pci/drivers/nvidia/*/nvidia/current_vgpu_type; do
		[ ! -e "$file" ] || sysfile write "$file" 0 >/dev/null
	done
	for gpu in 0 1; do
		[ ! -e "$PROC/set" ] || mix $gpu 0 2>/dev/null
	done
}

# has_type ADDRESS NUMBER
has_type() {
	[ "$(detail "$1" current_vgpu_type)" = "$2" ] || { detail "$1" current_vgpu_type; return 1; }
}

# creatable ADDRESS: the numbers that it can be given now, in one line
creatable() {
	local number rest numbers=()

	while read -r number rest; do
		[ "$number" = ID ] || numbers+=("$number")
	done <"$FUNCTIONS/$1/nvidia/creatable_vgpu_types"
	echo "${numbers[*]}"
}

# is_free ADDRESS: neither type nor claim
is_free() {
	has_type "$1" 0 && not has_claim "$1"
}

# bound ADDRESS [DRIVER]: it is bound to NVIDIA's driver, or to that one
bound() {
	local driver

	driver=$(basename "$(readlink "$FUNCTIONS/$1/driver")")
	[ "$driver" = "${2:-nvidia}" ] || { echo "bound to '$driver'"; return 1; }
}

# hold ADDRESS: a QEMU without libvirt has it open; sets HOLDER
hold() {
	qemu-system-x86_64 -machine pc,accel=tcg -m 32 -nodefaults -display none -S \
		-device "vfio-pci,sysfsdev=$FUNCTIONS/$1" 2>/run/holder.log &
	HOLDER=$!
	# Whatever a scenario ends by: with this QEMU, the simulation could never be unloaded.
	trap 'kill -9 $HOLDER 2>/dev/null' EXIT
	# An open of ours in the wrong instant would shut QEMU out, so its descriptors are looked at first.
	must soon eval "find /proc/$HOLDER/fd -lname $(group_of "$1") | grep -q ."
	must soon eval "[ \$(write_detail $1 vgpu_params 'a=1') = EPERM ]"
}

# let_go: ends that QEMU
let_go() {
	kill -9 "$HOLDER"
	wait "$HOLDER" 2>/dev/null
}

# libvirt_takes_functions: does this libvirt start a domain with such a function?  It does from 10.0
# on; before, it knows only functions that are bound to vfio-pci and the like.
libvirt_takes_functions() {
	[ "$(virsh --version | cut -d. -f1)" -ge 10 ]
}
