# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests share that count the system calls of the real program."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
# Words of strace's options: calls with a path or a descriptor, and processes.
SEEN = "%file,%process,%network,read,write,flock,fsync,getdents64,ioctl"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (.*)$")


def need_strace():
    """End as skipped where nothing can be traced."""
    if not shutil.which("strace") or subprocess.run(
            ["strace", "-o", "/dev/null", "true"], check=False,
            capture_output=True).returncode:
        print("SKIPPED: there is no strace that may trace here")
        sys.exit(SKIPPED)


def trace(argv, text, seen="all"):
    """Run a program: what became of it, and the lines of strace."""
    with tempfile.NamedTemporaryFile("r") as log:
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", log.name, "-e", f"trace={seen}",
             *argv], input=text, capture_output=True, check=False,
            env=os.environ | {"ASAN_OPTIONS": "detect_leaks=0"})
        return done, list(log)


def calls(lines):
    """Name and arguments of each call, but for the start and the end."""
    found = [LINE.match(line) for line in lines]
    return [(line[1], re.sub(r"0x[0-9a-f]+", "", line[2]))
            for line in found if line and line[1] not in ("execve",
                                                          "exit_group")]


def beyond(found, base):
    """What was asked for more than for the base."""
    rest = list(base)
    more = []
    for call in found:
        if call in rest:
            rest.remove(call)
        else:
            more.append(call)
    return more
