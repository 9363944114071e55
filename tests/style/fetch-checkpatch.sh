#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Print the path of the kernel's checkpatch.pl, fetching it when needed.
#
# No Debian package ships it by itself. The package of the kernel's source
# does, inside a tarball; three files of it are kept in a cache, which only
# their owner may have written.
#
# usage: fetch-checkpatch.sh CACHE
set -eu

cache=$1/checkpatch
files='scripts/checkpatch.pl scripts/spelling.txt
	scripts/const_structs.checkpatch'

die()
{
	echo "fetch-checkpatch: $*" >&2
	exit 1
}

# The tarball's three files, without reading the rest of it.
unpack()
{
	patterns=
	for file in $files; do
		patterns="$patterns */$file"
	done
	# shellcheck disable=SC2086 # the patterns are words
	tar -xJ -C "$new" --strip-components=2 --wildcards --occurrence=1 \
		--no-same-owner $patterns
}

# Debian's name of its default kernel's source, e.g. linux-source-6.1.
package()
{
	apt-cache depends linux-source |
		sed -n 's/^ *Depends: \(linux-source-[0-9.]*\)$/\1/p'
}

if [ -e "$cache/checkpatch.pl" ]; then
	[ -O "$cache/checkpatch.pl" ] || die "$cache belongs to somebody else"
	echo "$cache/checkpatch.pl"
	exit
fi

umask 022
mkdir -p "$1"
[ -O "$1" ] || die "$1 belongs to somebody else"
new=$(mktemp -d "$1/new.XXXXXX")
trap 'rm -rf "$new"' EXIT

tarball=
for found in /usr/src/linux-source-*.tar.xz; do
	[ ! -e "$found" ] || tarball=$found
done
if [ -n "$tarball" ]; then
	unpack <"$tarball"
else
	name=$(package)
	[ -n "$name" ] || die "no package linux-source: run apt-get update"
	(cd "$new" &&
		apt-get -q -o APT::Sandbox::User=root download "$name") >&2 ||
		die "cannot download $name"
	# The first two are cut short, and say so; what counts comes below.
	{
		dpkg-deb --fsys-tarfile "$new"/linux-source-*.deb |
			tar -xO --wildcards './usr/src/linux-source-*.tar.xz'
	} 2>"$new/noise" | unpack
	rm "$new/noise"
	rm "$new"/linux-source-*.deb
fi

for file in $files; do
	[ -s "$new/${file#scripts/}" ] || die "the kernel's source has no $file"
done
chmod 755 "$new"
mv -T "$new" "$cache"
trap - EXIT
echo "$cache/checkpatch.pl"
