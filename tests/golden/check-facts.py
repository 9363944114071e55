#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program's rows are the measured ones, for every release.

For each named release "gvmctl check --abi" is run, and what it prints is
compared with tests/facts both ways: the size of each structure and the place
of each field; number, offer, privilege and structure of each control; each
constant. The ranges of the rows must be those of the facts, so releases
without a name are covered too. And one that is between two named ones must be
called known exactly when the facts say that nothing changed there.

usage: check-facts.py GVMCTL FACTS
"""
import bisect
import collections
import concurrent.futures
import csv
import json
import os
import pathlib
import subprocess
import sys

# The oldest release that the program knows anything of.
OLDEST = "525.47.04"
# What only the simulated driver needs.
SIMULATOR = {
    "NV0000_ALLOC_PARAMETERS", "NV0000_CTRL_GPU_GET_ATTACHED_IDS_PARAMS",
    "NV0000_CTRL_GPU_GET_ID_INFO_PARAMS",
    "NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_VGPU_TYPES_PARAMS",
    "NVA081_CTRL_VGPU_CONFIG_GET_SUPPORTED_VGPU_TYPES_PARAMS",
    "NVA081_CTRL_VGPU_CONFIG_SET_PGPU_INFO_PARAMS",
    "NVA081_CTRL_VGPU_GET_CAPABILITY_PARAMS",
    "NVA081_CTRL_VGPU_SET_CAPABILITY_PARAMS", "NVA084_ALLOC_PARAMETERS",
    "NVOS55_PARAMETERS", "NVOS64_PARAMETERS", "VM_ID",
    "nv_ioctl_register_fd_t", "nv_ioctl_status_code_t",
    "nv_ioctl_sys_params_t", "nv_ioctl_wait_open_complete_t",
    "nv_ioctl_xfer_t", "nv_pci_info_t",
}
# A structure that was measured by its size alone, and what is in it: two
# numbers and a list that fills the rest.
BY_SIZE = "NV2080_CTRL_FB_GET_INFO_V2_PARAMS"
# Structure and field : the structure that the field is, or is a list of.
INNER = {
    ("NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS", "vgpuInfo"):
        "NVA081_CTRL_VGPU_INFO",
    ("NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS", "vgpuTypeInfo"):
        "NVA081_CTRL_VGPU_INFO",
    ("NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS", "vgpuGuest"):
        "NVA081_VGPU_GUEST",
    ("NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS", "vgpuFbUsage"):
        "NVA081_VGPU_FB_USAGE",
    ("NVA081_VGPU_GUEST", "guestVmInfo"): "NVA081_GUEST_VM_INFO",
    ("NVA081_VGPU_GUEST", "vgpuDevice"): "NVA081_HOST_VGPU_DEVICE",
}


def key(release):
    """A release as numbers that can be compared."""
    return tuple((int(x) for x in (release + ".0").split(".")[:3]))


def spans(row):
    """Where a row of the constants holds: [(first, last)]."""
    for part in row["tags"].split(";"):
        first, _, last = part.strip().partition("..")
        yield key(first), key(last or first)


def span(row):
    """Where a row of the structures or controls holds."""
    return key(row["driver_tag_range_start"]), key(row["driver_tag_range_end"])


class Facts:
    """The measured tables."""

    def __init__(self, folder):
        self.folder = folder
        self.releases = [x for x in
                         (folder / "releases.txt").read_text().split()
                         if key(x) >= key(OLDEST)]
        self.structures = collections.defaultdict(dict)
        for row in self.read("abi.csv"):
            fields = self.structures[row["struct"]].setdefault(span(row), {})
            fields[row["field"]] = (int(row["offset"]), int(row["size"]))
        self.controls = self.read("ctrls.csv")
        self.constants = collections.defaultdict(dict)
        for row in self.read("consts.csv"):
            for where in spans(row):
                self.constants[row["name"]][where] = row["value"]
        for row in self.controls:
            if row["param_struct"] == BY_SIZE:
                size = int(row["param_size"])
                self.structures[BY_SIZE][span(row)] = {
                    "(sizeof)": (0, size), "fbInfoListSize": (0, 4),
                    "fbInfoList": (4, size - 4)}

    def read(self, name):
        """The rows of one file."""
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    @staticmethod
    def at(table, release):
        """What a table, range to value, says of a release."""
        found = [x for (first, last), x in table.items()
                 if first <= key(release) <= last]
        if len(found) > 1:
            raise SystemExit(f"the facts contradict themselves at {release}")
        return found[0] if found else None

    def control(self, name, release):
        """Row of the export table, when the header declares the name too."""
        number = self.at(self.constants[name], release)
        rows = {span(row): row for row in self.controls
                if number and int(row["cmd"], 16) == int(number, 0)}
        return self.at(rows, release)

    def everything(self, printed, release):
        """All that counts for a release, to compare two of them."""
        return ([self.at(self.structures[x["name"]], release)
                 for x in printed["structures"]],
                [bool(row) and "NON_PRIVILEGED" not in row["flags"].split("|")
                 for row in (self.control(x["name"], release)
                             for x in printed["controls"])],
                [self.control(x["name"], release) is None
                 for x in printed["controls"]],
                [self.at(self.constants[x["name"]], release)
                 for x in printed["constants"]])


class Check:
    """Findings, and how much was compared."""

    def __init__(self, program, facts):
        self.program = program
        self.facts = facts
        self.findings = []
        self.seen = collections.Counter()
        self.ranges = collections.defaultdict(set)

    def same(self, what, program, facts):
        """Two things are equal."""
        if program != facts:
            self.findings.append(f"{what}: the program says {program}, "
                                 f"the facts say {facts}")

    def ask(self, release):
        """What the program prints for a release."""
        done = subprocess.run([self.program, "--json", "check", "--abi",
                               release], check=False, capture_output=True,
                              text=True)
        if done.returncode or done.stderr:
            raise SystemExit(f"gvmctl check --abi {release} ended with "
                             f"{done.returncode}: {done.stderr}")
        return json.loads(done.stdout)["abi"]

    def fields(self, name, release, printed, measured):
        """The fields of one structure, both ways."""
        where = f"{release} {name}"
        own = {x["name"]: (x["offset"], x["size"])
               for x in printed[name]["fields"]}
        self.same(f"{where} size", printed[name]["size"],
                  measured["(sizeof)"][1])
        for field, place in own.items():
            self.same(f"{where}.{field}", place, measured.get(field))
            self.seen["fields"] += 1
        for field, place in measured.items():
            outer, _, inner = field.partition(".")
            kind = printed.get(INNER.get((name, outer)))
            if field in own or field == "(sizeof)":
                continue
            if kind and inner in (x["name"] for x in kind["fields"]):
                start = own[outer][0]
                self.same(f"{where}.{field}", next(
                    (start + x["offset"], x["size"]) for x in kind["fields"]
                    if x["name"] == inner), place)
                self.seen["fields inside fields"] += 1
            elif not any(x.startswith(field + ".") or field.startswith(
                    (x + ".", x + "[")) for x in own):
                self.same(f"{where}.{field}", None, place)

    def structures(self, release, printed):
        """All structures of a release."""
        printed = {x["name"]: x for x in printed["structures"]}
        self.same("structures", set(printed),
                  set(self.facts.structures) - SIMULATOR)
        for name, own in printed.items():
            measured = self.facts.at(self.facts.structures[name], release)
            if measured is None:
                self.same(f"{release} {name}",
                          (own["size"], own["fields"], own["range"]),
                          (0, [], None))
                continue
            self.fields(name, release, printed, measured)
            self.seen["structures"] += 1
            if own["range"]:
                self.ranges[name].add(tuple(map(key,
                                                own["range"].split(".."))))

    def controls(self, release, printed):
        """All controls of a release."""
        sizes = {x["name"]: x["size"] for x in printed["structures"]}
        for own in printed["controls"]:
            where = f"{release} {own['name']}"
            row = self.facts.control(own["name"], release)
            self.seen["controls"] += 1
            self.same(f"{where} offered", own["offered"], row is not None)
            numbers = {int(x, 0) for x in
                       self.facts.constants[own["name"]].values()}
            self.same(f"{where} number", {int(own["number"], 16)}, numbers)
            if not row:
                continue
            self.same(f"{where} privileged", own["privileged"],
                      "NON_PRIVILEGED" not in row["flags"].split("|"))
            self.same(f"{where} structure",
                      (own["structure"] or "", sizes.get(own["structure"], 0)),
                      (row["param_struct"], int(row["param_size"])))

    def constants(self, release, printed):
        """All constants of a release."""
        for own in printed["constants"]:
            value = self.facts.at(self.facts.constants[own["name"]], release)
            self.same(f"{release} {own['name']}", own["value"],
                      value and int(value, 0))
            self.seen["constants"] += 1

    def release(self, release, printed):
        """A named release has rows of its own."""
        self.same(f"{release} known", printed["known"], "known")
        self.same(f"{release} rows", printed["rows"], release)
        self.structures(release, printed)
        self.controls(release, printed)
        self.constants(release, printed)
        self.seen["releases"] += 1

    def coverage(self):
        """The rows cover what the facts cover, no less and no more."""
        for name, own in self.ranges.items():
            measured = {(max(first, key(OLDEST)), last) for first, last
                        in self.facts.structures[name]
                        if last >= key(OLDEST)}
            self.same(f"ranges of {name}", sorted(own), sorted(measured))
            self.seen["rows"] += len(own)

    def between(self, release, printed):
        """One without a name is known when nothing changed around it."""
        at = bisect.bisect([key(x) for x in self.facts.releases], key(release))
        lower, higher = self.facts.releases[at - 1], self.facts.releases[at]
        unchanged = self.facts.everything(printed, lower) == \
            self.facts.everything(printed, higher)
        self.same(f"{release} known", printed["known"],
                  "known" if unchanged else "nearest")
        if unchanged:
            self.same(f"{release} rows", printed["rows"], lower)
        self.seen["releases between"] += 1


def unnamed(releases):
    """For neighbours of the same branch a release between the two."""
    for lower, higher in zip(releases, releases[1:]):
        one, other = key(lower), key(higher)
        middle = (*one[:2], one[2] + 1)
        if one[0] == other[0] and middle < other:
            yield "{}.{:02}.{:02}".format(*middle)


def main():
    program, folder = sys.argv[1:]
    facts = Facts(pathlib.Path(folder))
    check = Check(program, facts)
    middle = list(unnamed(facts.releases))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(check.ask, [*facts.releases, *middle]))
    for release, printed in zip(facts.releases, answers):
        check.release(release, printed)
    for release, printed in zip(middle, answers[len(facts.releases):]):
        check.between(release, printed)
    check.coverage()
    print("compared:", ", ".join(f"{n} {what}" for what, n in
                                 check.seen.items()))
    print("\n".join(check.findings[:50]))
    few = [x for x in ("releases", "structures", "fields", "controls",
                       "constants", "rows", "releases between",
                       "fields inside fields") if not check.seen[x]]
    if few:
        print("nothing was compared of:", ", ".join(few))
    print(f"{len(check.findings)} differences")
    ran = check.seen["releases"] + check.seen["releases between"]
    bad = min(ran, len({x.split()[0] for x in check.findings}))
    print(f"{ran - bad} passed, {bad + bool(few)} failed")
    sys.exit(bool(check.findings or few))


main()
