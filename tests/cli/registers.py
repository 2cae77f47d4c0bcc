#!/usr/bin/python3
"""Norrmark's registers by a second route: plain sums over the rows of the tables.

    registers.py WHITESPOT ROOT

Metrics M2 to M5 and counts are equal to the last person; M1 is the sum of the
municipalities' people; claims, bridges and notes say what they must; notes and
referrals change no figure. Exit 77: the program is not there."""
import csv
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

DAY = "2020-04-01"
FAILED = []


def check(name, is_right, said=""):
    print(("ok      " if is_right else "FAILED  ") + name + ("" if is_right else f": {said}"))
    if not is_right:
        FAILED.append(name)


def rows(name):
    with open(os.path.join(NORRMARK, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def evidence(*more):
    words = [WHITESPOT, "analyze", "--config", "analysis.json", "--json", "-q", *more]
    said = subprocess.run(words, cwd=NORRMARK, capture_output=True, text=True)
    if said.returncode:
        sys.exit(said.stderr)
    return json.loads(said.stdout)


def providers_by_municipality():
    """Of offices of the day; the one across the border counts in the nearest."""
    found = {}
    for office in rows("kontor.csv"):
        begins, ends = office["valid_from"], office["valid_to"]
        if office["status"] == "refused" or begins > DAY or (ends and ends <= DAY):
            continue
        found.setdefault(office["kommunkod"] or "2907", set()).add(office["leverantor"])
    return found


def metric(data, name, k, **about):
    for row in data["metrics"]:
        if row["metric"] == name and row.get("k") == k and all(
                row[key] == value for key, value in about.items()):
            return row
    sys.exit(f"no metric {name}, k = {k}, {about}")


def equals(row, part, whole):
    return row["numerator"] == part and row["denominator"] == whole


def judge_metrics(data):
    inside = providers_by_municipality()
    codes = [row["kommunkod"] for row in rows("befolkning_kommun.csv")]
    people = {row["code"]: Fraction(str(row["people"])) for row in data["coverage"]
              if row["layer"] == "municipalities" and row["limit"] == "30km" and row["k"] == 1}
    nation = next(Fraction(str(row["people"])) for row in data["coverage"]
                  if row["layer"] == "national")
    for k in (1, 2, 3):
        covered = {code for code in codes if len(inside.get(code, ())) >= k}
        both = either = home = work = known = 0
        for row in rows("pendling.csv"):
            if row["arbetskommun"] == "okänd":
                continue
            count = int(row["antal"])
            lives, works = row["bostadskommun"] in covered, row["arbetskommun"] in covered
            known += count
            both += count * (lives and works)
            either += count * (lives or works)
            home += count * lives
            work += count * works
        check(f"row_a8_m2_k{k}", equals(metric(data, "M2", k), both, known), both)
        check(f"row_a8_m3_k{k}", equals(metric(data, "M3", k), either, known), either)
        check(f"row_a8_m2_and_m3_are_p_and_q_k{k}", both + either == home + work)
        m1 = metric(data, "M1", k)
        part = sum(people[code] for code in covered)
        check(f"row_a7_m1_k{k}", Fraction(str(m1["numerator"])) == part and
              Fraction(str(m1["denominator"])) == nation, m1)
        for month in sorted({row["manad"] for row in rows("arbetslosa.csv")}):
            jobless = [row for row in rows("arbetslosa.csv") if row["manad"] == month]
            part = sum(int(row["arbetslosa"]) for row in jobless if row["kommunkod"] in covered)
            whole = sum(int(row["arbetslosa"]) for row in jobless)
            check(f"row_e9_m4_{month}_k{k}",
                  equals(metric(data, "M4", k, as_of=month), part, whole), part)
        check(f"row_a6_m5_k{k}", equals(metric(data, "M5", k), len(covered), len(codes)))
    check("low_value_high", all(row["low"] <= row["value"] <= row["high"]
                                for row in data["metrics"] if row["value"] is not None))


def judge_claims(data):
    verdicts = {row["id"]: row["verdict"] for row in data["claims"]}
    expected = {"P1, P2": "not testable", "P3": "not reproduced", "P4": "reproduced",
                "P5": "reproduced", "P6": "not testable", "P7": "reproduced",
                "P8": "not reproduced"}
    check("row_a7_verdicts", verdicts == expected, verdicts)
    twice = next(row for row in data["claims"] if row["id"] == "P1, P2")
    check("row_a9_one_entry_two_occurrences", twice["occurrences"] == 2)
    check("row_a7_every_reading_is_shown",
          {row["metric"] for row in twice["readings"]} == {"M1", "M2", "M3", "M4", "M5", "M6"})
    check("row_a10_wrong_scheme", "wrong scheme" in twice["why"], twice["why"])


def judge_flows(data):
    lines = data["reconciliation"]
    texts = [line["text"] for line in lines]
    check("row_e4_33_less_1_is_32", any(text.startswith("33 - 1 = 32 persons") for text in texts))
    flows = rows("anvisningar.csv")
    bridge = next(line for line in lines if line["kind"] == "bridge")
    check("row_e4_sums", all(bridge[key] == sum(int(row[name]) for row in flows) for key, name in (
        ("opening", "opening"), ("in", "in"), ("out", "left"), ("closing", "closing"))))
    rate = next(line for line in lines if line["kind"] == "per_place")
    check("row_e3_per_municipality", abs(rate["rate"] - 33 / 12) < 1e-12)
    jobless = {row["kommunkod"]: int(row["arbetslosa"]) for row in rows("arbetslosa.csv")
               if row["manad"] == "2020-04"}
    per_1000 = {line["place"]: line["rate"] for line in lines
                if line["kind"] == "per_1000_unemployed"}
    check("row_e3_per_1000_unemployed", all(
        abs(per_1000[row["place"]] - 1000 * int(row["in"]) / jobless[row["place"]]) < 1e-9
        for row in flows))
    check("row_b1_reported_beside_registry",
          any("reported 16, registry 12: 4 unexplained" in text for text in texts), texts)


def judge_notes(data):
    totals = {row["topic"]: row["text"] for row in data["notes"]["totals"]}
    check("row_b12_at_least", totals["denied_job"] == "at least 5, 1 unknown", totals)
    shown = {(row["place"], row["topic"]): row["shown_as"] for row in data["notes"]["items"]}
    check("row_b13_contested", shown[("2911", "denied_job")] == "contested", shown)
    check("notes_after_the_day_are_told", any(
        row["what"].startswith("5 notes are dated after the day asked for (--as-of " + DAY)
        for row in data["warnings"]), data["warnings"])
    check("row_b13_others_are_not", shown[("2907", "denied_job")] == "verified", shown)


def judge_need(data):
    cells = data["unemployment_by_choice"]
    check("row_d13_all_municipalities", sum(cell["municipalities"] for cell in cells) == 12)
    check("row_d13_all_unemployed", sum(cell["unemployed"] for cell in cells) == 9438)
    ranks = data["access_by_need"]
    check("row_c6_all_municipalities", len(ranks) == 12)
    by_need = sorted(ranks, key=lambda row: -row["exposed"])
    check("row_c6_ranks_follow_the_exposed", [row["need_rank"] for row in by_need] == sorted(
        row["need_rank"] for row in ranks))
    check("row_c6_some_change_rank", any(row["moved"] for row in ranks))


def judge_sums(folder):
    """Rows of the county beside those of its municipalities count nobody."""
    def beside(name, row):
        path = os.path.join(folder, name)
        with open(os.path.join(NORRMARK, name), encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + row + "\n")
        return path

    names = ["--commuting", "pendling.csv", "--unemployed", "arbetslosa.csv", "--referrals",
             "anvisningar.csv"]
    paths = ["--commuting", beside("pendling.csv", "2901,29,28534"),
             "--unemployed", beside("arbetslosa.csv", "29,2020-04,9438"),
             "--referrals", beside("anvisningar.csv", "2020-04,29,0,33,1,32")]
    plain, summed = evidence(*names), evidence(*paths)
    for key in ("metrics", "reconciliation", "unemployment_by_choice"):
        check(f"a_county_row_changes_no_{key}", plain[key] == summed[key])
    told = [row for row in summed["warnings"] if "sum of others: 29" in row["what"]]
    check("county_rows_are_told", len(told) == 3, summed["warnings"])


def judge_unknown(folder):
    """What nobody tells is no number: an interval, at least, or nothing."""
    jobless = os.path.join(folder, "few.csv")
    flows = os.path.join(folder, "flows.csv")
    with open(jobless, "w", encoding="utf-8") as file:
        file.write("kommunkod,manad,arbetslosa\n2901,2020-04,..\n2912,2020-04,100\n")
    with open(flows, "w", encoding="utf-8") as file:
        file.write("month,place,opening,in,left,closing\n2020-04,2901,0,13,1,12\n"
                   "2020-04,2902,0,<5,0,\n")
    data = evidence("--unemployed", jobless, "--referrals", flows)
    m4 = metric(data, "M4", 1, as_of="2020-04")
    check("m4_without_most_rows_has_no_value", m4["value"] is None and
          (m4["low"], m4["high"]) == (0, 1), m4)
    came, there = [row for row in data["metrics"] if row["metric"] == "referred"]
    check("fewer_than_5_is_at_most_4", (came["value"], came["low"], came["high"]) == (None, 13, 17),
          came)
    check("no_end_is_no_number", (there["low"], there["high"]) == (12, None), there)
    bridge = next(row["text"] for row in data["reconciliation"] if row["kind"] == "bridge")
    check("somebody_may_have_come", "at least 1 of 2 municipalities" in bridge, bridge)
    check("what_does_not_bridge_says_so", "no bridge, not all rows tell in, closing" in bridge,
          bridge)


def judge_words(folder):
    """A share of 0 or 1 is nobody or all; a limit may be written with a space."""
    claims = os.path.join(folder, "claims.csv")
    with open(claims, "w", encoding="utf-8") as file:
        file.write("id,statement,who,date,relation,value,source,metric,k,t\n"
                   "A,a,w,2020-04-01,=,0,s,M5,3,\nB,b,w,2020-04-01,=,1,s,M1,1,\n"
                   "C,c,w,2020-04-01,=,25 %,s,1-M5,1,\nD,d,w,2020-04-01,>,95 %,s,M6,1,30 km\n")
    said = {row["id"]: row for row in evidence("--claims", claims)["claims"]}
    verdicts = {name: row["verdict"] for name, row in said.items()}
    check("0_and_1_are_not_rounded", verdicts == {
        "A": "not reproduced", "B": "not reproduced", "C": "reproduced", "D": "reproduced"}, said)
    check("the_rest_of_m5_is_called_so", said["C"]["why"].startswith("1-M5"), said["C"]["why"])


def judge_areas():
    """Where areas cut a municipality the value, if there is one, and both bounds."""
    data = evidence("--unemployed", "arbetslosa.csv", "--commuting", "pendling.csv",
                    "--supplier-areas", "leveransomraden.gpkg")
    for k in (1, 2, 3):
        by_area = metric(data, "M1", k, unit="area")
        by_place = metric(data, "M1", k, unit="municipality")
        check(f"areas_hold_more_providers_k{k}", by_area["value"] >= by_place["value"] - 1e-12)
        jobless = metric(data, "M4", k, unit="area", as_of="2020-04")
        check(f"m4_by_area_k{k}", jobless["low"] <= jobless["high"])
    cut = metric(data, "M4", 3, unit="area", as_of="2020-04")
    check("a_cut_municipality_gives_an_interval", cut["value"] is None and cut["low"] < cut["high"])


def main():
    registers = ["--commuting", "pendling.csv", "--unemployed", "arbetslosa.csv"]
    others = ["--referrals", "anvisningar.csv", "--claims", "pastaenden.csv", "--notes",
              "anteckningar.csv"]
    plain, data = evidence(*registers), evidence(*registers, *others)
    for key in ("coverage", "white_spots", "network", "offices"):
        check(f"no_register_changes_{key}", plain[key] == data[key] and
              evidence()[key] == data[key])
    counts = [row for row in data["metrics"] if row["metric"] != "referred"]
    check("notes_and_referrals_change_no_metric", plain["metrics"] == counts)
    judge_metrics(data)
    judge_claims(data)
    judge_flows(data)
    judge_notes(data)
    judge_need(data)
    judge_areas()
    with tempfile.TemporaryDirectory() as folder:
        judge_sums(folder)
        judge_unknown(folder)
        judge_words(folder)
    sys.exit(f"{len(FAILED)} failed" if FAILED else 0)


WHITESPOT, NORRMARK = sys.argv[1], os.path.join(sys.argv[2], "geodata", "norrmark")
if not os.access(WHITESPOT, os.X_OK):
    sys.exit(77)
main()
