#!/usr/bin/python3
"""New offices through the program, confirmed by analyses with them.

    sites.py WHITESPOT ROOT [DATA]

Each ranked step of `site` is run again as an analysis whose offices have the sites told
so far as further rows: the people covered are the same to the last digit printed, and
the people of whom a site is the only provider are those of its row in the layer offices.
Calls that are refused; the same bytes with other threads and rows. DATA: real roads,
left out when they are not there. Exit 77: osgeo is not there."""
import csv
import json
import os
import subprocess
import sys
import tempfile

try:
    from osgeo import ogr
except ImportError:
    sys.exit(77)
ogr.UseExceptions()
FAILED = []


def check(name, is_right, said=""):
    print(("ok      " if is_right else "FAILED  ") + name + ("" if is_right else f": {said}"))
    if not is_right:
        FAILED.append(name)


def run(*words):
    return subprocess.run([WHITESPOT, *words], cwd=ROOT, capture_output=True, text=True)


def evidence(*words):
    said = run(*words, "--json")
    if said.returncode:
        sys.exit(" ".join(words) + ": " + said.stderr)
    return json.loads(said.stdout)


def layer_rows(path, name):
    """The rows of a layer; points with x and y."""
    data = ogr.Open(path)
    rows = []
    for feature in data.GetLayerByName(name):
        row = feature.items()
        shape = feature.GetGeometryRef()
        row["x"], row["y"] = shape.GetX(), shape.GetY()
        rows.append(row)
    return rows


def write_offices(path, there, sites):
    """Offices as they stood in the run, and new ones, each a provider of its own."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "leverantor", "easting", "northing"])
        for row in there:
            out.writerow([row["office"], row["provider"], repr(row["x"]), repr(row["y"])])
        for row in sites:
            out.writerow([f"new {row['rank']}", f"new provider {row['rank']}",
                          repr(row["east_m"]), repr(row["north_m"])])


def covered(data, limit, k):
    rows = [row for row in data["coverage"] if row["layer"] == "national"
            and row["limit"] == limit and row["k"] == k]
    return rows[0]["covered"]


def confirm(folder, name, inputs, offices, method, aim, asked):
    """Chooses sites and runs an analysis for each step."""
    out = os.path.join(folder, name + ".gpkg")
    told = evidence("site", *inputs, *offices, *method, *asked, "--aim", str(aim), "-o", out)
    sites = told["sites"]
    rows = sites["offices"]
    check(f"{name}: there are sites", len(rows) > 0, sites)
    shown = layer_rows(out, "sites")
    there = layer_rows(out, "offices")
    check(f"{name}: the layer has them", [row["rank"] for row in shown] ==
          list(range(1, len(rows) + 1)) and all(row["why"] == sites["why"] for row in shown))
    path = os.path.join(folder, name + ".csv")
    plain = ["--offices", path, "--crs", "offices=EPSG:3006"]
    limit, before = sites["limit"], sites["covered_before"]
    for step in range(len(rows) + 1):
        write_offices(path, there, rows[:step])
        written = ["-o", os.path.join(folder, name + "-all.gpkg")] if step == len(rows) else []
        after = evidence("analyze", *inputs, *plain, *method, *written)
        expected = rows[step - 1]["covered"] if step else before
        check(f"{name}: step {step}", covered(after, limit, aim) == expected,
              (covered(after, limit, aim), expected))
    only = {row["office"]: row["only_here"] for row in layer_rows(written[1], "offices")}
    for row in rows:
        check(f"{name}: only at {row['site']}", only[f"new {row['rank']}"] == row["only_here"],
              (only[f"new {row['rank']}"], row["only_here"]))
    gains = [row["people"] for row in rows]
    check(f"{name}: gains add up", abs(sum(gains) - sites["gained"]) < 5e-7 * len(gains))
    return told


def norrmark(folder):
    home = os.path.join(ROOT, "geodata", "norrmark")
    inputs = ["--municipalities", home + "/kommuner.gpkg", "--population",
              home + "/rutnat_1km.gpkg", "--weight", "beftotalt"]
    roads = ["--roads", home + "/vagar.gpkg"]
    offices = ["--offices", home + "/kontor.csv", "--as-of", "2020-04-01",
               "--eligible", "status <> 'refused'"]
    cases = {
        "norrmark": (inputs + roads, ["--within", "2km,6km"], 1, ["--add", "4"]),
        "norrmark_time": (inputs + roads, ["--within", "8min"], 1, ["--add", "3"]),
        "norrmark_two": (inputs + roads, ["--within", "9km"], 2, ["--add", "3"]),
        "norrmark_line": (inputs, ["--within", "4km", "--straight-line", "1.3"], 1,
                          ["--add", "3"]),
        "norrmark_junctions": (inputs + roads, ["--within", "5km"], 1,
                               ["--add", "2", "--candidates-from", "roads"]),
        "norrmark_share": (inputs + roads, ["--within", "10km"], 1, ["--reach", "92.5%"]),
    }
    for name, (given, method, aim, asked) in cases.items():
        told = confirm(folder, name, given, offices, method, aim, asked)
        sites = told["sites"]
        if asked[0] == "--reach":
            check("the share is reached", sites["reached"] and
                  sites["offices"][-1]["covered"] >= 0.925 * sites["people"], sites)
            check("one office fewer does not", sites["at_least"] <= len(sites["offices"]) and
                  sites["offices"][-2]["covered"] < 0.925 * sites["people"], sites)
        else:
            check(f"{name}: the bound is not lower", sites["gained_at_most"] >= sites["gained"])
            check(f"{name}: proved best", sites["proved"], sites["why"])
    return inputs + roads + offices


def laws(folder, inputs):
    plain = evidence("analyze", *inputs, "--within", "2km,6km")
    gained = []
    for number in ("1", "2", "3", "4", "5"):
        told = evidence("site", *inputs, "--within", "2km,6km", "--add", number)
        gained.append(told["sites"]["gained"])
        check(f"coverage is that of analyze ({number})", told["coverage"] == plain["coverage"])
    check("more offices never bring fewer people", gained == sorted(gained), gained)
    words = ["site", *inputs, "--within", "6km", "--add", "3"]
    outs = []
    for threads in ("1", "3"):
        out = os.path.join(folder, "threads" + threads)
        said = run(*words, "-o", out, "-of", "CSV", "--threads", threads)
        check(f"writes a folder ({threads} threads)", said.returncode == 0, said.stderr)
        with open(os.path.join(out, "sites.csv"), "rb") as file:
            outs.append(file.read())
    check("threads change no byte", outs[0] == outs[1])


def candidates(folder, inputs):
    """Candidates given, in two orders; one far from any road, one outside."""
    rows = [("A", 573551, 6670382), ("B", 630271, 6689775), ("C", 619060, 6711135),
            ("D", 573600, 6670400), ("far", 560000, 6900000)]
    words = ["site", *inputs, "--within", "5km", "--add", "2", "--crs", "candidates=EPSG:3006"]
    told = []
    for name, order in (("rows.csv", rows[:4]), ("turned.csv", rows[3::-1]), ("far.csv", rows)):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "easting", "northing")] + list(order))
        said = run(*words, "--candidates", path, "--json")
        told.append((said, json.loads(said.stdout)["sites"] if said.returncode == 0 else None))
    check("given candidates", told[0][1] and
          {row["site"] for row in told[0][1]["offices"]} <= {"A", "B", "C", "D"} and
          told[0][1]["candidates"] == 4, told[0][0].stderr)
    check("their order changes nothing", told[0][1] == told[1][1])
    far = told[2]
    check("one too far off is told", far[1] and far[1]["unusable_candidates"] == 1 and
          "candidate far" in far[0].stderr and "no office is tried there" in far[0].stderr and
          far[1]["offices"] == told[0][1]["offices"], far[0].stderr)


def refusals(folder, inputs):
    empty = os.path.join(folder, "empty.csv")
    with open(empty, "w", encoding="utf-8") as file:
        file.write("id,name\n1,Here\n")
    areas = os.path.join(ROOT, "geodata", "norrmark", "kommuner.gpkg")
    calls = [
        ([], 2, "give --add N, or --reach SHARE"),
        (["--add", "0"], 2, "a whole number from 1 to 1000"),
        (["--add", "x"], 2, "a whole number from 1 to 1000"),
        (["--add", "2", "--reach", "90%"], 2, "exclude each other"),
        (["--reach", "101%"], 2, "at most 100%"),
        (["--reach", "0%"], 2, "above 0%"),
        (["--reach", "0.9"], 2, "a share such as 99%"),
        (["--reach", "99.99999%"], 2, "4 decimals"),
        (["--add", "1", "--aim", "0"], 2, "a whole number from 1 to 16"),
        (["--add", "1", "--candidates-from", "towns"], 2, "settlements or roads"),
        (["--add", "1", "--candidates", "nowhere.csv"], 4, "nowhere.csv"),
        (["--add", "1", "--candidates", empty], 3, "no points and no coordinate columns"),
        (["--add", "1", "--candidates", areas], 3, "expected one point"),
        (["--add", "1", "--candidates", empty, "--candidates-from", "roads"], 2,
         "exclude each other"),
        (["--add", "1", "--dates", "2020-04-01"], 2, "belongs to whitespot timeline"),
    ]
    for words, status, text in calls:
        said = run("site", *inputs, *words)
        check("refused: " + " ".join(words[:4]), said.returncode == status and
              text in said.stderr, (said.returncode, said.stderr))
    day = inputs.index("--as-of")
    for command, words in (("analyze", inputs),
                           ("timeline", [*inputs[:day], *inputs[day + 2:],
                                         "--dates", "2020-04-01"])):
        said = run(command, *words, "--add", "2")
        check(f"{command} knows no --add", said.returncode == 2 and
              "belongs to whitespot site" in said.stdout + said.stderr, said.stderr)
    said = run("check", *inputs, "--add", "2")
    check("check judges a call of site", said.returncode == 0 and "site would run" in said.stdout,
          said.stdout + said.stderr)
    told = run("help", "site").stdout
    check("help tells", all(word in told for word in ("--add N", "--reach SHARE", "--aim K",
                                                      "--candidates SRC")), told)
    check("help of analyze does not", "--candidates" not in run("help", "analyze").stdout)


def dalarna(folder, data):
    if not os.path.isdir(os.path.join(data, "se-dalarna-vagnat")):
        print("left out: no real roads")
        return
    inputs = ["--municipalities", data + "/se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
              "--population", data + "/se-population/arbetsfor_alder_2019_kommun.csv",
              "--where", "population=kommunkod LIKE '20%'", "--weight", "bef_16_64",
              "--roads", data + "/se-dalarna-vagnat/vagnat_harlett_3006.gpkg"]
    offices = ["--offices", data + "/se-providers/apotek_2025.csv",
               "--where", "offices=lan = 'Dalarnas'"]
    told = confirm(folder, "dalarna", inputs, offices, ["--within", "10km,30km"], 1,
                   ["--add", "3"])
    check("dalarna: proved best", told["sites"]["proved"], told["sites"]["why"])
    for row in told["sites"]["offices"]:
        print(f"        {row['rank']} {row['place']} ({row['site']}): {row['people']} people, "
              f"{100 * row['share']:.3f} %")


def main():
    with tempfile.TemporaryDirectory() as folder:
        inputs = norrmark(folder)
        laws(folder, inputs)
        candidates(folder, inputs)
        refusals(folder, inputs)
        if len(sys.argv) > 3:
            dalarna(folder, sys.argv[3])
    return 1 if FAILED else 0


WHITESPOT, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
sys.exit(main())
