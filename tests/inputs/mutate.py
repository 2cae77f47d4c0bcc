#!/usr/bin/python3
"""mutate.py PROGRAM [--count N] [--seed S] [--only I] [--keep DIR] [--twins SHARE]

The clean county in formats drawn at random, damaged at random, N times; the
same seed gives the same counties. Judges are the laws of judge.py and laws.py:
no crash, no hang, an error names a file and publishes nothing, and what
succeeds keeps every total unless a warning says otherwise. Without --count the
environment variable WS_MUTATIONS says how many (120). Counties that broke a law
stay in DIR. Exit status 1 when one did, 77 when the modules are missing."""
import argparse
import copy
import csv
import io
import os
import random
import shutil
import sys
import tempfile

try:
    import damage
    import harmless
    import judge
    import laws
    import numpy
    import world
    from osgeo import gdal
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)
try:
    import osmium
except ImportError:
    osmium = None  # then no roads come as an extract

VECTORS = ["GPKG", "GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf"]


# ---- a county in some formats ------------------------------------------------------


class County(world.World):
    """A world that also writes tables, rasters and OpenStreetMap extracts.
    touched: roles whose bytes are damaged; tables: roles that are text."""

    def __init__(self, folder):
        super().__init__(folder)
        self.tables, self.touched, self.directed = set(), set(), False
        self.population_kind, self.axes, self.clean = "cells", (), {}

    def write(self, *roles):
        for role in roles or world.ROLES:
            if role not in self.path and role in self.rows:
                self.write_role(role)
        return self

    def write_role(self, role):
        rows = self.rows[role]
        if role in self.tables:
            self.text(role, table_text(rows))
        elif self.format[role] == "OSM":
            self.path[role] = self.file("roads.osm.pbf")
            write_extract(self.path[role], rows, self.epsg[role])
        elif role == "population" and self.population_kind == "raster":
            self.path[role] = self.file("population.tif")
            write_raster(self.path[role], rows, self.epsg[role])
        elif not rows:
            self.path[role] = self.file(role + world.SUFFIX[self.format[role]])
            open(self.path[role], "wb").close()
        else:
            super().write(role)
            self._count(role)

    def _count(self, role):
        """Some libraries pass over what they cannot write, without a word."""
        source = gdal.OpenEx(self.path[role], gdal.OF_VECTOR)
        count = sum(1 for _ in source.GetLayer(0))
        if count != len(self.rows[role]):
            raise ValueError(f"{len(self.rows[role])} rows of {role}, {count} written")


def table_text(rows, sign=";"):
    out = io.StringIO()
    names = [name for name in (rows[0] if rows else ()) if name != "geom"]
    pen = csv.writer(out, delimiter=sign, lineterminator="\n")
    pen.writerow(names)
    for row in rows:
        pen.writerow(["" if row.get(name) is None else row.get(name) for name in names])
    return out.getvalue()


def write_extract(path, rows, epsg):
    """Lines as ways; vertices at one place are one node."""
    to, nodes, ways = world._transform(epsg, 4326), {}, []
    for row in rows:
        shape = row["geom"] and world.shape(row["geom"])
        refs = []
        if shape and shape.GetGeometryName() != "LINESTRING":
            raise ValueError("a way is a line")
        for x, y in (p[:2] for p in (shape.GetPoints() or ())) if shape else ():
            lon, lat, _ = to.TransformPoint(x, y)
            if abs(lon) > 180 or abs(lat) > 90:
                raise ValueError("no place on the globe")
            refs.append(nodes.setdefault((round(lon, 7), round(lat, 7)), len(nodes) + 1))
        tags = {"highway" if k == "klass" else k or "_": str(v)[:200] for k, v in row.items()
                if k != "geom" and v is not None}
        ways.append((refs, tags))
    writer = osmium.SimpleWriter(path)
    for place, name in nodes.items():
        writer.add_node(osmium.osm.mutable.Node(id=name, location=place, version=1))
    for i, (refs, tags) in enumerate(ways):
        writer.add_way(osmium.osm.mutable.Way(id=i + 1, nodes=refs, tags=tags, version=1))
    writer.close()


def write_raster(path, rows, epsg):
    data = numpy.full((8, 8), -1, dtype=numpy.float64)
    for row in rows:
        x, y = world.shape(row["geom"]).Centroid().GetPoint_2D() if row["geom"] else (0, 0)
        column, line = int((x - world.WEST) // 2500), int((world.SOUTH + 20000 - y) // 2500)
        value = row.get("bef_totalt")
        if 0 <= column < 8 and 0 <= line < 8 and isinstance(value, (int, float)):
            data[line][column] = value
    whole = bool((data == numpy.round(data)).all()) and abs(data).max() < 2e9
    file = gdal.GetDriverByName("GTiff").Create(path, 8, 8, 1,
                                                gdal.GDT_Int32 if whole else gdal.GDT_Float64)
    file.SetGeoTransform((world.WEST, 2500, 0, world.SOUTH + 20000, 0, -2500))
    if epsg:
        file.SetProjection(world._system(epsg).ExportToWkt())
    file.GetRasterBand(1).SetNoDataValue(-1)
    file.GetRasterBand(1).WriteArray(data.astype(int) if whole else data)
    file = None


def _as_points(county):
    for row in county.rows["population"]:
        row["geom"] = world.shape(row["geom"]).Centroid().ExportToWkt()


def _as_table(county):
    """People by municipality, as text."""
    county.tables.add("population")
    cells = county.rows["population"]
    zones = [(row, world.shape(row["geom"])) for row in county.rows["municipalities"]]
    county.rows["population"] = [
        {"kommunkod": row["kommunkod"], "kommunnamn": row["kommunnamn"], "bef_totalt": str(sum(
            cell["bef_totalt"] for cell in cells
            if zone.Contains(world.shape(cell["geom"]).Centroid())))} for row, zone in zones]


def _offices_table(rng, county):
    county.tables.add("offices")
    county.axes = rng.choice([("easting", "northing"), ("lon", "lat")])
    to = world._transform(3006, 4326 if county.axes[0] == "lon" else 3006)
    for row in county.rows["offices"]:
        x, y, _ = to.TransformPoint(*world.shape(row["geom"]).GetPoint_2D())
        row[county.axes[0]], row[county.axes[1]] = f"{x:.7f}", f"{y:.7f}"
        del row["geom"]
    county.options += ["--crs", "offices=EPSG:" + ("4326" if county.axes[0] == "lon" else "3006")]


def _formats(rng, county):
    for role in world.ROLES:
        county.format[role] = rng.choice(VECTORS)
    county.population_kind = rng.choice(["cells", "cells", "points", "table", "raster"])
    if county.population_kind == "points":
        _as_points(county)
    elif county.population_kind == "table":
        _as_table(county)
    if rng.random() < 0.3:
        _offices_table(rng, county)
    if rng.random() < 0.2 and osmium:
        county.format["roads"] = "OSM"
    elif rng.random() < 0.5:  # a column that is known for a class; klass is not
        county.rows["roads"] = [{"highway": row["klass"], "geom": row["geom"]}
                                for row in county.rows["roads"]]


def _systems(rng, county):
    for role in world.ROLES:
        lattice = role == "population" and county.population_kind == "raster"
        if role in county.tables or lattice or rng.random() < 0.5:
            continue
        county.move(role, 4326 if county.format[role] == "GeoJSON" else
                    rng.choice([4326, 3021, 3010, 32633]))
    for role in world.ROLES:
        lattice = role == "population" and county.population_kind == "raster"
        if county.format[role] == "GeoJSON" and not lattice and county.epsg[role] != 4326:
            if role not in county.tables:
                county.move(role, 4326)


def _options(rng, county):
    if rng.random() < 0.2:
        county.options = ["--within", "10min,20min", "--main", "20min"] + county.options[4:]
    elif rng.random() < 0.1:
        del county.rows["roads"]
        county.options += ["--straight-line", "1.3"]
    if "roads" in county.rows and county.format["roads"] != "OSM" and rng.random() < 0.15:
        county.directed = True
        for row in county.rows["roads"]:
            row["oneway"] = rng.choice(["yes", "no", "no", "-1"])


def draw(rng, folder):
    """A clean county."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    county = County(folder)
    _formats(rng, county)
    _systems(rng, county)
    _options(rng, county)
    county.clean, county.clean_epsg = copy.deepcopy(county.rows), dict(county.epsg)
    return county


# ---- one mutation --------------------------------------------------------------------


def mutate(rng, county):
    """Damages the county; words for what was done."""
    words = []
    if rng.random() < 0.15:
        kinds = [rng.choice([harmless.ROWS, harmless.ROWS, harmless.BYTES])]
    elif rng.random() < 0.15:
        kinds = [damage.OPTIONS]
    else:
        kinds = [rng.choice([damage.ROWS, damage.BYTES]) for _ in range(rng.choice([1, 1, 1, 2]))]
    for kind in sorted(kinds, key=lambda k: k in (damage.BYTES, harmless.BYTES)):
        if kind is harmless.BYTES and not county.tables:
            kind = harmless.ROWS
        if kind in (damage.BYTES, damage.OPTIONS, harmless.BYTES):
            county.write()
        word = None
        while word is None:
            role = rng.choice(sorted(county.rows))
            word = rng.choice(kind)(rng, county, role) if county.rows[role] else None
        if kind in (damage.BYTES, harmless.BYTES):
            county.touched |= set(world.ROLES) if word.startswith("files of") else {role}
        if role == "population" and county.population_kind == "raster" and kind is damage.ROWS:
            word = word.rstrip("!")  # a lattice has no rows: blank and doubled ones leave no trace
        words.append(word)
    return words


def names_a_file(run, county):
    said = run.errors[0] if run.errors else ""
    return any(os.path.basename(path) in said or os.path.basename(path).encode(
        "unicode_escape").decode() in said for path in county.path.values())


def clean_run(program, county):
    """Of the county before its damage, in the same formats."""
    clean = copy.copy(county)
    clean.folder = county.folder + "-clean"
    os.makedirs(clean.folder)
    clean.path, clean.touched = {}, set()
    clean.rows, clean.epsg = county.clean, county.clean_epsg
    run, faults = judge.run(program, clean.arguments(), clean.folder)
    shutil.rmtree(clean.folder)
    assert run and run.status == 0 and not faults, (run and run.err, faults)
    return run


def judge_one(program, rng, county, words, share):
    """(Run, faults) of one damaged county."""
    chosen = words[0].endswith("?")  # options may leave rows out as asked

    def look(path, evidence):
        try:
            faults = [] if chosen else laws.places(county, path, evidence)
            return faults + laws.readback(path, evidence)
        except Exception as fault:
            return [f"the result cannot be read back: {fault!r}"]

    run, faults = judge.run(program, county.arguments(), county.folder, 30, look=look)
    harmless_word = words[0].endswith("=")
    if run and harmless_word and run.status:
        faults.append("refused, though nothing changed: " + (run.errors or [""])[0])
    if run and run.status == 0:
        clean = clean_run(program, county)
        run.same = run.figures() == clean.figures()
        if harmless_word and not run.same:
            faults.append("the figures are others, though nothing changed")
        if harmless_word and len(run.warnings) != len(clean.warnings):
            faults.append(f"warnings, though nothing changed: {run.warnings}")
        if any(word.endswith("!") for word in words) and not run.same and not run.warnings:
            faults.append("the figures are others, in silence")
    if run and run.status not in (0, 2) and not names_a_file(run, county):
        faults.append("the error names no file")
    if run and run.status == 0:
        faults += [] if chosen else laws.totals(county, run.evidence)
        if rng.random() < share:
            faults += laws.twins(program, rng, county, run, 3)
    return run, faults


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=int(os.environ.get("WS_MUTATIONS", "120")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep")
    parser.add_argument("--twins", type=float, default=0.2)
    parser.add_argument("--all", action="store_true", help="print every outcome")
    return parser.parse_args()


def main():
    asked = arguments()
    program = os.path.abspath(asked.program)
    top = tempfile.mkdtemp(prefix="whitespot-mutate-")
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    bad, ends = 0, {}
    for i in range(asked.count) if asked.only is None else [asked.only]:
        rng = random.Random(f"{asked.seed}:{i}")
        county = draw(rng, os.path.join(top, str(i)))
        try:
            words = mutate(rng, county)
            county.write()
        except (RuntimeError, ValueError, OverflowError, TypeError, AttributeError) as fault:
            words = [f"cannot be written: {fault}"]
            ends["unwritten"] = ends.get("unwritten", 0) + 1
            shutil.rmtree(county.folder)
            if asked.all:
                print(i, words)
            continue
        run, faults = judge_one(program, rng, county, words, asked.twins)
        end = judge.verdict(run) if run else "hang"
        ends[end] = ends.get(end, 0) + 1
        bad += bool(faults)
        if faults or asked.all:
            said = ((run.errors or run.warnings) if run else []) or [""]
            same = {True: " same", False: " OTHER", None: ""}[getattr(run, "same", None)]
            print(f"{'FAILED' if faults else 'ok'} {i}: {'; '.join(words)}: {end}{same} {said[0]}",
                  flush=True)
            for fault in faults:
                print("         " + fault)
        if faults and asked.keep:
            shutil.copytree(county.folder, os.path.join(asked.keep, str(i)), dirs_exist_ok=True)
            with open(os.path.join(asked.keep, str(i), "command"), "w", encoding="utf-8") as out:
                out.write(repr([program, "analyze"] + county.arguments()) + "\n")
        shutil.rmtree(county.folder)
    print(f"{asked.count} counties of seed {asked.seed}, {bad} broke a law; {ends}")
    shutil.rmtree(top)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
