"""Inputs that change, outputs in the way, disks that are full (111-115)."""
import os
import resource
import shutil
import subprocess
import time

import world
from environment_place import NOBODY, check, refused, unchanged

# ---- 111: inputs that change -------------------------------------------------------------------

def while_running(place, act, *more):
    """Acts again and again until the run has ended."""
    process = place.start(*more)
    while process.poll() is None:
        act()
        time.sleep(0.001)
    out, err = process.communicate()
    return process.returncode, out, err.decode("utf-8", "replace")


@check(111, "an input that is touched all the time")
def _(place):
    faults = []
    for role in ("municipalities", "offices", "population", "roads"):
        path = place.county.path[role]
        done = while_running(place, lambda path=path: os.utime(path))
        faults += refused(done, os.path.basename(path), "changed while it was read")
    return faults


@check(111, "an input that is replaced all the time")
def _(place):
    path = place.county.path["roads"]
    copies = [path + ".a", path + ".b"]
    for copy in copies:
        shutil.copy(path, copy)

    def swap():
        shutil.copy(path, copies[0])
        os.rename(copies[0], path)
    return refused(while_running(place, swap), "roads.gpkg")


@check(111, "a table that is cut all the time ends by itself, never by a signal")
def _(place):
    path = place.county.file("people.csv")
    text = "kommunkod,folkmangd\n2101,500\n2104,600\n2121,700\n2132,800\n" + "\n" * 3_000_000
    place.arguments[place.arguments.index("--population") + 1] = path

    def cut():
        with open(path, "r+b") as out:
            out.truncate(len(text) if os.path.getsize(path) < 1000 else 70)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)
    done = while_running(place, cut)
    if done[0] == 0:  # no cut fell into the reading; the rows stand before every cut
        return []
    return refused(done, "people.csv")


@check(111, "the table of a shapefile that is touched all the time")
def _(place):
    county = place.county
    shapes = county.file("kommuner.shp")
    world.write_rows(shapes, "kommuner", county.rows["municipalities"], "ESRI Shapefile")
    place.arguments[place.arguments.index("--municipalities") + 1] = shapes
    done = while_running(place, lambda: os.utime(shapes[:-4] + ".dbf"))
    return refused(done, "kommuner.shp", "changed while it was read", ".dbf")


# ---- 112, 113: the output is in the way ---------------------------------------------------------

@check(112, "the output is an input, under its own and other names")
def _(place):
    roads = place.county.path["roads"]
    os.symlink("roads.gpkg", place.county.file("link.gpkg"))
    os.link(roads, place.county.file("hard.gpkg"))
    os.mkdir(place.county.file("sub"))
    os.symlink("..", place.county.file("sub/up"))
    faults = []
    for name in (roads, "roads.gpkg", "./roads.gpkg", "sub/../roads.gpkg", "link.gpkg", "hard.gpkg",
                 "sub/up/roads.gpkg"):
        before = place.state()
        done = place.run("-o", name, "--overwrite", output=False)
        faults += refused(done, "input") + unchanged(place, before)
    return faults


@check(112, "the output's run file or folder is an input")
def _(place):
    faults = []
    inside = place.county.file("svar")
    os.mkdir(inside)
    shutil.copy(place.county.path["roads"], inside)
    place.arguments[place.arguments.index("--roads") + 1] = os.path.join(inside, "roads.gpkg")
    before = place.state()
    done = place.run("-o", inside, "--format", "GeoJSON", "--overwrite", output=False)
    return faults + refused(done) + unchanged(place, before)


@check(113, "the output exists")
def _(place):
    faults = []
    for path in place.pair():
        place.clear()
        with open(path, "w", encoding="utf-8") as out:
            out.write("mine")
        before = place.state()
        faults += refused(place.run(), "exists", "--overwrite") + unchanged(place, before)
    status, _, err = place.run("--overwrite")
    if status:
        faults.append(f"--overwrite does not replace it: {err[-200:]}")
    return faults


# ---- 114, 115: nowhere to write --------------------------------------------------------------------

@check(114, "folders that cannot be written to")
def _(place):
    faults = []
    with open(place.county.file("file"), "w", encoding="utf-8") as out:
        out.write("a file")
    before = place.state()
    for name in ("file/result.gpkg", "/proc/result.gpkg", "no/such/folder/result.gpkg",
                 "/dev/null/result.gpkg", "/sys/result.gpkg"):
        faults += refused(place.run("-o", name, output=False), name) + unchanged(place, before)
    return faults


@check(114, "a folder without permission, an input without permission")
def _(place):
    if os.getuid():
        return []
    os.chmod(place.folder, 0o755)
    os.chmod(os.path.dirname(place.folder), 0o755)
    program = place.program
    before = place.state()
    drop = {"preexec_fn": lambda: os.setuid(NOBODY)}
    try:
        subprocess.run([program, "version"], capture_output=True, check=True, **drop)
    except (OSError, subprocess.CalledProcessError):
        return []  # the program lies where nobody else can read
    faults = refused(place.run(**drop), "result.gpkg") + unchanged(place, before)
    os.chmod(place.county.path["offices"], 0)
    faults += refused(place.run(output=False, **drop), "offices.gpkg", "permission")
    return faults


def cap_files(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@check(115, "a disk that is full at any byte; the old result stays")
def _(place):
    place.run()
    sizes = [os.path.getsize(path) for path in place.pair()]
    before = place.state()
    faults = []
    limits = {0, 1, 511, 4096, 8192, sizes[1] - 1, sizes[1] + 1, sizes[0] // 2, sizes[0] - 4096,
              sizes[0] - 1}
    for limit in sorted(limit for limit in limits if 0 <= limit < sizes[0]):
        for command in ((), ("--overwrite",)):
            done = place.run(*command, preexec_fn=cap_files(limit))
            faults += refused(done) + unchanged(place, before)
    place.clear()
    empty = place.state()
    for limit in (0, 4096, sizes[0] // 2):
        for output in ((), ("-o", "folder", "--format", "GeoJSON"),
                       ("-o", "folder", "--format", "ESRI Shapefile"),
                       ("-o", "folder", "--format", "CSV")):
            done = place.run(*output, output=not output,
                             preexec_fn=cap_files(min(limit, 4096) if output else limit))
            faults += [f"{output} at {limit}: {fault}"
                       for fault in refused(done) + unchanged(place, empty)]
    return faults
