#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""systemd has nothing to say against the units that are installed.

The program that a unit starts is the one of the build folder, since the
installed one need not exist.

usage: check-units.py SYSTEMD_ANALYZE SOURCE_ROOT PROGRAM
"""
import pathlib
import subprocess
import sys
import tempfile

import gate


def complaints(analyze, text, name, program):
    """What systemd says against one unit."""
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder) / name
        unit.write_text(text.replace("@bindir@", str(program.parent)))
        done = subprocess.run(
            [analyze, "verify", "--man=no", "--recursive-errors=no", unit],
            check=False, capture_output=True, text=True)
    found = (done.stdout + done.stderr).splitlines()
    # A finding is a line and a status; anything else means it died.
    if bool(done.returncode) > bool(found):
        raise SystemExit(f"{analyze} died with {done.returncode}")
    return found


def main():
    analyze, root = sys.argv[1:3]
    program = pathlib.Path(sys.argv[3]).resolve()
    units = [path for path in gate.tracked(root)
             if path.name.endswith(".service.in")]
    found = []
    for path in units:
        text = path.read_text()
        if "@bindir@" not in text:
            found.append(f"{path}: names no program below @bindir@")
        found += complaints(analyze, text, path.name[:-len(".in")], program)
    gate.verdict(found, len(units), "units")


main()
