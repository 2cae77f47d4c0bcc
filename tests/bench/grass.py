"""GRASS v.net.distance on a dumped network, in a location of its own."""

import glob
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile

from talk import Failed, Run, run_once

SAMPLE = 10000  # nodes asked for: it draws the way of each
OFFICES, ROADS, NODES = 3, 1, 2  # layers of the map


def base():
    folders = sorted(glob.glob("/usr/lib/grass[0-9]*"))
    return folders[-1] if folders and shutil.which("grass") else None


def location(folder, bench):
    """A location with the network of that folder, or why there is none."""
    if bench.options.no_peers:
        return "not asked for"
    if not base():
        return "not installed"
    place = Location(bench.options.limit)
    try:
        place.load(folder, 170)
    except Failed as failure:
        place.close()
        return str(failure)
    return place


class Location:
    def __init__(self, limit_s):
        self.folder = tempfile.mkdtemp(prefix="whitespot-bench-grass-")
        self.limit_s = limit_s
        self.count = 0
        home = base()
        self.environment = dict(
            os.environ, GISBASE=home, GISRC=self.folder + "/rc", HOME=self.folder,
            PATH="%s/bin:%s/scripts:%s" % (home, home, os.environ["PATH"]),
            LD_LIBRARY_PATH=home + "/lib")
        with open(self.folder + "/rc", "w") as rc:
            rc.write("GISDBASE: %s\nLOCATION_NAME: net\nMAPSET: PERMANENT\nGUI: text\n"
                     % self.folder)

    def run(self, *words):
        return run_once(list(words), self.limit_s, env=self.environment)

    def load(self, folder, offices):
        """Lines carry their edge, nodes at their ends the node number plus 1."""
        subprocess.run(["grass", "-e", "-c", "XY", self.folder + "/net"], check=False,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=self.folder))
        with open(folder + "/nodes.csv") as file:
            places = [line.rstrip("\n").split(",")[1:] for line in file]
        with open(folder + "/offices.csv") as file:
            starts = {int(line) for line in file.read().split()[:offices]}
        asked = set(random.Random(5).sample(range(len(places)), min(SAMPLE, len(places))))
        costs = []
        with open(self.folder + "/net.txt", "w") as out:
            with open(folder + "/edges.csv") as file:
                for number, line in enumerate(file, 1):
                    _, tail, head, mm = (int(word) for word in line.split(","))
                    out.write("L 2 1\n %s %s\n %s %s\n %d %d\n" % (
                        *places[tail], *places[head], ROADS, number))
                    # They become whole thousandths in there: cut off, not rounded.
                    costs.append((number, (mm + 0.25) / 1000.0))
            for node in sorted(asked | starts):
                layers = [NODES] * (node in asked) + [OFFICES] * (node in starts)
                out.write("P 1 %d\n %s %s\n" % (len(layers), *places[node]))
                out.write("".join(" %d %d\n" % (layer, node + 1) for layer in layers))
        self.run("v.in.ascii", "-n", "--quiet", "format=standard",
                 "input=" + self.folder + "/net.txt", "output=net")
        self.set_costs(costs)

    def set_costs(self, costs):
        path = self.folder + "/net/PERMANENT/sqlite"
        os.makedirs(path, exist_ok=True)
        with sqlite3.connect(path + "/sqlite.db") as database:
            database.execute("CREATE TABLE net (cat INTEGER PRIMARY KEY, m DOUBLE PRECISION)")
            database.executemany("INSERT INTO net VALUES (?, ?)", costs)
        database.close()
        self.run("db.connect", "driver=sqlite", "database=%s/sqlite.db" % path)
        self.run("v.db.connect", "--quiet", "map=net", "table=net", "key=cat",
                 "layer=%d" % ROADS)

    def nearest(self):
        self.count += 1
        self.found = "found%d" % self.count
        return self.run("v.net.distance", "--quiet", "-l", "input=net", "output=" + self.found,
                        "from_layer=%d" % NODES, "to_layer=%d" % OFFICES,
                        "arc_layer=%d" % ROADS, "arc_column=m")

    def costs(self):
        path = self.folder + "/net/PERMANENT/sqlite/sqlite.db"
        database = sqlite3.connect(path)
        rows = database.execute("SELECT cat, dist FROM " + self.found).fetchall()
        database.close()
        return {cat - 1: round(1000 * metres) for cat, metres in rows}

    def agree(self, network):
        def compare(_, __):
            path = network.folder + "/ours.costs"
            network.ours.ask("save", path)
            with open(path, "rb") as file:
                ours = memoryview(file.read()).cast("I")
            theirs = self.costs()
            count = sum(ours[node] != mm for node, mm in theirs.items())
            if count or not theirs:
                return "%d of %d nodes differ" % (count, len(theirs))
            return None
        return compare

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
