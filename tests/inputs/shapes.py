"""shapes.py: geometry that no library would write, for cases.

WKB byte by byte, put into a GeoPackage behind its driver's back; GeoJSON with
the geometry as text; polygons of the clean county that a case bends."""
import json
import os
import sqlite3
import struct

import world
from osgeo import ogr

W, S, SIDE = world.WEST, world.SOUTH, world.SIDE


def ring_text(points):
    return "(" + ",".join(f"{x} {y}" for x, y in points) + ")"


def polygon(*rings):
    return "POLYGON (" + ",".join(ring_text(ring) for ring in rings) + ")"


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def wkb_polygon(rings, kind=3, dimensions=2):
    out = struct.pack("<BII", 1, kind, len(rings))
    for ring in rings:
        out += struct.pack("<I", len(ring))
        for vertex in ring:
            vertex = tuple(vertex) + (0.0,) * (dimensions - len(vertex))
            out += struct.pack(f"<{dimensions}d", *vertex)
    return out


def wkb_collection(members, kind=7, count=None):
    return struct.pack("<BII", 1, kind, len(members) if count is None else count) + b"".join(members)


def raw(county, role, row, wkb):
    """Writes the role as a GeoPackage, then this WKB as the geometry of a row."""
    assert county.format[role] == "GPKG"
    county.write(role)
    base = sqlite3.connect(county.path[role])
    for (name,) in base.execute("select name from sqlite_master where type='trigger'").fetchall():
        base.execute(f'drop trigger "{name}"')
    srs, = base.execute("select srs_id from gpkg_geometry_columns").fetchone()
    column, = base.execute("select column_name from gpkg_geometry_columns").fetchone()
    blob = b"GP\0\1" + struct.pack("<i", srs) + wkb
    done = base.execute(f'update "{role}" set "{column}"=? where fid=?', (blob, row + 1))
    assert done.rowcount == 1
    base.commit()
    base.execute("vacuum")
    base.close()


def sql(path, *statements):
    """Statements run in a GeoPackage."""
    base = sqlite3.connect(path)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


EPSG3006 = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}, '


def feature_text(row, geometry=None):
    if geometry is None:
        shape = row["geom"]
        geometry = ogr.CreateGeometryFromWkt(shape).ExportToJson() if shape else "null"
    values = json.dumps({k: v for k, v in row.items() if k != "geom"}, ensure_ascii=False)
    return f'{{"type": "Feature", "properties": {values}, "geometry": {geometry}}}'


def geojson(county, role, changed=None, crs=EPSG3006):
    """The role as GeoJSON; changed: row -> its geometry as text."""
    changed = changed or {}
    features = [feature_text(row, changed.get(i)) for i, row in enumerate(county.rows[role])]
    county.text(role, '{"type": "FeatureCollection", ' + crs + '"features": [\n' +
                ",\n".join(features) + "\n]}\n", role + ".geojson")


def json_polygon(*rings):
    return '{"type": "Polygon", "coordinates": [' + ", ".join(
        "[" + ", ".join(f"[{x}, {y}]" for x, y in ring) + "]" for ring in rings) + "]}"


def shapefile(county, role, kind=ogr.wkbPolygon):
    county.format[role] = "ESRI Shapefile"
    path = county.path[role] = county.file(role + ".shp")
    world.write_rows(path, role, county.rows[role], "ESRI Shapefile", county.epsg[role], kind=kind)
    return path


def without(path, *suffixes):
    for suffix in suffixes:
        os.remove(path[:-4] + suffix)


def decimals_apart(before_m2, after_m2):
    """One decimal, below 1 km2 two digits that count; more until the difference shows."""
    most, apart, decimals = max(before_m2, after_m2), abs(before_m2 - after_m2), 1
    while 0 < most < 1e6 / 10 ** (decimals - 1):
        decimals += 1
    while 1 <= apart < 1e6 / 10 ** decimals:
        decimals += 1
    return decimals


def areas_said(before, after, feature=""):
    """The repair tells square kilometres before and after."""
    def look(result, _twin):
        decimals = decimals_apart(before * 1e6, after * 1e6)
        effect = f"{before:.{decimals}f} km2 before, {after:.{decimals}f} km2 after"
        found = [w for w in result.evidence["warnings"] if w["effect"] == effect]
        return [] if any(feature in w["feature"] for w in found) else [f"no effect is '{effect}'"]
    return look


def people_kept(result, twin):
    def total(run):
        return [row["people"] for row in run.evidence["coverage"] if row["layer"] == "national"]
    return [] if total(result) == total(twin) else [f"people {total(result)}, were {total(twin)}"]


def close_figures(result, twin, share=1e-3):
    """Figures of the twin within a thousandth of the people."""
    def by_key(run):
        return {(r["layer"], r["code"], r["limit"], r["k"]): r for r in run.evidence["coverage"]}
    out, mine = [], by_key(result)
    for key, row in by_key(twin).items():
        other = mine.get(key)
        if not other:
            out.append(f"no row {key}")
            continue
        for name in ("people", "covered", "low", "high", "outside", "off_network"):
            if abs(row[name] - other[name]) > share * max(1.0, row["people"]):
                out.append(f"{key} {name} is {other[name]}, was {row[name]}")
    return out[:5]
