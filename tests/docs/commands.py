"""commands.py PROGRAM SOURCE_FOLDER DOCUMENT [--columns]: runs the commands of a document and
holds what it shows against what they print.

Blocks are indented by four spaces. A line with "$ " is a command, run by sh in a copy of
the repository's root (it goes on after a backslash and until the end of a here-document);
what follows are lines of its standard output, in order; "..." stands for any number of
lines. With --columns the tables under "### table `x`", "### layer `x`" and "### input file"
are held against the columns of what was written and read."""

import csv
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM, SOURCE, DOCUMENT = map(os.path.abspath, sys.argv[1:4])
failures = []
HIDDEN = {"fid", "geom"}


def fail(what):
    failures.append(what)
    print("FAILED", what)


def blocks(text):
    """Lists of lines of each indented block, without the indent."""
    block = []
    for line in text.splitlines() + ["end"]:
        if line.startswith("    "):
            block.append(line[4:])
        elif not line.strip() and block:
            block.append("")
        elif block:
            yield block
            block = []


def commands(block):
    """Pairs of a command and the lines shown under it."""
    lines = iter(block)
    pairs = []
    for line in lines:
        if not line.startswith("$ "):
            if pairs:
                pairs[-1][1].append(line.rstrip())
            continue
        command = line[2:]
        while command.endswith("\\"):
            command += "\n" + next(lines)
        here = re.search(r"<<'(\w+)'$", command)
        while here and command.splitlines()[-1] != here[1]:
            command += "\n" + next(lines)
        pairs.append((command, []))
    return pairs


def trim(lines):
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def differs(shown, printed):
    """None when what is printed is what is shown; else the first line that is not."""
    at, may_skip = 0, False
    for line in shown:
        if line == "...":
            may_skip = True
            continue
        if may_skip:
            while at < len(printed) and printed[at] != line:
                at += 1
        if at >= len(printed) or printed[at] != line:
            return "%r, printed %r" % (line, printed[at] if at < len(printed) else "nothing")
        at, may_skip = at + 1, False
    return None if may_skip or at == len(printed) else "more is printed: %r" % printed[at]


def run_all(text, folder):
    count = 0
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    for block in blocks(text):
        for command, shown in commands(block):
            count += 1
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True,
                                  text=True, timeout=600, stdin=subprocess.DEVNULL)
            if done.returncode:
                fail("%s: exit %d: %s" % (command, done.returncode, done.stderr[-400:]))
                continue
            printed = trim([line.rstrip() for line in done.stdout.splitlines()])
            wrong = differs(trim(shown), printed) if shown else None
            if wrong:
                fail("%s: shown %s" % (command, wrong))
    return count


def told_columns(text):
    """{"table x": columns of the first cells under its heading}."""
    told, heading = {}, None
    for line in text.splitlines():
        if line.startswith("#"):
            found = re.match(r"### (layer|table|input) `?([\w.]+)`?", line)
            shared = line.startswith("### Columns that many")
            heading = (found[1].replace("layer", "table"), found[2]) if found else ("shared", "") if shared else None
            if heading in told:
                fail("%s %s is explained twice" % heading)
            if heading:
                told[heading] = []
        elif heading and line.startswith("| `"):
            cells = re.findall(r"`([^`]+)`", line.split("|")[1])
            for cell in cells:
                if cell in told[heading]:
                    fail("%s %s: %s is explained twice" % (*heading, cell))
            told[heading] += cells
    return told


def database_columns(path):
    """{table: columns} of a GeoPackage, without what belongs to the format."""
    base = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    names = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents WHERE table_name <> 'layer_styles'")]
    return {n: {r[1] for r in base.execute('PRAGMA table_info("%s")' % n)} - HIDDEN for n in names}


def input_columns(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8") as file:
            return set(next(csv.reader(file)))
    return next(iter(database_columns(path).values()))


def judge_columns(text, folder):
    told = told_columns(text)
    shared = set(told.get(("shared", ""), []))
    written = {}
    for name in sorted(os.listdir(os.path.join(folder, "build"))):
        if name.endswith(".gpkg"):
            for table, columns in database_columns(os.path.join(folder, "build", name)).items():
                written.setdefault(table, set()).update(columns)
    for table in written:
        if ("table", table) not in told:
            fail("table %s is written, but not explained" % table)
    for (kind, name), cells in told.items():
        if kind == "shared":
            continue
        place = os.path.join(SOURCE, "geodata/norrmark", name)
        columns = written.get(name) if kind == "table" else input_columns(place)
        if columns is None:
            fail("table %s is explained, but never written" % name)
            continue
        for column in sorted(columns - set(cells) - (shared if kind == "table" else set())):
            fail("%s %s: column %s is not explained" % (kind, name, column))
        for cell in cells:
            if cell not in columns:
                fail("%s %s: there is no column %s" % (kind, name, cell))
    return len(told)


def judge_options(text):
    """Every option the document names is one of the program's."""
    helps = [subprocess.run([PROGRAM, "help", c], capture_output=True, text=True).stdout
             for c in ("analyze", "site", "timeline", "compare", "explain", "network")]
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", "\n".join(helps))) | {"--version"}
    for line in text.splitlines():
        for word in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line) if "cmake" not in line else []:
            if word not in known and not re.search(r"tools/\w+[^|`]* %s|`%s` " % (word, word), line):
                fail("no option of the program: " + word)


def main():
    assert differs(["a", "...", "c"], ["a", "b", "c"]) is None
    assert differs(["a", "..."], ["a", "b"]) is None
    assert differs(["a", "c"], ["a", "b"]) and differs(["a"], ["a", "b"]) and differs(["...", "d"], ["a"])
    with open(DOCUMENT, encoding="utf-8") as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "build"))
        os.symlink(PROGRAM, os.path.join(folder, "build/whitespot"))
        shutil.copytree(os.path.join(SOURCE, "geodata"), os.path.join(folder, "geodata"))
        count = run_all(text, folder)
        if count == 0:
            fail("no command is shown")
        judge_options(text)
        columns = judge_columns(text, folder) if "--columns" in sys.argv else 0
    print("%d commands, %d lists of columns, %d failures" % (count, columns, len(failures)))
    return 1 if failures else 0


sys.exit(main())
