# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What we did not make we do not remove: an mdev that existed, and one that another domain uses.
# shellcheck source=/dev/null
. /rig/guest/lib.sh

A=$(uuid 0x20)
B=$(uuid 0x21)
sim vf 2 2

must create 0000:81:00.4 nvidia-590 "$A"
foreign=$(identity "$A")
check 'a domain with an mdev that existed and one that did not' start d20 \
	"vgpu=$A type='nvidia-590'" "vgpu=$B type='nvidia-590'"
check 'it uses the first' holds d20 "$A"
check 'it uses the second' holds d20 "$B"
check 'no claim on the first' not has_claim "$A"
check 'a claim on the second' has_claim "$B" "$(domain_uuid d20)"

own=$(identity "$B")
check_fails "a second domain with the first one's UUID" . start d21 "vgpu=$B type='nvidia-590'"
check "the first domain's mdev survives" has_mdev "$B"
check_is 'untouched' "$(identity "$B")" "$own"
check 'its claim survives' has_claim "$B" "$(domain_uuid d20)"
check 'no claim of the second' not has_claim "$B" "$(domain_uuid d21)"
check 'the first domain still runs' is_state d20 paused

check 'virsh destroy of the first' destroy d20
check 'what we made is gone' gone "$B"
check_is 'what existed is there, untouched' "$(identity "$A")" "$foreign"
sysfile write "$MDEV/$A/remove" 1 >/dev/null
finish
