#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hook costs, as ratios to the start of /bin/true in the same run.

The commands take turns, so that whatever else the machine does hits all of
them alike; the median and the quartiles of each are compared with the median
of /bin/true. The hooks with a vGPU run on the imitated kernel: they show our
own cost, not that of a driver.

usage: hook-start.py BUILD [ROUNDS]
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

DOMAIN = """<domain type='kvm'><name>bench</name>
<uuid>aaaaaaaa-0000-4000-8000-00000000000a</uuid>{}<devices>{}</devices>
</domain>
"""
METADATA = """<metadata><gvm:vgpus
xmlns:gvm="https://linux-gvm.org/xmlns/libvirt/domain/1.0"><gvm:vgpu
uuid="c2177883-f1bb-47f0-914d-32a22e3a8801" type="nvidia-588"/></gvm:vgpus>
</metadata>"""
HOSTDEV = """<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source>
<address uuid='c2177883-f1bb-47f0-914d-32a22e3a8801'/></source></hostdev>"""


def took(command, text):
    """Seconds from the start of a command to its end."""
    before = time.perf_counter()
    done = subprocess.run(command, input=text, stdout=subprocess.DEVNULL,
                          check=False)
    if done.returncode:
        sys.exit(f"{command[0]} ended with status {done.returncode}")
    return time.perf_counter() - before


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    plain = DOMAIN.format("", "").encode()
    vgpu = DOMAIN.format(METADATA, HOSTDEV).encode()
    with tempfile.TemporaryDirectory(
            dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as tmp:
        root = tmp + "/root"
        subprocess.run([build / "tests/lib/make-host", root, "a10-two"],
                       check=True)
        real = [build / "src/cmd/gvmctl", "hook", "qemu", "bench"]
        sim = [build / "tests/golden/gvmctl-sim", "--root", root, "hook",
               "qemu", "bench"]
        script = ["sh", build / "hooks/qemu", "bench"]
        table = {
            "/bin/true": (["/bin/true"], b""),
            "/bin/sh that ends at once": (["/bin/sh", "-c", "exit 0"], b""),
            "hook script, start": (script + ["start", "begin", "-"], plain),
            "gvmctl, prepare, no vGPU": (real + ["prepare", "begin", "-"],
                                         plain),
            "gvmctl, prepare, one vGPU": (sim + ["prepare", "begin", "-"],
                                          vgpu),
            "gvmctl, release, one vGPU": (sim + ["release", "end", "-"],
                                          vgpu),
        }
        times = {name: [] for name in table}
        for _ in range(rounds):
            for name, (command, text) in table.items():
                times[name].append(took(command, text))
    floor = statistics.median(times["/bin/true"])
    print(f"{'ratio to /bin/true':28} {'median':>8} {'quartiles':>14}")
    for name, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"{name:28} {middle / floor:8.2f} "
              f"{low / floor:6.2f} {high / floor:6.2f}")


main()
