# SPDX-License-Identifier: GPL-2.0-or-later
"""A program of GTK on a display of its own, seen and used as by a person who cannot see.

What is on the screen is asked of the program, by the means for screen readers; nothing is looked
for in pixels, and nothing is done at coordinates.
"""
import os
import subprocess
import time

import gi

gi.require_version("Gdk", "3.0")
# pylint: disable=wrong-import-position
from gi.repository import Gio, GLib  # noqa: E402

# How long anything may take, on a machine with much other work.
PATIENCE = 240
PAUSE = 0.1
# How long one answer may take, in milliseconds.
ANSWER = 20000
# AT-SPI is a D-Bus protocol. Its library answers what the program tells while it waits for an
# answer itself, and waits for ever then, so it is spoken here without it.
SPI = "org.a11y.atspi"
# Numbers of states.
SENSITIVE, SHOWING = 24, 25


class Missing(Exception):
    """Something did not come, or is not there."""


def wait(what, probe, patience=PATIENCE):
    """What a probe returns, as soon as it is anything."""
    end = time.monotonic() + patience
    while True:
        said = ""
        try:
            found = probe()
        except (GLib.Error, Missing) as error:
            # Often what was asked has gone away in the meantime.
            found = None
            said = f" ({error})"
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(f"not within {patience} s: {what}{said}")
        time.sleep(PAUSE)


def display(size="1024x768"):
    """A display without a monitor; its name is in the environment from then on."""
    reader, writer = os.pipe()
    server = subprocess.Popen(  # pylint: disable=consider-using-with
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24",
         "-nolisten", "tcp"], pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip()
    if not number:
        raise Missing("Xvfb has no display")
    os.environ["DISPLAY"] = f":{number}"
    return server


class Thing:
    """Something on the screen: a window, a button, a row."""

    bus = None

    def __init__(self, owner, path):
        self.owner, self.path = owner, path

    @classmethod
    def desktop(cls):
        """All programs."""
        if not cls.bus:
            session = Gio.bus_get_sync(Gio.BusType.SESSION)
            address, = session.call_sync(
                "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                None, None, Gio.DBusCallFlags.NONE, ANSWER, None)
            flags = Gio.DBusConnectionFlags
            cls.bus = Gio.DBusConnection.new_for_address_sync(
                address, flags.AUTHENTICATION_CLIENT
                | flags.MESSAGE_BUS_CONNECTION)
        return cls(f"{SPI}.Registry", f"/{SPI.replace('.', '/')}/accessible/root")

    def call(self, interface, method, form=None, *values):
        """The answer to a call."""
        words = GLib.Variant(form, values) if form else None
        answer = self.bus.call_sync(
            self.owner, self.path, interface, method, words, None,
            Gio.DBusCallFlags.NONE, ANSWER, None).unpack()
        return answer[0] if answer else None

    def ask(self, part, method, form=None, *values):
        """The answer to a call of one of AT-SPI's interfaces."""
        return self.call(f"{SPI}.{part}", method, form, *values)

    def property(self, name):
        """What it is in one respect."""
        return self.call("org.freedesktop.DBus.Properties", "Get", "(ss)",
                         f"{SPI}.Accessible", name)

    def name(self):
        """Its name, or what is written on it."""
        return self.property("Name")

    def role(self):
        """What kind of thing it is."""
        return self.ask("Accessible", "GetRoleName")

    def parent(self):
        """What it is in."""
        return Thing(*self.property("Parent"))

    def children(self):
        """What is in it."""
        return [Thing(*child)
                for child in self.ask("Accessible", "GetChildren")]

    def has(self, state):
        """Whether it is in a state."""
        words = self.ask("Accessible", "GetState")
        return bool(words[state // 32] >> state % 32 & 1)

    def act(self):
        """Press it."""
        self.ask("Action", "DoAction", "(i)", 0)

    def text(self):
        """What a person would read there."""
        if f"{SPI}.Text" in self.ask("Accessible", "GetInterfaces"):
            return self.ask("Text", "GetText", "(ii)", 0, -1) or self.name()
        return self.name()

    def box(self):
        """Where it is on the screen: left, top, right, bottom."""
        left, top, width, height = self.ask("Component", "GetExtents", "(u)",
                                            0)
        return (left, top, left + width, top + height)


def walk(thing, hidden=False):
    """A thing and all in it that is shown."""
    yield thing
    for child in thing.children():
        if hidden or child.has(SHOWING):
            yield from walk(child, hidden)


def texts(thing):
    """All that a person would read in a window."""
    return "\n".join(part.text() for part in walk(thing)
                     if part.role() in ("label", "text"))


def is_within(inner, outer):
    """Whether all of a thing is in another, and on the screen."""
    part, whole = inner.box(), outer.box()
    return (min(whole) >= 0 and part[0] >= whole[0] and part[1] >= whole[1]
            and part[2] <= whole[2] and part[3] <= whole[3])


class Program:
    """A running program, by the name that it gives itself."""

    def __init__(self, name):
        self.root = wait(f"{name} on the screen", lambda: next(
            (thing for thing in Thing.desktop().children()
             if thing.name() == name), None))

    def windows(self, *roles):
        """Its windows of these roles that are shown."""
        return [thing for thing in self.root.children()
                if thing.role() in roles and thing.has(SHOWING)]

    def window(self, title):
        """The window whose title begins so, when it comes."""
        return wait(f"a window '{title}'", lambda: next(
            (thing for thing in self.windows("frame")
             if thing.name().startswith(title)), None))

    def no_window(self, title):
        """Wait until there is none."""
        wait(f"no window '{title}'", lambda: not any(
            thing.name().startswith(title)
            for thing in self.windows("frame")))

    def alert(self):
        """The window that wants an answer, when it comes."""
        return wait("a question or an error", lambda: next(iter(
            self.windows("alert", "dialog")), None))

    def no_alert(self):
        """Wait until nothing wants an answer."""
        wait("no question", lambda: not self.windows("alert", "dialog"))


def find(where, role, name, hidden=False):
    """A thing by role and name; None if it is not there."""
    for thing in walk(where, hidden):
        if thing.role() == role and thing.name() == name:
            return thing
    return None


def click(where, name, role="push button", hidden=False):
    """Press a button as soon as it can be pressed."""
    def ready():
        thing = find(where, role, name, hidden)
        return thing if thing and thing.has(SENSITIVE) else None

    wait(f"{role} '{name}'", ready).act()


def choose(where, menu, entry):
    """An entry of a button's menu, without opening the menu."""
    click(find(where, "toggle button", menu), entry, "menu item", True)


def table_of(cell):
    """A table, and the place in it of the outermost cell around one."""
    while cell.parent().role() == "table cell":
        cell = cell.parent()
    return cell.parent(), cell.ask("Accessible", "GetIndexInParent")


def rows(where):
    """For each table that is shown the texts in it, from top to bottom."""
    return [[cell.name() for cell in walk(table)
             if cell.role() == "table cell" and cell.name()]
            for table in walk(where)
            if table.role() in ("table", "tree table")]


def select(where, name):
    """The row of a table that has this text, which is selected then."""
    def chosen():
        cell = find(where, "table cell", name)
        if not cell:
            return False
        table, at = table_of(cell)
        row = table.ask("Table", "GetRowAtIndex", "(i)", at)
        if table.ask("Table", "IsRowSelected", "(i)", row):
            return True
        table.ask("Table", "AddRowSelection", "(i)", row)
        return False

    wait(f"row '{name}' selected", chosen)


def screenshot(path, *windows):
    """The part of the screen with these windows, or all, as a PNG file."""
    # Not before there is a display.
    from gi.repository import Gdk  # pylint: disable=import-outside-toplevel
    root = Gdk.get_default_root_window()
    boxes = list(zip(*(window.box() for window in windows))) or [
        (0,), (0,), (root.get_width(),), (root.get_height(),)]
    left, top = max(min(boxes[0]), 0), max(min(boxes[1]), 0)
    right = min(max(boxes[2]), root.get_width())
    bottom = min(max(boxes[3]), root.get_height())
    picture = Gdk.pixbuf_get_from_window(root, left, top, right - left,
                                         bottom - top)
    picture.savev(str(path), "png", ["compression"], ["9"])
