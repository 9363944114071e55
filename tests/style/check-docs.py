#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Run Doxygen, then insist on our own sections.

Doxygen itself fails on a missing description, @param or @return. It does not
know that every function must also name restrictions, side effects and
failures: those are looked for in its XML. Nor does it mention a function
that it failed to see, so the functions of the sources are counted by another
eye and each must be in the XML.

Drawing who includes whom takes ten times as long as all the rest, and says
nothing about the sources. That it works is tried with one of them; the site
has all pictures.

The kernel modules of the rig and the simulated driver that is part of one
speak kernel-doc, which Doxygen does not read: their comments are looked at as
text.

usage: check-docs.py DOXYGEN DOXYFILE SOURCE_ROOT
"""
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import gate

# page of the \xrefitem : title of the \par that stands for "none"
SECTIONS = {
    "restrictions": "Restrictions",
    "sideeffects": "Possible Side Effects",
    "failures": "Failures",
}
KERNEL_DOC = ("Restriction", "Side effects", "Failure")
# What this file includes is drawn.
DRAWN = "src/util/text.c"
KERNEL_STYLE = ("tests/rig/kmod", "tests/rmsim")


def kernel_doc(path):
    """Functions of one file whose kernel-doc lacks something."""
    text = path.read_text()
    for name, line, _ in gate.functions(path):
        comment = re.search(rf"/\*\*\n \* {name}\(\) - .*?\*/", text, re.S)
        if not comment:
            yield f"{path}:{line}: {name}() has no kernel-doc"
            continue
        for word in KERNEL_DOC:
            if not re.search(rf"\b{word}s?:", comment[0], re.I):
                yield f"{path}:{line}: {name}() says nothing on {word}"


def generate(doxygen, doxyfile, out, *settings):
    """What Doxygen complains about, with its output in a new folder."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    done = subprocess.run(
        [doxygen, "-"], check=False, text=True, capture_output=True,
        input="\n".join([f"@INCLUDE = {doxyfile}",
                         f"OUTPUT_DIRECTORY = {out}", *settings]))
    found = done.stderr.splitlines()
    if bool(done.returncode) != bool(found):
        found.append(f"{doxygen} ended with {done.returncode}")
    return found


def documented(out, root):
    """What each function says: (file, name) -> [line, sections]."""
    known = {}
    for path in (out / "xml").glob("*_8[ch].xml"):
        for fn in ET.parse(path).iterfind(".//memberdef[@kind='function']"):
            at = fn.find("location")
            file = root / at.get("bodyfile", at.get("file"))
            said = known.setdefault((file, fn.findtext("name")),
                                    [at.get("line"), set()])[1]
            said |= {x.get("id").split("_1_")[0]
                     for x in fn.iter("xrefsect")}
            said |= {x.findtext("title") for x in fn.iter("simplesect")}
    return known


def main():
    doxygen, doxyfile = sys.argv[1:3]
    root = pathlib.Path(sys.argv[3]).resolve()
    out = pathlib.Path(doxyfile).parent / "gate"
    found = generate(doxygen, doxyfile, out, "HAVE_DOT = NO")

    # Doxygen draws in silence, or does not.
    drawn = out.with_name("drawn")
    generate(doxygen, doxyfile, drawn, f"INPUT = {root / DRAWN}")
    if not shutil.which("dot") or not any(drawn.glob("html/*__incl.svg")):
        found.append("no picture of who includes whom: is graphviz there?")
    known = documented(out, root)
    for (file, name), (line, said) in sorted(known.items()):
        found += [f"{file}:{line}: {name}() says nothing on {title}"
                  for page, title in SECTIONS.items()
                  if page not in said and title not in said]
    for path in gate.sources(root):
        if any(path.is_relative_to(root / top) for top in KERNEL_STYLE):
            found += kernel_doc(path)
            continue
        found += [f"{path}:{line}: Doxygen does not know {name}(); has "
                  "the file its @file?"
                  for name, line, _ in gate.functions(path)
                  if (path.resolve(), name) not in known]
    gate.verdict(found, len(known), "functions documented")


main()
