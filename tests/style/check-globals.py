#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""No writable data outlives a function call.

Looks at what the compiler made, not at what the source seems to say: a
constant table with pointers lands in .data.rel.ro, which the loader makes
read-only, and everything in .data, .bss or a thread's copies of them is
state that tests and callers cannot see.

usage: check-globals.py OBJDUMP FOLDER_OF_OBJECTS
"""
import pathlib
import re
import subprocess
import sys

import gate

# object file and symbol : why it must be there
ARGUED = {
    ("error.c.o", "q"): "G_DEFINE_QUARK caches the number of an interned "
                        "string, which never changes once it is set",
}
WRITABLE = re.compile(
    r"^[0-9a-f]+ .{7} (\.data|\.bss|\.tdata|\.tbss|\*COM\*)(\.\S+)?\t"
    r"[0-9a-f]+ +(?:\.hidden )?(\S+)$", re.M)


def findings(objdump, path):
    """Writable symbols of one object."""
    out = subprocess.run([objdump, "-t", path], check=True,
                         capture_output=True, text=True).stdout
    if "SYMBOL TABLE" not in out:
        raise SystemExit(f"{path}: {objdump} shows no symbols")
    for section, rest, symbol in WRITABLE.findall(out):
        if section == ".data" and (rest or "").startswith(".rel.ro"):
            continue
        if symbol.startswith("."):
            continue
        # gcc calls a static local "q.1", clang "function.q"
        plain = re.sub(r"\.\d+$", "", symbol).split(".")[-1]
        if (path.name, plain) not in ARGUED:
            yield f"{path}: {symbol} is writable, in {section}{rest or ''}"


def main():
    objdump, folder = sys.argv[1:]
    objects = sorted(pathlib.Path(folder).rglob("*.o"))
    gate.verdict([text for path in objects
                  for text in findings(objdump, path)],
                 len(objects), "objects")


main()
