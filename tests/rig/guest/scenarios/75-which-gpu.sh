# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Types go to the GPU that a file names, with and without virtual functions, and when these come later.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x75)
B=$(uuid 0x76)

# for_gpu ADDRESS ID: prints a file with a type for one GPU
for_gpu() {
	types_file "$2" | sed "s/<gpu .*>/<gpu address=\"$1\"\/>/"
}

# on TYPE: the parents that offer it, in a line
on() {
	local path

	for path in "$PARENTS"/*/mdev_supported_types/"$1"; do
		[ ! -e "$path" ] || basename "${path%/mdev_supported_types/*}"
	done | xargs
}

# The second GPU is behind the first node, so who takes the place in a list for the minor is wrong.
driver 550.90.07 layout=pf swap_minors=Y
for_gpu 0000:81:00.0 1075 >"$TYPES"
check 'one GPU, without virtual functions' json register "$TYPES" -- \
	'[.register[] | [.gpu, .action]] == [["0000:81:00.0", "registered"]]'
check_is 'the type is on that one alone' "$(on nvidia-1075)" 0000:81:00.0
check 'its fields arrived' arrived 1075
must start d75 "vgpu=$A type='nvidia-1075'"
must start d76 "vgpu=$B type='nvidia-1075'"
check_is 'it is the parent of many' "$(parent_of "$A") $(parent_of "$B")" '0000:81:00.0 0000:81:00.0'
check 'types says how many more' json types 0000:81:00.0 -- \
	'.types[0] | .id == "nvidia-1075" and .available_instances == 3'
must destroy d75
must destroy d76
for_gpu 0000:99:00.0 1076 >"$TYPES"
check_fails 'a GPU that is not there' 'for no GPU of the machine; its GPUs are: 0000:41:00.0' gvmctl register "$TYPES"

driver 550.90.07
virtual_functions 41 0
virtual_functions 81 0
types_file 1075 >"$TYPES"
check 'before there are virtual functions' json register "$TYPES" -- \
	'[.register[] | .action == "registered" and (.note | test("gvmctl sriov enable"))] | all and length == 2'
check_is 'nothing is offered yet' "$(on nvidia-1075)" ''
virtual_functions 41 2
check_is 'they bring it' "$(on nvidia-1075)" '0000:41:00.4 0000:41:00.5'
virtual_functions 81 4
check 'the run after them has nothing to do' json register "$TYPES" -- \
	'[.register[].action] == ["present", "present"]'
check_is 'all offer it' "$(on nvidia-1075 | wc -w)" 6
check 'a domain starts' start d75 "vgpu=$A type='nvidia-1075'"
must destroy d75
check 'nothing is left in the driver' no_leaks
finish
