"""W1, W1k and W2: the search on the generated network."""

import os

import grass
import pairs
from talk import Run, Talker

SUPER = 100000000  # one node more, joined to every office at no cost
SUMS = ("SELECT count(*), sum(agg_cost::bigint), sum(agg_cost::bigint * (%s %% 1009)) "
        "FROM (%s) AS reached WHERE node <> " + str(SUPER))


def run_sums(cluster, node, sql):
    """Added up where the rows are: sending them is no part of the search."""
    seconds, rows = cluster.time(SUMS % (node, sql))
    return Run(seconds, 0, tuple(int(value) for value in rows[0]))


def add(*runs):
    return Run(sum(run.seconds for run in runs), 0,
               tuple(sum(values) for values in zip(*(run.sums for run in runs))))


class Network:
    """Our program, the network it dumped, and the peers that read that dump."""

    def __init__(self, bench, nodes):
        self.bench, self.nodes = bench, nodes
        self.folder = bench.folder("net-%d" % nodes)
        self.ours = Talker(bench.program("bench-net"), str(nodes), "talk")
        self.ours.ask("dump", self.folder)
        self.talkers = {}

    def igraph(self, *options):
        program = self.bench.program("peer-igraph")
        if options not in self.talkers and os.path.exists(program):
            self.talkers[options] = Talker(program, self.folder, *options)
        return self.talkers.get(options)

    def load(self):
        """The dump in PostgreSQL, or why not."""
        cluster = self.bench.cluster("pgrouting")
        if isinstance(cluster, str):
            return cluster
        if not cluster.ask("SELECT to_regclass('edges')")[0][0]:
            cluster.ask("CREATE EXTENSION IF NOT EXISTS postgis;"
                        "CREATE EXTENSION IF NOT EXISTS pgrouting;"
                        "CREATE TABLE edges (id bigint, source bigint, target bigint, cost float8);"
                        "CREATE TABLE offices (node bigint, id serial);")
            cluster.load("edges", self.folder + "/edges.csv")
            cluster.load("offices (node)", self.folder + "/offices.csv")
            cluster.ask("CREATE INDEX ON edges (id); CREATE INDEX ON edges (source);"
                        "CREATE INDEX ON edges (target);")
            cluster.ask("VACUUM ANALYZE edges;")
            cluster.ask("ANALYZE offices;")
        return cluster

    def close(self):
        for talker in list(self.talkers.values()) + [self.ours]:
            talker.close()


# ---- W1 ----------------------------------------------------------------------------


def igraph_peer(network, count, name, target, *options):
    talker = network.igraph(*options)
    if not talker:
        return pairs.Peer(name, target=target, skipped="not installed")

    def agree(ours, theirs):
        return differing_costs(network, talker) if ours.sums != theirs.sums else None

    return pairs.Peer(name, lambda: talker.ask("nearest", count), agree, target)


def differing_costs(network, talker):
    """Counts the nodes whose costs differ."""
    paths = [network.folder + "/ours.costs", network.folder + "/theirs.costs"]
    network.ours.ask("save", paths[0])
    talker.ask("save", paths[1])
    costs = []
    for path in paths:
        with open(path, "rb") as file:
            costs.append(memoryview(file.read()).cast("I"))
    return "%d of %d nodes differ" % (sum(a != b for a, b in zip(*costs)), len(costs[0]))


def pgrouting_nearest(network, count, target):
    cluster = network.load()
    if isinstance(cluster, str):
        return pairs.Peer("pgRouting", target=target, skipped=cluster)
    edges = ("SELECT id, source, target, cost FROM edges UNION ALL "
             "SELECT %d + id, %d, node, 0 FROM offices WHERE id <= %d" % (SUPER, SUPER, count))
    sql = ("SELECT node, agg_cost FROM pgr_drivingDistance($$%s$$, %d::bigint, 1e12::float8, "
           "false)" % (edges, SUPER))
    return pairs.Peer("pgRouting", lambda: run_sums(cluster, "node", sql), None, target)


def nearest(bench):
    network = bench.network()
    for count in (170, 1000):
        row = pairs.Row("W1", "nearest of %d offices, %d nodes, %d threads" %
                        (count, network.ours.nodes, bench.options.threads))
        peers = [igraph_peer(network, count, "igraph", 20),
                 igraph_peer(network, count, "igraph, random ids", None, "--shuffle"),
                 pgrouting_nearest(network, count, 100)]
        bench.measure(row, lambda: network.ours.ask("nearest", count, 1, bench.options.threads),
                      peers)
    grass_nearest(bench)


def grass_nearest(bench):
    """It is slow: on a tenth of the network."""
    network = Network(bench, bench.options.nodes // 10)
    row = pairs.Row("W1", "nearest of 170 offices, %d nodes, %d threads" %
                    (network.ours.nodes, bench.options.threads))
    peer = pairs.Peer("GRASS v.net.distance", note="%d nodes asked" % grass.SAMPLE)
    place = grass.location(network.folder, bench)
    if isinstance(place, str):
        peer.skipped = place
    else:
        peer.run = place.nearest
        peer.agree = place.agree(network)
    try:
        bench.measure(row, lambda: network.ours.ask("nearest", 170, 1, bench.options.threads),
                      [peer])
    finally:
        network.close()
        if not isinstance(place, str):
            place.close()


def choices(bench):
    """W1k has W1 beside it: what do the second choice and the third cost?"""
    network = bench.network()
    for count in (170, 1000):
        threads = bench.options.threads
        row = pairs.Row("W1k", "nearest 3 providers of %d offices, %d threads" % (count, threads))
        alone = pairs.Peer("ours, nearest 1",
                           lambda: network.ours.ask("nearest", count, 1, threads),
                           target=2, is_own=True)
        bench.measure(row, lambda: network.ours.ask("nearest", count, 3, threads), [alone])


# ---- W2 ----------------------------------------------------------------------------

# Rows that fit into the one gigabyte that PostgreSQL gives a function at once.
BATCH_ROWS = 12000000


def pgrouting_bounded(network, count, km, target):
    cluster = network.load()
    if isinstance(cluster, str):
        return pairs.Peer("pgRouting", target=target, skipped=cluster)
    # One more call costs reading the network again, so as few as possible.
    rows = network.ours.ask("bounded", count, km, 1).sums[0]
    batch = max(1, count // (rows // BATCH_ROWS + 1))

    def run():
        return add(*(one_batch(cluster, km, first, min(first + batch, count))
                     for first in range(0, count, batch)))

    note = "in calls of %d offices" % batch if batch < count else ""
    return pairs.Peer("pgRouting", run, None, target, note=note)


def one_batch(cluster, km, first, last):
    sql = ("SELECT node, from_v, agg_cost FROM pgr_drivingDistance('SELECT id, source, target, "
           "cost FROM edges', (SELECT array_agg(node) FROM offices WHERE id > %d AND id <= %d), "
           "%d::float8, false)" % (first, last, km * 1000000))
    return run_sums(cluster, "(node + 7 * from_v)", sql)


def bounded(bench):
    network = bench.network()
    targets = {(170, 10): 100, (1000, 50): 50}
    for count in (170, 1000):
        for km in (10, 20, 30, 50):
            row = pairs.Row("W2", "%d offices, %d km, %d threads" % (count, km, bench.options.threads))
            peers = [pgrouting_bounded(network, count, km, targets.get((count, km)))]
            bench.measure(row, lambda: network.ours.ask("bounded", count, km, bench.options.threads),
                          peers)
