"""Catalogue 31 to 46: reference systems."""
import json
import os

import shapes
import world
from cases import A, E, R, case
from osgeo import ogr, osr
from shapes import S, SIDE, W, polygon, square

PLACES = ("municipalities", "population", "offices", "roads")
AREAS = ("municipalities", "population")


def wrong(county, role, epsg):
    """Coordinates stay, the file says another system."""
    county.epsg[role] = epsg


def turned(county, role):
    """x and y exchanged, what the file says stays."""
    for row in county.rows[role]:
        shape = ogr.CreateGeometryFromWkt(row["geom"])
        shape.SwapXY()
        row["geom"] = shape.ExportToWkt()


def system(definition):
    srs = osr.SpatialReference()
    assert srs.SetFromUserInput(definition) == 0
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def written_as(county, role, definition):
    """The role moved to a system without an EPSG code, as a GeoPackage."""
    target = system(definition)
    way = osr.CoordinateTransformation(world._system(county.epsg[role]), target)
    path = county.path[role] = county.file(role + ".gpkg")
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer(role, target, ogr.wkbUnknown)
    names = [name for name in county.rows[role][0] if name != "geom"]
    for name in names:
        layer.CreateField(ogr.FieldDefn(name, world._field_type(
            [row[name] for row in county.rows[role]])))
    for row in county.rows[role]:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name in names:
            feature[name] = row[name]
        shape = ogr.CreateGeometryFromWkt(row["geom"])
        shape.Transform(way)
        feature.SetGeometry(shape)
        layer.CreateFeature(feature)
    layer = source = None


def operation_of(role, word):
    def look(result, _twin):
        said = [str(row) for row in result.evidence["inputs"] if row["role"] == role]
        return [] if any(word in row for row in said) else [f"{role}: {said} lacks {word}"]
    return look


# ---- 31, 32: none ----

for role in PLACES:
    case(31, f"no .prj, {role}", E, f"{role}.shp", f"--crs {role}=EPSG:n")(
        lambda county, role=role: shapes.without(shapes.shapefile(
            county, role, {"offices": ogr.wkbPoint, "roads": ogr.wkbLineString}.get(
                role, ogr.wkbPolygon)), ".prj"))
    case(32, f"GeoJSON in metres without crs, {role}", E, f"{role}.geojson",
         f"--crs {role}=EPSG:")(
             lambda county, role=role: shapes.geojson(county, role, crs=""))

for role in AREAS:
    for code in (-1, 0):
        case(31, f"GeoPackage, srs_id {code}, {role}", E, f"{role}.gpkg", f"--crs {role}=EPSG:n")(
            lambda county, role=role, code=code: (county.write(role), shapes.sql(
                county.path[role], f"update gpkg_geometry_columns set srs_id={code}",
                f"update gpkg_contents set srs_id={code}")))


@case(31, "no .prj, stated", A)
def _(county):
    shapes.without(shapes.shapefile(county, "municipalities"), ".prj")
    county.options += ["--crs", "municipalities=EPSG:3006"]


@case(32, "GeoJSON in metres, stated", A)
def _(county):
    shapes.geojson(county, "population", crs="")
    county.options += ["--crs", "population=3006"]


# ---- 33: the wrong one ----

for role in AREAS:
    for epsg in (3021, 3010, 4326, 27700, 2154, 3857, 32634, 32733, 28992, 2056):
        case(33, f"SWEREF 99 TM called EPSG:{epsg}, {role}", E, f"{role}.gpkg", "--crs", "EPSG:")(
            lambda county, role=role, epsg=epsg: wrong(county, role, epsg))


@case(33, "RT 90 called SWEREF 99 TM", E, "municipalities.gpkg", "--crs municipalities=EPSG:n")
def _(county):
    county.move("municipalities", 3021)
    wrong(county, "municipalities", 3006)


@case(33, "one local zone called its neighbour", E, "population.gpkg", "--crs population=EPSG:n")
def _(county):
    county.move("population", 3010)
    wrong(county, "population", 3008)


@case(33, "degrees called metres", E, "municipalities.gpkg", "--crs municipalities=EPSG:n")
def _(county):
    county.move("municipalities", 4326)
    wrong(county, "municipalities", 3006)


@case(33, "the wrong one, mended by --crs", A)
def _(county):
    wrong(county, "municipalities", 3021)
    county.options += ["--crs", "municipalities=EPSG:3006"]


# ---- 34, 35: exchanged axes ----

for role in AREAS:
    case(34, f"latitude first, {role}", E, f"{role}.gpkg", "swap")(
        lambda county, role=role: (county.move(role, 4326), turned(county, role)))
    case(34, f"latitude first, GeoJSON, {role}", E, f"{role}.geojson", "swap")(
        lambda county, role=role: (county.move(role, 4326), turned(county, role),
                                   shapes.geojson(county, role, crs="")))
    for epsg in (3006, 3021, 3011, 25833):
        case(35, f"northing first in EPSG:{epsg}, {role}", E, f"{role}.gpkg", "swapped")(
            lambda county, role=role, epsg=epsg: (
                epsg == 3006 or county.move(role, epsg), turned(county, role)))


@case(34, "all layers latitude first", E, "municipalities.gpkg", "swap")
def _(county):
    for role in PLACES:
        county.move(role, 4326)
        turned(county, role)


# ---- 36, 37, 43, 44: right ones ----

for epsg in (3021, 3009, 3010, 25833, 32633, 4258, 4326, 3857, 4619, 3035, 5845, 25832, 3067):
    for role in PLACES:
        case(36 if epsg not in (4326, 3857) else 37, f"EPSG:{epsg}, {role}", A, same=False,
             after=shapes.close_figures)(
                 lambda county, role=role, epsg=epsg: county.move(role, epsg))


@case(36, "each layer in another system", A, same=False, after=shapes.close_figures)
def _(county):
    for role, epsg in zip(PLACES, (3021, 4326, 3009, 25833)):
        county.move(role, epsg)


@case(37, "all in web mercator", A, same=False, after=shapes.close_figures)
def _(county):
    for role in PLACES:
        county.move(role, 3857)


KM = ("+proj=utm +zone=33 +datum=WGS84 +units=km +no_defs", "kilometres")
FEET = ("+proj=utm +zone=33 +datum=WGS84 +units=us-ft +no_defs", "feet")
for definition, name in (KM, FEET):
    for role in AREAS:
        case(43, f"{name}, {role}", "AR", same=False, after=shapes.close_figures)(
            lambda county, role=role, definition=definition:
            written_as(county, role, definition))


@case(44, "compound system", A, same=False, after=shapes.close_figures)
def _(county):
    written_as(county, "municipalities", "EPSG:3006+5613")


# ---- 38: unknown codes, own definitions ----

@case(38, "unknown code stated", E, "municipalities.gpkg", "EPSG:999999", "--crs")
def _(county):
    county.options += ["--crs", "municipalities=EPSG:999999"]


@case(38, "unknown code in GeoJSON", E, "municipalities.geojson", "--crs municipalities=EPSG:n")
def _(county):
    shapes.geojson(county, "municipalities", crs='"crs": {"type": "name", "properties": {"name": '
                                                 '"urn:ogc:def:crs:EPSG::999999"}}, ')


@case(38, "words for a .prj", E, "municipalities.shp", "--crs municipalities=EPSG:n")
def _(county):
    path = shapes.shapefile(county, "municipalities")
    with open(path[:-4] + ".prj", "w", encoding="ascii") as out:
        out.write("the Swedish system\n")


@case(38, "PROJ string stated", A, same=False, after=shapes.close_figures)
def _(county):
    county.options += ["--crs", "municipalities=+proj=utm +zone=33 +ellps=GRS80 +units=m +type=crs"]


@case(38, "WKT stated", A)
def _(county):
    county.options += ["--crs", "population=" + system("EPSG:3006").ExportToWkt()]


@case(38, "the system has no name, Swedish parameters", R, "EPSG:3006", "municipalities.shp",
      same=True)
def _(county):
    path = shapes.shapefile(county, "municipalities")
    with open(path[:-4] + ".prj", "w", encoding="ascii") as out:
        out.write('PROJCS["unnamed",GEOGCS["GRS 1980(IUGG, 1980)",DATUM["D_unknown",SPHEROID['
                  '"GRS80",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",'
                  '0.017453292519943295]],PROJECTION["Transverse_Mercator"],PARAMETER['
                  '"latitude_of_origin",0],PARAMETER["central_meridian",15],PARAMETER['
                  '"scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER['
                  '"false_northing",0],UNIT["Meter",1]]')


@case(38, "the system has no name and odd parameters", E, "municipalities.shp",
      "--crs municipalities=EPSG:n")
def _(county):
    path = shapes.shapefile(county, "municipalities")
    with open(path[:-4] + ".prj", "w", encoding="ascii") as out:
        out.write('PROJCS["unnamed",GEOGCS["unnamed",DATUM["D_unknown",SPHEROID["GRS80",6378137,'
                  '298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],'
                  'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER['
                  '"central_meridian",16.4],PARAMETER["scale_factor",0.9997],PARAMETER['
                  '"false_easting",500000],PARAMETER["false_northing",0],UNIT["Meter",1]]')


# ---- 40, 41, 42: where no system reaches ----

@case(40, "outside the area of use", E, "municipalities.gpkg", "feature 1", "2101")
def _(county):
    county.rows["municipalities"][0]["geom"] = polygon(square(W + 4.0e7, S, SIDE))


@case(40, "one vertex far off", E, "population.gpkg", "feature 1", "r0000", "vertex 3")
def _(county):
    ring = square(W, S, 2500)
    ring[2] = (W * 100, S)
    county.rows["population"][0]["geom"] = polygon(ring)


def nearby(county, lon, lat, role_epsg=4326):
    """The county on another spot of the earth: every layer in degrees."""
    for role in PLACES:
        for row in county.rows[role]:
            shape = ogr.CreateGeometryFromWkt(row["geom"])
            text = shape.ExportToWkt()
            for old in sorted({p for p in _pairs(shape)}, reverse=True):
                x = lon + (old[0] - W - SIDE) / 1e5
                x = x - 360 if x > 180 else x
                text = text.replace(f"{old[0]:.0f} {old[1]:.0f}", f"{x:.9f} "
                                    f"{lat + (old[1] - S - SIDE) / 1.1e5:.9f}")
            row["geom"] = text
        county.epsg[role] = role_epsg


def _pairs(shape):
    if shape.GetGeometryCount():
        for i in range(shape.GetGeometryCount()):
            yield from _pairs(shape.GetGeometryRef(i))
    else:
        yield from ((p[0], p[1]) for p in shape.GetPoints())


@case(41, "rings drawn across the antimeridian", E, "municipalities.gpkg", "2104",
      "antimeridian")
def _(county):
    nearby(county, 179.96, -17.5)


@case(41, "layers on both sides of the antimeridian", A, same=False,
      after=lambda r, t: shapes.people_kept(r, t) + operation_of("municipalities", "UTM zone")(r, t))
def _(county):
    nearby(county, 180, -17.5)
    for role in AREAS:  # the county's middle is the border: points on it have two names
        for row in county.rows[role]:
            shape = json.loads(ogr.CreateGeometryFromWkt(row["geom"]).ExportToJson())
            ring = shape["coordinates"][0]
            if min(p[0] for p in ring) < -179 and max(p[0] for p in ring) > 179:
                shape["coordinates"] = [[[-180.0 if p[0] == 180 else p[0], p[1]] for p in ring]]
            row["geom"] = ogr.CreateGeometryFromJson(json.dumps(shape)).ExportToWkt()
    county.move("roads", 32760)


@case(42, "at the pole", E, "municipalities.gpkg", "pole")
def _(county):
    nearby(county, 20, 89.5)


@case(42, "on the border of two zones", A, same=False, after=shapes.people_kept)
def _(county):
    nearby(county, 18, -30)


@case(42, "two zones mixed", R, "municipalities.gpkg", "2132", "zone")
def _(county):
    county.move("municipalities", 32633)
    last = county.rows["municipalities"][3]
    shape = ogr.CreateGeometryFromWkt(last["geom"])
    shape.Transform(world._transform(32633, 32634))
    last["geom"] = shape.ExportToWkt()


# ---- 39, 45: rough ways, epochs ----

@case(39, "the better way needs a grid that is not there", R, "accuracy", "EPSG:4267",
      same=False)
def _(county):
    nearby(county, -100, 40, 4267)


@case(39, "one layer of an old datum", "RE", "accuracy", "population.gpkg", "EPSG:4277",
      same=False)
def _(county):
    nearby(county, -2, 52, 4326)
    county.epsg["population"] = 4277


@case(45, "coordinate epoch", A, same=False, after=shapes.people_kept)
def _(county):
    county.move("municipalities", 9000)
    path = county.path["municipalities"] = county.file("municipalities.gpkg")
    world.write_rows(path, "municipalities", county.rows["municipalities"], "GPKG", 9000)
    shapes.sql(path, "alter table gpkg_spatial_ref_sys add column epoch double",
               "update gpkg_spatial_ref_sys set epoch=2021.5 where organization_coordsys_id=9000")


# ---- 46: nothing is fetched ----

for text, name in (("http://127.0.0.1:9/crs.wkt", "an address"), ("/etc/hostname", "a file"),
                   ("./municipalities.prj", "a near file"),
                   ("+proj=utm +zone=33 +nadgrids=/etc/hostname", "a grid by path"),
                   ("+init=/etc/proj:3006", "an init file"),
                   ("+proj=utm +zone=33 +ellps=GRS80 +geoidgrids=http://127.0.0.1:9/x", "a geoid"),
                   ("IGNF:x", "another authority's"), ("", "nothing")):
    case(46, f"--crs is {name}", E, "--crs")(
        lambda county, text=text: county.options.extend(["--crs", "municipalities=" + text]))

for crs, name in (('"crs": {"type": "link", "properties": {"href": "http://127.0.0.1:9/c", '
                   '"type": "ogcwkt"}}, ', "a link"),
                  ('"crs": {"type": "url", "properties": {"url": "http://127.0.0.1:9/c"}}, ',
                   "an address"),
                  ('"crs": {"type": "name", "properties": {"name": "http://127.0.0.1:9/c"}}, ',
                   "an address as name"),
                  ('"crs": {"type": "name", "properties": {"name": "/etc/hostname"}}, ', "a file")):
    for role in AREAS:
        case(46, f"crs of GeoJSON is {name}, {role}", E, f"{role}.geojson",
             never=("Connection refused", "Failed to connect", "curl"))(
                 lambda county, crs=crs, role=role: shapes.geojson(county, role, crs=crs))

for text, name in (("http://127.0.0.1:9/crs.prj", "an address"), ("/etc/hostname", "a file")):
    case(46, f".prj is {name}", E, "municipalities.shp", "--crs municipalities=EPSG:n")(
        lambda county, text=text: _write_prj(county, text))


def _write_prj(county, text):
    path = shapes.shapefile(county, "municipalities")
    assert os.path.exists(path[:-4] + ".prj")
    with open(path[:-4] + ".prj", "w", encoding="ascii") as out:
        out.write(text)


# ---- 36, 43: other countries, every layer in the country's own system ----

for lon, lat, epsg, name in ((-2, 52, 27700, "Britain"), (8, 47, 2056, "Switzerland"),
                             (-122, 37.5, 2227, "California, feet"), (-51, -30, 31982, "Brazil"),
                             (-51, -30, 4674, "Brazil, degrees"), (25, 61, 3067, "Finland"),
                             (173, -41.5, 2193, "New Zealand"), (5.4, 52.1, 28992, "Netherlands")):
    @case(36 if "feet" not in name else 43, f"{name}, EPSG:{epsg}", A, same=False,
          after=shapes.people_kept)
    def _(county, lon=lon, lat=lat, epsg=epsg):
        nearby(county, lon, lat)
        for role in PLACES:
            county.move(role, epsg)

    @case(36, f"{name}, one layer in EPSG:{epsg}", "AR", same=False, after=shapes.people_kept)
    def _(county, lon=lon, lat=lat, epsg=epsg):
        nearby(county, lon, lat)
        county.move("population", epsg)
