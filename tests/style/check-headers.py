#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every header compiles alone.

usage: check-headers.py SOURCE_ROOT COMPILER [FLAG ...]
"""
import concurrent.futures
import pathlib
import subprocess
import sys

import gate


def main():
    root, *compiler = sys.argv[1:]
    # What the rig's kernel modules include compiles only below a kernel.
    modules = pathlib.Path(root, "tests", "rig", "kmod")
    headers = [path for path in gate.sources(root) if path.suffix == ".h"
               and not path.is_relative_to(modules)]

    def alone(path):
        done = subprocess.run(
            [*compiler, "-fsyntax-only", "-Werror", "-xc", "-"],
            input=f'#include "{path.resolve()}"\n', check=False,
            capture_output=True, text=True)
        return f"{path}:\n{done.stderr}" if done.returncode else None

    with concurrent.futures.ThreadPoolExecutor() as pool:
        said = list(pool.map(alone, headers))
    gate.verdict([text for text in said if text], len(headers), "headers")


main()
