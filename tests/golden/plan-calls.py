#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What it costs to plan the start of a domain with one vGPU, by back end.

Counts the system calls of the real program that plans a prepare (--dry-run)
on an imitated machine, beyond those for a domain without a vGPU. A function
that a domain names must not cost more when its GPU has more functions. The
policy, which is not there, is looked for once, and for no other domain.

usage: plan-calls.py GVMCTL MAKE_HOST
"""
import os
import subprocess
import sys
import tempfile

import tracing

POLICY = "etc/gvm/policy.xml"
NS = "https://linux-gvm.org/xmlns/libvirt/domain/1.0"
UUID = "c2177883-f1bb-47f0-914d-32a22e3a8801"
HEAD = ("<domain type='kvm'><name>d</name>"
        "<uuid>7a1c0d5e-93f4-4b52-8a6d-2f3f5a0e1b0a</uuid>")
MDEV = ("<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source>"
        f"<address uuid='{UUID}'/></source></hostdev>")
# back end : machine, type, address of the function (none: an mdev), and the
# most calls that a plan may take. The bounds are some above what was counted.
CASES = {
    "mdev, 8 parents": ("a10-two", "nvidia-588", None, 250),
    "mdev, 3 parents": ("a10-small", "nvidia-588", None, 110),
    "vfio-vendor, 32 functions": ("l40s", "nvidia-1148", "0000:41:00.4", 52),
    "vfio-vendor, 4 functions": ("both", "nvidia-1148", "0000:81:00.4", 52),
    "sriov, 4 functions": ("arc-pro-vfs", None, "0000:03:00.1", 46),
    "pci, whole device": ("wormhole", None, "0000:01:00.0", 46),
}


def domain(kind, address):
    """The XML of a domain with one vGPU, or none."""
    if not kind and not address:
        return f"{HEAD}<devices/></domain>"
    key = f"address='{address}'" if address else f"uuid='{UUID}'"
    type_ = f" type='{kind}'" if kind else ""
    hostdev = MDEV
    if address:
        bus, slot = address[5:7], address[8:10]
        hostdev = ("<hostdev mode='subsystem' type='pci' managed='no'><source>"
                   f"<address domain='0x{address[:4]}' bus='0x{bus}' "
                   f"slot='0x{slot}' function='0x{address[11]}'/>"
                   "</source></hostdev>")
    return (f"{HEAD}<metadata><gvm:vgpus xmlns:gvm='{NS}'>"
            f"<gvm:vgpu {key}{type_}/></gvm:vgpus></metadata>"
            f"<devices>{hostdev}</devices></domain>")


def count(gvmctl, root, xml, wanted):
    """How many system calls one plan takes; it must say what is wanted."""
    done, lines = tracing.trace(
        [gvmctl, "--root", root, "--dry-run", "hook", "qemu", "d", "prepare",
         "begin", "-"], xml.encode())
    if done.returncode or done.stderr or wanted.encode() not in done.stdout:
        raise SystemExit(f"{root}: ended with {done.returncode}: "
                         f"{done.stdout}{done.stderr}")
    lines = [line for line in lines if "(" in line]
    looks = sum(POLICY in line for line in lines)
    if looks != bool(wanted):
        raise SystemExit(f"{root}: looks {looks} times for {POLICY}")
    return len(lines)


def main():
    gvmctl, make_host = map(os.path.abspath, sys.argv[1:])
    tracing.need_strace()
    found, passed, failed = {}, 0, 0
    for name, (machine, kind, address, most) in CASES.items():
        with tempfile.TemporaryDirectory() as root:
            subprocess.run([make_host, root, machine], check=True)
            base = count(gvmctl, root, domain(None, None), "")
            found[name] = count(gvmctl, root, domain(kind, address),
                                "create ") - base
        good = 0 < found[name] <= most
        passed += good
        failed += not good
        print(f"{'ok' if good else 'FAILED':6} {name}: {found[name]} calls "
              f"beyond a domain without vGPU, {most} allowed")
    few, many = (found[f"vfio-vendor, {n} functions"] for n in (4, 32))
    print(f"{'ok' if few == many else 'FAILED':6} 32 functions cost {many}, "
          f"4 cost {few}")
    passed += few == many
    failed += few != many
    print(f"{passed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
