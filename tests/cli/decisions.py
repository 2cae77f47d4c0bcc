#!/usr/bin/python3
"""Closures, alternatives, remote support and budgets on Norrmark by a second route.

    decisions.py WHITESPOT ROOT

Who moves: from two runs, one of them without the offices. Remote support and
alternatives in exact fractions from the tables of a run without any. Exit 77: the
program is not there."""
import csv
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

FAILED = []
ELIGIBLE = "status <> 'refused'"


def check(name, is_right, said=""):
    print(("ok      " if is_right else "FAILED  ") + name + ("" if is_right else f": {said}"))
    if not is_right:
        FAILED.append(name)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Run:
    """A run of Norrmark with tables as lists and the evidence."""

    def __init__(self, folder, name, policy=None, *more):
        self.out = os.path.join(folder, name)
        words = [WHITESPOT, "analyze", "--config", "analysis.json", "-q", "-of", "CSV", "-o",
                 self.out, *more]
        if policy is not None:
            path = self.out + ".policy.json"
            with open(path, "w", encoding="utf-8") as file:
                json.dump(policy, file)
            words += ["--policy", path]
        said = subprocess.run(words, cwd=NORRMARK, capture_output=True, text=True)
        if said.returncode:
            sys.exit(said.stderr)
        with open(os.path.join(self.out, "run.json"), encoding="utf-8") as file:
            self.data = json.load(file)

    def table(self, name):
        return rows(os.path.join(self.out, name + ".csv"))


def exact(text):
    return Fraction(text) if text else None


# ---- closures ------------------------------------------------------------------------


def moved_by_hand(before, after, more):
    """Units whose nearest office is farther away by more than that, from two runs."""
    later = {row["unit"]: row for row in after.table("population")}
    found = {}
    for row in before.table("population"):
        other = later[row["unit"]]
        if not exact(row["beftotalt"]) or not row["cost1"]:
            continue
        far = exact(other["cost1"]) - exact(row["cost1"]) if other["cost1"] else None
        if far is None or far > more:
            last = exact(row["cost1"]) <= 30000 and (far is None or exact(other["cost1"]) > 30000)
            found[row["unit"]] = (row["office1"], other["office1"], "yes" if last else "no")
    return found


def judge_moved(name, run, expected, closure):
    found = {row["unit"]: (row["office"], row["office2"], row["last"])
             for row in run.table("moved") if row["closure"] == closure}
    check(f"{name}: the same units, offices and who loses the last", found == expected,
          sorted(set(found.items()) ^ set(expected.items()))[:4])
    told = next(row for row in run.data["moved"] if row["closure"] == closure)
    people = sum(exact(row["people"]) for row in run.table("moved") if row["closure"] == closure)
    check(f"{name}: people add up", told["units"] == len(expected) and told["people"] == people)


def closures(folder, plain):
    closed = {"K35": "id <> 'K35'", "provider_type=ideell": "provider_type <> 'ideell'"}
    run = Run(folder, "closures", {"closures": list(closed), "moved_by": 12.5})
    for name, where in closed.items():
        without = Run(folder, "without_" + name[:3], None, "--eligible", f"{ELIGIBLE} AND {where}")
        row = "row_d3_who_moves" if name == "K35" else "row_b21_who_loses_the_last_physical_point"
        judge_moved(row, run, moved_by_hand(plain, without, 12500), name)
    most = Run(folder, "most", {"moved_by": 10})
    top = next(row["office"] for row in most.table("critical") if row["kind"] == "office")
    check("row_d3_the_most_critical_office_unless_asked",
          [row["closure"] for row in most.data["moved"]] == [top], most.data["moved"])
    check("row_d3_no_closure_is_asked_for", "moved" not in plain.data)


# ---- remote support --------------------------------------------------------------------

SHARES = {"2911": (Fraction(8, 10), Fraction(95, 100)), "2912": (Fraction(7, 10), Fraction(9, 10))}
ABILITY = (Fraction(97, 100), Fraction(99, 100))


def bounds(demand, network):
    low = demand * max(Fraction(0), network[0] + ABILITY[0] - 1)
    return low, demand * min(network[1], ABILITY[1])


def remote(folder, plain):
    path = os.path.join(folder, "remote.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("kommunkod,network_low,network_high,valid_from,valid_to,scheme\n")
        for code, share in SHARES.items():
            file.write(f"{code},{float(share[0])},{float(share[1])},2020-03-30,2020-04-15,KROM\n")
    policy = {"ability_share": {"value": 0.98, "low": 0.97, "high": 0.99}}
    run = Run(folder, "remote", policy, "--remote", path, "--supplier-areas",
              "leveransomraden.gpkg")
    table = run.table("remote")
    without = {row["code"]: exact(row["people"]) - exact(row["covered"])
               for row in plain.table("coverage") if row["layer"] == "municipalities"
               and row["limit"] == "30km" and row["k"] == "1"}
    tiny = Fraction(1, 100000)
    for code, share in SHARES.items():
        row = next(row for row in table if row["code"] == code and row["who"] == "uncovered"
                   and row["kind"] == "own")
        low, high = bounds(without[code], share)
        check(f"row_a12_served_in_{code}", abs(exact(row["served_low"]) - low) < tiny
              and abs(exact(row["served_high"]) - high) < tiny
              and exact(row["left_low"]) >= 0, (row, low, high))
    for layer in ("municipalities", "supplier_areas"):
        for who in ("uncovered", "all"):
            for kind in ("own", "1 %", "2 %"):
                of = [row for row in table if (row["layer"], row["who"], row["kind"]) ==
                      (layer, who, kind)]
                nation = [row for row in of if not row["code"] and not row["name"]]
                for key in ("demand", "served_low", "served_high", "left_low", "left_high"):
                    total = sum(exact(row[key]) for row in of if row not in nation)
                    check(f"row_a12_{layer}_{who}_{kind}_{key}_add_up",
                          len(nation) == 1 and abs(total - exact(nation[0][key])) < tiny,
                          (total, nation))
    only = [row["code"] for row in run.data["findings"] if "remote_only" in (row["flags"] or "")]
    check("row_d4_flag_in_class_none_alone", only == ["2912"] and all(
        row["class"] == "none" for row in run.data["findings"] if row["code"] in only), only)
    off = Run(folder, "off", policy, "--remote", path, "--as-of", "2020-04-15")
    check("row_a16_off_and_the_flag_is_gone", not any(
        "remote_only" in (row["flags"] or "") for row in off.data["findings"]))
    for key in ("coverage", "white_spots", "zones", "metrics"):
        of = [row for row in run.data[key] if row.get("layer") != "supplier_areas"] \
            if key == "coverage" else run.data[key]
        if key in ("coverage", "white_spots"):
            check(f"row_d4_{key}_is_the_same", of == plain.data[key])


# ---- assistance ----------------------------------------------------------------------------


def assistance(run, plain):
    """The interval of the coverage goes into SEK: of each municipality, and of all."""
    rows_of = {row["code"]: row for row in plain.table("coverage")
               if row["layer"] == "municipalities" and row["limit"] == "30km"
               and row["k"] == "1"}
    told = run.data["assistance"]
    paid = {row["code"]: row for row in run.table("payers") if row["line"] == "assistance"}
    sums = [0, 0, 0]
    for code, row in paid.items():
        of = rows_of[code]
        persons = [exact(of["people"]) - exact(of[key]) for key in ("high", "covered", "low")]
        sums = [total + more for total, more in zip(sums, persons)]
        check(f"row_d5_interval_of_{code}",
              [exact(row[key]) for key in ("people_low", "people", "people_high")] == persons and
              [exact(row[key]) for key in ("sek_low", "sek", "sek_high")] ==
              [50000 * number for number in persons], (row, persons))
    check("row_d5_interval_of_all", len(paid) == 12 and sums[0] < sums[1] < sums[2] and
          [told[key] for key in ("sek_low", "sek", "sek_high")] ==
          [float(50000 * number) for number in sums], (told, sums))


# ---- alternatives, budgets -----------------------------------------------------------------


def alternatives(folder, plain):
    policy = {"fixed_cost": 900000, "income": 26000, "variable_cost": 6000, "taper": 0.25,
              "participant_share": 0.05, "budget": 3000000, "begun": "2025-03-01",
              "assistance": 50000,
              "programme": {"persons": "about 1100", "actors": "24", "cost": "over 40000000",
                            "source": "an opinion piece"},
              "transfers": [{"name": "grant", "payer": "state", "gainer": "town", "sek": 90},
                            {"name": "aid", "payer": "town", "gainer": "people", "sek": 70.5}]}
    run = Run(folder, "alternatives", policy, "--unemployed", "arbetslosa.csv")
    jobless = {row["kommunkod"]: Fraction(row["arbetslosa"]) / 20
               for row in rows(os.path.join(NORRMARK, "arbetslosa.csv"))
               if row["manad"] == "2020-04"}
    without = {row["code"]: exact(row["people"]) - exact(row["covered"])
               for row in plain.table("coverage") if row["layer"] == "municipalities"
               and row["limit"] == "30km" and row["k"] == "1"}
    thin = [row["code"] for row in run.data["findings"] if row["class"] in ("none", "one", "two")]
    table = run.table("alternatives")
    check("row_a14_seven_for_each_thin_place",
          sorted(row["code"] for row in table) == sorted(7 * thin) and len(thin) == 5, thin)
    for row in table:
        n = jobless[row["code"]]
        cost = {"baseline": Fraction(0), "REMOTE_VISITS": None,
                "LOV_ALLOWANCE": max(Fraction(0), 900000 - Fraction(3, 4) * n * 20000)}.get(
                    row["route"], max(Fraction(0), 900000 - n * 20000))
        least = None if row["route"] in ("baseline", "REMOTE_VISITS") else \
            cost / without[row["code"]]
        is_right = exact(row["cost"]) == cost and (
            row["sek_at_least"] == "" if least is None else
            abs(Fraction(row["sek_at_least"]) - least) < Fraction(1, 1000))
        if not is_right:
            check(f"alternative {row['route']} of {row['code']}", False, (row, cost, least))
    total = sum(exact(row["s"]) for row in run.table("allowance") if row["scenario"] == "mid")
    sums = run.data["allowance"]["sums"][0]
    told = run.data["policy"]
    check("row_c3_bounds_keep_their_sign", told["programme"]["sek_per_person"] == "over 36363" and
          told["programme"]["persons_per_actor"] == "about 45.8", told["programme"])
    assistance(run, plain)
    check("row_c8_transfers_sum_to_zero", len(told["parties"]) == 3 and
          sum(row["net"] for row in told["parties"]) == 0, told["parties"])
    check("row_a14_the_budget_bridges", sums["sek_mid_n"] == total and
          sums["sek_mid_n"] + sums["left"] == sums["budget"] + sums["lacking"], sums)


# ---- who may be a provider, notes, groups --------------------------------------------------


def covered(run):
    return {row["code"]: exact(row["covered"]) for row in run.table("coverage")
            if row["layer"] == "municipalities" and row["limit"] == "10km" and row["k"] == "3"}


def municipal_providers(folder):
    """Excluded, allowed, and by agreement from 1 December 2022: three tables, and the
    difference by area from `compare`. K25 is the municipality that applied."""
    of, made = {}, {}
    with open(os.path.join(NORRMARK, "kontor.csv"), encoding="utf-8") as file:
        text = file.read()
    private = f"{ELIGIBLE} AND provider_type <> 'kommun'"
    for name, since, day, where in (
            ("excluded", "2020-03-30", "2022-12-01", private),
            ("allowed", "2020-03-30", "2022-12-01", ELIGIBLE),
            ("too_early", "2022-12-01", "2022-11-30", ELIGIBLE),
            ("agreement", "2022-12-01", "2022-12-01", ELIGIBLE)):
        path = os.path.join(folder, name + ".csv")
        lines = [line if not line.startswith("K25,") else
                 line.replace("2020-03-30", since).replace("refused", "approved")
                 for line in text.splitlines(True)]
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(lines))
        made[name] = Run(folder, name, None, "--offices", path, "--as-of", day, "--eligible",
                         where)
        of[name] = covered(made[name])
    more = {code: of["allowed"][code] - of["excluded"][code] for code in of["excluded"]}
    check("row_a1_one_more_provider_never_lowers", all(more[code] >= 0 for code in more) and
          more["2904"] > 0, more)
    check("row_a1_an_agreement_holds_from_its_day", of["too_early"] == of["excluded"] and
          of["agreement"] == of["allowed"])
    said = subprocess.run([WHITESPOT, "compare", made["excluded"].out + "/run.json",
                           made["allowed"].out + "/run.json", "--json"], capture_output=True,
                          text=True)
    told = {row["code"] for row in json.loads(said.stdout)["changes"]
            if row["layer"] == "municipalities" and row["limit"] == "10km" and row["k"] == 3}
    check("row_a1_the_difference_by_area", told == {code for code in more if more[code]}, told)


def notes(folder, plain):
    path = os.path.join(folder, "notes.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("date,place,topic,status,count,source,text\n"
                   "2020-04-01,2911,cooperation,reported,3,a paper,works well here\n"
                   "2020-04-01,2912,cooperation,reported,unknown,a paper,nobody can tell\n")
    run = Run(folder, "notes", None, "--notes", path)
    shown = {row["place"]: row["count"] for row in run.data["notes"]["items"]}
    check("row_a17_cooperation_with_a_scale_or_unknown", shown ==
          {"2911": "3", "2912": "unknown"}, shown)
    for key in ("coverage", "zones", "findings"):
        check(f"row_a4_cooperation_changes_no_{key}", run.data[key] == plain.data[key])


def groups(folder):
    """Coverage of each group, not only in total: groups that make up the whole."""
    run = Run(folder, "groups", None, "--weight", "ald20_25=unga", "--weight", "ald60_65=gamla")
    shares = {(row["weight"], row["code"]): row for row in run.data["coverage"]
              if row["layer"] == "municipalities" and row["limit"] == "10km" and row["k"] == 1}
    weights = {weight for weight, _ in shares}
    differ = [code for (weight, code), row in shares.items() if weight == "ald20_25" and
              row["share"] != shares[("ald60_65", code)]["share"]]
    check("row_d2_coverage_by_group", {"ald20_25", "ald60_65"} <= weights and len(differ) > 3,
          (weights, differ))


def main():
    with tempfile.TemporaryDirectory() as folder:
        plain = Run(folder, "plain")
        closures(folder, plain)
        remote(folder, plain)
        alternatives(folder, plain)
        municipal_providers(folder)
        notes(folder, plain)
        groups(folder)
        for word in ("none", "LOU, rule (d)"):
            said = subprocess.run([WHITESPOT, "explain", "--config", "analysis.json",
                                   "--municipality", "2912"], cwd=NORRMARK, capture_output=True,
                                  text=True)
            check(f"explain says {word}", word in said.stdout, said.stdout)
        said = subprocess.run([WHITESPOT, "explain", "--config", "analysis.json", "--json",
                               "--municipality", "2912"], cwd=NORRMARK, capture_output=True,
                              text=True)
        finding = next(row for row in plain.data["findings"] if row["code"] == "2912")
        check("explain has the finding of the run", json.loads(said.stdout)["finding"] == finding,
              said.stdout)


if __name__ == "__main__":
    WHITESPOT, NORRMARK = sys.argv[1], os.path.join(sys.argv[2], "geodata/norrmark")
    if not os.access(WHITESPOT, os.X_OK):
        sys.exit(77)
    main()
    sys.exit(1 if FAILED else 0)
