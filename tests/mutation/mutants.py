#!/usr/bin/env python3
"""tests/mutation/mutants.py [--build FOLDER] [ROOM ...]: do the tests of a room notice
when its code is wrong?

Draws WS_MUTANTS (100) one-token changes of each room (net, cover, decide) with the seed
WS_MUTANTS_SEED (1): comparisons, && and ||, + and -, whole numbers, statements left out.
Each is compiled alone beside the build, linked into the tests of the room and run until
one fails or takes ten times as long as it should. Neither tree nor build is touched.

A change that gives the same machine code is none and is drawn again, so is one that does
not compile. Statements that only give memory back are left to the leak sanitizer, asserts
and words of messages to nobody. What survives is printed with the reason that
survivors.txt gives; what is equivalent by it, whatever the input, is none either: it is
told, not counted, and drawn again. WS_MUTANTS_SECONDS ends a room early. Fails below
WS_MUTANTS_BAR (85) per cent killed in a room.
"""
import argparse
import os
import random
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROOMS = ("net", "cover", "decide")
SWAPS = {"<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"], "==": ["!="], "!=": ["=="],
         "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"]}
# Operators stand between spaces in this tree, so signs and pointers are no matches.
OPERATOR = re.compile(r"(?<= )(<=|>=|==|!=|&&|\|\||<|>|\+|-)(?= )")
NUMBER = re.compile(r"(?<![\w.\"'-])(\d+)(u?)(?![\w.])")
STATEMENT = re.compile(r"^\s+(?!return|goto|break|continue|case|default|else|const|static|"
                       r"struct|enum|uint|int|size_t|bool|char|double|for|if|while|do\b)"
                       r"[a-z*(].*;$")
GIVES_BACK = re.compile(r"\b(mem_free|\w*_release|\w*_free|\w*_close)\(|^\s+\(void\)")
SKIPPED = re.compile(r"^\s*#|\bassert\(|error_set\(|error_prefix\(|no_memory\(|_Static_assert|"
                     r"\bsnprintf\(|\bchar \w+\[")


def blank_out(text):
    """The same text with comments and strings as spaces: columns stay."""
    pattern = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def mutants_of(path):
    """Every change of a file: (line, column, old, new)."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        lines = blank_out(file.read()).split("\n")
    found, in_message = [], False
    for number, line in enumerate(lines):
        in_message = in_message or bool(SKIPPED.search(line))
        if in_message:
            in_message = not line.rstrip().endswith((";", "{", "}")) and "#" not in line
            continue
        for match in OPERATOR.finditer(line):
            found += [(number, match.start(), match.group(), new) for new in SWAPS[match.group()]]
        for match in NUMBER.finditer(line):
            value, unsigned = int(match.group(1)), match.group(2)
            found.append((number, match.start(), match.group(), f"{value + 1}{unsigned}"))
            if value:
                found.append((number, match.start(), match.group(), f"{value - 1}{unsigned}"))
        above = lines[number - 1].rstrip() if number else ""
        whole = above.endswith((";", "{", "}", ")")) or not above
        if STATEMENT.match(line) and whole and not GIVES_BACK.search(line):
            found.append((number, len(line) - len(line.lstrip()), line.strip(), ";"))
    return found


class Build:
    """Compile and link commands of a build folder, from ninja."""

    def __init__(self, folder, room):
        self.folder, self.room = folder, room
        names = sorted(name[:-2] for name in os.listdir(os.path.join(ROOT, "tests", room))
                       if name.endswith(".c"))
        self.tests = [f"test_{room}_{name}" for name in names]
        subprocess.run(["ninja", "-C", folder, *self.tests], check=True,
                       stdout=subprocess.DEVNULL)
        self.links, self.compiles, self.usual_s = {}, {}, {}
        for test in self.tests:
            commands = self.commands(test)
            self.links[test] = commands[-1]
            for command in commands:
                made = re.search(rf"-o (\S+/src/{room}/(\w+)\.c\.o)", command)
                if made:
                    self.compiles[f"src/{room}/{made.group(2)}.c"] = (command, made.group(1))

    def usual(self, test):
        """Seconds without any change, measured when first asked for."""
        if test not in self.usual_s:
            began = time.monotonic()
            if self.run(os.path.join(self.folder, "tests", test), 600):
                sys.exit(f"{test} fails without any change")
            self.usual_s[test] = time.monotonic() - began
        return self.usual_s[test]

    def commands(self, target):
        text = subprocess.run(["ninja", "-C", self.folder, "-t", "commands", target], check=True,
                              capture_output=True, text=True).stdout
        return [line for line in text.splitlines() if line.strip() and "-o " in line]

    def run(self, program, limit_s):
        """True when the test fails, crashes or takes too long."""
        try:
            done = subprocess.run([program], cwd=self.folder, timeout=limit_s,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return True
        return done.returncode not in (0, 77)

    def compile(self, path, source, out):
        """False: does not compile."""
        command, made = self.compiles[path]
        words = []
        for word in shlex.split(command):
            if word.endswith("ccache"):
                continue
            words.append(source if word.endswith("/" + path) else out if word == made else word)
        for flag in ("-MD", "-MT", "-MF"):
            while flag in words:
                at = words.index(flag)
                del words[at:at + (1 if flag == "-MD" else 2)]
        words = [word for word in words if word != "-Werror"] + ["-w"]
        done = subprocess.run(words, cwd=self.folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def link(self, test, path, changed, out):
        made = self.compiles[path][1]
        command = self.links[test].replace(f" {made} ", f" {changed} ")
        command = re.sub(r"-o \S+", f"-o {out}", command, count=1)
        subprocess.run(command, cwd=self.folder, shell=True, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def order(self, path):
        """Tests of the same name first, then those that are known to be quick."""
        stem = os.path.basename(path)[:-2]

        def key(test):
            name = test[len(f"test_{self.room}_"):]
            is_own = name == stem or stem.startswith(name) or name.startswith(stem)
            return (not is_own, self.usual_s.get(test, 1.0))
        return sorted(self.tests, key=key)


def reasons():
    """survivors.txt: file | line of code | change | why."""
    found = {}
    path = os.path.join(HERE, "survivors.txt")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip() and not line.startswith("#"):
                    where, code, change, why = (part.strip() for part in line.split(" | ", 3))
                    found[(where, code, change)] = why
    return found


def judge(build, path, mutant, place, plain):
    """"killed TEST", "survived", or None: no mutant at all."""
    number, column, old, new = mutant
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        lines = file.read().split("\n")
    line = lines[number]
    lines[number] = line[:column] + new + line[column + len(old):]
    source, changed = os.path.join(place, "changed.c"), os.path.join(place, "changed.o")
    with open(source, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    if not build.compile(path, source, changed):
        return None
    with open(changed, "rb") as one, open(plain, "rb") as other:
        if one.read() == other.read():
            return None
    program = os.path.join(place, "test")
    for test in build.order(path):
        build.link(test, path, changed, program)
        if build.run(program, 10 * build.usual(test) + 5):
            return f"killed {test}"
    return "survived"


def plain_object(build, path, place):
    """The unchanged file by the same road: same source path, same object path."""
    source, made = os.path.join(place, "changed.c"), os.path.join(place, "changed.o")
    with open(os.path.join(ROOT, path), encoding="utf-8") as file, \
            open(source, "w", encoding="utf-8") as copy:
        copy.write(file.read())
    if not build.compile(path, source, made):
        sys.exit(f"{path} does not compile alone")
    plain = os.path.join(place, os.path.basename(path) + ".plain.o")
    os.replace(made, plain)
    return plain


def run_room(folder, room, count, seed, seconds):
    build = Build(folder, room)
    until = time.monotonic() + seconds if seconds else None
    every = [(path, mutant) for path in sorted(build.compiles) for mutant in mutants_of(path)]
    random.Random(f"{seed} {room}").shuffle(every)
    known, plain, killed, equivalent, survivors = reasons(), {}, 0, 0, []
    with tempfile.TemporaryDirectory(prefix="ws-mutants-") as place:
        for path, mutant in every:
            if killed + len(survivors) == count or (until and time.monotonic() > until):
                break
            if path not in plain:
                plain[path] = plain_object(build, path, place)
            verdict = judge(build, path, mutant, place, plain[path])
            if verdict is None:
                continue
            if verdict == "survived":
                is_equivalent = tell(path, mutant, known).startswith("equivalent")
                equivalent += is_equivalent
                survivors += [] if is_equivalent else [(path, mutant)]
            else:
                killed += 1
    total = killed + len(survivors)
    share = 100.0 * killed / total if total else 0.0
    print(f"{room}: {killed} of {total} killed ({share:.1f} %), {equivalent} equivalent, drawn "
          f"from {len(every)} changes, seed {seed}", flush=True)
    return share


def tell(path, mutant, known):
    """Prints a survivor; its reason."""
    number, column, old, new = mutant
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        code = file.read().split("\n")[number].strip()
    change = "left out" if new == ";" else f"{old} to {new}"
    why = known.get((path, code, change), "no reason is known")
    print(f"survived  {path}:{number + 1}:{column + 1} | {code} | {change} | {why}", flush=True)
    return why


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", help="a Ninja build with tests; else build/mutation is made")
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    args = parser.parse_args()
    count = int(os.environ.get("WS_MUTANTS", "100"))
    seed = os.environ.get("WS_MUTANTS_SEED", "1")
    bar = float(os.environ.get("WS_MUTANTS_BAR", "85"))
    seconds = float(os.environ.get("WS_MUTANTS_SECONDS", "0"))  # per room; 0: no limit
    folder = args.build
    if not folder:
        folder = os.path.join(ROOT, "build", "mutation")
        subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=Release", "-DWS_SHARED_DATA=none"],
                       check=True, stdout=subprocess.DEVNULL)
    os.nice(19)
    low = 100.0
    for room in args.rooms or ROOMS:
        low = min(low, run_room(os.path.abspath(folder), room, count, seed, seconds))
    sys.exit(0 if low >= bar else 1)


if __name__ == "__main__":
    main()
