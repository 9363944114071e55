#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers include downwards only, and each foreign library has its layer.

usage: check-layers.py SOURCE_ROOT
"""
import pathlib
import re
import sys

import gate

MAY_USE = {
    "util": [],
    "model": ["util"],
    "host": ["util"],
    "xml": ["util", "model"],
    "backend": ["util", "model", "host"],
    "nvidia": ["util", "model", "host"],
    "lifecycle": ["util", "model", "host", "xml", "backend", "nvidia"],
    "cmd": ["util", "model", "host", "xml", "backend", "nvidia", "lifecycle"],
    "virt": ["util", "model", "host", "xml", "backend", "lifecycle", "cmd"],
}
# Headers of libraries that only some layers know. "virt" is the one place
# that may ever see libvirt: it is a program of its own.
FOREIGN = {
    "libxml/": ["xml"],
    "pci/": ["backend"],
    "json-c/": ["xml", "cmd", "virt"],
    "libvirt/": ["virt"],
    "gio/": [],
    "glib-object.h": [],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def complaint(layer, path, kind, header):
    """What is wrong with one include, or None."""
    if kind == "<":
        for prefix, users in FOREIGN.items():
            if header.startswith(prefix) and layer not in users:
                return f"{layer} must not know <{header}>"
        return None

    other = header.split("/")[0]
    if "/" not in header or other not in MAY_USE:
        return f'"{header}": include by layer, e.g. "util/error.h"'
    if other != layer and other not in MAY_USE[layer]:
        return f'{layer} must not include "{header}"'
    return None


def own_header_first(path, includes):
    """A .c begins with its own header, which proves it stands alone."""
    own = f"{path.parent.name}/{path.stem}.h"
    if path.suffix == ".c" and path.with_suffix(".h").exists() \
            and (not includes or includes[0][1] != own):
        return f'must include "{own}" first'
    return None


def main():
    root = pathlib.Path(sys.argv[1])
    found = []
    files = gate.sources(root, "src")
    for path in files:
        layer = path.relative_to(root).parts[1]
        includes = INCLUDE.findall(path.read_text())
        said = [complaint(layer, path, *inc) for inc in includes]
        said.append(own_header_first(path, includes))
        if layer not in MAY_USE:
            said.append(f"{layer} is no layer")
        found += [f"{path}: {text}" for text in said if text]
    gate.verdict(found, len(files), "files of the layers")


main()
