"""Catalogue 16 to 30: dimensions, curves, kinds, order, overlaps, gaps, size."""
import struct

import shapes
from cases import A, E, R, case
from osgeo import ogr
from shapes import S, SIDE, W, polygon, square

WHOLE = square(W, S, SIDE)
CELL = square(W, S, 2500)


# ---- 16, 17: heights, curves ----

def noted(word):
    def look(result, _twin):
        return [] if word in str(result.evidence["columns"]) else [f"nothing says '{word}'"]
    return look


for kind, name in ((1003, "Z"), (2003, "M"), (3003, "ZM")):
    for role, ring in (("municipalities", WHOLE), ("population", CELL)):
        case(16, f"{name}, {role}", A, after=noted("heights and measures passed over"))(
            lambda county, kind=kind, role=role, ring=ring: shapes.raw(
                county, role, 0, shapes.wkb_polygon([ring], kind, 4 if kind == 3003 else 3)))


@case(16, "Z in a Shapefile", A)
def _(county):
    for row in county.rows["municipalities"]:
        shape = ogr.CreateGeometryFromWkt(row["geom"])
        shape.Set3D(True)
        row["geom"] = shape.ExportToIsoWkt()
    shapes.shapefile(county, "municipalities", ogr.wkbPolygon25D)


@case(16, "heights in GeoJSON", A)
def _(county):
    ring = ", ".join(f"[{x}, {y}, 12.5]" for x, y in WHOLE)
    shapes.geojson(county, "municipalities", {
        0: '{"type": "Polygon", "coordinates": [[' + ring + ']]}'})


@case(17, "straight curve polygon", A, after=noted("chords"))
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        f"CURVEPOLYGON (COMPOUNDCURVE (({W} {S},{W + SIDE} {S},{W + SIDE} {S + SIDE},"
        f"{W} {S + SIDE},{W} {S})))")


@case(17, "arc outside everybody", A, same=False, after=noted("0.004 % of the radius"))
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        f"CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING ({W} {S + SIDE},{W - 2000} {S + 5000},{W} {S}),"
        f"({W} {S},{W + SIDE} {S},{W + SIDE} {S + SIDE},{W} {S + SIDE})))")


@case(17, "multisurface of people", A)
def _(county):
    ring = polygon(CELL)[8:]
    county.rows["population"][0]["geom"] = f"MULTISURFACE ({ring})"


@case(17, "arc through NaN", E, "feature 1", "municipalities.gpkg")
def _(county):
    points = [(W, S), (float("nan"), S + 5000), (W, S + SIDE), (W - 3000, S + 4000), (W, S)]
    arc = struct.pack("<BII", 1, 8, len(points)) + b"".join(struct.pack("<2d", *p) for p in points)
    shapes.raw(county, "municipalities", 0, struct.pack("<BII", 1, 10, 1) + arc)


# ---- 18, 19: kinds ----

@case(18, "collection with a line", R, "feature 1", "2101", "no polygons")
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        f"GEOMETRYCOLLECTION ({polygon(WHOLE)},LINESTRING ({W} {S},{W + 5} {S}),POINT ({W} {S}))")


@case(18, "collection within a collection", R, "feature 1", "no polygons", same=True)
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT ({W} {S}),GEOMETRYCOLLECTION ("
        f"MULTIPOLYGON ({polygon(WHOLE)[8:]}))))")


@case(18, "collection of one polygon", A)
def _(county):
    county.rows["population"][0]["geom"] = f"GEOMETRYCOLLECTION ({polygon(CELL)})"


@case(18, "stray line among municipalities", R, "feature 5", "LINESTRING", "expected a polygon",
      same=True)
def _(county):
    county.rows["municipalities"].append({"kommunkod": "2199", "kommunnamn": "streck",
                                          "geom": f"LINESTRING ({W} {S},{W + 9} {S})"})


@case(18, "stray point among municipalities, GeoJSON", R, "feature 4", "POINT", same=True)
def _(county):
    county.rows["municipalities"].append({"kommunkod": None, "kommunnamn": None,
                                          "geom": f"POINT ({W} {S})"})
    shapes.geojson(county, "municipalities")


@case(18, "stray line among people", R, "feature 5", "no polygon", "people left out")
def _(county):
    county.rows["population"][4]["geom"] = f"LINESTRING ({W} {S},{W + 2500} {S})"


for role in ("municipalities", "population"):
    case(19, f"lines for polygons, {role}", E, f"{role}.gpkg", "polygons")(
        lambda county, role=role: [row.update(geom=f"LINESTRING ({W} {S},{W + 900} {S + 800})")
                                   for row in county.rows[role]])


@case(19, "points for polygons", E, "municipalities.gpkg", "no polygons")
def _(county):
    for row in county.rows["municipalities"]:
        row["geom"] = f"POINT ({W} {S})"


@case(19, "points for polygons, Shapefile", E, "municipalities.shp", "no polygons")
def _(county):
    for row in county.rows["municipalities"]:
        row["geom"] = f"POINT ({W} {S})"
    shapes.shapefile(county, "municipalities", ogr.wkbPoint)


# ---- 20, 21, 22: order, repeats, duplicates ----

@case(20, "rings turned and started elsewhere", A)
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(WHOLE[3:] + WHOLE[1:4])
    county.rows["population"][5]["geom"] = polygon(square(W + 5 * 2500, S, 2500)[::-1])


@case(20, "rings turned, GeoJSON", A)
def _(county):
    shapes.geojson(county, "municipalities", {
        i: shapes.json_polygon(square(W + i % 2 * SIDE, S + i // 2 * SIDE, SIDE)[::-1])
        for i in range(4)})


@case(21, "every vertex twice", A)
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon([p for p in WHOLE for _ in range(2)])
    county.rows["population"][0]["geom"] = polygon([p for p in CELL for _ in range(3)])


@case(22, "municipality twice", R, "2104", "united", same=True)
def _(county):
    county.rows["municipalities"].append(dict(county.rows["municipalities"][1]))


@case(22, "municipality twice with another code", "ER", "2104", "2105")
def _(county):
    county.rows["municipalities"].append(
        dict(county.rows["municipalities"][1], kommunkod="2105", kommunnamn="Annan"))


@case(22, "area of people twice", E, "population.gpkg", "feature", "r0203", "twice")
def _(county):
    county.rows["population"].append(dict(county.rows["population"][19]))


@case(22, "area of people twice, nameless", E, "population.gpkg", "feature 65", "twice")
def _(county):
    for row in county.rows["population"]:
        del row["rutid"]
    county.rows["population"].append(dict(county.rows["population"][19]))


@case(22, "equal code and another name", E, "2104", "municipalities.gpkg")
def _(county):
    county.rows["municipalities"].append(
        dict(county.rows["municipalities"][1], kommunnamn="Annan"))


@case(22, "exclave: several features of one code", R, "2101", "united", same=True)
def _(county):
    row = county.rows["municipalities"][0]
    for i in range(3):
        county.rows["municipalities"].append(
            dict(row, geom=polygon(square(W - 30000 - i * 2000, S, 1000))))


# ---- 23, 24, 25: overlaps, gaps, slivers ----

@case(23, "municipalities overlap", R, "overlap", "2101", "2104", "5.0 km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + 10500, S), (W + 10500, S + SIDE), (W, S + SIDE), (W, S)])


@case(23, "areas of people on others, with ids of their own", R, "lie on another", "fine0",
      "would count twice")
def _(county):
    for i in range(4):
        x, y = W + i % 2 * 1250, S + i // 2 * 1250
        county.rows["population"].append({**county.rows["population"][0], "rutid": f"fine{i}",
                                          "geom": polygon(square(x, y, 1250))})


@case(23, "a municipality inside another, GeoJSON", R, "overlap", "2101", "2121", "4.0 km2")
def _(county):
    shapes.geojson(county, "municipalities", {
        2: shapes.json_polygon(square(W + 4000, S + 4000, 2000))})


@case(24, "hole between municipalities", R, "1 gap between", "2101", "2104", "2.0 km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + 4000), (W + 9000, S + 4000), (W + 9000, S + 6000),
         (W + SIDE, S + 6000), (W + SIDE, S + SIDE), (W, S + SIDE), (W, S)])


@case(24, "strip open at the rim", R, "gaps open at an end", "2101", "2104", "km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + 9900, S), (W + 9900, S + SIDE), (W, S + SIDE), (W, S)])


@case(24, "wide strip open at the rim", R, "gaps open at an end", "2101", "2104", "km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + 8500, S), (W + 8500, S + SIDE), (W, S + SIDE), (W, S)])


@case(24, "strip across the county", R, "gaps open at an end", "2 pairs", "km2",
      after=shapes.people_kept)
def _(county):
    for i in (0, 2):
        county.rows["municipalities"][i]["geom"] = polygon(
            [(W, S + i * 5000), (W + 9800, S + i * 5000), (W + 9800, S + i * 5000 + SIDE),
             (W, S + i * 5000 + SIDE), (W, S + i * 5000)])


for apart, name in ((0.001, "gap"), (-0.001, "overlap"), (0.004, "gap of 4 mm")):
    case(25, f"millimetre {name}", A, same=False,
         after=lambda r, t: shapes.close_figures(r, t, 1e-5))(
        lambda county, apart=apart: county.rows["municipalities"][0].update(geom=polygon(
            [(W, S), (W + SIDE - apart, S), (W + SIDE - apart, S + SIDE), (W, S + SIDE), (W, S)])))


@case(25, "millimetre gap inside", A)
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + 4000), (W + SIDE - .002, S + 5000),
         (W + SIDE, S + 6000), (W + SIDE, S + SIDE), (W, S + SIDE), (W, S)])


@case(25, "extra vertices on one side of a border", A)
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(
        [(W, S), (W + SIDE, S), (W + SIDE, S + 3333.333), (W + SIDE, S + 7777.777),
         (W + SIDE, S + SIDE), (W, S + SIDE), (W, S)])


# ---- 26, 27, 28: size ----

@case(26, "ten million vertices", E, "municipalities.gpkg", "feature 1 (2101)",
      "10000001 vertices", seconds=120)
def _(county):
    fine_square(county, 10_000_000)


@case(26, "a hundred thousand vertices", A, same=False, seconds=120,
      after=lambda r, t: shapes.close_figures(r, t, 1e-9))
def _(county):
    fine_square(county, 100_000)


def fine_square(county, count):
    import numpy
    side = numpy.linspace(0, SIDE, count // 4 + 1)[:-1]
    flat = numpy.zeros(len(side))
    xy = numpy.concatenate([
        numpy.stack([W + side, S + flat], 1), numpy.stack([W + SIDE + flat, S + side], 1),
        numpy.stack([W + SIDE - side, S + SIDE + flat], 1),
        numpy.stack([W + flat, S + SIDE - side], 1), [[W, S]]])
    shapes.raw(county, "municipalities", 0,
               struct.pack("<BIII", 1, 3, 1, len(xy)) + xy.astype("<f8").tobytes())


for kind, name, count in ((3, "rings", 2_000_000_000), (6, "polygons", 2_000_000_000),
                          (7, "members", 0xFFFFFFFF)):
    for role in ("municipalities", "population"):
        case(27, f"two billion {name}, {role}", E, f"{role}.gpkg", "feature 1")(
            lambda county, kind=kind, count=count, role=role: shapes.raw(
                county, role, 0, struct.pack("<BII", 1, kind, count)))


@case(27, "two billion vertices", E, "municipalities.gpkg", "feature 1")
def _(county):
    shapes.raw(county, "municipalities", 0, struct.pack("<BIII", 1, 3, 1, 2_000_000_000))


@case(28, "collections nested ten thousand deep", E, "municipalities.gpkg", "feature 1")
def _(county):
    shapes.raw(county, "municipalities", 0,
               struct.pack("<BII", 1, 7, 1) * 10_000 + shapes.wkb_polygon([WHOLE]))


@case(28, "GeoJSON nested ten thousand deep", E, "municipalities.geojson")
def _(county):
    shapes.geojson(county, "municipalities", {
        0: '{"type": "Polygon", "coordinates": ' + "[" * 10_000 + "]" * 10_000 + "}"})


@case(28, "GeoJSON collections nested ten thousand deep", E, "population.geojson")
def _(county):
    inner = shapes.json_polygon(CELL)
    for _ in range(10_000):
        inner = '{"type": "GeometryCollection", "geometries": [' + inner + "]}"
    shapes.geojson(county, "population", {0: inner})


# ---- 29, 30: too small, too large ----

@case(29, "municipality smaller than one area of people", R, "2199", "smaller")
def _(county):
    hole = square(W + 3000, S + 3000, 500)
    county.rows["municipalities"][0]["geom"] = polygon(WHOLE, hole)
    county.rows["municipalities"].append({"kommunkod": "2199", "kommunnamn": "Liten",
                                          "geom": polygon(hole)})


GLOBE = [(-180, -90), (180, -90), (180, 90), (-180, 90), (-180, -90)]
for name, ring in (("over the globe", GLOBE),
                   ("over the pole", [(-180, 60), (180, 60), (180, 90), (-180, 90), (-180, 60)]),
                   ("over the southern half", [(-180, -90), (180, -90), (180, 0), (-180, 0),
                                               (-180, -90)])):
    for role in ("municipalities", "population"):
        case(30, f"polygon {name}, {role}", E, f"{role}.geojson", "feature 0")(
            lambda county, ring=ring, role=role: (
                county.move(role, 4326),
                shapes.geojson(county, role, {0: shapes.json_polygon(ring)}, crs="")))


@case(30, "polygon round the pole in a polar system", E, "municipalities.gpkg", "pole")
def _(county):
    for i, row in enumerate(county.rows["municipalities"]):
        row["geom"] = polygon(square(-1000000 + i % 2 * 1000000, -1000000 + i // 2 * 1000000,
                                     1000000))
    county.epsg["municipalities"] = 3413
