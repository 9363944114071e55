#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Print how many thousand times a second this processor's time stamp counts.

QEMU without KVM gives its guest the time stamp of this machine. A guest that
finds out by itself how fast that is compares it with a timer that QEMU
imitates, and on a busy machine is wrong by a factor of up to ten: then its
clock, and every limit of time in it, is as wrong.
"""
import ctypes
import mmap
import time

# rdtsc; shl $32, %rdx; or %rdx, %rax; ret
CODE = bytes.fromhex("0f31 48c1e220 4809d0 c3")
SECONDS = 0.2
TRIES = 50


def main():
    page = mmap.mmap(-1, mmap.PAGESIZE,
                     prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    at = ctypes.addressof(ctypes.c_char.from_buffer(page))
    stamp = ctypes.CFUNCTYPE(ctypes.c_uint64)(at)

    def now():
        """Stamp and nanoseconds, read together: the closest of some pairs."""
        pairs = []
        for _ in range(TRIES):
            before = time.monotonic_ns()
            ticks = stamp()
            after = time.monotonic_ns()
            pairs.append((after - before, ticks, (before + after) // 2))
        return min(pairs)[1:]

    first, began = now()
    time.sleep(SECONDS)
    last, ended = now()
    print(round((last - first) * 1e6 / (ended - began)))


main()
