#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The Debian package is what "meson install" installs, and lintian is content.

FOLDER has the package as .packaging/build left it; lintian's words are kept
there as lintian.txt. TREE is what "meson install --destdir" makes.

usage: check.py FOLDER TREE SOURCE_ROOT
"""
import email.utils
import gzip
import pathlib
import re
import subprocess
import sys
import tarfile

NAME = "gvm-user"
DOC = f"usr/share/doc/{NAME}"
# What gvmctl links. libvirt's library is for a program that runs beside it.
DEPENDS = {"libc6", "libglib2.0-0", "libjson-c5", "libpci3", "libxml2"}
BESIDE_LIBVIRT = "usr/libexec/gvm/gvmctl-libvirt"
EXECUTABLE = re.compile(r"usr/bin/|usr/libexec/gvm/gvmctl-|.*/50-gvm$")
SCRIPTS = ("postinst", "prerm", "postrm")


class Report:
    """Lines, and how many were good."""

    def __init__(self):
        self.passed = self.failed = 0

    def line(self, what, against):
        """One thing that must hold, and what is against it."""
        against = sorted(against)
        self.passed += not against
        self.failed += bool(against)
        print("FAILED" if against else "ok    ", what)
        for text in against:
            print("      ", text)


def run(*words):
    """What a program says; it must succeed."""
    return subprocess.run(words, check=True, capture_output=True).stdout


class Package:
    """A package: members by name, without "./" before it."""

    def __init__(self, path):
        self.path = path
        self.members, self.text = {}, {}
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path],
                              stdout=subprocess.PIPE) as data:
            with tarfile.open(fileobj=data.stdout, mode="r|") as archive:
                for member in archive:
                    name = member.name.removeprefix("./")
                    self.members[name] = member
                    if member.isfile():
                        self.text[name] = archive.extractfile(member).read()
        if data.returncode or not self.text:
            raise SystemExit(f"{path}: dpkg-deb cannot read it")

    def field(self, name):
        """A field of the control file."""
        return run("dpkg-deb", "--field", self.path, name).decode().strip()

    def names(self, name):
        """The packages that a field such as Depends names."""
        return set(re.findall(r"(?:^|[,|]\s*)([a-z0-9.+-]+)",
                              self.field(name)))

    def conffiles(self):
        """What dpkg asks about before it replaces it."""
        return set(run("dpkg-deb", "--info", self.path, "conffiles")
                   .decode().split())

    def date(self):
        """The time of the changelog, which every build has in common."""
        text = gzip.decompress(self.text[f"{DOC}/changelog.gz"]).decode()
        said = re.search(r"^ -- .*>  (.*)$", text, re.M)[1]
        return email.utils.parsedate_to_datetime(said).timestamp()


def differences(package, tree):
    """What the tree has and the package has not, and the reverse."""
    wanted = {}
    for path in tree.rglob("*"):
        name = str(path.relative_to(tree))
        if re.match(r"usr/share/man/man./.", name):
            name += ".gz"
        wanted[name] = path
    had = {name for name in package.members
           if not re.match(rf"\.?$|usr/share/doc$|{DOC}(/|$)", name)}
    for name in wanted.keys() - had:
        yield f"only in the tree: {name}"
    for name in had - wanted.keys():
        yield f"only in the package: {name}"
    for name in had & wanted.keys() & package.text.keys():
        # Compiled or compressed anew.
        if not package.text[name].startswith((b"\x7fELF", b"\x1f\x8b")) and \
                package.text[name] != wanted[name].read_bytes():
            yield f"not the same: {name}"


def documents(package, root):
    """Documents that are missing."""
    for path in [root / "README.md", *root.glob("docs/**/*.md")]:
        name = f"{DOC}/{path.relative_to(root)}"
        if not {name, f"{name}.gz"} & package.members.keys():
            yield name


def modes(package):
    """Files whose owner or mode is wrong."""
    for name, member in package.members.items():
        program = member.isdir() or EXECUTABLE.match(name)
        if (member.uname, member.gname) != ("root", "root"):
            yield f"{name}: of {member.uname}:{member.gname}"
        if not member.issym() and \
                member.mode != (0o755 if program else 0o644):
            yield f"{name}: mode {member.mode:o}"


def traces(package, folder):
    """What would differ if it were built elsewhere, or later."""
    date = package.date()
    for name, member in package.members.items():
        if member.mtime > date:
            yield f"{name}: newer than the changelog"
    for name, text in package.text.items():
        if bytes(folder) in text:
            yield f"{name}: names the folder of the build"


def broken_scripts(package):
    """Scripts of the package that a shell cannot read."""
    for name in SCRIPTS:
        done = subprocess.run(
            ["sh", "-n"], input=run("dpkg-deb", "--info", package.path, name),
            check=False, capture_output=True)
        if done.returncode:
            yield f"{name}: {done.stderr.decode()}"


def lintian(folder, changes):
    """Its errors and warnings; all that it says is kept, and printed."""
    done = subprocess.run(
        ["lintian", "--allow-root", "--display-info", "--show-overrides",
         "--fail-on", "error,warning", changes],
        check=False, capture_output=True, text=True)
    (folder / "lintian.txt").write_text(done.stdout)
    said = done.stdout.splitlines()
    for line in said:
        print("       lintian:", line)
    bad = [line for line in said if line[:2] in ("E:", "W:")]
    # A finding is status 2 and a line; anything else means it died.
    if done.returncode not in (0, 2) or bool(done.returncode) != bool(bad):
        raise SystemExit(f"lintian died: {done.stderr}")
    return bad


def main():
    folder, tree, root = (pathlib.Path(word).resolve()
                          for word in sys.argv[1:])
    path, = folder.glob("*.deb")
    changes, = folder.glob("*.changes")
    package = Package(path)
    version = re.search(r"version : '(.*?)'", (root / "meson.build")
                        .read_text())[1]
    beside = {"libvirt0"} if BESIDE_LIBVIRT in package.text else set()
    report = Report()
    report.line(f"it is version {version} of {NAME}",
                {f"{NAME} {version}"} -
                {f"{package.field('Package')} {package.field('Version')}"})
    report.line("it has what meson installs, and nothing else",
                differences(package, tree))
    report.line("it has all documents", documents(package, root))
    report.line("owners and modes are right", modes(package))
    report.line("conffiles are the files of /etc",
                package.conffiles() ^
                {f"/{x}" for x in package.text if x.startswith("etc/")})
    report.line("it depends on the libraries of gvmctl alone",
                package.names("Depends") ^ DEPENDS)
    report.line("libvirt's library is recommended if a program needs it",
                beside - package.names("Recommends"))
    report.line("nothing tells where and when it was built",
                traces(package, folder))
    report.line("a shell reads its scripts", broken_scripts(package))
    report.line("lintian has neither errors nor warnings",
                lintian(folder, changes))
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(bool(report.failed))


main()
