"""real.py PROGRAM README DATA_FOLDER: the commands that the README gives for a reader's own
files, run on real ones of the same publishers. 77: the data are not there.

File names of the README stand for real files; roads of OpenStreetMap need a country
that is small enough, so those commands run on Liechtenstein as a whole."""

import os
import re
import shlex
import subprocess
import sys
import tempfile

PROGRAM, README, DATA = map(os.path.abspath, sys.argv[1:4])
SWEDEN = {
    "Kommun_Sweref99TM.shp": "se-kommuner/Kommun_Sweref99TM.shp",
    "rutnat_1km.gpkg": "se-population/rutnat_1km_2024_prov.gpkg",
    "befolkning_kommun.csv": "se-population/arbetsfor_alder_2019_kommun.csv",
    "kontor.csv": "se-providers/apotek_2025.csv",
    "nvdb.gpkg": "se-dalarna-vagnat/vagnat_harlett_3006.gpkg",
}
SMALL = {
    "Kommun_Sweref99TM.shp": "osm-liechtenstein/kommuner_4326.gpkg",
    "rutnat_1km.gpkg": "osm-liechtenstein/befolkning.csv",
    "kontor.csv": "osm-liechtenstein/servicepunkter_4326.geojson",
    "sweden-latest.osm.pbf": "osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf",
}
# The sample of the grid does not tell its system; the small country's points have no
# column of providers, and it is not Sweden.
MORE = [("rutnat_1km_2024_prov.gpkg", ["--crs", "population=EPSG:3006"]),
        ("servicepunkter_4326.geojson", ["--field", "offices.provider=namn"])]
TAKEN = ["name = KnNamn, code = KnKod", "people = beftotalt, unit = rutid_scb",
         "provider = aktor, id = pharmacy_id"]


def commands(text):
    """Commands of indented blocks that are not shown with what they print."""
    joined = re.sub(r"\\\n +", "", text)
    return [line.strip() for line in joined.splitlines() if re.match(r" {4}build/whitespot ", line)]


def outputs(words):
    return [b for a, b in zip(words, words[1:]) if a in ("-o", "--report", "--map", "--memo")]


def run(command, folder):
    is_small = "osm.pbf" in command or ".wsn" in command
    names = SMALL if is_small else SWEDEN
    words = [os.path.join(DATA, names[w]) if w in names else w for w in shlex.split(command)[1:]]
    for end, more in MORE:
        if any(w.endswith(end) for w in words):
            words += more
    if words[:2] == ["network", "build"]:
        words += ["--municipalities", os.path.join(DATA, SMALL["Kommun_Sweref99TM.shp"])]
    done = subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, timeout=1200)
    missing = [o for o in outputs(words) if not os.path.getsize(os.path.join(folder, o))] if done.returncode == 0 else []
    if words[0] == "check" and not is_small:
        missing += [t for t in TAKEN if t not in done.stdout]
    if done.returncode or missing:
        print("FAILED", command, "exit", done.returncode, missing, done.stderr[-500:])
        return False
    return True


def main():
    if not os.path.isdir(os.path.join(DATA, "se-kommuner")):
        print("skipped: the real data are not there")
        return 77
    with open(README, encoding="utf-8") as file:
        found = commands(file.read())
    kinds = {c.split()[1] for c in found}
    if not {"check", "analyze", "network"} <= kinds:
        print("FAILED: the README shows", kinds)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        results = [run(command, folder) for command in found]
    print("%d of %d commands ran" % (sum(results), len(results)))
    return 0 if all(results) else 1


sys.exit(main())
