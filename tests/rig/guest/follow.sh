# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Follows the guides of docs/guides, after lib.sh: ../host/follow.py has made a script of each, which
# calls what is below.  Each block of commands is a check.  When one does not end as the guide says,
# the rest of the guide is left out, as its reader would.

GUIDES=/rig/guides
# What the reader's editor does: see editor.
EDITS=/run/guide-edits
# Commands that change nothing.  A reader who comes too early looks again.
LOOKS='^(gvmctl (-q )?(parents|types|list|check|plan)|virsh (nodedev-list|nodedev-dumpxml|domstate|list))( |$)'

# follow NAME [WITHOUT [ONLY]]: the guide, but for the section with that title, or one section only
follow() {
	STOPPED=
	WITHOUT=${2:-}
	ONLY=${3:-}
	GUIDE=$1
	HERE=$(mktemp -d)
	mkdir -p "$EDITS"
	editor
	cd "$HERE" || exit
	# shellcheck source=/dev/null
	. "$GUIDES/$1.sh"
	cd / || exit
}

# editor: the one that virsh and systemctl call
editor() {
	cat >/run/guide-editor <<-END
		#!/bin/bash
		for edit in $EDITS/*; do
			case \$edit in
			*.whole) cp "\$edit" "\$1" ;;
			*)
				element=\${edit##*.}
				grep -q "</\$element>" "\$1" || exit 1
				awk -v end="</\$element>" -v file="\$edit" '
					!done && index(\$0, end) {
						while ((getline line <file) > 0) print line
						done = 1
					}
					{ print }' "\$1" >"\$1.new" && cat "\$1.new" >"\$1" && rm "\$1.new" ;;
			esac
			rm "\$edit"
		done
	END
	chmod 755 /run/guide-editor
	export EDITOR=/run/guide-editor VISUAL=/run/guide-editor SYSTEMD_EDITOR=/run/guide-editor
}

# section TITLE: what follows belongs to it
section() {
	[ "$STOPPED" = failed ] && return
	STOPPED=
	[ "$1" != "$WITHOUT" ] || STOPPED='left out'
	[ "${ONLY:-$1}" = "$1" ] || STOPPED='left out'
}

# written FILE: the reader writes standard input to a file
written() {
	[ -z "$STOPPED" ] || return
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

# added ELEMENT / whole: what the editor of the next commands will do with standard input
added() {
	[ -z "$STOPPED" ] || return
	cat >"$EDITS/$(find "$EDITS" -type f | wc -l).$1"
}

whole() {
	added whole
}

# typed SHOWN COMMAND...: the commands end well, but for those with "# fails", and print what is shown
typed() {
	local shown=$1 began=$SECONDS

	[ -z "$STOPPED" ] || return
	shift
	until type_all "$@" && is_shown "$shown"; do
		if ! only_looks "$@" || [ $((SECONDS - began)) -ge "$WAIT" ]; then
			failed "$GUIDE: $1" "ended with $STATUS, printed '$PRINTED', wanted '$shown'"
			STOPPED=failed
			return
		fi
		sleep 0.5
	done
	passed "$GUIDE: $1"
}

# type_all COMMAND...: sets PRINTED, a line each, and STATUS, that of the last one; fails at the first
# that does not end as it should
type_all() {
	local command output

	PRINTED=
	for command; do
		STATUS=0
		output=$(bash -c "$command" 2>&1 </dev/null) || STATUS=$?
		output=$(sed 's/[[:blank:]][[:blank:]]*/ /g; s/^ //; s/ $//; /^$/d' <<<"$output")
		PRINTED+=$output${output:+$'\n'}
		case $command in
		*'# fails') [ $STATUS != 0 ] || return 1 ;;
		*) [ $STATUS = 0 ] || return 1 ;;
		esac
	done
}

# is_shown SHOWN: what was printed
is_shown() {
	[ -z "$1" ] || [[ $PRINTED =~ $1 ]]
}

# only_looks COMMAND...
only_looks() {
	local command

	for command; do
		[[ ${command##*| } =~ $LOOKS ]] || return
	done
}
