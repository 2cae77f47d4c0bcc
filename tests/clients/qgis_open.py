#!/usr/bin/python3
"""Opens the engine's outputs in QGIS and compares what it sees with GDAL and the evidence.

    qgis_open.py FOLDER PICTURE

Started by qgis-open.sh. FOLDER holds norrmark.gpkg and the folders geojson, shapefile
and flatgeobuf.
"""
import glob
import json
import os
import sys

from osgeo import ogr, osr
from qgis.core import (QgsApplication, QgsMapRendererCustomPainterJob, QgsMapSettings,
                       QgsProject, QgsVectorLayer, QgsWkbTypes)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

SIZE = QSize(1200, 1000)
OUTPUTS = [  # evidence, files, reference system, do styles come along?
    ("norrmark.run.json", "norrmark.gpkg", "EPSG:3006", True),
    ("geojson/run.json", "geojson/*.geojson", "EPSG:4326", False),
    ("shapefile/run.json", "shapefile/*.shp", "EPSG:3006", True),
    ("flatgeobuf/run.json", "flatgeobuf/*.fgb", "EPSG:3006", False),
]
STYLED = {"municipalities": "graduatedSymbol", "white_spots": "singleSymbol",
          "catchments": "singleSymbol", "offices": "singleSymbol"}
SHARE_CLASSES = 5


class Checks:
    failed = 0

    def that(self, is_good, what):
        self.failed += not is_good
        if not is_good:
            print("FAILED  " + what)


def layers_of(path):
    """(layer's name, its GDAL layer); the data source has to stay open meanwhile."""
    source = ogr.Open(path)
    for i in range(source.GetLayerCount()):
        yield source.GetLayer(i).GetName(), source.GetLayer(i)


def check_layer(checks, path, name, theirs, crs):
    what = f"{os.path.basename(path)}, {name}"
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    checks.that(layer.isValid(), f"{what}: not valid in QGIS")
    rows = list(layer.getFeatures())
    count = theirs.GetFeatureCount()
    checks.that(len(rows) == count, f"{what}: {len(rows)} rows in QGIS, {count} in GDAL")
    definition = theirs.GetLayerDefn()
    names = [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())]
    seen = [field.name() for field in layer.fields()]
    # QGIS shows the row number of some formats as a column of its own.
    seen = seen if seen == names else seen[1:]
    checks.that(seen == names, f"{what}: columns {seen} in QGIS, {names} in GDAL")
    if layer.wkbType() == QgsWkbTypes.NoGeometry:
        return layer
    checks.that(layer.crs().authid() == crs, f"{what}: {layer.crs().authid()}, wanted {crs}")
    for row in rows:
        shape = row.geometry()
        # An area without shape is possible: a limit that nobody reaches.
        checks.that(shape.isNull() or shape.isGeosValid(), f"{what}: row {row.id()} not valid")
    return layer


def check_style(checks, what, name, layer):
    renderer = layer.renderer()
    checks.that(renderer.type() == STYLED[name], f"{what}, {name}: drawn as {renderer.type()}")
    if name != "municipalities" or renderer.type() != STYLED[name]:
        return
    checks.that(renderer.classAttribute() == "share",
                f"{what}: municipalities coloured by {renderer.classAttribute()}")
    ranges = renderer.ranges()
    checks.that(len(ranges) == SHARE_CLASSES, f"{what}: {len(ranges)} classes of shares")
    for row in layer.getFeatures():
        share = row["share"]
        held = any(r.lowerValue() <= share <= r.upperValue() for r in ranges)
        checks.that(held, f"{what}: no class for the share {share} of {row['name']}")


def check_output(checks, folder, evidence, pattern, crs, has_styles):
    with open(f"{folder}/{evidence}", encoding="utf-8") as file:
        told = {row["layer"]: row["rows"] for row in json.load(file)["outputs"]}
    paths = sorted(glob.glob(f"{folder}/{pattern}"))
    folder_of_tables = os.path.dirname(paths[0]) if paths else folder
    tables = [] if pattern.endswith("gpkg") else sorted(glob.glob(folder_of_tables + "/*.csv"))
    layers, counts = {}, {}
    for path in paths + tables:
        for name, theirs in layers_of(path):
            layers[name] = check_layer(checks, path, name, theirs, crs)
            counts[name] = theirs.GetFeatureCount()
    for name, rows in told.items():
        checks.that(counts.get(name) == rows,
                    f"{pattern}, {name}: evidence tells {rows} rows, GDAL {counts.get(name)}")
    for name in STYLED if has_styles else ():
        check_style(checks, pattern, name, layers[name])
    print(f"{pattern}: {len(layers)} layers, {sum(counts.values())} rows")
    return layers


def draw(layers, picture):
    settings = QgsMapSettings()
    settings.setLayers([layers[name] for name in ("offices", "white_spots", "municipalities")])
    settings.setDestinationCrs(layers["municipalities"].crs())
    settings.setTransformContext(QgsProject.instance().transformContext())
    extent = layers["municipalities"].extent()
    extent.scale(1.05)
    settings.setExtent(extent)
    settings.setOutputSize(SIZE)
    settings.setBackgroundColor(QColor("white"))
    image = QImage(SIZE, QImage.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    errors = [f"{error.layerID}: {error.message}" for error in job.errors()]
    return image, errors, image.save(picture)


def check_picture(checks, layers, picture):
    image, errors, is_saved = draw(layers, picture)
    checks.that(is_saved and not errors, f"drawing {picture}: {errors}")
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(0, SIZE.width(), 2)
            for y in range(0, SIZE.height(), 2)}
    layer = layers["municipalities"]
    if layer.renderer().type() != STYLED["municipalities"]:
        return
    shares = [row["share"] for row in layer.getFeatures()]
    for a_range in layer.renderer().ranges():
        colour = a_range.symbol().color()
        is_used = any(a_range.lowerValue() <= s < a_range.upperValue() for s in shares)
        checks.that(not is_used or colour.rgb() & 0xFFFFFF in seen,
                    f"{picture}: no {colour.name()}, the colour of {a_range.label()}")


def main():
    folder, picture = sys.argv[1:]
    ogr.UseExceptions()
    osr.UseExceptions()
    application = QgsApplication([], False)  # lives as long as it is used
    application.initQgis()
    checks, package = Checks(), None
    for evidence, pattern, crs, has_styles in OUTPUTS:
        layers = check_output(checks, folder, evidence, pattern, crs, has_styles)
        package = package or layers
    check_picture(checks, package, picture)
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
