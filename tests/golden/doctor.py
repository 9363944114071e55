#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Print what some checks of the doctor have found.

A finding is a line "LEVEL CAUSE SUBJECT: DETAIL" and, where something mends
it, one that begins with "  # ". What has no cause is called "-".

usage: doctor.py JSON CHECK...
"""
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        findings = json.load(file)["check"]["findings"]
    wanted = [x for x in findings if x["check"] in sys.argv[2:]]
    for finding in wanted:
        print(finding["level"], finding["cause"] or "-",
              f"{finding['subject'] or '-'}: {finding['detail']}")
        if finding["remedy"]:
            print(f"  # {finding['remedy']}")
    if not wanted:
        print("nothing")


main()
