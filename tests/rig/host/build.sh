# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Builds what one guest boots, from Debian packages only.  In $W:
#
#   debs-build/ debs-guest/  the packages, kept for the next build
#   build/       a Debian of the suite with its compiler, kernel, headers and kernel source
#   root.ext4    the guest's disk (QEMU opens it with snapshot=on: it is never written)
#   vmlinux      the kernel, unpacked (QEMU starts it by PVH; unpacking costs seconds without KVM)
#   initrd.gz    busybox and the modules that the disk and the shared folders need
#   extra/       our kernel modules and the small tools, compiled for the guest
#
# Each has a NAME.key beside it that says what it was made for; it is made again only when that
# changes.  Our scripts are not in the disk: the guest runs them from a shared folder.

BUILD_PACKAGES=gcc,libc6-dev,make,xz-utils,linux-image-amd64,linux-headers-amd64,linux-source
GUEST_PACKAGES=systemd,udev,kmod,procps,iproute2,psmisc,pciutils,jq,strace,dbus,apparmor
GUEST_PACKAGES+=,libvirt-daemon-system,libvirt-daemon-driver-qemu,libvirt-clients
GUEST_PACKAGES+=,qemu-system-x86,mdevctl,libxml2,libpci3,libjson-c5
BOOT_MODULES=(virtio_pci virtio_blk virtio_net ext4 crc32c_generic 9p 9pnet_virtio)
GUEST_MODULES=(mdev vfio vfio_iommu_type1 vfio_pci vfio_virqfd drm_kms_helper drm fb_sys_fops
	nvme bochs loop tun bridge fuse dummy overlay virtio_rng virtio_console snd_timer)

build_needs() {
	[ "$(id -u)" = 0 ] || die 2 "the guest's file system is built by root: run it as root"
	need mmdebstrap mmdebstrap mke2fs e2fsprogs cpio cpio busybox busybox-static xz xz-utils \
		zstd zstd modprobe kmod qemu-system-x86_64 qemu-system-x86 flock util-linux \
		python3 python3
}

# write_sources: $W/sources.list, the machine's own Debian mirrors, but of $SUITE.
# GVM_RIG_SOURCES names such a file where the machine is no Debian or has no such mirror.
write_sources() {
	local own lists=() file

	if [ -n "${GVM_RIG_SOURCES:-}" ]; then
		cp "$GVM_RIG_SOURCES" "$W/sources.list"
		return
	fi
	# shellcheck source=/dev/null
	own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
		[ -e "$file" ] && lists+=("$file")
	done
	[ ${#lists[@]} -gt 0 ] || die 2 "this machine has no apt sources; name a file with GVM_RIG_SOURCES"
	awk -v own="$own" -v suite="$SUITE" -f "$RIG/host/sources.awk" "${lists[@]}" >"$W/sources.list"
	[ -s "$W/sources.list" ] ||
		die 2 "no apt source of this machine is for Debian '$own'; name a file with GVM_RIG_SOURCES"
}

# strap NAME TARGET PACKAGES: TARGET becomes a Debian of $SUITE with PACKAGES
# The downloaded packages go in and out as hard links.
strap() {
	local name=$1 target=$2 packages=$3 debs="$W/debs-$1" option options=()

	while read -r option; do
		options+=(--aptopt="$option")
	done < <(apt-config dump 2>/dev/null | grep -iE '^Acquire::.*Proxy.* "[^"]+";|^Acquire::Check-' || :)
	rm -rf "$target"
	mkdir -p "$debs"
	if ! TMPDIR=$W mmdebstrap --mode=root --format=directory --variant=minbase \
		--include="$packages" "${options[@]}" \
		--aptopt='Apt::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
		--dpkgopt='path-exclude=/etc/kernel/*' \
		--skip=download/empty --skip=essential/unlink --skip=cleanup/apt \
		--setup-hook="mkdir -p \"\$1/var/cache/apt/archives\" \"\$1/etc/apt\"
			cp -al '$debs'/. \"\$1/var/cache/apt/archives/\"
			cp -a /etc/apt/auth.conf /etc/apt/auth.conf.d \"\$1/etc/apt/\" 2>/dev/null || :" \
		--customize-hook="cp -aln \"\$1\"/var/cache/apt/archives/*.deb '$debs/'
			rm -rf \"\$1\"/var/cache/apt/archives \"\$1\"/var/lib/apt/lists/*
			rm -rf \"\$1\"/etc/apt/auth.conf* \"\$1\"/etc/apt/sources.list*" \
		"$SUITE" "$target" "$W/sources.list" >"$W/strap-$name.log" 2>&1; then
		tail -n 15 "$W/strap-$name.log" >&2
		die 3 "Debian $SUITE could not be installed into $target (all of it: $W/strap-$name.log)"
	fi
}

# make_systems: the build system and the guest's root, side by side where both are wanted
make_systems() {
	local build_key="1 $SUITE $BUILD_PACKAGES" guest_key started jobs=() job

	guest_key=$(guest_root_key)
	started=$(seconds)
	if ! same_key "$W/build.key" "$build_key"; then
		rm -f "$W/build.key"
		write_sources
		(
			strap build "$W/build" "$BUILD_PACKAGES"
			echo "$build_key" >"$W/build.key"
			say "$SUITE: compiler and kernel, $(elapsed "$started")"
		) &
		jobs+=($!)
	fi
	if ! same_key "$W/root.key" "$guest_key" || { [ ! -d "$W/root" ] && [ ! -s "$W/root.ext4" ]; }; then
		rm -f "$W/root.key" "$W/image.key"
		write_sources
		(
			strap guest "$W/root" "$guest_packages"
			echo "$guest_key" >"$W/root.key"
			say "$SUITE: the guest's packages, $(elapsed "$started")"
		) &
		jobs+=($!)
	fi
	for job in "${jobs[@]}"; do
		wait "$job" || die 3 "$SUITE: a package set could not be installed"
	done
}

# guest_root_key: prints what the guest's root is made for; sets nothing
guest_root_key() {
	printf '1 %s %s' "$SUITE" "$guest_packages"
}

# guest_package_list: sets guest_packages; trixie has libvirt in more pieces
guest_package_list() {
	guest_packages=$GUEST_PACKAGES
	[ "$SUITE" = bookworm ] ||
		guest_packages+=,libvirt-daemon,libvirt-daemon-driver-nodedev,libvirt-daemon-log
}

# module_files MODULE ...: the files to load for these, in order, each once
module_files() {
	local module

	for module; do
		modprobe -d "$W/build" -S "$KVER" -D "$module" 2>/dev/null || :
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

# make_vmlinux: finds the packed ELF file inside the boot image
make_vmlinux() {
	local image=$W/build/boot/vmlinuz-$KVER pattern tool offset

	same_key "$W/vmlinux.key" "$KVER" && return
	while read -r pattern tool; do
		while read -r offset; do
			tail -c +$((offset + 1)) "$image" | $tool >"$W/vmlinux" 2>/dev/null || :
			if [ "$(head -c 4 "$W/vmlinux" | tail -c 3)" = ELF ]; then
				echo "$KVER" >"$W/vmlinux.key"
				return
			fi
		done < <(LC_ALL=C grep -obUaP "$pattern" "$image" | cut -d: -f1)
	done <<-'END'
		\xfd7zXZ\x00 xz -dcq
		\x28\xb5\x2f\xfd zstd -dcq
		\x1f\x8b\x08 gzip -dcq
	END
	say "$SUITE: no ELF file found in the boot image: it is started as it is, which is slower"
	cp "$image" "$W/vmlinux"
	echo "$KVER" >"$W/vmlinux.key"
}

# make_initrd: busybox, our init, the modules in loading order
make_initrd() {
	local key file name tree=$W/initrd

	key="$KVER $(sha256sum <"$RIG/guest/initramfs-init") ${BOOT_MODULES[*]}"
	same_key "$W/initrd.key" "$key" && return
	rm -rf "$tree"
	mkdir -p "$tree"/{bin,proc,sys,dev,root,modules}
	cp "$(command -v busybox)" "$tree/bin/busybox"
	ln -s busybox "$tree/bin/sh"
	install -m 755 "$RIG/guest/initramfs-init" "$tree/init"
	module_files "${BOOT_MODULES[@]}" | while read -r file; do
		name=$(basename "${file%.xz}")
		case $file in
		*.xz) xz -dc "$file" ;;
		*) cat "$file" ;;
		esac >"$tree/modules/$name"
		echo "$name"
	done >"$tree/modules/order"
	(cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$W/initrd.gz"
	rm -rf "$tree"
	echo "$key" >"$W/initrd.key"
}

# make_image: the guest's root and the kernel's modules become a disk; the folder goes away
make_image() {
	local key root=$W/root size file

	key="$(guest_root_key) $KVER ${GUEST_MODULES[*]}"
	same_key "$W/image.key" "$key" && return
	if [ ! -d "$root" ]; then
		rm -f "$W/root.key"
		make_systems
	fi
	module_files "${BOOT_MODULES[@]}" "${GUEST_MODULES[@]}" | while read -r file; do
		install -D -m 644 "$file" "$root${file#"$W/build"}"
	done
	cp "$W/build/lib/modules/$KVER"/modules.{builtin,order,builtin.modinfo} "$root/lib/modules/$KVER/"
	mkdir -p "$root"/{rig,out,extra,product}
	echo rig >"$root/etc/hostname"
	echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
	size=$(($(du -sm --apparent-size "$root" | cut -f1) * 12 / 10 + 200))
	rm -f "$W/root.ext4"
	mke2fs -q -t ext4 -O ^has_journal -m 0 -E lazy_itable_init=0 -d "$root" "$W/root.ext4" "${size}M" >/dev/null
	rm -rf "$root"
	echo "$key" >"$W/image.key"
}

# core_sources: prints the files of the simulated resource manager and the facts it is made from
core_sources() {
	local tests

	tests=$(readlink -f "$RIG/..")
	find "$tests/rmsim" "$tests/facts" -type f | sort
}

# copy_core FOLDER: puts the simulated resource manager there, with the tables made from the facts
copy_core() {
	local tests

	tests=$(readlink -f "$RIG/..")
	cp "$tests"/rmsim/rmsim_*.c "$tests"/rmsim/rmsim*.h "$1/"
	"$tests/rmsim/make-abi.py" "$tests/facts" "$1/rmsim_abi.h" ||
		die 4 "the tables of the simulated resource manager can not be made"
}

# compile: what make_extra has put into the build system
compile() {
	chroot "$W/build" make -j "$(nproc)" -C "/lib/modules/$KVER/build" M=/rig/kmod modules &&
		chroot "$W/build" make -C /rig/tools
}

# make_extra: our modules, the kernel's mdev samples and the tools, by the build system's compiler
make_extra() {
	local key source samples=$W/samples work=$W/build/rig

	key="$KVER $({
		cat "$RIG"/kmod/* "$RIG"/guest/tools/*
		core_sources | xargs cat
	} | sha256sum)"
	same_key "$W/extra.key" "$key" && return
	if [ ! -e "$samples/mdpy-defs.h" ] || ! same_key "$W/samples.key" "$KVER"; then
		source=linux-source-$(echo "$KVER" | cut -d. -f1,2)
		rm -rf "$samples"
		mkdir -p "$samples"
		tar -xJf "$W/build/usr/src/$source.tar.xz" -C "$samples" --strip-components=3 --occurrence=1 \
			"$source/samples/vfio-mdev/"{mtty.c,mdpy.c,mbochs.c,mdpy-defs.h}
		echo "$KVER" >"$W/samples.key"
	fi
	rm -rf "$work"
	mkdir -p "$work/kmod" "$work/tools"
	cp "$RIG"/kmod/* "$samples"/* "$work/kmod/"
	copy_core "$work/kmod"
	cp "$RIG"/guest/tools/* "$RIG/kmod/vgpusim_abi.h" "$work/tools/"
	if ! compile >"$W/extra.log" 2>&1; then
		tail -n 30 "$W/extra.log" >&2
		die 4 "our kernel modules or tools do not compile (all of it: $W/extra.log)"
	fi
	rm -rf "$W/extra"
	mkdir -p "$W/extra"
	cp "$work"/kmod/*.ko "$W/extra/"
	find "$work/tools" -maxdepth 1 -type f -perm -100 -exec cp -t "$W/extra/" {} +
	echo "$key" >"$W/extra.key"
}

# build_all: brings $W up to date; says a line for each thing that it makes
build_all() {
	local total started step

	build_needs
	guest_package_list
	total=$(seconds)
	make_systems
	KVER=$(basename "$(readlink -f "$W"/build/boot/vmlinuz-* | sort -V | tail -n 1)" | sed 's/^vmlinuz-//')
	[ -e "$W/build/lib/modules/$KVER/modules.dep.bin" ] || depmod -b "$W/build" "$KVER"
	echo "$KVER" >"$W/kernel"
	for step in extra vmlinux initrd image; do
		started=$(seconds)
		"make_$step"
		[ $(($(seconds) - started)) -lt 3 ] || say "$SUITE: $step, $(elapsed "$started")"
	done
	say "$SUITE: up to date (kernel $KVER), $(elapsed "$total")"
}
