# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Whatever the driver refuses is named, nothing stays allocated, and the next run does what is missing.
# suite: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x71)
LONG=12345678901234567890123456789012
SENT=/run/sent.json

# register [OPTION...] FILE
register() {
	gvmctl register "$@"
}

# refuses NAME STATUS TEXT COMMAND...: ends with this status and says TEXT; nothing stays allocated
refuses() {
	local name=$1 want=$2 text=$3 output status=0

	shift 3
	output=$("$@" 2>&1 >/dev/null) || status=$?
	if [ "$status" != "$want" ]; then
		failed "$name" "[$*] ended with $status, not $want: $output"
	elif ! printf '%s' "$output" | grep -q -- "$text"; then
		failed "$name" "[$*] does not say '$text': $output"
	elif [ -e "$PROC" ] && ! no_leaks >/dev/null; then
		failed "$name" "[$*] left something in the driver"
	else
		passed "$name"
	fi
}

# nobody COMMAND...: as another user than root
nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

# number_of TYPE: on how many parents the kernel shows it
number_of() {
	find "$PARENTS"/*/mdev_supported_types/ -maxdepth 1 -name "$1" 2>/dev/null | wc -l
}

# told ID STATUS: what the run that ended so says of the type is what the kernel shows
told() {
	local id=$1 status=$2 shown said

	shown=$(number_of "nvidia-$id")
	# Each GPU has two functions.
	said=$(jq "[.register[] | select(.action == \"registered\" or .action == \"present\")] | length * 2" \
		<"$SENT")
	if [ "$status" = 0 ]; then
		[ "$shown" = 4 ] || echo "success, but $shown of 4"
		return
	fi
	[ -s /run/sent.err ] || echo "status $status without a word"
	grep -q '^gvmctl register: .*[[:alnum:])]$' /run/sent.err || echo "no sentence: $(cat /run/sent.err)"
	[ "${said:-0}" -le "$shown" ] || echo "says $said of 4, but $shown are there"
}

# broken_run N ORDER: one registration whose N-th call fails; prints what is wrong with it
broken_run() {
	local id=$((2000 + $1)) status=0

	types_file "$id" >"$TYPES"
	fail "at=$1 $2"
	gvmctl --json register --replace "$TYPES" >"$SENT" 2>/run/sent.err || status=$?
	[ "$(failed_calls)" != 0 ] || return 2
	fail
	no_leaks
	told "$id" $status
	register "$TYPES" >/run/again.out 2>&1 || echo "the next run ends with $?: $(cat /run/again.out)"
	[ "$(number_of "nvidia-$id")" = 4 ] || echo 'the next run does not mend it'
	[ $status = 0 ] || return 1
}

# each_call NAME ORDER: every call of a registration fails once, one after the other
each_call() {
	local name=$1 order=$2 number=1 wrong='' text refused=0 status

	driver 550.90.07
	while :; do
		status=0
		text=$(broken_run $number "$order") || status=$?
		[ $status != 2 ] || break
		refused=$((refused + (status == 1)))
		[ -z "$text" ] || wrong+="call $number: $text; "
		number=$((number + 1))
	done
	fail
	check_is "$name: each is told and mended" "$wrong" ''
	check "$name: calls failed, and runs with them" [ $refused -ge 20 ]
	echo "   $name: $((number - 1)) calls, $refused runs failed"
}

driver 535.183.01
types_file 1071 1072 >"$TYPES"
sed "s/Rig 1072-4Q/$LONG/" "$TYPES" >/run/long.xml
refuses 'another release forced: 2' 2 'leave --force-abi out' register --force-abi 580.95.05 "$TYPES"
refuses 'an unknown one forced: 2' 2 '--force-abi 999.1' register --force-abi 999.1 "$TYPES"
refuses 'a name too long: 9, and which' 9 'long.xml:.*type 1072: name has 32 bytes.*takes 31' \
	register /run/long.xml
check_is 'nothing was sent' "$(grep -c NVA081_CTRL_CMD_VGPU_CONFIG_SET_INFO "$PROC/calls")" 0
refuses 'not root: 7' 7 'Permission denied' nobody gvmctl register "$TYPES"
check 'looking is for everybody' nobody gvmctl register --check "$TYPES"
fail 'nr=0x2a cmd=0xa0810101 at=1 status=0x1b stays=1'
refuses 'the driver wants more privileges: 7' 7 'NV_ERR_INSUFFICIENT_PERMISSIONS' register "$TYPES"

# The driver goes in the middle.
fail 'nr=0x2a cmd=0xa0810101 at=2 unload=1'
refuses 'unloaded after the first type: 1' 1 'type 1072 on GPU 0000:41:00.0.*it was unloaded' \
	register "$TYPES"
fail
check_is 'nothing is offered' "$(number_of 'nvidia-10*')" 0
check 'the next run does the rest' json register "$TYPES" -- \
	'[.register[].action] == ["present", "registered", "registered", "registered"]'
check_is 'all is offered' "$(number_of 'nvidia-10*')" 8

# Success that is none.
types_file 1073 >"$TYPES"
echo mute=1 >"$PROC/set"
refuses 'published, says the driver, and nothing comes: 8' 8 'the kernel does not show it' register "$TYPES"
echo mute=0 >"$PROC/set"
check 'the next run publishes' register "$TYPES"
check_is 'now it is offered' "$(number_of nvidia-1073)" 4

# What is there already.
sed 's/heads="3"/heads="2"/' "$TYPES" >/run/other.xml
refuses 'an id with other parameters: 4' 4 'display/@heads is 3, not 2' register /run/other.xml
check 'left as it is with --keep' register --keep /run/other.xml
must start d71 "vgpu=$A type='nvidia-1073'"
refuses '--replace while there are vGPUs: 5' 5 'GPU 0000:41:00.0 has 1 vGPU' register --replace "$TYPES"
check 'the vGPU stays' holds d71 "$A"
must destroy d71

driver 580.95.05 rows=535.183.01
types_file 1071 >"$TYPES"
refuses 'a driver with other structures than its release: 1' 1 'NV_ERR_INVALID_ARGUMENT' register "$TYPES"
driver 999.1.1 rows=595.45.04
DRIVER=595.45.04 types_file 1071 >"$TYPES"
refuses 'a release that nobody knows: 8' 8 'nothing is known.*999.1.1.*--force-abi' register "$TYPES"
check 'taken for another one' register --force-abi 595.45.04 "$TYPES"
check_is 'it is offered' "$(number_of nvidia-1071)" 4

# One kind of failure for each guest: each call takes two runs.
case $(uname -r) in
6.1.*) each_call 'a status' status=0x1f ;;
*) each_call 'no answer' errno=5 ;;
esac
unload
refuses 'no driver: 8' 8 'driver is not loaded' register "$TYPES"
check 'the files can be checked all the same' register --check "$TYPES"
finish
