"""tools/bench: measures Whitespot beside its peers. See --help."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time

import pairs
import postgres
import table

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORKLOADS = ("W1", "W1k", "W2", "W4", "W5", "W6", "E2E")


class Bench:
    """What all workloads share: options, programs, the network, the database."""

    def __init__(self, options):
        self.options = options
        self.root = ROOT
        self.rows, self.broken = [], []
        self._network = None
        self._cluster = None

    def program(self, name):
        return os.path.join(self.options.build, name)

    def folder(self, name):
        path = os.path.join(self.options.cache, name)
        os.makedirs(path, exist_ok=True)
        return path

    def network(self):
        import work_net
        if not self._network:
            self._network = work_net.Network(self, self.options.nodes)
        return self._network

    def cluster(self, extension):
        """The private database, or why there is none."""
        if self.options.no_peers:
            return "not asked for"
        if not postgres.has_extension(extension):
            return "not installed"
        if not self._cluster:
            try:
                self._cluster = postgres.Cluster()
            except postgres.Failed as failure:
                return str(failure)
        self._cluster.limit(self.options.limit)
        return self._cluster

    def measure(self, row, ours, peers):
        """Runs the pairs and shows the row at once."""
        options = self.options
        if options.no_peers:
            peers = [peer for peer in peers if peer.is_own]
        pairs.measure(row, ours, peers, options.pairs, options.budget)
        self.add(row)

    def skip(self, workload, what, why):
        print("%-4s %-44s %s" % (workload, what, why), flush=True)

    def add(self, row):
        self.rows.append(row)
        table.show(row)

    def close(self):
        if self._network:
            self._network.close()
        if self._cluster:
            self._cluster.close()


def workloads():
    import work_files
    import work_net
    import work_shapes
    return {"W1": work_net.nearest, "W1k": work_net.choices, "W2": work_net.bounded,
            "W4": work_shapes.catchments, "W5": work_shapes.people, "W6": work_files.files,
            "E2E": work_files.whole}


def read_options(words):
    parser = argparse.ArgumentParser(
        prog="tools/bench",
        description="Measures Whitespot beside its peers on the same input: paired runs, "
                    "medians, and whether the results agree. Peers that are not installed are "
                    "skipped with a word; --install installs them. Exit status 1: results "
                    "disagree. No speed makes it fail.")
    cores = os.cpu_count() or 1
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD",
                        help="of %s (all)" % " ".join(WORKLOADS))
    parser.add_argument("--nodes", type=int, default=3000000,
                        help="of the generated network (%(default)s)")
    parser.add_argument("--pairs", type=int, default=int(os.environ.get("WS_BENCH_PAIRS", "5")),
                        help="runs of ours and theirs in turn (5, or $WS_BENCH_PAIRS)")
    parser.add_argument("--budget", type=float, default=15.0,
                        help="seconds after which a slow peer runs no more (%(default)g)")
    parser.add_argument("--limit", type=int, default=240,
                        help="seconds a single run of a peer may take (%(default)s)")
    parser.add_argument("--cache", default=os.path.join(ROOT, "build/bench"),
                        help="where generated cases are kept (build/bench)")
    parser.add_argument("--build", default=os.path.join(ROOT, "build/bench/program"),
                        help="build folder (build/bench/program)")
    parser.add_argument("--data", help="folder of the real extracts ($WS_SHARED_DATA, or "
                                       "../shared/data)",
                        default=os.environ.get("WS_SHARED_DATA",
                                               os.path.join(ROOT, "../shared/data")))
    parser.add_argument("--results", metavar="FILE", help="also write the table as Markdown")
    parser.add_argument("--install", action="store_true", help="install the peers first")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--threads", type=int, default=cores, help="of ours (%d)" % cores)
    options = parser.parse_args(words)
    unknown = set(options.workloads) - set(WORKLOADS)
    if unknown or options.pairs < 1 or options.nodes < 10000:
        parser.error("unknown workload %s" % ", ".join(unknown) if unknown
                     else "expected at least one pair and 10000 nodes")
    options.data = os.path.normpath(options.data)
    return options


def conclude(bench, seconds):
    options = bench.options
    settings = "%d nodes, %d pairs, slow peers at most about %.0f s per line" % (
        options.nodes, options.pairs, options.budget)
    if options.results:
        table.write(options.results, bench.rows, settings, bench.program("whitespot"), seconds)
    differing = table.is_disagreeing(bench.rows)
    for row, peer in differing:
        print("RESULTS DISAGREE: %s, %s: %s: %s" % (row.workload, row.what, peer.name,
                                                   peer.differs))
    missed = [row for row in bench.rows
              for line in table.cells(row) if line[11].endswith("NOT MET")]
    for name in bench.broken:
        print("STOPPED BEFORE ITS END: %s" % name)
    print("%d lines, %d disagree, %d with targets not met, %.0f s" % (
        len(bench.rows), len(differing), len(missed), seconds))
    return 1 if differing or bench.broken else 0


def run(bench, name, workload):
    """One that cannot go on does not stop the others."""
    try:
        workload(bench)
    except (postgres.Failed, OSError, subprocess.SubprocessError) as failure:
        bench.broken.append(name)
        bench.skip(name, "STOPPED", str(failure))


def main():
    options = read_options(sys.argv[1:])
    # So that the database goes down with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(options)
    start = time.monotonic()
    known = workloads()
    free = shutil.disk_usage(bench.folder("")).free
    if free < 8e9 * options.nodes / 3e6:
        print("warning: %s has %.1f GB left" % (options.cache, free / 1e9), file=sys.stderr)
    table.show_head()
    try:
        for name in WORKLOADS:
            if not options.workloads or name in options.workloads:
                run(bench, name, known[name])
    finally:
        bench.close()
    return conclude(bench, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
