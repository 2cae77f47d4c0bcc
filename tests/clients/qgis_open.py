#!/usr/bin/python3
"""Opens the engine's outputs in QGIS and compares what it sees with GDAL and the evidence.

    qgis_open.py FOLDER PICTURE

Started by qgis-open.sh. FOLDER holds norrmark.gpkg and the folders geojson, shapefile
and flatgeobuf.
"""
import glob
import json
import os
import shutil
import sqlite3
import subprocess
import sys

from osgeo import ogr, osr
from qgis.core import (QgsApplication, QgsDateTimeRange, QgsExpression, QgsExpressionContext,
                       QgsExpressionContextUtils, QgsFeatureRequest,
                       QgsMapRendererCustomPainterJob, QgsMapSettings, QgsProject, QgsVectorLayer,
                       QgsVectorLayerTemporalContext, QgsWkbTypes)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter

SIZE = QSize(1200, 1000)
OUTPUTS = [  # evidence, files, reference system
    ("norrmark.run.json", "norrmark.gpkg", "EPSG:3006"),
    ("geojson/run.json", "geojson/*.geojson", "EPSG:4326"),
    ("shapefile/run.json", "shapefile/*.shp", "EPSG:3006"),
    ("flatgeobuf/run.json", "flatgeobuf/*.fgb", "EPSG:3006"),
]
IDLE = "Office that takes nobody new: closed to new, or too far from a road"
RULES = {  # layer: title of each rule and whether it is on
    "municipalities": [("White spot", True), ("One provider", True), ("Two providers", True),
                       ("Three or four providers", True), ("Five or more", True),
                       ("No data", True), ("Remote only", True),
                       ("Office only in the next area", True), ("Closed to new", True),
                       ("Ends within notice", True)],
    "white_spots": [("White spot, number of people", True)],
    "counties": [("County", True)],
    "lots": [("Below the volume", True), ("Tender (LOU)", True), ("Direct award", True),
             ("Value not known", True)],
    "offices": [(IDLE, True), ("Office", True)],
    "population": [("Covered", True), ("Partly covered", True), ("Beyond the limit", True),
                   ("No fixed link", True), ("Too far from a road", True),
                   ("Outside the municipalities", True)],
    "reached_roads": None,  # by the limits of its rows
    "catchments": None,
}


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


def signs(layer):
    """(title, sign, group) of each rule that draws."""
    return [(rule.label(), rule.symbol(), rule.parent().label())
            for rule in layer.renderer().rootRule().descendants() if rule.symbol()]


def context_of(layer, row):
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(row)
    return context


def holds(text, context):
    expression = QgsExpression(text)
    value = expression.evaluate(context)
    return not expression.hasEvalError() and bool(value) is True and str(value) != "NULL"


def drawn_as(layer, row):
    """Titles of the rules that draw a row as the layer is opened."""
    def walk(parent, context):
        rules = [r for r in parent.children() if not r.isElse()]
        hits = [r for r in rules
                if not r.filterExpression() or holds(r.filterExpression(), context)]
        hits = hits or [r for r in parent.children() if r.isElse()]
        for rule in (r for r in hits if r.active()):
            if rule.symbol():
                yield rule.label()
            yield from walk(rule, context)
    return list(walk(layer.renderer().rootRule(), context_of(layer, row)))


CLASSES = {"none": "White spot", "one": "One provider", "two": "Two providers",
           "few": "Three or four providers", "many": "Five or more"}
HATCHES = {"remote_only": "Remote only", "neighbour_only": "Office only in the next area",
           "closed_to_new": "Closed to new", "ending": "Ends within notice"}


def wanted(name, row):
    """The title that a row's own values ask for; "" when it is not drawn at first."""
    if name == "municipalities":
        return CLASSES.get(row["class"], "No data")
    if name in ("catchments", "reached_roads"):
        return f"Within {row['limit']}" if row["k"] == 1 else ""
    if name == "lots":
        routes = {"LOU": "Tender (LOU)", "DIRECT_AWARD": "Direct award"}
        return "Below the volume" if row["below"] == 1 else routes.get(row["route"],
                                                                     "Value not known")
    if name == "offices":
        takes = row["snapped"] == 1 and row["state"] in ("open", "ending")
        return "Office" if takes else IDLE
    if name == "population":
        return {"covered": "Covered", "partly": "Partly covered", "uncovered": "Beyond the limit",
                "no_fixed_link": "No fixed link", "off_network": "Too far from a road",
                "outside": "Outside the municipalities"}[row["state"]]
    if name == "lots":
        routes = {"LOU": "Tender (LOU)", "DIRECT_AWARD": "Direct award"}
        return "Below the volume" if row["below"] else routes.get(row["route"], "Value not known")
    return "County" if name == "counties" else "White spot, number of people"


def rules_of_limits(layer):
    limits = list(dict.fromkeys(row["limit"] for row in sorted(
        layer.getFeatures(), key=lambda row: int(row["limit"].rstrip("km")))))
    titles = [(f"Within {limit}", True) for limit in limits]
    return [("At least 1 provider", True), *titles, ("At least 2 providers", False), *titles]


def check_style(checks, what, name, layer):
    what, renderer = f"{what}, {name}", layer.renderer()
    checks.that(renderer.type() == "RuleRenderer", f"{what}: drawn as {renderer.type()}")
    if renderer.type() != "RuleRenderer":
        return
    rules = [(rule.label(), rule.active()) for rule in renderer.rootRule().descendants()]
    checks.that(rules == (RULES[name] or rules_of_limits(layer)), f"{what}: rules {rules}")
    for row in layer.getFeatures():
        seen, title = drawn_as(layer, row), wanted(name, row)
        hatches = ([HATCHES[flag] for flag in str(row["flags"]).split(", ") if flag in HATCHES]
                   if name == "municipalities" else [])
        checks.that(seen == ([title] if title else []) + hatches,
                    f"{what}: row {row.id()} drawn as {seen}, wanted {title}")
    if name == "catchments":
        check_catchments(checks, what, layer)
    elif name == "white_spots":
        check_white_spots(checks, what, layer)
    elif name == "offices":
        hollow, full = (sign.color().lightness() for _, sign, _ in signs(layer))
        checks.that(hollow > 200 > 100 > full, f"{what}: offices of lightness {hollow}, {full}")


def check_catchments(checks, what, layer):
    """Nearest limit darkest and on top; what lies beneath can be seen."""
    shown = [sign for _, sign, group in signs(layer) if group == "At least 1 provider"]
    lightness = [sign.color().lightness() for sign in shown]
    checks.that(lightness == sorted(set(lightness)), f"{what}: lightness {lightness}")
    checks.that(all(0 < sign.color().alpha() < 128 for sign in shown), f"{what}: hides the rest")
    levels = [sign.symbolLayer(0).renderingPass() for sign in shown]
    checks.that(layer.renderer().usingSymbolLevels() and levels == [*range(len(shown))][::-1],
                f"{what}: levels {levels}")


def check_white_spots(checks, what, layer):
    (_, sign, _), = signs(layer)
    parts = [part.layerType() for part in sign.symbolLayers()]
    checks.that(parts == ["SimpleFill", "LinePatternFill"], f"{what}: drawn by {parts}")
    checks.that(sign.symbolLayer(0).color().alpha() < 64, f"{what}: hides the share beneath")
    checks.that(layer.labelsEnabled(), f"{what}: no labels")
    if not layer.labelsEnabled():
        return
    expression = QgsExpression(layer.labeling().settings().fieldName)
    for row in layer.getFeatures():
        text = expression.evaluate(context_of(layer, row))
        digits = "".join(c for c in str(text) if c.isdigit())
        people = row["people"]
        checks.that(not digits if people < 1 else abs(int(digits or -1) - people) <= 0.5,
                    f"{what}: {people} people labelled {text}")


def check_output(checks, folder, evidence, pattern, crs):
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
    for name in RULES:
        check_style(checks, pattern, name, layers[name])
    print(f"{pattern}: {len(layers)} layers, {sum(counts.values())} rows")
    return layers


def check_fields(checks, what, layer, aliases):
    for column, alias in aliases.items():
        place = layer.fields().indexOf(column)
        checks.that(layer.attributeAlias(place) == alias,
                    f"{what}: {column} is called '{layer.attributeAlias(place)}', wanted '{alias}'")


def check_tip(checks, what, layer):
    """Pointing at a place tells its name and its people."""
    row = next(layer.getFeatures())
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context_of(layer, row))
    for value in (row["name"], f"{row['people']:,.0f}", f"{100 * row['share']:,.1f} %"):
        checks.that(value in tip, f"{what}: map tip without {value}: {tip}")


def check_project(checks, path, name, titles):
    """The project inside the file: groups, order, what is shown, nothing unstyled."""
    what, project = f"{name}, project", QgsProject.instance()
    checks.that(project.read(f"geopackage:{path}?projectName={name}"), f"{what}: cannot be read")
    root = project.layerTreeRoot()
    groups = [group.name() for group in root.children()]
    checks.that(groups[0] == titles[0] and groups[-1] == titles[1], f"{what}: groups {groups}")
    shown = [node.name() for node in root.findLayers() if node.isVisible()]
    checks.that(shown == titles[2], f"{what}: shows {shown}")
    for layer in project.mapLayers().values():
        checks.that(layer.isValid(), f"{what}: {layer.name()} not valid")
        checks.that(layer.metadata().title() == layer.name() and
                    any("SHA-256" in line for line in layer.metadata().history()),
                    f"{what}: {layer.name()} does not tell where it comes from")
        if layer.isSpatial():
            checks.that(layer.renderer().type() == "RuleRenderer",
                        f"{what}: {layer.name()} drawn as {layer.renderer().type()}")
        own = layer.name() in titles[2][:1]  # columns of the user's own have no other name
        bare = [field.name() for i, field in enumerate(layer.fields())
                if not own and field.name() not in ("fid", "beftotalt")
                and not layer.attributeAlias(i)]
        checks.that(not bare, f"{what}: {layer.name()} without names for {bare}")
    offices = project.mapLayer("whitespot_layer_offices")
    checks.that(offices.temporalProperties().isActive(), f"{what}: offices have no days")
    checks.that(len(rows_on(offices, "2020-04-01")) == offices.featureCount() and
                not rows_on(offices, "2010-01-01"),
                f"{what}: {len(rows_on(offices, '2020-04-01'))} offices on their day")
    zones = project.mapLayer("whitespot_layer_municipalities").styleManager()
    checks.that(len(zones.styles()) == 2 and zones.setCurrentStyle(
        next(s for s in zones.styles() if s != zones.currentStyle())) and
        "50" in signs(project.mapLayer("whitespot_layer_municipalities"))[0][0],
        f"{what}: no style by share")
    checks.that(project.crs().authid() == "EPSG:3006", f"{what}: {project.crs().authid()}")
    print(f"{what}: {len(project.mapLayers())} layers")
    project.clear()


def rows_on(layer, day):
    """Rows that the time slider leaves on a day."""
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    start = QDateTime.fromString(day + "T00:00:00", Qt.ISODate)
    return list(layer.getFeatures(QgsFeatureRequest().setFilterExpression(
        layer.temporalProperties().createFilterString(
            context, QgsDateTimeRange(start, start.addSecs(86399))))))


def check_days(checks, path):
    """The time slider shows each municipality once a day, as it is then."""
    project = QgsProject.instance()
    checks.that(project.read(f"geopackage:{path}?projectName=days"), f"{path}: no project")
    layer = project.mapLayer("whitespot_layer_periods")
    checks.that(layer.temporalProperties().isActive(), "days: periods have no days")
    shown = {}
    for day in ("2020-03-29", "2020-04-10", "2020-04-15", "2020-06-01"):
        rows = [row for row in rows_on(layer, day) if row["supply"] == "nominal"]
        shown[day] = {row["code"]: row["class"] for row in rows}
        checks.that(len(rows) == len(shown[day]) == 12,
                    f"days: {len(rows)} municipalities on {day}")
        for row in rows:
            checks.that(drawn_as(layer, row) == [CLASSES.get(row["class"], "No data")],
                        f"days: {row['name']} drawn as {drawn_as(layer, row)}")
    checks.that(len({str(sorted(day.items())) for day in shown.values()}) >= 3,
                f"days: {shown}")
    print(f"days: {layer.featureCount()} periods")
    project.clear()


def check_contracts(checks, path):
    """The time slider shows each contract on its days, in its area."""
    project = QgsProject.instance()
    checks.that(project.read(f"geopackage:{path}?projectName=contracts"), f"{path}: no project")
    layer = project.mapLayer("whitespot_layer_contracts")
    checks.that(layer is not None and layer.temporalProperties().isActive(),
                "contracts: they have no days")
    for day, wanted in (("2020-03-29", ["3"]), ("2020-04-01", ["1", "2", "3"]),
                        ("2020-06-29", ["1", "2", "3"]), ("2020-06-30", ["1", "2"]),
                        ("2021-01-01", ["1"])):
        rows = rows_on(layer, day)
        seen = sorted(row["contract"] for row in rows)
        checks.that(seen == wanted, f"contracts: {seen} on {day}, wanted {wanted}")
        checks.that(all(row.geometry().area() > 1e6 for row in rows), "contracts without an area")
    checks.that([title for title, _, _ in signs(layer)] == ["Contracts by their days"],
                f"contracts: drawn by {signs(layer)}")
    project.clear()


def draw(layers, picture):
    image, errors, is_saved, _ = paint(
        [layers[name] for name in ("offices", "white_spots", "catchments", "counties",
                                   "municipalities")], layers["municipalities"], picture)
    return image, errors, is_saved


def paint(layers, zones, picture):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(zones.crs())
    settings.setTransformContext(QgsProject.instance().transformContext())
    extent = zones.extent()
    extent.scale(1.05)
    settings.setExtent(extent)
    settings.setOutputSize(SIZE)
    settings.setBackgroundColor(QColor("white"))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(None))
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    image = QImage(SIZE, QImage.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    errors = [f"{error.layerID}: {error.message}" for error in job.errors()]
    return image, errors, image.save(picture), settings.visibleExtent()


def check_picture(checks, layers, picture):
    image, errors, is_saved = draw(layers, picture)
    checks.that(is_saved and not errors, f"drawing {picture}: {errors}")
    seen = {image.pixel(x, y) & 0xFFFFFF for x in range(0, SIZE.width(), 2)
            for y in range(0, SIZE.height(), 2)}
    used = {wanted("municipalities", row) for row in layers["municipalities"].getFeatures()}
    for title, sign, _ in signs(layers["municipalities"]):
        checks.that(title not in used or sign.color().rgb() & 0xFFFFFF in seen,
                    f"{picture}: no {sign.color().name()}, the colour of {title}")
    for name in ("white_spots", "catchments", "counties"):
        line = signs(layers[name])[0][1].symbolLayer(0).strokeColor()
        checks.that(line.rgb() & 0xFFFFFF in seen, f"{picture}: no {line.name()} of {name}")


HATCHED = ["remote_only", "neighbour_only", "closed_to_new", "ending", None]


def darkness(image, x, y):
    return 255 - QColor(image.pixel(x, y)).lightness()


def check_hatches(checks, folder, picture):
    """Each remark has lines of its own slope on the picture, a zone without has none, and
    one without a class has the grey of no data: remarks set by hand in a copy."""
    path = f"{folder}/hatched.gpkg"
    shutil.copy(f"{folder}/norrmark.gpkg", path)
    source = ogr.Open(path, 1)
    zones = source.GetLayer("municipalities")
    places = {}
    for i, row in enumerate(zones):
        row["class"] = "one" if i <= len(HATCHED) else row["class"]
        row["flags"] = HATCHED[i] if i < len(HATCHED) else None
        if i == len(HATCHED):
            row.SetFieldNull("class")
        zones.SetFeature(row)
        places[row["name"]] = (i, row.GetGeometryRef().PointOnSurface())
    source = zones = None
    layer = QgsVectorLayer(f"{path}|layername=municipalities", "municipalities", "ogr")
    layer.setLabelsEnabled(False)
    image, errors, is_saved, extent = paint([layer], layer, picture)
    checks.that(is_saved and not errors, f"drawing {picture}: {errors}")
    scale = SIZE.width() / extent.width()
    for name, (i, point) in places.items():
        x = round((point.GetX() - extent.xMinimum()) * scale)
        y = round((extent.yMaximum() - point.GetY()) * scale)
        lines = [[darkness(image, x + dx, y + dy) > 110 for dx in range(-15, 16)]
                 for dy in range(-15, 16)]
        dark = sum(map(sum, lines)) / 961
        if i < 4:
            rows = sum(all(line) for line in lines)
            columns = sum(all(line[c] for line in lines) for c in range(31))
            checks.that(0.03 < dark < 0.4, f"{name}, {HATCHED[i]}: {dark:.0%} of it is dark")
            checks.that((rows > 0) == (HATCHED[i] == "closed_to_new") and
                        (columns > 0) == (HATCHED[i] == "ending"),
                        f"{name}, {HATCHED[i]}: {rows} rows, {columns} columns are lines")
        elif i == len(HATCHED):
            colour = QColor(image.pixel(x, y)).getRgb()[:3]
            checks.that(colour == (190, 187, 180), f"{name}, no class: {colour}")
        elif i == 4:
            checks.that(dark == 0, f"{name}, no remark: {dark:.0%} of it is dark")


def check_moved(checks, folder):
    """Moved, a file is whole; renamed, every layer still has its style."""
    os.mkdir(f"{folder}/elsewhere")
    for name in ("norrmark", "renamed"):
        path = f"{folder}/elsewhere/{name}.gpkg"
        shutil.copy(f"{folder}/norrmark.gpkg", path)
        layer = QgsVectorLayer(f"{path}|layername=municipalities", name, "ogr")
        checks.that(layer.renderer().type() == "RuleRenderer", f"{path}: no style")
    check_project(checks, f"{folder}/elsewhere/norrmark.gpkg", "norrmark",
                  ("Result", "Tables", SHOWN))


def check_standard(checks, path):
    """GDAL's own judge of GeoPackages."""
    done = subprocess.run([sys.executable, "-m", "osgeo_utils.samples.validate_gpkg", "--extra",
                           path], capture_output=True, text=True, check=False)
    if "No module named" in done.stderr:
        print("skipped: no osgeo_utils, the file is not held against the standard")
        return
    checks.that(done.returncode == 0, f"{path}: {done.stdout}{done.stderr}")
    with sqlite3.connect(path) as database:
        texts = [text for text, in database.execute(
            "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON id = md_file_id "
            "WHERE md_standard_uri = 'http://mrcc.com/qgis.dtd'")]
        layers, = database.execute("SELECT count(*) FROM gpkg_contents "
                                   "WHERE table_name <> 'layer_styles'").fetchone()
    checks.that(len(texts) == layers + 1, f"{path}: {len(texts)} texts on {layers} layers")
    checks.that(all("roads (vagar.gpkg): CC0" in text and "offices (kontor.csv): Unknown" in text
                    for text in texts), f"{path}: licences are not told")


SHOWN = ["Offices", "White spots", "Counties", "Municipalities"]


def main():
    folder, picture = sys.argv[1:]
    ogr.UseExceptions()
    osr.UseExceptions()
    application = QgsApplication([], False)  # lives as long as it is used
    application.initQgis()
    checks, package = Checks(), None
    for evidence, pattern, crs in OUTPUTS:
        layers = check_output(checks, folder, evidence, pattern, crs)
        package = package or layers
    check_picture(checks, package, picture)
    check_fields(checks, "norrmark.gpkg", package["municipalities"],
                 {"share": "Share covered", "people": "People", "class": "Choice",
                  "cost_p50": "Way, median, m"})
    check_tip(checks, "norrmark.gpkg", package["municipalities"])
    check_project(checks, f"{folder}/norrmark.gpkg", "norrmark",
                  ("Result", "Tables", SHOWN))
    check_days(checks, f"{folder}/days.gpkg")
    check_contracts(checks, f"{folder}/contracts.gpkg")
    check_moved(checks, folder)
    check_standard(checks, f"{folder}/norrmark.gpkg")
    check_hatches(checks, folder, os.path.join(os.path.dirname(picture), "hatches.png"))
    swedish = QgsVectorLayer(f"{folder}/svenska.gpkg|layername=municipalities", "kommuner", "ogr")
    check_fields(checks, "svenska.gpkg", swedish,
                 {"share": "Andel täckta", "people": "Personer",
                  "class": "Antal leverantörer att välja på"})
    checks.that(signs(swedish)[0][0] == "Vit fläck", "svenska.gpkg: legend")
    check_project(checks, f"{folder}/svenska.gpkg", "svenska",
                  ("Resultat", "Tabeller", ["Kontor", "Vita fläckar", "Län", "Kommuner"]))
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
