#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Words that the program does without, each with what to write instead.

Comments and strings are not looked at.

usage: check-idioms.py SOURCE_ROOT
"""
import re
import sys

import gate

STDERR = r"\b(perror|stderr)\b"
AVOIDED = {
    r"\bgoto\b": "give the resource an owner and return",
    r"\bg_return_(val_)?if_fail\b": "it fails without setting the error",
    r"\b(secure_|g_)?getenv\b": "what changes the program is a parameter",
    r"\b(system|popen)\s*\(": "nothing passes through a shell",
    r"\b(strcpy|strcat|sprintf|vsprintf|strtok)\s*\(": "GString knows sizes",
    r"\bato(i|l|ll|f)\s*\(": "it cannot report an error",
    r"\bg_(print|printerr|warning|critical|error|message)\s*\(":
        "return the error; it is printed once, or logged with fields",
    STDERR: "return the error; it is printed once, in main",
}
# file : pattern that it may match, each with its reason
ARGUED = {
    # The one place that prints errors.
    "src/cmd/run.c": (STDERR,),
    # What goes to the journal is echoed to a person who asked for it.
    "src/host/host.c": (STDERR,),
    # A warning that goes with a result.
    "src/cmd/plan.c": (STDERR,),
    # With -v, why a result is less than it could be.
    "src/cmd/show-gpu.c": (STDERR,),
    # What goes with a result, or with an error: what could not be undone.
    "src/virt/report.c": (STDERR,),
    # libpci's way to fail is a function that does not return.
    "src/backend/names.c": (STDERR,),
}
SILENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.S)


def code(text):
    """The text with comments and strings blanked, lines kept."""
    return SILENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def complaints(root, path):
    """Avoided words of one file."""
    name = str(path.relative_to(root))
    for at, line in enumerate(code(path.read_text()).split("\n"), 1):
        for pattern, instead in AVOIDED.items():
            word = re.search(pattern, line)
            if word and pattern not in ARGUED.get(name, ()):
                yield f"{name}:{at}: {word[0]}: {instead}"


def main():
    root = sys.argv[1]
    files = gate.sources(root, "src")
    gate.verdict([text for path in files for text in complaints(root, path)],
                 len(files), "files")


main()
