#!/usr/bin/python3
"""timeline.py PROGRAM SOURCE_DIR SHARED_DATA: days, changes and gaps in time.

On norrmark: every day equals an analysis of that day, changes name what did
them, gaps add up. Then the change-over of 30 March 2020 with the 32 real pilot
municipalities; its offices and people are invented."""
import csv
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal

PROGRAM, SOURCE, SHARED = (os.path.abspath(word) for word in sys.argv[1:4])
NORRMARK = os.path.join(SOURCE, "geodata", "norrmark")
DAYS = ["2020-03-29", "2020-03-30", "2020-04-14", "2020-04-15", "2020-05-01"]
KINDS = ("nominal", "effective")
failed = []


def check(name, holds, detail=""):
    if not holds:
        failed.append(name)
        print(f"FAILED {name}: {detail}")


def call(*words, status=0):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, errors="replace",
                          timeout=900, check=False)
    check(f"exit {status}", done.returncode == status,
          f"{words}: {done.returncode} {done.stderr[-600:]}")
    return done


def evidence(*words):
    """Numbers as decimals: equal means equal to the last millionth."""
    return json.loads(call(*words, "--json").stdout, parse_float=Decimal)


def norrmark(command, *words):
    return evidence(command, "--config", f"{NORRMARK}/analysis.json", *words)


def days_between(first, last):
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days


def zone(row):
    return row["layer"], row["code"], row["name"]


# ---- days against analyses -----------------------------------------------------------------

def each_day_is_an_analysis(timeline, *words):
    for day in DAYS:
        for kind in KINDS:
            alone = norrmark("analyze", "--as-of", day, "--supply", kind, *words)["coverage"]
            rows = [{key: value for key, value in row.items() if key not in ("date", "supply")}
                    for row in timeline["series"] if row["date"] == day and row["supply"] == kind]
            check(f"{day} {kind} is an analysis of that day", rows == alone,
                  f"{len(rows)} and {len(alone)} rows")
    check("days in order", [row["date"] for row in timeline["series"]] ==
          sorted(row["date"] for row in timeline["series"]))


def scaled_people_stay_the_same():
    """With totals to scale to, no day scales what an earlier one has scaled."""
    words = ["--within", "15min,30min", "--choice", "1", "--weight", "beftotalt", "--control",
             f"{NORRMARK}/befolkning_kommun.csv"]
    timeline = norrmark("timeline", "--dates", "2020-03-29,2020-03-30,2020-04-15", *words)
    alone = norrmark("analyze", "--as-of", "2020-04-15", *words)["coverage"]
    rows = [{key: value for key, value in row.items() if key not in ("date", "supply")}
            for row in timeline["series"]
            if row["date"] == "2020-04-15" and row["supply"] == "nominal"]
    check("scaled_people_stay_the_same", rows == alone)


def row_e1_29_and_30_march_differ(timeline):
    covered = {row["date"]: row["covered"] for row in timeline["series"]
               if row["layer"] == "national" and row["supply"] == "nominal" and row["k"] == 1}
    check("row_e1_29_and_30_march_differ", covered["2020-03-29"] != covered["2020-03-30"])
    check("row_e1: 2911 loses its office",
          any(c["code"] == "2911" and c["to"] == "2020-03-30" and
              "left: Norrjobb AB (closed K42)" in c["events"] for c in timeline["changes"]))


def row_e10_effective_is_at_most_nominal(timeline):
    rows = {(row["date"], zone(row), row["weight"], row["limit"], row["k"], row["supply"]): row
            for row in timeline["series"]}
    less = 0
    for key, row in rows.items():
        if key[-1] == "effective":
            nominal = rows[key[:-1] + ("nominal",)]
            check("row_e10_effective_is_at_most_nominal", row["covered"] <= nominal["covered"],
                  str(key))
            less += row["covered"] < nominal["covered"]
    check("row_e10: both are not one", less > 0)


def row_b6_counts_from_its_day(timeline):
    joined = [c for c in timeline["changes"] if "K18" in c["events"]]
    check("row_b6_counts_from_its_day", joined and
          all(c["from"] == "2020-04-14" and c["to"] == "2020-04-15" for c in joined), str(joined))
    home = [c for c in joined if c["code"] == "2902" and c["supply"] == "nominal"]
    check("row_b6: one provider more", len(home) == 1 and
          home[0]["own_after"] == home[0]["own_before"] + 1 and
          "joined: Nästa Kliv AB (opened K18)" in home[0]["events"], str(home))


def changes_name_their_events(timeline):
    by_class = [c for c in timeline["changes"] if c["before"] != c["after"]]
    check("classes change", len(by_class) > 5)
    for change in by_class:
        check("changes_name_their_events", "the same offices" not in change["events"] and
              any(word in change["events"] for word in ("opened", "closed", "takes people")),
              str(change))
    closed = [c for c in by_class if c["code"] == "2908" and c["to"] == "2020-04-15"]
    check("K33 closes", all("left: Handslaget ekonomisk förening (closed K33)" in c["events"]
                            for c in closed) and len(closed) == 2, str(closed))


def gaps_add_up(timeline, limit, days):
    """Person-days by hand, from the series alone."""
    series = {(row["date"], row["supply"], zone(row)): row for row in timeline["series"]
              if row["limit"] == limit and row["k"] == 1}
    for gap in timeline["gaps"]:
        end = gap["to"] or days[-1]
        inside = [day for day in days if gap["from"] <= day and (not gap["to"] or day < gap["to"])]
        rows = [series[day, gap["kind"], zone(gap)] for day in inside]
        exposed = [Decimal(row["people"]) - Decimal(row["covered"]) for row in rows]
        after = days[days.index(inside[0]) + 1:] + [end]
        sums = sum(people * days_between(day, next(d for d in after if d > day))
                   for day, people in zip(inside, exposed) if day < end)
        want = None if gap["from"] == days[-1] else sums
        got = None if gap["person_days"] is None else Decimal(gap["person_days"])
        check("person-days add up", got == want, f"{gap}: {want}")
        check("people of a gap", Decimal(gap["people"]) == max(exposed), str(gap))
    for row in timeline["days"]:
        count = sum(1 for gap in timeline["gaps"] if gap["kind"] == row["supply"] and
                    gap["layer"] == row["layer"] and gap["from"] <= row["date"] and
                    (not gap["to"] or row["date"] < gap["to"]))
        check("zones in a gap are counted", count == row["in_gap"], str(row))


# ---- which days ----------------------------------------------------------------------------

def steps():
    few = ["--within", "30km", "--choice", "1"]
    month = norrmark("timeline", "--every", "month", "--from", "2020-01-31", "--to", "2020-04-30",
                     *few)
    check("month ends of a leap year", month["timeline"]["dates"] ==
          ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"], str(month["timeline"]["dates"]))
    week = norrmark("timeline", "--every", "week", "--from", "2020-02-24", "--to", "2020-03-09",
                    *few)
    check("weeks over a leap day", week["timeline"]["dates"] ==
          ["2020-02-24", "2020-03-02", "2020-03-09"], str(week["timeline"]["dates"]))
    one = norrmark("timeline", "--every", "day", "--from", "2020-03-30", "--to", "2020-03-30", *few)
    check("one day has no changes", one["timeline"]["dates"] == ["2020-03-30"] and
          not one["changes"] and all(gap["person_days"] is None for gap in one["gaps"]))


def marked():
    timeline = norrmark("timeline", "--dates", "2020-03-29,2020-03-30,2020-04-14,2020-04-16",
                        "--within", "30km", "--choice", "1", "--marker", "2020-03-30=Start",
                        "--marker", "2020-04-15=Review, half-way")
    words = {c["to"]: c["markers"] for c in timeline["changes"]}
    check("row_b22_before_and_after_a_marker",
          words["2020-03-30"] == "around Start; before Review, half-way" and
          words["2020-04-16"] == "after Start; around Review, half-way", str(words))


# ---- the same again ---------------------------------------------------------------------------

def shuffled_offices(path):
    with open(f"{NORRMARK}/kontor.csv", encoding="utf-8") as source:
        head, *rows = source.read().splitlines()
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join([head] + rows[::-1]) + "\n")


def row_e12_any_day_can_be_printed_again(words):
    """The evidence of a timeline is a run file; same bytes, whatever the threads."""
    texts = []
    for folder, threads in (("a", "1"), ("b", "2")):
        os.mkdir(folder)
        call("timeline", "--config", f"{NORRMARK}/analysis.json", *words, "--threads", threads,
             "-o", f"{folder}/t.gpkg")
        texts.append(open(f"{folder}/t.run.json", "rb").read())
    os.mkdir("c")
    call("timeline", "--config", "a/t.run.json", "-o", "c/t.gpkg")
    check("row_e12_any_day_can_be_printed_again", texts[0] == texts[1])
    again = json.load(open("c/t.run.json", encoding="utf-8"))
    for key in ("timeline", "series", "days", "changes", "gaps"):
        check(f"row_e12: from its evidence: {key}", again[key] == json.loads(texts[0])[key])
    check("the same GeoPackage", open("a/t.gpkg", "rb").read() == open("b/t.gpkg", "rb").read())
    shuffled_offices("kontor.csv")
    told = json.loads(texts[0])
    again = json.loads(call("timeline", "--config", f"{NORRMARK}/analysis.json", *words,
                            "--offices", "kontor.csv", "--json").stdout)
    for key in ("series", "changes", "gaps", "days"):
        check(f"rows in another order: {key}", told[key] == again[key])


def row_e12_as_it_was_known():
    """What was learnt later does not change what was printed before."""
    with open(f"{NORRMARK}/kontor.csv", encoding="utf-8") as source:
        rows = list(csv.reader(source))
    rows[0].append("known")
    for row in rows[1:]:
        row.append("2020-03-01")
    later = next(list(row) for row in rows if row[0] == "K18")
    later[rows[0].index("valid_to")], later[-1] = "2020-04-20", "2020-06-01"
    write_points("before.csv", rows)
    write_points("after.csv", rows + [later])
    words = ["--dates", "2020-04-14,2020-04-15,2020-05-01", "--within", "10km", "--choice", "1"]
    told = [norrmark("timeline", *words, "--offices", name, *known)
            for name in ("before.csv", "after.csv") for known in ((), ("--known-on", "2020-05-10"))]
    check("row_e12_as_it_was_known", told[1]["series"] == told[3]["series"] and
          told[1]["changes"] == told[3]["changes"])
    check("row_e12: and as it is known now", told[0]["series"] != told[2]["series"])


def tables_hold_what_the_evidence_says(timeline, words):
    call("timeline", "--config", f"{NORRMARK}/analysis.json", *words, "-o", "tables", "-of", "CSV")
    for name in ("series", "changes", "gaps", "days"):
        with open(f"tables/{name}.csv", encoding="utf-8-sig") as table:
            rows = list(csv.DictReader(table))
        check(f"{name}.csv has all rows", len(rows) == len(timeline[name]),
              f"{len(rows)} and {len(timeline[name])}")
    check("the evidence goes with a folder", os.path.exists("tables/run.json"))
    with open("tables/gaps.csv", encoding="utf-8-sig") as table:
        for row, gap in zip(csv.DictReader(table), timeline["gaps"]):
            check("a gap that is open has no end", row["to"] == (gap["to"] or "") and
                  row["kind"] == gap["kind"] and row["from"] == gap["from"], str(row))


def periods_hold_day_by_day(timeline):
    """On each day a municipality has one row, with that day's people; the next one differs."""
    with open("tables/periods.csv", encoding="utf-8-sig") as table:
        periods = list(csv.DictReader(table))
    days = sorted({row["date"] for row in timeline["series"]})
    zones = {row["code"] for row in timeline["series"]
             if row["layer"] == "municipalities" and row["code"]}
    check("periods of every municipality", {row["code"] for row in periods} == zones)
    limit = timeline["series"][-1]["limit"]
    for row in timeline["series"]:
        if row["layer"] != "municipalities" or not row["code"] or row["k"] != 1 or \
                row["limit"] != limit or row["weight"] != timeline["series"][0]["weight"]:
            continue
        own = [period for period in periods if period["code"] == row["code"]
               and period["supply"] == row["supply"] and period["from"] <= row["date"]
               and (not period["to"] or row["date"] < period["to"])]
        check("one period a day, with its people", len(own) == 1 and
              abs(Decimal(own[0]["covered"]) - Decimal(str(row["covered"]))) < Decimal("0.00001"),
              f"{row['date']} {row['supply']} {row['code']}: {own}")
    shown = ("class", "adm_prov", "people", "covered")
    for one, two in zip(periods, periods[1:]):
        if (one["code"], one["supply"]) == (two["code"], two["supply"]):
            check("periods meet and differ", one["to"] == two["from"] and one["to"] in days and
                  [one[key] for key in shown] != [two[key] for key in shown], f"{one} {two}")


def areas_and_contracts():
    with open("contracts.csv", "w", encoding="utf-8") as out:
        out.write("contract,provider,leveransomrade,valid_from,valid_to,status\n"
                  "C1,Delta AB,Norrmark inland,2020-04-15,,open\n"
                  "C2,Delta AB,Norrmark nord,2020-03-30,2020-05-01,open\n"
                  "C3,Epsilon AB,Norrmark mitt,2020-03-30,,approved_not_receiving\n")
    words = ["--within", "10km", "--choice", "1", "--supplier-areas",
             f"{NORRMARK}/leveransomraden.gpkg", "--contracts", "contracts.csv"]
    days = ["2020-03-29", "2020-03-30", "2020-04-15", "2020-05-01"]
    timeline = norrmark("timeline", "--dates", ",".join(days), *words)
    for kind in KINDS:
        alone = norrmark("analyze", "--as-of", "2020-05-01", "--supply", kind, *words)["coverage"]
        rows = [{key: value for key, value in row.items() if key not in ("date", "supply")}
                for row in timeline["series"]
                if row["date"] == "2020-05-01" and row["supply"] == kind]
        check(f"areas {kind} are an analysis of that day", rows == alone)
    check("no areas before there are any", not any(
        row["layer"] == "supplier_areas" and row["code"] for row in timeline["series"]
        if row["date"] == days[0]))
    inland = [gap for gap in timeline["gaps"] if gap["code"] == "Norrmark inland"]
    check("a contract ends a gap", [(g["kind"], g["from"], g["to"]) for g in inland] ==
          [(kind, "2020-03-30", "2020-04-15") for kind in KINDS], str(inland))
    events = {(c["code"], c["to"], c["supply"]): c for c in timeline["changes"]}
    for kind in KINDS:
        began = events["Norrmark inland", "2020-04-15", kind]
        check("a contract begins", "joined: Delta AB (contract began C1)" in began["events"] and
              (began["own_before"], began["own_after"]) == (0, 1), str(began))
        ended = events["Norrmark nord", "2020-05-01", kind]
        check("a contract ends", "left: Delta AB (contract ended C2)" in ended["events"] and
              ended["own_after"] == ended["own_before"] - 1, str(ended))
    own = {(row["date"], row["supply"]): row for row in timeline["days"]
           if row["layer"] == "supplier_areas"}
    check("areas are counted", [own[day, "nominal"]["with_own"] for day in days[1:]] == [5, 6, 6])
    mid = {kind: events["Norrmark mitt", "2020-03-30", kind]["own_after"] for kind in KINDS}
    check("row_e2_a_contract_that_receives_nobody", mid["nominal"] > mid["effective"], str(mid))


def states_are_shown():
    from osgeo import ogr
    call("analyze", "--config", f"{NORRMARK}/analysis.json", "--within", "30km", "-o", "s.gpkg")
    source = ogr.Open("s.gpkg")
    states = {row["office"]: row["state"] for row in source.GetLayer("offices")}
    check("row_e2_states", [states[k] for k in ("K01", "K06", "K33", "K17", "K08")] ==
          ["open", "closed_to_new", "ending", "ending", "open"], str(states))


# ---- the change-over ------------------------------------------------------------------------

def pilot_codes():
    path = os.path.join(SHARED, "se-providers", "krom_pilotkommuner_2020.csv")
    with open(path, encoding="utf-8-sig") as table:
        return [row["kommunkod"] for row in csv.DictReader(table)]


def municipalities():
    """Code and a point inside, of all 290."""
    from osgeo import ogr
    source = ogr.Open(os.path.join(SHARED, "se-kommuner", "kommuner_scb_3006.gpkg"))
    layer = source.GetLayer(0)
    names = [layer.GetLayerDefn().GetFieldDefn(i).GetName()
             for i in range(layer.GetLayerDefn().GetFieldCount())]
    column = next(name for name in names if name.lower() in ("knkod", "kommunkod", "municipality_code"))
    return {row[column]: row.GetGeometryRef().PointOnSurface() for row in layer}


def write_points(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.write("\n".join(",".join(str(cell) for cell in row) for row in rows) + "\n")


def krom_offices(places, pilots):
    """Invented: one office in each municipality, at a point inside it."""
    head = ["id", "provider", "easting", "northing", "scheme", "status", "valid_from", "valid_to"]
    rows = [head]
    for code, point in sorted(places.items()):
        at = [f"{point.GetX():.0f}", f"{point.GetY():.0f}"]
        end = "2020-03-30" if code in pilots else ""
        rows.append([f"S{code}", f"Invented {code}", *at, "STOM", "open", "2018-01-01", end])
        if code in pilots:
            rows.append([f"K{code}", f"Invented {code}", *at, "KROM", "approved_not_receiving",
                         "2020-03-30", "2020-05-01"])
            rows.append([f"K{code}", f"Invented {code}", *at, "KROM", "open", "2020-05-01", ""])
    write_points("offices.csv", rows)


def krom_people(places):
    rows = [["unit", "easting", "northing", "people"]]
    people = {}
    for i, (code, point) in enumerate(sorted(places.items())):
        people[code] = 1000 + i
        rows.append([f"u{code}", f"{point.GetX():.0f}", f"{point.GetY():.0f}", people[code]])
    write_points("people.csv", rows)
    return people


def krom(*words):
    return evidence("timeline", "--municipalities",
                    os.path.join(SHARED, "se-kommuner", "kommuner_scb_3006.gpkg"), "--offices",
                    "offices.csv", "--population", "people.csv", "--crs", "offices=EPSG:3006",
                    "--crs", "population=EPSG:3006", "--weight", "people", "--straight-line", "1.3",
                    "--within", "10km", "--choice", "1", *words)


def gap_list(timeline, kind):
    return {gap["code"]: gap for gap in timeline["gaps"]
            if gap["kind"] == kind and gap["layer"] == "municipalities"}


def own(timeline, day, kind):
    return next(row["with_own"] for row in timeline["days"]
                if (row["date"], row["supply"], row["layer"]) == (day, kind, "municipalities"))


def the_change_over(places, pilots):
    people = krom_people(places)
    krom_offices(places, pilots)
    timeline = krom("--dates", "2020-03-29,2020-03-30,2020-05-01")
    nominal, effective = gap_list(timeline, "nominal"), gap_list(timeline, "effective")
    check("row_e2_no_nominal_gaps", not nominal, str(sorted(nominal)))
    check("row_e2_32_effective_gaps", sorted(effective) == sorted(pilots) and len(effective) == 32,
          str(sorted(effective)))
    check("row_e2_near_miss", "1083" not in effective and "1083" in places)
    for code, gap in effective.items():
        check("row_e2_a_gap_of_32_days", (gap["from"], gap["to"], gap["people"],
                                          gap["person_days"]) ==
              ("2020-03-30", "2020-05-01", people[code], 32 * people[code]), str(gap))
    changed = [c for c in timeline["changes"] if c["to"] == "2020-03-30" and
               c["layer"] == "municipalities" and c["supply"] == "effective"]
    check("row_e1_the_pilots_change", sorted(c["code"] for c in changed) == sorted(pilots) and
          all(c["before"] == "one" and c["after"] == "none" and
              f"left: Invented {c['code']} (closed S{c['code']})" in c["events"] and
              f"opened without receiving: K{c['code']}" in c["events"] for c in changed),
          str(changed[:1]))
    back = [c for c in timeline["changes"] if c["to"] == "2020-05-01"]
    check("the pilots come back", sorted(c["code"] for c in back) == sorted(pilots) and
          all(c["supply"] == "effective" and c["after"] == "one" and
              f"takes people K{c['code']}" in c["events"] for c in back), str(back[:1]))
    check("row_e10_nominal_beside_effective",
          [own(timeline, "2020-03-30", kind) for kind in KINDS] == [290, 258])


def by_scheme(pilots):
    stom = krom("--dates", "2020-03-29,2020-03-30", "--scheme", "STOM")
    check("row_b3_stom_ends_in_the_pilots", sorted(gap_list(stom, "nominal")) == sorted(pilots) and
          own(stom, "2020-03-29", "nominal") == 290 and own(stom, "2020-03-30", "nominal") == 258)
    new = krom("--dates", "2020-03-29,2020-03-30,2020-05-01", "--scheme", "KROM")
    counts = [own(new, day, kind) for day in ("2020-03-29", "2020-03-30", "2020-05-01")
              for kind in KINDS]
    check("row_e1_krom_begins", counts == [0, 0, 32, 0, 32, 32], str(counts))


def row_b3_office_beside_contract(places):
    """August 2019: the service everywhere by contract, an office in 133 of 290."""
    codes = sorted(places)
    rows = [["id", "provider", "easting", "northing", "scheme", "valid_from"]]
    rows += [[f"S{code}", f"Invented {code}", f"{places[code].GetX():.0f}",
              f"{places[code].GetY():.0f}", "STOM", "2019-01-01"] for code in codes[:133]]
    write_points("offices.csv", rows)
    contracts = [["contract", "provider", "supplier_area", "scheme", "valid_from"]]
    contracts += [[f"C{code}", "Invented everywhere", code, "STOM", "2019-01-01"] for code in codes]
    write_points("contracts.csv", contracts)
    alone = krom("--dates", "2019-08-31", "--scheme", "STOM")
    both = krom("--dates", "2019-08-31", "--scheme", "STOM", "--contracts", "contracts.csv")
    check("row_b3_office_in_133", own(alone, "2019-08-31", "nominal") == 133 and
          len(gap_list(alone, "nominal")) == 290 - 133 == 157,
          f"{own(alone, '2019-08-31', 'nominal')} {len(gap_list(alone, 'nominal'))}")
    check("row_b3_stom_nominal_290", own(both, "2019-08-31", "nominal") == 290 and
          not gap_list(both, "nominal"))


def row_b1_stage_by_stage(places, pilots):
    """32, then 53, 101 and 104 more: all 290. Which ones joined when is invented."""
    rest = sorted(set(places) - set(pilots))
    begins = dict.fromkeys(pilots, "2020-03-30")
    begins.update(dict.fromkeys(rest[:53], "2021-05-18"))
    begins.update(dict.fromkeys(rest[53:154], "2021-09-15"))
    begins.update(dict.fromkeys(rest[154:], "2021-12-07"))
    place = places[pilots[0]]
    write_points("offices.csv", [["id", "provider", "easting", "northing", "scheme", "valid_from"],
                                 ["K1", "Invented later", f"{place.GetX():.0f}",
                                  f"{place.GetY():.0f}", "KROM", "2030-01-01"]])
    rows = [["contract", "provider", "supplier_area", "scheme", "valid_from"]]
    rows += [[f"C{code}", "Invented everywhere", code, "KROM", day]
             for code, day in sorted(begins.items())]
    write_points("contracts.csv", rows)
    days = ["2021-04-15", "2021-05-18", "2021-09-15", "2021-12-07"]
    timeline = krom("--dates", ",".join(days), "--scheme", "KROM", "--contracts", "contracts.csv")
    counts = [own(timeline, day, "nominal") for day in days]
    check("row_b1_registry_32_then_290", counts == [32, 32 + 53, 32 + 53 + 101, 290], str(counts))


def replay():
    if not os.path.isdir(os.path.join(SHARED, "se-kommuner")):
        print("skipped: the change-over needs se-kommuner and se-providers in " + SHARED)
        return
    places, pilots = municipalities(), pilot_codes()
    check("32 pilots of 290", len(pilots) == 32 and len(places) == 290 and set(pilots) <=
          set(places), f"{len(pilots)} {len(places)}")
    the_change_over(places, pilots)
    by_scheme(pilots)
    row_b3_office_beside_contract(places)
    row_b1_stage_by_stage(places, pilots)


def main():
    folder = tempfile.mkdtemp(prefix="whitespot-timeline-")
    os.chdir(folder)
    words = ["--dates", ",".join(DAYS), "--within", "10km,30km"]
    timeline = norrmark("timeline", *words)
    each_day_is_an_analysis(timeline, "--within", "10km,30km")
    scaled_people_stay_the_same()
    row_e1_29_and_30_march_differ(norrmark("timeline", *words[:2], "--within", "30km"))
    row_e10_effective_is_at_most_nominal(timeline)
    row_b6_counts_from_its_day(timeline)
    changes_name_their_events(timeline)
    gaps_add_up(timeline, "30km", DAYS)
    steps()
    marked()
    row_e12_any_day_can_be_printed_again(words)
    row_e12_as_it_was_known()
    tables_hold_what_the_evidence_says(timeline, words)
    periods_hold_day_by_day(timeline)
    areas_and_contracts()
    states_are_shown()
    replay()
    os.chdir("/")
    shutil.rmtree(folder)
    print(f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
