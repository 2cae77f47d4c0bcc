#!/usr/bin/python3
"""Compares the engine's reached roads with QGIS's service areas, segment by segment.

    qgis_reach.py PROGRAM SOURCE_DIR DATA CASE QGIS_PROCESS WORK

Started by qgis-reach.sh, whose head explains the tolerances.
"""
import collections
import json
import math
import subprocess
import sys

from osgeo import ogr, osr
from qgis.core import (QgsApplication, QgsCoordinateReferenceSystem, QgsDistanceArea, QgsPointXY,
                       QgsProject, QgsVectorLayer)

ELLIPSOID = "EPSG:7019"  # GRS 80, that of EPSG:3006
LIMITS_M = [5000, 10000]
LENGTH_TOLERANCE, CUT_TOLERANCE_M = 5e-6, 0.025

# Where the offices stand (easting and northing, moved to the nearest vertex), and
# which ways are travelled: one is enough where no road is one-way.
TO, FROM = "to-office", "from-office"
NORRMARK = {
    "one-way streets": (625_100, 6_704_800, [TO, FROM]),
    "beside the motorway": (625_604, 6_688_300, [TO]),
    "a loop driven one way": (630_450, 6_715_100, [TO, FROM]),
    "a town in the country": (599_000, 6_678_500, [FROM]),
}
DALARNA = {"Falun": (535_300, 6_719_100, [TO]), "Malung": (423_600, 6_728_500, [FROM]),
           "Mora": (482_700, 6_763_700, [TO])}


def key(x, y):
    """A vertex, to a tenth of a millimetre: QGIS may move its start by rounding."""
    return round(x * 1e4), round(y * 1e4)


class Roads:
    """The segments of all roads that are driven, with QGIS's ellipsoidal lengths."""

    def __init__(self, uri):
        self.uri = uri
        layer = QgsVectorLayer(uri, "roads", "ogr")
        assert layer.isValid(), uri
        self.measure = QgsDistanceArea()
        self.measure.setSourceCrs(layer.crs(), QgsProject.instance().transformContext())
        assert self.measure.setEllipsoid(ELLIPSOID)
        self.count = collections.Counter()  # (vertex, vertex), in order: how many roads
        self.length_m, self.ends = {}, collections.defaultdict(dict)
        for stretch in stretches([line for f in layer.getFeatures() for line in parts(f.geometry())]):
            for a, b in zip(stretch, stretch[1:]):
                self.add(a, b)
        self.whole_m = self.total_m(self.length_m)

    def add(self, a, b):
        at_a, at_b = key(*a), key(*b)
        segment = min(at_a, at_b), max(at_a, at_b)
        if segment not in self.length_m:
            self.length_m[segment] = self.measure.measureLine([QgsPointXY(*a), QgsPointXY(*b)])
        self.count[segment] += 1
        self.ends[at_a][at_b] = (a, b)
        self.ends[at_b][at_a] = (b, a)

    def nearest_vertex(self, x, y):
        at = min(self.ends, key=lambda k: (math.hypot(k[0] / 1e4 - x, k[1] / 1e4 - y), k))
        return at[0] / 1e4, at[1] / 1e4

    def reached_m(self, lines):
        """Metres of every segment that `lines` cover. They start at vertices and end
        at vertices or somewhere on a segment, so a segment is covered from its ends."""
        from_end = collections.defaultdict(float)  # (vertex, next vertex): fraction
        for line in lines:
            for a, b in zip(line, line[1:]):
                self.cover(a, b, from_end)
        reached = {}
        for segment, length_m in self.length_m.items():
            a, b = segment
            part = min(1.0, from_end.get((a, b), 0.0) + from_end.get((b, a), 0.0))
            reached[segment] = part * length_m
        return reached

    def cover(self, a, b, from_end):
        if key(*a) == key(*b):
            return
        if key(*b) in self.ends.get(key(*a), ()):
            from_end[key(*a), key(*b)] = 1.0
            return
        for start, end in ((a, b), (b, a)):
            found = False
            for at, (p, q) in self.ends.get(key(*start), {}).items():
                part, aside_m = place(p, q, end)
                if aside_m < 0.001 and 0.0 <= part <= 1.0:
                    pair = key(*start), at
                    from_end[pair] = max(from_end[pair], part)
                    found = True
            if found:
                return
        raise SystemExit(f"FAILED: a reached stretch that lies on no road: {a} to {b}")

    def total_m(self, reached):
        return math.fsum(reached[s] * self.count[s] for s in reached)


def stretches(lines):
    """The lines cut where they meet, each stretch once: the engine takes a road
    that is drawn twice for one, as both drawings have the same people."""
    lines = [[at for at, before in zip(line, [None] + line) if at != before] for line in lines]
    visits = collections.Counter(key(*at) for line in lines for at in line)
    for line in lines:
        visits.update([key(*line[0]), key(*line[-1])])  # ends are junctions
    found = {}
    for line in lines:
        cuts = [i for i, at in enumerate(line) if visits[key(*at)] > 1]
        for start, end in zip(cuts, cuts[1:]):
            stretch = line[start:end + 1]
            drawn = [key(*at) for at in stretch]
            found.setdefault(tuple(min(drawn, drawn[::-1])), stretch)
    return found.values()


def place(p, q, x):
    """Where x lies along p to q (0 to 1), and how far aside in metres."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    square = dx * dx + dy * dy
    part = ((x[0] - p[0]) * dx + (x[1] - p[1]) * dy) / square
    return part, abs((x[0] - p[0]) * dy - (x[1] - p[1]) * dx) / math.sqrt(square)


def parts(geometry):
    lines = geometry.asMultiPolyline() if geometry.isMultipart() else [geometry.asPolyline()]
    return [[(p.x(), p.y()) for p in line] for line in lines]


class Case:
    def __init__(self, name, source, data):
        self.one_way = name == "norrmark"
        if self.one_way:
            folder = source + "/geodata/norrmark"
            self.places = NORRMARK
            self.roads_path, self.layer = folder + "/vagar.gpkg", "vagar"
            self.options = ["--municipalities", folder + "/kommuner.gpkg",
                            "--population", folder + "/befolkning_kommun.csv"]
        else:
            self.places = DALARNA
            self.roads_path = data + "/se-dalarna-vagnat/vagnat_harlett_3006.gpkg"
            self.layer = "kanter"
            self.options = ["--municipalities",
                            data + "/se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg",
                            "--population", data + "/se-population/arbetsfor_alder_2019_kommun.csv",
                            "--where", "population=kommunkod LIKE '20%'",
                            "--weight", "bef_16_64"]
        self.options += ["--roads", self.roads_path]


def run_engine(program, case, work, xy, direction):
    """The evidence, and by limit the kilometres told and the lines drawn."""
    with open(work + "/office.csv", "w", encoding="utf-8") as table:
        table.write(f"id,provider,x,y\nO1,P1,{xy[0]:.4f},{xy[1]:.4f}\n")
    out = work + "/engine.gpkg"
    command = [program, "analyze", *case.options, "--offices", work + "/office.csv",
               "--crs", "offices=EPSG:3006", "--choice", "1", "--direction", direction,
               "--within", ",".join(f"{m // 1000}km" for m in LIMITS_M), "--reached-roads",
               "--shape-resolution", "1km", "--overwrite", "--output", out, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"FAILED: {' '.join(command)}\n{done.stderr}")
    office = next(QgsVectorLayer(out + "|layername=offices", "offices", "ogr").getFeatures())
    if office["snap_m"] != 0.0:
        raise SystemExit(f"FAILED: the office at {xy} stands {office['snap_m']} m off its road")
    layer = QgsVectorLayer(out + "|layername=reached_roads", "reached", "ogr")
    rows = {f["limit"]: (f["km"], parts(f.geometry())) for f in layer.getFeatures()}
    return json.loads(done.stdout), rows


def run_qgis(qgis, case, roads, work, xy, direction, limit_m):
    """The lines of QGIS's service area. It travels from the point; towards the
    point is the same with all one-way roads turned round."""
    out = work + "/service_area.gpkg"
    command = [qgis, "run", "native:serviceareafrompoint", f"--PROJECT_PATH={work}/project.qgs",
               f"--ELLIPSOID={ELLIPSOID}", "--", f"INPUT={roads.uri}", "STRATEGY=0",
               f"START_POINT={xy[0]:.4f},{xy[1]:.4f} [EPSG:3006]", f"TRAVEL_COST2={limit_m}",
               "TOLERANCE=0", "DEFAULT_DIRECTION=2", "INCLUDE_BOUNDS=0", f"OUTPUT_LINES={out}"]
    if case.one_way:
        there, back = ("-1", "yes") if direction == TO else ("yes", "-1")
        command += ["DIRECTION_FIELD=oneway", f"VALUE_FORWARD={there}",
                    f"VALUE_BACKWARD={back}", "VALUE_BOTH=no"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or ELLIPSOID not in done.stdout.replace("--ELLIPSOID", ""):
        raise SystemExit(f"FAILED: {' '.join(command)}\n{done.stdout}\n{done.stderr}")
    layer = QgsVectorLayer(out, "area", "ogr")
    return [line for f in layer.getFeatures() for line in parts(f.geometry())]


class Checks:
    def __init__(self):
        self.failed = 0

    def relative(self, what, ours, theirs, tolerance):
        error = abs(ours - theirs) / theirs if theirs else math.inf
        self.note(error <= tolerance, f"{what}: engine {ours / 1000:.6f} km, "
                  f"QGIS {theirs / 1000:.6f} km, relative difference {error:.1e}")

    def note(self, is_good, text):
        self.failed += not is_good
        print(("ok      " if is_good else "FAILED  ") + text, flush=True)


def compare(checks, name, roads, row, lines):
    km, drawn = row
    ours, theirs = roads.reached_m(drawn), roads.reached_m(lines)
    whole = roads.total_m(theirs)
    checks.relative(f"{name}, km told", km * 1000, whole, LENGTH_TOLERANCE)
    checks.relative(f"{name}, lines drawn", roads.total_m(ours), whole, LENGTH_TOLERANCE)
    worst = max(ours, key=lambda s: abs(ours[s] - theirs[s]))
    cut_count = sum(0.0 < theirs[s] < roads.length_m[s] for s in theirs)
    off_m = abs(ours[worst] - theirs[worst])
    checks.note(off_m <= CUT_TOLERANCE_M, f"{name}, worst of {len(ours)} segments, {cut_count} "
                f"of them cut: {off_m:.4f} m, between {worst[0]} and {worst[1]} (0.1 mm)")


def main():
    program, source, data, name, qgis, work = sys.argv[1:]
    ogr.UseExceptions()
    osr.UseExceptions()
    application = QgsApplication([], False)  # lives as long as it is used
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3006"))
    project.setEllipsoid(ELLIPSOID)
    assert project.write(work + "/project.qgs")
    case, checks, roads = Case(name, source, data), Checks(), None
    every_road = Roads(f"{case.roads_path}|layername={case.layer}")
    for place_name, (x, y, directions) in case.places.items():
        xy = every_road.nearest_vertex(x, y)
        for direction in directions:
            evidence, rows = run_engine(program, case, work, xy, direction)
            if roads is None:
                roads = driven_roads(case, evidence) if case.one_way else every_road
                checks.relative("the whole network", evidence["network"]["km"] * 1000,
                                roads.whole_m, LENGTH_TOLERANCE)
            for limit_m in LIMITS_M:
                lines = run_qgis(qgis, case, roads, work, xy, direction, limit_m)
                compare(checks, f"{place_name}, {direction}, {limit_m} m", roads,
                        rows[f"{limit_m // 1000}km"], lines)
    sys.exit(1 if checks.failed else 0)


def driven_roads(case, evidence):
    shut = [c["class"] for c in evidence["road_classes"] if not c["drivable"]]
    names = ", ".join(f"'{name}'" for name in shut)
    return Roads(f"{case.roads_path}|layername={case.layer}|subset=highway NOT IN ({names})")


if __name__ == "__main__":
    main()
