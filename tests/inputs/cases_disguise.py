"""Files that are something else than they say: other formats, links, archives,
pipes, remote names (105-110, 112, 120, 122)."""
import gzip
import os
import shutil
import socket
import struct
import tarfile
import zipfile

from osgeo import gdal, ogr

import world
from cases import A, E, case
from cases_files import in_format, people_table, raster, read, write

def nearly(run, twin):
    """Degrees move a border by millimetres."""
    pairs = [(row, old) for row, old in zip(run.figures(), twin.figures())]
    return [f"{row['code']}: {row['covered']} covered, the twin has {old['covered']}"
            for row, old in pairs if abs(row["covered"] - old["covered"]) > 0.01 * old["people"]]


# ---- 105: another name --------------------------------------------------------------------------

for _ending, _name in (("gpkg", "kommuner.shp"), ("gpkg", "kommuner.geojson"), ("gpkg", "kommuner"),
                       ("gpkg", "kommuner.csv"), ("geojson", "kommuner.json"),
                       ("geojson", "kommuner.gpkg"), ("geojson", "kommuner.txt"),
                       ("fgb", "kommuner.gpkg"), ("fgb", "kommuner.xlsx")):
    def _renamed(county, ending=_ending, name=_name):
        old = in_format(county, "municipalities", ending)
        os.rename(old, county.file(name))
        county.path["municipalities"] = county.file(name)
    _moved = _ending == "geojson"
    case(105, f"{_ending} named {_name}", A, same=not _moved,
         after=nearly if _moved else None)(_renamed)


def office_table(county, name):
    rows = [dict(row, x=float(row["geom"].split("(")[1].split()[0]),
                 y=float(row["geom"].split()[-1].rstrip(")"))) for row in county.rows["offices"]]
    county.options += ["--crs", "offices=EPSG:3006", "--field", "offices.x=x", "--field",
                       "offices.y=y"]
    return county.text("offices", world.csv_text(rows, columns=["kontorid", "leverantor", "x", "y"]),
                       name)


for _name in ("kontor.csv", "kontor.txt", "kontor.geojson", "kontor.xlsx", "kontor"):
    def _table(county, name=_name):
        office_table(county, name)
    case(105, f"comma-separated text named {_name}", A)(_table)


@case(105, "a workbook named .csv", "AE", "people.csv", ".xlsx", same=False)
def _(county):
    path = people_table(county, county.file("people.xlsx"))
    os.rename(path, county.file("people.csv"))
    county.path["population"] = county.file("people.csv")


@case(105, "a shapefile named .gpkg", E, "kommuner.gpkg", "Shapefile", ".shp")
def _(county):
    os.rename(in_format(county, "municipalities", "shp"), county.file("kommuner.gpkg"))
    county.path["municipalities"] = county.file("kommuner.gpkg")


@case(105, "a raster for the municipalities", E, "people.tif", "polygons")
def _(county):
    path = raster(county, county.file("people.tif"))
    del county.path["population"]
    county.path["municipalities"] = path


OTHERS = {"gml": ("GML", "kommuner.gml"), "kml": ("KML", "kommuner.kml"),
          "mif": ("MapInfo File", "kommuner.tab"), "gpx": ("GPX", None), "dxf": ("DXF", None),
          "sqlite": ("SQLite", "kommuner.sqlite"), "parquet": ("Parquet", None),
          "jml": ("JML", "kommuner.jml"), "geojsonl": ("GeoJSONSeq", "kommuner.geojsonl"),
          "ods": ("ODS", "kommuner.ods")}
for _key, (_driver, _name) in OTHERS.items():
    if _name and gdal.GetDriverByName(_driver):
        def _other(county, driver=_driver, name=_name):
            county.write("municipalities")
            gdal.VectorTranslate(county.file(name), county.path["municipalities"], format=driver)
            county.path["municipalities"] = county.file(name)
        case(105, f"a file of {_driver}", E, _name, "save it as")(_other)

TEXTS = {
    "page of a web server": ("kommuner.geojson", "<!DOCTYPE html><html><body>Log in</body></html>",
                             "web page"),
    "GML named .gpkg": ("kommuner.gpkg", '<?xml version="1.0"?>\n<gml:FeatureCollection '
                        'xmlns:gml="http://www.opengis.net/gml"/>', "GML"),
    "KML named .geojson": ("kommuner.geojson", '<?xml version="1.0"?>\n<kml '
                           'xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "KML"),
    "OSM as XML": ("vagar.osm", '<?xml version="1.0"?>\n<osm version="0.6"></osm>', ".osm.pbf"),
    "TopoJSON": ("kommuner.json", '{"type":"Topology","objects":{},"arcs":[]}', "TopoJSON"),
    "Esri JSON": ("kommuner.json", '{"geometryType":"esriGeometryPolygon","spatialReference":'
                  '{"wkid":3006},"features":[]}', "Esri"),
    "an error of a web server": ("kommuner.json", '{"error":{"code":500,"message":"Failed"}}',
                                 "GeoJSON"),
    "a pointer of Git LFS": ("kommuner.gpkg", "version https://git-lfs.github.com/spec/v1\n"
                             "oid sha256:00\nsize 1\n", "Git LFS"),
    "MapInfo TAB": ("kommuner.tab", "!table\n!version 300\n", "MapInfo"),
    "an Esri grid": ("folk.asc", "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n",
                     "GeoTIFF"),
    "an old Excel sheet": ("folk.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "XLSX"),
    "a PDF": ("folk.pdf", b"%PDF-1.4\n%\xff\xff\n", "PDF"),
    "a picture": ("folk.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
    "Parquet": ("folk.parquet", b"PAR1" + bytes(40) + b"PAR1", "Parquet"),
    "random bytes": ("folk.gpkg", bytes((i * 7919 + 13) % 256 for i in range(4000)), "GeoPackage"),
}
for _what, (_name, _text, _word) in TEXTS.items():
    def _text_case(county, name=_name, text=_text):
        county.text("municipalities", text, name)
    case(105, _what, E, _name, _word)(_text_case)


# ---- 109: virtual datasets, views, triggers ---------------------------------------------------

def virtual(county, name, source):
    county.write("municipalities")
    county.text("municipalities", f"""<OGRVRTDataSource><OGRVRTLayer name="municipalities">
<SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>""", name)


for _name in ("kommuner.vrt", "kommuner.geojson", "kommuner.gpkg", "kommuner.csv"):
    def _vrt(county, name=_name):
        virtual(county, name, county.file("municipalities.gpkg"))
    case(109, f"virtual dataset named {_name}", E, _name, "virtual")(_vrt)


@case(109, "virtual raster", E, "people.tif", "virtual")
def _(county):
    raster(county, county.file("other.tif"))
    county.text("population", '<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>',
                "people.tif")


def change(county, *statements, role="municipalities"):
    county.write(role)
    source = ogr.Open(county.path[role], update=1)
    for statement in statements:
        source.ExecuteSQL(statement)
    source = None


VIEW = ("CREATE VIEW vy AS SELECT fid, geom, '21' || '01' AS kommunkod, kommunnamn FROM municipalities",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES "
        "('vy', 'features', 'vy', 3006)",
        "INSERT INTO gpkg_geometry_columns VALUES ('vy', 'geom', 'GEOMETRY', 3006, 0, 0)")


@case(109, "a view beside the layer is not taken for one", A)
def _(county):
    change(county, *VIEW)


@case(109, "a view that is named", E, "municipalities.gpkg", "vy", "view")
def _(county):
    change(county, *VIEW)
    county.options += ["--layer", "municipalities=vy"]


@case(109, "a trigger that would change rows", A)
def _(county):
    change(county, "CREATE TRIGGER t AFTER INSERT ON municipalities BEGIN "
           "UPDATE municipalities SET kommunkod = '0000'; END")


@case(109, "a view in the place of a system table", E, "municipalities.gpkg")
def _(county):
    change(county, "ALTER TABLE gpkg_contents RENAME TO innehall",
           "CREATE VIEW gpkg_contents AS SELECT * FROM innehall WHERE load_extension('x') IS NULL")


# ---- 106: journals ------------------------------------------------------------------------------

@case(106, "a write-ahead log beside the geopackage", E, "population.gpkg", "-wal", "close")
def _(county):
    county.write("population")
    write(county.path["population"] + "-wal", b"\x37\x7f\x06\x82" + bytes(4124))


@case(106, "a hot rollback journal", E, "population.gpkg", "-journal", "close")
def _(county):
    county.write("population")
    write(county.path["population"] + "-journal",
          b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))


@case(106, "an empty log and a shared index", A)
def _(county):
    county.write("population")
    write(county.path["population"] + "-wal", b"")
    write(county.path["population"] + "-shm", bytes(32768))


@case(106, "a journal that was done with", A)
def _(county):
    county.write("population")
    write(county.path["population"] + "-journal", bytes(512))


@case(106, "a geopackage in the mode of a log", A)
def _(county):
    county.write("population")
    raw = bytearray(read(county.path["population"]))
    raw[18:20] = b"\x02\x02"
    write(county.path["population"], raw)


@case(106, "a log beside a geopackage of another name", E, "folk.dat", "-wal")
def _(county):
    county.write("population")
    os.rename(county.path["population"], county.file("folk.dat"))
    county.path["population"] = county.file("folk.dat")
    write(county.file("folk.dat-wal"), b"\x37\x7f\x06\x82" + bytes(4124))


# ---- 107, 110: archives -----------------------------------------------------------------------

def packed(county, name):
    """The municipalities inside an archive."""
    county.write("municipalities")
    path = county.file(name)
    if name.endswith(".gz"):
        with open(county.path["municipalities"], "rb") as raw, gzip.open(path, "wb") as out:
            shutil.copyfileobj(raw, out)
    elif name.endswith(".tar"):
        with tarfile.open(path, "w") as out:
            out.add(county.path["municipalities"], "municipalities.gpkg")
    else:
        with zipfile.ZipFile(path, "w") as out:
            out.write(county.path["municipalities"], "municipalities.gpkg")
    county.path["municipalities"] = path


for _name in ("kommuner.zip", "kommuner.gpkg.zip", "kommuner.shz", "kommuner.gpkg", "kommuner.gz",
              "kommuner.tar", "kommuner.geojson.gz"):
    def _packed(county, name=_name):
        packed(county, name)
    case(107, f"an archive named {_name}", E, _name, "unpack")(_packed)


@case(107, "an archive by a virtual path", E, "/vsizip/", "no such file")
def _(county):
    packed(county, "kommuner.zip")
    county.given["municipalities"] = "/vsizip/" + county.file("kommuner.zip")


def book(county, change_members):
    """A workbook whose members were changed: name -> bytes, None to leave out."""
    path = people_table(county, county.file("people.xlsx"))
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change_members(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, raw in members.items():
            out.writestr(name, raw)
    return path


@case(107, "a workbook that unpacks to 300 MB of blanks", E, "people.xlsx", "unpack", seconds=20)
def _(county):
    sheet = "xl/worksheets/sheet1.xml"
    book(county, lambda members: members.update({sheet: members[sheet] + b" " * 300_000_000}))


@case(107, "a workbook of 20 000 members", E, "people.xlsx", "members", seconds=20)
def _(county):
    book(county, lambda members: members.update({f"xl/m{i}.xml": b"<a/>" for i in range(20_000)}))


for _climb in ("../../etc/x.xml", "/etc/x.xml", "xl\\..\\..\\x.xml", "xl/../../../x.xml"):
    def _climbs(county, name=_climb):
        book(county, lambda members: members.update({name: b"<a/>"}))
    case(107, f"a workbook with a member {_climb}", E, "people.xlsx", "name")(_climbs)


@case(107, "an archive inside a workbook", E, "people.xlsx", "archive")
def _(county):
    inner = county.file("inner.zip")
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a", b"a")
    raw = read(inner)
    os.remove(inner)
    book(county, lambda members: members.update({"xl/embeddings/inner.zip": raw}))


@case(107, "a workbook that lies about its sizes", E, "people.xlsx", seconds=20)
def _(county):
    sheet = "xl/worksheets/sheet1.xml"
    path = book(county, lambda members: members.update({sheet: members[sheet] + b" " * 50_000_000}))
    raw = bytearray(read(path))
    at = raw.rindex(sheet.encode()) - 46
    assert raw[at:at + 4] == b"PK\x01\x02"
    raw[at + 24:at + 28] = struct.pack("<I", 1000)
    write(path, raw)


@case(107, "an encrypted workbook", E, "people.xlsx", "encrypted")
def _(county):
    path = people_table(county, county.file("people.xlsx"))
    raw = bytearray(read(path))
    at = raw.index(b"PK\x01\x02")
    while raw[at:at + 4] == b"PK\x01\x02":
        raw[at + 8] |= 1
        sizes = struct.unpack("<HHH", raw[at + 28:at + 34])
        at += 46 + sum(sizes)
    write(path, raw)


BOMB = b'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'


def with_entities(raw):
    at = raw.index(b"?>") + 2
    return raw[:at] + BOMB + raw[at:]


for _member in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml",
                "[Content_Types].xml"):
    def _entities(county, member=_member):
        book(county, lambda members: members.update({member: with_entities(members[member])}))
    case(110, f"entities in {_member}", E, "people.xlsx", "entities")(_entities)


@case(110, "entities behind a comment", E, "people.xlsx", "entities")
def _(county):
    def behind(members):
        raw = members["xl/workbook.xml"]
        at = raw.index(b"?>") + 2
        members["xl/workbook.xml"] = raw[:at] + b"<!--" + b" " * 70_000 + b"-->" + BOMB + raw[at:]
    book(county, behind)


@case(110, "entities in UTF-16", E, "people.xlsx", "entities")
def _(county):
    def recoded(members):
        text = with_entities(members["xl/workbook.xml"]).decode("utf-8")
        members["xl/workbook.xml"] = text.replace("UTF-8", "UTF-16").encode("utf-16")
    book(county, recoded)


@case(110, "a bomb of entities as KML", E, "kommuner.kml", "save it as")
def _(county):
    county.text("municipalities", b'<?xml version="1.0"?>\n' + BOMB + b"<kml>&b;</kml>",
                "kommuner.kml")


# ---- 108: what is no regular file ----------------------------------------------------------------

@case(108, "a folder", E, "kommuner.gpkg", "folder", seconds=10)
def _(county):
    os.mkdir(county.file("kommuner.gpkg"))
    county.path["municipalities"] = county.file("kommuner.gpkg")


@case(108, "a pipe", E, "kommuner.gpkg", "regular file", seconds=10)
def _(county):
    os.mkfifo(county.file("kommuner.gpkg"))
    county.path["municipalities"] = county.file("kommuner.gpkg")


@case(108, "a socket", E, "kommuner.gpkg", "regular file", seconds=10)
def _(county):
    socket.socket(socket.AF_UNIX).bind(county.file("kommuner.gpkg"))
    county.path["municipalities"] = county.file("kommuner.gpkg")


for _device in ("/dev/zero", "/dev/null", "/dev/stdin", "/dev/tty", "/proc/self/mem"):
    def _device_case(county, device=_device):
        county.path["offices"] = device
    case(108, f"{_device} as offices", E, _device, seconds=10)(_device_case)


def link(county, target, name="kommuner.gpkg"):
    os.symlink(target, county.file(name))
    county.path["municipalities"] = county.file(name)


@case(108, "a link to a pipe", E, "kommuner.gpkg", seconds=10)
def _(county):
    os.mkfifo(county.file("pipe"))
    link(county, "pipe")


@case(108, "a link to itself", E, "kommuner.gpkg", seconds=10)
def _(county):
    link(county, "kommuner.gpkg")


@case(108, "a link to nothing", E, "kommuner.gpkg", seconds=10)
def _(county):
    link(county, "nothing.gpkg")


@case(108, "a link to another folder", E, "kommuner.gpkg", "link", "elsewhere", seconds=10)
def _(county):
    os.mkdir(county.file("annan"))
    county.write("municipalities")
    os.rename(county.path["municipalities"], county.file("annan/a.gpkg"))
    link(county, "annan/a.gpkg")


@case(108, "a link to a file of the same folder", A)
def _(county):
    county.write("municipalities")
    link(county, "municipalities.gpkg")


# ---- 120: names -------------------------------------------------------------------------------

NAMES = ["-x.gpkg", "--roads.gpkg", "två rader\nandra.gpkg", "citat'tecken.gpkg", 'dubbel".gpkg',
         "%s%n%x.gpkg", "a;b.gpkg", "a,b.gpkg", "$(touch x).gpkg", "`id`.gpkg", "a b  c.gpkg",
         "a?b=c.gpkg", "{a}.gpkg", "a|b.gpkg", "ö" * 117 + ".gpkg", "http:.gpkg",
         "GPKG:a.gpkg", "a&b#c.gpkg", "tabb\t.gpkg", "back\\slash.gpkg"]
for _i, _name in enumerate(NAMES):
    def _odd(county, name=_name):
        county.write("municipalities")
        os.rename(county.path["municipalities"], county.file(name))
        county.path["municipalities"] = county.file(name)
        county.given["municipalities"] = name  # the program runs in this folder
    case(120, f"odd name {_i}: {_name[:20]!r}", A)(_odd)


@case(120, "odd name of a text file", A)
def _(county):
    office_table(county, "-%s'\n\".csv")
    county.given["offices"] = "-%s'\n\".csv"


@case(120, "odd name of a shapefile", A)
def _(county):
    path = in_format(county, "municipalities", "shp")
    for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        if os.path.exists(path[:-4] + ending):
            os.rename(path[:-4] + ending, county.file("-a'b\nc" + ending))
    county.path["municipalities"] = county.file("-a'b\nc.shp")
    county.given["municipalities"] = "-a'b\nc.shp"


@case(120, "folder that looks like an address", A)
def _(county):
    county.write("municipalities")
    os.makedirs(county.file("http:/a"))
    os.rename(county.path["municipalities"], county.file("http:/a/k.gpkg"))
    county.path["municipalities"] = county.file("http:/a/k.gpkg")
    county.given["municipalities"] = "http:/a/k.gpkg"


# ---- 122: remote names; that nothing is asked for is in environment.py ---------------------------

for _name in ("http://127.0.0.1:9/k.geojson", "https://localhost/k.gpkg", "/vsicurl/http://a/k.gpkg",
              "ftp://a/k.csv", "s3://hink/k.gpkg", "/vsis3/hink/k.gpkg", "PG:dbname=a",
              "WFS:http://a/", '{"type":"FeatureCollection","features":[]}', "/vsistdin/",
              "GPKG:a.gpkg:b", "postgresql://a/b", "file:///tmp/k.gpkg", "MYSQL:a"):
    def _remote(county, name=_name):
        county.given["municipalities"] = name
        county.path["municipalities"] = county.file("municipalities.gpkg")
    case(122, f"remote name {_name}", E, _name[:20], seconds=10)(_remote)
