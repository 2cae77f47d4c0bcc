#!/usr/bin/python3
"""Norrmark's findings and allowances by a second route.

    findings.py WHITESPOT ROOT

Flags from the rows of the offices, neighbours from polygons that touch, routes and
amounts in exact fractions, for many policies drawn at random; no policy changes a
figure of the coverage. Exit 77: the program or osgeo is not there."""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

try:
    from osgeo import ogr
except ImportError:
    sys.exit(77)

DAY = "2020-04-01"
ENDING_FROM = "2020-07-01"  # three months of notice
FAILED = []


def check(name, is_right, said=""):
    print(("ok      " if is_right else "FAILED  ") + name + ("" if is_right else f": {said}"))
    if not is_right:
        FAILED.append(name)


def rows(name):
    with open(os.path.join(NORRMARK, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def analyze(folder, number, policy):
    """The evidence and the rows of `allowance`."""
    out = os.path.join(folder, f"out{number}")
    words = [WHITESPOT, "analyze", "--config", "analysis.json", "-q", "-of", "CSV", "-o", out,
             "--unemployed", "arbetslosa.csv"]
    if policy:
        path = os.path.join(folder, f"policy{number}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(policy, file)
        words += ["--policy", path]
    said = subprocess.run(words, cwd=NORRMARK, capture_output=True, text=True)
    if said.returncode:
        sys.exit(said.stderr)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        data = json.load(file)
    with open(os.path.join(out, "allowance.csv"), encoding="utf-8", newline="") as file:
        return data, list(csv.DictReader(file))


def neighbours():
    ogr.UseExceptions()
    source = ogr.Open(os.path.join(NORRMARK, "kommuner.gpkg"))
    shapes = {}
    for feature in source.GetLayer(0):
        code = next(feature[i] for i in range(feature.GetFieldCount())
                    if str(feature[i]).isdigit() and len(str(feature[i])) == 4)
        shapes[str(code)] = feature.GetGeometryRef().Clone()
    return {a: [b for b in shapes if b != a and shapes[a].Intersects(shapes[b])] for a in shapes}


def flags(code, choice):
    inside = [office for office in rows("kontor.csv")
              if (office["kommunkod"] or "2907") == code and office["status"] != "refused"
              and office["valid_from"] <= DAY
              and (not office["valid_to"] or office["valid_to"] > DAY)]
    takes = [office for office in inside if office["accepts_new"] != "Nej"]
    ends = [office for office in takes if office["valid_to"]
            and office["valid_to"] <= ENDING_FROM]
    found = []
    if choice and not inside:
        found.append("neighbour_only")
    if inside and not takes:
        found.append("closed_to_new")
    if takes and len(ends) == len(takes):
        found.append("ending")
    return ", ".join(found) or None


def route(code, policy, jobless, beside):
    """The rules, in order, for amounts and participants that are known."""
    n_star = None
    margin = policy["income"] - policy["variable_cost"]
    if margin > 0:
        n_star = Fraction(policy["fixed_cost"], margin)
    share = Fraction(str(policy["participant_share"]))
    number = {zone: jobless[zone] * share for zone in jobless}
    viable = number[code] // n_star if n_star else 0
    if viable >= policy["choice"]:
        return "LOV"
    if viable >= 1:
        return "LOV_ALLOWANCE"
    least = max(n_star or 0, policy["lot_volume"])
    if n_star and beside[code] and number[code] + sum(number[b] for b in beside[code]) >= least:
        return "LOU"
    if number[code] * policy["income"] * policy["term"] < 8109450:
        return "DIRECT_AWARD"
    return "REMOTE_VISITS"


def amount(n, policy, choice):
    if choice >= policy["choice"]:
        return 0
    margin = max(0, policy["income"] - policy["variable_cost"])
    kept = (1 - Fraction(str(policy["taper"]))) * n * margin
    return min(max(0, policy["fixed_cost"] - kept), policy["cap"])


def draw():
    return {"fixed_cost": random.choice([50000, 900000, 2000000, 9000000]),
            "income": random.choice([9000, 26000, 60000]),
            "variable_cost": random.choice([1000, 6000, 30000]),
            "participant_share": random.choice([0.01, 0.05, 0.2, 0.6]),
            "choice": random.choice([1, 2, 3, 5]), "term": random.choice([1, 4]),
            "taper": random.choice([0, 0.25, 0.5]), "cap": random.choice([400000, 10000000]),
            "lot_volume": random.choice([0, 60, 500]), "begun": "2025-03-01"}


CLASSES = {"none": [0], "one": [1], "two": [2], "few": [3, 4], "many": [5, 9]}


def judge(number, data, table, policy, jobless, beside):
    for finding in data["findings"]:
        code = finding["code"]
        expected = route(code, policy, jobless, beside)
        if finding["route"] != expected:
            check(f"policy {number}: route of {code}", False, f"{finding} {expected}")
    choices = {f["code"]: CLASSES[f["class"]][0] for f in data["findings"]}
    for row in table:
        n = Fraction(row["n"])
        expected = amount(n, policy, choices[row["code"]])
        if abs(Fraction(row["s"]) - expected) > Fraction(1, 10):
            check(f"policy {number}: allowance of {row['code']}", False, f"{row} {expected}")
    check(f"policy {number}: one row without participants each",
          sum(row["scenario"] == "zero" and row["n"] == "0" for row in table) == 12)


def main():
    random.seed(7)
    jobless = {row["kommunkod"]: int(row["arbetslosa"]) for row in rows("arbetslosa.csv")
               if row["manad"] == DAY[:7]}
    beside = neighbours()
    check("a dozen municipalities", len(beside) == len(jobless) == 12, (beside, jobless))
    with tempfile.TemporaryDirectory() as folder:
        plain, table = analyze(folder, 0, None)
        for finding in plain["findings"]:
            count = CLASSES[finding["class"]][0]
            expected = "LOV" if count >= 3 else "LOV_ALLOWANCE" if count else "LOU"
            if not finding["is_candidate"] or finding["route"] != expected:
                check(f"candidate of {finding['code']}", False, finding)
            if finding["flags"] != flags(finding["code"], count):
                check(f"flags of {finding['code']}", False, finding)
        check("no amount without inputs", all(row["s"] in ("", "0") for row in table))
        seen = set()
        for number in range(1, 9):
            policy = draw()
            data, table = analyze(folder, number, policy)
            judge(number, data, table, policy, jobless, beside)
            seen |= {finding["route"] for finding in data["findings"]}
            for key in ("coverage", "white_spots", "zones", "metrics"):
                check(f"policy {number}: {key} is the same", data[key] == plain[key])
        check("several routes were proposed", len(seen) >= 4, seen)


if __name__ == "__main__":
    WHITESPOT, NORRMARK = sys.argv[1], os.path.join(sys.argv[2], "geodata/norrmark")
    if not os.access(WHITESPOT, os.X_OK):
        sys.exit(77)
    main()
    sys.exit(1 if FAILED else 0)
