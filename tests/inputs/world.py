"""world.py: a small clean county that cases damage.

Four municipalities of 10 km side by side in SWEREF 99 TM, roads every 1.25 km,
64 cells of people, five offices of three providers. Lists of dictionaries; a
case changes them and says how each role is written. Coordinates are text of
WKT in the CRS of the role."""
import copy
import json
import os
import shutil

from osgeo import gdal, ogr, osr

gdal.UseExceptions()
gdal.SetConfigOption("OGR_CURRENT_DATE", "2026-01-01T00:00:00Z")

WEST, SOUTH, SIDE, STEP = 500000, 6700000, 10000, 1250
CODES = [("2101", "Ockelbo"), ("2104", "Hofors"), ("2121", "Ovanåker"), ("2132", "Nordanstig")]
SUFFIX = {"GPKG": ".gpkg", "GeoJSON": ".geojson", "ESRI Shapefile": ".shp", "FlatGeobuf": ".fgb",
          "CSV": ".csv"}
ROLES = ("municipalities", "offices", "population", "roads")


def square(x, y, side):
    return (f"POLYGON (({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))")


def shape(geometry):
    """From WKT; or from WKB bytes, which can hold what WKT cannot: NaN, infinity."""
    if isinstance(geometry, bytes):
        return ogr.CreateGeometryFromWkb(geometry)
    return ogr.CreateGeometryFromWkt(geometry)


def _municipalities():
    return [{"kommunkod": code, "kommunnamn": name,
             "geom": square(WEST + i % 2 * SIDE, SOUTH + i // 2 * SIDE, SIDE)}
            for i, (code, name) in enumerate(CODES)]


def _population():
    return [{"rutid": f"r{row:02d}{col:02d}", "bef_totalt": 10 + row * 3 + col,
             "geom": square(WEST + col * 2500, SOUTH + row * 2500, 2500)}
            for row in range(8) for col in range(8)]


def _roads():
    """Every segment between crossings is a line of its own."""
    out = []
    for line in range(16):
        fixed = 625 + line * STEP
        for step in range(15):
            a, b = 625 + step * STEP, 625 + (step + 1) * STEP
            for x0, y0, x1, y1 in ((a, fixed, b, fixed), (fixed, a, fixed, b)):
                out.append({"klass": "tertiary",
                            "geom": f"LINESTRING ({WEST + x0} {SOUTH + y0},{WEST + x1} {SOUTH + y1})"})
    return out


def _offices():
    places = [("k1", "Alfa", 1880, 1880), ("k2", "Beta", 1900, 3130), ("k3", "Alfa", 14380, 4400),
              ("k4", "Gamma", 15605, 15650), ("k5", "Beta", 4370, 14380)]
    return [{"kontorid": name, "leverantor": provider, "namn": f"Kontor {name}",
             "geom": f"POINT ({WEST + x} {SOUTH + y})"} for name, provider, x, y in places]


class World:
    """rows[role] is a list of dictionaries with `geom` as WKT or None; format,
    epsg (None: no CRS) and path by role. options are added to the call."""

    def __init__(self, folder):
        self.folder = folder
        self.rows = {"municipalities": _municipalities(), "offices": _offices(),
                     "population": _population(), "roads": _roads()}
        self.format = dict.fromkeys(ROLES, "GPKG")
        self.epsg = dict.fromkeys(ROLES, 3006)
        self.path = {}
        self.options = ["--within", "3km,6km", "--main", "6km"]
        self.given = {}  # role -> the argument, when it is not the path

    def copy_rows(self, role):
        return copy.deepcopy(self.rows[role])

    def file(self, name):
        return os.path.join(self.folder, name)

    def write(self, *roles):
        """Writes what has no path yet; a case writes its damaged role first."""
        for role in roles or ROLES:
            if role not in self.path and role in self.rows:
                self.path[role] = self.file(role + SUFFIX[self.format[role]])
                write_rows(self.path[role], role, self.rows[role], self.format[role],
                           self.epsg[role])
        return self

    def text(self, role, content, name=None, encoding="utf-8"):
        """The role is this text, or these bytes."""
        self.path[role] = self.file(name or role + ".csv")
        raw = content if isinstance(content, bytes) else content.encode(encoding)
        with open(self.path[role], "wb") as out:
            out.write(raw)
        return self

    def move(self, role, epsg):
        """The role in another CRS."""
        to = _transform(self.epsg[role], epsg)
        for row in self.rows[role]:
            if row["geom"]:
                moved = shape(row["geom"])
                moved.Transform(to)
                row["geom"] = moved.ExportToIsoWkt()
        self.epsg[role] = epsg
        return self

    def arguments(self):
        self.write()
        out = []
        for role in list(self.path):
            out += ["--" + role, self.given.get(role, self.path[role])]
        return out + self.options


def _system(epsg):
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def _transform(source, target):
    return osr.CoordinateTransformation(_system(source), _system(target))


def _field_type(values):
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int}:
        return ogr.OFTInteger64
    return ogr.OFTReal if kinds <= {int, float} else ogr.OFTString


def write_rows(path, layer, rows, driver="GPKG", epsg=3006, options=(), kind=ogr.wkbUnknown):
    """Rows to a file by GDAL; columns in the order of the first row. A CSV has
    no geometry unless the rows hold x and y."""
    if os.path.exists(path):
        os.remove(path)
    source = ogr.GetDriverByName(driver).CreateDataSource(path)
    if driver == "ESRI Shapefile" or driver == "FlatGeobuf":
        shapes = [shape(row["geom"]) for row in rows if row.get("geom")]
        kind = shapes[0].GetGeometryType() if shapes and kind == ogr.wkbUnknown else kind
    table = driver == "CSV"
    out = source.CreateLayer(layer, _system(epsg) if epsg and not table else None,
                             ogr.wkbNone if table else kind, list(options))
    columns = [name for name in rows[0] if name != "geom"]
    for name in columns:
        out.CreateField(ogr.FieldDefn(name, _field_type([row.get(name) for row in rows])))
    out.StartTransaction() if driver == "GPKG" else None
    for row in rows:
        feature = ogr.Feature(out.GetLayerDefn())
        for name in columns:
            if row.get(name) is not None:
                feature.SetField(name, row[name])
        if row.get("geom") and not table:
            feature.SetGeometry(shape(row["geom"]))
        out.CreateFeature(feature)
    out.CommitTransaction() if driver == "GPKG" else None
    out = source = None


def geojson(path, rows, crs=None):
    """GeoJSON as text, so that a case can write what no library would."""
    features = []
    for row in rows:
        geometry = row["geom"] and json.loads(shape(row["geom"]).ExportToJson())
        features.append({"type": "Feature", "geometry": geometry,
                         "properties": {k: v for k, v in row.items() if k != "geom"}})
    document = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False)


def csv_text(rows, separator=",", columns=None):
    """Rows as delimited text without geometry, nothing quoted."""
    columns = columns or [name for name in rows[0] if name != "geom"]
    lines = [separator.join(columns)]
    lines += [separator.join("" if row.get(name) is None else str(row[name]) for name in columns)
              for row in rows]
    return "\n".join(lines) + "\n"


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return World(folder)
