# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What scenarios need of the simulated NVIDIA driver: releases, types of our own, whether they have
# arrived, leaks, calls that fail, the observer.  lib.sh sources it.

PROC=/proc/driver/vgpusim
# shellcheck disable=SC2034 # scenarios use it
TYPES=/run/types.xml
SIGNATURE=/var/lib/rig-signature
OBSERVED=/run/observe.json
# Bytes of a MiB.
MIB=1048576

# driver RELEASE [PARAMETER=VALUE...]: the simulation anew, as that release; its types are only those
# that a program registers.  Without layout=pf there are two VFs on each GPU.
driver() {
	local release=$1

	shift
	load types=registered "driver=$release" "$@"
	sim_defaults
	[ "$(cat "$PARAMETERS/layout")" = pf ] && return
	virtual_functions 41 2
	virtual_functions 81 2
}

# no_leaks: nothing is open or allocated in the driver
no_leaks() {
	local leaks

	leaks=$(cat "$PROC"/leaks)
	[ "$leaks" = 0 ] || { echo "leaks: $leaks"; return 1; }
}

# fail ["at=N KEY=VALUE..."]: makes the driver's N-th call from now on fail, or none
fail() {
	echo "${1:-at=0}" >"$PROC"/fail
}

# failed_calls: how many calls failed since 'fail'
failed_calls() {
	sed 's/.*hits=//' "$PROC"/fail
}

# --- types -------------------------------------------------------------------------------------

# features RELEASE: sets FEATURES, what only some releases have, by the facts
features() {
	case $1 in
	5[23]* | 545*) FEATURES='' ;;
	550* | 555* | 565* | 570*) FEATURES=' placement ' ;;
	575* | 580.65* | 580.82*) FEATURES=' placement per-gi ' ;;
	580* | 590*) FEATURES=' placement per-gi subvendor ' ;;
	*) FEATURES=' placement per-gi subvendor region ' ;;
	esac
}

# has WHICH: has the driver that field?
has() {
	[[ $FEATURES == *" $1 "* ]]
}

# switches BIT: sets S1 to S8, each with another pattern in the types of bit 0 to 3
switches() {
	local i words=(no yes)

	for i in 1 2 3 4 5 6 7 8; do printf -v "S$i" %s "${words[i >> $1 & 1]}"; done
}

# type_xml ID [BIT]: a type with every field that there is; no two of its numbers are the same, and
# its switches are those of BIT
type_xml() {
	local id=$1 bit=${2:-0} max=6

	# Several in one domain are only for types that fill the GPU.
	[ "$bit" != 3 ] || max=1
	switches "$bit"
	cat <<-END
		<type id="$id">
		  <name>Rig $id-4Q</name>
		  <class>Quadro</class>
		  <license>licence-$id;other</license>
		  <adapter short="short $id" product="product $id">Adapter $id</adapter>
		  <parameters>one=$id,two=2</parameters>
		  <signature file="$SIGNATURE"/>
		  <framebuffer size="$((3000 + id))" reserved="320" profile="$((3330 + id))" gsp-heap="64"
		    mappable="24"$(! has region || echo ' nominal-region="5"')/>
		  <instances max="$max"$(! has per-gi || echo ' per-gpu-instance="1"')/>
		  <display heads="3" width="7680" height="4320" pixels="66355200" frame-rate-limit="59"
		    limiter="$S6"/>
		  <encoder capacity="75"/>
		  <bar1 size="256"/>
		  <device id="0x22361483" host="0x2237"$(! has subvendor || echo ' subvendor="0x1044"')/>
		  <features cuda="$S1" ecc="$S2" ftrace="$S3"
		    gpudirect="$S4" nvlink-p2p="$S5"/>
		  <mig size="7" profile="19"/>
		  <multivgpu supported="$S8" exclusive="$S7" type="11" size="12"/>
		  $(! has placement || echo '<placement size="13"/>')
		</type>
	END
}

# type_fields ID [BIT]: the same, as NVIDIA names it and as the driver must have it
type_fields() {
	local id=$1 bit=${2:-0} max=6

	[ "$bit" != 3 ] || max=1
	cat <<-END
		vgpuType $id
		vgpuName Rig $id-4Q
		vgpuClass Quadro
		vgpuSignature hex:$(signature)
		license licence-$id;other
		maxInstance $max
		numHeads 3
		maxResolutionX 7680
		maxResolutionY 4320
		maxPixels 66355200
		frlConfig 59
		cudaEnabled $((1 >> bit & 1))
		eccSupported $((2 >> bit & 1))
		gpuInstanceSize 7
		multiVgpuSupported $((8 >> bit & 1))
		vdevId 0x22361483
		pdevId 0x2237
		profileSize $(((3330 + id) * MIB))
		fbLength $(((3000 + id) * MIB))
		gspHeapSize $((64 * MIB))
		fbReservation $((320 * MIB))
		mappableVideoSize $((24 * MIB))
		encoderCapacity 75
		bar1Length 256
		frlEnable $((6 >> bit & 1))
		adapterName Adapter $id
		adapterName_Unicode utf16:Adapter $id
		shortGpuNameString short $id
		licensedProductName product $id
		vgpuExtraParams one=$id,two=2
		ftraceEnable $((3 >> bit & 1))
		gpuDirectSupported $((4 >> bit & 1))
		nvlinkP2PSupported $((5 >> bit & 1))
		multiVgpuExclusive $((7 >> bit & 1))
		exclusiveType 11
		exclusiveSize 12
		gpuInstanceProfileId 19
	END
	! has placement || echo 'placementSize 13'
	! has per-gi || echo 'maxInstancePerGI 1'
	! has subvendor || echo 'vgpuSsvid 0x1044'
	! has region || echo 'nominalFbRegionSize 5'
}

# signature: 128 bytes that are made up and no signature of anything, as hexadecimal digits
signature() {
	local i

	for ((i = 1; i <= 128; i++)); do printf '%02x' "$i"; done
}

# types_file ID...: prints a file of types for all GPUs; the N-th has the switches of bit N.  It is for
# the release $DRIVER, or for that of the driver that is loaded.
types_file() {
	local id bit=0

	features "${DRIVER:-$(cat /sys/module/nvidia/version)}"
	signature >"$SIGNATURE"
	echo '<vgpu-types xmlns="https://linux-gvm.org/xmlns/types/1.0">'
	echo '<gpu vendor="0x10de"/>'
	for id; do
		type_xml "$id" $bit
		bit=$(((bit + 1) % 4))
	done
	echo '</vgpu-types>'
}

# arrived ID [BIT]: each field of the type is in the driver as it was written, and every other is 0
arrived() {
	local field rest id=$1 known=' ' status=0

	features "$(cat /sys/module/nvidia/version)"
	while read -r field rest; do
		known+="$field "
		echo "$id $field $rest" >"$PROC"/compare 2>/dev/null ||
			{ echo "$field is not '$rest'"; status=1; }
	done < <(type_fields "$@")
	while read -r _ field rest; do
		case $known in *" $field "*) continue ;; esac
		[ -z "${rest//[0 ]/}" ] || { echo "$field is $rest, not 0"; status=1; }
	done < <(grep "^$id " "$PROC"/fields)
	return $status
}

# offered TYPE: the kernel shows it on every parent
offered() {
	local parent

	for parent in "$PARENTS"/*; do
		[ -e "$parent/mdev_supported_types/$1" ] || return
	done
}

# libvirt_offers NODEDEV TYPE
libvirt_offers() {
	virsh -q nodedev-dumpxml "$1" | grep -q "<type id='$2'>"
}

# --- the observer ------------------------------------------------------------------------------

# observer [OPTION...]: starts one; its events are in $OBSERVED
observer() {
	rm -f "$OBSERVED" /run/observe.rc
	{
		gvmctl --json observe --interval 1 "$@" >"$OBSERVED" 2>/run/observe.err &
		echo $! >/run/observe.pid
		wait $!
		echo $? >/run/observe.rc
	} </dev/null &
	must soon test -s "$OBSERVED"
}

# observer_end: ends it as systemd does; its exit status is ours
observer_end() {
	kill -TERM "$(cat /run/observe.pid)"
	soon test -s /run/observe.rc
	[ "$(cat /run/observe.rc)" = 0 ] || { cat /run/observe.err; return 1; }
}

# observed FILTER [JQ-ARGUMENT...]: an event passes
observed() {
	jq -es "${@:2}" "map(select($1)) | length > 0" <"$OBSERVED" >/dev/null ||
		{ cat "$OBSERVED"; return 1; }
}
