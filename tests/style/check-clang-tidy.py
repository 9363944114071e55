#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""clang-tidy over every source of the program.

usage: check-clang-tidy.py CLANG_TIDY SOURCE_ROOT BUILD_ROOT
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

import gate

FINDING = re.compile(r"^\S+:\d+:\d+: (warning|error): ")


def main():
    tidy, root, build = sys.argv[1:]
    config = pathlib.Path(__file__).parent / "clang-tidy.yml"
    database = json.loads(
        pathlib.Path(build, "compile_commands.json").read_text())
    src = pathlib.Path(root, "src").resolve()
    files = sorted({path for entry in database
                    if (path := pathlib.Path(entry["directory"],
                                             entry["file"]).resolve())
                    .is_relative_to(src)})

    def check(path):
        done = subprocess.run(
            [tidy, "--quiet", f"--config-file={config}", f"-p={build}",
             "--extra-arg=-Wno-unknown-warning-option",
             "--extra-arg=-Wno-unused-command-line-argument", path],
            check=False, capture_output=True, text=True)
        lines = [line for line in done.stdout.splitlines()
                 if FINDING.match(line)]
        if done.returncode and not lines:
            raise SystemExit(f"{tidy} died on {path}: {done.stderr}")
        return lines

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = {line for part in pool.map(check, files) for line in part}
    gate.verdict(sorted(found), len(files), "files read by clang-tidy")


main()
