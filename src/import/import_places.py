# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things stand in a file of TOML.

A parser of TOML forgets that, but a person who is to mend the file must know.
"""
import re
import tomllib

# The deepest key that means anything: config, number, request, number,
# display, num_heads.
DEEPEST = 6

TOKEN = re.compile(r"""
    (?P<newline>\n) | (?P<blank>[ \t\r]+) | (?P<comment>\#[^\n]*) |
    (?P<string>\"\"\"(?:\\.|[^\\])*?\"{3,5} | '''.*?'{3,5} |
               "(?:\\.|[^"\\\n])*" | '[^'\n]*') |
    (?P<sign>[][{}=,.]) | (?P<bare>[^][{}=,.\s\#"']+) | (?P<other>.)
    """, re.S | re.X)


class Places:
    """Where each key stands, and how its value is spelt.

    The text is TOML, that is known; but a parser of TOML forgets where things
    stood. What is not found here has no place, which is no error.
    """

    def __init__(self, text):
        self.found = {}
        self.count = {}
        self.line = 1
        self.tokens = []
        for match in TOKEN.finditer(text):
            if match.lastgroup not in ("blank", "comment"):
                self.tokens.append((match.lastgroup, match[0], self.line))
            self.line += match[0].count("\n")
        self.tokens.append(("end", "", self.line))
        self.at = 0
        self.table = ()
        while self.kind() != "end":
            self.statement()

    def kind(self):
        """Kind of the next token."""
        return self.tokens[self.at][0]

    def sign(self):
        """The next token, if it is a sign."""
        return self.tokens[self.at][1] if self.kind() == "sign" else ""

    def note(self, path, line, value=""):
        """Remember a place; deeper ones mean nothing."""
        if len(path) <= DEEPEST:
            self.found.setdefault(path, (line, value))

    def key(self):
        """Read a key: its parts, as many as can mean something."""
        parts = []
        while self.kind() in ("bare", "string") or self.sign() == ".":
            text = self.tokens[self.at][1]
            if self.sign() != "." and len(parts) < DEEPEST:
                parts.append(plain(text) if self.kind() == "string" else text)
            self.at += 1
        return tuple(parts)

    def inside(self, parts):
        """The path of a header: in an array, its last element is meant."""
        path = ()
        for part in parts:
            path += (part,)
            if path in self.count:
                path += (self.count[path],)
        return path

    def statement(self):
        """Read a header, or a key and its value."""
        line = self.tokens[self.at][2]
        if self.sign() == "[":
            self.at += 1
            array = self.sign() == "["
            self.at += array
            parts = self.key()
            self.table = self.inside(parts)
            if array:
                whole = self.inside(parts[:-1]) + parts[-1:]
                self.count[whole] = self.count.get(whole, -1) + 1
                self.table = whole + (self.count[whole],)
            self.note(self.table, line)
            while self.kind() not in ("newline", "end"):
                self.at += 1
        elif self.kind() in ("bare", "string"):
            path = self.table + self.key()
            self.at += self.sign() == "="
            self.value(path, line)
        else:
            self.at += 1

    def value(self, path, line):
        """Read a value, whatever it is."""
        if self.sign() == "[":
            self.note(path, line)
            self.elements(path)
        elif self.sign() == "{":
            self.members(path, line)
        else:
            start = self.at
            while self.kind() not in ("newline", "end") and \
                    self.sign() not in (",", "]", "}"):
                self.at += 1
            self.note(path, line,
                      "".join(x[1] for x in self.tokens[start:self.at]))

    def elements(self, path):
        """Read an array."""
        self.at += 1
        index = 0
        while self.kind() != "end" and self.sign() != "]":
            if self.kind() == "newline" or self.sign() == ",":
                self.at += 1
                continue
            before = self.at
            self.value(path + (index,), self.tokens[self.at][2])
            self.at += self.at == before
            index += 1
        self.at += self.kind() != "end"

    def members(self, path, line):
        """Read an inline table."""
        self.note(path, line)
        self.at += 1
        while self.kind() != "end" and self.sign() != "}":
            if self.kind() in ("bare", "string"):
                line = self.tokens[self.at][2]
                inner = path + self.key()
                self.at += self.sign() == "="
                self.value(inner, line)
            else:
                self.at += 1
        self.at += self.kind() != "end"

    def of(self, path):
        """Line of a key, or of what it would stand in."""
        while path and path not in self.found:
            path = path[:-1]
        return self.found[path][0] if path else 1

    def spelt(self, path, value):
        """A value as the file spells it."""
        text = self.found.get(path, (0, ""))[1] or repr(value)
        return text if len(text) <= 40 else text[:37] + "..."


def plain(quoted):
    """What a quoted key says."""
    return tomllib.loads(f"k = {quoted}")["k"]


def lower_booleans(text):
    """Let True be true, as people wrote it for gvm-cli.

    Returns the text and the lines where gvm-cli took it for false.
    """
    out, lines, line, before = [], set(), 1, ""
    for match in TOKEN.finditer(text):
        word = match[0]
        if match.lastgroup == "bare" and before == "=" and \
                word in ("True", "False"):
            word = word.lower()
            if word == "true":
                lines.add(line)
        if match.lastgroup != "blank":
            before = word
        line += word.count("\n")
        out.append(word)
    return "".join(out), lines
