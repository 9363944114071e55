#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Count what ran below "meson test", test by test: PASSED FAILED SKIPPED.

Meson counts executables. One of ours holds many tests and says so, either in
cmocka's words or in a last line "N passed, N failed[, N skipped]". A program
that ended badly without a failed test (a leak, a crash) is a failed test of
its own, and so is one that claims success and ran nothing. A gate is one
test and says nothing.

usage: tally.py LOG.json ...
"""
import json
import re
import sys

CMOCKA = {
    "passed": re.compile(r"^\[       OK \] (\S+)", re.M),
    "failed": re.compile(r"^\[  FAILED  \] (\w+)$", re.M),
    "skipped": re.compile(r"^\[  SKIPPED \] (\w+)$", re.M),
}
TOTAL = re.compile(
    r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*\Z", re.M)


def said(text):
    """What a program said about itself: passed, failed, skipped."""
    total = TOTAL.search(text)
    if total:
        return [int(number or 0) for number in total.groups()]
    # cmocka names failed and skipped ones a second time in its summary.
    return [len(CMOCKA["passed"].findall(text)),
            len(set(CMOCKA["failed"].findall(text))),
            len(set(CMOCKA["skipped"].findall(text)))]


def count(test, gates):
    """One record of Meson's log: passed, failed, skipped."""
    good = test["result"] == "OK"
    if gates:
        return [good, not good, 0]
    if test["result"] == "SKIP":
        return [0, 0, 1]

    counts = said(test.get("stdout", "").rstrip("\n") + "\n"
                  + test.get("stderr", ""))
    if not good and not counts[1]:
        print(f"{test['name']}: {test['result']}, and named no test",
              file=sys.stderr)
        counts[1] = 1
    if good and not sum(counts):
        print(f"{test['name']}: ran no test", file=sys.stderr)
        counts[1] = 1
    return counts


def main():
    sums = [0, 0, 0]
    gates = sys.argv[1] == "--gates"
    for log in sys.argv[1 + gates:]:
        with open(log, encoding="utf-8") as records:
            for record in records:
                sums = [have + more for have, more
                        in zip(sums, count(json.loads(record), gates))]
    print(*sums)


main()
