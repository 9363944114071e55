#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Run command lines on imitated machines, against what they must say.

A case is a folder of data/: "machine" names the machine, "cmd" is the part of
a shell script that uses it (see prelude.sh), "expected" is what that prints,
followed by the vGPUs and claims that are there afterwards. Everything else in
the folder are files that cmd is run beside. UUIDs that appear in none of them
were made at random and are masked.

Every key of JSON that a case prints must be in the manual.

With GVM_TEST_EVERY=N in the environment, each N-th case only is run.
With GVM_TEST_REGENERATE=1 in the environment, "expected" is written: read
the difference before you believe it.

usage: run-cases.py GVMCTL_SIM MAKE_HOST DATA MANUAL [CASE...]
"""
import concurrent.futures
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROFILES = HERE.parents[1] / "xml-schemas" / "profiles"
DOMAINS = HERE.parent / "data" / "domain"
UUID = re.compile(r"[0-9a-f]{8}([-_])[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1"
                  r"[0-9a-f]{12}")
# What begins a line that is not a sentence of gvmctl on stderr.
SENTENCE = re.compile(r"! gvmctl(?: [a-z-]+)?: \S.*[^.\s]$")
KEY = re.compile(r'^ +"(\w+)": ')


def afterwards(root):
    """The vGPUs and claims of a machine, one a line."""
    devices = root / "sys/bus/mdev/devices"
    claims = root / "run/gvm/claims"
    lines = []
    for entry in devices.iterdir() if devices.is_dir() else ():
        real = entry.resolve()
        kind = (real / "mdev_type").resolve().name
        lines.append((0, f"{kind} on {real.parent.name}" if entry.exists()
                      else "is a link to nowhere", f"vGPU {entry.name}"))
    bound = root / "sys/bus/pci/drivers/nvidia"
    for entry in bound.iterdir() if bound.is_dir() else ():
        current = entry / "nvidia/current_vgpu_type"
        if current.exists() and current.read_text() != "0\n":
            lines.append((0, f"given {current.read_text().strip()}",
                          f"vGPU {entry.name}"))
    for entry in (root / "sys/bus/pci/drivers").glob("*/*:*"):
        if "vfio" in entry.parent.name or entry.parent.name == "pciback":
            lines.append((0, f"bound to {entry.parent.name}",
                          f"vGPU {entry.name}"))
    for entry in claims.iterdir() if claims.is_dir() else ():
        said = dict(line.split("=", 1) for line in
                    entry.read_text(errors="replace").splitlines()
                    if "=" in line)
        lines.append((1, f"{said.get('type')} on {said.get('parent')} "
                      f"for {said.get('domain')}", f"claim {entry.name}"))
    # Not by UUID: some are random.
    return [f"{who} {what}" for _, what, who in sorted(lines)]


def mask(text, known):
    """Give random UUIDs a number instead, of the same width."""
    numbers = {}

    def instead(found):
        plain = found[0].replace("_", "-")
        if plain in known:
            return found[0]
        number = numbers.setdefault(plain, len(numbers) + 1)
        return re.sub("[0-9a-f]", "x", plain[:-1]).replace(
            "-", found[1]) + str(number)

    return UUID.sub(instead, text)


def machine_of(case):
    """Name of the machine of a case."""
    return (case / "machine").read_text().strip()


def known_uuids(case):
    """Every UUID that a case or the prelude spells."""
    files = [path for path in case.iterdir() if path.name != "expected"]
    return {found[0].replace("_", "-") for path in [*files,
                                                    HERE / "prelude.sh"]
            for found in UUID.finditer(path.read_text(errors="replace"))}


def run(case, gvmctl, make_host, machines):
    """What a case prints."""
    with tempfile.TemporaryDirectory(prefix="gvm-golden-") as name:
        tmp = pathlib.Path(name)
        work = shutil.copytree(case, tmp / "work")
        (tmp / "scratch").mkdir()
        root = shutil.copytree(machines / machine_of(case), tmp / "root",
                               symlinks=True)
        done = subprocess.run(
            ["sh", "-u", "-c", '. "$PRELUDE"; daemon; . ./cmd'], cwd=work,
            env=os.environ | {
                "LC_ALL": "C.UTF-8", "PRELUDE": str(HERE / "prelude.sh"),
                "GVMCTL": gvmctl, "MAKE_HOST": make_host, "ROOT": str(root),
                "SCRATCH": str(tmp / "scratch"), "PROFILES": str(PROFILES),
                "DOMAINS": str(DOMAINS)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        text = done.stdout.decode(errors="backslashreplace")
        if done.returncode:
            text += f"* cmd ended with {done.returncode}\n"
        text += "".join(f"{line}\n" for line in
                        ["== afterwards", *afterwards(root)])
        return mask(text, known_uuids(case))


def complaints(text):
    """What no case may print, whatever is expected."""
    for line in text.splitlines():
        if line.startswith("! ") and not SENTENCE.match(line):
            yield f"not a sentence of gvmctl: {line}"
        if line.startswith("* "):
            yield line
    if "\n$ gvmctl" not in "\n" + text:
        yield "no command was tried"


def unknown_keys(text, manual):
    """Keys of JSON that the manual does not name."""
    keys = {found[1] for found in map(KEY.match, text.splitlines()) if found}
    for key in sorted(keys):
        if not re.search(rf"``([a-z_]+\.)?{key}(``|\.)", manual):
            yield f"the manual does not know the key {key}"


def judge(case, manual, *machine):
    """Findings of one case."""
    expected = case / "expected"
    text = run(case, *machine)
    found = [*complaints(text), *unknown_keys(text, manual)]
    if os.environ.get("GVM_TEST_REGENERATE") == "1":
        expected.write_text(text)
    wanted = expected.read_text() if expected.exists() else ""
    found += difflib.unified_diff(
        wanted.splitlines(), text.splitlines(), "expected", "printed",
        lineterm="")
    return found


def judge_all(cases, manual, gvmctl, make_host):
    """Findings of each case, in their order."""
    with tempfile.TemporaryDirectory(prefix="gvm-golden-") as name:
        machines = pathlib.Path(name)
        for machine in {machine_of(case) for case in cases}:
            subprocess.run([make_host, machines / machine, machine],
                           check=True)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(
                lambda case: judge(case, manual, gvmctl, make_host, machines),
                cases))


def main():
    gvmctl, make_host, data, man = map(os.path.abspath, sys.argv[1:5])
    manual = pathlib.Path(man).read_text(encoding="utf-8")
    cases = sorted(path for path in pathlib.Path(data).iterdir()
                   if path.is_dir() and path.name in (sys.argv[5:]
                                                      or [path.name]))
    every = int(os.environ.get("GVM_TEST_EVERY", "1"))
    if every > 1:
        print(f"{len(cases[::every])} of {len(cases)} cases, by order")
        cases = cases[::every]
    failed = 0
    for case, found in zip(cases, judge_all(cases, manual, gvmctl,
                                            make_host)):
        failed += bool(found)
        print(f"{'FAILED' if found else 'ok':6} {case.name}")
        for line in found:
            print(f"       {line}")
    if not cases:
        print("found no case: that is no pass")
        failed = 1
    print(f"{max(len(cases) - failed, 0)} passed, {failed} failed")
    sys.exit(bool(failed))


main()
