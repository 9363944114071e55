# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the "cmd" of every case may use. The runner sets GVMCTL, MAKE_HOST,
# ROOT (the imitated machine), SCRATCH (a folder for files of no interest),
# PROFILES (the files of types that are installed) and DOMAINS (domain XML).

# host WORD...: change the machine, see make-host
host()
{
	"$MAKE_HOST" "$ROOT" "$@"
}

# daemon: let the shell that runs the case be a libvirt daemon
daemon()
{
	host process $$ 500 libvirtd --listen
}

# no_daemon: let it die
no_daemon()
{
	host kill $$
}

# look: what a command must not change unless it says so
look()
{
	(
		cd "$ROOT" || exit
		find . \( -path ./.fake -o -path './run/gvm/*lock' \) -prune -o \
			-type d ! -path './run/gvm*' -printf '%P d\n' -o \
			! -type d -printf '%P %y %m %l %i %s %T@\n'
	) </dev/null
}

# try WORD...: run gvmctl and tell all about it: each line of stderr after
# "! ", a status other than 0 after "= ", and "~" when the machine has changed
try()
{
	printf '$ gvmctl'
	printf ' %s' "$@" | tr '\n' '?'
	echo
	look >"$SCRATCH/before"
	status=0
	# shellcheck disable=SC2086 # it is words
	${GVM_TEST_WRAPPER-} "$GVMCTL" --root "$ROOT" "$@" \
		>"$SCRATCH/out" 2>"$SCRATCH/err" || status=$?
	cat "$SCRATCH/out"
	[ -z "$(tail -c 1 "$SCRATCH/out")" ] || echo '\ no newline'
	sed 's/^/! /' "$SCRATCH/err"
	[ $status = 0 ] || echo "= $status"
	look | cmp -s - "$SCRATCH/before" || echo "~ the machine has changed"
	case " $* " in
	*" --json "*)
		[ ! -s "$SCRATCH/out" ] ||
			python3 -m json.tool "$SCRATCH/out" /dev/null ||
			echo "* that is no JSON"
		;;
	esac
}

# doctor CHECK...: tell what these checks of the doctor find, each finding in
# a line, and below it the command that mends it
doctor()
{
	echo "\$ gvmctl check ($*)"
	status=0
	# shellcheck disable=SC2086 # it is words
	${GVM_TEST_WRAPPER-} "$GVMCTL" --root "$ROOT" --json check \
		>"$SCRATCH/out" 2>"$SCRATCH/err" || status=$?
	python3 "${PRELUDE%/*}/doctor.py" "$SCRATCH/out" "$@"
	[ $status -lt 2 ] || echo "* check ended with $status"
}

# domain NAME LAST [METADATA [UUID...]]: print the XML of a domain; LAST are
# the last two digits of its UUID
domain()
{
	printf '<domain type="kvm" id="7">\n  <name>%s</name>\n' "$1"
	printf '  <uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b%s</uuid>\n' "$2"
	[ -z "${3-}" ] || printf '  <metadata>\n    <gvm:vgpus xmlns:gvm="%s">\n      %s\n    </gvm:vgpus>\n  </metadata>\n' \
		https://linux-gvm.org/xmlns/libvirt/domain/1.0 "$3"
	echo '  <devices>'
	shift $(($# < 3 ? $# : 3))
	for uuid; do
		printf '    <hostdev mode="subsystem" type="mdev" model="vfio-pci">\n      <source><address uuid="%s"/></source>\n    </hostdev>\n' "$uuid"
	done
	printf '  </devices>\n</domain>\n'
}

# function_domain NAME LAST MANAGED METADATA FUNCTION...: print the XML of a
# domain that is given PCI functions
function_domain()
{
	name=$1 last=$2 managed=$3 metadata=$4
	shift 4
	domain "$name" "$last" "$metadata" | sed '/<devices>/q'
	for function; do
		bus=${function#*:}
		slot=${bus#*:}
		printf '    <hostdev mode="subsystem" type="pci" managed="%s">\n      <source><address domain="0x%s" bus="0x%s" slot="0x%s" function="0x%s"/></source>\n    </hostdev>\n' \
			"$managed" "${function%%:*}" "${bus%%:*}" "${slot%%.*}" "${slot#*.}"
	done
	printf '  </devices>\n</domain>\n'
}

# put PATH: write standard input to a file of the machine
put()
{
	mkdir -p "$(dirname "$ROOT/$1")" && cat >"$ROOT/$1"
}

# importer: give the machine the program that "import" runs
importer()
{
	mkdir -p "$ROOT/usr/libexec/gvm" &&
		ln -s "${PRELUDE%/tests/*}/src/import/gvmctl-import.py" \
			"$ROOT/usr/libexec/gvm/gvmctl-import"
}

# libvirt_program: give the machine the program that knows libvirt
libvirt_program()
{
	mkdir -p "$ROOT/usr/libexec/gvm" &&
		ln -s "$GVMCTL-libvirt" "$ROOT/usr/libexec/gvm/gvmctl-libvirt"
}

U1=c2177883-f1bb-47f0-914d-32a22e3a8801
U2=c2177883-f1bb-47f0-914d-32a22e3a8802
U3=c2177883-f1bb-47f0-914d-32a22e3a8803
A=7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a
B=7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0b
export U1 U2 U3 A B
