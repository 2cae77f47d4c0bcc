"""laws.py: what must hold of a successful run on any input, however strange.

totals() reads the inputs again by another route and compares what went in with
what came out; readback() opens the result; twins() runs again on inputs that
mean the same, or more, and compares the figures (inputs.md, section 8)."""
import collections
import copy
import csv
import math
import multiprocessing
import os
import re
import shutil

import judge
import world
from osgeo import gdal, ogr, osr
from pyproj import Geod

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
GRS80 = Geod(ellps="GRS80")


# ---- the second reading ----------------------------------------------------------


def _aside(send, function, arguments):
    try:
        send.send(function(*arguments))
    except Exception as fault:  # whatever the libraries make of a damaged file
        send.send({"fault": str(fault)})


def aside(function, *arguments, seconds=20):
    """In a process of its own: a damaged file may bring a library down."""
    fork = multiprocessing.get_context("fork")
    take, send = fork.Pipe(False)
    child = fork.Process(target=_aside, args=(send, function, arguments))
    child.start()
    send.close()
    try:
        return take.recv() if take.poll(seconds) else {"fault": "no end"}
    except EOFError:
        return {"fault": "died"}
    finally:
        child.kill()
        child.join()


def _read_csv(path):
    with open(path, "rb") as file:
        raw = file.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    sign = ";" if ";" in first else "," if "," in first else "\t"
    rows = [row for row in csv.reader(text.splitlines(True), delimiter=sign)
            if any(cell.strip() for cell in row)]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def _read_layer(path):
    source = gdal.OpenEx(path, gdal.OF_VECTOR)
    layer = source.GetLayer(0)
    system = layer.GetSpatialRef()
    metres = degrees = None
    if system:
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        metres = osr.CoordinateTransformation(system, world._system(3006))
        degrees = osr.CoordinateTransformation(system, world._system(4326))
    rows = []
    for feature in layer:
        row = {feature.GetFieldDefnRef(i).GetName(): _text(feature, i)
               for i in range(feature.GetFieldCount())}
        shape = feature.GetGeometryRef()
        row["_shape"] = shape and shape.GetGeometryName()
        try:
            _measure(row, shape, metres, degrees)
        except RuntimeError:
            pass  # what cannot be moved is not measured
        rows.append(row)
    return rows


def _text(feature, i):
    if feature.GetFieldType(i) == ogr.OFTReal and feature.IsFieldSetAndNotNull(i):
        return repr(feature.GetField(i))
    return feature.GetFieldAsString(i) if feature.IsFieldSetAndNotNull(i) else None


def _measure(row, shape, metres, degrees):
    if not shape or not metres or shape.IsEmpty():
        return
    name = shape.GetGeometryName()
    if "LINESTRING" in name:
        moved = shape.Clone()
        moved.Transform(degrees)
        parts = [moved] if not moved.GetGeometryCount() else moved
        lines = [[p[:2] for p in part.GetPoints()] for part in parts]
        row["_km"] = sum(GRS80.line_length(*zip(*line)) for line in lines) / 1000
        row["_line"] = str([min(line, line[::-1]) for line in lines])
    moved = shape.Clone()
    moved.Transform(metres)
    row["_wkb"] = bytes(moved.ExportToWkb())
    if name == "POINT":
        row["_at"] = (moved.GetX(), moved.GetY())
    elif "POLYGON" in name:
        row["_m2"] = moved.GetArea()


def _read_raster(path):
    source = gdal.Open(path)  # a band does not keep its file
    band = source.GetRasterBand(1)
    void = band.GetNoDataValue()
    values = [float(v) for v in band.ReadAsArray().flatten()]
    return [{"cell": repr(v)} for v in values if v != void and not math.isnan(v)]


def read(path):
    if path.endswith(".csv"):
        return _read_csv(path)
    return _read_raster(path) if path.endswith(".tif") else _read_layer(path)


def _number(text, comma):
    text = (text or "").strip()
    if comma:
        text = text.replace(",", ".")
    return float(text) if NUMBER.match(text) else None


class Inputs:
    """What a second look finds in the files; None where it finds nothing."""

    def __init__(self, county):
        self.rows = {}
        for role, path in county.path.items():
            found = None if path.endswith(".pbf") else aside(read, path)
            self.rows[role] = found if isinstance(found, list) else None

    def people(self, column):
        """The sum of the numbers in a column, and how many cells are none."""
        rows = self.rows["population"]
        if rows is None:
            return None, 0
        if rows and "cell" in rows[0]:
            column = "cell"
        comma = any("," in (row.get(column) or "") for row in rows)
        values = [_number(row.get(column), comma) for row in rows]
        return (math.fsum(v for v in values if v is not None),
                sum(v is None for v in values))


# ---- totals ----------------------------------------------------------------------


def warned(evidence, role):
    return any(w["role"] == role for w in evidence["warnings"])


def _near(a, b, relative, absolute=1e-6):
    return abs(a - b) <= absolute + relative * max(abs(a), abs(b))


def totals(county, evidence):
    """Sums of the second reading against the evidence. A difference must be
    explained by a warning of its role."""
    inputs, broken = Inputs(county), []
    national = [row for row in evidence["coverage"] if row["layer"] == "national"][0]
    people, void = inputs.people(evidence["weights"][0]["column"])
    if people is not None and not warned(evidence, "population"):
        if not _near(people, national["people"], 1e-12, 1e-5):
            broken.append(f"{people} people went in, {national['people']} came out, in silence")
        if void:
            broken.append(f"{void} cells of people are no number, and nothing says so")
    for role, count in _counts(inputs, evidence).items():
        used = [i for i in evidence["inputs"] if i["role"] == role]
        if count is not None and not warned(evidence, role) and used[0]["rows_used"] != count:
            broken.append(f"{role}: {count} rows in the file, {used[0]['rows_used']} used")
    zones = {row["code"] for row in evidence["coverage"] if row["layer"] == "municipalities"}
    rows = inputs.rows["municipalities"]
    if rows is not None and not warned(evidence, "municipalities") and len(rows) != len(zones):
        broken.append(f"{len(rows)} municipalities in the file, {len(zones)} in the figures")
    return broken + _road_total(county, inputs, evidence) + by_zone(inputs, evidence)


def _counts(inputs, evidence):
    """Rows that must be used when nothing is said; rasters have no rows."""
    return {role: len(rows) for role, rows in inputs.rows.items()
            if rows and "cell" not in rows[0] and
            any(i["role"] == role for i in evidence["inputs"])}


def _chosen(evidence, key):
    """The column taken for a key, or None."""
    for line in evidence["columns"]:
        if line.startswith(key + " = "):
            return line.partition(" = ")[2]
    return None


def _sure(zones, people):
    """People by zone of the units that lie in one zone but for a sliver, and
    the people who may be elsewhere."""
    sums, rest = collections.Counter(), 0
    for count, shape in people:
        area = shape.GetArea() if "POLYGON" in shape.GetGeometryName() else 0
        for code, zone in zones:
            inside = shape.Intersection(zone)
            if inside and (inside.GetArea() > 0.999 * area if area else not inside.IsEmpty()):
                sums[code] += count
                rest += 0.005 * count if area else 0
                break
        else:
            rest += count
    return sums, rest


def by_zone(inputs, evidence):
    """Each municipality has the people of the units that lie in it."""
    code, column = _chosen(evidence, "municipalities.code"), evidence["weights"][0]["column"]
    zones, people = inputs.rows["municipalities"], inputs.rows["population"]
    if not code or not zones or not people or any("_wkb" not in row for row in zones + people):
        return []
    silent = not warned(evidence, "municipalities") and not warned(evidence, "population")
    if _chosen(evidence, "population.code") or not silent:
        return []
    sums, rest = _sure([(row.get(code), world.shape(row["_wkb"])) for row in zones],
                       [(_number(row.get(column), False) or 0, world.shape(row["_wkb"]))
                        for row in people])
    label = evidence["weights"][0]["label"]
    told = {row["code"]: row["people"] for row in evidence["coverage"]
            if row["layer"] == "municipalities" and row["weight"] == label}
    return [f"{code} has {told.get(code)} people, of the units in it {count} and {rest} at borders"
            for code, count in sums.items()
            if not count - rest - 1e-3 <= told.get(code, -1) <= count + rest + 1e-3]


def _road_total(county, inputs, evidence):
    rows = inputs.rows.get("roads")
    if not rows or warned(evidence, "roads") or "network" not in evidence:
        return []
    if any(row.get("highway") not in (None, "tertiary") for row in rows):
        return []
    km = sum({row.get("_line"): row.get("_km", 0) for row in rows}.values())  # twins are one road
    if _near(km, evidence["network"]["km"], 5e-4, 1e-3):
        return []
    return [f"{km:.3f} km of road in the file, {evidence['network']['km']} in the network"]


# ---- reading back ----------------------------------------------------------------


def _same(row, other):
    return all(row[name] == other[name] for name in other)


def readback(path, evidence):
    """Oracle 12: the result holds the figures of the evidence, and the shapes
    and places are those of the inputs."""
    source, broken = gdal.OpenEx(path, gdal.OF_VECTOR), []
    layer = source.GetLayerByName("coverage")
    rows = []
    for feature in layer:
        rows.append({feature.GetFieldDefnRef(i).GetName(): feature.GetField(i)
                     for i in range(feature.GetFieldCount())})
    if len(rows) != len(evidence["coverage"]):
        broken.append(f"{len(rows)} rows of coverage written, {len(evidence['coverage'])} told")
    for row, told in zip(rows, evidence["coverage"]):
        for name in set(told) & set(row):
            if row[name] != told[name] and not (isinstance(told[name], (int, float)) and _near(
                    row[name] or 0, told[name], 1e-12)):
                broken.append(f"coverage: {name} {row[name]!r}, in the evidence {told[name]!r}")
    for told in evidence.get("outputs", ()):
        layer = source.GetLayerByName(told["layer"])
        if layer is None or layer.GetFeatureCount() != told["rows"]:
            broken.append(f"layer {told['layer']} has not the {told['rows']} rows told")
    return broken


def places(county, path, evidence):
    """Offices stand where the file says, municipalities are as large."""
    inputs, broken = Inputs(county), []
    if evidence["working_crs"] != "EPSG:3006":
        return []  # the second reading measures in that system
    source = gdal.OpenEx(path, gdal.OF_VECTOR)
    rows = inputs.rows["offices"]
    if rows and not warned(evidence, "offices") and all("_at" in row for row in rows):
        at = [f.GetGeometryRef().GetPoint_2D() for f in source.GetLayerByName("offices")
              if f.GetGeometryRef()]
        for want in (row["_at"] for row in rows):
            if not any(math.dist(want, got) < 0.01 for got in at):
                broken.append(f"no office at {want}")
    rows = inputs.rows["municipalities"]
    if rows and not warned(evidence, "municipalities") and all("_m2" in row for row in rows):
        written = source.GetLayerByName("municipalities")
        got = math.fsum(feature.GetGeometryRef().GetArea() for feature in written)
        want = math.fsum(row["_m2"] for row in rows)
        if not _near(got, want, 1e-5):
            broken.append(f"municipalities have {want:.0f} m2 in the file, {got:.0f} in the result")
    return broken


# ---- twins -----------------------------------------------------------------------


def _again(county, role, rows, options=()):
    """The same county in another folder, one role of other rows."""
    folder = county.folder + "-twin"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(county.folder, folder)
    twin = copy.copy(county)
    twin.folder = folder
    twin.path = {name: path.replace(county.folder, folder, 1) for name, path in county.path.items()}
    twin.rows = dict(county.rows)
    twin.options = county.options + list(options)
    if role:
        twin.rows[role] = rows
        os.remove(twin.path.pop(role))
        twin.write_role(role)
    return twin


def _key(row):
    return row["layer"], row["code"], row["weight"], row["limit_cost"], row["k"]


def _equal(before, after):
    return [] if before.figures() == after.figures() else ["the figures differ"]


def _not_lower(before, after):
    more = {_key(row): row for row in after.evidence["coverage"]}
    return [f"{_key(row)}: {row['covered']} covered before, {more[_key(row)]['covered']} after"
            for row in before.evidence["coverage"]
            if _key(row) not in more or more[_key(row)]["covered"] < row["covered"]][:1]


def _same_sums(before, after):
    """Of all municipalities, by limit and choice, to a thousandth of a person."""
    sums = collections.defaultdict(float)
    for sign, run in ((1, before), (-1, after)):
        for row in run.evidence["coverage"]:
            for name in ("people",) + judge.STATES:
                sums[row["layer"], row["limit"], row["k"], name] += sign * row[name]
    return [f"{key} differs by {value}" for key, value in sums.items() if abs(value) > 1e-3][:1]


def _shuffled(rng, county):
    role = rng.choice([r for r in county.rows if r in county.path and r not in county.touched] or
                      [None])
    if role is None:
        return None
    rows = county.copy_rows(role)
    rng.shuffle(rows)
    return f"shuffled {role}", _again(county, role, rows), _equal


def _reversed(rng, county):
    """Every second line drawn the other way."""
    if "roads" not in county.path or "roads" in county.touched or county.directed:
        return None
    rows = county.copy_rows("roads")
    for row in rows[::2]:
        shape = row["geom"] and world.shape(row["geom"])
        if shape and shape.GetGeometryName() == "LINESTRING" and not shape.IsEmpty():
            points = shape.GetPoints()[::-1]
            for i, point in enumerate(points):
                shape.SetPoint_2D(i, *point[:2])
            row["geom"] = bytes(shape.ExportToWkb())
    return "reversed roads", _again(county, "roads", rows), _equal


def _new_office(rng, county):
    """Rows with one more office where a good one stands, and the new row; the
    id is the column whose values are all different."""
    rows = county.copy_rows("offices")
    good = [row for row in rows if row in county.clean["offices"]]
    names = [name for name in (rows[0] if rows else ()) if name not in ("geom",) + county.axes and
             len({row.get(name) for row in rows}) == len(rows)]
    if not good or not names or "offices" in county.touched:
        return None, None
    row = copy.deepcopy(rng.choice(good))
    row.update({name: "ny" + str(row[name]) for name in names})
    return rows + [row], row


def _doubled(rng, county):
    rows, row = _new_office(rng, county)
    return row and ("an office doubled", _again(county, "offices", rows), _equal)


def _one_more(rng, county):
    rows, row = _new_office(rng, county)
    if not row or "leverantor" not in row:
        return None
    row["leverantor"] = "Delta"
    return "one more office", _again(county, "offices", rows), _not_lower


def _longer(rng, county):
    longer = [{"3km,6km": "3km,6km,9km", "10min,20min": "10min,20min,40min"}.get(word, word)
              for word in county.options]
    twin = _again(county, None, None)
    twin.options = longer
    return "a longer limit", twin, _not_lower


def _one_thread(rng, county):
    return "one thread", _again(county, None, None, ("--threads", "1")), _equal


def _cut(rng, county):
    """The first clean municipality is cut in two."""
    rows = county.copy_rows("municipalities")
    if "municipalities" in county.touched or county.population_kind == "table":
        return None
    if county.epsg["municipalities"] not in (3006, 32633):
        return None  # an edge with one more vertex bends otherwise
    good = [row for row in rows if row in county.clean["municipalities"]]
    if not good or any(set(row) != set(county.clean["municipalities"][0]) for row in rows):
        return None
    whole = rng.choice(good)
    west, east, south, north = world.shape(whole["geom"]).GetEnvelope()
    middle = world.shape(whole["geom"])
    half = dict(whole, kommunkod="2183", kommunnamn="Halva")
    for row, (a, b) in ((whole, (west, (west + east) / 2)), (half, ((west + east) / 2, east))):
        box = world.shape(f"POLYGON (({a} {south},{b} {south},{b} {north},{a} {north},"
                          f"{a} {south}))")
        row["geom"] = middle.Intersection(box).ExportToIsoWkt()
    return "a municipality cut in two", _again(county, "municipalities", rows + [half]), _same_sums


TWINS = [_shuffled, _shuffled, _reversed, _doubled, _one_more, _longer, _one_thread, _cut]


def twins(program, rng, county, before, count=len(TWINS)):
    """Faults of `count` of the twins of a county."""
    broken = []
    for make in rng.sample(TWINS, count):
        made = make(rng, county)
        if not made:
            continue
        word, twin, law = made
        after, faults = judge.run(program, twin.arguments(), twin.folder)
        if after and after.status:
            faults.append(f"is refused: {(after.errors or [''])[0]}")
        elif after:
            faults += law(before, after)
        broken += [f"{word}: {fault}" for fault in faults]
        shutil.rmtree(twin.folder)
    return broken
