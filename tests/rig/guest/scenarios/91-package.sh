# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The package: edits survive an upgrade, domains survive a removal, and a purge leaves nothing.
# boot: systemd
# product: package
# suite: trixie
# limit: 600
# The instance is enabled as an administrator would, and never started.
INSTANCE=gvm-sriov@0000:99:00.0.service
if [ "${1:-}" = prepare ]; then
	exit
fi
# shellcheck source=/dev/null
. /rig/guest/lib.sh

U=$(uuid 0x91)
DEB=$(echo /product/*.deb)
SAID=/run/rig-dpkg

# package WORD...: dpkg, whose words are kept
package() {
	dpkg "$@" >$SAID 2>&1 || { cat $SAID; return 1; }
}

# ours: what has our name, wherever a package puts files
ours() {
	find /etc /usr /run /var /lib/systemd -xdev -name '*gvm*' -not -path '/var/log/*'
}

# files: what there is, but for what others note while they run
files() {
	find /etc /usr /run /var -xdev \( -path /var/log -o -path /var/lib/dpkg -o -path '/run/log' \
		-o -path '/*/libvirt/qemu' -o -path /run/systemd -o -path /run/udev -o -path /var/tmp \
		-o -path '/var/*/libvirt' -o -path /run/libvirt -o -path '/run/rig*' -o -path '/run/d9*.xml' \) -prune \
		-o -printf '%y %m %p\n' | sort
}

# observer: the process of the unit
observer() {
	systemctl show --value --property=MainPID gvm-observer.service
}

# no_longer PID: it is not the observer any more, and there is one
no_longer() {
	systemctl is-active gvm-observer.service && [ "$(observer)" != "$1" ]
}

check_is 'it was installed before the system came up' "$(dpkg-query -W -f='${db:Status-Status}' gvm-user)" installed

# What a person has made goes by a person's hand.
rm -rf /etc/gvm/types.d/* /etc/systemd/system/gvm-sriov@*.service.d
check 'a purge' package -P gvm-user
check_is 'leaves nothing that has our name' "$(ours)" ''
check_is 'and no unit' "$(systemctl list-units --all --plain --no-legend 'gvm-*' | grep -v not-found)" ''

# From here on libvirt knows of no hook at all.
rm -f /etc/modprobe.d/vgpusim.conf
sim vf 1 0
rm -rf /etc/libvirt/hooks/qemu.d
must systemctl reload libvirtd.service
check_fails 'a domain with a vGPU does not start without it' 'not found\|no such\|does not exist' \
	start d91 "vgpu=$U type='nvidia-590'"
files >/run/rig-before

check 'an installation' package -i "$DEB"
check 'a domain starts at once, with its vGPU' start d91 "vgpu=$U type='nvidia-590'"
check 'which it holds' holds d91 "$U"
check 'types and pools are served at the next boot' systemctl is-enabled gvm-register.service gvm-pool.service
check_is 'no GPU was changed' "$(systemctl is-active gvm-register.service)" inactive
check_is 'nobody observes' "$(systemctl is-active gvm-observer.service)" inactive
check_is 'nor will' "$(systemctl is-enabled gvm-observer.service)" disabled

must systemctl start gvm-observer.service
pid=$(observer)
echo '# edited' >>"$HOOKS/50-gvm"
check 'an upgrade' package -i "$DEB"
check 'keeps an edited hook' grep -qx '# edited' "$HOOKS/50-gvm"
check_is 'and puts none beside it' "$(ls "$HOOKS")" 50-gvm
check 'the domain has its vGPU still' holds d91 "$U"
check 'somebody else observes' no_longer "$pid"

check 'a removal' package -r gvm-user
check 'says what stays' grep -q 'vGPUs that gvmctl made stay: 1' $SAID
check 'nobody observes any more' not pgrep -x gvmctl
check 'the domain has its vGPU' holds d91 "$U"
check 'it ends, though the hooks have no program' destroy d91
check 'and another one starts' start d92
must destroy d92
check 'the vGPU has stayed' has_mdev "$U"
check 'a purge of what the removal has left' package -P gvm-user
check 'leaves the claim' has_claim "$U"
check 'an installation again' package -i "$DEB"
check 'reconcile takes the vGPU away' gvmctl reconcile
check 'with its claim' gone "$U"

# What dpkg leaves where it did not ask is run by libvirt, too.
cp "$HOOKS/50-gvm" "$HOOKS/50-gvm.dpkg-dist"
check 'a second copy of the hook does no harm' start d91 "vgpu=$U type='nvidia-590'"
check 'to the end' destroy d91
check 'of which nothing is left' gone "$U"
rm "$HOOKS/50-gvm.dpkg-dist"

must systemctl enable "$INSTANCE"
must systemctl start gvm-observer.service
check 'the last purge' package -P gvm-user
check_is 'leaves no file that was not there before' "$(files | diff /run/rig-before -)" ''
finish
