#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the program says and what the manual says are the same, both ways.

Compared are commands with their words and options, exit statuses, columns,
JSON keys, words of the output, files, journal fields, operations of the
hooks, elements and attributes of the XML with the driver's fields that they
become, and every sentence that the sources hold. The program itself is asked
where it can answer; the rest is read from the sources.

In a page a thing that counts stands in double backquotes: as a term in the
first column of its section, as the title of a section, or, for a sentence,
anywhere. What changes from call to call is written in capitals.

usage: check-man.py RST2MAN SOURCE_ROOT PROGRAM BUILD_ROOT
"""
import ast
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

import gate

TOKEN = re.compile(r"""
    /\*.*?\*/ | //[^\n]* |              # comments
    (?P<string>"(?:\\.|[^"\\])*") |
    '(?:\\.|[^'\\])*' |                 # characters
    (?P<macro>[A-Z]\w*) |
    \w+ | [^\s]""", re.S | re.X)
# A conversion of printf, or a macro that stands between two strings.
HOLE = re.compile(r"%[-+#0 ]*[\d*]*(?:\.[\d*]+)?(?:hh?|ll?|[zjt])?[a-zA-Z]"
                  r"|%?\0")
LITERAL = re.compile(r"``(.+?)``", re.S)
TERM = re.compile(r"^``(.+?)``(?:, ``(.+?)``)?$", re.M)
RELAXNG = "{http://relaxng.org/ns/structure/1.0}"
UNDERLINE = re.compile(r"^([=\-~^])\1{2,}$")
# What makes a string one for people: two words in a row.
WORDS = re.compile(r"[a-z]+[,:;']? '?[A-Za-z]+")
# sentence : why nobody will ever read it
UNSAID = {
    "no type": "a request that wants no type is never described",
    "Device Minor:": "a word of a file of NVIDIA's driver",
    "mode='subsystem' type='pci'": "what is looked for in XML",
    r" \(at (?:line (\d+).*|end of document)\)$":
        "what is looked for in what Python says",
}
# file : the file in whose section of the manual its columns stand as well
PART_OF = {"abi.c": "check.c"}
# Paths of other programs that only the text of another file spells.
PATHS = re.compile(r"^(dev|etc|lib|proc|run|sys|usr|var)/[a-z%]")
# Not for people: what only a compiler says.
ASSERT = re.compile(r"\b(?:static_assert|G_STATIC_ASSERT)\(.*?\);", re.S)


def strings(text):
    """Every string of a C file, neighbours joined."""
    joined, found = None, []
    for match in TOKEN.finditer(ASSERT.sub(";", text)):
        if match["string"]:
            own = match["string"][1:-1].replace('\\"', '"') \
                .replace("\\n", "\n").replace("\\\\", "\\")
            joined = own if joined is None else joined + own
        elif match["macro"] and joined is not None:
            joined += "\0"
        elif not match[0].startswith(("/*", "//")) and joined is not None:
            found.append(joined)
            joined = None
    return found


def script_strings(text):
    """Every string of a Python file but documentation, holes as in C."""
    tree = ast.parse(text)
    skip = {id(node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            # What is in a hole is looked at by itself, its format is not.
            skip |= {id(x) for x in node.values}
            skip |= {id(x.format_spec) for x in node.values
                     if isinstance(x, ast.FormattedValue)}
            skip |= {id(y) for x in node.values
                     if isinstance(x, ast.FormattedValue) and x.format_spec
                     for y in x.format_spec.values}
    for node in ast.walk(tree):
        if id(node) in skip:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(x.value.replace("%", "%%")
                          if isinstance(x, ast.Constant) else "\0"
                          for x in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.replace("%", "%%")


def sections(text):
    """A page as (title, depth, body), in order, and its terms."""
    lines = text.split("\n")
    cuts = [i for i, line in enumerate(lines)
            if i and UNDERLINE.match(line) and lines[i - 1].strip()
            and len(line) >= len(lines[i - 1])]
    found = []
    for n, cut in enumerate(cuts):
        end = cuts[n + 1] - 1 if n + 1 < len(cuts) else len(lines)
        found.append((lines[cut - 1].strip().strip("`"), lines[cut][0],
                      "\n".join(lines[cut + 1:end])))
    return found


def terms(body):
    """What a section defines, such as ``--root DIR`` or ``uuid``."""
    return {term for pair in TERM.findall(body) for term in pair if term}


def pattern(sentence):
    """A regular expression for a sentence whose holes are filled."""
    parts = HOLE.split(sentence.replace("%%", "\1").strip())
    return re.compile(".*?".join(re.escape(p.replace("\1", "%"))
                                 for p in parts) + "(: REASON)?")


class Check:
    """Findings, and how many things were compared."""

    def __init__(self):
        self.findings = []
        self.seen = 0

    def same(self, what, program, page, where):
        """Two sets are equal, and neither is empty."""
        self.seen += len(program | page)
        if not program or not page:
            self.findings.append(f"{where}: no {what} found to compare")
        self.findings += [f"{where}: {what} '{x}' is not documented"
                          for x in sorted(program - page)]
        self.findings += [f"{where}: {what} '{x}' does not exist"
                          for x in sorted(page - program)]


def run(*command):
    """Output of a program that must succeed."""
    return subprocess.run(command, check=True, capture_output=True,
                          text=True).stdout


def options(usage):
    """Options of a usage text: "-v" and "--root DIR" alike."""
    found = set()
    for line in usage.split("\n"):
        match = re.match(r"  (?:(-\w), )?(--\S+(?: \S+)?)(?:  +|$)", line)
        if match:
            found |= {x for x in match.groups() if x}
    return found


def below(page, wanted):
    """The subsections of one section: title to body."""
    found, depth = {}, None
    for title, level, body in page:
        if title == wanted:
            depth = level
        elif level == depth:
            depth = None
        elif depth:
            found[title] = body
    return found


def check_commands(check, program, page, sources):
    """Commands, their words and options; returns all usage texts."""
    names = {name for path, text in sources.items()
             if path.parent.name == "cmd"
             for name in re.findall(r'^\t\.name = "(.+)",$', text, re.M)}
    usages = {name: run(program, "help", name) for name in names}
    spelled = {re.search(r"^usage: gvmctl \[OPTION\.\.\.\] (.*)$", text,
                         re.M)[1]: name for name, text in usages.items()}
    documented = below(page, "COMMANDS")

    check.same("command", set(spelled), set(documented), "COMMANDS")
    for words, name in spelled.items():
        own = options(usages[name].split("\noptions of all commands:")[0])
        listed = {term for term in terms(documented.get(words, ""))
                  if term.startswith("-")}
        if own or listed:
            check.same("option", own, listed, name)
    general = run(program, "help")
    check.same("option", options(general),
               {term for title, _, body in page if title == "OPTIONS"
                for term in terms(body)}, "OPTIONS")
    return "\n".join([general, *usages.values()])


def check_sets(check, what, program, page):
    """Each file's set is that of a section, and each section's of a file."""
    page = {title: x for title, x in page.items() if x}
    check.seen += len(program) + len(page)
    if not program or not page:
        check.findings.append(f"no {what} found to compare")
    for name, x in program.items():
        near = min(page.values(), key=lambda y: len(x ^ y), default=set())
        if x != near:
            check.findings.append(f"{name}: {what} {sorted(x - near)} not "
                                  f"documented, {sorted(near - x)} too many")
    check.findings += [f"{title}: {what} {sorted(x)} are of no file"
                       for title, x in page.items()
                       if x not in program.values()]


def check_output(check, page, sources):
    """Columns of tables and keys of JSON documents, section by section."""
    columns, keys = {}, {}
    for path, text in sources.items():
        for header in re.findall(r"\bheader\[\] = \{(.*?)NULL", text, re.S):
            columns.setdefault(PART_OF.get(path.name, path.name),
                               set()).update(re.findall(r'"(.+?)"', header))
        found = re.findall(r'(?:gvm_print_add_\w+|json_object_object_add)'
                           r'\(\s*\w+,\s*"(\w+)"', text)
        if found:
            keys[path.name] = {*found,
                               *re.findall(r'gvm_print_json\("(\w+)"', text)}
    check_sets(check, "columns", columns, {
        title: {x for x in terms(body) if re.fullmatch(r"[A-Z/]+", x)}
        for title, body in below(page, "COMMANDS").items()})
    check_sets(check, "JSON keys", keys, {
        title: {part for x in terms(body) for part in x.split(".")}
        for title, body in below(page, "JSON").items()})


def check_words(check, pages, sources):
    """Words that tables of the sources give to the values of an enum."""
    literals = {x for text in pages.values() for x in LITERAL.findall(text)}
    for path, text in sources.items():
        # There it is NVIDIA's names, which "check --abi" prints.
        if path.parent.name == "nvidia":
            continue
        for word in re.findall(r'^\t\[GVM_\w+\] = \{? ?"([\w-]+)"', text, re.M):
            check.seen += 1
            if word not in literals:
                check.findings.append(f"{path.name}: the word '{word}' "
                                      "is not documented")


def check_metadata(check, page, sources, root):
    """Attributes of the elements that our metadata have, and definitions."""
    check_schema(check, page, root, "domain-metadata.rng", "METADATA")
    check_definition(check, below(page, "DEFINITIONS")["Our own"], root)
    text = next(text for path, text in sources.items()
                if path.name == "metadata.c")
    for element, body in below(page, "METADATA").items():
        known = re.search(rf"\b{element}_attrs\[\] = \{{(.*?)NULL", text, re.S)
        known = set(re.findall(r'"(\w+)"', known[1])) if known else set()
        listed = set(re.findall(r"^\*(\w+)\*$", body, re.M))
        if known or listed:
            check.same("attribute", known, listed, f"element {element}")
    check.same("element", set(re.findall(r"\b(\w+)_attrs\[\] = \{", text)),
               set(below(page, "METADATA")), "METADATA")


def schema_attributes(node, defines):
    """Attributes of a part of a schema, what it shares with others included."""
    found = {x.get("name") for x in node.iter(f"{RELAXNG}attribute")}
    for ref in node.iter(f"{RELAXNG}ref"):
        shared = defines[ref.get("name")]
        if shared.find(f".//{RELAXNG}element") is None:
            found |= schema_attributes(shared, defines)
    return found


def schema_elements(grammar):
    """Elements of a schema, each with its attributes."""
    defines = {x.get("name"): x for x in grammar.iter(f"{RELAXNG}define")}
    found = {}
    for element in grammar.iter(f"{RELAXNG}element"):
        attributes = found.setdefault(element.get("name"), set())
        attributes |= schema_attributes(element, defines)
    return found


def check_definition(check, body, root):
    """Every element and attribute of a definition is named or shown."""
    schema = xml.etree.ElementTree.parse(root / "xml-schemas/nodedev.rng")
    known = {x.text for x in schema.iter(f"{RELAXNG}name")}
    for element, attributes in schema_elements(schema.getroot()).items():
        known |= {element, *attributes} - {None}
    shown = re.search(r"::\n\n((?:    .*\n|\n)+)", body)[1]
    named = {*re.findall(r"\*(\w+)\*(?!\*)", body),
             *re.findall(r"<(\w+)", shown), *re.findall(r" (\w+)=", shown)}
    check.same("word of a definition", known, named, "DEFINITIONS")


def check_schema(check, page, root, name, where="ELEMENTS"):
    """Elements and attributes of a schema; returns what is said of each."""
    schema = xml.etree.ElementTree.parse(root / "xml-schemas" / name)
    known = schema_elements(schema.getroot())
    documented = below(page, where)
    check.same("element", set(known), set(documented), where)
    said = {}
    for element, attributes in known.items():
        body = documented.get(element, "")
        listed = re.split(r"^\*([\w-]+)\*$", body, flags=re.M)
        said[element] = listed[0]
        said |= {f"{element}/@{name}": text
                 for name, text in zip(listed[1::2], listed[2::2])}
        if attributes or listed[1::2]:
            check.same("attribute", attributes, set(listed[1::2]),
                       f"element {element}")
    return said


def check_types(check, page, sources, root):
    """Elements and attributes of a file of types, and the driver's fields."""
    said = check_schema(check, page, root, "types.rng")
    text = {path.name: text for path, text in sources.items()}
    names = dict(re.findall(r'\[(GVM_PROFILE_\w+)\] = "(.+?)"',
                            text["profile.c"]))
    fields = dict(re.findall(r"\[(GVM_PROFILE_\w+)\] = (GVM_NV_INFO_\w+)",
                             text["config-type.c"]))
    spelled = dict(re.findall(r'\[(GVM_NV_INFO_\w+)\] = \{ "(\w+)"',
                              text["layout-type.c"]))
    check.seen += len(fields)
    if not fields or set(fields) != set(names):
        check.findings.append("ELEMENTS: no field of the driver to compare")
    check.findings += [
        f"{name}: the driver's field *{spelled[fields[which]]}* is not named"
        for which, name in names.items()
        if f"*{spelled[fields[which]]}*" not in said.get(name, "")]


def check_limits(check, pages, sources):
    """Each row of a section LIMITS is a number that some header defines."""
    defined = {int(number) << int(shift or 0)
               for path, text in sources.items() if path.suffix == ".h"
               for number, shift in re.findall(
                   r"^#define GVM_\w+_MAX \(?(\d+)u?(?: << (\d+)\))?$", text,
                   re.M)}
    for name, text in pages.items():
        for title, _, body in sections(text):
            if title != "LIMITS":
                continue
            for what, number, unit in re.findall(
                    r"^(\w.*?)  +(\d+)(?: (MiB|KiB|bytes))?$", body, re.M):
                check.seen += 1
                value = int(number) << {"MiB": 20, "KiB": 10}.get(unit, 0)
                if value not in defined:
                    check.findings.append(f"{name}: no limit is {number} "
                                          f"{unit}: {what}")


def check_files(check, page, sources, build):
    """Paths that the program uses or brings: section FILES."""
    used = {own for text in sources.values() for own in strings(text)
            if PATHS.match(own)}
    plan = json.loads((build / "meson-info/intro-installed.json").read_text())
    brought = {x for x in plan.values() if "/man/" not in x}
    listed = {t for title, _, body in page if title == "FILES"
              for t in terms(body)}
    check.seen += len(used) + len(brought) + len(listed)
    if not used or not brought or not listed:
        check.findings.append("FILES: nothing to compare")
    check.findings += [
        f"FILES: /{path} is not documented" for path in sorted(used)
        if not any(x.startswith("/" + HOLE.split(path)[0]) for x in listed)]
    check.findings += [f"FILES: {path} is not documented"
                       for path in sorted(brought - listed)]
    check.findings += [
        f"FILES: {path} does not exist" for path in sorted(listed - brought)
        if not any(pattern("/" + x).fullmatch(path) for x in used)]


def check_tables(check, page, sources, root):
    """Exit statuses, journal fields, what hooks and call-outs are answered."""
    at = {title: body for title, _, body in page}
    text = {f"{path.parent.name}/{path.name}": text
            for path, text in sources.items()}

    check.same("exit status",
               {"0", *re.findall(r"GVM_ERROR_\w+ = (\d+),", text["util/error.h"])},
               terms(at.get("EXIT STATUS", "")), "EXIT STATUS")
    check.same("journal field",
               set(re.findall(r'\badd\(&?entry, "([A-Z_]+)"',
                              text["lifecycle/event.c"])) |
               set(re.findall(r'\.key = "([A-Z_]+)"', text["host/real.c"])),
               terms(at.get("JOURNAL", "")), "JOURNAL")
    answered = {" ".join(x) for x in re.findall(
        r'\{ "(\w+)", "(\w+)", (?:true|false), \w+ \}', text["lifecycle/hook.c"])}
    check.same("operation", answered,
               {" ".join(x) for x in re.findall(
                   r"^``(\w+)``  +``(\w+)``", at.get("HOOKS", ""), re.M)},
               "HOOKS")
    check.same("call-out", {" ".join(x).strip() for x in re.findall(
        r'\{ "(\w+)", (?:"(\w+)"|NULL), \w+ \}', text["lifecycle/callout.c"])},
               {" ".join(x).strip() for x in re.findall(
                   r"^``(\w+)``  +(?:``(\w+)``)?", at.get("CALL-OUT", ""),
                   re.M)}, "CALL-OUT")
    called = set()
    for script in (root / "hooks").glob("*.in"):
        # mdevctl's passes on whatever is about a type of NVIDIA's.
        if script.name.endswith(".service.in") or script.stem == "mdevctl":
            continue
        case = re.search(r"^([a-z| ]+)\)$", script.read_text(), re.M)
        called |= {f"{script.stem} {x}" for x in case[1].split(" | ")}
    check.same("operation that a script passes on", called, answered, "hooks")


def check_sentences(check, pages, sources, usage):
    """Every text of two or more words that is not part of the usage."""
    texts = {" ".join(x.split()) for page in pages.values()
             for x in LITERAL.findall(page)}
    listed = {x for page in pages.values()
              for title, body in below(sections(page), "ERRORS").items()
              for x in terms(body) | set(re.findall(r"^\* ``(.+?)``$", body,
                                                    re.M))}
    usage = " ".join(usage.split())
    used = set()
    for path, text in sources.items():
        read = script_strings if path.suffix == ".py" else strings
        for own in read(text):
            plain = HOLE.sub(" ", own)
            if own in UNSAID or "<" in plain or not WORDS.search(plain) or \
                    " ".join(own.split()) in usage or \
                    own.startswith("usage: "):
                continue
            used.add(pattern(own))
            if not any(pattern(own).fullmatch(x) for x in texts):
                check.findings.append(f"{path.name}: the sentence '{own}' "
                                      "is not documented")
    check.seen += len(used)
    if not listed or not used:
        check.findings.append("ERRORS: no sentence found")
    check.findings += [f"ERRORS: the program never says '{x}'"
                       for x in sorted(listed)
                       if not any(y.fullmatch(x) for y in used)]


def check_markup(check, rst2man, paths):
    """Each page is one without a warning."""
    for path in paths:
        done = subprocess.run([rst2man, "--report=warning",
                               "--halt=severe", path], check=False, text=True,
                              capture_output=True)
        check.seen += bool(done.stdout)
        check.findings += done.stderr.splitlines()
        if done.returncode and not done.stderr:
            check.findings.append(f"{rst2man} died on {path}")


def main():
    rst2man, root, program, build = sys.argv[1:]
    root = pathlib.Path(root)
    paths = sorted((root / "docs" / "man").glob("*.rst"))
    pages = {path.name: path.read_text() for path in paths}
    sources = {path: path.read_text() for path in gate.sources(root, "src")}
    scripts = {path: path.read_text() for path in gate.tracked(root / "src")
               if path.suffix == ".py"}
    page = sections(pages["gvmctl.8.rst"])
    check = Check()

    check_markup(check, rst2man, paths)
    usage = check_commands(check, program, page, sources)
    check_output(check, page, sources)
    check_words(check, pages, sources)
    check_metadata(check, sections(pages["gvm-domain.5.rst"]), sources, root)
    check_limits(check, pages, sources)
    check_types(check, sections(pages["gvm-types.5.rst"]), sources, root)
    check_schema(check, sections(pages["gvm-policy.5.rst"]), root, "policy.rng")
    check_schema(check, sections(pages["gvm-pool.5.rst"]), root, "pools.rng")
    check_files(check, page, sources, pathlib.Path(build))
    check_tables(check, page, sources, root)
    check_sentences(check, pages, sources | scripts, usage)
    gate.verdict(check.findings, check.seen, "things compared")


main()
