#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions of at most 60 lines, files of at most 400.

A longer function does two things, a longer file has two subjects.

usage: check-size.py SOURCE_ROOT
"""
import pathlib
import statistics
import sys

import gate

FUNCTION_MAX = 60
FILE_MAX = 400


def measure(root, top):
    """Findings and number of functions below one folder."""
    found, lengths = [], []
    for path in gate.sources(root, top):
        lines = len(path.read_text().splitlines())
        if lines > FILE_MAX:
            found.append(f"{path}: {lines} lines, {FILE_MAX} are enough")
        for name, at, length in gate.functions(path):
            lengths.append(length)
            if length > FUNCTION_MAX:
                found.append(f"{path}:{at}: {name}() has {length} lines, "
                             f"{FUNCTION_MAX} are enough")
    if lengths:
        lengths.sort()
        print(f"{top}: {len(lengths)} functions, "
              f"median {statistics.median(lengths):g}, "
              f"p90 {lengths[len(lengths) * 9 // 10]}, "
              f"longest {lengths[-1]} lines")
    return found, len(lengths)


def main():
    root = pathlib.Path(sys.argv[1])
    src, n_src = measure(root, "src")
    tests, n_tests = measure(root, "tests")
    gate.verdict(src + tests, min(n_src, 1) * (n_src + n_tests), "functions")


main()
