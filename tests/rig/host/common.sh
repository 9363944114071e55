# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What every command of the rig needs: words, folders, the lock of one suite.
# Sourced by ../rig, which has set RIG (this tree's folder) and SUITE.

CACHE=${GVM_RIG_CACHE:-/var/tmp/gvm-rig}

# say TEXT: one line about what the rig does, on stderr, so that stdout holds results only
say() {
	printf 'rig: %s\n' "$*" >&2
}

# die STATUS TEXT: says why and ends
die() {
	local status=$1

	shift
	say "$*"
	exit "$status"
}

# suite_paths: W is the work folder of $SUITE, G that of one guest of it, which is W itself or a
# folder in it that is called as the guest; everything in them may be deleted at any time
suite_paths() {
	case $SUITE in
	bookworm | trixie) ;;
	*) die 2 "there is no suite '$SUITE': bookworm or trixie" ;;
	esac
	case $GUEST in
	*[!a-z0-9]*) die 2 "a guest is called by small letters and digits, not '$GUEST'" ;;
	esac
	W=$CACHE/$SUITE
	G=$W${GUEST:+/guest-$GUEST}
	# shellcheck disable=SC2034 # boot.sh reads it
	OUT=$G/out
	mkdir -p "$G"
}

# suite_lock: one command at a time per guest.  The lock belongs to an open file, so it ends with
# the processes that hold it (QEMU holds it for a guest left up): it can not go stale.
suite_lock() {
	exec 9>"$G/lock"
	flock -n 9 || die 1 "$SUITE is in use by another run (for a guest of 'rig shell': rig stop --suite $SUITE)"
}

# build_lock, build_unlock: what guests of a suite share is built by one of them, others wait
build_lock() {
	exec 8>"$W/build.lock"
	flock 8
}

build_unlock() {
	exec 8>&-
}

# seconds: a clock for differences, with tenths
seconds() {
	local now=$EPOCHREALTIME

	printf '%s' "$((${now/[.,]/} / 100000))"
}

# elapsed START: the time since $(seconds) said START, as people read it
elapsed() {
	local tenths=$(($(seconds) - $1))

	printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# same_key FILE KEY: true when FILE records that its product was made for KEY
same_key() {
	[ -e "$1" ] && [ "$(cat "$1")" = "$2" ]
}

# need COMMAND PACKAGE ...: ends with the names of all missing packages when a command is missing
need() {
	local commands=() packages=()

	while [ $# -gt 0 ]; do
		if ! command -v "$1" >/dev/null; then
			commands+=("$1")
			packages+=("$2")
		fi
		shift 2
	done
	[ ${#commands[@]} -eq 0 ] ||
		die 2 "missing commands: ${commands[*]}; mend it with: apt-get install ${packages[*]}"
}
