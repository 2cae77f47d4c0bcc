"""told.py SOURCES: every text that a run tells of its inputs (warnings_add(), judge_repair()
and their helpers) has a Swedish format in src/base/told_*.c."""

import glob
import os
import re
import sys

SOURCES = sys.argv[1]
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')

# Which arguments of which calls are told, from 0.
CALLS = {
    "warnings_add": (2, 4),
    "judge_repair": (2, 4),
    "tally_report": (2, 3),
    "report_sum": (2, 3),
    "warn": (3, 4),
    "warn_office": (2, 3),
    "warn_offices": (2, 3),
    "tell_count": (2, 3),
    "leave_out": (3,),
    "tell": (1, 2, 3, 4),
    "scenario_note": (2,),
}
# Formats of which every use has a format of its own.
WHOLE = {"%s", "%u %s", "%s: %s", "%u %s %s", "%u %s %s (%s)", "%u %s (first: %s)",
         "%s: %u %s, %g km", "%u office%s outside %s: %s%s", "%u note%s %s"}
# What such a use adds in front and behind.
FRONT = r"(?:%u (?:%s |unit%s |note%s |office%s outside )?|%s: |%u people |%u person )?"
BEHIND = r"(?:: %s| \(%s\)| \(first: %s\)|: %u line%s, %g km)?"
# Words of errors, which stay English, and of the summary.
ELSEWHERE = {"io/read_weights.c"}
SUMMARY = {"junctions", "inhabited roads", "places where people of one unit live"}


def arguments(text, at):
    """The arguments of the call whose bracket opens just before `at`."""
    depth, start, found, is_text = 1, at, [], False
    while depth:
        char = text[at]
        if is_text:
            at += char == "\\"
            is_text = char != '"'
        elif char == '"':
            is_text = True
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 1:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return found + [text[start : at - 1]]


def literals(argument):
    """Texts of an argument; those that stand beside each other are one."""
    argument = re.sub(r"PRI[a-z]+\d+", '"u"', argument)
    found, end = [], None
    for match in LITERAL.finditer(argument):
        if end is not None and not argument[end : match.start()].strip():
            found[-1] += match[1]
        else:
            found.append(match[1])
        end = match.end()
    return found


def plain(fmt):
    """A format of C as told.h writes it."""
    fmt = re.sub(r"%[-0-9.]*(?:ll|z)?[ud]", "%u", fmt)
    fmt = re.sub(r"%[-0-9.*]*[fge]", "%g", fmt)
    return re.sub(r"%\.?[0-9*]*s", "%s", fmt)


def told():
    """The English formats."""
    found = []
    for path in sorted(glob.glob(os.path.join(SOURCES, "base/told_*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for match in re.finditer(r'^    \{((?:"(?:[^"\\]|\\.)*"\s*)+),', text, re.M):
            found += literals(match[1])
    return found


def births():
    """(place, format) of all that is told."""
    for path in sorted(glob.glob(os.path.join(SOURCES, "*/*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        name = os.path.relpath(path, SOURCES)
        if name.startswith("base") or not re.search("warnings_add|judge_repair|tally_|scenario_note", text):
            continue
        calls = [(m, CALLS[m[1]]) for m in re.finditer(r"\b(\w+)\(", text) if m[1] in CALLS]
        if name not in ELSEWHERE:
            calls += [(m, (2,)) for m in re.finditer(r"\bsnprintf\((?=effect,|what,)", text)]
        for match, which in calls:
            given = arguments(text, match.end())
            line = text.count("\n", 0, match.start()) + 1
            for i in which:
                for fmt in literals(given[i]) if i < len(given) else []:
                    yield f"{name}:{line}", plain(fmt)
        for match in re.finditer(r"\b(?:effect|what)(?:\[\w*\])? =([^;{]*);", text):
            for fmt in literals(match[1]):
                yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}", plain(fmt)


def is_told(fmt, formats):
    """A format is told when one of the table is it, with what is added to it; "%u %s" of a
    plural may stand there as "%u line%s", and a text that is one of few by itself."""
    pieces = [re.escape(piece) for piece in re.split(r"%[sug]", fmt.replace("%s%s", "%s"))]
    pattern = re.compile(FRONT + "[^;]*?".join(pieces) + BEHIND)
    return any(pattern.fullmatch(known) for known in formats)


formats = told()
texts = list(births())
lacking = [
    (at, fmt)
    for at, fmt in texts
    if fmt and fmt not in WHOLE | SUMMARY and not is_told(fmt, formats)
]
for at, fmt in lacking:
    print(f'FAILED {at}: "{fmt}" has no Swedish in src/base/told_*.c')
print(f"{len(texts)} texts, {len(formats)} formats")
assert len(texts) > 150 and len(formats) > 200, "the sources are read wrongly"
sys.exit(bool(lacking))
