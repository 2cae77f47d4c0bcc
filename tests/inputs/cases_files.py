"""Files that are cut, damaged, or not what their name says (27, 28, 76, 102-105)."""
import os
import struct

import numpy
from osgeo import gdal, ogr, osr

import world
from cases import A, E, case

FILES = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf"}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, raw):
    with open(path, "wb") as file:
        file.write(raw)


def in_format(county, role, ending):
    """Writes the role in another format and gives its path."""
    county.format[role] = FILES[ending]
    if ending == "geojson":
        county.move(role, 4326)
    county.write(role)
    return county.path[role]


def people_table(county, path):
    """Population by municipality, as the sums of its cells."""
    sums = {}
    for row in county.rows["population"]:
        shape = ogr.CreateGeometryFromWkt(row["geom"]).Centroid()
        index = int((shape.GetX() - world.WEST) // world.SIDE)
        index += 2 * int((shape.GetY() - world.SOUTH) // world.SIDE)
        code = world.CODES[index][0]
        sums[code] = sums.get(code, 0) + row["bef_totalt"]
    rows = [{"kommunkod": code, "folkmangd": count} for code, count in sorted(sums.items())]
    world.write_rows(path, "folk", rows, "XLSX", None, kind=ogr.wkbNone)
    county.path["population"] = path
    return path


def raster(county, path, value=10.0, size=40, options=()):
    system = osr.SpatialReference()
    system.ImportFromEPSG(3006)
    out = gdal.GetDriverByName("GTiff").Create(path, size, size, 1, gdal.GDT_Float32,
                                               list(options))
    step = 2 * world.SIDE / size
    out.SetGeoTransform([world.WEST, step, 0, world.SOUTH + 2 * world.SIDE, 0, -step])
    out.SetProjection(system.ExportToWkt())
    out.GetRasterBand(1).SetNoDataValue(-1)
    out.GetRasterBand(1).WriteArray(numpy.full((size, size), value, dtype="float32"))
    out = None
    county.path["population"] = path
    return path


# ---- 102: nothing in it, cut, flipped bytes ------------------------------------------------

ENDINGS = {"municipalities": ("gpkg", "geojson", "shp", "fgb"), "roads": ("gpkg", "shp", "fgb"),
           "population": ("gpkg", "geojson", "fgb")}
for _role, _endings in ENDINGS.items():
    for _ending in _endings:
        def _empty(county, role=_role, ending=_ending):
            write(in_format(county, role, ending), b"")
        case(102, f"{_role}.{_ending} of 0 bytes", E, f"{_role}.{_ending}", "empty")(_empty)

        for _part in (0.02, 0.3, 0.6, 0.9, 0.97):
            def _cut(county, role=_role, ending=_ending, part=_part):
                path = in_format(county, role, ending)
                raw = read(path)
                write(path, raw[:max(8, int(len(raw) * part))])
            case(102, f"{_role}.{_ending} cut at {_part:.0%}", E, f"{_role}.{_ending}",
                 "cut off")(_cut)


@case(102, "geojson without its last bracket", E, "offices.geojson", "cut off")
def _(county):
    path = in_format(county, "offices", "geojson")
    write(path, read(path).rstrip()[:-1])


@case(102, "geojson cut between two features", E, "offices.geojson", "cut off")
def _(county):
    path = in_format(county, "offices", "geojson")
    raw = read(path)
    write(path, raw[:raw.rindex(b'{ "type": "Feature"')].rstrip().rstrip(b","))


@case(102, "flatgeobuf without its last feature", E, "roads.fgb", "cut off")
def _(county):
    path = in_format(county, "roads", "fgb")
    raw = read(path)
    at = len(raw) - 4
    while at + 4 + struct.unpack("<I", raw[at:at + 4])[0] != len(raw):
        at -= 1
    write(path, raw[:at])


@case(102, "flatgeobuf without its first feature", E, "roads.fgb")
def _(county):
    path = in_format(county, "roads", "fgb")
    raw = read(path)
    at = len(raw) // 2
    write(path, raw[:at] + raw[at + 96:])


@case(102, "pages of a geopackage zeroed", E, "municipalities.gpkg", "damaged")
def _(county):
    path = in_format(county, "municipalities", "gpkg")
    raw = bytearray(read(path))
    for page in (6, 9, 12, 15, 18):
        raw[page * 4096:page * 4096 + 512] = bytes(512)
    write(path, raw)


@case(102, "page count of a geopackage says more", E, "municipalities.gpkg", "cut off")
def _(county):
    path = in_format(county, "municipalities", "gpkg")
    raw = bytearray(read(path))
    raw[28:32] = struct.pack(">I", len(raw) // 4096 + 3)
    write(path, raw)


@case(102, "first byte of a geopackage flipped", E, "municipalities.gpkg")
def _(county):
    path = in_format(county, "municipalities", "gpkg")
    raw = bytearray(read(path))
    raw[0] ^= 0xff
    write(path, raw)


@case(102, "feature count of a geopackage says more", E, "population.gpkg", "65", "64")
def _(county):
    county.write("population")
    source = ogr.Open(county.path["population"], update=1)
    source.ExecuteSQL("UPDATE gpkg_ogr_contents SET feature_count = 65")
    source = None


@case(102, "workbook cut in the middle", E, "people.xlsx", "cut off")
def _(county):
    path = people_table(county, county.file("people.xlsx"))
    raw = read(path)
    write(path, raw[:len(raw) // 2])


@case(102, "workbook with flipped bytes", E, "people.xlsx", "damaged")
def _(county):
    path = people_table(county, county.file("people.xlsx"))
    raw = bytearray(read(path))
    at = raw.index(b"xl/worksheets/sheet1.xml") + 60
    for i in range(at, at + 12):
        raw[i] ^= 0x55
    write(path, raw)


@case(102, "last line of a table without its last cell", E, "people.csv", "line 5")
def _(county):
    people_table(county, county.file("people.xlsx"))
    county.text("population", "kommunkod,namn,folkmangd\n2101,a,1\n2104,b,2\n2121,c,3\n2132,d",
                "people.csv")


@case(102, "table cut inside quotes", E, "people.csv", "line 4", "quote")
def _(county):
    county.text("population", 'kommunkod,namn,folkmangd\n2101,"a",1\n2104,"b",2\n2121,"c,3\n',
                "people.csv")


# ---- rasters: 76 -----------------------------------------------------------------------------

for _name, _options in (("plain", ()), ("deflated", ("COMPRESS=DEFLATE",)),
                        ("tiled", ("TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"))):
    for _part in (0.3, 0.6, 0.95):
        def _cut_raster(county, options=_options, part=_part):
            path = raster(county, county.file("people.tif"), options=options, size=64)
            raw = read(path)
            write(path, raw[:int(len(raw) * part)])
        case(76, f"{_name} raster cut at {_part:.0%}", E, "people.tif", "cut off")(_cut_raster)


def tiff_of(width, height, offsets, counts, body=b"", bits=32):
    """A little TIFF by hand: one strip list, as large as the header claims."""
    strips = len(offsets)
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, bits), (259, 3, 1, 1),
            (262, 3, 1, 1), (277, 3, 1, 1), (278, 4, 1, max(1, height // max(1, strips))),
            (339, 3, 1, 3)]
    start = 8 + 2 + 12 * (len(tags) + 2) + 4
    lists = b""
    if strips == 1:
        tags += [(273, 4, 1, offsets[0]), (279, 4, 1, counts[0])]
    else:
        lists = struct.pack(f"<{strips}I", *offsets) + struct.pack(f"<{strips}I", *counts)
        tags += [(273, 4, strips, start), (279, 4, strips, start + 4 * strips)]
    tags.sort()
    out = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags))
    for tag, kind, count, value in tags:
        out += struct.pack("<HHII", tag, kind, count, value)
    return out + struct.pack("<I", 0) + lists + body


for _name, _side in (("2 billion cells wide and high", 2_000_000_000),
                     ("100 000 cells wide and high", 100_000), ("5 000 cells", 5_000)):
    def _huge(county, side=_side):
        county.text("population", tiff_of(side, side, [200], [64], bytes(64)), "people.tif")
    case(76, f"a small raster claims {_name}", E, "people.tif", seconds=20)(_huge)


@case(76, "a raster claims a billion strips", E, "people.tif", seconds=20)
def _(county):
    raw = bytearray(tiff_of(1000, 1_000_000_000, [200, 300], [64, 64], bytes(200)))
    at = raw.index(struct.pack("<HHI", 273, 4, 2))
    raw[at + 4:at + 8] = struct.pack("<I", 1_000_000_000)
    county.text("population", bytes(raw), "people.tif")


# ---- 27, 28: counts and depth nobody has ------------------------------------------------------

def with_geometry(county, blob, role="municipalities"):
    """The first feature's geometry is these bytes of WKB, put there by hand."""
    county.write(role)
    source = ogr.Open(county.path[role], update=1)
    old = source.ExecuteSQL(f"SELECT hex(geom) AS h FROM {role} ORDER BY fid LIMIT 1")
    head = bytes.fromhex(old.GetNextFeature().GetField(0))
    source.ReleaseResultSet(old)
    size = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[head[3] >> 1 & 7]
    for trigger in ("update3", "update4", "update6", "update7", "update1", "update2", "update5"):
        source.ExecuteSQL(f'DROP TRIGGER IF EXISTS "rtree_{role}_geom_{trigger}"')
    source.ExecuteSQL(f"UPDATE {role} SET geom = X'{(head[:size] + blob).hex()}' WHERE fid = 1")
    source = None


@case(27, "polygon of 2 billion rings in a geopackage", E, "municipalities.gpkg", "feature 1",
      seconds=20)
def _(county):
    with_geometry(county, struct.pack("<BII", 1, 3, 2_000_000_000))


@case(27, "ring of 4 billion vertices in a geopackage", E, "municipalities.gpkg", "feature 1",
      seconds=20)
def _(county):
    with_geometry(county, struct.pack("<BIII", 1, 3, 1, 0xffffffff) + bytes(64))


@case(27, "line of 2 billion vertices in a geopackage", E, "roads.gpkg", seconds=20)
def _(county):
    with_geometry(county, struct.pack("<BII", 1, 2, 2_000_000_000) + bytes(64), "roads")


for _at, _what in ((36, "parts"), (40, "vertices")):
    def _many(county, at=_at):
        path = in_format(county, "municipalities", "shp")
        raw = bytearray(read(path))
        raw[108 + at:108 + at + 4] = struct.pack("<I", 2_000_000_000)
        write(path, raw)
    case(27, f"shapefile that claims 2 billion {_what}", E, "municipalities.shp",
         seconds=20)(_many)


@case(27, "flatgeobuf that claims a feature of 2 GB", E, "municipalities.fgb", "cut off",
      seconds=20)
def _(county):
    path = in_format(county, "municipalities", "fgb")
    raw = read(path)
    at = len(raw) - 4
    while at + 4 + struct.unpack("<I", raw[at:at + 4])[0] != len(raw):
        at -= 1
    write(path, raw[:at] + struct.pack("<I", 2_000_000_000) + raw[at + 4:])


for _depth in (200, 10_000, 1_000_000):
    def _nested_json(county, depth=_depth):
        county.text("municipalities", '{"type":"FeatureCollection","features":[{"type":"Feature",'
                    '"properties":{"kommunkod":"2101"},"geometry":{"type":"Polygon",'
                    '"coordinates":' + "[" * depth + "]" * depth + "}}]}", "deep.geojson")
    case(28, f"coordinates nested {_depth} deep", E, "deep.geojson", seconds=20)(_nested_json)


@case(28, "properties nested 10 000 deep", E, "deep.geojson", "nested", seconds=20)
def _(county):
    county.text("municipalities", '{"type":"FeatureCollection","features":[{"type":"Feature",'
                '"properties":{"kommunkod":' + '{"a":' * 10_000 + "1" + "}" * 10_000 +
                '},"geometry":null}]}', "deep.geojson")


@case(28, "collections nested 10 000 deep in a geopackage", E, "municipalities.gpkg",
      "feature 1", seconds=20)
def _(county):
    with_geometry(county, struct.pack("<BII", 1, 7, 1) * 10_000 + struct.pack("<BII", 1, 7, 0))


@case(28, "a document cut at 10 000 open brackets", E, "deep.geojson", seconds=20)
def _(county):
    county.text("municipalities", "[" * 10_000, "deep.geojson")


# ---- 103: a Shapefile is several files ---------------------------------------------------------

for _role in ("municipalities", "roads"):
    for _lost in (".shx", ".dbf"):
        def _missing(county, role=_role, lost=_lost):
            path = in_format(county, role, "shp")
            os.remove(path[:-4] + lost)
        case(103, f"{_role} without {_lost}", E, f"{_role}.shp", _lost, "missing")(_missing)


def cut_rows(path, rows):
    raw = bytearray(read(path))
    header, size = struct.unpack("<HH", raw[8:12])
    raw[4:8] = struct.pack("<I", rows)
    write(path, raw[:header + rows * size] + b"\x1a")


@case(103, "one row less than shapes", E, "municipalities.shp", "4", "3", ".dbf")
def _(county):
    cut_rows(in_format(county, "municipalities", "shp")[:-4] + ".dbf", 3)


@case(103, "rows cut off, the count says all", E, "municipalities.shp", ".dbf", "cut off")
def _(county):
    path = in_format(county, "municipalities", "shp")[:-4] + ".dbf"
    raw = read(path)
    write(path, raw[:len(raw) - 50])


@case(103, "one shape less in the index", E, "municipalities.shp", ".shx")
def _(county):
    path = in_format(county, "municipalities", "shp")[:-4] + ".shx"
    raw = bytearray(read(path))[:-8]
    raw[24:28] = struct.pack(">I", len(raw) // 2)
    write(path, raw)


@case(103, "index of another file", E, "municipalities.shp", ".shx")
def _(county):
    path = in_format(county, "municipalities", "shp")[:-4] + ".shx"
    raw = bytearray(read(path))
    raw[108:112] = struct.pack(">I", struct.unpack(">I", raw[108:112])[0] + 20)
    write(path, raw)


@case(103, "the index is empty", E, "municipalities.shp", ".shx")
def _(county):
    write(in_format(county, "municipalities", "shp")[:-4] + ".shx", b"")


@case(103, "a table is a folder", E, "municipalities.shp", ".dbf")
def _(county):
    path = in_format(county, "municipalities", "shp")[:-4] + ".dbf"
    os.remove(path)
    os.mkdir(path)


@case(103, "header shorter than the file", E, "municipalities.shp", "header")
def _(county):
    path = in_format(county, "municipalities", "shp")
    raw = bytearray(read(path))
    raw[24:28] = struct.pack(">I", len(raw) // 2 - 40)
    write(path, raw)


@case(103, "names in capitals", A)
def _(county):
    path = in_format(county, "municipalities", "shp")
    for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(path[:-4] + ending):
            os.rename(path[:-4] + ending, county.file("KOMMUNER" + ending.upper()))
    county.path["municipalities"] = county.file("KOMMUNER.SHP")


@case(103, "a row that was deleted and is still in the file", A)
def _(county):
    extra = dict(county.rows["municipalities"][0], kommunkod="9999")
    county.rows["municipalities"].insert(2, extra)
    path = in_format(county, "municipalities", "shp")[:-4] + ".dbf"
    raw = bytearray(read(path))
    header, size = struct.unpack("<HH", raw[8:12])
    raw[header + 2 * size] = ord("*")
    write(path, raw)


# ---- 104: several layers -----------------------------------------------------------------------

def two_layers(county, role="municipalities"):
    county.write(role)
    source = ogr.Open(county.path[role], update=1)
    source.CopyLayer(source.GetLayer(0), "andra")
    source = None


@case(104, "two layers of polygons, none named", E, "municipalities.gpkg", "municipalities", "andra",
      "--layer municipalities=")
def _(county):
    two_layers(county)


@case(104, "two layers, the right one named", A)
def _(county):
    two_layers(county)
    county.options += ["--layer", "municipalities=municipalities"]


@case(104, "two layers, one named that is not there", E, "municipalities.gpkg", "tredje", "andra")
def _(county):
    two_layers(county)
    county.options += ["--layer", "municipalities=tredje"]


@case(104, "two sheets, none named", E, "people.xlsx", "folk", "mer", "--layer population=")
def _(county):
    path = people_table(county, county.file("people.xlsx"))
    source = ogr.Open(path, update=1)
    source.CopyLayer(source.GetLayer(0), "mer")
    source = None


@case(104, "a table of styles beside the layer is no layer", A)
def _(county):
    county.write("municipalities")
    source = ogr.Open(county.path["municipalities"], update=1)
    styles = source.CreateLayer("layer_styles", None, ogr.wkbNone)
    styles.CreateField(ogr.FieldDefn("styleQML", ogr.OFTString))
    styles = source = None
