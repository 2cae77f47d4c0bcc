#!/usr/bin/python3
"""Drawn catchments, re-routed position by position; shares no code with the engine.

    reroute.py CASE FOLDER RESULT.gpkg RESULT.run.json

CASE and FOLDER as in reference.py, whose network, snapping rule and Dijkstra are
used. Of every catchment VERTICES vertices and twice POINTS random positions,
inside and outside, are snapped to the nearest road and routed to the providers:

  vertices  the cost there is within 1 m of the limit ("limit"), or the leg within 1 m
            of the access limit ("access"), or there are a reached and an unreached
            position within 1 m ("jump": the nearest road changes); else it failed
  points    the drawn side is the true one. Detail smaller than the resolution may be
            missing: a point on the wrong side is "near" when nearer than NEAR cells to
            the drawn border, "small" when what it belongs to holds no disc around it
            that a corner of the grid must lie in; any other one is "wrong"
  shape     valid by GEOS, shells counter-clockwise and holes clockwise (RFC 7946),
            no part or hole smaller than one cell

The layer office_catchments is checked the same way with fewer positions each.
Prints the counts and exits 1 when anything failed.
"""
import collections
import json
import sys

import numpy as np
from osgeo import ogr
from shapely import wkb
from shapely.geometry import Point
from shapely.prepared import prep

import reference_cases
import reference_network as network
from reference import seeds_of

VERTICES, POINTS = 1000, 1000
OFFICE_VERTICES, OFFICE_POINTS = 50, 50
SEED, GROWN, NEAR = 20250301, 3000.0, 1.5
DISC = 0.75  # cells; a corner of the grid lies in every disc of 0.7072 cells
ROUNDING = 5e-4  # the engine counts whole mm and ms
TILES = (16_000.0, 2_000.0, 250.0)  # sides, largest first


# ---- where a position meets the roads ------------------------------------------------


def feet(x, y, p, q):
    """Squared distance and share along each segment p-q from each position."""
    d = q - p
    t = ((x[:, None] - p[:, 0]) * d[:, 0] + (y[:, None] - p[:, 1]) * d[:, 1]) \
        / np.maximum((d * d).sum(1), 1e-12)
    t = np.clip(t, 0.0, 1.0)
    dx = p[:, 0] + t * d[:, 0] - x[:, None]
    dy = p[:, 1] + t * d[:, 1] - y[:, None]
    return dx * dx + dy * dy, t


def nearest(x, y, p, q, sides=TILES):
    """Index of the nearest segment of each position, and the share along it.

    Positions are taken tile by tile. Whatever is nearest to a position within h of
    the middle of a tile is at most 2 h farther from the middle than the nearest of
    the middle: all other segments are left out before the next smaller tiles."""
    if not sides:
        distance2, t = feet(x, y, p, q)
        best = distance2.argmin(1)
        return best, t[np.arange(len(x)), best]
    best, along = np.empty(len(x), int), np.empty(len(x))
    tile = np.stack([np.floor(x / sides[0]), np.floor(y / sides[0])], 1)
    _, number = np.unique(tile, axis=0, return_inverse=True)
    order = np.argsort(number.ravel(), kind="stable")
    for own in np.split(order, np.flatnonzero(np.diff(number.ravel()[order])) + 1):
        lo_x, hi_x, lo_y, hi_y = x[own].min(), x[own].max(), y[own].min(), y[own].max()
        half = np.hypot(hi_x - lo_x, hi_y - lo_y) / 2.0
        middle = np.array([(lo_x + hi_x) / 2.0]), np.array([(lo_y + hi_y) / 2.0])
        distance = np.sqrt(feet(*middle, p, q)[0][0])
        kept = np.flatnonzero(distance <= distance.min() + 2.0 * half + 0.001)
        found, along[own] = nearest(x[own], y[own], p[kept], q[kept], sides[1:])
        best[own] = kept[found]
    return best, along


class Router:
    """Cost from any position to each of the targets (providers, or single offices)."""

    def __init__(self, case, limit):
        self.case, self.limit = case, limit
        self.edges = network.build(case)
        for edge in self.edges:  # method: lines meet at places of whole centimetres
            edge.xy[[0, -1]] = np.round(edge.xy[[0, -1]], 2)
        self.of_node, self.size = network.components(self.edges)
        self.node = {n: i for i, n in enumerate(self.of_node)}
        self.snapped = self.snap_offices()
        self.lay_segments()
        for name in ("length", "rate", "forward", "backward"):
            setattr(self, name, np.array([getattr(e, name) for e in self.edges]))
        self.tail = np.array([self.node[e.a] for e in self.edges])
        self.head = np.array([self.node[e.b] for e in self.edges])

    def snap_offices(self):
        """[(office, provider, edge number, metres along it, cost of the leg)]"""
        snapper = network.Snapper(self.case, self.edges, self.of_node, self.size)
        number = {id(e): i for i, e in enumerate(self.edges)}
        out = []
        for office, provider, x, y in self.case.offices:
            found = snapper.snap(x, y, network.OFFICE_LIMIT)
            if found:
                out.append((office, provider, number[id(found[0])], found[1],
                            self.case.leg_cost(found[2])))
        return out

    def lay_segments(self):
        served = {self.of_node[self.edges[e].a] for _, _, e, _, _ in self.snapped}
        rows = [(i, j) for i, e in enumerate(self.edges) if e.stop for j in range(len(e.xy) - 1)]
        self.segment_edge = np.array([i for i, _ in rows])
        self.p = np.array([self.edges[i].xy[j] for i, j in rows])
        self.q = np.array([self.edges[i].xy[j + 1] for i, j in rows])
        self.start = np.array([self.edges[i].at[j] for i, j in rows])
        self.end = np.array([self.edges[i].at[j + 1] for i, j in rows])
        home = [self.of_node[self.edges[i].a] for i, _ in rows]
        self.large = np.array([self.size[h] >= network.MIN_COMPONENT or h in served
                               for h in home])

    def fields(self, targets):
        """[target][node] costs, and the targets that stand on each edge."""
        out = np.full((len(targets), len(self.node)), np.inf)
        on_edge = collections.defaultdict(list)  # edge -> [(target, along, leg cost)]
        for i, offices in enumerate(targets):
            seeds = []
            for _, _, edge, along, leg in offices:
                on_edge[edge].append((i, along, leg))
                seeds += seeds_of(self.edges[edge], along, leg)
            for node, cost in network.distances(self.edges, seeds).items():
                out[i, self.node[node]] = cost
        return out, on_edge

    def snap_tier(self, x, y, mask):
        """(edge, metres along it, geodesic leg), at any distance."""
        rows = np.flatnonzero(mask)
        if not len(rows) or not len(x):
            return np.zeros(len(x), int), np.zeros(len(x)), np.full(len(x), np.inf)
        found, t = nearest(x, y, self.p[rows], self.q[rows])
        row = rows[found]
        foot = self.p[row] + (self.q[row] - self.p[row]) * t[:, None]
        lon1, lat1 = self.case.to_lonlat.transform(x, y)
        lon2, lat2 = self.case.to_lonlat.transform(foot[:, 0], foot[:, 1])
        leg = self.case.geod.inv(lon1, lat1, lon2, lat2)[2]
        along = self.start[row] + t * (self.end[row] - self.start[row])
        return self.segment_edge[row], along, leg

    def snap(self, x, y):
        """The people's rule: (edge, along, leg, is within the access limit, how far the
        leg of either kind of component is from the access limit)."""
        edge, along, leg = self.snap_tier(x, y, self.large)
        off = np.abs(leg - self.limit)
        far = np.flatnonzero(leg > self.limit + ROUNDING)
        edge2, along2, leg2 = self.snap_tier(x[far], y[far], ~self.large)
        off[far] = np.minimum(off[far], np.abs(leg2 - self.limit))
        edge[far], along[far], leg[far] = edge2, along2, leg2
        return edge, along, leg, leg <= self.limit + ROUNDING, off

    def costs(self, snapped, fields, on_edge):
        """[target][position], infinite beyond the access limit."""
        edge, along, leg, is_near, _ = snapped
        rest, rate = self.length[edge] - along, self.rate[edge]
        by_tail = self.backward[edge] | (along <= 1e-9)
        by_head = self.forward[edge] | (rest <= 1e-9)
        out = np.minimum(
            np.where(by_tail, fields[:, self.tail[edge]] + along * rate, np.inf),
            np.where(by_head, fields[:, self.head[edge]] + rest * rate, np.inf))
        for i in np.flatnonzero(np.isin(edge, list(on_edge))):
            for target, at, off in on_edge[edge[i]]:
                ahead, behind = at >= along[i], at <= along[i]
                if (ahead and self.forward[edge[i]]) or (behind and self.backward[edge[i]]):
                    way = abs(at - along[i]) * rate[i] + off
                    out[target, i] = min(out[target, i], way)
        return np.where(is_near, out + self.case.leg_cost(leg), np.inf)


# ---- one catchment -------------------------------------------------------------------


class Question:
    """The cost of the k-th nearest target against a limit."""

    def __init__(self, router, fields, on_edge, k, limit):
        self.router, self.fields, self.on_edge = router, fields, on_edge
        self.k, self.limit = k, limit

    def ask(self, x, y):
        snapped = self.router.snap(x, y)
        costs = self.router.costs(snapped, self.fields, self.on_edge)
        if len(costs) < self.k:
            return np.full(len(x), np.inf), snapped[4]
        return np.sort(costs, 0)[self.k - 1], snapped[4]

    def is_reached(self, x, y):
        return self.ask(x, y)[0] <= self.limit + ROUNDING

    def has_both(self, x, y, radius, turns):
        """Whether the positions around each vertex, and itself, are of two kinds."""
        angle = np.arange(turns) * 2.0 * np.pi / turns
        right = np.concatenate([[0.0], radius * np.cos(angle)])
        up = np.concatenate([[0.0], radius * np.sin(angle)])
        reached = self.is_reached((x[:, None] + right).ravel(), (y[:, None] + up).ravel())
        reached = reached.reshape(len(x), turns + 1)
        return reached.any(1) & ~reached.all(1)


def rings_of(shape):
    """(ring, is a shell)"""
    for part in getattr(shape, "geoms", [shape] if not shape.is_empty else []):
        yield part.exterior, True
        for hole in part.interiors:
            yield hole, False


def check_shape(shape, cell, say):
    bad = 0
    if not shape.is_empty and not shape.is_valid:
        bad += say("is not valid")
    for ring, is_shell in rings_of(shape):
        if ring.is_ccw != is_shell:
            bad += say(f"a {'shell' if is_shell else 'hole'} turns the wrong way")
        xy = np.array(ring.coords)[:, :2] - np.array(ring.coords)[0, :2]
        area = abs(np.sum(xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1])) / 2.0
        if area < cell * cell - 1.0:
            bad += say(f"a ring of {area:.0f} m2 is smaller than a cell")
    return bad


def check_vertices(question, shape, count, random, tally, say):
    rings = [np.array(ring.coords)[:-1, :2] for ring, _ in rings_of(shape)]
    if not rings:
        return
    xy = np.concatenate(rings)
    xy = xy[random.choice(len(xy), min(count, len(xy)), replace=False)]
    x, y = xy[:, 0].copy(), xy[:, 1].copy()
    cost, off = question.ask(x, y)
    metre = question.router.case.leg_cost(1.0)
    at_limit = np.abs(cost - question.limit) <= metre
    at_access = ~at_limit & (off <= 1.0)
    left = np.flatnonzero(~at_limit & ~at_access)
    tally["vertices"] += len(x)
    tally["limit"] += int(at_limit.sum())
    tally["access"] += int(at_access.sum())
    # A band narrower than a metre may pass between the positions of the first circle.
    for radius, turns in ((1.0, 8), (0.5, 16), (0.25, 16)):
        jumps = question.has_both(x[left], y[left], radius, turns) if len(left) else left > 0
        tally["jump"] += int(jumps.sum())
        left = left[~jumps]
    tally["failed"] += len(left)
    for i in left:
        say(f"vertex {x[i]:.2f} {y[i]:.2f}: cost {cost[i]:.2f}, limit {question.limit:.2f}")


def draw_points(shape, box, count, random):
    """Up to `count` positions on each side, drawn from the box."""
    inside, outside, ready = [], [], prep(shape)
    for _ in range(400):
        x = random.uniform(box[0], box[2], 1000)
        y = random.uniform(box[1], box[3], 1000)
        for at in zip(x, y):
            side = inside if ready.contains(Point(at)) else outside
            if len(side) < count:
                side.append(at)
        if len(outside) == count and (len(inside) == count or shape.is_empty):
            break
    return inside + outside, np.arange(len(inside) + len(outside)) < len(inside)


def is_small(question, x, y, radius):
    """Whether every disc that holds (x, y) has positions of the other kind."""
    step = np.arange(-24, 25) / 12.0 * radius
    right, up = (a.ravel() for a in np.meshgrid(step, step))
    reached = question.is_reached(x + right, y + up)
    other = reached != question.is_reached(np.array([x]), np.array([y]))[0]
    middles = np.hypot(right, up) <= radius
    away = np.hypot(right[middles, None] - right[other], up[middles, None] - up[other])
    return bool((away <= radius).any(1).all())


def check_points(question, shape, box, count, random, cell, tally, say):
    at, is_inside = draw_points(shape, box, count, random)
    x, y = np.array(at).T.copy()
    cost, _ = question.ask(x, y)
    wrong = np.flatnonzero((cost <= question.limit + ROUNDING) != is_inside)
    tally["points"] += len(x)
    border = shape.boundary if not shape.is_empty else None
    for i in wrong:
        far = border.distance(Point(x[i], y[i])) if border else np.inf
        if far < NEAR * cell:
            tally["near"] += 1
            continue
        if is_small(question, x[i], y[i], DISC * cell):
            tally["small"] += 1
            continue
        tally["wrong"] += 1
        say(f"point {x[i]:.2f} {y[i]:.2f}: drawn {'inside' if is_inside[i] else 'outside'}, "
            f"{far:.0f} m from the border, cost {cost[i]:.2f}, limit {question.limit:.2f}")


# ---- all catchments of a result --------------------------------------------------------


COLUMNS = ("vertices", "limit", "access", "jump", "failed", "points", "near", "small", "wrong")


def print_row(name, tally):
    print(f"{name:24}" + "".join(f"{tally[c]:>10}" for c in COLUMNS))


def metres(text):
    return float(text[:-2]) * 1000.0 if text.endswith("km") else float(text[:-1])


def check(feature, question, box, counts, cell, name, random):
    """The counts of one catchment; what fails is said, the first few of a kind."""
    shape = wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
    tally, said = collections.Counter(), []

    def say(text):
        said.append(text)
        if len(said) <= 5:
            print(f"{name}: {text}")
        return 1

    tally["failed"] += check_shape(shape, cell, say)
    if not shape.is_empty:
        box = shape.bounds
    box = (box[0] - GROWN, box[1] - GROWN, box[2] + GROWN, box[3] + GROWN)
    check_vertices(question, shape, counts[0], random, tally, say)
    check_points(question, shape, box, counts[1], random, cell, tally, say)
    return tally


def check_layer(router, targets, rows, counts, cell):
    """rows: (feature, name, targets asked for, k, limit); all counts together."""
    fields, on_edge = router.fields(targets)
    places = np.array([office[2:4] for office in router.case.offices])
    box = (*places.min(0), *places.max(0))
    total, random = collections.Counter(), np.random.default_rng(SEED)
    for feature, name, own, k, limit in rows:
        field, stands = fields, on_edge
        if own is not None:
            field = fields[own:own + 1]
            stands = {e: [(0, at, leg) for t, at, leg in all_on if t == own]
                      for e, all_on in on_edge.items() if any(t == own for t, _, _ in all_on)}
        question = Question(router, field, stands, k, limit)
        tally = check(feature, question, box, counts, cell, name, random)
        if own is None:
            print_row(name, tally)
        total += tally
    return total


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    name, folder, result, evidence = sys.argv[1:]
    case = getattr(reference_cases, f"case_{name}")(folder)
    run = json.load(open(evidence))
    limits = {row["limit"]: row["limit_cost"] / 1000.0 for row in run["coverage"]}
    access = metres(run["options"]["access-limit"])
    cell = min(metres(run["options"]["shape-resolution"]), access / 2.0)
    router = Router(case, access)
    print(f"{name:24}" + "".join(f"{c:>10}" for c in COLUMNS))

    source = ogr.Open(result)
    by_provider = collections.defaultdict(list)
    for office in router.snapped:
        by_provider[office[1]].append(office)
    rows = [(f, f"{f['limit']} k={f['k']}", None, f["k"], limits[f["limit"]])
            for f in source.GetLayerByName("catchments")]
    total = check_layer(router, list(by_provider.values()), rows, (VERTICES, POINTS), cell)
    print_row("together", total)
    bad = total["failed"] + total["wrong"] + (not rows)

    layer = source.GetLayerByName("office_catchments")
    if layer:
        number = {office[0]: i for i, office in enumerate(router.snapped)}
        rows = [(f, f"{f['office']} {f['limit']}", number[f["office"]], 1, limits[f["limit"]])
                for f in layer if f["office"] in number]
        total = check_layer(router, [[office] for office in router.snapped], rows,
                            (OFFICE_VERTICES, OFFICE_POINTS), cell)
        print_row(f"{len(rows)} of single offices", total)
        bad += total["failed"] + total["wrong"] + (not rows)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
