#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file names its licence, and none leads out of the repository.

Nothing may speak of a developer's machine or work place, or fetch from a
host that a stranger cannot reach.

usage: check-spdx.py SOURCE_ROOT
"""
import fnmatch
import pathlib
import re
import sys

import gate

LICENCE = "SPDX-License-Identifier: GPL-2.0-or-" + "later"
# pattern : why such a file cannot or need not name its licence
UNMARKED = {
    "LICENSE": "it is the licence",
    "*.json": "JSON has no comments",
    ".packaging/debian/changelog": "dpkg takes no comment there",
    ".packaging/debian/copyright": "it names it in its own words",
    ".packaging/debian/source/format": "dpkg takes no comment there",
    "docs/images/*.png": "pictures have no comments that anybody sees",
    "tests/data/*": "inputs of tests, byte for byte",
    "tests/facts/*.csv": "tables that other programs read as they are",
    "tests/facts/*.txt": "as above",
    "tests/golden/data/*": "inputs of tests, byte for byte",
    "tests/golden/cases/*": "expected outputs, byte for byte",
}
# Each word is written in two parts, so that this file does not hold it.
FOREIGN = [re.compile("".join(parts), re.I) for parts in (
    (r"/wo", r"rk/(main|shared)"),
    (r"/tm", r"p/(plan|b-)"),
    (r"/ho", r"me/[a-z]"),
    (r"/Us", r"ers/[a-z]"),
    (r"\bissues ", r"(show|list|add|new)\b"),
    (r"\btool ", r"library\b"),
    (r"style-", r"example"),
    (r"\b(contracts|design|gvm-lineage|nvidia-abi|rig2)", r"\.md\b"),
    (r"\b(cla", r"ude|anthr", r"opic|chatg", r"pt|copi", r"lot)\b"),
)]
HOSTS = re.compile(r"https?://([A-Za-z0-9.-]+)")
# Hosts of Debian's archive, of names of XML vocabularies, and of examples.
KNOWN_HOSTS = ("deb.debian.org", "linux-gvm.org", "relaxng.org",
               "libvirt.org", "libosinfo.org", "debian.org", "www.debian.org",
               "www.w3.org", "example.org", "example.com", "127.0.0.1")


def complaints(root, path):
    """What is wrong with one file."""
    name = str(path.relative_to(root))
    text = path.read_text(errors="replace")
    if LICENCE not in "\n".join(text.split("\n")[:5]) and not any(
            fnmatch.fnmatch(name, pattern) for pattern in UNMARKED):
        yield f"{name}: no line {LICENCE}"
    if name == "LICENSE":
        return
    for at, line in enumerate(text.split("\n"), 1):
        for word in FOREIGN:
            if word.search(line):
                yield f"{name}:{at}: leads out of the repository: {line}"
        for host in HOSTS.findall(line):
            if host.rstrip(".") not in KNOWN_HOSTS:
                yield f"{name}:{at}: the host {host} is unknown here"


def main():
    root = pathlib.Path(sys.argv[1])
    files = gate.tracked(root)
    gate.verdict([text for path in files for text in complaints(root, path)],
                 len(files), "files")


main()
