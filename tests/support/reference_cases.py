"""The second route's cases: files to roads, offices, zones and people."""
import csv
import json

from osgeo import ogr, osr
from pyproj import Transformer
from reference_network import Case
from shapely import wkb

ogr.UseExceptions()

def features(path, layer=None):
    source = ogr.Open(path)
    rows = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    return source, rows


def plane_shape(feature, case, epsg):
    geometry = feature.GetGeometryRef().Clone()
    geometry.FlattenTo2D()
    if epsg != case.epsg:
        def axis(code):
            srs = osr.SpatialReference()
            srs.ImportFromEPSG(code)
            srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            return srs
        geometry.Transform(osr.CoordinateTransformation(axis(epsg), axis(case.epsg)))
    return wkb.loads(bytes(geometry.ExportToWkb()))


def read_lines(case, path, layer, rate):
    source, rows = features(path, layer)
    back = Transformer.from_crs(case.epsg, 4326, always_xy=True)
    for feature in rows:
        what = rate(feature)
        if not what:
            continue
        geometry = feature.GetGeometryRef()
        lines = ([geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
                 if geometry.GetGeometryCount() else [geometry])
        for line in lines:
            xy = [p[:2] for p in line.GetPoints()]
            lon, lat = back.transform([p[0] for p in xy], [p[1] for p in xy])
            case.add_road(xy, list(zip(lon, lat)), **what)


PLAIN = dict(forward=True, backward=True, inhabited=True, stop=True, ferry=False)


def case_dalarna(data):
    case = Case(3006)
    source, rows = features(f"{data}/se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg")
    for f in rows:
        case.zones.append((f["kommunkod"], plane_shape(f, case, 3006)))
    for i, row in enumerate(csv.DictReader(open(f"{data}/se-providers/apotek_2025.csv"))):
        if row["lan"] == "Dalarnas":
            x, y = case.to_plane.transform(float(row["long"]), float(row["lat"]))
            case.offices.append((row["pharmacy_id"], row["aktor"], x, y))
    people = {r["kommunkod"]: int(r["bef_16_64"]) for r in csv.DictReader(
        open(f"{data}/se-population/arbetsfor_alder_2019_kommun.csv"))}
    case.units = [(code, code, shape, people[code]) for code, shape in case.zones]
    read_lines(case, f"{data}/se-dalarna-vagnat/vagnat_harlett_3006.gpkg", "kanter",
               lambda f: PLAIN)
    return case


def case_norrmark_time(folder):
    return case_norrmark(folder, True)


def case_norrmark(folder, is_time=False):
    speeds = dict(motorway=110, motorway_link=60, trunk=90, primary=80, secondary=70, tertiary=70,
                  unclassified=60, residential=40, service=20, ferry=20)
    inhabited = ("primary", "secondary", "tertiary", "unclassified", "residential")
    stop = inhabited + ("trunk", "service")
    case = Case(3006)
    case.is_time = is_time
    if is_time:
        case.limits = [900.0, 1800.0]
    source, rows = features(f"{folder}/kommuner.gpkg")
    for f in rows:
        case.zones.append((f["kommunkod"], plane_shape(f, case, 3006)))
    for row in csv.DictReader(open(f"{folder}/kontor.csv", encoding="utf-8")):
        day = "2020-04-01"
        if (row["status"] != "refused" and (row["valid_from"] or day) <= day
                and day < (row["valid_to"] or "9999")):
            x, y = case.to_plane.transform(float(row["lon"]), float(row["lat"]))
            case.offices.append((row["id"], row["leverantor"], x, y))
    source, rows = features(f"{folder}/rutnat_1km.gpkg")
    for f in rows:
        case.units.append((f["rutid_scb"], None, plane_shape(f, case, 3006), f["beftotalt"]))

    def rate(feature):
        word, oneway = feature["highway"], feature["oneway"]
        if word == "track":
            return None
        return dict(forward=oneway != "-1", backward=oneway != "yes", ferry=word == "ferry",
                    speed=speeds[word], inhabited=word in inhabited, stop=word in stop)

    read_lines(case, f"{folder}/vagar.gpkg", "vagar", rate)
    return case


def osm_rate(tags, table):
    """What osm-classes/README.md says of one way; None when cars may not use it."""
    word = "ferry" if tags.get("route") == "ferry" else tags.get("highway")
    row = table.get(word)
    if not row or row["drivable"] != "1" or tags.get("area") == "yes":
        return None
    for key in ("motorcar", "motor_vehicle", "vehicle", "access"):
        if key in tags:
            if tags[key].split(";")[0] in ("no", "private", "agricultural", "forestry",
                                           "military"):
                return None
            break
    if word == "ferry" and not any(
            tags.get(key, "").split(";")[0] in ("yes", "designated", "permissive", "destination",
                                                "customers")
            for key in ("motorcar", "motor_vehicle", "vehicle")):
        return None
    oneway = tags.get("oneway")
    forward = backward = True
    if oneway in ("yes", "true", "1"):
        backward = False
    elif oneway in ("-1", "reverse"):
        forward = False
    elif oneway is None and (tags.get("junction") in ("roundabout", "circular")
                             or word == "motorway"):
        backward = False
    is_tunnel = tags.get("tunnel", "no") != "no"
    return dict(forward=forward, backward=backward, ferry=word == "ferry",
                inhabited=row["inhabited"] == "1" and not is_tunnel,
                stop=row["stop"] == "1" and not is_tunnel)


def read_osm(case, path, classes):
    import osmium
    table = {r["highway"]: r for r in csv.DictReader(open(classes))}

    class Ways(osmium.SimpleHandler):
        def way(self, way):
            what = osm_rate({t.k: t.v for t in way.tags}, table)
            nodes = [n for n in way.nodes if n.location.valid()]
            if not what or len(nodes) < 2:
                return
            lonlat = [(n.lon, n.lat) for n in nodes]
            x, y = case.to_plane.transform([p[0] for p in lonlat], [p[1] for p in lonlat])
            case.add_road(list(zip(x, y)), lonlat, [n.ref for n in nodes], **what)

    Ways().apply_file(path, locations=True)


def case_liechtenstein(data):
    case = Case(32632)
    folder = f"{data}/osm-liechtenstein"
    source, rows = features(f"{folder}/kommuner_4326.gpkg")
    name = [rows.GetLayerDefn().GetFieldDefn(i).GetName()
            for i in range(rows.GetLayerDefn().GetFieldCount())]
    key = next(n for n in name if n in ("kommunnamn", "namn", "name"))
    for f in rows:
        case.zones.append((f[key], plane_shape(f, case, 4326)))
    people = {r["kommunnamn"]: int(r["befolkning"])
              for r in csv.DictReader(open(f"{folder}/befolkning.csv"))}
    case.units = [(code, code, shape, people[code]) for code, shape in case.zones]
    points = json.load(open(f"{folder}/servicepunkter_4326.geojson"))["features"]
    for i, f in enumerate(points):
        x, y = case.to_plane.transform(*f["geometry"]["coordinates"])
        case.offices.append((f["properties"]["osm_id"], f["properties"]["klass"], x, y))
    read_osm(case, f"{folder}/liechtenstein_2021-10-28.osm.pbf",
             f"{data}/osm-classes/classes.csv")
    return case
