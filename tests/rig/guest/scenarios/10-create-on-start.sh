# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The product's promise: a domain names a vGPU that does not exist; it starts, and nothing is left.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

U=$(uuid 0x10)
sim vf 2 2

domain d10 "vgpu=$U type='nvidia-590'" >/run/d10.xml
must virsh -q define /run/d10.xml
check 'the mdev does not exist' not has_mdev "$U"
check 'virsh start' virsh -q start d10
check 'the domain runs' is_state d10 running
check 'the mdev exists' has_mdev "$U"
check_is 'its type is the one asked for' "$(type_of "$U")" nvidia-590
check 'QEMU holds its VFIO group' holds d10 "$U"
check 'a claim names device and domain' has_claim "$U" "$(domain_uuid d10)"
check 'the domain has the PCI device' sh -c \
	"virsh qemu-monitor-command --hmp d10 'info pci' | grep -q 10de:2236"
check 'list names the owner' sh -c "gvmctl list | grep '$U' | grep -qw d10"
check 'list --json names the owner' owner_is "$U" d10
# shellcheck disable=SC2016 # jq's variables
check 'list --json says in use, type and parent' json list -- --arg u "$U" --arg p "$(parent_of "$U")" \
	'.vgpus[] | select(.uuid == $u) | .in_use and .type == "nvidia-590" and .parent == $p'
check 'the journal has the creation with its fields' journal_has \
	".GVM_DOMAIN == \"d10\" and .GVM_UUID == \"$U\" and .GVM_PARENT == \"$(parent_of "$U")\" and .GVM_TYPE == \"nvidia-590\""
check 'virsh destroy' destroy d10
check 'mdev and claim are gone' gone "$U"
# shellcheck disable=SC2016
check 'list shows no vGPU' json list -- '.vgpus == []'
check_is 'the hooks were called in order' "$(hook_calls d10)" \
	'prepare/begin start/begin started/begin stopped/end release/end'
finish
