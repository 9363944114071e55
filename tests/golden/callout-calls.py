#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A type that is not ours costs mdevctl one process, and no look at anything.

Counts what the real program asks the kernel for. An event that means nothing
to us shows what starting costs. Beyond that, a type of another vendor may cost
nothing, another type of NVIDIA's only a look at the files of types, and no
type whatsoever a lock, a write, a socket or a call to a driver to be told of.

usage: callout-calls.py GVMCTL TYPES_XML
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile

import tracing

# What may be opened, below the root.
TYPES = re.compile(r'"(/[^"]*|etc/gvm/types\.d(/own\.xml)?)"')
NOT_MINE = 2


def calls(gvmctl, root, kind, event, action):
    """What one call-out asks for, and its exit status."""
    done, lines = tracing.trace(
        [gvmctl, "--root", root, "callout", "-t", kind, "-e", event,
         "-a", action, "-s", "none", "-u",
         "c2177883-f1bb-47f0-914d-32a22e3a8801", "-p", "0000:41:00.4"],
        b"{}", tracing.SEEN)
    if done.stderr:
        raise SystemExit(f"{kind} {event} {action}: {done.stderr}")
    return tracing.calls(lines), done.returncode


def may_look(name, args):
    """Whether a call only looks at the files of types."""
    if name == "openat":
        return bool(TYPES.search(args)) and "O_WRONLY" not in args \
            and "O_RDWR" not in args and "O_CREAT" not in args
    return name in ("newfstatat", "getdents64") or (
        name == "read" and not args.startswith("0,"))


def may_answer(name, args):
    """The same for a type of ours, whose input is read and answered."""
    return may_look(name, args) or (name == "read" and args[:2] == "0,") or (
        name == "write" and args[:2] == "1,")


def never(_name, _args):
    """Nothing at all is asked for."""
    return False


def main():
    gvmctl, xml = map(os.path.abspath, sys.argv[1:])
    tracing.need_strace()
    failed = 0
    rows = (("mtty-2", "pre", "start", never, NOT_MINE),
            ("i915-GVTg_V5_4", "get", "attributes", never, NOT_MINE),
            ("nvidia-46", "get", "capabilities", may_look, NOT_MINE),
            ("nvidia-46", "pre", "start", may_look, NOT_MINE),
            ("nvidia-1001", "get", "capabilities", may_answer, 0),
            ("nvidia-1001", "pre", "define", may_answer, 0))
    with tempfile.TemporaryDirectory() as root:
        folder = pathlib.Path(root, "etc/gvm/types.d")
        folder.mkdir(parents=True)
        shutil.copy(xml, folder / "own.xml")
        base, _ = calls(gvmctl, root, "nvidia-1001", "before", "start")
        if not any(name == "openat" for name, _ in base):
            raise SystemExit("strace has seen nothing")
        for kind, event, action, may, status in rows:
            found, ended = calls(gvmctl, root, kind, event, action)
            more = tracing.beyond(found, base)
            bad = [call for call in more if not may(*call)]
            good = not bad and ended == status and bool(more) != (may is never)
            failed += not good
            print(f"{'ok' if good else 'FAILED':6} {kind} {event} {action}: "
                  f"{len(more)} calls beyond the start of the program, "
                  f"status {ended}")
            for call in bad:
                print(f"       {call}")
    print(f"{len(rows) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
