"""The second route's network: roads to edges, components, snapping, Dijkstra."""
import collections
import heapq
import math

import numpy as np
from pyproj import Geod, Transformer

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
    return drawn_once(edges)


def drawn_once(edges):
    """Roads along the same vertices, in whichever direction, are one road."""
    kept = {}
    for edge in edges:
        points = tuple(map(tuple, edge.xy.tolist()))
        if (points[::-1], edge.ferry) in kept:
            first, open_ways = kept[points[::-1], edge.ferry], (edge.backward, edge.forward)
        else:
            first = kept.setdefault((points, edge.ferry), edge)
            open_ways = (edge.forward, edge.backward)
        if edge.rate < first.rate:
            assert open_ways == (True, True), "the cheapest of one direction is not made here"
            first.rate, first.cost = edge.rate, edge.cost
        elif edge.rate > first.rate:
            assert first.forward and first.backward, "the cheapest of one direction is not made here"
        first.forward, first.backward = first.forward or open_ways[0], first.backward or open_ways[1]
        first.inhabited, first.stop = first.inhabited or edge.inhabited, first.stop or edge.stop
    return list(kept.values())


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
