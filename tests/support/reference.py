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
import json
import sys
import warnings

import reference_cases
from reference_network import (OFFICE_LIMIT, PEOPLE_LIMIT, ZONE_LIMIT, Snapper, build, components,
                               distances)
from shapely.geometry import LineString, Point
from shapely.strtree import STRtree

warnings.simplefilter("ignore")
TOLERANCE_PEOPLE = 0.5  # per row; the engine cuts at whole mm, this route does not
TOLERANCE_SHARE = 2e-5


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
        linked = of_node[edge.a] in served or not served
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
        if served and of_node[edge.a] not in served:
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
    case = getattr(reference_cases, f"case_{sys.argv[1]}")(sys.argv[2])
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
