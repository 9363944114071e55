#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The kernel's checkpatch over every C file.

checkpatch reads "g_autoptr(GError) err" as a cast and "g_autofree" as an
unknown word, and takes the second star of Doxygen's "/**<" for the one that
the next line has to stand below. So it is shown each line without ownership
and with one star. Line numbers stay the same. It works in a copy, because it
leaves files behind.

usage: check-checkpatch.py SOURCE_ROOT CACHE
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import gate

STRANGE = [
    (re.compile(r"\bg_autoptr\((\w+)\) "), r"\1 *"),
    (re.compile(r"\bg_auto\((\w+)\) "), r"struct \1 "),
    (re.compile(r"\b(g_autofree|gvm_autofd) "), ""),
    (re.compile(r"/\*\*<"), "/*<"),
    # As a type it would swallow the beginning of json_object_new_object().
    (re.compile(r"(?<!struct )\bjson_object \*"), "JsonObjectT *"),
]
# Types that other libraries made with typedef.
TYPES = ("GArray", "GError", "GHashTable", "GHashTableIter", "GPtrArray",
         "GQuark", "GString", "GStrv", "gpointer", "gconstpointer",
         "xmlChar", "xmlDoc", "xmlNode", "xmlNs", "xmlAttr",
         "xmlTextReaderPtr", "xmlParserCtxtPtr", "xmlParserCtxt", "xmlError",
         "JsonObjectT", "DIR", "FILE", "virConnect", "virDomain",
         "virNodeDevice")
# file or folder : findings that it is allowed, each with its reason
ARGUED = {
    # The two macros that make the typedefs g_autoptr() and g_auto() need.
    "src/util/cleanup.h": ("NEW_TYPEDEFS", "MACRO_ARG_REUSE"),
    # A type that has become const in newer versions of libxml2.
    "src/xml/xml.c": ("COMPLEX_MACRO",),
    # One module for the kernels of two Debians, told apart by
    # LINUX_VERSION_CODE >= KERNEL_VERSION(), which looks like two constants.
    "tests/rig/kmod/": ("LINUX_VERSION_CODE", "CONSTANT_COMPARISON"),
}
FINDING = re.compile(r"^([^:]+):\d+: (?:ERROR|WARNING|CHECK):([A-Z_]+): ")


def plain(text):
    """The text without words that checkpatch cannot know."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if not line.startswith("#"):
            for word, instead in STRANGE:
                line = word.sub(instead, line)
            lines[at] = line
    return "\n".join(lines)


def check(checkpatch, copy, names):
    """Findings of one run; a run that died is the end of everything."""
    done = subprocess.run(
        ["perl", checkpatch, "--terse", "--typedefsfile=types",
         "--file", *names], cwd=copy,
        check=False, capture_output=True, text=True)
    found = [line for line in done.stdout.splitlines() if FINDING.match(line)]
    # A finding is status 1 and a line; anything else means it died.
    if done.returncode not in (0, 1) or bool(done.returncode) != bool(found):
        raise SystemExit(f"checkpatch died with {done.returncode}:\n"
                         f"{done.stdout}{done.stderr}")
    return found


def is_argued(finding):
    """Whether this file may break this rule."""
    name, kind = FINDING.match(finding).groups()
    return any(name.startswith(place) and kind in kinds
               for place, kinds in ARGUED.items())


def main():
    root, cache = map(pathlib.Path, sys.argv[1:])
    here = pathlib.Path(__file__).parent
    checkpatch = subprocess.run(
        [here / "fetch-checkpatch.sh", cache], check=True,
        stdout=subprocess.PIPE, text=True).stdout.strip()
    names = [str(path.relative_to(root)) for path in gate.sources(root)]
    with tempfile.TemporaryDirectory() as copy:
        shutil.copy(here / "checkpatch.conf",
                    pathlib.Path(copy, ".checkpatch.conf"))
        pathlib.Path(copy, "types").write_text("\n".join(TYPES))
        for name in names:
            path = pathlib.Path(copy, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(plain((root / name).read_text()))
        jobs = min(os.cpu_count() or 1, len(names))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            said = pool.map(lambda at: check(checkpatch, copy,
                                             names[at::jobs]), range(jobs))
            found = sorted(line for part in said for line in part)
    gate.verdict([line for line in found if not is_argued(line)],
                 len(names), "files read by checkpatch")


main()
