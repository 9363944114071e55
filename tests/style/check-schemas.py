#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every schema accepts its good examples and refuses its bad ones.

Examples live in tests/data/schema/NAME/, where NAME.rng is the schema; files
beginning with "bad-" must be refused by the schema, which is not the same as
not being XML at all. What is installed as a profile must be accepted, and so
must each example of a man page or guide: whole files, and what they show of the
metadata of a domain.

usage: check-schemas.py XMLLINT SOURCE_ROOT
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

import gate

# xmllint's exit status
VALID, INVALID, BAD_SCHEMA = 0, (3, 4), 5
# What is a whole example wherever it is shown: schema, and how it looks.
WHOLE = (("types.rng", r"<vgpu-types xmlns.*?</vgpu-types>"),
         ("policy.rng", r"<policy xmlns.*?</policy>"),
         ("pools.rng", r"<pools xmlns.*?</pools>"),
         ("domain-metadata.rng", r"<gvm:vgpus .*?</gvm:vgpus>"),
         ("nodedev.rng", r"<device>(?=.*type='mdev').*?</device>"))
# An entry of the metadata alone, and what it stands in.
ENTRY = re.compile(r"<gvm:vgpu\s[^>]*?(?:/>|[^/]>.*?</gvm:vgpu>)", re.S)
AROUND = ('<gvm:vgpus xmlns:gvm="https://linux-gvm.org/xmlns/libvirt/domain/1.0">'
          "{}</gvm:vgpus>")
# Where each schema has to be shown at least once.
SHOWN = {"types.rng": "gvm-types.5.rst", "policy.rng": "gvm-policy.5.rst",
         "pools.rng": "gvm-pool.5.rst",
         "domain-metadata.rng": "gvm-domain.5.rst",
         "nodedev.rng": "gvm-domain.5.rst"}


def complaint(xmllint, schema, example):
    """What is wrong with one example, or None."""
    done = subprocess.run(
        [xmllint, "--nonet", "--noout", "--relaxng", schema, example],
        check=False, capture_output=True, text=True)
    if done.returncode == BAD_SCHEMA:
        return f"{schema} is no schema:\n{done.stderr}"
    if example.name.startswith("bad-"):
        if done.returncode == VALID:
            return f"{example} must be refused by {schema.name}"
        if done.returncode not in INVALID:
            return f"{example} is refused for another reason:\n{done.stderr}"
    elif done.returncode != VALID:
        return f"{example} must be accepted:\n{done.stderr}"
    return None


def blocks(path):
    """What a document shows: its blocks of code, without indentation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".rst":
        found = re.findall(r"::\n\n((?:    .*\n|\n)+)", text)
    else:
        found = [x[1] for x in
                 re.findall(r"^( *)```.*\n((?:.*\n)*?)\1```$", text, re.M)]
    return [textwrap.dedent(block) for block in found]


def examples(path):
    """What of a document must be accepted: (schema, text)."""
    for block in blocks(path):
        for schema, look in WHOLE:
            yield from ((schema, x) for x in re.findall(look, block, re.S))
        for entry in ENTRY.findall(re.sub(WHOLE[2][1], "", block, flags=re.S)):
            yield "domain-metadata.rng", AROUND.format(entry)


def complaints_of_documents(xmllint, root):
    """What is wrong with the examples of all documents, and how many."""
    found, many, shown = [], 0, set()
    for path in gate.tracked(root):
        if path.suffix not in (".md", ".rst"):
            continue
        for schema, text in examples(path):
            many += 1
            shown.add((schema, path.name))
            with tempfile.NamedTemporaryFile(
                    "w", suffix=".xml", prefix=f"{path.name}-{many}-") as file:
                file.write(text)
                file.flush()
                found.append(complaint(xmllint, root / "xml-schemas" / schema,
                                       pathlib.Path(file.name)))
    for schema in (root / "xml-schemas").glob("*.rng"):
        if (schema.name, SHOWN.get(schema.name)) not in shown:
            found.append(f"no page shows an example of {schema.name}")
    return list(filter(None, found)), many


def main():
    xmllint, root = sys.argv[1], pathlib.Path(sys.argv[2])
    data = root / "tests" / "data" / "schema"
    schemas = sorted((root / "xml-schemas").glob("*.rng"))
    found = [f"{path} is for no schema" for path in sorted(data.glob("*/"))
             if not (root / "xml-schemas" / f"{path.name}.rng").exists()]
    seen = 0
    for schema in schemas:
        given = sorted((data / schema.stem).glob("*.xml"))
        bad = [path for path in given if path.name.startswith("bad-")]
        if not bad or len(bad) == len(given):
            found.append(f"{schema} needs good and bad examples in "
                         f"{data / schema.stem}")
        found += filter(None, (complaint(xmllint, schema, path)
                               for path in given))
        seen += len(given)
    profiles = sorted((root / "xml-schemas" / "profiles").glob("*.xml"))
    if not profiles:
        found.append("there is no profile")
    found += filter(None, (complaint(xmllint, root / "xml-schemas" / "types.rng",
                                     path) for path in profiles))
    wrong, many = complaints_of_documents(xmllint, root)
    found += wrong
    seen += len(profiles) + many
    print(f"{len(schemas)} schemas, {len(profiles)} profiles, "
          f"{many} examples of documents")
    gate.verdict(found, seen, "examples")


main()
