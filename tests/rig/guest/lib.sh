# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What the scenarios are written with.  A scenario is one file in scenarios/: it sources this one,
# states checks, and calls finish.  Every check prints one line; a scenario that does not reach
# finish has failed.  Nothing here sleeps for a fixed time: things are waited for, with a bound.

MDEV=/sys/bus/mdev/devices
PARENTS=/sys/class/mdev_bus
FUNCTIONS=/sys/bus/pci/devices
PARAMETERS=/sys/module/vgpusim/parameters
LOADED=/run/rig-loaded
CLAIMS=/run/gvm/claims
HOOKS=/etc/libvirt/hooks/qemu.d
WITNESS=/run/rig-hooks
WAIT=60
SCENARIO=${SCENARIO:-$(basename "${BASH_SOURCE[-1]}" .sh)}

# --- checks ------------------------------------------------------------------------------------

# passed NAME / failed NAME TEXT: the line of a check
passed() {
	printf 'ok   %s: %s\n' "$SCENARIO" "$1"
}

failed() {
	printf 'FAIL %s: %s: %s\n' "$SCENARIO" "$1" "$(printf '%s' "$2" | tr '\n' '|')"
}

# check NAME COMMAND...: it must succeed
check() {
	local name=$1 output

	shift
	if output=$("$@" 2>&1); then passed "$name"; else failed "$name" "[$*] $output"; fi
}

# check_fails NAME TEXT COMMAND...: it must fail and say TEXT (a basic regular expression)
check_fails() {
	local name=$1 text=$2 output

	shift 2
	if output=$("$@" 2>&1); then
		failed "$name" "[$*] succeeded: $output"
	elif printf '%s' "$output" | tr '\n' ' ' | grep -qi -- "$text"; then
		passed "$name"
	else
		failed "$name" "[$*] does not say '$text': $output"
	fi
}

# check_status NAME STATUS COMMAND...: it must end with this exit status
check_status() {
	local name=$1 want=$2 output status=0

	shift 2
	output=$("$@" 2>&1) || status=$?
	if [ "$status" = "$want" ]; then passed "$name"; else failed "$name" "[$*] ended with $status, not $want: $output"; fi
}

# check_is NAME GOT WANT
check_is() {
	if [ "$2" = "$3" ]; then passed "$1"; else failed "$1" "got '$2', want '$3'"; fi
}

# check_soon NAME COMMAND...: it must succeed within the bound
check_soon() {
	local name=$1

	shift
	if soon "$@"; then passed "$name"; else failed "$name" "[$*] not within $WAIT s: $("$@" 2>&1)"; fi
}

# must COMMAND...: a step without which the scenario makes no sense
must() {
	local output

	if ! output=$("$@" 2>&1); then
		failed 'set-up' "[$*] $output"
		exit 1
	fi
}

# soon COMMAND...: tries until it succeeds or the bound is reached
soon() {
	local end=$((SECONDS + WAIT))

	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.2
	done
}

# not COMMAND...: succeeds when it fails
not() {
	! "$@"
}

# kernel_complaints: what must not be in the kernel's log
kernel_complaints() {
	journalctl -q -k -o cat |
		grep -E 'BUG:|Oops|WARNING:|general protection|refcount_t|hung_task|blocked for more'
}

# --- the simulated GPUs ------------------------------------------------------------------------

# sim [vf|pf] [COUNT41] [COUNT81]: loads the simulation with so many VFs on each GPU, all
# parameters at their defaults.  A simulation that is like that already is kept.
sim() {
	local layout=${1:-vf} count41=${2:-2} count81=${3:-2}

	[ "$(cat $LOADED 2>/dev/null) $(cat $PARAMETERS/layout 2>/dev/null)" = "layout=$layout $layout" ] ||
		load layout="$layout"
	sim_defaults
	[ "$layout" = pf ] && return
	virtual_functions 41 "$count41"
	virtual_functions 81 "$count81"
}

# load [PARAMETER=VALUE...]: the simulation anew; LOADED notes with what
load() {
	unload
	must modprobe vgpusim "$@"
	echo "$*" >$LOADED
}

unload() {
	rm -f $LOADED
	[ ! -e $PARAMETERS ] || must modprobe -r vgpusim
}

sim_defaults() {
	parameter create_errno 0
	parameter create_fail_count -1
	parameter create_delay_ms 0
	parameter capacity -1
	parameter fb_mib 24576
	parameter homogeneous N
	parameter free_errno 0
	parameter free_fail_count -1
	parameter vfio_late N
}

virtual_functions() {
	local file=/sys/bus/pci/devices/0000:$1:00.0/sriov_numvfs

	[ "$(cat "$file")" != "$2" ] || return 0
	[ "$(cat "$file")" = 0 ] || echo 0 >"$file"
	[ "$2" = 0 ] || echo "$2" >"$file"
	udevadm settle --timeout=30
}

# parameter NAME VALUE: of the simulation
parameter() {
	echo "$2" >"$PARAMETERS/$1"
}

# type_path PARENT TYPE / available PARENT TYPE / create PARENT TYPE UUID
type_path() {
	echo "$PARENTS/$1/mdev_supported_types/$2"
}

available() {
	cat "$(type_path "$1" "$2")/available_instances"
}

create() {
	sysfile write "$(type_path "$1" "$2")/create" "$3"
}

# uuid NUMBER: a UUID for tests
uuid() {
	printf '%08x-0000-4000-8000-00000000cafe' "$1"
}

# parent_of UUID / type_of UUID: where an mdev is, and what
parent_of() {
	basename "$(dirname "$(readlink -f "$MDEV/$1")")"
}

type_of() {
	basename "$(readlink -f "$MDEV/$1/mdev_type")"
}

# device_of NAME: the directory of an mdev, or of the function with that address
device_of() {
	case $1 in
	*:*) echo "$FUNCTIONS/$1" ;;
	*) echo "$MDEV/$1" ;;
	esac
}

# group_of NAME: its node in /dev/vfio
group_of() {
	echo "/dev/vfio/$(basename "$(readlink -f "$(device_of "$1")/iommu_group")")"
}

# identity UUID: differs when the mdev was removed and made again
identity() {
	stat -c '%i %W %Z' "$MDEV/$1/" && readlink "$MDEV/$1/iommu_group"
}

# --- domains -----------------------------------------------------------------------------------

# domain NAME [OPTION...]: prints domain XML
#   "vgpu=UUID ATTRIBUTES"  a hostdev, and an entry with these attributes in our metadata
#   "entry=UUID ATTRIBUTES CHILDREN"  the entry alone, with '>' and children in ATTRIBUTES
#   hostdev=UUID            a hostdev alone
#   function=ADDRESS ATTRIBUTES  a PCI hostdev, and an entry with these attributes
#   pci=ADDRESS [MANAGED]   a PCI hostdev alone
#   label                   with an AppArmor profile of its own, as libvirt makes by default; the
#                           others run without one, because making it takes most of a start
#   numa=NODES              memory from these host nodes
#   extra=XML               before </domain>
domain() {
	local name=$1 option hostdevs='' entries='' tail="<seclabel type='none' model='apparmor'/>"
	local numa='' rest space='https://linux-gvm.org/xmlns/libvirt/domain/1.0'

	shift
	for option; do
		rest=${option#*=}
		case $option in
		vgpu=*)
			entries+="<gvm:vgpu uuid='${rest%% *}' ${rest#* }/>"
			hostdevs+=$(hostdev "${rest%% *}")
			;;
		entry=*) entries+="<gvm:vgpu uuid='${rest%% *}' ${rest#* }</gvm:vgpu>" ;;
		hostdev=*) hostdevs+=$(hostdev "$rest") ;;
		function=*)
			entries+="<gvm:vgpu address='${rest%% *}' ${rest#* }/>"
			hostdevs+=$(pci_hostdev "${rest%% *}")
			;;
		pci=*)
			# shellcheck disable=SC2086 # words
			hostdevs+=$(pci_hostdev $rest)
			;;
		label) tail='' ;;
		numa=*) numa="<numatune><memory mode='strict' nodeset='$rest'/></numatune>" ;;
		extra=*) tail+=$rest ;;
		esac
	done
	[ -z "$entries" ] ||
		entries="<metadata><gvm:vgpus xmlns:gvm='$space'>$entries</gvm:vgpus></metadata>"
	cat <<-END
		<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
		  <name>$name</name>
		  <uuid>$(domain_uuid "$name")</uuid>
		  $entries
		  <memory unit='MiB'>32</memory>
		  <vcpu>1</vcpu>
		  $numa
		  <os><type arch='x86_64' machine='pc'>hvm</type></os>
		  <features><acpi/></features>
		  <devices>
		    <emulator>/usr/bin/qemu-system-x86_64</emulator>
		    <controller type='usb' model='none'/>
		    <memballoon model='none'/>
		    $hostdevs
		  </devices>
		  $tail
		</domain>
	END
}

hostdev() {
	echo "<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'><source><address uuid='$1'/></source></hostdev>"
}

# pci_hostdev ADDRESS [MANAGED]
pci_hostdev() {
	local parts

	IFS=:. read -ra parts <<<"$1"
	printf "<hostdev mode='subsystem' type='pci' managed='%s'><source>" "${2:-no}"
	printf "<address domain='0x%s' bus='0x%s' slot='0x%s' function='0x%s'/>" "${parts[@]}"
	printf '</source></hostdev>\n'
}

# domain_uuid NAME: the same for a name in every run
domain_uuid() {
	printf '%s' "$1" | sha1sum |
		sed 's/^\(.\{8\}\)\(....\).\(...\).\(...\)\(.\{12\}\).*/\1-\2-4\3-8\4-\5/'
}

# start NAME [OPTION...]: a transient domain whose processors do not run (they are not needed, and
# would take time from the machine)
start() {
	domain "$@" >"/run/$1.xml"
	virsh -q create "/run/$1.xml" --paused
}

destroy() {
	virsh -q destroy "$1"
}

state() {
	virsh -q domstate "$1" 2>&1 | head -n 1
}

is_state() {
	[ "$(state "$1")" = "$2" ] || { state "$1"; return 1; }
}

qemu_pid() {
	cat "/run/libvirt/qemu/$1.pid"
}

# holds NAME VGPU: the domain's QEMU has the VFIO group of the mdev or function open.  (Its /dev is its own, so
# its descriptors are read, not fuser's view of ours.)
holds() {
	local pid

	pid=$(qemu_pid "$1") && find "/proc/$pid/fd" -lname "$(group_of "$2")" | grep -q .
}

# --- the product -------------------------------------------------------------------------------

has_mdev() {
	[ -e "$MDEV/$1" ]
}

has_claim() {
	compgen -G "$CLAIMS/$1@${2:-*}" >/dev/null
}

# gone UUID: neither mdev nor claim
gone() {
	if has_mdev "$1" || has_claim "$1"; then
		ls "$MDEV" "$CLAIMS"
		return 1
	fi
}

# clean: no mdev, no function with a type and no claim at all
clean() {
	! {
		find "$MDEV" "$CLAIMS" -mindepth 1 2>/dev/null
		given
	} | grep .
}

# json COMMAND... -- FILTER [JQ-ARGUMENT...]: gvmctl's JSON passes the filter
json() {
	local command=() document

	while [ "$1" != -- ]; do
		command+=("$1")
		shift
	done
	shift
	document=$(gvmctl --json "${command[@]}") || return
	printf '%s' "$document" | jq -e "$@" || { printf '%s' "$document"; return 1; }
}

# owner_is UUID NAME: gvmctl list says so
# shellcheck disable=SC2016 # jq's variables
owner_is() {
	json list -- --arg u "$1" --arg n "$2" '.vgpus[] | select(.uuid == $u) | .owner.domain == $n'
}

# journal_mark / journal_has FILTER: entries since the mark, as JSON, one of which must pass
journal_mark() {
	CURSOR=$(journalctl -q -n 1 --show-cursor -o cat | sed -n 's/^-- cursor: //p')
}

# journal_read FILTER: the entries since the mark that pass, one per line
journal_read() {
	journalctl -q --after-cursor="$CURSOR" -o json | jq -c "select($1)"
}

journal_has() {
	[ -n "$(journal_read "$1")" ] || { journal_read '.GVM_OPERATION or .GVM_DOMAIN'; return 1; }
}

# --- libvirt -----------------------------------------------------------------------------------

# witness: notes every hook call in $WITNESS; forget: from here on
forget() {
	: >"$WITNESS"
}

# hook_calls NAME: "prepare/begin start/begin ..." since forget
hook_calls() {
	awk -v name="$1" '$1 == name { printf "%s%s/%s", n++ ? " " : "", $2, $3 }' "$WITNESS"
}

# call_hook NAME OPERATION SUBOPERATION: our hook, as libvirt would call it for /run/NAME.xml
call_hook() {
	"$HOOKS/50-gvm" "$1" "$2" "$3" - <"/run/$1.xml"
}

# failing_hook OPERATION: a script after ours that fails there
failing_hook() {
	# shellcheck disable=SC2016 # $2 is the hook's
	printf '#!/bin/sh\n[ "$2" != %s ] || { echo "the rig fails %s" >&2; exit 1; }\n' "$1" "$1" \
		>"$HOOKS/60-fail"
	chmod 755 "$HOOKS/60-fail"
}

libvirtd_down() {
	not pgrep -x libvirtd
}

libvirtd_stop() {
	pkill -TERM -x libvirtd
	soon libvirtd_down
}

libvirtd_kill() {
	pkill -KILL -x libvirtd
	soon libvirtd_down
}

libvirtd_start() {
	rm -f /run/libvirtd.pid
	libvirtd -d && soon virsh -q uri
}

# --- from scenario to scenario -----------------------------------------------------------------

# destroy_all: ends every domain.  libvirt's own files say which there are: each virsh takes time.
destroy_all() {
	local file

	for file in /run/libvirt/qemu/*.xml; do
		[ ! -e "$file" ] || virsh -q destroy "$(basename "$file" .xml)"
	done
	for file in /etc/libvirt/qemu/*.xml; do
		[ ! -e "$file" ] || virsh -q undefine "$(basename "$file" .xml)"
	done
} >/dev/null 2>&1

# reset: what an earlier scenario may have left is taken away
reset() {
	local file

	pgrep -x libvirtd >/dev/null || libvirtd_start
	pkill -TERM -x gvmctl
	destroy_all
	rm -f "$HOOKS"/60-*
	for file in "$MDEV"/*; do
		[ ! -e "$file" ] || [ "$(sysfile open "$(group_of "$(basename "$file")")")" = EBUSY ] ||
			sysfile write "$file/remove" 1 >/dev/null
	done
	free_all
	rm -rf /run/gvm /etc/gvm/nodedev.d/* /etc/gvm/pools.d/* /etc/gvm/policy.xml
	find /etc/mdevctl.d -mindepth 2 -type f -not -path '*/scripts.d/*' -delete 2>/dev/null
	forget
	journal_mark
}

# finish: the last line of every scenario: ends its domains and looks for what is left
finish() {
	destroy_all
	rm -f "$HOOKS"/60-*
	check_soon 'nothing is left' clean
	echo "-- $SCENARIO finished"
	exit 0
}

# shellcheck source=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/nvidia.sh"
# shellcheck source=/dev/null
. "$(dirname "${BASH_SOURCE[0]}")/functions.sh"
# RIG_KEEP: a scenario that looks at what is there already
if [ -z "${RIG_KEEP:-}" ]; then reset; else journal_mark; fi
