"""Catalogue 79 to 94 and 51: roads."""
import json

import world
from cases import A, E, R, case

MIDDLE = 240  # a road in the middle of the county


def feature(county, number, **changes):
    county.rows["roads"][number].update(changes)


def every(county, **changes):
    """The same columns on every road; a change may be a function of the row number."""
    for number, row in enumerate(county.rows["roads"]):
        for name, value in changes.items():
            row[name] = value(number) if callable(value) else value


def line(*points):
    return "LINESTRING (" + ",".join(f"{world.WEST + x} {world.SOUTH + y}" for x, y in points) + ")"


def add(county, *points, **columns):
    row = dict.fromkeys(county.rows["roads"][0])
    row.update(klass="tertiary", geom=line(*points))
    row.update(columns)
    county.rows["roads"].append(row)


def by_time(county, speed="source"):
    county.options = ["--within", "5min,10min", "--speed", speed]


def people_stay(run, twin):
    """Nobody is lost: the total is that of the clean twin."""
    def total(result):
        return {(r["weight"]): r["people"] for r in result.evidence["coverage"]
                if r["layer"] == "national"}
    return [] if total(run) == total(twin) else ["the total of people changed"]


# ---- 51, 79, 80 ---------------------------------------------------------------------------------

@case(51, "duplicate edge id", R, "edge_id", "e17", "1 edge id")
def _(county):
    every(county, edge_id=lambda n: f"e{n}")
    feature(county, 18, edge_id="e17")


@case(79, "zero-length road", R, "without length", "1 line", after=people_stay, same=True)
def _(county):
    add(county, (5625, 5625), (5625, 5625))


@case(79, "zero-length road, three vertices, GeoJSON", R, "without length", same=True)
def _(county):
    county.format["roads"] = "GeoJSON"
    add(county, (5625, 5625), (5625, 5625), (5625, 5625))


@case(79, "nano edges", R, "without length", "2 lines", same=True)
def _(county):
    add(county, (5625, 5625), (5625.000001, 5625))
    add(county, (6875, 6875), (6875, 6875.000001))


@case(80, "duplicate edge", A)
def _(county):
    county.rows["roads"].append(dict(county.rows["roads"][MIDDLE]))


@case(80, "every edge twice, turned round, FlatGeobuf", A)
def _(county):
    county.format["roads"] = "FlatGeobuf"
    for row in county.copy_rows("roads"):
        points = row["geom"][len("LINESTRING ("):-1].split(",")
        county.rows["roads"].append(dict(row, geom=f"LINESTRING ({points[1]},{points[0]})"))


@case(80, "one-way each way instead of two-way", A)
def _(county):
    every(county, oneway="yes")
    for row in county.copy_rows("roads"):
        points = row["geom"][len("LINESTRING ("):-1].split(",")
        county.rows["roads"].append(dict(row, geom=f"LINESTRING ({points[1]},{points[0]})"))


@case(80, "self loop where nobody lives", A)
def _(county):
    every(county, klass="tertiary")
    county.options += ["--field", "roads.class=klass"]
    add(county, (5625, 5625), (5700, 5700), (5550, 5700), (5625, 5625), klass="service")


# ---- 81, 82 -------------------------------------------------------------------------------------

@case(81, "loose island beside an office", R, "office k3", "separate piece", after=people_stay)
def _(county):
    county.rows["offices"][2]["geom"] = f"POINT ({world.WEST + 14380} {world.SOUTH + 4600})"
    add(county, (14383, 4500), (14383, 4700))


@case(81, "an office with nothing but a loose island near", R, "office x", "separate piece")
def _(county):
    county.rows["offices"].append({"kontorid": "x", "leverantor": "Delta", "namn": "X",
                                   "geom": f"POINT ({world.WEST + 8000} {world.SOUTH + 26000})"})
    add(county, (7900, 26000), (8100, 26000))


@case(82, "all one-way", A, same=False)
def _(county):
    every(county, oneway="yes")


@case(82, "one-way trap", A, same=False)
def _(county):
    every(county, oneway="no")
    add(county, (5625, 5625), (5900, 5900), oneway="yes")


# ---- 83 to 86: speeds -----------------------------------------------------------------------------

@case(83, "speed 0", R, "speed_kmh", "0 (2)", "unknown", after=people_stay)
def _(county):
    every(county, speed_kmh=50)
    feature(county, 3, speed_kmh=0)
    feature(county, 4, speed_kmh=0)
    by_time(county)


@case(83, "speed 0 in a run by distance", R, "hastighet", "0 (1)", same=True)
def _(county):
    every(county, hastighet=50.0)
    feature(county, 3, hastighet=0.0)


@case(83, "closed flag", R, "closed", "1 line", "km", after=people_stay)
def _(county):
    every(county, closed=0)
    feature(county, MIDDLE, closed=1)


def _speed_fault(value, kind, name):
    @case(84, name, E, "speed", str(value), "feature" if kind != "CSV" else "line")
    def _(county):
        county.format["roads"] = kind
        every(county, speed=lambda n: type(value)(50))
        feature(county, 7, speed=value)


_speed_fault(-50, "GPKG", "negative speed")
_speed_fault(-3.5, "ESRI Shapefile", "negative speed in a shapefile")
_speed_fault("-50", "GeoJSON", "negative speed as text")
_speed_fault(5000, "GPKG", "absurd speed")
_speed_fault("9999", "GPKG", "absurd speed as text")
_speed_fault("NaN", "GPKG", "speed NaN as text")
_speed_fault("inf", "GPKG", "speed infinite as text")


@case(84, "speed NaN in a binary file", E, "speed", "nan", "feature")
def _(county):
    county.format["roads"] = "FlatGeobuf"
    every(county, speed=50.0)
    feature(county, 7, speed=float("nan"))


@case(85, "words and units for speeds", R, "none (2)", "walk (1)", "SE:urban (1)", "50;80 (1)",
      "50 mph (1)", "(blank) (1)")
def _(county):
    every(county, maxspeed="50")
    for number, text in enumerate(("none", "none", "walk", "SE:urban", "50;80", "50 mph", None)):
        feature(county, number, maxspeed=text)
    by_time(county)


@case(85, "words in a run by distance change nothing", R, "walk (1)", same=True)
def _(county):
    every(county, maxspeed="50")
    feature(county, 3, maxspeed="walk")


@case(85, "a speed column that is all numbers", A, same=False)
def _(county):
    every(county, maxspeed="50")
    by_time(county)


@case(86, "m/s under a km/h name", R, "speed_kmh", "m/s", "30.6")
def _(county):
    every(county, speed_kmh=lambda n: (13.9, 19.4, 25.0, 30.6)[n % 4], highway="primary")
    by_time(county)


@case(86, "a quiet town where 30 is the limit", A, same=False)
def _(county):
    every(county, speed_kmh=30, highway="residential")
    by_time(county)


# ---- 87 -------------------------------------------------------------------------------------------

@case(87, "one-way words", R, "-1 (1)", "T (1)", "reversible (1)", after=people_stay)
def _(county):
    every(county, oneway=None)
    for number, text in enumerate(("yes", "-1", "T", "reversible")):
        feature(county, MIDDLE + number, oneway=text)


@case(87, "reversible alone", R, "reversible (1)", "both ways", same=True)
def _(county):
    every(county, oneway="no")
    feature(county, MIDDLE, oneway="reversible")


@case(87, "yes and no", A, same=False)
def _(county):
    every(county, oneway="no")
    feature(county, MIDDLE, oneway="yes")


@case(87, "T and F without B are true and false", R, "T (1)", "true", same=False)
def _(county):
    every(county, oneway="F")
    feature(county, MIDDLE, oneway="T")


@case(87, "B, F and T as Geofabrik writes them", A, same=False)
def _(county):
    every(county, fclass="tertiary", oneway="B")
    feature(county, MIDDLE, oneway="F")
    feature(county, MIDDLE + 2, oneway="T")


# ---- 88, 89 -----------------------------------------------------------------------------------------

def _cut_short(county, by=0.4):
    """A road that ends `by` metres before the crossing."""
    row = county.rows["roads"][MIDDLE]
    first, last = row["geom"][len("LINESTRING ("):-1].split(",")
    x, y = (float(word) for word in last.split())
    start = [float(word) for word in first.split()]
    row["geom"] = f"LINESTRING ({first},{x - by * (start[0] < x)} {y - by * (start[1] < y)})"


@case(88, "ends 0.4 m apart", R, "within 1 m", "--join", after=people_stay)
def _(county):
    _cut_short(county)


@case(88, "ends 0.4 m apart and joined", R, "joined", "0.5 m", "1 ", after=people_stay)
def _(county):
    _cut_short(county)
    county.options += ["--join", "0.5m"]


@case(88, "an end that stops 0.4 m from the middle of a road", R, "within 1 m", "--join")
def _(county):
    add(county, (5000, 5625.4), (5000, 6100))


@case(89, "crossing without node", A, same=False)
def _(county):
    add(county, (5000, 5000), (5300, 6200))


# ---- 90 to 94 ---------------------------------------------------------------------------------------

@case(90, "line of one point", R, "less than two vertices", "feature", same=True)
def _(county):
    county.rows["roads"].append({"klass": "tertiary", "geom": "LINESTRING (505000 6705000)"})


@case(90, "empty line and no geometry", R, "2", "less than two vertices", same=True)
def _(county):
    county.rows["roads"].append({"klass": "tertiary", "geom": "LINESTRING EMPTY"})
    county.rows["roads"].append({"klass": "tertiary", "geom": None})


@case(90, "one point in GeoJSON", R, "less than two vertices", same=True)
def _(county):
    path = county.file("roads.geojson")
    world.geojson(path, county.rows["roads"], "urn:ogc:def:crs:EPSG::3006")
    with open(path, encoding="utf-8") as source:
        document = json.load(source)
    document["features"].append({"type": "Feature", "properties": {}, "geometry": {
        "type": "LineString", "coordinates": [[505000, 6705000]]}})
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out)
    county.path["roads"] = path


@case(91, "stray vertex at 0,0", R, "0,0", "feature", "dropped", same=True)
def _(county):
    row = county.rows["roads"][MIDDLE]
    row["geom"] = row["geom"].replace(",", ",0 0,")


@case(91, "stray vertex at 0,0 in degrees", R, "0,0", "dropped", same=False)
def _(county):
    county.move("roads", 4326)
    row = county.rows["roads"][MIDDLE]
    row["geom"] = row["geom"].replace(",", ",0 0,")


@case(91, "a road that starts at 0,0", R, "0,0", "feature", "left out", after=people_stay)
def _(county):
    row = county.rows["roads"][MIDDLE]
    row["geom"] = "LINESTRING (0 0," + row["geom"].split(",")[1]


@case(92, "edge across the antimeridian", E, "antimeridian", "feature 481")
def _(county):
    county.move("roads", 4326)
    county.rows["roads"].append({"klass": "tertiary", "geom": "LINESTRING (179.9 60,-179.9 60)"})


@case(93, "polygons for lines", E, "POLYGON", "expected a line", "roads.gpkg")
def _(county):
    county.rows["roads"] = [{"klass": "x", "geom": row["geom"]}
                            for row in county.rows["municipalities"]]


@case(93, "points for lines", E, "POINT", "expected a line")
def _(county):
    county.rows["roads"] = [{"klass": "x", "geom": row["geom"]} for row in county.rows["offices"]]


@case(94, "empty layer", E, "roads.geojson", "empty")
def _(county):
    county.path["roads"] = county.file("roads.geojson")
    world.geojson(county.path["roads"], [])


@case(94, "roads for half of the county", R, "2121", "2132", "no data", after=people_stay)
def _(county):
    county.rows["roads"] = [row for row in county.rows["roads"]
                            if all(float(p.split()[1]) < world.SOUTH + 9000
                                   for p in row["geom"][12:-1].split(","))]
    county.rows["offices"] = county.rows["offices"][:3]


@case(94, "roads elsewhere", E, "roads.gpkg", "municipalities", "--crs")
def _(county):
    for row in county.rows["roads"]:
        row["geom"] = row["geom"].replace("67", "71")
