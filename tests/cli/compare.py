#!/usr/bin/python3
"""compare.py PROGRAM SOURCE_DIR: two runs side by side.

What the program tells of two evidence files equals what they hold, read here by
another reader; runs that are about other things are refused; a file that is no
evidence is refused with a word and never crashes the program."""
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "trust"))
import stop  # noqa: E402

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NORRMARK = os.path.join(SOURCE, "geodata", "norrmark")
CHANGES = int(os.environ.get("WS_MUTATIONS", "60"))
failed = []


def check(name, holds, detail=""):
    if not holds:
        failed.append(name)
        print(f"FAILED {name}: {detail}")


def call(*words, status=None):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, errors="replace",
                          timeout=600, check=False)
    check("no crash", 0 <= done.returncode <= 8, f"{words}: {done.returncode} {done.stderr[-500:]}")
    if status is not None:
        check(f"exit {status}", done.returncode == status, f"{words}: {done.stderr[-500:]}")
    return done


def analyze(name, *words):
    call("analyze", "--config", f"{NORRMARK}/analysis.json", "--shape-resolution", "1km", *words,
         "-o", f"{name}.gpkg", status=0)


def load(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text, parse_float=Decimal)


def compared(*words):
    done = call("compare", *words, "--json", status=0)
    return json.loads(done.stdout, parse_float=Decimal), done.stderr


def refused(name, word, *words, status=2):
    done = call(*words, status=status)
    check(name, word in done.stderr and not done.stdout, done.stderr)


def key(row):
    return row["layer"], row["code"], row["name"], row["weight"], row["limit"], row["k"]


def figures(first, second, told):
    """All rows that differ and no others, beside those of the nation."""
    a, b = ({key(row): row for row in load(f"{name}.run.json")["coverage"]}
            for name in (first, second))
    want = {k for k in a if a[k]["layer"] == "national" or
            (a[k]["people"], a[k]["covered"]) != (b[k]["people"], b[k]["covered"])}
    rows = {key(row): row for row in told["changes"]}
    check("row_c11_before_and_after", set(rows) == want and len(rows) == len(told["changes"]),
          f"{len(rows)} and {len(want)}")
    for k, row in rows.items():
        check("both sides as they were", all(Decimal(row[f"{what}_{side}"]) == Decimal(of[k][what])
                                             for side, of in (("a", a), ("b", b))
                                             for what in ("people", "covered")), str(row))
        points = 100 * (Decimal(b[k]["covered"]) / b[k]["people"] -
                        Decimal(a[k]["covered"]) / a[k]["people"])
        check("percentage points", abs(points - Decimal(row["points"])) < Decimal("1e-9"), str(row))
    equal = sum((a[k]["people"], a[k]["covered"]) == (b[k]["people"], b[k]["covered"]) for k in a)
    check("equal rows are counted", told["rows_equal"] == equal and
          told["rows_differ"] == len(a) - equal, f"{told['rows_equal']}, {told['rows_differ']}")


def before_and_after():
    told, warned = compared("april.run.json", "may.run.json")
    figures("april", "may", told)
    check("offices", {(row["office"], row["what"]) for row in told["offices"]} ==
          {("K18", "appeared"), ("K33", "disappeared"), ("K36", "appeared")}, str(told["offices"]))
    check("classes", {(row["code"], row["before"], row["after"]) for row in told["classes"]} ==
          {("2904", "many", "few"), ("2908", "few", "two"), ("2910", "one", "two")},
          str(told["classes"]))
    check("the day is told", 'option as-of differs: "2020-04-01" and "2020-05-01"' in warned and
          len(told["unlike"]) == 1, warned)
    back, _ = compared("may.run.json", "april.run.json")
    check("the other way round", [(row["points"] and -row["points"]) for row in back["changes"]] ==
          [row["points"] for row in told["changes"]])


def the_same_twice():
    told, warned = compared("april.run.json", "april.run.json")
    check("a run equals itself", not told["classes"] and not told["offices"] and
          not told["unlike"] and not warned and
          all(row["layer"] == "national" for row in told["changes"]))
    rows = len(load("april.run.json")["coverage"])
    check("row_n7_a_run_has_no_row_that_differs_from_itself",
          f"Rows: 0 differ, {rows} are equal" in
          call("compare", "april.run.json", "april.run.json", status=0).stdout)


def states_and_options():
    analyze("calm", "--notice", "0d")
    told, warned = compared("april.run.json", "calm.run.json")
    check("states", {(row["office"], row["before"], row["after"], row["what"])
                     for row in told["offices"]} ==
          {("K17", "ending", "open", "changed"), ("K33", "ending", "open", "changed")},
          str(told["offices"]))
    check("options are told", "option notice differs" in warned, warned)
    shutil.copy(f"{NORRMARK}/kontor.csv", "kontor.csv")
    with open("kontor.csv", "a", encoding="utf-8") as out:
        out.write("\n")
    analyze("other", "--offices", "kontor.csv")
    _, warned = compared("april.run.json", "other.run.json")
    check("inputs are told", "input kontor.csv differs" in warned, warned)


def about_other_things():
    analyze("near", "--within", "10km")
    analyze("few", "--choice", "1,2")
    analyze("women", "--weight", "kvinna=Kvinnor")
    analyze("time", "--within", "15min,30min")
    for name, word in (("near", "limit 30km"), ("few", "number of providers 3"),
                       ("women", "weight beftotalt"), ("time", "its own unit")):
        refused(f"{name} is refused", word, "compare", "april.run.json", f"{name}.run.json")
        refused(f"{name} the other way", "expected the same", "compare", f"{name}.run.json",
                "april.run.json")
    told, _ = compared("april.run.json", "near.run.json", "--anyway")
    check("what both have", {row["limit"] for row in told["changes"]} == {"10km"} and
          told["rows_equal"] == 42, str(told["rows_equal"]))
    check("classes of other limits are not compared", not told["classes"] and
          not told["classes_compared"] and (told["main_limit_a"], told["main_limit_b"]) ==
          ("30km", "10km"), str(told["classes"]))
    said = call("compare", "april.run.json", "near.run.json", "--anyway", status=0).stdout
    check("and the limits are said", "main limit: 30km and 10km\n" in said, said)
    told, _ = compared("april.run.json", "time.run.json", "--anyway")
    check("nothing in common", not told["changes"] and not told["rows_equal"])


def written():
    for name in ("x", "y"):
        os.mkdir(name)
        call("compare", "april.run.json", "may.run.json", "-o", f"{name}/c.gpkg", status=0)
    check("row_e12_the_same_bytes", all(
        open(f"x/{name}", "rb").read() == open(f"y/{name}", "rb").read()
        for name in ("c.gpkg", "c.run.json")))
    refused("it exists", "--overwrite", "compare", "april.run.json", "may.run.json", "-o",
            "x/c.gpkg", status=5)
    refused("an input is no output", "would replace the input", "compare", "april.run.json",
            "may.run.json", "-o", "april.gpkg", "--overwrite")
    call("compare", "april.run.json", "may.run.json", "-o", "tables", "-of", "CSV", status=0)
    told, _ = compared("april.run.json", "may.run.json")
    for name in ("changes", "classes", "offices", "unlike"):
        with open(f"tables/{name}.csv", encoding="utf-8-sig") as table:
            check(f"{name}.csv", len(list(csv.DictReader(table))) == len(told[name]))


def wrong_uses():
    refused("one file", "expects two run files", "compare", "april.run.json")
    refused("three files", "unexpected word", "compare", "april.run.json", "may.run.json", "x")
    refused("not there", "is not there", "compare", "april.run.json", "none.json", status=4)
    refused("a folder", "is no regular file", "compare", "april.run.json", ".", status=4)
    refused("row_n22_a_table", "expected the x.run.json that an analysis wrote", "compare",
            "april.run.json", f"{NORRMARK}/kontor.csv", status=3)
    refused("anyway elsewhere", "belongs to the command compare", "analyze", "--anyway")


ROW = {"layer": "national", "code": None, "name": None, "weight": "w", "limit": "10km",
       "limit_cost": 10000000, "k": 1, "people": 10, "covered": 5, "low": 4, "high": 6,
       "uncovered": 3, "off_network": 1, "no_link": 1, "outside": 0, "share": 0.5,
       "share_low": 0.4, "share_high": 0.6}
BAD = {
    "no json": "people", "empty": "", "a list": "[]", "a number": "5", "nothing in it": "{}",
    "coverage is no list": '{"coverage": 5}', "coverage is an object": '{"coverage": {"a": 1}}',
    "rows are numbers": '{"coverage": [1, 2]}', "no rows": '{"coverage": []}',
    "twice the same key": '{"coverage": [], "coverage": []}', "deep": "[" * 100000,
    "infinite": json.dumps({"coverage": [ROW]}).replace("10,", "1e999,"),
    "not a number": json.dumps({"coverage": [ROW]}).replace('"people": 10', '"people": NaN'),
    "row twice": json.dumps({"coverage": [ROW, ROW]}),
}
for _name, _change in {
        "more covered than people": {"covered": 11}, "fewer than none": {"people": -1},
        "people as text": {"people": "10"}, "too many people": {"people": 1e10},
        "no layer": {"layer": None}, "weight is a number": {"weight": 1}, "no k": {"k": None},
        "k of 0": {"k": 0}, "k of 17": {"k": 17}, "half a k": {"k": 1.5},
        "cost of 0": {"limit_cost": 0}, "cost without end": {"limit_cost": 2147483647},
        "cost as text": {"limit_cost": "10km"}, "people is a list": {"people": [1]},
        "parts that are not people": {"covered": 6, "share": 0.6}, "no part": {"no_link": None},
        "another share": {"share": 0.51}, "no share": {"share": None},
        "low above covered": {"low": 6}, "high below covered": {"high": 4},
        "low of a share": {"share_low": 0.41}, "high of a share": {"share_high": 0.59},
        "a share of nobody": {"people": 0, "covered": 0, "low": 0, "high": 0, "uncovered": 0,
                              "off_network": 0, "no_link": 0}}.items():
    BAD[_name] = json.dumps({"coverage": [dict(ROW, **_change)]})
BAD["an office without id"] = json.dumps({"coverage": [ROW], "office_rows": [{"state": "open"}]})
BAD["zones are numbers"] = json.dumps({"coverage": [ROW], "zones": [1]})


def untrusted():
    with open("small.json", "w", encoding="utf-8") as out:
        json.dump({"coverage": [ROW]}, out)
    call("compare", "small.json", "small.json", status=0)
    for name, text in BAD.items():
        with open("bad.json", "w", encoding="utf-8") as out:
            out.write(text)
        refused(f"bad: {name}", "bad.json", "compare", "small.json", "bad.json", status=3)


def edited():
    """Evidence that somebody changed by hand, each row still a row."""
    def change(name, edit, word):
        content = load("april.run.json")
        edit(content["coverage"])
        with open("edited.run.json", "w", encoding="utf-8") as out:
            json.dump(content, out, default=float)
        refused(f"row_n8_{name}", word, "compare", "april.run.json", "edited.run.json", status=3)

    def move(rows):
        row = next(row for row in rows if row["layer"] == "municipalities" and row["covered"])
        row["uncovered"] += row["covered"]
        row["covered"] = row["low"] = row["share"] = row["share_low"] = 0

    def forget_zone(rows):
        rows[:] = [row for row in rows if row["code"] != rows[0]["code"]]

    change("nothing_of_it", lambda rows: rows[0].update(covered=rows[0]["covered"] + 1000),
           "covered")
    change("share", lambda rows: rows[3].update(share=float(rows[3]["share"]) / 2 + 0.1),
           "share is not covered over people")
    change("a_row_less", lambda rows: rows.pop(1), "a row is missing")
    change("the_last_row_less", lambda rows: rows.pop(), "a row is missing")
    change("a_zone_less", forget_zone, "do not add up to the nation")
    change("moved_within_a_row", move, "do not add up to the nation")


def damaged():
    """Bytes changed and cut at random; seeded. Any answer but a crash."""
    whole = open("april.run.json", "rb").read()
    chance = random.Random(7)
    for turn in range(CHANGES):
        content = bytearray(whole)
        if turn % 3 == 0:
            content = content[:chance.randrange(len(content))]
        for _ in range(turn % 3):
            content[chance.randrange(len(content))] = chance.choice(b'0123456789.,-"{}[]eE\x00\xff')
        with open("bad.json", "wb") as out:
            out.write(content)
        done = call("compare", "april.run.json", "bad.json")
        check("a cut file is refused", turn % 3 or done.returncode == 3, str(turn))


def stopped():
    """A signal that the program catches ends it with 8 and a word; or it was done."""
    ended = []
    for turn in range(60):
        process = subprocess.Popen([PROGRAM, "compare", "april.run.json", "may.run.json", "-q"],
                                   stderr=subprocess.PIPE, text=True)
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        while process.poll() is None and not stop.catches(process, number):
            pass
        process.send_signal(number)
        err = process.communicate()[1]
        ended.append(process.returncode)
        check("stopped", ended[-1] == 0 or (ended[-1] == 8 and "error: stopped" in err),
              f"exit {ended[-1]}: {err}")
        if ended.count(8) == 4:
            break
    check("stopped at all", 8 in ended, str(ended))


def main():
    folder = tempfile.mkdtemp(prefix="whitespot-compare-")
    os.chdir(folder)
    analyze("april")
    analyze("may", "--as-of", "2020-05-01")
    if not failed:
        before_and_after()
        the_same_twice()
        states_and_options()
        about_other_things()
        written()
        wrong_uses()
        untrusted()
        edited()
        damaged()
        stopped()
    os.chdir("/")
    shutil.rmtree(folder)
    print(f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
