#!/usr/bin/python3
"""The slow second route to the coverage figures, sharing no code with the engine.

    reference.py CASE FOLDER [EVIDENCE.json]

CASE is norrmark, norrmark_time, dalarna or liechtenstein; FOLDER holds its data (the folder
geodata/norrmark, or the folder of real test data). Without EVIDENCE the figures
are printed; with it they are compared with the engine's run file and the exit
status is 1 when a figure differs by more than the tolerance below; limits and
numbers of providers are then those of EVIDENCE.

Everything is worked out in another way than in the engine: floats instead of
whole numbers, one Dijkstra per provider on a binary heap instead of one search
with several labels, shapely for cutting roads, a scan over all segments for
snapping, pyosmium (nodes joined by their ids) for OpenStreetMap.
"""
import collections
import csv
import heapq
import json
import math
import sys
import warnings

import numpy as np
from osgeo import ogr, osr
from pyproj import Geod, Transformer
from shapely import wkb
from shapely.geometry import LineString, Point
from shapely.strtree import STRtree

ogr.UseExceptions()
warnings.simplefilter("ignore")
TOLERANCE_PEOPLE = 0.5  # per row; the engine cuts at whole mm, this route does not
TOLERANCE_SHARE = 2e-5
MIN_COMPONENT, OFFICE_LIMIT, PEOPLE_LIMIT, ZONE_LIMIT = 100, 500.0, 2000.0, 2000.0


class Case:
    """What a case needs: filled by the case_... functions below."""

    def __init__(self, epsg):
        self.epsg = epsg
        self.to_plane = Transformer.from_crs(4326, epsg, always_xy=True)
        self.to_lonlat = Transformer.from_crs(epsg, 4326, always_xy=True)
        self.geod = Geod(ellps="GRS80" if epsg == 3006 else "WGS84")
        self.zones = []    # (code, polygon)
        self.offices = []  # (id, provider, x, y)
        self.units = []    # (name, zone code or None, polygon or point, people)
        self.roads = []    # dict(ids, xy, lonlat, forward, backward, inhabited, stop, ferry)
        self.limits, self.choices = [10_000.0, 30_000.0], [1, 2, 3]  # m, or s when is_time
        self.is_time = False

    def leg(self, x1, y1, x2, y2):
        lon1, lat1 = self.to_lonlat.transform(x1, y1)
        lon2, lat2 = self.to_lonlat.transform(x2, y2)
        return self.geod.inv(lon1, lat1, lon2, lat2)[2]

    def leg_cost(self, metres):
        """Straight legs cost their length, or their time at 15 km/h."""
        return metres * 3.6 / 15.0 if self.is_time else metres

    def add_road(self, xy, lonlat, ids=None, **what):
        keep = [0] + [i for i in range(1, len(xy)) if xy[i] != xy[i - 1]]
        if len(keep) < 2:
            return
        xy, lonlat = [xy[i] for i in keep], [lonlat[i] for i in keep]
        ids = ([ids[i] for i in keep] if ids
               else [(round(x * 100), round(y * 100)) for x, y in xy])
        self.roads.append(dict(ids=ids, xy=xy, lonlat=lonlat, **what))


# ---- the network -------------------------------------------------------------------


class Edge:
    __slots__ = ("a", "b", "xy", "at", "length", "forward", "backward", "inhabited", "stop",
                 "ferry", "rate", "cost")


def build(case):
    uses = collections.Counter()
    for road in case.roads:
        uses.update(road["ids"])
        for end in (road["ids"][0], road["ids"][-1]):
            uses[end] += 2
    edges = []
    for road in case.roads:
        start = 0
        for i in range(1, len(road["ids"])):
            if uses[road["ids"][i]] < 2 and i + 1 < len(road["ids"]):
                continue
            edge = Edge()
            edge.a, edge.b = road["ids"][start], road["ids"][i]
            edge.xy = np.array(road["xy"][start:i + 1])
            lon, lat = zip(*road["lonlat"][start:i + 1])
            steps = case.geod.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
            edge.at = np.concatenate([[0.0], np.cumsum(steps)])
            edge.length = edge.at[-1]
            edge.rate = 3.6 / road["speed"] if case.is_time else 1.0  # cost of a metre
            edge.cost = edge.length
            if case.is_time:  # method: rounded up to the millisecond
                edge.cost = math.ceil(1000.0 * edge.length * edge.rate) / 1000.0
                edge.cost += 600.0 if road["ferry"] else 0.0
            for key in ("forward", "backward", "inhabited", "stop", "ferry"):
                setattr(edge, key, road[key])
            edges.append(edge)
            start = i
    return edges


def components(edges):
    parent = {}

    def find(n):
        while parent.setdefault(n, n) != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for e in edges:
        parent[find(e.a)] = find(e.b)
    size = collections.Counter(find(n) for n in parent)
    return {n: find(n) for n in parent}, size


class Snapper:
    def __init__(self, case, edges, of_node, size):
        self.case, self.edges = case, edges
        rows = [(i, j, of_node[e.a]) for i, e in enumerate(edges) if e.stop
                for j in range(len(e.xy) - 1)]
        self.edge = np.array([r[0] for r in rows])
        self.segment = np.array([r[1] for r in rows])
        self.component = np.array([hash(r[2]) for r in rows])
        self.large = np.array([size[r[2]] >= MIN_COMPONENT for r in rows])
        self.p = np.array([edges[i].xy[j] for i, j, _ in rows])
        self.q = np.array([edges[i].xy[j + 1] for i, j, _ in rows])

    def nearest(self, x, y, mask):
        if not mask.any():
            return None
        p, d = self.p[mask], self.q[mask] - self.p[mask]
        t = ((x - p[:, 0]) * d[:, 0] + (y - p[:, 1]) * d[:, 1]) / np.maximum((d * d).sum(1), 1e-12)
        t = np.clip(t, 0.0, 1.0)
        foot = p + d * t[:, None]
        best = int(np.argmin((foot[:, 0] - x) ** 2 + (foot[:, 1] - y) ** 2))
        edge = self.edges[self.edge[mask][best]]
        j = self.segment[mask][best]
        along = edge.at[j] + t[best] * (edge.at[j + 1] - edge.at[j])
        return edge, along, self.case.leg(x, y, *foot[best])

    def snap(self, x, y, limit, served=()):
        ok = self.large | np.isin(self.component, [hash(s) for s in served])
        for mask in (ok, ~ok):
            found = self.nearest(x, y, mask)
            if found and found[2] <= limit:
                return found
        return None


def distances(edges, seeds):
    """Cost from every node to the nearest of the seeds (node -> cost), travelling to them."""
    into = collections.defaultdict(list)
    for e in edges:
        if e.forward:
            into[e.b].append((e.a, e.cost))
        if e.backward:
            into[e.a].append((e.b, e.cost))
    best, heap = {}, [(c, str(n), n) for n, c in seeds]
    heapq.heapify(heap)
    while heap:
        cost, _, node = heapq.heappop(heap)
        if node in best:
            continue
        best[node] = cost
        for other, length in into[node]:
            if other not in best:
                heapq.heappush(heap, (cost + length, str(other), other))
    return best


# ---- who reaches what -----------------------------------------------------------------


def seeds_of(edge, along, leg):
    out = []
    if edge.forward or along <= 1e-9:
        out.append((edge.a, leg + along * edge.rate))
    if edge.backward or along >= edge.length - 1e-9:
        out.append((edge.b, leg + (edge.length - along) * edge.rate))
    return out


def intervals(edge, field, on_edge, limit):
    """Stretches of the edge within the limit of one provider, joined."""
    parts = []
    if edge.backward and edge.a in field:
        parts.append((0.0, (limit - field[edge.a]) / edge.rate))
    if edge.forward and edge.b in field:
        parts.append((edge.length - (limit - field[edge.b]) / edge.rate, edge.length))
    for along, leg in on_edge:
        if edge.forward:
            parts.append((along - (limit - leg) / edge.rate, along))
        if edge.backward:
            parts.append((along, along + (limit - leg) / edge.rate))
    parts = sorted((max(0.0, a), min(edge.length, b)) for a, b in parts if b > a)
    joined = []
    for a, b in parts:
        if b <= a:
            continue
        if joined and a <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], b)
        else:
            joined.append([a, b])
    return joined


def at_least(sets, k):
    """Stretches where at least k of the interval sets overlap."""
    steps = sorted([(a, 1) for s in sets for a, _ in s] + [(b, -1) for s in sets for _, b in s],
                   key=lambda step: (step[0], -step[1]))
    out, depth, since = [], 0, None
    for position, change in steps:
        depth += change
        if depth == k and change == 1:
            since = position
        elif depth == k - 1 and change == -1:
            out.append((since, position))
    return out


def overlap(stretches, a, b):
    return sum(max(0.0, min(b, q) - max(a, p)) for p, q in stretches)


# ---- people along roads ------------------------------------------------------------------


def cut(xy, at, tree, shapes, index_of):
    """[(from, to, shape index)]: each segment cut by the shapes; the first shape wins.

    A stretch on a border belongs to the shape on its right (east), or above it: areas own
    their left and lower borders."""
    out = []
    for j in range(len(xy) - 1):
        segment = LineString([xy[j], xy[j + 1]])
        length = segment.length
        if length == 0.0:
            continue
        free = [(0.0, 1.0)]
        for hit in sorted(index_of[id(g)] for g in tree.query(segment)):
            part = segment.intersection(shapes[hit])
            for piece in getattr(part, "geoms", [part]):
                if piece.geom_type != "LineString" or piece.is_empty:
                    continue
                t = [Point(xy[j]).distance(Point(c)) / length for c in
                     (piece.coords[0], piece.coords[-1])]
                t0, t1 = min(t), max(t)
                middle = segment.interpolate((t0 + t1) / 2.0, normalized=True)
                if t1 - t0 > 1e-9 and not shapes[hit].contains(
                        Point(middle.x + 1e-5, middle.y + 1e-8)):
                    continue
                rest = []
                for a, b in free:
                    lo, hi = max(a, t0), min(b, t1)
                    if hi <= lo:
                        rest.append((a, b))
                        continue
                    span = at[j + 1] - at[j]
                    out.append((at[j] + lo * span, at[j] + hi * span, hit))
                    rest += [(a, lo)] * (lo > a) + [(hi, b)] * (b > hi)
                free = rest
        for a, b in free:
            span = at[j + 1] - at[j]
            out.append((at[j] + a * span, at[j] + b * span, None))
    return out


def combine(units, zones):
    """Stretches of units and of zones of one edge, intersected."""
    for a, b, unit in units:
        if unit is None:
            continue
        if zones is None:
            yield a, b, unit, None
            continue
        for p, q, zone in zones:
            lo, hi = max(a, p), min(b, q)
            if hi - lo > 1e-9:
                yield lo, hi, unit, zone


def locate(case, x, y):
    """Zone of a point: inside, else the nearest within 2 km, else None."""
    point = Point(x, y)
    for code, shape in case.zones:
        if shape.contains(point):
            return code
    near = min((shape.distance(point), code) for code, shape in case.zones)
    return near[1] if near[0] <= ZONE_LIMIT else None


def run(case):
    edges = build(case)
    of_node, size = components(edges)
    snapper = Snapper(case, edges, of_node, size)
    on_edge, seeds, served = (collections.defaultdict(lambda: collections.defaultdict(list)),
                              collections.defaultdict(list), set())
    unsnapped = []
    for office, provider, x, y in case.offices:
        found = snapper.snap(x, y, OFFICE_LIMIT)
        if not found:
            unsnapped.append(office)
            continue
        edge, along, leg = found[0], found[1], case.leg_cost(found[2])
        on_edge[id(edge)][provider].append((along, leg))
        seeds[provider] += seeds_of(edge, along, leg)
        served.add(of_node[edge.a])
    fields = {p: distances(edges, s) for p, s in seeds.items()}

    totals = collections.defaultdict(float)  # (zone, what, limit, k) -> people
    road = collections.defaultdict(lambda: collections.defaultdict(float))
    unit_shapes = [u[2] for u in case.units]
    is_area = [s.geom_type != "Point" for s in unit_shapes]
    areas = [s for s, area in zip(unit_shapes, is_area) if area]
    index_of = {id(s): i for i, s in enumerate(unit_shapes)}
    tree = STRtree(areas) if areas else None
    zone_shapes = [z[1] for z in case.zones]
    zone_index = {id(s): i for i, s in enumerate(zone_shapes)}
    zone_tree = STRtree(zone_shapes)
    by_code = all(u[1] is not None for u in case.units)
    for edge in edges if tree else []:
        if not edge.inhabited:
            continue
        pieces = cut(edge.xy, edge.at, tree, unit_shapes, index_of)
        zones = None if by_code else cut(edge.xy, edge.at, zone_tree, zone_shapes, zone_index)
        reach = {}
        for limit in case.limits:
            sets = [intervals(edge, f, on_edge[id(edge)][p], limit) for p, f in fields.items()]
            for k in case.choices:
                reach[limit, k] = at_least(sets, k)
        linked = of_node[edge.a] in served
        for a, b, unit, zone in combine(pieces, zones):
            code = case.units[unit][1] or (case.zones[zone][0] if zone is not None else None)
            row = road[unit]
            row[code, "road"] += b - a
            if not linked:
                row[code, "no_link"] += b - a
            for key, stretches in reach.items():
                row[code, key] += overlap(stretches, a, b)

    def add(code, what, people):
        for limit in case.limits:
            for k in case.choices:
                totals[code, what, limit, k] += people

    def add_point(unit, code, people):
        shape = case.units[unit][2].representative_point()
        if case.units[unit][1] is None:
            code = locate(case, shape.x, shape.y)
        add(code, "people", people)
        if code is None:
            return add(code, "outside", people)
        found = snapper.snap(shape.x, shape.y, PEOPLE_LIMIT, served)
        if not found:
            return add(code, "off_network", people)
        edge, along, leg = found[0], found[1], case.leg_cost(found[2])
        if of_node[edge.a] not in served:
            return add(code, "no_link", people)
        costs = []
        for p, field in fields.items():
            ways = [field[n] + c for n, c in
                    ([(edge.a, along * edge.rate)] if edge.backward or along <= 1e-9 else []) +
                    ([(edge.b, (edge.length - along) * edge.rate)]
                     if edge.forward or along >= edge.length - 1e-9 else []) if n in field]
            for at, off in on_edge[id(edge)][p]:
                if (at >= along and edge.forward) or (at <= along and edge.backward):
                    ways.append(abs(at - along) * edge.rate + off)
            if ways:
                costs.append(min(ways) + leg)
        costs.sort()
        for limit in case.limits:
            for k in case.choices:
                if len(costs) >= k and costs[k - 1] <= limit + 5e-4:
                    for what in ("covered", "low", "high"):
                        totals[code, what, limit, k] += people

    for unit, (name, code, shape, people) in enumerate(case.units):
        row = road.get(unit)
        if not row:
            add_point(unit, code, people)
            continue
        codes = {c for c, _ in row if _ == "road"}
        whole = sum(row[c, "road"] for c in codes)
        for c in codes:
            mine = people * row[c, "road"] / whole
            add(c, "people", mine)
            if c is None:
                add(c, "outside", mine)
                continue
            add(c, "no_link", mine * row[c, "no_link"] / row[c, "road"])
            for limit in case.limits:
                for k in case.choices:
                    got = sum(row[z, (limit, k)] for z in codes)
                    key = (limit, k)
                    totals[c, "covered", limit, k] += people * row[c, key] / whole
                    totals[c, "high", limit, k] += mine if got > 5e-4 else 0.0
                    totals[c, "low", limit, k] += mine if got > whole - 5e-4 else 0.0
    return totals, unsnapped, dict(nodes=len(of_node), edges=len(edges), components=len(size),
                                   km=sum(e.length for e in edges) / 1000)


# ---- readers of the cases ------------------------------------------------------------------


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


# ---- output ----------------------------------------------------------------------------------


def table_of(case, totals):
    """(code or None for the nation, limit, k) -> figures."""
    names = ("people", "covered", "low", "high", "no_link", "off_network", "outside")
    out = {}
    codes = [code for code, _ in case.zones]
    for limit in case.limits:
        for k in case.choices:
            for code in codes:
                out[code, limit, k] = {n: totals[code, n, limit, k] for n in names}
            out[None, limit, k] = {
                n: sum(totals[c, n, limit, k] for c in codes + [None]) for n in names}
    return out


def compare(table, evidence):
    worst, bad, seen = 0.0, 0, 0
    for row in evidence["coverage"]:
        if row["layer"] not in ("municipalities", "national"):
            continue
        mine = table.get((row["code"], row["limit_cost"] / 1000.0, row["k"]))
        if mine is None:
            print(f"no such row here: {row['code']} {row['limit']} k={row['k']}")
            bad += 1
            continue
        seen += 1
        for name, value in mine.items():
            gap = abs(value - row[name])
            worst = max(worst, gap)
            if gap > max(TOLERANCE_PEOPLE, TOLERANCE_SHARE * row["people"]):
                bad += 1
                print(f"{row['code'] or 'nation'} {row['limit']} k={row['k']} {name}: "
                      f"engine {row[name]:.3f}, second route {value:.3f}")
    print(f"{seen} rows compared, {bad} figures differ, largest difference {worst:.4f} people")
    if seen != len(table):
        print(f"{len(table) - seen} rows of the second route are missing in the evidence")
        bad += 1
    return bad


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    case = globals()[f"case_{sys.argv[1]}"](sys.argv[2])
    if len(sys.argv) == 4:
        rows = json.load(open(sys.argv[3]))["coverage"]
        case.limits = sorted({row["limit_cost"] / 1000.0 for row in rows})
        case.choices = sorted({row["k"] for row in rows})
    totals, unsnapped, network = run(case)
    table = table_of(case, totals)
    if len(sys.argv) == 4:
        sys.exit(1 if compare(table, json.load(open(sys.argv[3]))) else 0)
    print("network:", network, "offices beyond their limit:", sorted(unsnapped))
    for (code, limit, k), row in table.items():
        print(code or "nation", f"{limit:.0f} m k={k}",
              " ".join(f"{n}={v:.3f}" for n, v in row.items()))


if __name__ == "__main__":
    main()
