#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""cppcheck over every source of the program.

usage: check-cppcheck.py CPPCHECK SOURCE_ROOT CACHE
"""
import os
import pathlib
import subprocess
import sys

import gate

# finding : why it says nothing here
ARGUED = {
    "readdirCalled": "one thread; readdir_r() is deprecated",
    "resourceLeak": "does not see who owns it; valgrind and ASan do",
    "memleak": "the same",
    "invalidFunctionArgBool": "_exit(!rc) is C",
}


def main():
    cppcheck, root, cache = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    cache.mkdir(parents=True, exist_ok=True)
    files = [path for path in gate.sources(root, "src")
             if path.suffix == ".c"]
    done = subprocess.run(
        [cppcheck, "--quiet", f"-j{os.cpu_count()}", "--std=c11",
         f"--cppcheck-build-dir={cache}", "--error-exitcode=1",
         "--enable=warning,portability,performance", "--library=gtk",
         "--library=posix", "--inline-suppr", "-D_GNU_SOURCE",
         "-D__GNUC__=12",
         *(f"--suppress={kind}" for kind in ARGUED),
         "-DG_DEFINE_QUARK(a,b)=", f"-I{root}/src", "--template=gcc", *files],
        check=False, capture_output=True, text=True)
    found = done.stderr.splitlines()
    if bool(done.returncode) != bool(found):
        raise SystemExit(f"{cppcheck} died with {done.returncode}: "
                         f"{done.stdout}")
    gate.verdict(found, len(files), "files read by cppcheck")


main()
