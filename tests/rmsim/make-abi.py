#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Make the tables of the simulated resource manager from the measured facts.

The output is one C header: enums for structures, fields, constants and
statuses, and, where it is included again with RMSIM_TABLES defined, the
tables behind them. The same facts make the same bytes.

usage: make-abi.py FACTS_DIR OUTFILE
"""
import csv
import pathlib
import re
import sys

# Our word for a structure : NVIDIA's name. Rows without a match are an error.
STRUCTS = {
    "VERSION": "nv_ioctl_rm_api_version_t",
    "CARD": "nv_ioctl_card_info_t",
    "REGISTER_FD": "nv_ioctl_register_fd_t",
    "ALLOC_OS_EVENT": "nv_ioctl_alloc_os_event_t",
    "FREE_OS_EVENT": "nv_ioctl_free_os_event_t",
    "XFER": "nv_ioctl_xfer_t",
    "FREE": "NVOS00_PARAMETERS",
    "ALLOC": "NVOS21_PARAMETERS",
    "ALLOC_RIGHTS": "NVOS64_PARAMETERS",
    "CONTROL": "NVOS54_PARAMETERS",
    "GET_EVENT": "NVOS41_PARAMETERS",
    "UNIX_EVENT": "NvUnixEvent",
    "EVENT_ALLOC": "NV0005_ALLOC_PARAMETERS",
    "DEVICE_ALLOC": "NV0080_ALLOC_PARAMETERS",
    "SUBDEVICE_ALLOC": "NV2080_ALLOC_PARAMETERS",
    "BUILD_VERSION": "NV0000_CTRL_SYSTEM_GET_BUILD_VERSION_V2_PARAMS",
    "PROBED": "NV0000_CTRL_GPU_GET_PROBED_IDS_PARAMS",
    "ATTACHED": "NV0000_CTRL_GPU_GET_ATTACHED_IDS_PARAMS",
    "ATTACH": "NV0000_CTRL_GPU_ATTACH_IDS_PARAMS",
    "DETACH": "NV0000_CTRL_GPU_DETACH_IDS_PARAMS",
    "PCI_INFO": "NV0000_CTRL_GPU_GET_PCI_INFO_PARAMS",
    "ID_INFO": "NV0000_CTRL_GPU_GET_ID_INFO_PARAMS",
    "ID_INFO_V2": "NV0000_CTRL_GPU_GET_ID_INFO_V2_PARAMS",
    "GPU_UUID": "NV0000_CTRL_GPU_GET_UUID_FROM_GPU_ID_PARAMS",
    "NOTIFY": "NV0000_CTRL_EVENT_SET_NOTIFICATION_PARAMS",
    "EVENT_STATUS": "NV0000_CTRL_GET_SYSTEM_EVENT_STATUS_PARAMS",
    "EVENT_DATA": "NV0000_CTRL_GET_SYSTEM_EVENT_DATA_PARAMS",
    "START_DATA": "NV0000_CTRL_VGPU_GET_START_DATA_PARAMS",
    "PERSISTENCE": "NV0080_CTRL_GPU_QUERY_SW_STATE_PERSISTENCE_PARAMS",
    "MODE": "NV0080_CTRL_GPU_GET_VIRTUALIZATION_MODE_PARAMS",
    "SRIOV": "NV0080_CTRL_GPU_GET_SRIOV_CAPS_PARAMS",
    "HETEROGENEOUS": "NV0080_CTRL_GPU_GET_VGPU_HETEROGENEOUS_MODE_PARAMS",
    "BUS_PCI": "NV2080_CTRL_BUS_GET_PCI_INFO_PARAMS",
    "SET_INFO": "NVA081_CTRL_VGPU_CONFIG_INFO_PARAMS",
    "ENUMERATE": "NVA081_CTRL_VGPU_CONFIG_ENUMERATE_VGPU_PER_PGPU_PARAMS",
    "TYPE_INFO": "NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPE_INFO_PARAMS",
    "TYPES": "NVA081_CTRL_VGPU_CONFIG_GET_VGPU_TYPES_PARAMS",
    "VGPU_NOTIFY": "NVA081_CTRL_VGPU_CONFIG_EVENT_SET_NOTIFICATION_PARAMS",
    "NOTIFY_START": "NVA081_CTRL_VGPU_CONFIG_NOTIFY_START_PARAMS",
    "FB_USAGE": "NVA081_CTRL_VGPU_CONFIG_GET_VGPU_FB_USAGE_PARAMS",
    "FB_USED": "NVA081_VGPU_FB_USAGE",
    "MIGRATION": "NVA081_CTRL_CMD_VGPU_CONFIG_GET_MIGRATION_CAP_PARAMS",
    "RESERVATION": "NVA081_CTRL_VGPU_CONFIG_GET_HOST_FB_RESERVATION_PARAMS",
    "MULTI": "NVA081_CTRL_PGPU_GET_MULTI_VGPU_SUPPORT_INFO_PARAMS",
    "CAPS": "NVA081_CTRL_GET_VGPU_DRIVER_CAPS_PARAMS",
    "PLACEMENTS": "NVA081_CTRL_VGPU_CONFIG_GET_CREATABLE_PLACEMENTS_PARAMS",
    "GUEST": "NVA081_VGPU_GUEST",
    "GUEST_VM": "NVA081_GUEST_VM_INFO",
    "HOST_DEVICE": "NVA081_HOST_VGPU_DEVICE",
    "INFO": "NVA081_CTRL_VGPU_INFO",
}
CONSTANTS = {
    "QUERY": "NV_RM_API_VERSION_CMD_QUERY",
    "VM_START": "NV0000_NOTIFIERS_VM_START",
    "GPU_UNBIND": "NV0000_NOTIFIERS_GPU_UNBIND_EVENT",
    "GPU_BIND": "NV0000_NOTIFIERS_GPU_BIND_EVENT",
    "VGPU_UNBIND": "NV0000_NOTIFIERS_VGPU_UNBIND_EVENT",
    "VGPU_BIND": "NV0000_NOTIFIERS_VGPU_BIND_EVENT",
    "GPU_BIND_UNBIND": "NV0000_NOTIFIERS_GPU_BIND_UNBIND_EVENT",
    "NOTIFIERS": "NV0000_NOTIFIERS_MAXCOUNT",
    "VGPU_NOTIFIERS": "NVA081_NOTIFIERS_MAXCOUNT",
    "TYPES_PER_GPU": "NVA081_MAX_VGPU_TYPES_PER_PGPU",
}
STATUSES = [
    "NV_OK", "NV_ERR_GENERIC", "NV_ERR_ILLEGAL_ACTION",
    "NV_ERR_INSERT_DUPLICATE_NAME", "NV_ERR_INSUFFICIENT_PERMISSIONS",
    "NV_ERR_INSUFFICIENT_RESOURCES", "NV_ERR_INVALID_ADDRESS",
    "NV_ERR_INVALID_ARGUMENT",
    "NV_ERR_INVALID_CLASS", "NV_ERR_INVALID_CLIENT", "NV_ERR_INVALID_EVENT",
    "NV_ERR_INVALID_OBJECT_HANDLE", "NV_ERR_INVALID_OBJECT_PARENT",
    "NV_ERR_INVALID_PARAM_STRUCT", "NV_ERR_INVALID_STATE",
    "NV_ERR_NOT_SUPPORTED", "NV_ERR_OBJECT_NOT_FOUND",
]
# Upper half of a control's number : how the names of its class begin.
CLASSES = {0x0: "NV0000", 0x80: "NV0080", 0x2080: "NV2080",
           0xa081: "NVA081"}
FLAGS = {"NON_PRIVILEGED": 1, "PRIVILEGED": 2, "KERNEL_PRIVILEGED(only)": 4,
         "INTERNAL": 8, "COPYOUT_ON_ERROR": 16, "CACHEABLE": 32}
# Other fields of fields are those of structures that have rows themselves.
INNER = ("pci_info.", "data.")
HEAD = """/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made by make-abi.py from the measured facts. */
#ifndef RMSIM_ABI_H
#define RMSIM_ABI_H
"""


def number(tag):
    """A release as one number: 580.95.05 is 580095005."""
    parts = [int(part) for part in tag.split(".")] + [0]
    if len(parts) < 3 or max(parts[1:3]) > 999:
        raise SystemExit(f"{tag!r} is no release")
    return parts[0] * 1000000 + parts[1] * 1000 + parts[2]


def word(field):
    """A field as an enum spells it: pci_info.fbLength is PCI_INFO_FB_LENGTH."""
    plain = field.replace(".", "_")
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)
    return re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", "_", plain).upper()


class Facts:
    """The measured tables."""

    def __init__(self, folder):
        self.folder = folder
        self.tags = {number(line) for line in
                     (folder / "releases.txt").read_text().split()}
        self.layouts = self.read_layouts()
        self.controls = self.read("ctrls.csv")
        self.constants = self.read("consts.csv")
        self.statuses = {row["name"]: int(row["value"], 0)
                         for row in self.read("status.csv")}

    def read(self, name):
        """The rows of one file."""
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(
                line for line in file if not line.startswith("#")))

    @staticmethod
    def ranges(row):
        """Where a constant has its value: [(first, last)]."""
        for part in row["tags"].split(";"):
            first, _, last = part.strip().partition("..")
            yield number(first), number(last or first)

    def read_layouts(self):
        """Structure -> (first, last) -> field -> (offset, size)."""
        layouts = {}
        for row in self.read("abi.csv"):
            span = (number(row["driver_tag_range_start"]),
                    number(row["driver_tag_range_end"]))
            fields = layouts.setdefault(row["struct"], {}).setdefault(
                span, {})
            if "." in row["field"] and not row["field"].startswith(INNER):
                continue
            fields[row["field"]] = (int(row["offset"]), int(row["size"]))
        return layouts

    def name_of(self, cmd, tag):
        """NVIDIA's name of a control in a release."""
        start = CLASSES[cmd >> 16] + "_CTRL_CMD_"
        names = [row["name"] for row in self.constants
                 if row["name"].startswith(start) and
                 re.fullmatch(r"0x[0-9a-f]+|\d+", row["value"]) and
                 int(row["value"], 0) == cmd and
                 any(first <= tag <= last for first, last in self.ranges(row))]
        return min(names, key=lambda name: (len(name), name), default=None)


def words_of(facts):
    """Our word of each field, in the order of first sight."""
    words = {}
    for name in STRUCTS.values():
        if name not in facts.layouts:
            raise SystemExit(f"the facts have no {name}")
        for fields in facts.layouts[name].values():
            here = [word(field) for field in fields if field != "(sizeof)"]
            if len(set(here)) < len(here):
                raise SystemExit(f"two fields of {name} are one word")
            words.update(dict.fromkeys(here))
    return words


def enum(name, prefix, words, last):
    """An enum of words, with a count at its end."""
    return [f"enum {name} {{", *(f"\t{prefix}{word}," for word in words),
            f"\t{last}", "};", ""]


def layout_tables(facts):
    """The rows of each structure and the places of their fields."""
    places, rows = [], []
    for short, name in STRUCTS.items():
        for (first, last), fields in sorted(facts.layouts[name].items()):
            rows.append(f"\t{{ RMSIM_S_{short}, {first}, {last}, "
                        f"{fields['(sizeof)'][1]}, {len(fields) - 1}, "
                        f"{len(places)} }},")
            places += [f"\t{{ RMSIM_F_{word(field)}, {offset}, {size}, "
                       f"\"{field}\" }},"
                       for field, (offset, size) in fields.items()
                       if field != "(sizeof)"]
    return ["static const struct rmsim_place rmsim_places[] = {", *places,
            "};", "", "static const struct rmsim_row rmsim_rows[] = {",
            *rows, "};", ""]


def control_table(facts):
    """Every control of the classes that there are."""
    lines = []
    for row in facts.controls:
        cmd = int(row["cmd"], 0)
        if cmd >> 16 not in CLASSES:
            continue
        first = number(row["driver_tag_range_start"])
        flags = sum(FLAGS.get(flag, 0) for flag in row["flags"].split("|"))
        name = facts.name_of(cmd, first) or row["handler"]
        lines.append((cmd, first, f"\t{{ {cmd:#x}, {first}, "
                      f"{number(row['driver_tag_range_end'])}, "
                      f"{row['param_size'] or 'RMSIM_NONE'}, {flags:#x}, "
                      f"\"{name}\" }},"))
    return ["static const struct rmsim_control rmsim_controls[] = {",
            *(line for _, _, line in sorted(lines)), "};", ""]


def value_table(facts):
    """The constants that depend on the release."""
    lines = []
    for short, name in CONSTANTS.items():
        rows = [row for row in facts.constants if row["name"] == name]
        if not rows:
            raise SystemExit(f"the facts have no {name}")
        lines += [f"\t{{ RMSIM_K_{short}, {first}, {last}, "
                  f"{int(row['value'], 0):#x} }},"
                  for row in rows for first, last in facts.ranges(row)]
    return ["static const struct rmsim_value rmsim_values[] = {", *lines,
            "};", ""]


def main():
    folder, out = map(pathlib.Path, sys.argv[1:])
    facts = Facts(folder)
    words = words_of(facts)
    lines = [HEAD]
    lines += enum("rmsim_struct", "RMSIM_S_", STRUCTS, "RMSIM_STRUCTS")
    lines += enum("rmsim_field", "RMSIM_F_", words, "RMSIM_FIELDS")
    lines += enum("rmsim_constant", "RMSIM_K_", CONSTANTS, "RMSIM_CONSTANTS")
    lines += ["enum rmsim_status {",
              *(f"\t{name} = {facts.statuses[name]:#x}," for name in STATUSES),
              "};", "", "#endif", "", "#ifdef RMSIM_TABLES"]
    lines += layout_tables(facts) + control_table(facts) + value_table(facts)
    lines += ["static const u32 rmsim_tags[] = {",
              *(f"\t{tag}," for tag in sorted(facts.tags)), "};", "#endif"]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
