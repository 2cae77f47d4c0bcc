"""The table: as text while it runs, as Markdown in the end."""

import datetime
import os
import subprocess

HEAD = ["workload", "what", "runs", "min s", "median s", "MB", "peer", "peer s", "pairs", "ratio",
        "results agree", "target"]

PEERS = """\
## How the peers are called

- igraph: `igraph_distances_dijkstra` in C, once, from one node more that is joined to all
  offices at no cost; the graph stands before. On the dump of our network, whose node numbers
  are in locality order, and on the same with random numbers, as road files have them.
- pgRouting: `pgr_drivingDistance`, undirected, for W1 from one node more as well (its
  `equicost` over all offices takes longer and its costs are not the least everywhere), for W2
  from an array of offices; more rows than PostgreSQL gives a function memory for come in several
  calls. Added up inside the database. Private cluster: 1 GB of shared buffers, 512 MB of
  work_mem, indexes, ANALYZE, no JIT, no fsync.
- GRASS: `v.net.distance -l` with the cost as a column, for 10,000 of the nodes.
- PostGIS: `ST_Union(ST_Buffer(...))` of the reached roads; `ST_Contains` over GiST indexes with
  polygons stored unpacked; `ST_Length(ST_Intersection(...))` of roads and cells.
- ogr2ogr: lines with a highway value to FlatGeobuf without an index, only that column (and the
  other tags of an extract).

What is made before a clock starts on either side: networks, graphs, tables, indexes. W2 keeps
(office, node, mm) rows in memory. W4 is drawn from labels found before.
"""


def number(value):
    if value >= 100:
        return "%.0f" % value
    if value >= 1:
        return "%.2f" % value
    return "%.4f" % value


def megabytes(count):
    return "%.1f" % (count / 1e6) if count else ""


def target_of(peer):
    if peer.target is None:
        return ""
    sign = "<=" if peer.is_own else ">="
    met = peer.is_met()
    return "%s %g: %s" % (sign, peer.target,
                          "not measured" if met is None else "met" if met else "NOT MET")


def peer_cells(peer):
    if not peer.runs:
        return [peer.name, "", "", "", peer.skipped or "", target_of(peer)]
    agree = "NO: " + peer.differs if peer.differs else "yes"
    if peer.is_own:
        agree = "ours over that"
    elif peer.note:
        agree += "; " + peer.note
    if peer.skipped:
        agree += "; then: " + peer.skipped
    return [peer.name, number(peer.seconds), str(len(peer.runs)), number(peer.ratio), agree,
            target_of(peer)]


def claim_cells(claim):
    text, value, target, unit = claim
    return [text, "", "", number(value) + unit, "",
            "" if target is None
            else "<= %g%s: %s" % (target, unit, "met" if value <= target else "NOT MET")]


def cells(row):
    """One line per peer and claim; ours stands in the first."""
    ours = [row.workload, row.what, str(len(row.runs)), number(row.least), number(row.median), megabytes(row.bytes)]
    right = [peer_cells(peer) for peer in row.peers] + [claim_cells(c) for c in row.claims]
    lines = []
    for part in right or [[""] * 6]:
        lines.append(ours + part)
        ours = [""] * 6
    return lines


def show(row):
    for line in cells(row):
        left = "%-4s %-40s %2s %8s %8s %7s" % tuple(line[:6])
        print("%s  %-22s %8s %3s %8s  %s%s" % (
            left, line[6], line[7], line[8], line[9], line[10],
            "  [%s]" % line[11] if line[11] else ""), flush=True)


def show_head():
    print("%-4s %-40s %2s %8s %8s %7s  %-22s %8s %3s %8s  %s" % tuple(
        ["", "what", "n", "min s", "median s", "MB", "peer", "median s", "n", "ratio",
         "results agree  [target]"]), flush=True)


def is_disagreeing(rows):
    return [(row, peer) for row in rows for peer in row.peers if peer.differs]


# ---- the results file -------------------------------------------------------------


def machine():
    flags, model = [], "unknown"
    with open("/proc/cpuinfo") as cpuinfo:
        for line in cpuinfo:
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                model = value.strip()
            if name.strip() == "flags":
                flags = value.split()
    shown = [f for f in ("sse4_2", "avx2", "bmi2", "avx512f", "avx512vl") if f in flags]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return "%d cores, %.0f GB, %s (%s)" % (os.cpu_count(), memory / 2**30, model,
                                           " ".join(shown) or "no vector flags listed")


def first_line(*words):
    try:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, universal_newlines=True)
    except OSError:
        return ""
    return done.stdout.splitlines()[0] if done.returncode == 0 and done.stdout else ""


def versions(program):
    packages = ["libigraph-dev", "postgresql-15", "postgresql-15-postgis-3",
                "postgresql-15-pgrouting", "grass-core", "gdal-bin", "gcc"]
    here = os.path.dirname(os.path.abspath(__file__))
    found = [first_line(program, "--version"),
             "commit " + first_line("git", "-C", here, "rev-parse", "--short", "HEAD")]
    for package in packages:
        version = first_line("dpkg-query", "-W", "-f", "${Version}\n", package)
        if version:
            found.append("%s %s" % (package, version))
    return [text for text in found if text]


def write(path, rows, settings, program, seconds):
    lines = ["# Benchmarks", "",
             "Written by `tools/bench --results`. Paired runs (ours, theirs, ours, theirs ...);",
             "`ratio` is the median over the pairs of their seconds over ours, so above 1 means",
             "that we are faster. `MB` is the size of the result for single steps and the",
             "largest memory for whole programs.", "",
             "- date: %s" % datetime.date.today().isoformat(),
             "- machine: %s; load at the end %.1f" % (machine(), os.getloadavg()[0]),
             "- settings: %s; the whole took %.0f s" % (settings, seconds),
             "- versions: %s" % "; ".join(versions(program)), "",
             "| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    for row in rows:
        lines += ["| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in line)
                  + " |" for line in cells(row)]
    lines += ["", "## Targets", ""] + targets(rows) + ["", PEERS.rstrip("\n")]
    with open(path, "w") as out:
        out.write("\n".join(lines) + "\n")


def targets(rows):
    lines = []
    for row in rows:
        for line in cells(row):
            if line[11]:
                lines.append("- %s, %s: %s %s, target %s" % (row.workload, row.what, line[6],
                                                             line[9], line[11]))
    return lines or ["None of the workloads that ran has one."]
