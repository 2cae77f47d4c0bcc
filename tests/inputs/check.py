#!/usr/bin/python3
"""check.py PROGRAM [--all] [NUMBER|NAME ...]: `whitespot check` against `analyze`.

For the cases of the catalogue, at most WS_CASES (four) of a number unless --all,
both are run. They must end alike: the same exit
and the same first error; repairs are the same list, in the same order; what
check prints closes with a line that fits. Then the list itself, by hand, for the
clean county and for counties with several broken files. Prints a line per
failure; exit status 1 when there is one, 77 when the modules are missing."""
import concurrent.futures
import json
import multiprocessing
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
import catalogue
from cases import CASES

MOST_OF_A_NUMBER = int(os.environ.get("WS_CASES", "4"))


def ends(result):
    """Exit and the error that decided."""
    return result.status, (result.errors or [""])[0]


def closing(result):
    return result.out.splitlines()[-1] if result.out.strip() else ""


def judge_list(listed, status, repairs):
    """What the printed list must say of a run that ends so."""
    faults, last = [], closing(listed)
    if status == 0:
        word = "repair" if repairs == 1 else "repairs"
        if not last.startswith(f"ok: analyze would run; {repairs} {word}"):
            faults.append(f"the list ends '{last}', expected ok and {repairs} repairs")
        if "  error: " in listed.out:
            faults.append("the list has an error and the exit is 0")
    elif not last.endswith(": analyze would not run"):
        faults.append(f"the list ends '{last}'")
    elif "  error: " not in listed.out:
        faults.append("the list shows no error")
    return faults


def judge_json(document, run):
    """The document of --json, against the run of analyze."""
    faults = []
    if document["ok"] != (run.status == 0) or document["exit"] != run.status:
        faults.append(f"--json says ok {document['ok']}, exit {document['exit']}")
    if run.status:
        first = document["errors"][0] if document["errors"] else {"what": None}
        if not document["errors"] or first["exit"] != run.status:
            faults.append("--json: the first error has another exit")
        return faults
    if document["errors"]:
        faults.append("--json has errors and the run succeeds")
    if document["warnings"] != run.evidence["warnings"]:
        faults.append(f"--json: repairs {document['warnings']} are not those of analyze")
    for got, expected in zip(document["inputs"], run.evidence["inputs"]):
        if {name: got[name] for name in expected} != expected:
            faults.append(f"--json: input {got} is not that of analyze")
    return faults


def compare(program, arguments, folder, seconds=60, with_list=True):
    """The ways in which check and analyze differ."""
    run, _ = judge.run(program, arguments, folder, seconds)
    given = arguments + ["-o", os.path.join(folder, "result.gpkg")]
    machine, faults = judge.run(program, given + ["--json"], folder, seconds, "check")
    if run is None or machine is None:
        return faults
    if ends(machine) != ends(run):
        faults.append(f"check ends {ends(machine)}, analyze {ends(run)}")
    try:
        faults += judge_json(json.loads(machine.out), run)
    except ValueError as fault:
        faults.append(f"--json is no JSON: {fault}: {machine.out[:200]}")
    repairs = 0 if run.status else len(run.evidence["warnings"])
    if with_list:
        listed, more = judge.run(program, given, folder, seconds, "check")
        faults += more + (judge_list(listed, run.status, repairs) if listed else [])
        if listed and ends(listed) != ends(run):
            faults.append(f"the list ends {ends(listed)}, analyze {ends(run)}")
    if with_list and repairs:
        strict, _ = judge.run(program, given + ["--strict"], folder, seconds, "check")
        if strict and (strict.status != 3 or "--strict" not in (strict.errors or [""])[0]):
            faults.append(f"check --strict ends {ends(strict)}")
    return faults


# ---- the list by hand -------------------------------------------------------------------

CLEAN = """municipalities: municipalities.gpkg, layer municipalities
  system      EPSG:3006
  rows        4 read, 4 used, 0 repaired, 0 left out
  columns     name = kommunnamn, code = kommunkod
offices: offices.gpkg, layer offices
  system      EPSG:3006
  rows        5 read, 5 used, 0 repaired, 0 left out
  columns     provider = leverantor, id = kontorid, name = namn
population: population.gpkg, layer population
  system      EPSG:3006
  rows        64 read, 64 used, 0 repaired, 0 left out
  columns     people = bef_totalt, unit = rutid
  people      1,536 (bef_totalt)
roads: roads.gpkg, layer roads
  system      EPSG:3006
  rows        480 read, 480 used, 0 repaired, 0 left out
  network     600.2 km in 1 connected part

ok: analyze would run; 0 repairs
"""


def call(program, county, *more):
    """check with the files by their bare names; (Run, broken laws)."""
    arguments = [word[len(county.folder) + 1:] if word.startswith(county.folder + os.sep) else word
                 for word in county.arguments()]
    return judge.run(program, arguments + list(more), county.folder, 60, "check")


def expect(listed, lines, status, first=None):
    """These lines, in this order; the exit; the message."""
    faults, at, text = [], 0, listed.out.splitlines()
    for line in lines:
        if line in text[at:]:
            at += text[at:].index(line) + 1
        else:
            faults.append(f"no line '{line}' after line {at} in:\n{listed.out}")
    if listed.status != status:
        faults.append(f"exit {listed.status}, expected {status}")
    if first is not None and (listed.errors or [""])[0] != first:
        faults.append(f"the message is {listed.errors}, expected {first}")
    return faults


def clean(program, county):
    listed, faults = call(program, county)
    if listed.out != CLEAN:
        faults.append(f"the list of the clean county is\n{listed.out}")
    return faults + expect(listed, [], 0, "")


def three_broken_files(program, county):
    """Each is judged to its end, and the good one beside them too."""
    county.rows["offices"][3]["kontorid"] = "k1"
    for row in county.rows["population"][5:29]:
        row["bef_totalt"] = -row["bef_totalt"]
    county.path["roads"] = county.file("vagar.gpkg")
    listed, faults = call(program, county)
    faults += expect(listed, ["municipalities: municipalities.gpkg, layer municipalities",
                              "  columns     name = kommunnamn, code = kommunkod",
                              "offices: offices.gpkg, layer offices",
                              "population: population.gpkg, layer population",
                              "  error: 4 more",
                              "roads: vagar.gpkg",
                              "  error: there is no such file (roads)",
                              "26 errors in 3 files: analyze would not run"], 3)
    told = [line for line in listed.out.splitlines() if line.startswith("  error: feature")]
    if len(told) != 21 or "k1" not in told[0] or "feature 6" not in told[1]:
        faults.append(f"{len(told)} features are told:\n{listed.out}")
    quiet, _ = call(program, county, "--quiet")
    if quiet.out or len(quiet.errors) != 23 or quiet.errors[0] != listed.errors[0]:
        faults.append(f"--quiet says\n{quiet.out}{quiet.err}")
    return faults


def municipalities_refused(program, county):
    """What needs them is not judged, and said to be so; what is not there is told."""
    county.rows["municipalities"][1]["kommunkod"] = None
    county.path["population"] = county.file("folk.csv")
    listed, faults = call(program, county)
    return faults + expect(listed, ["offices: offices.gpkg",
                                    "  not judged: needs the municipalities",
                                    "population: folk.csv",
                                    "  error: there is no such file (population)",
                                    "roads: roads.gpkg",
                                    "  not judged: needs the municipalities",
                                    "2 errors in 2 files: analyze would not run"], 3)


def wrong_call(program, county):
    """Wrong options stand first, and the files are judged all the same."""
    county.path["offices"] = county.file("kontor.gpkg")
    listed, faults = call(program, county, "--withn", "3km", "--choice", "none")
    faults += expect(listed, ["the call",
                              "municipalities: municipalities.gpkg, layer municipalities",
                              "offices: kontor.gpkg", "  error: there is no such file (offices)",
                              "roads: roads.gpkg, layer roads",
                              "3 errors in 1 file and in the call: analyze would not run"], 2)
    if "--withn" not in listed.out or "--choice" not in listed.out:
        faults.append(f"a wrong option is not listed:\n{listed.out}")
    return faults


def roads_given_twice(program, county):
    county.write("roads")
    shutil.copy(county.path["roads"], county.file("kopia.gpkg"))
    listed, faults = call(program, county, "--roads", "kopia.gpkg")
    if "given twice" not in listed.out or listed.status != 3:
        faults.append(f"the same roads twice: exit {listed.status}\n{listed.out}")
    return faults


def repairs_of_one_kind(program, county):
    """Equal sentences are one line, with the features that it is about."""
    county.format["municipalities"] = "GeoJSON"
    county.move("municipalities", 4326)
    county.rows["offices"] += [{"kontorid": f"far{i}", "leverantor": "Delta", "namn": "Borta",
                                "geom": f"POINT ({521000 + i} 6710000)"} for i in range(7)]
    listed, faults = call(program, county)
    lines = [line for line in listed.out.splitlines() if line.startswith("  warning: ")]
    if listed.status or not lines or not all("far" in line for line in lines[:1]):
        faults.append(f"offices far from any road are not listed:\n{listed.out}")
    return faults


BY_HAND = (clean, three_broken_files, municipalities_refused, wrong_call, roads_given_twice,
           repairs_of_one_kind)


def judge_case(task):
    """The faults of the case with this index; every fifth also prints its list."""
    program, folder, index = task
    case = CASES[index]
    county = world.fresh(os.path.join(folder, f"case{index}"))
    try:
        case.make(county)
    except case.skips:
        return []
    faults = compare(program, county.arguments(), county.folder, 4 * case.seconds, index % 5 == 0)
    shutil.rmtree(county.folder)
    return faults


def report(name, faults):
    if faults:
        print(f"FAILED {name}", flush=True)
    for fault in faults:
        print("         " + fault, flush=True)
    return bool(faults)


def prepare():
    """The cases, in one order, in this process; GDAL does not survive a fork."""
    catalogue.load()
    CASES.sort(key=lambda case: (case.number, case.name))


def choose(asked, with_all):
    """Indices of the cases: those asked for, else some of each number, spread."""
    by_number = {}
    for i, case in enumerate(CASES):
        if not asked or str(case.number) in asked or case.name in asked:
            by_number.setdefault(case.number, []).append(i)
    if asked or with_all:
        return sum(by_number.values(), [])
    return sum((these[::-(-len(these) // MOST_OF_A_NUMBER)] for these in by_number.values()), [])


def main():
    program, asked = os.path.abspath(sys.argv[1]), sys.argv[2:]
    with_all = "--all" in asked
    asked = [word for word in asked if word != "--all"]
    prepare()
    folder = tempfile.mkdtemp(prefix="whitespot-check-")
    examples = [e for e in BY_HAND if not asked or e.__name__ in asked]
    bad = sum(report(e.__name__, e(program, world.fresh(os.path.join(folder, "county"))))
              for e in examples)
    chosen = choose(asked, with_all)
    fresh = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count(), fresh, prepare) as pool:
        judged = pool.map(judge_case, [(program, folder, i) for i in chosen])
        for i, faults in zip(chosen, judged):
            bad += report(f"#{CASES[i].number} {CASES[i].name}", faults)
    print(f"{len(examples) + len(chosen)} comparisons, {bad} failed")
    shutil.rmtree(folder)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
