# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Boots the guest of $SUITE: to run something and end, or to stay up for 'rig sh'.

RUN_LIMIT=${GVM_RIG_LIMIT:-2400}

# product_tree: prints the folder to copy into the guest, installing the product where needed; or
# one that has a package
product_tree() {
	local tree=$G/product build=$BUILDDIR source

	if [ -f "$PRODUCT" ] && [[ $PRODUCT == *.deb ]]; then
		rm -rf "$W/package"
		mkdir "$W/package"
		cp "$PRODUCT" "$W/package/"
		echo "$W/package"
		return
	elif [ -n "$PRODUCT" ]; then
		[ -d "$PRODUCT" ] || die 2 "there is no folder and no package $PRODUCT"
		readlink -f "$PRODUCT"
		return
	fi
	source=$(readlink -f "$RIG/../..")
	if [ -z "$build" ]; then
		build=$G/product-build
		need meson meson ninja ninja-build gcc gcc
		if [ ! -e "$build/build.ninja" ]; then
			meson setup --prefix=/usr --sysconfdir=/etc --localstatedir=/var "$build" "$source" \
				>"$G/product.log" 2>&1 || product_failed
		fi
	fi
	rm -rf "$tree"
	{
		ninja -C "$build" && meson install --no-rebuild -C "$build" --destdir "$tree"
	} >"$G/product.log" 2>&1 || product_failed
	echo "$tree"
}

product_failed() {
	tail -n 20 "$G/product.log" >&2
	die 4 "the product can not be built and installed (all of it: $G/product.log)"
}

# qemu_iommu: adds to the array qemu what guests with INIT "iommu" have: an IOMMU, an NVMe
# controller with virtual functions, a display alone, and one that shares its slot with another
# function (and so its IOMMU group).  Each slot is a root port of its own: that makes the groups.
qemu_iommu() {
	qemu+=(-device 'intel-iommu,intremap=on'
		-device 'pcie-root-port,id=r0,chassis=1,addr=10.0,multifunction=on'
		-device 'pcie-root-port,id=r1,chassis=2,addr=10.1'
		-device 'pcie-root-port,id=r2,chassis=3,addr=10.2'
		-device 'nvme-subsys,id=s0,nqn=rig'
		-device 'nvme,serial=rig,bus=r0,subsys=s0,sriov_max_vfs=4,sriov_vq_flexible=8,sriov_vi_flexible=4'
		-device 'bochs-display,bus=r1'
		-device 'bochs-display,bus=r2,addr=0.0,multifunction=on'
		-device 'virtio-rng-pci,bus=r2,addr=0.1,rng=rng0')
}

# qemu_listen: adds to the array qemu what guests with INIT "listen" have: a network whose only way
# is from our 127.0.0.1:16509 to the guest's libvirtd, which asks nobody for a name.  Who gets there
# is root in the guest, and so writes our folders: nobody but our children may be in this network.
qemu_listen() {
	[ "$(sed -n 's/^ *\(.*\):.*/\1/p' /proc/net/dev)" = lo ] ||
		die 2 "a guest that listens wants a network of its own: unshare -n sh -c 'ip link set lo up; ...'"
	qemu+=(-netdev 'user,id=n0,restrict=on,ipv6=off,hostfwd=tcp:127.0.0.1:16509-10.0.2.15:16509'
		-device 'virtio-net-pci,netdev=n0,romfile=')
}

# qemu_command WHAT INIT [SCENARIO...]: sets the array qemu.  INIT is "own", "iommu",
# "listen" or "systemd".
qemu_command() {
	local what=$1 init=$2 accel=${GVM_RIG_ACCEL:-tcg} append share

	shift 2
	append="console=ttyS0 quiet panic=-1 mitigations=off nokaslr random.trust_cpu=on no_timer_check"
	append+=" tsc=reliable apparmor=1 security=apparmor rig.what=$what rig.init=$init"
	if [ "$accel" = tcg ]; then
		accel=tcg,thread=multi,tb-size=1024
		append+=" tsc_early_khz=$("$RIG/host/tsc-khz.py")"
	fi
	[ "$init" != iommu ] || append+=" intel_iommu=on"
	[ $# -eq 0 ] || append+=" rig.only=$(IFS=,; echo "$*")"
	qemu=(qemu-system-x86_64 -machine 'q35,graphics=off' -accel "$accel" -cpu max
		-smp '2,sockets=2,cores=1' -m 4096
		-object 'memory-backend-ram,size=2G,id=m0' -object 'memory-backend-ram,size=2G,id=m1'
		-numa 'node,nodeid=0,memdev=m0,cpus=0' -numa 'node,nodeid=1,memdev=m1,cpus=1'
		-nodefaults -display none -no-reboot -serial "file:$OUT/console"
		-kernel "$W/vmlinux" -initrd "$W/initrd.gz" -append "$append"
		-drive "file=$W/root.ext4,if=none,id=d0,format=raw,snapshot=on,cache=unsafe"
		-device 'virtio-blk-pci,drive=d0'
		-object 'rng-random,filename=/dev/urandom,id=rng0' -device 'virtio-rng-pci,rng=rng0')
	for share in "rig:$G/share" "out:$OUT" "extra:$W/extra" "product:$tree"; do
		qemu+=(-fsdev "local,id=${share%%:*},path=${share#*:},security_model=none"
			-device "virtio-9p-pci,fsdev=${share%%:*},mount_tag=${share%%:*}")
	done
	[ "$init" != iommu ] || qemu_iommu
	[ "$init" != listen ] || qemu_listen
}

# guides: a script of each guide of the documentation, which a scenario follows
guides() {
	local guide

	mkdir -p "$G/share/guides"
	for guide in "$RIG"/../../docs/guides/*.md; do
		python3 "$RIG/host/follow.py" "$guide" >"$G/share/guides/$(basename "$guide" .md).sh" ||
			die 2 "$guide can not be followed"
	done
}

# prepare: lock, guest, product, an empty out folder.
# The guest gets a copy of its scripts, so that an edit does not disturb a run.
prepare() {
	suite_lock
	build_lock
	build_all
	build_unlock
	tree=$(product_tree)
	rm -rf "$OUT" "$G/share"
	mkdir -p "$OUT" "$G/share"
	cp -r "$RIG/guest" "$G/share/"
	guides
}

# chosen_for INIT [PREFIX...]: prints the scenarios that run in a guest started so.  One that is
# for another suite, or for the package where there is none, is left out unless it is named; in a
# brief run also one that another suite has in a brief run.
chosen_for() {
	local init=$1 file name prefix own suite product

	shift
	for file in "$RIG"/guest/scenarios/*.sh; do
		own=$(sed -n 's/^# boot: //p' "$file")
		[ "${own:-own}" = "$init" ] || continue
		name=$(basename "$file" .sh)
		suite=$(sed -n 's/^# suite: //p' "$file")
		[ -z "$BRIEF" ] || suite=${suite:-$(sed -n 's/^# brief: //p' "$file")}
		product=$(sed -n 's/^# product: //p' "$file")
		[ "$product" != package ] || [[ $PRODUCT == *.deb ]] || suite=none
		[ $# -gt 0 ] || [ "${suite:-$SUITE}" != "$SUITE" ] || echo "$name"
		for prefix; do
			case $name in "$prefix"*) echo "$name" && break ;; esac
		done
	done
}

# run_scenarios [PREFIX...]: those that need Debian's own start-up get a guest of their own, and so
# do those that need an IOMMU
run_scenarios() {
	local names status=0 init top

	prepare
	top=$OUT
	for init in own iommu systemd; do
		mapfile -t names < <(chosen_for "$init" "$@")
		[ ${#names[@]} -gt 0 ] || continue
		OUT=$top/$init
		mkdir -p "$OUT"
		boot_once run-scenarios "$init" "${names[@]}" || status=1
	done
	OUT=$top
	compgen -G "$OUT/*/test.log" >/dev/null || die 2 "no scenario begins so: $*"
	cat "$OUT"/*/test.log | awk '
		/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
		END { printf "%d passed, %d failed\n", passed, failed }'
	return $status
}

# run_demo: the story
run_demo() {
	prepare
	boot_once run-demo own
}

# boot_once WHAT INIT [SCENARIO...]: shows the guest's lines as they come; ends with its result
boot_once() {
	local started status=0 pid show

	qemu_command "$@"
	started=$(seconds)
	: >"$OUT/test.log"
	TMPDIR=$W timeout -k 10 "$RUN_LIMIT" "${qemu[@]}" >"$G/qemu.log" 2>&1 </dev/null &
	pid=$!
	trap 'kill $pid 2>/dev/null' EXIT
	tail -n +1 -f --pid=$pid "$OUT/test.log" &
	show=$!
	wait $pid || status=$?
	wait $show 2>/dev/null || :
	trap - EXIT
	if [ -e "$OUT/rc" ] && [ "$(cat "$OUT/rc")" = 0 ] && [ $status = 0 ]; then
		say "$SUITE: passed, start-up $2, $(elapsed "$started")"
		return 0
	fi
	if [ ! -e "$OUT/rc" ]; then
		say "$SUITE: the guest did not finish (QEMU's status $status, 124: limit of $RUN_LIMIT s)"
		tail -n 15 "$OUT/console" "$G/qemu.log" >&2 || :
	fi
	say "$SUITE: FAILED, start-up $2, $(elapsed "$started"); journal, kernel and libvirt logs: $OUT"
	return 1
}

# boot_shell [INIT]: leaves a guest up; QEMU keeps the suite's lock
boot_shell() {
	local tries=0 pid

	prepare
	qemu_command shell "${1:-own}"
	TMPDIR=$W setsid "${qemu[@]}" >"$G/qemu.log" 2>&1 </dev/null &
	pid=$!
	echo $pid >"$G/qemu.pid"
	until [ -e "$OUT/ready" ]; do
		tries=$((tries + 1))
		if [ $tries -gt 1200 ] || ! kill -0 $pid 2>/dev/null; then
			tail -n 20 "$OUT/console" "$G/qemu.log" >&2 || :
			kill $pid 2>/dev/null || :
			die 1 "$SUITE: the guest did not come up"
		fi
		sleep 0.25
	done
	say "$SUITE: up; rig sh [--suite $SUITE] COMMAND, rig stop [--suite $SUITE]"
}

# shell_alive: is the guest of 'rig shell' up?  The lock says so, not the file with its number.
shell_alive() {
	[ -e "$OUT/ready" ] && ! flock -n "$G/lock" true
}

# shell_command COMMAND: runs it there; its output and exit status are ours
shell_command() {
	local number=1

	shell_alive || die 1 "$SUITE: no guest is up (rig shell --suite $SUITE)"
	while ! (set -C && : >"$OUT/cmd.$number") 2>/dev/null; do
		number=$((number + 1))
	done
	if [ $# -gt 0 ]; then
		printf '%s\n' "$*" >"$OUT/cmd.$number"
	else
		cat >"$OUT/cmd.$number"
	fi
	: >"$OUT/cmd.$number.go"
	until [ -e "$OUT/cmd.$number.rc" ]; do
		shell_alive || die 1 "$SUITE: the guest is gone"
		sleep 0.1
	done
	cat "$OUT/cmd.$number.out"
	return "$(cat "$OUT/cmd.$number.rc")"
}

# shell_stop: powers the guest off; after a while QEMU is killed
shell_stop() {
	local tries=0 pid

	shell_alive || return 0
	pid=$(cat "$G/qemu.pid")
	: >"$OUT/stop"
	while shell_alive; do
		tries=$((tries + 1))
		[ $tries -ne 60 ] || kill "$pid" 2>/dev/null || :
		[ $tries -lt 100 ] || die 1 "$SUITE: the guest does not end"
		sleep 0.25
	done
}
