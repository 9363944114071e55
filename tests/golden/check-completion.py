#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""bash completes what there is: commands, options, parents, types, vGPUs.

The completion is sourced by bash, and asked about lines. What the program can
do is read from its help, not from the table that the completion has.

usage: check-completion.py GVMCTL_SIM MAKE_HOST COMPLETION
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

UUID = "c2177883-f1bb-47f0-914d-32a22e3a8804"
ASK = """
. "$1"
shift
for COMP_LINE; do
	COMP_POINT=${#COMP_LINE} COMPREPLY=(nothing)
	_gvmctl
	echo "${COMPREPLY[*]}"
done
"""


class World:
    """An imitated machine with one vGPU, and bash in a folder of its own."""

    def __init__(self, folder, sim, make_host, completion):
        self.bin = folder / "bin"
        self.bin.mkdir()
        (self.bin / "gvmctl").symlink_to(sim)
        self.root = folder / "root"
        self.completion = completion
        self.work = folder / "work"
        (self.work / "sub").mkdir(parents=True)
        (self.work / "small.xml").write_text("")
        subprocess.run([make_host, self.root, "a10-two"], check=True)
        self.gvmctl("create", "--type", self.types()[0], "--uuid", UUID)

    def gvmctl(self, *words):
        """What the program prints."""
        return subprocess.run([self.bin / "gvmctl", "--root", self.root,
                               *words], check=True, capture_output=True,
                              text=True).stdout

    def column(self, number, *words):
        """A column of a table of the program, without header."""
        return [line.split()[number]
                for line in self.gvmctl(*words).splitlines()[1:]]

    def types(self, *parent):
        """Every type, once."""
        return sorted({*self.column(1, "types", *parent)})

    def ask(self, *lines):
        """What bash would offer for each line."""
        done = subprocess.run(
            ["bash", "--norc", "-u", "-c", ASK, "bash", self.completion,
             *lines], check=False, cwd=self.work, capture_output=True,
            text=True, stdin=subprocess.DEVNULL,
            env={"PATH": f"{self.bin}:{os.environ['PATH']}",
                 "LC_ALL": "C.UTF-8"})
        if done.returncode or done.stderr:
            raise SystemExit(f"bash: {done.stderr}")
        return [line.split() for line in done.stdout.split("\n")[:-1]]


def options(usage):
    """Options of a usage text."""
    return {x for match in re.finditer(r"^  (?:(-\w), )?(--[\w-]+)", usage,
                                       re.M) for x in match.groups() if x}


def table(world):
    """Lines about each command and each option, with what they want."""
    usage = world.gvmctl("help")
    commands = re.findall(r"^  ([a-z-]+)(?= )", usage.partition(
        "options of all")[0], re.M)
    yield "gvmctl ", commands
    yield "gvmctl -", options(usage)
    yield "gvmctl help ", commands
    for command in commands:
        own = options(world.gvmctl("help", command))
        yield f"gvmctl {command} -", own
        yield f"gvmctl {command[:-1]}", [x for x in commands
                                         if x.startswith(command[:-1])]
        for option in own:
            yield f"gvmctl {command} {option}", [x for x in own
                                                 if x.startswith(option)]


def machine(world):
    """Lines about what is on the machine, with what they want."""
    root = f"gvmctl --root {world.root}"
    parents, types = sorted({*world.column(1, "parents")}), world.types()
    first = world.types(parents[0])
    yield f"{root} types ", parents
    yield f"{root} types {parents[0][:-1]}", [
        x for x in parents if x.startswith(parents[0][:-1])]
    yield f"{root} types {parents[0]} ", []
    yield f"{root} create --parent ", parents
    yield f"{root} create --parent=", parents
    yield f"{root} create --type ", types
    yield f"{root} create --type={types[0]}", [
        x for x in types if x.startswith(types[0])]
    yield f"{root} create --parent {parents[0]} --type ", first
    yield f"{root} create --parent={parents[0]} --type=", first
    yield f"{root} -q destroy --foreign ", [UUID]
    yield f"{root} destroy {UUID[:5]}", [UUID]
    yield f"{root} destroy 0", []
    yield f"{root} destroy {UUID} ", []
    yield f"{root} sriov ", ["enable", "disable"]
    yield f"{root} sriov enable ", parents
    yield f"{root} destroy -- --for", []
    yield "gvmctl --root /nowhere types ", []
    yield "gvmctl --root ", ["sub"]
    yield "gvmctl --root=s", ["sub"]
    yield "gvmctl plan ", ["small.xml", "sub"]
    yield "gvmctl register small.xml s", ["small.xml", "sub"]
    yield "gvmctl plan small.xml ", []
    yield "gvmctl observe --interval ", []
    yield "gvmctl nothing ", []


def main():
    sim, make_host, completion = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="gvm-completion-") as name:
        world = World(pathlib.Path(name), sim, make_host, completion)
        wanted = [*table(world), *machine(world)]
        # Nobody would notice that two empty answers are the same.
        assert len(wanted) > 60 and sum(bool(x) for _, x in wanted) > 50
        failed = 0
        for (line, want), said in zip(wanted,
                                      world.ask(*(x for x, _ in wanted)),
                                      strict=True):
            if sorted(said) != sorted(want):
                failed += 1
                print(f"FAILED {line}\n  wanted {sorted(want)}\n"
                      f"  said   {sorted(said)}")
    print(f"{len(wanted) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
