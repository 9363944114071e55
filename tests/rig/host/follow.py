#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turn a guide into a script that does literally what its reader would do.

A guide is Markdown, and every block of it says what it is by its language:

sh      what the reader types, one command a line, ending with "# fails" where
        it has to fail
text    what the sh block before it prints; "..." stands for the rest of a
        line, or alone for any number of lines. Blanks count as one, empty
        lines not at all
xml     what the reader writes: the paragraph before it names, last of what it
        has in backquotes, the file, or the <element> it is added to by the
        editor that the sh block before it has opened
ini     likewise the whole text of such an editor

Anything else is an error, and so is a guide that does not end with what the
reader should see. The script calls the functions of guest/follow.sh.

usage: follow.py GUIDE
"""
import pathlib
import re
import shlex
import sys

BLOCK = re.compile(r"^( *)```(.*)\n((?:.*\n)*?)\1```$|^##+ (.*)$", re.M)
EDITS = re.compile(r"^(virsh|systemctl) edit ")
QUOTED = re.compile(r"`([^`]+)`")
SPECIAL = re.compile(r"([][.^$*+?(){}|\\])")


def die(guide, text, at, why):
    """Say what is wrong with the guide, and where."""
    line = text.count("\n", 0, at) + 1
    sys.exit(f"{guide}:{line}: {why}")


def commands(block):
    """The commands of a sh block; a backslash joins two lines."""
    joined = re.sub(r"\\\n\s*", "", block)
    return [line.strip() for line in joined.splitlines()
            if line.strip() and not line.strip().startswith("#")]


def expression(block):
    """A regular expression for what a text block shows, line by line."""
    found = ""
    for line in block.splitlines():
        line = " ".join(line.split())
        if line == "...":
            found += "([^\n]*\n)*"
        elif line:
            found += SPECIAL.sub(r"\\\1", line) \
                .replace(r"\.\.\.", "[^\n]*") + "\n"
    return f"^{found}$"


class Guide:
    """The steps of a guide, in order."""

    def __init__(self, path):
        self.path, self.text = path, path.read_text(encoding="utf-8")
        self.script = []        # lines of the script
        self.typed = None       # commands of the last sh block
        self.shown = None       # what they print
        self.edits = []         # what an editor that they open is told

    def wrong(self, at, why):
        """End with an error of the guide."""
        die(self.path, self.text, at, why)

    def here(self, *words, body):
        """A call with a text."""
        self.script.append(" ".join(map(shlex.quote, words)) +
                           f" <<'GUIDE'\n{body}GUIDE")

    def close(self):
        """What was typed is complete: it is done now."""
        if self.typed is None:
            return
        for words, body in self.edits:
            self.here(*words, body=body)
        self.script.append(" ".join(
            ["typed", *map(shlex.quote, [self.shown or "", *self.typed])]))
        self.typed, self.shown, self.edits = None, None, []

    def names(self, at):
        """What the paragraph before a block has in backquotes, at the end."""
        before = self.text[:at].rstrip().rpartition("\n\n")[2]
        found = QUOTED.findall(" ".join(before.split()))
        if not found or not before.endswith(":"):
            self.wrong(at, "the paragraph before says not what to do with it")
        return found[-1]

    def write(self, language, at, body):
        """A block that the reader writes somewhere."""
        editor = self.typed and EDITS.match(self.typed[-1])
        if language == "ini":
            if not editor:
                self.wrong(at, "no editor is open for this")
            self.edits.append((["whole"], body))
            return
        where = self.names(at)
        if where.startswith("<"):
            if not editor:
                self.wrong(at, "no editor is open for this")
            self.edits.append((["added", where.strip("<>")], body))
        else:
            self.close()
            self.here("written", where, body=body)

    def step(self, match):
        """One block or heading."""
        indent, language, body, title = match.groups()
        at = match.start()
        if title:
            self.close()
            self.script.append(f"section {shlex.quote(title)}")
            return
        body = re.sub(f"^{indent}", "", body, flags=re.M)
        if language == "sh":
            self.close()
            self.typed = commands(body)
            if not self.typed or "<<" in body:
                self.wrong(at, "a sh block has commands, and no text for them")
        elif language == "text":
            if self.typed is None or self.shown:
                self.wrong(at, "no command prints this")
            self.shown = expression(body)
        elif language in ("xml", "ini"):
            self.write(language, at, body)
        else:
            self.wrong(at, f"a block of '{language}' is nothing to follow")

    def follow(self):
        """The script."""
        for match in BLOCK.finditer(self.text):
            self.step(match)
        if not self.shown:
            self.wrong(len(self.text) - 1,
                       "it does not end with what the reader should see")
        self.close()
        return "\n".join(["# shellcheck shell=bash", *self.script, ""])


def main():
    print(Guide(pathlib.Path(sys.argv[1])).follow(), end="")


main()
