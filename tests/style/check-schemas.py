#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every schema accepts its good examples and refuses its bad ones.

Examples live in tests/data/schema/NAME/, where NAME.rng is the schema; files
beginning with "bad-" must be refused by the schema, which is not the same as
not being XML at all. What is installed as a profile, and each example of a man
page that is a whole file, must be accepted.

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
# Man pages with examples: page, schema, root element.
PAGES = (("gvm-types.5.rst", "types.rng", "vgpu-types"),
         ("gvm-policy.5.rst", "policy.rng", "policy"))


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


def complaints_of_page(xmllint, root, name, schema, element):
    """What is wrong with the whole files in a man page, and how many."""
    page = root / "docs" / "man" / name
    blocks = [textwrap.dedent(block) for block in
              re.findall(r"::\n\n((?:    .*\n|\n)+)", page.read_text())
              if f"<{element} xmlns" in block]
    found = []
    for at, block in enumerate(blocks):
        with tempfile.NamedTemporaryFile("w", suffix=".xml",
                                         prefix=f"{page.name}-{at + 1}-") as file:
            file.write(block)
            file.flush()
            found.append(complaint(xmllint, root / "xml-schemas" / schema,
                                   pathlib.Path(file.name)))
    if not blocks:
        found.append(f"{page} has no example")
    return list(filter(None, found)), len(blocks)


def main():
    xmllint, root = sys.argv[1], pathlib.Path(sys.argv[2])
    data = root / "tests" / "data" / "schema"
    schemas = sorted((root / "xml-schemas").glob("*.rng"))
    found = [f"{path} is for no schema" for path in sorted(data.glob("*/"))
             if not (root / "xml-schemas" / f"{path.name}.rng").exists()]
    seen = 0
    for schema in schemas:
        examples = sorted((data / schema.stem).glob("*.xml"))
        bad = [path for path in examples if path.name.startswith("bad-")]
        if not bad or len(bad) == len(examples):
            found.append(f"{schema} needs good and bad examples in "
                         f"{data / schema.stem}")
        found += filter(None, (complaint(xmllint, schema, path)
                               for path in examples))
        seen += len(examples)
    profiles = sorted((root / "xml-schemas" / "profiles").glob("*.xml"))
    if not profiles:
        found.append("there is no profile")
    found += filter(None, (complaint(xmllint, root / "xml-schemas" / "types.rng",
                                     path) for path in profiles))
    examples = 0
    for page in PAGES:
        wrong, many = complaints_of_page(xmllint, root, *page)
        found += wrong
        examples += many
    seen += len(profiles) + examples
    print(f"{len(schemas)} schemas, {len(profiles)} profiles, "
          f"{examples} examples of man pages")
    gate.verdict(found, seen, "examples")


main()
