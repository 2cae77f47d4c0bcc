#!/usr/bin/python3
"""real.py PROGRAM DATA [NAME ...] [--all]: the real files of planners, each in the
roles it may be given, against the table of expected outcomes. DATA is the folder
of real test data. Exit status 1 when a row differs, 77 when the folder is absent."""
import json
import os
import subprocess
import sys

import judge
from real_table import E, R, TABLE

QUICK = ["--within", "30km", "--choice", "1"]


def command(program, data, files, options):
    line = [program, "analyze"]
    for role, paths in files.items():
        for path in paths if isinstance(paths, list) else [paths]:
            line += ["--" + role, os.path.join(data, path)]
    if "roads" not in files:
        line += ["--straight-line", "1.3"]
    for word in options:
        line.append(os.path.join(data, word) if word.startswith("osm-classes/") else word)
    return line + QUICK + ["--json"]


def start(line):
    try:
        done = subprocess.run(line, capture_output=True, timeout=300, check=False,
                              stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return None
    out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    evidence = json.loads(out) if done.returncode == 0 else None
    return judge.Run(done.returncode, out, err, evidence)


def figures_of(run):
    """What the table may ask for."""
    evidence = run.evidence
    national = [row for row in evidence["coverage"] if row["layer"] == "national"][0]
    found = {"people": national["people"], "outside": national["outside"],
             "inside": round(national["people"] - national["outside"], 6),
             "zones": len({r["code"] for r in evidence["coverage"]
                           if r["layer"] == "municipalities"}),
             "offices": evidence["offices"]["count"],
             "providers": evidence["offices"]["providers"],
             "km": evidence.get("network", {}).get("km")}
    for role in evidence["inputs"]:
        found["used:" + role["role"]] = role["rows_used"]
    return found


def compare(run, figures):
    faults, found = [], figures_of(run)
    for key, want in figures.items():
        got = found[key]
        if key == "outside" and want == "some":
            text = "\n".join(run.warnings)
            good = "outside" in text or "nearest zone" in text
        elif key == "km":
            good = got is not None and abs(got - want) <= 1e-3 * want
        else:
            good = got == want
        if not good:
            faults.append(f"{key} is {got}, expected {want}")
    return faults


def lacking(words, text):
    """Words the text does not hold; of a tuple any one will do."""
    return [word for word in words
            if not any(w in text for w in (word if isinstance(word, tuple) else (word,)))]


def check(run, verdict, words, figures):
    if run is None:
        return ["did not end within 300 s"]
    faults = []
    if run.status < 0 or run.status > 8 or any(w in run.err for w in judge.CRASH_WORDS):
        return [f"crashed with {run.status}: {run.err[-500:]}"]
    got = judge.verdict(run)
    if got not in verdict:
        faults.append(f"verdict {got}, expected {verdict}")
    text = "\n".join(run.errors if got == E else run.warnings)
    if got == E:
        faults += [f"the error does not say {word}" for word in lacking(words, text)]
        if not run.errors or run.out:
            faults.append("no error line, or something printed beside it")
    else:
        if got == R:
            faults += [f"no warning says {word}" for word in lacking(words, text)]
        faults += judge.laws_of_figures(run.evidence) + compare(run, figures)
    return faults


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    program, data, asked = os.path.abspath(words[0]), words[1], words[2:]
    if not os.path.isdir(os.path.join(data, "se-kommuner")):
        print(f"skipped: no real data in {data}")
        sys.exit(77)
    bad = count = 0
    for section, name, files, options, verdict, expected, figures in TABLE:
        if asked and name not in asked and section not in asked:
            continue
        run = start(command(program, data, files, options))
        faults = check(run, verdict, expected, figures)
        count += 1
        bad += bool(faults)
        if faults or "--all" in sys.argv:
            said = (run.errors or run.warnings or [""]) if run else [""]
            print(f"{'FAILED' if faults else 'ok'} {section}: {name}: "
                  f"{judge.verdict(run) if run else 'hang'} {said[0]}")
            for fault in faults:
                print("         " + fault)
    print(f"{count} real cases, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
