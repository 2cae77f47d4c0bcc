"""W4 and W5: catchments drawn, people into municipalities and along roads."""

import pairs
from talk import Run, Talker

AROUND = 40000  # nodes of the one catchment
ACCESS_M = 2000
POINTS = 1000000
CELLS = 115000
SAMPLE = 2000  # places asked whether they are inside


def postgis(bench, tables):
    """The database with empty tables, or why there is none."""
    cluster = bench.cluster("postgis")
    if not isinstance(cluster, str):
        cluster.ask("CREATE EXTENSION IF NOT EXISTS postgis;")
        for name, columns in tables.items():
            cluster.ask("DROP TABLE IF EXISTS %s; CREATE UNLOGGED TABLE %s (%s);"
                        % (name, name, columns))
    return cluster


# ---- W4 ----------------------------------------------------------------------------

# Buffers are polygons, up to 10 m inside their circles, and legs are measured on
# the ellipsoid: a metre.
DIFFERENCES = """
SELECT ST_IsValid(o.geom), ST_Area(ST_Difference(o.geom, ST_Buffer(t.geom, 12))) / ST_Area(o.geom),
       ST_Area(o.geom) / ST_Area(t.geom)
FROM ours AS o, theirs AS t"""

# Inside by the rule: the leg to the nearest road and the way from its foot.
INSIDE = """
SELECT setseed(0.5);
SELECT count(*), sum((is_drawn <> is_within)::int) FROM (
  SELECT ST_Contains(o.geom, p.geom) AS is_drawn,
         r.leg <= {access} AND r.leg * 1000 + least(r.at_start + r.part * r.mm,
                                    r.at_end + (1 - r.part) * r.mm) <= {limit} AS is_within
  FROM ours AS o,
       (SELECT ST_SetSRID(ST_MakePoint(ST_XMin(g) + random() * (ST_XMax(g) - ST_XMin(g)),
                          ST_YMin(g) + random() * (ST_YMax(g) - ST_YMin(g))), 0) AS geom
        FROM (SELECT ST_Extent(geom) AS g FROM ours) AS e, generate_series(1, {sample})) AS p,
       LATERAL (SELECT mm, at_start, at_end, ST_Distance(n.geom, p.geom) AS leg,
                       ST_LineLocatePoint(n.geom, p.geom) AS part
                FROM near AS n ORDER BY n.geom <-> p.geom LIMIT 1) AS r) AS asked"""


def union(cluster):
    cluster.ask("DROP TABLE IF EXISTS theirs;")
    seconds, _ = cluster.time("CREATE UNLOGGED TABLE theirs AS SELECT ST_Union(ST_Buffer(geom, %d)) "
                              "AS geom FROM pieces;" % ACCESS_M)
    return Run(seconds, 0, ())


def check_outline(cluster, row, limit_mm):
    """Inside theirs, and inside exactly where the rule says so."""
    is_valid, outside, part = cluster.ask(DIFFERENCES)[0]
    asked, wrong = cluster.ask(INSIDE.format(access=ACCESS_M, limit=limit_mm, sample=SAMPLE))[-1]
    row.claim("outside the union (% of area)", 100 * float(outside), 0.05, " %")
    row.claim("area over that of the union (%)", 100 * float(part), None, " %")
    row.claim("of %s places judged otherwise" % asked, int(wrong), int(asked) // 200)
    if is_valid != "t":
        return "the polygon is not valid"
    if float(outside) > 0.0005:
        return "%.2f %% of it lies outside the union" % (100 * float(outside))
    if int(wrong) > int(asked) // 200:
        return "%s of %s places are judged otherwise" % (wrong, asked)
    return None


def catchments(bench):
    ours = Talker(bench.program("bench-draw"), str(bench.options.nodes),
                  str(bench.options.threads))
    try:
        one_catchment(bench, ours)
        for what in ("merged", "each"):
            row = pairs.Row("W4", "10 and 30 km of 170 offices, %s" % what)
            bench.measure(row, lambda: ours.ask(what, 170), [])
    finally:
        ours.close()


def one_catchment(bench, ours):
    nodes, limit_mm = ours.ask("around", AROUND).sums
    row = pairs.Row("W4", "one catchment, %d nodes, %.1f km" % (nodes, limit_mm / 1e6))
    cluster = postgis(bench, {"pieces": "geom geometry", "ours": "geom geometry",
                              "near": "mm float8, at_start float8, at_end float8, geom geometry"})
    peer = pairs.Peer("PostGIS buffer + union", lambda: union(cluster), target=100)
    if isinstance(cluster, str):
        peer.skipped = cluster
    else:
        folder = bench.folder("draw-%d" % bench.options.nodes)
        ours.ask("one")
        for table, word in (("pieces", "pieces"), ("ours", "outline"), ("near", "near")):
            ours.ask(word, "%s/%s.csv" % (folder, word))
            cluster.load(table, "%s/%s.csv" % (folder, word))
        cluster.ask("CREATE INDEX ON near USING gist (geom); ANALYZE near; ANALYZE pieces;")
        checked = []

        def agree(_, __):
            if not checked:
                checked.append(check_outline(cluster, row, limit_mm))
            return checked[0]

        peer.agree = agree
    bench.measure(row, lambda: ours.ask("one"), [peer])


# ---- W5 ----------------------------------------------------------------------------


def people(bench):
    ours = Talker(bench.program("bench-people"), str(bench.options.nodes),
                  str(bench.options.threads))
    try:
        points_into_zones(bench, ours)
        cells = ours.ask("cells", "/dev/null", CELLS).sums[0]
        row = pairs.Row("W5", "%d cells of 1 km along roads" % cells)
        bench.measure(row, lambda: ours.ask("spread", CELLS), [])
    finally:
        ours.close()
    small = Talker(bench.program("bench-people"), str(bench.options.nodes // 10),
                   str(bench.options.threads))
    try:
        cells_along_roads(bench, small)
    finally:
        small.close()


def load_points(bench, ours, cluster):
    folder = bench.folder("people-%d" % bench.options.nodes)
    ours.ask("zones", folder + "/zones.csv")
    ours.ask("points", folder + "/points.csv", POINTS)
    # Unpacked, as the manual advises for large polygons: eight times as fast here.
    cluster.ask("ALTER TABLE zones ALTER COLUMN geom SET STORAGE EXTERNAL;")
    cluster.load("zones", folder + "/zones.csv")
    cluster.load("xy", folder + "/points.csv")
    cluster.ask("CREATE UNLOGGED TABLE points AS SELECT ST_Point(x, y) AS geom FROM xy;"
                "CREATE INDEX ON points USING gist (geom); CREATE INDEX ON zones USING gist (geom);")
    cluster.ask("VACUUM ANALYZE points;")
    cluster.ask("ANALYZE zones;")


def points_into_zones(bench, ours):
    row = pairs.Row("W5", "%d points into 290 areas" % POINTS)
    cluster = postgis(bench, {"zones": "id int, geom geometry", "points": "geom geometry",
                              "xy": "id int, x float8, y float8"})
    sql = ("SELECT z.id, count(*) FROM zones AS z JOIN points AS p "
           "ON ST_Contains(z.geom, p.geom) GROUP BY z.id")

    def count():
        seconds, rows = cluster.time("SELECT sum(c), sum(c * id) FROM (%s) AS t (id, c)" % sql)
        return Run(seconds, 0, tuple(int(value) for value in rows[0]))

    def agree(mine, theirs):
        if mine.sums == theirs.sums:
            return None
        path = bench.folder("people-%d" % bench.options.nodes) + "/counts.csv"
        ours.ask("counts", path)
        counts = {int(zone): int(number) for zone, number in cluster.ask(sql)}
        with open(path) as file:
            differing = sum(counts.get(zone, 0) != int(line) for zone, line in enumerate(file))
        return "counts of %d of 290 areas differ" % differing

    peer = pairs.Peer("PostGIS ST_Contains", count, agree, target=50)
    if isinstance(cluster, str):
        peer.skipped = cluster
    else:
        cluster.ask("DROP TABLE points;")
        load_points(bench, ours, cluster)
    bench.measure(row, lambda: ours.ask("locate", POINTS), [peer])


# Cells are half-open: a road along the upper or the right border is the next one's.
LENGTHS = ("SELECT c.id, count(*) AS roads, sum(ST_Length(ST_Intersection(r.geom, c.geom))) AS m "
           "FROM cells AS c JOIN lines AS r ON ST_Intersects(r.geom, c.geom) "
           "WHERE ST_XMin(r.geom) < ST_XMax(c.geom) AND ST_YMin(r.geom) < ST_YMax(c.geom) "
           "GROUP BY c.id")


def load_cells(cluster, ours, folder, wanted):
    for word, words in (("cells", [wanted]), ("roads", [])):
        ours.ask(word, "%s/%s.csv" % (folder, word), *words)
    cluster.load("corners", folder + "/cells.csv")
    cluster.load("lines", folder + "/roads.csv")
    cluster.ask("CREATE UNLOGGED TABLE cells AS SELECT id, ST_MakeEnvelope(x, y, x + 1000, y + 1000) "
                "AS geom FROM corners; CREATE INDEX ON cells USING gist (geom);"
                "CREATE INDEX ON lines USING gist (geom);")
    cluster.ask("VACUUM ANALYZE cells;")
    cluster.ask("VACUUM ANALYZE lines;")


def cells_along_roads(bench, ours):
    """On a tenth of the network. A road's length and where it is cut are rounded to
    the millimetre: one and a half per road."""
    wanted = ours.ask("cells", "/dev/null", CELLS // 10).sums[0]
    row = pairs.Row("W5", "%d cells along %d roads" % (wanted, ours.arcs // 2))
    cluster = postgis(bench, {"lines": "geom geometry", "cells": "id int",
                              "corners": "id int, x float8, y float8"})
    folder = bench.folder("cells-%d" % bench.options.nodes)

    def intersect():
        seconds, _ = cluster.time("DROP TABLE IF EXISTS lengths; "
                                  "CREATE UNLOGGED TABLE lengths AS %s;" % LENGTHS)
        return Run(seconds, 0, ())

    def agree(_, __):
        ours.ask("lengths", folder + "/lengths.csv")
        theirs = {int(cell): (int(roads), float(m)) for cell, roads, m in
                  cluster.ask("SELECT id, roads, m FROM lengths")}
        differing = count = 0
        with open(folder + "/lengths.csv") as file:
            for line in file:
                cell, mm = (int(word) for word in line.split(","))
                roads, metres = theirs.get(cell, (0, 0.0))
                differing += abs(mm - 1000 * metres) > 1.5 * roads
                count += 1
        return "%d of %d cells differ" % (differing, count) if differing else None

    peer = pairs.Peer("PostGIS ST_Intersection", intersect, agree, target=50,
                      note="1.5 mm per road")
    if isinstance(cluster, str):
        peer.skipped = cluster
    else:
        cluster.ask("DROP TABLE cells;")
        load_cells(cluster, ours, folder, wanted)
    bench.measure(row, lambda: ours.ask("spread", wanted), [peer])
