"""Catalogue 1 to 14: rings, holes, and numbers that are none."""
import struct

import shapes
from cases import A, E, R, case
from shapes import S, SIDE, W, json_polygon, polygon, square

INF, NAN = float("inf"), float("nan")
BOW_TIE = [(W, S), (W + SIDE, S + SIDE), (W + SIDE, S), (W, S + SIDE), (W, S)]
CELL = square(W, S, 2500)
CELL_BOW = [(W, S), (W + 2500, S + 2500), (W + 2500, S), (W, S + 2500), (W, S)]


def both(changed):
    """What the first municipality becomes."""
    def make(county):
        county.rows["municipalities"][0]["geom"] = changed
    return make


# ---- 1, 2: a ring that crosses itself ----

@case(1, "bow-tie", R, "made valid", "Self-intersection", "2101", "feature 1",
      after=shapes.areas_said(0, 50))
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(BOW_TIE)


@case(1, "bow-tie in GeoJSON", R, "made valid", "2101", after=shapes.areas_said(0, 50))
def _(county):
    shapes.geojson(county, "municipalities", {0: json_polygon(BOW_TIE)})


@case(1, "bow-tie in a Shapefile", R, "made valid", after=shapes.areas_said(0, 50))
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(BOW_TIE)
    shapes.shapefile(county, "municipalities")


@case(1, "bow-tie of people", R, "made valid", "feature 1", "population",
      after=lambda r, t: shapes.people_kept(r, t) + shapes.areas_said(0, 3.125)(r, t))
def _(county):
    county.rows["population"][0]["geom"] = polygon(CELL_BOW)


@case(2, "crossing that readings agree on", R, "made valid", "km2 before")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + 6000), (W + 9990, S + 5000), (W + SIDE + 5, S + 5000),
         (W + SIDE, S + SIDE), (W, S + SIDE), (W, S)])


@case(2, "ring that runs round its middle twice", E, "2101", "feature 1", "crosses itself", "km2",
      "municipalities.gpkg")
def _(county):
    star = [(W + 5000, S + 10000), (W + 8000, S), (W, S + 6000), (W + 10000, S + 6000),
            (W + 2000, S), (W + 5000, S + 10000)]
    county.rows["municipalities"][0]["geom"] = polygon(star)


@case(2, "people in a ring that runs round twice", E, "feature 1", "crosses itself", "population")
def _(county):
    star = [(W + 1250, S + 2500), (W + 2000, S), (W, S + 1500), (W + 2500, S + 1500),
            (W + 500, S), (W + 1250, S + 2500)]
    county.rows["population"][0]["geom"] = polygon(star)


# ---- 3, 4, 5: holes and parts ----

@case(3, "hole equal to shell", E, "feature 1", "2101", "no area")
def _(county):
    ring = square(W, S, SIDE)
    county.rows["municipalities"][0]["geom"] = polygon(ring, ring)


@case(3, "hole equal to shell, people, GeoJSON", E, "feature 0", "no area", "population.geojson")
def _(county):
    shapes.geojson(county, "population", {0: json_polygon(CELL, CELL)})


@case(4, "small hole outside shell", R, "Hole lies outside shell", "2101",
      after=shapes.areas_said(99.99, 100))
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        square(W, S, SIDE), square(W - 30000, S, 100))


@case(4, "large hole outside shell", "ER", "2101", "km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        square(W, S, SIDE), square(W - 30000, S, 4000))


@case(5, "overlapping parts", R, "made valid", "2101", after=shapes.areas_said(140, 100))
def _(county):
    county.rows["municipalities"][0]["geom"] = "MULTIPOLYGON (" + ",".join(
        polygon(ring)[8:] for ring in (
            [(W, S), (W + 7000, S), (W + 7000, S + SIDE), (W, S + SIDE), (W, S)],
            [(W + 3000, S), (W + SIDE, S), (W + SIDE, S + SIDE), (W + 3000, S + SIDE),
             (W + 3000, S)])) + ")"


@case(5, "overlapping parts of people", R, "made valid", after=shapes.people_kept)
def _(county):
    county.rows["population"][3]["geom"] = "MULTIPOLYGON (" + ",".join(
        polygon(square(W + 7500 + d, S, 2000))[8:] for d in (0, 500)) + ")"


# ---- 6, 7, 8: rings ----

@case(6, "ring not closed", R, "not closed", "feature 1", "2101",
      after=shapes.areas_said(100, 100))
def _(county):
    shapes.raw(county, "municipalities", 0, shapes.wkb_polygon([square(W, S, SIDE)[:-1]]))


@case(6, "ring not closed, GeoJSON", "RE", "2101")
def _(county):
    shapes.geojson(county, "municipalities", {0: json_polygon(square(W, S, SIDE)[:-1])})


@case(6, "ring not closed, people", R, "not closed", "feature 1", same=True)
def _(county):
    shapes.raw(county, "population", 0, shapes.wkb_polygon([CELL[:-1]]))


@case(7, "ring with two points", E, "feature 1", "ring", "vertices", "2101")
def _(county):
    shapes.raw(county, "municipalities", 0,
               shapes.wkb_polygon([[(W, S), (W + SIDE, S), (W, S)]]))


@case(7, "ring of two points, repeated", E, "feature 1", "2101", "no area")
def _(county):
    shapes.raw(county, "municipalities", 0, shapes.wkb_polygon(
        [[(W, S), (W, S), (W + SIDE, S), (W + SIDE, S), (W, S)]]))


@case(7, "ring with two points, people, GeoJSON", E, "feature 0", "population.geojson")
def _(county):
    shapes.geojson(county, "population", {0: json_polygon([(W, S), (W + 2500, S), (W, S)])})


@case(8, "spike", R, "made valid", "feature 1", "2101", after=shapes.areas_said(100, 100))
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + SIDE), (W, S + SIDE), (W - 7000, S + 12000),
         (W, S + SIDE), (W, S)])


@case(8, "ring that touches itself", R, "made valid", "feature 1", "Ring Self-intersection")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + SIDE), (W, S + SIDE), (W, S + 5000),
         (W - 1000, S + 4000), (W - 1000, S + 6000), (W, S + 5000), (W, S)])


@case(8, "spike of people", R, "made valid", after=shapes.people_kept)
def _(county):
    county.rows["population"][0]["geom"] = polygon(
        CELL[:2] + [(W + 2500, S - 900), (W + 2500, S)] + CELL[2:])


# ---- 9, 10: nothing there ----

@case(9, "municipality without geometry", E, "feature 1", "2101", "null", "municipalities.gpkg")
def _(county):
    county.rows["municipalities"][0]["geom"] = None


@case(9, "municipality without geometry, GeoJSON", E, "feature 0", "2101", "null")
def _(county):
    shapes.geojson(county, "municipalities", {0: "null"})


@case(9, "people without geometry", R, "feature 1", "10 people")
def _(county):
    county.rows["population"][0]["geom"] = None


@case(9, "people without geometry, Shapefile", R, "feature 0", "10 people")
def _(county):
    county.rows["population"][0]["geom"] = None
    shapes.shapefile(county, "population")




@case(10, "empty municipality", E, "feature 1", "2101", "empty")
def _(county):
    county.rows["municipalities"][0]["geom"] = "POLYGON EMPTY"


@case(10, "EMPTY inside a municipality", E, "feature 1", "2101", "empty")
def _(county):
    whole = shapes.wkb_polygon([square(W, S, SIDE)])
    shapes.raw(county, "municipalities", 0,
               shapes.wkb_collection([whole, shapes.wkb_polygon([])], 6))


@case(10, "empty coordinates, GeoJSON", E, "feature 0", "2101")
def _(county):
    shapes.geojson(county, "municipalities", {0: '{"type": "Polygon", "coordinates": []}'})


@case(10, "EMPTY inside an area of people", R, "feature 1", "empty", same=True)
def _(county):
    whole = shapes.wkb_polygon([CELL])
    shapes.raw(county, "population", 0,
               shapes.wkb_collection([whole, shapes.wkb_polygon([])], 6))


@case(10, "empty area of people", R, "feature 1", "10 people")
def _(county):
    county.rows["population"][0]["geom"] = "POLYGON EMPTY"


# ---- 11 to 15: wild numbers ----

def spoiled(x, y, role="municipalities", at=2):
    ring = square(W, S, SIDE if role == "municipalities" else 2500)
    ring[at] = (x, y)
    return shapes.wkb_polygon([ring])


for number, name, x, y, said in (
        (11, "NaN vertex", NAN, S + SIDE, "nan"), (12, "infinite vertex", INF, S + SIDE, "inf"),
        (12, "minus infinite northing", W, -INF, "inf"), (14, "1e308", 1e308, S, "1e+308"),
        (14, "minus 1e308", W, -1e308, "-1e+308")):
    for role, word in (("municipalities", "2101"), ("population", "r0000")):
        case(number, f"{name}, {role}", E, f"{role}.gpkg", "feature 1", "vertex 3", word, said,
             never=("GEOS", "IllegalArgument"))(
                 lambda county, x=x, y=y, role=role:
                 shapes.raw(county, role, 0, spoiled(x, y, role)))


@case(13, "all vertices infinite", E, "municipalities.gpkg", "feature 1", "2101", "inf")
def _(county):
    shapes.raw(county, "municipalities", 0, shapes.wkb_polygon([[(INF, INF)] * 5]))


@case(13, "all vertices infinite in a multipolygon of people", E, "feature 1", "inf")
def _(county):
    shapes.raw(county, "population", 0, shapes.wkb_collection(
        [shapes.wkb_polygon([CELL]), shapes.wkb_polygon([[(INF, -INF)] * 4])], 6))


@case(13, "all vertices NaN", E, "municipalities.gpkg", "feature 1", "nan")
def _(county):
    shapes.raw(county, "municipalities", 0, shapes.wkb_polygon([[(NAN, NAN)] * 5]))


@case(11, "NaN in a Shapefile", E, "municipalities.shp", "feature 0", "2101")
def _(county):
    path = shapes.shapefile(county, "municipalities")
    with open(path, "r+b") as out:
        out.seek(100 + 8 + 44 + 4 + 16 * 2)
        out.write(struct.pack("<d", NAN))


for number, name, token in ((15, "NaN in JSON", "NaN"), (15, "Infinity in JSON", "Infinity"),
                            (15, "minus Infinity in JSON", "-Infinity"), (14, "1e999 in JSON", "1e999"),
                            (14, "1e308 in JSON", "1e308")):
    for role, word in (("municipalities", "2101"), ("population", "feature 0")):
        case(number, f"{name}, {role}", E, f"{role}.geojson", word)(
            lambda county, token=token, role=role: shapes.geojson(county, role, {
                0: json_polygon(square(W, S, 2500)[:2] + [(token, S)] + square(W, S, 2500)[3:])}))


@case(15, "Infinity as the extent of a collection", "A", "municipalities.geojson", same=False)
def _(county):
    shapes.geojson(county, "municipalities")
