# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# gvmctl attach and detach: domains that are shut off, and vGPUs in and out of a running one.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

OTHER="<other:app xmlns:other='urn:other'><other:keep a='1'/></other:app>"
# A slot that no guest has switched on lets its device go without asking: one that was plugged into a
# paused domain, with PCIe's own hot-plug.  With ACPI, or for a device that was there from the start,
# somebody in the guest would have to answer.
NATIVE="<qemu:commandline><qemu:arg value='-global'/><qemu:arg value='ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off'/></qemu:commandline>"

# ports NAME COUNT [OPTION...]: prints a domain that has so many free slots, and metadata of others
ports() {
	local ports

	ports=$(printf "<controller type='pci' model='pcie-root-port'/>%.0s" $(seq "$2"))
	domain "$1" "${@:3}" | sed "s|machine='pc'|machine='q35'|
		s|<memballoon|<controller type='pci' model='pcie-root'/>$ports&|
		s|<memory|<metadata>$OTHER</metadata>&|"
}

# is_in NAME VGPU [--inactive]: the domain has hostdev and entry
is_in() {
	local xml

	xml=$(virsh dumpxml "$1" ${3:+"$3"})
	if ! grep -q "<gvm:vgpu uuid=\"$2\" type=" <<<"$xml" || ! grep -q "<address uuid='$2'/>" <<<"$xml"; then
		grep -e gvm: -e 'uuid=' <<<"$xml"
		return 1
	fi
}

# is_out NAME VGPU [--inactive]: neither, and the metadata of others are there
is_out() {
	local xml

	xml=$(virsh dumpxml "$1" ${3:+"$3"})
	if grep "$2" <<<"$xml" || ! grep -q '<other:keep a="1"/>' <<<"$xml"; then
		return 1
	fi
}

# same NAME XML: the running domain is as it was
same() {
	[ "$(virsh dumpxml "$1")" = "$2" ] || diff <(printf '%s\n' "$2") <(virsh dumpxml "$1")
}

# attach WORD...: as gvmctl attach; its UUID is in /run/attached
attach() {
	gvmctl attach "$@" >/run/attached
}

# made: that UUID
made() {
	cat /run/attached
}

# count: how many claims and mediated devices there are
count() {
	find "$CLAIMS" "$MDEV" -mindepth 1 | wc -l
}

sim vf 2 2
ports d77 2 "extra=$NATIVE" >/run/d77.xml
must virsh -q define /run/d77.xml

# Shut off: nothing is made before the start.
check 'attach to a domain that is shut off' attach d77 --type nvidia-590
U=$(made)
check 'hostdev and entry are there' is_in d77 "$U" --inactive
check 'the domain keeps the metadata of others' sh -c "virsh metadata d77 urn:other | grep keep"
check 'nothing was made' clean
check_status 'the same UUID again' 4 gvmctl attach d77 --type nvidia-590 --uuid "$U"
check 'virsh start' virsh -q start d77 --paused
check 'the domain has it' holds d77 "$U"
check_is 'the type is the one asked for' "$(type_of "$U")" nvidia-590
FIRST=$U

# Into the running domain and out again, twice.
before=$(virsh dumpxml d77)
for round in 1 2; do
	check "round $round: attach --live" attach d77 --type nvidia-591 --live
	U=$(made)
	check "round $round: the domain has it" holds d77 "$U"
	check "round $round: hostdev and entry" is_in d77 "$U"
	check "round $round: the configuration has neither" is_out d77 "$U" --inactive
	check "round $round: list names the owner" owner_is "$U" d77
	check "round $round: reconcile keeps it" sh -c "gvmctl reconcile | grep '^held .*$U'"
	check "round $round: detach --live" gvmctl detach d77 "$U" --live
	check "round $round: nothing is left of it" gone "$U"
	check "round $round: the domain is as it was" same d77 "$before"
done
check 'the other vGPU is still there' holds d77 "$FIRST"

# Both forms at once.
check 'attach --live --config' attach d77 --type nvidia-591 --live --config
U=$(made)
check 'the running form has it' is_in d77 "$U"
check 'the configuration has it' is_in d77 "$U" --inactive
check_is 'two vGPUs, two claims' "$(count)" 4

# What fails leaves nothing.
full=$(virsh dumpxml d77)
check_status 'libvirt refuses: no slot is free' 1 gvmctl attach d77 --type nvidia-588 --live --config
check 'the domain is as it was' same d77 "$full"
check_is 'no vGPU is left of it' "$(count)" 4
check 'detach --live --config' gvmctl detach d77 "$U" --live --config
check 'nothing is left of it' gone "$U"
check 'nor in the configuration' is_out d77 "$U" --inactive
parameter create_errno 5
check_status 'the driver makes none' 1 gvmctl attach d77 --type nvidia-588 --live --config
parameter create_errno 0
cat >/etc/gvm/policy.xml <<-END
	<policy xmlns='https://linux-gvm.org/xmlns/policy/1.0'><deny/></policy>
END
check_status 'the policy does not permit it' 7 gvmctl attach d77 --type nvidia-588 --live
rm /etc/gvm/policy.xml
check 'the domain is as it was' same d77 "$before"
check_is 'nothing is left of these' "$(count)" 2

# Killed on the way: the domain runs, but the vGPU is not its own yet.
parameter create_delay_ms 5000
gvmctl attach d77 --type nvidia-588 --live --uuid "$(uuid 0x77d)" >/run/killed.log 2>&1 &
KILLED=$!
must soon has_claim "$(uuid 0x77d)"
kill -9 $KILLED
wait $KILLED 2>/dev/null
parameter create_delay_ms 0
check 'after a kill, reconcile removes it' gvmctl reconcile
check 'nothing is left of it' gone "$(uuid 0x77d)"

# A vGPU of somebody else is used, and stays.
M=$(gvmctl create --type nvidia-588)
check 'attach one that exists' attach d77 --type nvidia-588 --uuid "$M" --live
U=$(made)
check 'the domain has it' holds d77 "$M"
check 'detach it' gvmctl detach d77 "$M" --live
check 'it is still there' has_mdev "$M"
check 'it is nobody else'\''s' has_claim "$M" manual
check 'the domain is as it was' same d77 "$before"
must gvmctl destroy "$M"

check 'detach from the configuration' gvmctl detach d77 "$FIRST"
check 'the running domain keeps it' holds d77 "$FIRST"
check 'virsh destroy' destroy d77
check 'nothing is left' clean
check 'the configuration has neither' is_out d77 "$FIRST" --inactive
check_status 'detach what it does not have' 3 gvmctl detach d77 "$FIRST"

# A function; and with the older libvirt, which cannot have one, what takes long.
if libvirt_takes_functions; then
	functions Y
	check 'attach a function' attach d77 --type nvidia-590 --parent 0000:81:00.0
	U=$(made)
	check_is 'it is the first one' "$U" 0000:81:00.4
	check 'the next domain' virsh -q define /dev/stdin < <(ports d79 2 "extra=$NATIVE")
	check 'gets another one' attach d79 --type nvidia-590 --parent 0000:81:00.0
	U=$(made)
	check_is 'which no domain names' "$U" 0000:81:00.5
	must virsh -q start d77 --paused
	check 'the first domain has it' holds d77 0000:81:00.4
	check 'attach the other one --live' attach d77 --type nvidia-590 --parent 0000:81:00.5 --live
	U=$(made)
	check 'the domain has it too' holds d77 0000:81:00.5
	check 'detach it' gvmctl detach d77 0000:81:00.5 --live
	check 'it is free' is_free 0000:81:00.5
	check 'detach the first one from the configuration' gvmctl detach d77 0000:81:00.4
	check 'virsh destroy' destroy d77
	check 'it is free' is_free 0000:81:00.4
else
	# A guest that does not answer keeps its vGPU until it stops.
	domain d78 >/run/d78.xml
	must virsh -q create /run/d78.xml --paused
	check_status 'a transient domain has no configuration' 8 gvmctl attach d78 --type nvidia-590
	check 'attach --current to it' attach d78 --type nvidia-590 --current
	U=$(made)
	check_status 'detach from a guest that does not answer' 5 gvmctl detach d78 "$U" --live
	check 'it keeps the vGPU' holds d78 "$U"
	check 'reconcile does not take it' sh -c "gvmctl reconcile | grep '^stuck .*$U'"
	check 'virsh destroy of it' destroy d78
	check 'nothing is left of it' gone "$U"
	functions Y
	check_fails 'a function is for a later libvirt' 'install libvirt 10.0' gvmctl attach d77 --type nvidia-590 --parent 0000:81:00.0
fi
finish
