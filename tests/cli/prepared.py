#!/usr/bin/python3
"""prepared.py PROGRAM SOURCE_DIR: the prepared network (.wsn) as users meet it.

A run from it equals a run from its roads, by distance and by time, figures and
layers; a file that is stale, cut, changed, foreign or asked for something it was
not made for is refused with a word and never crashes the program."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

PROGRAM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NORRMARK = os.path.join(SOURCE, "geodata", "norrmark")
SAME_RESULT = os.path.join(SOURCE, "tests", "support", "same_result.py")
CHANGES = int(os.environ.get("WS_MUTATIONS", "120"))
failed = []


def check(name, holds, detail=""):
    if not holds:
        failed.append(name)
        print(f"FAILED {name}: {detail}")


def call(*words):
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, errors="replace",
                          timeout=600, check=False)
    check("no crash", 0 <= done.returncode <= 8, f"{words}: {done.returncode} {done.stderr[-500:]}")
    return done


def analyze(roads, *more):
    return call("analyze", "--municipalities", f"{NORRMARK}/kommuner.gpkg", "--offices",
                f"{NORRMARK}/kontor.csv", "--population", f"{NORRMARK}/rutnat_1km.gpkg",
                "--roads", roads, *more)


def refused(name, done, word, status=3):
    check(name, done.returncode == status and word in done.stderr and not done.stdout,
          f"exit {done.returncode}: {done.stderr[-300:]}")


def same_figures():
    for limits in ("10km,30km", "15min,30min"):
        texts = []
        for name, roads in (("a", "n.wsn"), ("b", "vagar.gpkg")):
            done = analyze(roads, "--within", limits, "--reached-roads", "--json",
                           "--shape-resolution", "500m",
                           "-o", f"{name}.gpkg", "--overwrite")
            check(f"{limits} from {roads} runs", done.returncode == 0, done.stderr)
            evidence = json.loads(done.stdout)
            texts.append([evidence[key] for key in ("coverage", "white_spots", "network")])
        check(f"{limits}: equal figures", texts[0] == texts[1])
        done = subprocess.run([sys.executable, SAME_RESULT, "a.gpkg", "b.gpkg"],
                              capture_output=True, text=True, check=False)
        check(f"{limits}: equal layers", done.returncode == 0, done.stdout)


def info_tells_the_truth():
    done = call("network", "info", "n.wsn", "--json")
    told = json.loads(done.stdout)
    evidence = json.loads(analyze("vagar.gpkg", "--within", "30km", "--json").stdout)["network"]
    for key in ("nodes", "edges", "components"):
        check(f"info: {key}", told[key] == evidence[key], f"{told[key]} and {evidence[key]}")
    check("info: km", abs(told["km"] - evidence["km"]) < 1e-6)
    check("info: classes add up", abs(sum(c["km"] for c in told["classes"]) - told["km"]) < 1e-6)


def written_once_more_is_the_same():
    first = open("n.wsn", "rb").read()
    refused("exists", call("network", "build", "--roads", "vagar.gpkg", "-o", "n.wsn"),
            "--overwrite", 5)
    call("network", "build", "--roads", "vagar.gpkg", "-o", "n.wsn", "--overwrite")
    check("same bytes again", open("n.wsn", "rb").read() == first)


def wrong_uses():
    limits = ("--within", "30km", "--json")
    refused("two", analyze("n.wsn", "--roads", "vagar.gpkg", *limits), "stands alone", 2)
    refused("no ferries", analyze("n.wsn", "--no-ferries", *limits), "--no-ferries", 2)
    refused("speed", analyze("n.wsn", "--speed", "source", *limits), "--speed source", 2)
    refused("join", analyze("n.wsn", "--join", "1", *limits), "--join", 2)
    refused("roads as output", call("network", "build", "--roads", "vagar.gpkg", "-o", "x.gpkg"),
            ".wsn", 2)
    refused("prepared twice", call("network", "build", "--roads", "n.wsn", "-o", "x.wsn"),
            "already", 2)
    refused("nothing to build", call("network", "build", "-o", "x.wsn"), "--roads", 2)
    with open("foreign.wsn", "wb") as out:
        out.write(open("vagar.gpkg", "rb").read(100000))
    refused("foreign", analyze("foreign.wsn", *limits), "no prepared network")


def no_length():
    """A road whose ends are one place is none: no network of nothing is written."""
    rows = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {},
         "geometry": {"type": "LineString", "coordinates": [[16.5, 60.5], [16.5, 60.5]]}}]}
    with open("points.geojson", "w", encoding="utf-8") as out:
        json.dump(rows, out)
    refused("roads that are points", call("network", "build", "--roads", "points.geojson", "-o",
                                          "points.wsn"), "points.geojson")
    check("no network of points", not os.path.exists("points.wsn"))


def stale():
    shutil.copy("vagar.gpkg", "other.gpkg")
    call("network", "build", "--roads", "other.gpkg", "-o", "other.wsn")
    os.utime("other.gpkg", (1e9, 1e9))
    done = analyze("other.wsn", "--within", "30km", "--json")
    check("a touched source is not stale", done.returncode == 0, done.stderr)
    with open("other.gpkg", "ab") as out:
        out.write(b"\0")
    refused("stale", analyze("other.wsn", "--within", "30km", "--json"), "stale")
    os.remove("other.gpkg")
    done = analyze("other.wsn", "--within", "30km", "--json")
    check("a source that is gone is not stale", done.returncode == 0, done.stderr)


def damaged():
    """Every changed byte and every cut is refused; seeded."""
    whole = open("n.wsn", "rb").read()
    chance = random.Random(5)
    for turn in range(CHANGES):
        content = bytearray(whole)
        if turn % 4 == 0:
            content = content[:chance.randrange(len(content))]
        else:
            for _ in range(1 + turn % 3):
                at = chance.randrange(400 if turn % 4 == 1 else len(content))
                content[at] ^= 1 << chance.randrange(8)
        if content == whole:
            continue
        with open("bad.wsn", "wb") as out:
            out.write(content)
        refused(f"damaged {turn}", call("network", "info", "bad.wsn"), "bad.wsn")


def main():
    folder = tempfile.mkdtemp(prefix="whitespot-prepared-")
    os.chdir(folder)
    shutil.copy(f"{NORRMARK}/vagar.gpkg", "vagar.gpkg")
    done = call("network", "build", "--roads", "vagar.gpkg", "-o", "n.wsn")
    check("build", done.returncode == 0, done.stderr)
    if not failed:
        same_figures()
        info_tells_the_truth()
        written_once_more_is_the_same()
        wrong_uses()
        no_length()
        stale()
        damaged()
    os.chdir("/")
    shutil.rmtree(folder)
    print(f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
