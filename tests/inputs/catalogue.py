#!/usr/bin/python3
"""catalogue.py PROGRAM [NUMBER ...]: the bad-input catalogue, case by case.

Each case makes its files from the clean county, says the verdict and words
that the message must hold. A: the figures of the clean twin, and no warning
unless `notes`. R: exit 0, a warning with the words, and --strict refuses. E:
an error line with the words, nothing published. Every run must also keep the
laws of judge.py. WS_CASES says how many cases of a number are run at most (all
unless set), spread over its cases by name. Prints one line per case that fails, or with --table the
outcome of all; exit status 1 when one fails, 77 when the modules are missing."""
import importlib
import os
import shutil
import sys
import tempfile

try:
    import judge
    import world
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)
from cases import CASES

HERE = os.path.dirname(os.path.abspath(__file__))


def load():
    for name in sorted(os.listdir(HERE)):
        if name.startswith("cases_") and name.endswith(".py"):
            importlib.import_module(name[:-3])
    numbers = sorted({case.number for case in CASES})
    doubles = {(c.number, c.name) for c in CASES}
    assert len(doubles) == len(CASES), "two cases have one number and name"
    return numbers


def check(case, program, folder, twin):
    """The faults of one case, and the run; the case may change the environment."""
    before = dict(os.environ)
    try:
        return check_there(case, program, folder, twin)
    finally:
        os.environ.clear()
        os.environ.update(before)


def check_there(case, program, folder, twin):
    county = world.fresh(folder)
    try:
        case.make(county)
    except case.skips as fault:
        return [], None, f"skipped: {fault}"
    result, faults = judge.run(program, county.arguments(), folder, case.seconds)
    if result is None:
        return faults, None, ""
    got = judge.verdict(result)
    if got not in case.verdict:
        faults.append(f"verdict {got}, expected {case.verdict}")
    text = "\n".join(result.errors if got == judge.E else result.warnings)
    if got == judge.E:
        faults += [f"the error does not say '{word}'" for word in case.words if word not in text]
        if any(word in text for word in case.never):
            faults.append("the error says what it must not")
    if got == judge.R:
        faults += [f"no warning says '{word}'" for word in case.words if word not in text]
        strict, more = judge.run(program, county.arguments() + ["--strict"], folder, case.seconds)
        faults += more
        if strict and strict.status == 0:
            faults.append("--strict accepts it")
    if got != judge.E and case.same and twin.figures() != result.figures():
        faults.append("the figures are not those of the clean twin")
    if got != judge.E and case.after:
        faults += case.after(result, twin) or []
    return faults, result, got


def chosen(asked):
    """The cases asked for; else all, or WS_CASES of each number, evenly."""
    cases = sorted(CASES, key=lambda c: (c.number, c.name))
    if asked:
        return [c for c in cases if str(c.number) in asked or c.name in asked]
    most = int(os.environ.get("WS_CASES", "0"))
    by_number = {}
    for case in cases:
        by_number.setdefault(case.number, []).append(case)
    return [c for same in by_number.values()
            for c in (same[::-(-len(same) // most)] if most else same)]


def main():
    program = os.path.abspath(sys.argv[1])
    asked = [word for word in sys.argv[2:] if not word.startswith("--")]
    show = "--table" in sys.argv
    load()
    folder = tempfile.mkdtemp(prefix="whitespot-inputs-")
    county = world.fresh(os.path.join(folder, "twin"))
    twin, broken = judge.run(program, county.arguments(), county.folder)
    assert twin and twin.status == 0 and not broken and not twin.warnings, (broken, twin and twin.err)
    bad = 0
    cases = chosen(asked)
    for case in cases:
        faults, result, got = check(case, program, os.path.join(folder, "case"), twin)
        bad += bool(faults)
        if show or faults:
            said = ""
            if result:
                said = (result.errors or result.warnings or [""])[0]
            print(f"{'FAILED' if faults else 'ok':6} #{case.number:<3} {case.name}: {got}  {said}")
            for fault in faults:
                print("         " + fault)
    print(f"{len(cases)} of {len(CASES)} cases, {bad} failed")
    shutil.rmtree(folder)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
