"""Memory, clocks, the network, streams (119-123)."""
import http.server
import json
import os
import resource
import shutil
import subprocess
import threading

import world
from environment_place import check, refused, unchanged
from osgeo import ogr

# ---- 119: memory ------------------------------------------------------------------------------------

def cap_memory(megabytes):
    size = megabytes << 20
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


@check(119, "little memory: an error, never a crash")
def _(place):
    before = place.state()
    faults, seen = [], set()
    if place.is_sanitized():
        return []
    for megabytes in (60, 80, 100, 110, 120, 130, 140, 150, 160, 180, 200, 240, 300):
        if subprocess.run([place.program, "--version"], capture_output=True, check=False,
                          preexec_fn=cap_memory(megabytes)).returncode:
            continue  # the libraries cannot even be loaded
        status, out, err = place.run("--threads", "1", preexec_fn=cap_memory(megabytes))
        seen.add(status)
        if status < 0:
            faults.append(f"{megabytes} MB: ended by {status}: {err[-200:]}")
        elif status:
            faults += [f"{megabytes} MB: {fault}" for fault in refused((status, out, err), "memory")]
        place.clear()
        faults += unchanged(place, before)
    if not seen - {0}:
        faults.append("no limit was small enough to tell anything")
    return faults


@check(119, "a table that needs more than there is says how much")
def _(place):
    path = place.county.file("people.csv")
    if place.is_sanitized():
        return []
    with open(path, "w", encoding="utf-8") as out:
        out.write("kommunkod,folkmangd,x\n" + "2101,5," + "a" * 60 + "\n")
        for _ in range(300):
            out.write(("2104,6," + "b" * 60 + "\n") * 10_000)
    place.arguments[place.arguments.index("--population") + 1] = path
    return refused(place.run(preexec_fn=cap_memory(600), seconds=120), "people.csv",
                   "needs about", "MB")


@check(119, "roads that need more than there is are refused before they are read")
def _(place):
    path = place.county.file("many.gpkg")
    if place.is_sanitized():
        return []
    ogr.UseExceptions()
    source = ogr.GetDriverByName("GPKG").CreateDataSource(path)
    layer = source.CreateLayer("many", world._system(3006), ogr.wkbLineString,
                               ["SPATIAL_INDEX=NO"])
    layer.CreateField(ogr.FieldDefn("highway"))
    line = ogr.Feature(layer.GetLayerDefn())
    line.SetField("highway", "tertiary")
    layer.StartTransaction()
    for i in range(500_000):
        x, y = 600_000 + i % 700 * 50, 6_700_000 + i // 700 * 50
        line.SetGeometryDirectly(ogr.CreateGeometryFromWkt(f"LINESTRING ({x} {y},{x + 50} {y})"))
        line.SetFID(-1)
        layer.CreateFeature(line)
    layer.CommitTransaction()
    del line, layer, source
    place.arguments[place.arguments.index("--roads") + 1] = path
    # What the libraries take before anything is read differs from build to build.
    least = next(megabytes for megabytes in range(100, 1000, 10) if not subprocess.run(
        [place.program, "--version"], capture_output=True, check=False,
        preexec_fn=cap_memory(megabytes)).returncode)
    return refused(place.run(preexec_fn=cap_memory(least + 70), seconds=120), "many.gpkg",
                   "needs about", "MB")


# ---- 121: clocks -------------------------------------------------------------------------------------

@check(121, "time zones, old and future files, languages: identical bytes")
def _(place):
    place.run("--json")
    wanted = [place.state()[path] for path in place.pair()]
    faults = []
    turns = [{"TZ": "Asia/Kathmandu"}, {"TZ": "America/St_Johns"}, {"TZ": "nonsense"},
             {"LC_ALL": "tr_TR.UTF-8"}, {"LC_ALL": "sv_SE.UTF-8", "LANG": "sv_SE.UTF-8"},
             {"SOURCE_DATE_EPOCH": "0"}, {"LC_ALL": "C", "HOME": "/nowhere"}]
    if shutil.which("faketime"):
        turns += ["1970-01-02 00:00:00", "2038-02-01 00:00:00"]
    for turn, change in enumerate(turns):
        for path in place.county.path.values():
            os.utime(path, (turn * 500_000_000, turn * 500_000_000))
        place.clear()
        if isinstance(change, str):
            line = ["faketime", change, place.program, "analyze"] + place.arguments
            subprocess.run(line + ["--json", "-o", place.output], cwd=place.folder, check=False,
                           capture_output=True)
        else:
            place.run("--json", env={**os.environ, **change})
        if [place.state().get(path) for path in place.pair()] != wanted:
            faults.append(f"{change}: other bytes")
    return faults


# ---- 122: the network ----------------------------------------------------------------------------------

class Counter(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"type":"FeatureCollection","features":[]}')

    do_GET = do_HEAD = do_POST = answer

    def log_message(self, *_):
        pass


@check(122, "nothing is asked for")
def _(place):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    faults = []
    remote = {**os.environ, "PROJ_NETWORK": "ON", "PROJ_NETWORK_ENDPOINT": address,
              "http_proxy": address, "HTTP_PROXY": address, "https_proxy": address}
    at = place.arguments.index("--municipalities") + 1
    for name in (address + "/k.geojson", "/vsicurl/" + address + "/k.gpkg",
                 "/vsicurl_streaming/" + address + "/k.geojson", "WFS:" + address,
                 "OAPIF:" + address, "/vsizip//vsicurl/" + address + "/k.zip",
                 f"<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>"):
        arguments = list(place.arguments)
        arguments[at] = name
        faults += refused(place.run(arguments=arguments, env=remote, seconds=10), "no such file")
    for name, text in (("k.geojson", f"<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>"),
                       ("k.gpkg", f"<VRTDataset>{address}</VRTDataset>"),
                       ("k.csv", address), ("k.shp", address)):
        arguments = list(place.arguments)
        arguments[at] = place.county.text("municipalities", text, name).path["municipalities"]
        faults += refused(place.run(arguments=arguments, env=remote, seconds=10), name)
    faults += refused(place.run("--crs", "municipalities=" + address + "/crs", env=remote))
    status, _, err = place.run(env=remote)
    if status:
        faults.append(f"a run with a network at hand: {err[-200:]}")
    server.shutdown()
    return faults + [f"asked for {path}" for path in server.asked]


# ---- 123: streams ------------------------------------------------------------------------------------------

def close(*numbers):
    def before_start():
        for number in numbers:
            os.close(number)
    return before_start


@check(123, "closed and full streams")
def _(place):
    before = place.state()
    faults = []
    for numbers in ((0,), (0, 2), (2,)):
        status, out, err = place.run("--json", preexec_fn=close(*numbers))
        if status:
            faults.append(f"closed {numbers}: exit {status}: {err[-200:]}")
        else:
            json.loads(out)
        place.clear()
        faults += unchanged(place, before)
    for numbers in ((1,), (0, 1), (0, 1, 2)):
        status, _, err = place.run("--json", preexec_fn=close(*numbers))
        faults += refused((status, b"", err), *(["standard output"] if 2 not in numbers else []))[
            :1 if 2 not in numbers else 0]
        faults += [] if status > 0 else [f"closed {numbers}: exit {status}"]
        faults += unchanged(place, before)
    for command in (("--json",), ()):
        with open("/dev/full", "wb") as full:
            done = place.run(*command, stdout=full)
        faults += refused(done, "standard output") + unchanged(place, before)
    return faults
