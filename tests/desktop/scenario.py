#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person with virt-manager sees of vGPUs, and what comes of what they do.

Everything is done twice: virt-manager is told what to press, and the machine whose libvirtd it
talks to is asked what that did. A check is a line; the last line counts them.

usage: scenario.py OUT COMMAND...

COMMAND runs a shell command in that machine, see tests/desktop/run; OUT takes screenshots.
"""
import pathlib
import re
import subprocess
import sys
import time

import screen

URI = "qemu+tcp://127.0.0.1/system"
# The libraries of Debian's Python, whatever other Python there is.
TOOLS = {name: f"/usr/bin/{name}"
         for name in ("virt-manager", "virt-install", "virt-xml")}
# Those of the guide: two of its pool, of which a person picks the second, and one of the hook.
GUIDE = "virt-manager"
FIRST = ("0000:41:00.4", "67766d63-746c-8000-8ee3-49d829a0af23")
PICKED = ("0000:81:00.4", "67766d63-746c-8001-8ee3-49d829a0af23")
HOOKED = "e1f0a3d4-7c2b-4e7f-9a51-6f0d2c8b1a37"
REFUSED = "000000d4-0000-4000-8000-00000000cafe"
SHORT = ("0000:41:00.5", "000000d5-0000-4000-8000-00000000cafe")
DOMAINS = ("desk", "greedy")

SET_UP = f"""
sim vf 2 2
for parent in 41 81; do must soon virsh -q nodedev-info pci_0000_${{parent}}_00_4; done
domain desk >/run/desk.xml
domain greedy "vgpu={REFUSED} framebuffer='65536'" >/run/greedy.xml
for name in {" ".join(DOMAINS)}; do must virsh -q define /run/$name.xml; done
"""


class Report:
    """Lines, and how many were good."""

    def __init__(self):
        self.passed = self.failed = 0
        self.began = time.monotonic()

    def line(self, good, what, said=""):
        """One line."""
        self.passed += bool(good)
        self.failed += not good
        said = "" if good else f": {said}".replace("\n", "|")
        print(f"{'ok  ' if good else 'FAIL'} desktop: {what}{said}",
              flush=True)

    def same(self, what, got, want):
        """Two things that must be equal."""
        self.line(got == want, what, f"got {got!r}, want {want!r}")

    def says(self, what, got, want):
        """A text that must have another in it, whatever its white space."""
        flat = " ".join(got.split())
        self.line(want in flat, what, f"no {want!r} in {flat!r}")

    def step(self, what):
        """What comes next, and when."""
        print(f"   {time.monotonic() - self.began:5.1f} s  {what}", flush=True)

    def soon(self, what, probe):
        """Something that must become true."""
        try:
            screen.wait(what, probe)
            self.line(True, what)
        except screen.Missing as error:
            self.line(False, what, error)


class Machine:
    """The machine with libvirtd and GPUs."""

    def __init__(self, command):
        self.command = command

    def run(self, script, keep=True):
        """Status and output of a script that has the words of the rig's scenarios."""
        begin = "export RIG_KEEP=1\n" * keep + ". /rig/guest/lib.sh\n"
        done = subprocess.run([*self.command, begin + script], text=True,
                              capture_output=True, check=False)
        return done.returncode, done.stdout.strip()

    def ask(self, script):
        """The output of a script, which must succeed."""
        status, output = self.run(script)
        if status:
            raise screen.Missing(f"[{script}] ended with {status}: {output}")
        return output

    def true(self, script):
        """Whether a script succeeds."""
        return self.run(script)[0] == 0

    def set_up(self):
        """Begin anew: GPUs and domains."""
        status, output = self.run(SET_UP, keep=False)
        if status:
            raise screen.Missing(f"set-up: {output}")

    def hostdevs(self, domain):
        """The UUIDs of the mediated devices that a domain will have."""
        xml = self.ask(f"virsh -q dumpxml --inactive {domain}")
        return [uuid for device in
                re.findall(r"<hostdev .*?</hostdev>", xml, re.S)
                for uuid in re.findall(r"uuid='(.*?)'", device)
                if "type='mdev'" in device and "model='vfio-pci'" in device]

    def node_devices(self):
        """The names of the mediated devices that libvirt knows."""
        return sorted(self.ask("virsh -q nodedev-list mdev").split())


def node_device(parent, uuid):
    """libvirt's name of a mediated device."""
    return re.sub(r"[-:.]", "_", f"mdev_{uuid}_{parent}")


def tool(name, *words):
    """Status, output and errors of a program that comes with virt-manager."""
    done = subprocess.run([TOOLS[name], "--connect", URI, *words], text=True,
                          capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Desk:
    """virt-manager, as a person uses it, and the machine that it shows."""

    def __init__(self, out, command):
        self.out = out
        self.machine = Machine(command)
        self.report = Report()
        self.process = self.program = self.list = None

    def open(self):
        """virt-manager is started, and connects."""
        screen.display()
        with open(self.out / "virt-manager.log", "wb") as log:
            self.process = subprocess.Popen(  # pylint: disable=consider-using-with
                [TOOLS["virt-manager"], "--debug", "--no-fork", "--connect",
                 URI], stdout=log, stderr=log)
        self.program = screen.Program("virt-manager")
        self.list = self.program.window("Virtual Machine Manager")

    def shot(self, name, *windows):
        """Keep a picture of some windows."""
        screen.screenshot(self.out / f"{name}.png", *windows)

    def is_listed(self, domain, state):
        """Whether the list shows a domain so."""
        return screen.find(self.list, "table cell", f"{domain}\n{state}")

    def run(self, window, domain):
        """The button that starts a domain, in its window."""
        self.report.step(f"run {domain}")
        screen.click(window, "Run")
        self.report.soon("virt-manager starts the domain",
                         lambda: self.is_listed(domain, "Running"))

    def force_off(self, window, domain):
        """The power of a domain is cut."""
        screen.choose(window, "Menu", "Force Off")
        self.report.soon("and ends it",
                         lambda: self.is_listed(domain, "Shutoff"))

    def follow(self, title):
        """What is typed in a section of the guide, and what it should print."""
        self.report.step(title)
        _, output = self.machine.run(f". /rig/guest/follow.sh\n"
                                     f"follow {GUIDE} '' '{title}'")
        lines = re.findall(r"^(ok|FAIL) +\S+: (.*)$", output, re.M)
        for good, line in lines or [("FAIL", f"{title}: nothing to type")]:
            self.report.line(good == "ok", line)

    def add_mdev(self, window):
        """The window in which a mediated device is picked, from that of a domain."""
        screen.click(window, "add-hardware")
        picker = self.program.window("Add New Virtual Hardware")
        screen.select(picker, "MDEV Host Device")
        screen.wait("the page of mediated devices", lambda: screen.find(
            picker, "label", "MDEV Device"))
        return picker

    def add_listed(self, window, name):
        """As add_mdev(), once virt-manager knows a device: it fills the list when it opens it."""
        for _ in range(30):
            picker = self.add_mdev(window)
            if name in screen.rows(picker)[-1]:
                return picker
            screen.click(picker, "Cancel")
            self.program.no_window("Add New Virtual Hardware")
        raise screen.Missing(f"{name} in the list of mediated devices")


def pick(desk):
    """What libvirt has is there to be picked, and one is taken."""
    name = node_device(*PICKED)

    screen.select(desk.list, "desk\nShutoff")
    screen.click(desk.list, "Open")
    window = desk.program.window("desk on")
    screen.click(window, "Details", "radio button")
    picker = desk.add_mdev(window)
    desk.report.same("MDEV Host Device lists the devices of libvirt",
                     sorted(screen.rows(picker)[-1]),
                     desk.machine.node_devices())
    screen.select(picker, name)
    desk.shot("add-hardware", picker)
    screen.click(picker, "Finish")
    desk.program.no_window("Add New Virtual Hardware")
    desk.follow("Pick it")
    desk.report.same("Finish adds the one that was picked, once",
                     desk.machine.hostdevs("desk"), [PICKED[1]])
    screen.select(window, f"MDEV {PICKED[1]}")
    desk.report.soon("and virt-manager names it among the hardware",
                     lambda: screen.find(window, "label", name))
    desk.shot("details", window)
    return window


def start_picked(desk, window):
    """A domain with a device that exists already."""
    desk.run(window, "desk")
    desk.report.line(desk.machine.true(f"holds desk {PICKED[1]}"),
                     "it holds the device that was picked")
    desk.follow("Start it")
    desk.force_off(window, "desk")
    desk.report.line(desk.machine.true(f"has_mdev {PICKED[1]}"),
                     "the device stays")


def start_hooked(desk, window):
    """A domain whose device does not exist."""
    machine, report = desk.machine, desk.report

    desk.follow("Let the hook make it")
    report.soon("virt-manager shows what does not exist", lambda: screen.find(
        window, "table cell", f"MDEV {HOOKED}"))
    report.line(machine.true(f"gone {HOOKED}"), "it does not exist")
    desk.run(window, "desk")
    report.line(machine.true(f"holds desk {HOOKED} && has_claim {HOOKED}"
                             f" && owner_is {HOOKED} desk"),
                "the hook has made it, and the domain holds it")
    desk.follow("With both")
    desk.shot("running", window)
    desk.force_off(window, "desk")
    report.soon("nothing is left of what the hook has made",
                lambda: machine.true(f"gone {HOOKED}"))
    report.line(machine.true(f"has_mdev {PICKED[1]}"),
                "nor is anything else taken away")


def read_refusal(desk):
    """A domain that asks for more than there is."""
    machine, report = desk.machine, desk.report

    report.step("a refusal")
    screen.select(desk.list, "greedy\nShutoff")
    screen.click(desk.list, "Run")
    alert = desk.program.alert()
    label = screen.wait("what is wrong", lambda: next(
        (thing for thing in screen.walk(alert)
         if thing.role() == "label"
         and "Error starting domain" in thing.text()), None))
    sentence = machine.ask("journalctl -q -t gvmctl -o cat GVM_DOMAIN=greedy"
                           " | tail -n 1")
    report.says("the error that a person sees ends with our sentence",
                label.text() + "$", f"gvmctl hook: {sentence}$")
    report.line(screen.is_within(label, alert), "all of which is on the screen",
                "it is cut off")
    print(f"   {sentence}")
    desk.shot("refused", alert)
    screen.click(alert, "Close")
    desk.program.no_alert()
    report.line(desk.is_listed("greedy", "Shutoff") and
                machine.true(f"gone {REFUSED}"), "and nothing has begun")


def use_tools(desk):
    """virt-install and virt-xml take the names of node devices."""
    machine, report = desk.machine, desk.report
    name = node_device(*FIRST)
    words = ["--name", "installed", "--memory", "32", "--virt-type", "qemu",
             "--import", "--disk", "none", "--osinfo", "generic", "--graphics",
             "none", "--network", "none", "--seclabel", "type=none",
             "--hostdev", name]

    report.step("virt-install and virt-xml")
    status, said, errors = tool("virt-install", *words, "--print-xml")
    report.line(not status and FIRST[1] in said,
                "virt-install --hostdev --print-xml", f"{status} {errors}")
    status, said, errors = tool("virt-install", *words, "--noautoconsole")
    report.line(not status, "virt-install --hostdev",
                f"{status} {said} {errors}")
    report.line(machine.true(f"holds installed {FIRST[1]} && destroy installed"),
                "its domain runs with the device")
    status, said, errors = tool("virt-xml", "desk", "--add-device",
                                "--hostdev", name)
    report.line(not status, "virt-xml --add-device --hostdev",
                f"{status} {said} {errors}")
    report.same("adds the device", machine.hostdevs("desk"),
                [PICKED[1], HOOKED, FIRST[1]])


def short_number(desk, window):
    """A type whose number has one digit is of no use to virt-manager."""
    machine, report = desk.machine, desk.report
    name = node_device(*SHORT)
    words = "Don't know how to generate nodedev for mdev type id 'nvidia-5'"
    xml = "virsh -q dumpxml --inactive desk"

    report.step("a type of one digit")
    before = machine.ask("must simctl add 1 5 2048 'Old 5'\n"
                         f"must create {SHORT[0]} nvidia-5 {SHORT[1]}\n"
                         f"must soon virsh -q nodedev-info {name}\n{xml}")
    picker = desk.add_listed(window, name)
    screen.select(picker, name)
    screen.click(picker, "Finish")
    alert = desk.program.alert()
    report.says("virt-manager lists a vGPU of such a type, and refuses it",
                screen.texts(alert), words)
    desk.shot("one-digit", picker, alert)
    screen.click(alert, "Close")
    desk.program.no_alert()
    screen.click(picker, "Cancel")
    status, _, errors = tool("virt-xml", "desk", "--add-device", "--hostdev",
                             name)
    report.line(status and words in errors, "virt-xml says the same",
                f"{status} {errors}")
    report.same("the domain is as it was", machine.ask(
        f"sysfile write $MDEV/{SHORT[1]}/remove 1 >/dev/null\n{xml}"), before)


def act(desk):
    """All of it; a step without which the rest makes no sense ends it."""
    desk.report.step("set-up")
    desk.machine.set_up()
    # First, for virt-manager asks a device once whether it is active.
    desk.follow("Something to pick")
    desk.open()
    desk.report.soon("virt-manager lists the domains", lambda: all(
        desk.is_listed(name, "Shutoff") for name in DOMAINS))
    read_refusal(desk)
    window = pick(desk)
    start_picked(desk, window)
    start_hooked(desk, window)
    use_tools(desk)
    short_number(desk, window)
    # The guide does neither: both domains name a vGPU of its pool.
    desk.machine.ask(f"gvmctl detach desk {FIRST[1]} && "
                     "virsh -q undefine installed")
    desk.follow("virt-install and virt-xml")
    desk.report.step("end")
    desk.report.line(desk.machine.true("destroy_all; soon clean"),
                     "nothing is left")


def main():
    out = pathlib.Path(sys.argv[1])
    desk = Desk(out, sys.argv[2:])
    report = desk.report
    try:
        act(desk)
    except screen.Missing as error:
        report.line(False, "goes on", error)
    if report.failed:
        desk.shot("failed")
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(1 if report.failed else 0)


main()
