#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Give the reader of gvm-cli's files what nobody meant.

Files are damaged at random, always the same way. Each is refused with one
sentence and a line that it has, or becomes XML that "gvmctl register --check"
accepts and remarks of such lines. Anything else is a finding.

usage: import.py GVMCTL SOURCE_ROOT ROUNDS
"""
import collections
import pathlib
import random
import subprocess
import sys
import tempfile

NUMBERS = ("0", "1", "16", "17", "0x10000", "65535", "4294967295", "-1")
ODD = ("0", "-1", "4294967296", "1.5", "inf", "true", "True", '"x"', "[1, [2",
       "{a = 1}", "1979-05-27", "'''", '"""', "\\", "\0", "\r", "=",
       "[[config]]", "[config.request]", "[[config.gpu_config]]", ".", "\u00e4", "\u2028",
       "num", "display.num_heads = 2", "#", "]" * 9, "[" * 2000, "a." * 2000)


def damage(text, dice):
    """The text with one to three faults."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        at, odd = dice.randrange(len(text) + 1), dice.choice(ODD)
        words = text.split("=")
        way = dice.randrange(8)
        if way == 0:
            text = text[:at] + odd + text[at + dice.randrange(4):]
        elif way == 1:
            text = text[:at]
        elif way == 2:
            lines = text.split("\n")
            dice.shuffle(lines)
            text = "\n".join(lines)
        elif way == 3:
            lines = text.split("\n")
            lines.insert(dice.randrange(len(lines) + 1), dice.choice(lines))
            text = "\n".join(lines)
        elif way == 4:
            digits = [i for i, x in enumerate(text) if x.isdigit()]
            at = dice.choice(digits or [0])
            text = text[:at] + dice.choice("0123456789") + text[at + 1:]
        elif way == 5:
            text = text[:at] + dice.choice(" \n\t#_") + text[at:]
        elif way == 6:
            lines = text.split("\n")
            del lines[dice.randrange(len(lines))]
            text = "\n".join(lines)
        else:
            which = dice.randrange(len(words))
            odd = dice.choice((odd, dice.choice(NUMBERS)))
            words[which] = f" {odd}\n" + words[which].partition("\n")[2]
            text = "=".join(words)
    return text


def judge(types, gvmctl, text):
    """What became of a file: a word, and what is wrong with that or None."""
    lines = range(1, text.count("\n") + 2)
    try:
        job = types.Import(text)
        xml = job.run(None)
    except types.Refusal as refusal:
        good = refusal.line in lines and len(refusal.sentence) < 400
        return "refused", None if good else repr(refusal)
    with tempfile.TemporaryDirectory(prefix="gvm-import-") as empty:
        done = subprocess.run([gvmctl, "--root", empty, "register", "--check",
                               "-"], check=False, input=xml, text=True,
                              capture_output=True)
    if done.returncode:
        return "accepted", done.stderr
    strange = [x for x in job.remarks if x[0] not in lines]
    return "accepted", f"remarks {strange}" if strange else None


def main():
    gvmctl, root, rounds = sys.argv[1:]
    root = pathlib.Path(root)
    sys.path.insert(0, str(root / "src/import"))
    import import_types

    files = sorted((root / "tests/golden/data/import").glob("*.toml"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    count, failed = collections.Counter(), 0
    for number in range(int(rounds)):
        dice = random.Random(number)
        text = damage(dice.choice(texts), dice)
        became, wrong = judge(import_types, gvmctl, text)
        count[became] += 1
        if wrong:
            failed += 1
            print(f"{number}: {became}: {wrong}\n{text}\n")
    print(", ".join(f"{n} {word}" for word, n in sorted(count.items())))
    # Damage that nothing survives, or that harms nothing, tries nothing.
    failed = failed or int(len(count) != 2)
    print(f"{int(rounds) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


main()
