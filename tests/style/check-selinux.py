#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The SELinux module compiles, and labels what is installed.

Compiled by checkmodule, which knows all of the language but not the policy
that the module is loaded into, and packed with its file contexts. Each line
of these has a type of the module, and a path of /usr or /etc fits something
that "meson install" installs.

usage: check-selinux.py CHECKMODULE SOURCE_ROOT BUILD_ROOT
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import gate

CONTEXT = re.compile(r"^(/\S+)\s+(?:--\s+)?system_u:object_r:(\w+):s0$")


def compiled(checkmodule, module, contexts):
    """What the compiler and the packer say against them."""
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "gvm.mod"
        for words in ([checkmodule, "-M", "-m", "-o", made, module],
                      ["semodule_package", "-o", f"{folder}/gvm.pp",
                       "-m", made, "-f", contexts]):
            done = subprocess.run(words, check=False, capture_output=True,
                                  text=True)
            if done.returncode:
                return (done.stdout + done.stderr).splitlines() or \
                    [f"{words[0]} died with {done.returncode}"]
    return []


def labels(module, contexts, installed):
    """What is wrong with the file contexts, and which types have no file."""
    types = set(re.findall(r"^type (\w+),.*\bfile_type\b",
                           module.read_text(), re.M))
    used = set()
    for at, line in enumerate(contexts.read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = CONTEXT.match(line)
        if not match or match[2] not in types:
            yield f"{contexts}:{at}: no path with a type of the module"
            continue
        used.add(match[2])
        if not match[1].startswith(("/run/", "/var/run/")) and \
                not any(re.fullmatch(match[1], path) for path in installed):
            yield f"{contexts}:{at}: nothing is installed there"
    yield from (f"{module}: nothing has type {name}" for name in types - used)


def main():
    checkmodule, root, build = sys.argv[1:]
    folder = pathlib.Path(root) / "hooks/selinux"
    module, contexts = folder / "gvm.te", folder / "gvm.fc"
    plan = json.loads((pathlib.Path(build) / "meson-info" /
                       "intro-installed.json").read_text())
    found = compiled(checkmodule, module, contexts)
    found += labels(module, contexts, plan.values())
    gate.verdict(found, len(plan), "installed files")


main()
