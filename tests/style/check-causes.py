#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each cause that the doctor knows is explained, found, and mended as written.

The guide has a section for each name in check-cause.c, and no other. A section
has the doctor's sentences as quotations, where *WORD* stands for what changes,
then what is *Seen*, *Why*, and what *Mends it*: commands in backquotes, where
words in capitals stand for what changes.

The golden cases find each cause, in words of its section and with a command of
it; and each sentence of a section is found there, with one of its commands at
least. node-denied is left to a unit test: it depends on who asks.

usage: check-causes.py SOURCE_ROOT
"""
import pathlib
import re
import sys

import gate

NAME = re.compile(r'^\t\[(GVM_CAUSE_\w+)\] = "([a-z0-9-]+)",$', re.M)
SECTION = re.compile(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", re.M | re.S)
PARTS = ("Seen", "Why", "Mends it")
# What a command has that is another one each time.
HOLES = re.compile(r"\b(ADDRESS|DOMAIN|FILE|MODE|NAME|NODE|NUMBER|PARENT"
                   r"|RELEASE|TYPE|UUID)\b")
# Causes that no tree of files can imitate.
ELSEWHERE = {"node-denied": "tests/unit/lifecycle/test-check.c"}
# One finding, as JSON and as the golden cases print it.
JSON = re.compile(r'"cause": "(.+?)",\n +"subject": .*\n +"detail": "(.*)",\n'
                  r' +"remedy": (?:"(.*)"|null)')
LINE = re.compile(r"^(?:note|warning|error) ([a-z0-9-]{2,}) \S+: (.*)\n"
                  r"(?:  # (.*)$)?", re.M)
LEVEL = re.compile(r"^(?:warning|error) (\S+) \S+: (.*)\n(?!  # )", re.M)


def expression(text, hole):
    """A regular expression of a text with holes."""
    return re.compile(".+".join(re.escape(part)
                                for part in hole.split(text)[::2]))


class Section:
    """What the guide says of one cause."""

    def __init__(self, body):
        self.heads = re.findall(r"^\*(.+?)\*:", body, re.M)
        quotes = body.partition("*Seen*")[0]
        self.sentences = {
            line: expression(line, re.compile(r"(\*[A-Z]+\*)"))
            for line in re.findall(r"^> (.*)$", quotes, re.M)}
        mends = body.partition("*Mends it*:")[2]
        self.commands = {text: expression(text, HOLES)
                         for text in re.findall(r"`([^`]+)`", mends)}


def findings_of(text):
    """Findings that a golden case prints: (cause, sentence, remedy)."""
    for cause, detail, remedy in [*JSON.findall(text), *LINE.findall(text)]:
        yield cause, detail.replace("\\/", "/"), remedy.replace("\\/", "/")


def check_sections(names, guide, found):
    """Both ways, and each section whole."""
    found += [f"{guide.name}: there is no section {name}"
              for name in names if name not in guide.sections]
    found += [f"{guide.name}: the doctor knows no cause {name}"
              for name in guide.sections if name not in names]
    for name, section in guide.sections.items():
        if tuple(section.heads) != PARTS:
            found.append(f"{guide.name}: {name} has {section.heads}, "
                         f"not {list(PARTS)}")
        if not section.sentences:
            found.append(f"{guide.name}: {name} has no sentence")


def check_golden(guide, texts, found):
    """Each cause is found by some case, in words of the guide."""
    seen, said, done = set(), set(), set()
    for case, text in texts.items():
        found += [f"{case}: nothing mends {cause}: {detail}"
                  for cause, detail in LEVEL.findall(text)]
        for cause, detail, remedy in findings_of(text):
            section = guide.sections.get(cause)
            if not section:
                continue
            seen.add(cause)
            sentences = [x for x, wanted in section.sentences.items()
                         if wanted.fullmatch(detail)]
            commands = [x for x, wanted in section.commands.items()
                        if wanted.fullmatch(remedy)]
            said |= {(cause, x) for x in sentences}
            done |= {cause} if commands else set()
            if not sentences:
                found.append(f"{case}: {cause} does not say '{detail}'")
            if remedy and not commands:
                found.append(f"{case}: {cause} does not mend it by '{remedy}'")
    for name, section in guide.sections.items():
        if name in ELSEWHERE:
            continue
        if name not in seen:
            found.append(f"no golden case finds {name}")
        elif name not in done:
            found.append(f"no golden case shows what mends {name}")
        found += [f"no golden case finds {name} and says '{x}'"
                  for x in section.sentences if (name, x) not in said]
    return len(seen) + len(said)


class Guide:
    """The guide."""

    def __init__(self, path):
        self.name = path.name
        self.sections = {title: Section(body) for title, body
                         in SECTION.findall(path.read_text(encoding="utf-8"))}


def main():
    root = pathlib.Path(sys.argv[1])
    names = dict(NAME.findall(
        (root / "src/lifecycle/check-cause.c").read_text()))
    others = "".join(path.read_text() for path in gate.sources(root, "src")
                     if not path.name.startswith("check-cause"))
    guide = Guide(root / "docs" / "troubleshooting.md")
    texts = {path.parent.name: path.read_text(errors="replace") for path in
             sorted((root / "tests/golden/data").glob("*/expected"))}
    found = [f"nothing has the cause {name}" for constant, name
             in names.items() if not re.search(rf"\b{constant}\b", others)]
    found += [f"{path} does not test {name}" for name, path in
              ELSEWHERE.items() if "GVM_CAUSE_" + name.upper().replace(
                  "-", "_") not in (root / path).read_text()]
    check_sections(set(names.values()), guide, found)
    seen = check_golden(guide, texts, found)
    gate.verdict(found, seen * bool(names), "causes and sentences")


main()
