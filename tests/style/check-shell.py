#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""shellcheck over every shell script, known by its first line or its name.

usage: check-shell.py SHELLCHECK SOURCE_ROOT
"""
import re
import subprocess
import sys

import gate

SHELL = re.compile(rb"#!\s*/\S*\b(env )?(ba|da)?sh\b")


def main():
    shellcheck, root = sys.argv[1:]
    scripts = [path for path in gate.tracked(root)
               if path.suffix in (".sh", ".bash")
               or SHELL.match(path.read_bytes()[:64])]
    found = []
    if scripts:
        done = subprocess.run(
            [shellcheck, "--external-sources", "--format=gcc",
             "--source-path=SCRIPTDIR", *scripts],
            check=False, capture_output=True, text=True)
        found = done.stdout.splitlines()
        # A finding is status 1 and a line; anything else means it died.
        if done.returncode > 1 or bool(done.returncode) != bool(found):
            raise SystemExit(f"{shellcheck} died: {done.stderr}")
    gate.verdict(found, len(scripts), "shell scripts")


main()
