# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A policy refuses whoever asks, in a sentence with file and line; and bash completes what there is.
# brief: trixie
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x61a)
B=$(uuid 0x61b)
C=$(uuid 0x61c)
POLICY=/etc/gvm/policy.xml
OWN=/etc/gvm/types.d
COMPLETION=/usr/share/bash-completion/completions/gvmctl
trap 'rm -rf $POLICY $OWN' EXIT

# policy: its elements, the first of which stands on line 2, from standard input
policy() {
	{
		echo '<policy xmlns="https://linux-gvm.org/xmlns/policy/1.0">'
		cat
		echo '</policy>'
	} >$POLICY
}

# nodedev TYPE UUID: virsh makes a vGPU, and so mdevctl, which asks our call-out
nodedev() {
	cat >/run/nodedev.xml <<-END
		<device><parent>pci_0000_41_00_4</parent><capability type='mdev'><type id='$1'/>
		<uuid>$2</uuid></capability></device>
	END
	virsh -q nodedev-create /run/nodedev.xml
}

# asked_for NAME [OPTION...]: what libvirt would do before a start, without a QEMU
asked_for() {
	domain "$@" >"/run/$1.xml"
	call_hook "$1" prepare begin
}

# gpu_of UUID: the bus of its GPU
gpu_of() {
	parent_of "$1" | cut -d: -f2
}

# typed TEXT: what a bash at a terminal says to it
typed() {
	printf '. %s\n%s\nexit\n' $COMPLETION "$1" |
		TERM=dumb timeout 60 script -qec 'bash --norc --noprofile -i' /dev/null
}

# shows PATTERN TEXT: the answer to what was typed has such a line
shows() {
	local answer

	answer=$(typed "$2" | tr -d '\r')
	grep -q "$1" <<<"$answer" || { echo "$answer"; return 1; }
}

driver 550.90.07
mkdir -p $OWN
types_file 1061 1062 >$OWN/own.xml
must gvmctl register
must soon libvirt_offers pci_0000_41_00_4 nvidia-1061
policy <<-'END'
	<default placement="pack"/>
	<deny domain="no-*"/>
	<allow domain="p*" types="nvidia-1061" total="2"/>
	<deny/>
END
check 'the doctor reads the policy' sh -c 'gvmctl check | grep "ok *policy .*rules: 3"'

# Who is refused, is told by which line, and nothing was made.
check_fails 'virsh start' "domain no-61 may not have a vGPU of type nvidia-1061.*$POLICY:3" \
	start no-61 "vgpu=$A type='nvidia-1061'"
check_fails 'plan says so before' "$POLICY:3" gvmctl plan /run/no-61.xml
check_fails 'another type' "domain p61 may not have a vGPU of type nvidia-1062.*$POLICY:5" \
	asked_for p61 "vgpu=$A type='nvidia-1062'"
check_status 'gvmctl create: 7' 7 gvmctl create --type nvidia-1061
check_fails 'virsh nodedev-create' "owner mdevctl may not have a vGPU of type nvidia-1061.*$POLICY:5" \
	nodedev nvidia-1061 "$C"
check 'nothing was made' clean

# Who is permitted, is placed as the policy says, and counted.
check 'virsh start of what is permitted' start p61 "vgpu=$A type='nvidia-1061'"
check 'with its vGPU' holds p61 "$A"
check 'another domain' asked_for p62 "vgpu=$B type='nvidia-1061'"
check_is 'is packed onto the same GPU' "$(gpu_of "$B")" "$(gpu_of "$A")"
check_fails 'a third one is too much' "$POLICY:4 permits 2 at a time" asked_for p63 "vgpu=$C type='nvidia-1061'"

# In bash.
check 'TAB completes a command' shows '^ADDRESS .*MODEL' $'gvmctl par\t'
check 'and a parent' shows '^0000:41:00.4 .*nvidia-1062' $'gvmctl types pci_0000_4\t4'
check 'and a vGPU' shows "$A belongs to domain p61" "gvmctl destroy ${A:0:8}"$'\t'

call_hook p62 release end
must destroy p61
policy <<<'<deny'
check_fails 'a broken policy permits nothing' "$POLICY:3: not well-formed XML" \
	asked_for p61 "vgpu=$A type='nvidia-1061'"
check 'and bothers nobody without vGPU' asked_for plain
rm $POLICY
check 'without a policy all is permitted' nodedev nvidia-1062 "$C"
must gvmctl destroy --foreign "$C"
finish
