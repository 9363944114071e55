#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The walks of a guide show what the program prints.

Each gvmctl that a block of the guide runs must be in a case walk-* with just
this output, whose lines the guide may end early with "...". A block without a
command is a sentence of the program. Blocks with a language are no output.

usage: check-walks.py DATA GUIDE
"""
import pathlib
import re
import sys

# A block of code, with its indentation and its language.
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)
# The last command of a line, as a person types it.
TYPED = re.compile(r"^# (?:.*\| )?gvmctl (.*?)(?: {2,}#.*)?$")


def printed(data):
    """What the walks print: [(words of gvmctl, lines)]."""
    found = []
    for case in sorted(data.glob("walk-*/expected")):
        text = case.read_text().partition("\n== afterwards")[0]
        for line in text.splitlines():
            if line.startswith("$ gvmctl "):
                found.append((line[len("$ gvmctl "):], []))
            elif found and not line.startswith(("~ ", "= ")):
                found[-1][1].append(line.removeprefix("! "))
    return found


def shown(text):
    """What the guide shows: [(words of gvmctl or None, lines)]."""
    for indent, language, block in BLOCK.findall(text):
        command, lines, other = None, [], False
        for line in [] if language else block.splitlines():
            line = line.removeprefix(indent)
            if not line.startswith("# "):
                lines.append(line)
                continue
            if command or lines and not other:
                yield command, lines
            typed = TYPED.match(line)
            command, lines, other = typed and typed[1], [], not typed
        if command or lines and not other:
            yield command, lines


def agrees(lines, wanted):
    """Whether the guide's lines are those of the program."""
    for at, line in enumerate(lines):
        if line.startswith("..."):
            return wanted[:at] == lines[:at] and at < len(wanted)
    return wanted == lines


def main():
    data, guide = map(pathlib.Path, sys.argv[1:3])
    known = printed(data)
    looked = failed = 0
    for command, lines in shown(guide.read_text(encoding="utf-8")):
        looked += 1
        if any(command in (None, words) and agrees(lines, wanted)
               for words, wanted in known):
            continue
        failed += 1
        print(f"{guide.name}: no walk prints this after "
              f"'gvmctl {command or '...'}':", *lines, sep="\n    ")
    if not looked:
        print(f"{guide.name} shows no output: that is no pass")
        failed = 1
    print(f"{max(looked - failed, 0)} passed, {failed} failed")
    sys.exit(bool(failed))


main()
