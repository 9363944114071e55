#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every schema accepts its good examples and refuses its bad ones.

Examples live in tests/data/schema/NAME/, where NAME.rng is the schema; files
beginning with "bad-" must be refused by the schema, which is not the same as
not being XML at all.

usage: check-schemas.py XMLLINT SOURCE_ROOT
"""
import pathlib
import subprocess
import sys

import gate

# xmllint's exit status
VALID, INVALID, BAD_SCHEMA = 0, (3, 4), 5


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
    print(f"{len(schemas)} schemas")
    gate.verdict(found, seen, "examples")


main()
