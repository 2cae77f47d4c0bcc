#!/usr/bin/python3
"""The same county told in another way: shuffle.py FROM_FOLDER TO_FOLDER SEED

Rows in another order, two-way roads drawn from the other end, every vertex of a
road repeated, rings of areas started elsewhere and turned. Figures must not
change by a millionth, layers not by a byte of an attribute."""
import os
import random
import shutil
import sys

from osgeo import ogr

ogr.UseExceptions()


def turned(ring, chance):
    points = [p[:2] for p in ring.GetPoints()][:-1]
    start = chance.randrange(len(points))
    points = points[start:] + points[:start]
    if chance.random() < 0.5:
        points.reverse()
    out = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in points + points[:1]:
        out.AddPoint_2D(x, y)
    return out


def reshaped(geometry, feature, chance):
    kind = geometry.GetGeometryName()
    if kind == "LINESTRING":
        points = [p[:2] for p in geometry.GetPoints()]
        oneway = feature["oneway"] if feature.GetFieldIndex("oneway") >= 0 else None
        if oneway in (None, "", "no") and chance.random() < 0.5:
            points.reverse()
        out = ogr.Geometry(ogr.wkbLineString)
        for x, y in points:
            out.AddPoint_2D(x, y)
            out.AddPoint_2D(x, y)
        return out
    if kind == "POLYGON":
        out = ogr.Geometry(ogr.wkbPolygon)
        for i in range(geometry.GetGeometryCount()):
            out.AddGeometry(turned(geometry.GetGeometryRef(i), chance))
        return out
    if kind == "MULTIPOLYGON":
        out = ogr.Geometry(ogr.wkbMultiPolygon)
        parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
        chance.shuffle(parts)
        for part in parts:
            out.AddGeometry(reshaped(part, feature, chance))
        return out
    return geometry.Clone()


def shuffle_package(path, to, chance):
    source = ogr.Open(path)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(to)
    for n in range(source.GetLayerCount()):
        rows = source.GetLayer(n)
        copy = target.CreateLayer(rows.GetName(), rows.GetSpatialRef(), rows.GetGeomType())
        definition = rows.GetLayerDefn()
        for i in range(definition.GetFieldCount()):
            copy.CreateField(definition.GetFieldDefn(i))
        features = [feature.Clone() for feature in rows]
        chance.shuffle(features)
        copy.StartTransaction()
        for feature in features:
            feature.SetFID(-1)
            feature.SetGeometry(reshaped(feature.GetGeometryRef(), feature, chance))
            copy.CreateFeature(feature)
        copy.CommitTransaction()


def shuffle_table(path, to, chance):
    with open(path, encoding="utf-8") as file:
        head, *rows = file.read().splitlines()
    chance.shuffle(rows)
    with open(to, "w", encoding="utf-8") as file:
        file.write("\n".join([head] + rows) + "\n")


def main():
    folder, to, seed = sys.argv[1:]
    chance = random.Random(int(seed))
    os.makedirs(to)
    for name in sorted(os.listdir(folder)):
        path, out = os.path.join(folder, name), os.path.join(to, name)
        if name.endswith(".gpkg"):
            shuffle_package(path, out, chance)
        elif name.endswith(".csv"):
            shuffle_table(path, out, chance)
        elif name.endswith(".json"):
            shutil.copy(path, out)


if __name__ == "__main__":
    main()
