# SPDX-License-Identifier: GPL-2.0-or-later
"""What every gate needs: the files to look at, and one way to end.

A gate that looked at nothing has not passed, it has failed: verdict() knows
how many things were seen. A tool that died is an exception, which Python
turns into a trace and status 1.
"""
import pathlib
import re
import shutil
import subprocess
import sys

SKIP = re.compile(r"^(build.*|\.git|__pycache__)$")
# A macro such as G_GNUC_PRINTF(1, 2) is no name.
NAME = re.compile(r"\b(?![A-Z0-9_]+\b)([A-Za-z_]\w*)\s*\(")
CROWDED = re.compile(r"^\w[^;=]*\)\s*\{")


def tracked(root):
    """Every file that is, or is about to be, part of the repository."""
    root = pathlib.Path(root)
    if (root / ".git").exists() and shutil.which("git"):
        out = subprocess.run(
            ["git", "-c", f"safe.directory={root.resolve()}", "-C", root,
             "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True, text=True).stdout
        names = {root / name for name in out.split("\0") if name}
    else:
        names = (path for path in root.rglob("*")
                 if not any(SKIP.match(part)
                            for part in path.relative_to(root).parts))
    return sorted(p for p in names if p.is_file() and not p.is_symlink())


def sources(root, *tops):
    """The C sources and headers below some folders of the tree."""
    root = pathlib.Path(root)
    return [path for path in tracked(root)
            if path.suffix in (".c", ".h")
            and path.relative_to(root).parts[0] in (tops or ("src", "tests"))]


def functions(path):
    """Each function body of a file in kernel style: (name, line, length).

    A body is what stands between a brace in the first column and the next
    closing one. A body in another form would be overlooked: it is an end.
    """
    lines = path.read_text().splitlines()
    found = []
    for at, line in enumerate(lines):
        if CROWDED.match(line):
            raise SystemExit(f"{path}:{at + 1}: a function's opening brace "
                             "stands on a line of its own")
        if line != "{":
            continue
        end = lines.index("}", at)
        start = at
        while start and lines[start - 1] and \
                not re.search(r"[;}/]$|^#", lines[start - 1]):
            start -= 1
        names = NAME.findall(" ".join(lines[start:at]))
        if not names:
            raise SystemExit(f"{path}:{at + 1}: a body without a name")
        found.append((names[0], at + 1, end - at - 1))
    return found


def verdict(findings, seen, what):
    """Print the findings and leave: green only for something looked at."""
    for finding in findings:
        print(finding)
    print(f"{seen} {what}, {len(findings)} findings")
    if not seen:
        print("nothing to look at is not a pass")
    sys.exit(bool(findings) or not seen)
