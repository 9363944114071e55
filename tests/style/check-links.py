#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents lead somewhere: to each other, and to what is there.

Looked at are the README, all of docs and the man pages:

* a link leads to a file of the repository, and its anchor to a heading;
* a man page of ours that is named exists;
* what is named as a file or folder of ours below tests, hooks or xml-schemas
  exists, and a file of ours in the system is in FILES of gvmctl(8);
* what is shown as typed, or said in a sentence, is a command that there is,
  with its options;
* a status is one that there is;
* every document can be found from docs/README.md;
* every guide can be followed, and is followed in the rig, by a scenario or by
  the test of the desktop.

usage: check-links.py SOURCE_ROOT PROGRAM
"""
import pathlib
import re
import shlex
import subprocess
import sys

import gate

FENCE = re.compile(r"^( *)```.*\n(?:.*\n)*?\1```$", re.M)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*?)(?: *\{#([\w-]+)\})?$", re.M)
PAGE = re.compile(r"\b(gvm[\w-]*)(?:\*\*\\)?\((\d)\)")
# What has a placeholder in it, in capitals, or a star is no name.
OURS = re.compile(r"`(?:\./)?((?:tests|hooks|xml-schemas)/[a-z\d_./-]+)[` ]")
SYSTEM = re.compile(r"[`* ](/(?:etc|usr/share|usr/libexec|run)/gvm(?![\w-])"
                    r"[\w./@-]*)")
TYPED = re.compile(r"^ *(?:# |\$ )?(?:.*\| )?(gvmctl .*)$", re.M)
# In a sentence: a command, with its options or without, and an option alone.
SAID = re.compile(r"(?:`|\*\*)(gvmctl [a-z][^`*|<>]*|--[a-z][\w-]*)(?:`|\*\*)")
STATUS = re.compile(r"\(status (\d+)|\bstatus (\d+) of \*\*gvmctl")


class Documents:
    """All documents, and what is wrong with them."""

    def __init__(self, root, program):
        self.root, self.program = root, program
        self.files = set(gate.tracked(root))
        self.findings, self.seen = [], 0
        self.texts = {path: path.read_text(encoding="utf-8")
                      for path in self.files
                      if path.suffix == ".md" or
                      path.suffix == ".rst" and path.parent.name == "man"}
        self.anchors = {path: self.headings(text)
                        for path, text in self.texts.items()}
        self.usages = {}

    @staticmethod
    def headings(text):
        """Anchors of a text, as they are made of its headings."""
        found = set()
        for title, name in HEADING.findall(FENCE.sub("", text)):
            slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
            found |= {slug, name}
        return found

    def wrong(self, path, what):
        """Something is not there."""
        self.findings.append(f"{path.relative_to(self.root)}: {what}")

    def links(self, path, text):
        """Where a document links to: paths."""
        for plain, image in LINK.findall(FENCE.sub("", text)):
            target = plain or image
            if re.match(r"[a-z]+:", target):
                continue
            self.seen += 1
            name, _, anchor = target.partition("#")
            to = (path.parent / name).resolve() if name else path
            if to not in self.files and not to.is_dir():
                self.wrong(path, f"the link {target} leads nowhere")
            elif anchor and anchor not in self.anchors.get(to, ()):
                self.wrong(path, f"the link {target} leads to no heading")
            yield to

    def names(self, path, text):
        """Pages, files and statuses that a document names."""
        pages = {x.name[:-len(".rst")] for x in self.texts
                 if x.suffix == ".rst"}
        for name, section in PAGE.findall(text):
            self.seen += 1
            if f"{name}.{section}" not in pages:
                self.wrong(path, f"there is no page {name}({section})")
        for name in OURS.findall(text):
            self.seen += 1
            if not (self.root / name).exists():
                self.wrong(path, f"there is no {name}")
        known = self.texts[self.root / "docs/man/gvmctl.8.rst"]
        listed = re.findall(r"``(/.+?)``", known.split("\nFILES\n")[1])
        for name in SYSTEM.findall(text):
            self.seen += 1
            if not any(x.startswith(name.rstrip("/.")) or
                       name.startswith(x + "/") for x in listed):
                self.wrong(path, f"{name} is not in FILES of gvmctl(8)")
        statuses = re.findall(r"^``(\d+)``$", known, re.M)
        for pair in STATUS.findall(text):
            self.seen += 1
            if "".join(pair) not in statuses:
                self.wrong(path, f"there is no status {''.join(pair)}")

    def usage(self, command):
        """What the program says of a command, or None."""
        if command not in self.usages:
            done = subprocess.run([self.program, "help", *command],
                                  check=False, text=True, capture_output=True)
            self.usages[command] = None if done.returncode else done.stdout
        return self.usages[command]

    def alone(self, path, option):
        """Whether any command has an option."""
        self.seen += 1
        table = self.usage(("--completion",))
        if option not in re.split(r"[\s:=]+", table):
            self.wrong(path, f"no command has an option {option}")

    def typed(self, path, text):
        """Whether what is shown as typed could be typed."""
        text = re.sub(r"\\\n\s*", "", text)
        blocks = [x[0] for x in FENCE.finditer(text)] if path.suffix == ".md" \
            else re.findall(r"::\n\n((?:    .*\n|\n)+)", text)
        said = [x.replace("\n", " ") for x in
                SAID.findall(re.sub("``", "", FENCE.sub("", text)))]
        for line in TYPED.findall("\n".join(blocks)) + said:
            line = re.split(r" \| | >|  +#", line)[0]
            if line.startswith("--"):
                if path.suffix == ".rst":
                    self.alone(path, line)
                continue
            try:
                words = shlex.split(line)[1:]
            except ValueError:
                continue        # a sentence of the program
            options = [x.partition("=")[0] for x in words
                       if re.match(r"--?[a-z]", x)]
            plain = [x for x in words if not x.startswith("-")]
            if re.match(r"gvmctl [\w-]+: ", line) or "|" in line:
                continue
            self.seen += 1
            usage = self.usage(tuple(plain[:1]))
            if usage is None:
                self.wrong(path, f"no command is called so: {line}")
                continue
            usage += self.usage(())
            for option in options:
                if not re.search(rf"^  (-\w, )?{option}\b", usage, re.M):
                    self.wrong(path, f"there is no option {option}: {line}")

    def guides(self):
        """Whether a script can be made of each guide, and is run."""
        rig = self.root / "tests/rig"
        followed = "".join(path.read_text() for path in
                           (rig / "guest/scenarios").glob("*-guides*.sh"))
        followed += "".join(path.read_text() for path in
                            (self.root / "tests/desktop").glob("*.py"))
        guides = sorted((self.root / "docs/guides").glob("*.md"))
        if not guides:
            self.findings.append("there is no guide")
        for path in guides:
            self.seen += 1
            done = subprocess.run([rig / "host/follow.py", path], check=False,
                                  text=True, capture_output=True)
            if done.returncode:
                self.findings.append(done.stderr.strip())
            if not re.search(rf'\breader {path.stem}\b|'
                             rf'^GUIDE = "{path.stem}"$', followed, re.M):
                self.wrong(path, "no scenario follows this guide")

    def look(self):
        """Everything."""
        found, todo = set(), [self.root / "docs/README.md"]
        leads = {path: set(self.links(path, text))
                 for path, text in self.texts.items()}
        while todo:
            path = todo.pop()
            if path not in found:
                found.add(path)
                todo += leads.get(path, ())
        self.guides()
        for path, text in self.texts.items():
            self.names(path, text)
            self.typed(path, text)
            if path not in found and path.is_relative_to(self.root / "docs"):
                self.wrong(path, "nothing leads here from docs/README.md")


def main():
    documents = Documents(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2])
    documents.look()
    gate.verdict(documents.findings, documents.seen, "links and names")


main()
