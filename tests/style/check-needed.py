#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The programs load only libraries that were argued for.

Each library costs every hook of every domain; libvirt alone would cost five
times the whole hook, and would dead-lock when asked from inside one. So it has
a program of its own, which no hook runs.

usage: check-needed.py READELF PROGRAM LIBVIRT_PROGRAM
"""
import re
import subprocess
import sys

import gate

ARGUED = {
    "libc.so.6": "C",
    "libglib-2.0.so.0": "strings, containers, errors",
    "libxml2.so.2": "domain and node-device XML",
    "libxml2.so.16": "the same, after its soname changed",
    "libjson-c.so.5": "mdevctl's definitions, --json",
    "libpci.so.3": "names of vendors and models",
}

# What the program that asks libvirt may load as well.
LIBVIRT = {"libvirt.so.0": "attach, detach"}


def needed(readelf, program):
    """The libraries that a program loads."""
    out = subprocess.run([readelf, "-dW", program], check=True,
                         capture_output=True, text=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.*)\]", out)


readelf, program, virt = sys.argv[1:]
found = [(program, lib, ARGUED) for lib in needed(readelf, program)]
found += [(virt, lib, ARGUED | LIBVIRT) for lib in needed(readelf, virt)]
gate.verdict([f"{who} loads {lib}, for which nobody argued"
              for who, lib, argued in found if lib not in argued],
             len(found), "libraries")
