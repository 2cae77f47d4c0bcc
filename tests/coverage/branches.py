#!/usr/bin/env python3
"""tests/coverage/branches.py [--tests REGEX] [ROOM ...]: which branches of src/ROOM the
tests take; without rooms those of all, by all tests.

Builds with gcc's counters and without asserts in build/coverage, runs ctest (REGEX, or
the tests named after the rooms; WS_COVERAGE_JOBS at once, 2), and asks gcov. Branches
that wait for memory to run out, or hand on a failure of what was called, are counted
apart: the first belong to the tests that make allocations fail, which count only when
REGEX names them. So are those of exceptions.txt, each with its reason. Prints the files
with the most branches that no test takes. Fails below WS_COVERAGE_BAR (90) per cent of
the others, and when a line of exceptions.txt is not in the code.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.join(ROOT, "build", "coverage")
KINDS = ("plain", "memory", "handed on", "excepted")
ROOMS = ("base", "geo", "net", "cover", "decide", "io", "report", "run")
MEMORY = re.compile(r"no_memory|NO_MEMORY|mem_grow|mem_array|mem_string|is_short")
HANDED_ON = re.compile(r"!st\b|\bif \(st\b|\(st\)|\bst \?|; !st|return st|\bst = ")


def build(targets):
    subprocess.run(["cmake", "-S", ROOT, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                    "-DCMAKE_C_COMPILER=gcc", "-DWS_SHARED_DATA=none",
                    "-DCMAKE_C_FLAGS=-O0 -g0 -DNDEBUG --coverage -fprofile-update=atomic"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", BUILD, "--parallel",
                    os.environ.get("WS_COVERAGE_JOBS", "2"),
                    *(["--target", *targets] if targets else [])],
                   check=True, stdout=subprocess.DEVNULL)
    for folder, _, names in os.walk(BUILD):
        for name in names:
            if name.endswith(".gcda"):
                os.remove(os.path.join(folder, name))


def branches_of(room):
    """{path: {line: [taken, ...]}} of a room's files."""
    found = {}
    objects = os.path.join(BUILD, "CMakeFiles", f"ws_{room}.dir", "src", room)
    for name in sorted(os.listdir(objects)):
        if not name.endswith(".gcno"):
            continue
        done = subprocess.run(["gcov", "--stdout", "--json-format", "--branch-probabilities",
                               os.path.join(objects, name)], cwd=BUILD, capture_output=True,
                              text=True)
        for text in done.stdout.splitlines():
            for file in json.loads(text)["files"]:
                path = os.path.relpath(os.path.join(BUILD, file["file"]), ROOT)
                if not path.startswith(f"src/{room}/"):
                    continue
                lines = found.setdefault(path, {})
                for line in file["lines"]:
                    counts = [branch["count"] for branch in line["branches"]]
                    if counts:
                        lines.setdefault(line["line_number"], []).append(counts)
    return found


def exceptions():
    """exceptions.txt: file | line of code | why."""
    found = set()
    with open(os.path.join(HERE, "exceptions.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                path, rest = line.strip().split(" | ", 1)
                found.add((path, rest.rsplit(" | ", 1)[0]))
    return found


def sort_out(path, lines, excepted, met):
    """[taken, all] of each kind of branches; plain lines that are not taken."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        code = file.read().split("\n")
    sums, missed = {kind: [0, 0] for kind in KINDS}, []
    met |= {(path, line.strip()) for line in code} & excepted
    if lines and max(lines) > len(code):
        sys.exit(f"{path} changed while it was measured")
    for number, rows in sorted(lines.items()):
        # The same line of a header or an inline function stands in several objects.
        counts = [sum(column) for column in zip(*rows)]
        text = code[number - 1] + " " + (code[number] if number < len(code) else "")
        kind = "memory" if MEMORY.search(text) else "plain"
        if kind == "plain" and HANDED_ON.search(code[number - 1]):
            kind = "handed on"
        if kind == "plain" and (path, code[number - 1].strip()) in excepted:
            kind = "excepted"
        taken = sum(1 for count in counts if count)
        sums[kind][0] += taken
        sums[kind][1] += len(counts)
        if kind == "plain" and taken < len(counts):
            missed.append((number, len(counts) - taken))
    return sums, missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--tests", help="tests to run, as ctest -R takes them")
    parser.add_argument("--worst", type=int, default=15, help="files to name (15)")
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    args = parser.parse_args()
    if not shutil.which("gcov"):
        print("skipped: gcov is not there")
        sys.exit(77)
    rooms = args.rooms or [room for room in ROOMS]
    regex = args.tests or ("^(" + "|".join(args.rooms) + ")_" if args.rooms else ".")
    targets = []
    for room in args.rooms:
        targets += [f"test_{room}_{name[:-2]}" for name in
                    sorted(os.listdir(os.path.join(ROOT, "tests", room))) if name.endswith(".c")]
    os.nice(19)
    build([] if args.tests else targets)
    subprocess.run(["ctest", "-R", regex, "-j", os.environ.get("WS_COVERAGE_JOBS", "2")], cwd=BUILD,
                   stdout=subprocess.DEVNULL)
    total = {kind: [0, 0] for kind in KINDS}
    excepted, met, worst = exceptions(), set(), []
    for room in rooms:
        own = {kind: [0, 0] for kind in total}
        for path, lines in branches_of(room).items():
            sums, missed = sort_out(path, lines, excepted, met)
            for kind, (taken, count) in sums.items():
                for all_of in (total, own):
                    all_of[kind][0] += taken
                    all_of[kind][1] += count
            worst.append((sum(count for _, count in missed), path, sums["plain"], missed))
        print(f"{room:8}", tell(own), flush=True)
    for count, path, (taken, all_), missed in sorted(worst, reverse=True)[:args.worst]:
        if count:
            print(f"{path}: {taken} of {all_}; lines", *[number for number, _ in missed][:40])
    print("all     ", tell(total))
    stale = [row for row in excepted - met if row[0].split("/")[1] in rooms]
    for path, code in sorted(stale):
        print(f"exceptions.txt: {path} has no line: {code}")
    share = 100.0 * total["plain"][0] / max(1, total["plain"][1])
    sys.exit(0 if not stale and share >= float(os.environ.get("WS_COVERAGE_BAR", "90")) else 1)


def tell(sums):
    taken = sum(one[0] for one in sums.values())
    count = sum(one[1] for one in sums.values())
    words = [f"{kind} {one[0]} of {one[1]} ({100.0 * one[0] / max(1, one[1]):.1f} %)"
             for kind, one in sums.items()]
    share = 100.0 * taken / max(1, count)
    return f"{taken} of {count} branches ({share:.1f} %): " + ", ".join(words)


if __name__ == "__main__":
    main()
