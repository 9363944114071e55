#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A domain without a vGPU costs one process and no look at the file system.

Counts what the real program asks the kernel for. An operation that means
nothing to us shows what starting costs; the others may read their input
besides, and the release may look for claims, once.

usage: hook-calls.py GVMCTL DOMAIN_XML
"""
import os
import pathlib
import re
import sys

import tracing

# What the loader opens.
LIBRARY = re.compile(r'"[^"]*(/ld\.so\.\w+|\.so[.0-9]*)"')
# Reads that one domain XML of some KiB may cost: the text and its end.
READS_MAX = 2


def calls(gvmctl, xml, operation):
    """What one hook asks for: (name of the call, its arguments)."""
    done, lines = tracing.trace(
        [gvmctl, "hook", "qemu", "plain", operation, "begin", "-"],
        pathlib.Path(xml).read_bytes(), tracing.SEEN)
    if done.returncode or done.stdout or done.stderr:
        raise SystemExit(f"{operation}: ended with {done.returncode}: "
                         f"{done.stdout}{done.stderr}")
    return tracing.calls(lines)


def judge(more, lookups):
    """Whether only the input was read, and so many paths looked up."""
    reads = [args for name, args in more
             if name == "read" and args.startswith("0,")]
    paths = [call for call in more if call[0] != "read"]
    return (1 <= len(reads) <= READS_MAX and len(paths) <= lookups
            and len(reads) + len(paths) == len(more))


def main():
    gvmctl, xml = map(os.path.abspath, sys.argv[1:])
    tracing.need_strace()
    base = calls(gvmctl, xml, "start")
    paths = [args for name, args in base if name == "openat"]
    if not paths:
        raise SystemExit("strace has seen nothing")
    failed = sum(not LIBRARY.search(args) for args in paths)
    print(f"{'FAILED' if failed else 'ok':6} start: {len(paths)} files opened, "
          f"{failed} of them no library")
    passed = int(not failed)
    # operation : paths that it may look up. A release opens the root and, in
    # vain, the directory of the claims.
    for operation, lookups in {
            "started": None, "stopped": None, "prepare": 0, "migrate": 0,
            "restore": 0, "reconnect": 0, "release": 2}.items():
        more = tracing.beyond(calls(gvmctl, xml, operation), base)
        good = not more if lookups is None else judge(more, lookups)
        passed += good
        failed += not good
        print(f"{'ok' if good else 'FAILED':6} {operation}: "
              f"{len(more)} calls beyond the start of the program")
        for call in more if not good else ():
            print(f"       {call}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
