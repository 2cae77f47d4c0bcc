"""W6 and E2E: whole commands, from files to files."""

import hashlib
import json
import os
import re
import shutil
import subprocess

import pairs
from talk import Failed, Run, Talker, run_once

EXTRACTS = ("osm-porto-alegre/poa_osm.pbf", "osm-porto/porto_vagar_2015-06-06.osm.pbf",
            "osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf",
            "osm-andorra/andorra_2021-10-28.osm.pbf")
CLASSES = ("motorway", "trunk", "primary", "secondary", "tertiary")
SMALL = 50e6  # bytes of a file below which the memory of a program says nothing about it


def case(bench, nodes):
    """The folder of a generated case, made once per state of its generator."""
    sources = ("tools/dev/make-case.c", "tools/dev/make-case-pbf.c", "tools/dev/roadlike.c")
    text = b"".join(read(os.path.join(bench.root, name)) for name in sources)
    folder = bench.folder("case-%d-%s" % (nodes, hashlib.sha256(text).hexdigest()[:8]))
    if not os.path.exists(folder + "/counts.json"):
        shutil.rmtree(folder)
        os.makedirs(folder)
        done = subprocess.run([bench.program("make-case"), folder, str(nodes)], check=True,
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              universal_newlines=True)
        counts = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", done.stderr)}
        with open(folder + "/counts.json", "w") as out:
            json.dump(counts, out)
    with open(folder + "/counts.json") as file:
        return folder, json.load(file)


def read(path):
    if not os.path.exists(path):
        return b""
    with open(path, "rb") as file:
        return file.read()


def remove(path):
    if os.path.exists(path):
        os.remove(path)


# ---- W6 ----------------------------------------------------------------------------


class Prepared:
    """A road file, the network built of it and GDAL's own dump of it."""

    def __init__(self, bench, path, layer):
        self.bench, self.path, self.layer = bench, path, layer
        self.folder = bench.folder("files")
        self.image = self.folder + "/network.wsn"
        self.dumped = self.folder + "/lines.fgb"

    def build(self):
        return run_once([self.bench.program("whitespot"), "network", "build", "--roads", self.path,
                         "--threads", str(self.bench.options.threads), "-o", self.image,
                         "--overwrite"])

    def dump(self):
        remove(self.dumped)
        fields = "highway,other_tags" if self.layer == "lines" else "highway"
        return run_once(["ogr2ogr", "-q", "-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=NO", "-select",
                         fields, "-where", "highway IS NOT NULL", self.dumped, self.path,
                         self.layer], self.bench.options.limit)

    def info(self):
        done = subprocess.run([self.bench.program("whitespot"), "network", "info", self.image,
                               "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              check=True)
        return json.loads(done.stdout.decode())

    def compare_km(self):
        """Without the roads that are closed; of minor ones many are, in many words."""
        ours = {row["class"]: row["km"] for row in self.info()["classes"]}
        closed = ["other_tags LIKE '%%\"%s\"=>\"%s\"%%'" % (key, value)
                  for key in ("access", "vehicle", "motor_vehicle") for value in ("no", "private")]
        sql = ("SELECT highway, sum(ST_Length(geometry, 1)) / 1000 AS km FROM lines "
               "WHERE other_tags IS NULL OR NOT (%s) GROUP BY highway" % " OR ".join(closed))
        done = subprocess.run(["ogrinfo", "-q", "-dialect", "SQLite", "-sql", sql, self.dumped],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, universal_newlines=True)
        theirs = dict(re.findall(r"highway \(String\) = (\S+)\s+km \(Real\) = (\S+)", done.stdout))
        for name in CLASSES:
            km = float(theirs.get(name, 0.0))
            if abs(ours.get(name, 0.0) - km) > 0.01 * km + 0.01:
                return "%s: %.1f km here, %.1f km there" % (name, ours.get(name, 0.0), km)
        return None if theirs else "the dump cannot be measured"


def road_file(bench, path, layer, name, compare):
    prepared = Prepared(bench, path, layer)
    size = os.path.getsize(path)
    row = pairs.Row("W6", "%s, %.1f MB" % (name, size / 1e6))
    compared = []

    def agree(_, __):
        if not compared:
            compared.append(compare(prepared))
        return compared[0]

    peer = pairs.Peer("ogr2ogr", prepared.dump, agree, target=round(1 / 1.5, 3),
                      note="" if compare != Prepared.compare_km else "km of main classes to 1 %")
    if not shutil.which("ogr2ogr"):
        peer.skipped = "not installed"
    pairs.measure(row, prepared.build, [] if bench.options.no_peers else [peer],
                  bench.options.pairs, bench.options.budget)
    row.claim("memory over file size", row.bytes / size,
              3 if size > SMALL and path.endswith(".pbf") else None)
    opener = Talker(bench.program("bench-net"), "10000", "talk")
    opened = min(opener.ask("open", prepared.image, bench.options.threads).seconds
                 for _ in range(5))
    opener.close()
    row.claim("opening over building", opened / row.median, 0.01)
    bench.add(row)


def files(bench):
    for name in EXTRACTS:
        path = os.path.join(bench.options.data, name)
        if os.path.exists(path):
            road_file(bench, path, "lines", os.path.basename(name)[:24], Prepared.compare_km)
        else:
            bench.skip("W6", name, "not there (see --data)")
    folder, counts = case(bench, bench.options.nodes)

    def compare(prepared):
        info = prepared.info()
        if (info["nodes"], info["edges"]) == (counts["nodes"], counts["roads"]):
            return None
        return "%d nodes and %d roads; %d and %d were made" % (
            info["nodes"], info["edges"], counts["nodes"], counts["roads"])

    road_file(bench, folder + "/vagar.gpkg", "vagar", "generated GeoPackage", compare)
    if os.path.exists(folder + "/vagar.osm.pbf"):
        road_file(bench, folder + "/vagar.osm.pbf", "lines", "generated PBF", compare)


# ---- E2E ---------------------------------------------------------------------------


class Analysis:
    """One case, prepared; the answer is its coverage."""

    def __init__(self, bench, nodes):
        self.bench = bench
        self.folder, self.counts = case(bench, nodes)
        self.image = self.folder + "/vagar.wsn"
        run_once([bench.program("whitespot"), "network", "build", "--roads",
                  self.folder + "/vagar.gpkg", "-o", self.image, "--overwrite"])

    def run(self, roads=None, threads=None):
        place = self.folder
        done = run_once([self.bench.program("whitespot"), "analyze",
                         "--municipalities", place + "/kommuner.gpkg",
                         "--offices", place + "/kontor.csv", "--crs", "offices=EPSG:3006",
                         "--population", place + "/rutnat_1km.gpkg",
                         "--roads", roads or self.image, "--within", "10km,30km",
                         "--choice", "1,2,3", "--threads",
                         str(threads or self.bench.options.threads),
                         "-o", place + "/out.gpkg", "--overwrite"])
        return Run(done.seconds, done.bytes, (self.coverage(),))

    def coverage(self):
        with open(self.folder + "/out.run.json") as file:
            text = json.dumps(json.load(file)["coverage"], sort_keys=True)
        return int(hashlib.sha256(text.encode()).hexdigest()[:12], 16)


def whole(bench):
    small, large = Analysis(bench, bench.options.nodes // 10), Analysis(bench, bench.options.nodes)
    rows = [pairs.Row("E2E", "%d nodes, %d cells" % (one.counts["nodes"], one.counts["cells"]))
            for one in (small, large)]
    # The same figures straight from the roads and with one thread.
    checks = [pairs.Peer("ours, from the GeoPackage",
                         lambda: small.run(small.folder + "/vagar.gpkg")),
              pairs.Peer("ours, one thread", lambda: small.run(threads=1))]
    for row, one, peers in zip(rows, (small, large), (checks, [])):
        pairs.measure(row, one.run, peers, bench.options.pairs, bench.options.budget)
    scale = large.counts["nodes"] / small.counts["nodes"]
    rows[1].claim("seconds", rows[1].median, 5, " s")
    rows[1].claim("largest memory", rows[1].bytes / 1e9, 2, " GB")
    rows[1].claim("time over nodes, %.0f times" % scale,
                  rows[1].median / rows[0].median / scale, 1.15)
    for row in rows:
        bench.add(row)
