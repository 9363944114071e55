# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The observer tells of each vGPU from its start to its end: events, journal, figures for a collector.
# shellcheck disable=SC2016 # jq's variables
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x73)
B=$(uuid 0x74)
FIGURES=/run/rig.prom

# figure NAME: its value for our vGPU
figure() {
	sed -n "s/^$1{.*uuid=\"$A\".*} //p" "$FIGURES"
}

# figure_is NAME VALUE
figure_is() {
	[ "$(figure "$1")" = "$2" ] || { cat "$FIGURES"; return 1; }
}

# guest TEXT: what the guest of our vGPU does, as the driver sees it
guest() {
	echo "$A $1" >"$PROC/vgpus"
}

driver 550.90.07
types_file 1073 >"$TYPES"
must gvmctl register "$TYPES"
observer --metrics $FIGURES
check 'it says what it does' observed '.event == "mode" and (.message | test("no start protocol"))'
check 'the driver stays loaded while it looks' not modprobe -r vgpusim
held=$(cat "$PROC/leaks")
check 'it holds nodes and objects' [ "$held" -gt 0 ]

must start d73 "vgpu=$A type='nvidia-1073'"
check_soon 'created, with the names of vGPU, type and domain' observed \
	'.event == "created" and .vgpu.uuid == $u and .vgpu.type == "nvidia-1073" and
	 .vgpu.domain == "d73" and .vgpu.domain_uuid == $d and .gpu == "0000:41:00.0"' \
	--arg u "$A" --arg d "$(domain_uuid d73)"
check_soon 'initialising' observed '.event == "initialising" and .gpu == "0000:41:00.0"'
check 'the process is its QEMU' observed '.event == "created" and .vgpu.pid == ($p | tonumber)' \
	--arg p "$(qemu_pid d73)"
must guest 'loaded=1 driver=550.90.07 licensed=1 fb=268435456'
check_soon 'the guest has a driver and a licence' observed \
	'.event == "changed" and .vgpu.licensed and .vgpu.guest_driver == "550.90.07"'
check_soon 'figures: memory used' figure_is gvm_vgpu_framebuffer_used_bytes 268435456
check 'figures: licensed' figure_is gvm_vgpu_licensed 1
check 'figures: of the domain' grep -q 'gvm_vgpu_info{.*domain_uuid=' $FIGURES
check 'figures: two GPUs are looked at' sh -c "[ \$(grep -c '^gvm_gpu_up{.*} 1$' $FIGURES) = 2 ]"
must start d74 "vgpu=$B type='nvidia-1073' parent='0000:81:00.4'"
check_soon 'the other GPU, too' observed \
	'.event == "created" and .vgpu.uuid == $u and .gpu == "0000:81:00.0"' --arg u "$B"
must destroy d73
check_soon 'destroyed' observed '.event == "destroyed" and .vgpu.uuid == $u' --arg u "$A"
check_soon 'figures: gone' figure_is gvm_vgpu_licensed ''
check 'never more than once' sh -c \
	"[ \$(jq -c 'select(.event == \"created\" or .event == \"destroyed\")' $OBSERVED | wc -l) = 3 ]"

check_is 'it holds no more than at first' "$(cat "$PROC/leaks")" "$held"
for event in created changed destroyed; do
	check "journal: $event" journal_has \
		".GVM_EVENT == \"$event\" and .GVM_UUID == \"$A\" and .GVM_DOMAIN == \"d73\""
done
check 'once more, as a table' sh -c "gvmctl observe --once | grep -q 'present vGPU $B.*for d74'"
check 'SIGTERM ends it' observer_end
check 'figures: nobody looks any more' grep -qx 'gvm_observer_up 0' $FIGURES
must destroy d74
check 'nothing is left in the driver' no_leaks
finish
