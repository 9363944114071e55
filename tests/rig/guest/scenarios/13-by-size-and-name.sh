# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Requests by frame buffer or by the type's name; parameters written in order.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x13)
B=$(uuid 0x14)
C=$(uuid 0x15)
sim vf 2 2

check 'three requests start' start d13 "vgpu=$A framebuffer='3000'" "vgpu=$B name='NVIDIA A10-2Q'" \
	"hostdev=$C" "entry=$C type='nvidia-590'><gvm:attr name='nvidia/vgpu_params' value='frame_rate_limiter=0'/>"
check_is 'frame buffer: the smallest type that fits' "$(type_of "$A")" nvidia-592
check_is 'name: the type of that name' "$(type_of "$B")" nvidia-591
check_is 'an attribute was written whole' "$(cat "$MDEV/$C/nvidia/vgpu_params")" 'frame_rate_limiter=0'
destroy_all
check_fails 'a frame buffer that no type has' gvmctl start d13 "vgpu=$A framebuffer='100000'"
check_fails 'a name that no type has' gvmctl start d13 "vgpu=$A name='NVIDIA A99'"
check_fails 'a file that is no attribute' gvmctl start d13 "hostdev=$C" \
	"entry=$C type='nvidia-590'><gvm:attr name='../../remove' value='1'/>"
finish
