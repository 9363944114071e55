#!/usr/bin/python3 -IBXutf8
# SPDX-License-Identifier: GPL-2.0-or-later
"""Print the types of a file that gvm-cli read, as XML of gvm-types(5).

gvm-cli passed over what it did not know, took defaults without a word, and
did something else with some keys than it said. The XML says what the file
says; where gvm-cli did otherwise, a line on standard error tells so. What the
XML cannot say is an error. Nothing is written but these two streams.

"gvmctl import" runs it, with words that it has checked.

usage: gvmctl-import [--quiet] [--config NUMBER] [--] FILE
"""
import argparse
import errno
import os
import sys

# Many times what the types of a GPU take.
MAX_KIB = 256
UNSUPPORTED = 8
STATUS = {errno.ENOENT: 3, errno.EACCES: 7, errno.EPERM: 7}

if sys.version_info < (3, 11):
    print(f"gvmctl import: python3 is {sys.version.split()[0]}, which has no "
          "tomllib: install python3 3.11 or later", file=sys.stderr)
    sys.exit(UNSUPPORTED)
# An isolated Python does not look beside the program by itself.
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import import_types  # noqa: E402


def read(path):
    """The text of a file, "-" for standard input."""
    try:
        with open(0 if path == "-" else path, "rb") as stream:
            raw = stream.read((MAX_KIB << 10) + 1)
    except OSError as err:
        name = "standard input" if path == "-" else path
        raise import_types.Refusal(
            f"cannot read {name}: {os.strerror(err.errno)}",
            status=STATUS.get(err.errno, 1)) from None
    if len(raw) > MAX_KIB << 10:
        raise import_types.Refusal(f"larger than {MAX_KIB} KiB, which no file "
                                   "of gvm-cli is", 1)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as err:
        raise import_types.Refusal(
            "this is not UTF-8 text",
            raw.count(b"\n", 0, err.start) + 1) from None


def say(name, line, sentence):
    """Print a sentence on standard error."""
    place = f"{name}:{line}: " if line else ""
    text = import_types.printable(place + sentence)
    print(f"gvmctl import: {text}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--config", type=int)
    parser.add_argument("file")
    words = parser.parse_args()
    name = "standard input" if words.file == "-" else words.file
    try:
        job = import_types.Import(read(words.file))
        xml = job.run(words.config)
    except import_types.Refusal as refusal:
        say(name, refusal.line, refusal.sentence)
        return refusal.status
    for line, sentence in [] if words.quiet else sorted(job.remarks):
        say(name, line, sentence)
    try:
        sys.stdout.write(xml)
        sys.stdout.flush()
    except OSError as err:
        say(name, None, "cannot write to standard output: "
            f"{os.strerror(err.errno)}")
        # What is left is not worth another try at the end.
        os._exit(1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
