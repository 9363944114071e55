# SPDX-License-Identifier: GPL-2.0-or-later
"""What a file of gvm-cli says, what gvm-cli did, and what the XML says.

Each key that gvm-cli knew is in one of the tables below; each sentence about
one of them is in gvmctl(8).
"""
import re
import tomllib
from xml.sax.saxutils import escape, quoteattr

from import_places import Places, lower_booleans

NAMESPACE = "https://linux-gvm.org/xmlns/types/1.0"
U16, U32, MIB = 0xffff, 0xffffffff, 16 << 20
CLASSES = ("Compute", "Geforce", "NVS", "Quadro")

INVALID, NOT_FOUND = 9, 3

# Of gpu_config: key, attribute, smallest and largest value. Those without an
# attribute are parts of an address.
SELECTORS = {
    "vendor_id": ("vendor", 0, U16), "device_id": ("device", 0, U16),
    "sub_vendor_id": ("subvendor", 0, U16),
    "sub_device_id": ("subdevice", 0, U16), "number": ("index", 0, 255),
    "domain": (None, 0, U32 - 1), "bus": (None, 0, 255),
    "slot": (None, 0, 31), "function": (None, 0, 7),
}
# What gvm-cli took for that of every GPU.
FIXED = {"vendor_id": 0x10de, "sub_vendor_id": 0x10de, "function": 0}
NEVER_COMPARED = ("free_fb", "total_fb")
# Of request: key, smallest and largest value, and what gvm-cli took without.
NUMBERS = {
    "num": (1, U32 - 1, None), "fb_len": (1, MIB, None),
    "fb_res": (0, MIB, None), "max_instances": (1, 1024, None),
    "v_dev_id": (0x10000, U32, ""), "p_dev_id": (1, U16, ""),
    "map_vid_size": (0, MIB, 24), "enc_cap": (0, 100, 100),
    "bar1_len": (1, MIB, 256), "partition": (0, U32, 0),
}
SWITCHES = ("ecc_support", "multi_mdev")
TEXTS = {"name": "GVM GPU", "class": "Compute"}
# Another spelling of a key.
ALIASES = {"map_video_size": "map_vid_size", "ecc": "ecc_support"}
# Of display.
DISPLAY = {
    "num_heads": (1, 16, 1), "max_res_x": (1, U16, 1024),
    "max_res_y": (1, U16, 1024), "frl_config": (0, 1000, 120),
    "frl_enable": (0, 1, 1),
}


class Refusal(Exception):
    """A sentence that ends the program, with line and exit status."""

    def __init__(self, sentence, line=None, status=INVALID):
        super().__init__(sentence)
        self.sentence, self.line, self.status = sentence, line, status


def printable(text):
    """A text on one line."""
    return "".join(c if c.isprintable() else "?" for c in text)


class Import:
    """One file on its way to XML."""

    def __init__(self, text):
        # Only where it is needed: broken strings make the search slow.
        self.wrong_case = set()
        if re.search(r"=[ \t]*(True|False)\b", text):
            text, self.wrong_case = lower_booleans(text)
        self.remarks = []
        self.lines = len(text.splitlines()) or 1
        self.data = self.parse(text)
        self.places = Places(text)

    def parse(self, text):
        """What the file says."""
        try:
            return tomllib.loads(text)
        except RecursionError:
            raise Refusal("arrays and tables are nested too deep", 1) from None
        except ValueError as err:
            found = re.search(r" \(at (?:line (\d+).*|end of document)\)$",
                              str(err))
            reason = str(err)[:found.start()] if found else str(err)
            line = int(found[1] or self.lines) if found else 1
            raise Refusal(f"this is no TOML: {printable(reason)}",
                          line) from None

    def remark(self, path, sentence):
        """Tell where gvm-cli did something else."""
        self.remarks.append((self.places.of(path), sentence))

    def refuse(self, path, sentence):
        """End it."""
        raise Refusal(sentence, self.places.of(path))

    def tables(self, parent, path, key):
        """The tables of an array that must have some."""
        whole = key if key == "config" else f"config.{key}"
        if key not in parent:
            self.refuse(path, f"there is no {key} here, without which "
                        f"gvm-cli crashed: add [[{whole}]]")
        found = parent[key]
        if not isinstance(found, list) or not found or \
                not all(isinstance(x, dict) for x in found):
            self.refuse(path + (key,), f"{key} must be an array of tables: "
                        f"write [[{whole}]]")
        return [(x, path + (key, i)) for i, x in enumerate(found)]

    def only(self, table, path, known):
        """No key is there that means nothing."""
        for key in table:
            if key not in known:
                where = next(x for x in reversed(("file",) + path)
                             if isinstance(x, str))
                self.refuse(path + (key,), f"{where} has the unknown key "
                            f"{printable(key)}, which gvm-cli passed over: "
                            "remove it or spell it right")

    def number(self, table, path, key, low, high):
        """A number, or None."""
        value, path = table.get(key), path + (key,)
        if value is None:
            return None
        spelt = self.places.spelt(path, value)
        if not isinstance(value, int) or isinstance(value, bool) or \
                not low <= value <= high:
            if key.endswith("_id"):
                low, high = hex(low), hex(high)
            self.refuse(path, f"{key} = {printable(spelt)} is no integer "
                        f"from {low} to {high}, which gvm-cli did not notice")
        return value

    def switch(self, table, path, key, attribute):
        """A switch, as "yes" or "no"."""
        value, path = table.get(key, False), path + (key,)
        if value not in (False, True, 0, 1) or isinstance(value, float):
            spelt = self.places.spelt(path, value)
            self.refuse(path, f"{key} = {printable(spelt)} is neither true "
                        "nor false, and gvm-cli took it for false")
        if value and key in SWITCHES and (
                not isinstance(value, bool) or
                self.places.of(path) in self.wrong_case):
            spelt = "True" if value is True else value
            self.remark(path, f"{key} = {spelt}: gvm-cli took all but true "
                        f"for false; the XML says {attribute}=\"yes\"")
        return "yes" if value else "no"

    def text(self, table, path, key, most):
        """A text, or None."""
        value, path = table.get(key), path + (key,)
        if value is not None and not (
                isinstance(value, str) and value.isprintable() and
                1 <= len(value.encode()) <= most):
            spelt = printable(self.places.spelt(path, value))
            self.refuse(path, f"{key} = {spelt} is no string of 1 to {most} "
                        "bytes without control characters")
        return value

    def address(self, given, table, path):
        """The address that parts of one make, or None."""
        parts = [given.get(x) for x in ("domain", "bus", "slot", "function")]
        if parts == [None] * 4:
            return None
        if None in parts[1:3]:
            self.refuse(path, "an address in the XML has both bus and slot: "
                        "write both or neither, gvm-cli took any for what was "
                        "missing")
        address = "{:04x}:{:02x}:{:02x}.{}".format(*(x or 0 for x in parts))
        if parts[0] is None:
            self.remark(path, "no domain: gvm-cli took any; the XML says "
                        f"address=\"{address}\"")
        return address

    def selector(self, table, path):
        """Attributes of a gpu."""
        self.only(table, path, {*SELECTORS, *NEVER_COMPARED, "identifier"})
        if "identifier" in table:
            self.refuse(path + ("identifier",), "identifier is the driver's "
                        "own number of a GPU, which the XML cannot say: write "
                        "domain, bus and slot")
        given = {}
        for key, (_, low, high) in SELECTORS.items():
            if table.get(key) == U32:
                self.remark(path + (key,), f"{key} = {U32:#x}: gvm-cli took "
                            "it for any; the XML leaves it out")
            elif key in table:
                given[key] = self.number(table, path, key, low, high)
        attributes = {}
        address = self.address(given, table, path)
        if address:
            attributes["address"] = address
        attributes |= {
            SELECTORS[key][0]: str(value) if key == "number" else
            f"0x{value:04x}" for key, value in given.items()
            if SELECTORS[key][0]}
        self.judge_selector(table, path, given, attributes)
        return attributes

    def judge_selector(self, table, path, given, attributes):
        """Say what gvm-cli did with a selector."""
        for key, value in given.items():
            name = SELECTORS[key][0] or "address"
            says = f"{name}={quoteattr(attributes[name])}"
            spelt = self.places.spelt(path + (key,), value)
            if key == "sub_vendor_id" or value != FIXED.get(key, value):
                fixed = FIXED[key]
                self.remark(path + (key,), f"{key} = {spelt}: gvm-cli took "
                            f"{fixed:#x} for that of every GPU; the XML says "
                            f"{says}")
            elif key == "number":
                self.branch(path + (key,), value, "nvidia/525", "any", says)
        for key in NEVER_COMPARED:
            if key in table:
                spelt = printable(self.places.spelt(path + (key,), table[key]))
                self.remark(path + (key,), f"{key} = {spelt}: gvm-cli "
                            "compared it with nothing; the XML leaves it out")

    def branch(self, path, value, branch, took, says):
        """Say that only some of gvm-cli knew a key."""
        spelt = self.places.spelt(path, value)
        self.remark(path, f"{path[-1]} = {spelt}: only branch {branch} of "
                    f"gvm-cli knew the key, all others took {took}; the XML "
                    f"says {says}")

    def spelling(self, table, path, alias):
        """The key that is there of two that mean the same."""
        key = ALIASES[alias]
        if key in table and alias in table:
            self.refuse(path + (alias,), f"{alias} and {key} are the same: "
                        "remove the one that gvm-cli passed over")
        return alias if alias in table else key

    def request(self, table, path):
        """A type: its id and its XML."""
        self.only(table, path, {*NUMBERS, *SWITCHES, *TEXTS, *ALIASES,
                                "display"})
        value, missing = {}, []
        mappable = self.spelling(table, path, "map_video_size")
        ecc = self.spelling(table, path, "ecc")
        for key, (low, high, default) in NUMBERS.items():
            spelt = mappable if key == "map_vid_size" else key
            value[key] = self.number(table, path, spelt, low, high)
            if value[key] is None and default is None:
                self.refuse(path, f"{key} is missing, at which gvm-cli ended "
                            "without naming file or line")
            if value[key] is None and default:
                value[key] = default
                missing.append(f"{key} {default}")
        for key, default in TEXTS.items():
            value[key] = self.text(table, path, key, 63)
            if value[key] is None:
                value[key] = default
                missing.append(f"{key} '{default}'")
        if value["class"] not in CLASSES:
            self.refuse(path + ("class",), f"class '{value['class']}' is none "
                        f"of {', '.join(CLASSES)}")
        value["ecc"] = self.switch(table, path, ecc, "ecc")
        value["multi"] = self.switch(table, path, "multi_mdev", "supported")
        display = self.display(table, path, missing)
        self.judge_request(table, path, value, mappable)
        if missing:
            self.remark(path, f"not given: {', '.join(missing)}: gvm-cli took "
                        "them silently; the XML says them")
        return self.type_id(path, value["num"]), as_xml(value, display)

    def type_id(self, path, number):
        """The id that a type gets."""
        if number >= 10:
            return number
        self.remark(path + ("num",), f"num = {number}: virt-manager refuses "
                    f"nvidia-{number}; the XML says id=\"{1000 + number}\"")
        return 1000 + number

    def judge_request(self, table, path, value, mappable):
        """Say what gvm-cli did with a request."""
        if mappable in table:
            self.branch(path + (mappable,), value["map_vid_size"], "master"
                        if mappable == "map_vid_size" else "nvidia/525", 24,
                        f"mappable=\"{value['map_vid_size']}\"")
        if table.get("ecc"):
            self.remark(path + ("ecc",), "ecc is set: gvm-cli knew only "
                        "ecc_support and took false; the XML says ecc=\"yes\"")
        if value["v_dev_id"] is None:
            self.remark(path, "no v_dev_id: gvm-cli gave the guest the PCI id "
                        "0x00000001; the XML leaves it to the GPU")
        if value["partition"]:
            self.branch(path + ("partition",), value["partition"], "dev",
                        0, f"size=\"{value['partition']}\"")

    def display(self, table, path, missing):
        """Attributes of a display."""
        given, path = table.get("display", {}), path + ("display",)
        if not isinstance(given, dict):
            self.refuse(path, "display must be a table: write "
                        "[config.request.display]")
        self.only(given, path, DISPLAY)
        if isinstance(given.get("frl_enable"), bool):
            spelt = str(given["frl_enable"]).lower()
            self.refuse(path + ("frl_enable",), f"frl_enable = {spelt} is 1 "
                        "or 0 in a file of gvm-cli, which took its default")
        value = {key: self.number(given, path, key, low, high)
                 for key, (low, high, _) in DISPLAY.items()}
        for key in ("num_heads", "max_res_x", "max_res_y"):
            if value[key] is None:
                value[key] = DISPLAY[key][2]
                if key != "num_heads" or "display" not in table:
                    missing.append(f"{key} {value[key]}")
        found = {"heads": value["num_heads"], "width": value["max_res_x"],
                 "height": value["max_res_y"]}
        if {"frl_config", "frl_enable"} & {*given}:
            limit = value["frl_config"]
            on = value["frl_enable"]
            found["frame-rate-limit"] = 120 if limit is None else limit
            found["limiter"] = "no" if on == 0 or limit == 0 else "yes"
        if "display" in table:
            self.judge_display(given, path, value, found)
        return found

    def judge_display(self, given, path, value, found):
        """Say what gvm-cli did with a display."""
        took, heads = value["frl_enable"] or 0, value["num_heads"]
        if "num_heads" not in given:
            self.remark(path, f"no num_heads: gvm-cli took {took} from "
                        "frl_enable; the XML says heads=\"1\"")
        elif took != heads:
            self.remark(path + ("num_heads",), f"num_heads = {heads}: gvm-cli "
                        f"took {took} from frl_enable; the XML says "
                        f"heads=\"{heads}\"")
        for key, name in (("frl_config", "frame-rate-limit"),
                          ("frl_enable", "limiter")):
            if key in given:
                says = f"{name}=\"{found[name]}\""
                if key == "frl_config" and "frl_enable" not in given:
                    says += f" limiter=\"{found['limiter']}\""
                self.remark(path + (key,), f"{key} = {given[key]}: gvm-cli "
                            "stored it as num_heads and limited no frame "
                            f"rate; the XML says {says}")

    def types(self, requests):
        """The XML of all types, which must have different ids."""
        seen = {}
        for table, path in requests:
            number, xml = self.request(table, path)
            if number in seen:
                line = self.places.of(seen[number])
                self.refuse(path + ("num",), f"the id would be {number}, as "
                            f"that of line {line} is: change num")
            seen[number] = path + ("num",)
            yield f"  <type id=\"{number}\">\n{xml}  </type>\n"

    def run(self, part):
        """The XML of the file, or of one part of it."""
        self.only(self.data, (), ("config",))
        parts = self.tables(self.data, (), "config")
        if part and part > len(parts):
            raise Refusal(f"the file has only {len(parts)} [[config]], there "
                          f"is no {part}", status=NOT_FOUND)
        gpus, types = None, []
        for table, path in [parts[part - 1]] if part else parts:
            self.only(table, path, ("gpu_config", "request"))
            found = [self.selector(*x)
                     for x in self.tables(table, path, "gpu_config")]
            # One that says nothing is all GPUs.
            found = found if all(found) else []
            if gpus is not None and found != gpus:
                self.refuse(path, "this [[config]] is for other GPUs than the "
                            "one before, and a file of types is for one "
                            "choice: use --config NUMBER for each")
            gpus = found
            types += self.tables(table, path, "request")
        body = "".join(f"  {element('gpu', x)}\n" for x in gpus)
        body += "".join(self.types(types))
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                f"<vgpu-types xmlns=\"{NAMESPACE}\">\n{body}</vgpu-types>\n")


def element(name, attributes):
    """An element without content."""
    words = "".join(f" {x}={quoteattr(str(y))}" for x, y in attributes.items())
    return f"<{name}{words}/>"


def as_xml(value, display):
    """What is in a type."""
    device = {}
    if value["v_dev_id"] is not None:
        device["id"] = f"0x{value['v_dev_id']:08x}"
    if value["p_dev_id"] is not None:
        device["host"] = f"0x{value['p_dev_id']:04x}"
    lines = [
        f"<name>{escape(value['name'])}</name>",
        f"<class>{value['class']}</class>",
        element("framebuffer", {
            "size": value["fb_len"], "reserved": value["fb_res"],
            "mappable": value["map_vid_size"]}),
        element("instances", {"max": value["max_instances"]}),
        element("display", display),
        element("encoder", {"capacity": value["enc_cap"]}),
        element("bar1", {"size": value["bar1_len"]}),
        element("device", device) if device else "",
        element("features", {"ecc": value["ecc"]}),
        element("mig", {"size": value["partition"]})
        if value["partition"] else "",
        element("multivgpu", {"supported": value["multi"]}),
    ]
    return "".join(f"    {x}\n" for x in lines if x)
