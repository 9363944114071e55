#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program loads only libraries that were argued for.

Each library costs every hook of every domain; libvirt alone would cost five
times the whole hook, and would dead-lock when asked from inside one.

usage: check-needed.py READELF PROGRAM
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

readelf, program = sys.argv[1:]
out = subprocess.run([readelf, "-dW", program], check=True,
                     capture_output=True, text=True).stdout
needed = re.findall(r"\(NEEDED\).*\[(.*)\]", out)
gate.verdict([f"{program} loads {lib}, for which nobody argued"
              for lib in needed if lib not in ARGUED],
             len(needed), "libraries")
