#!/usr/bin/python3
"""same.py PROGRAM [OTHERDAY]: the same inputs give the same bytes, and no call to a network.

A small run writes its layers, run file, report, map and memo once, and again with other
numbers of threads, languages, time zones, in another folder and on other days. Every file
must be the same to the byte. Languages are compiled here by localedef where the system
lacks them. Then every command runs under strace: no socket of the internet is opened."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

try:
    import case
    from inject import state
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

LANGUAGES = ("C", "sv_SE.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")


def languages(folder):
    """The languages there are now, and where they lie."""
    for name in LANGUAGES[1:]:
        land, code = name.split(".")
        if shutil.which("localedef"):
            subprocess.run(["localedef", "--no-archive", "-i", land, "-f", code,
                            os.path.join(folder, name)], check=False, capture_output=True)
    have = [name for name in LANGUAGES
            if name == "C" or os.path.isdir(os.path.join(folder, name))]
    if len(have) < len(LANGUAGES):
        print(f"       without {sorted(set(LANGUAGES) - set(have))}: localedef makes none here")
    return have


def turns(top, program, otherday):
    """(what differs, number of threads, folder, variables)"""
    place, other = os.path.join(top, "place"), os.path.join(top, "annan plats")
    out = [(f"{count} threads", count, place, {}) for count in ("1", "2", "4")]
    where = os.path.join(top, "locales")
    os.mkdir(where)
    out += [(name, "2", place, {"LC_ALL": name, "LOCPATH": where, "LANGUAGE": name[:2]})
            for name in languages(where)]
    out += [(zone, "2", place, {"TZ": zone}) for zone in ("Asia/Kathmandu", "Pacific/Kiritimati")]
    out.append(("another folder", "2", other, {}))
    with open(program, "rb") as binary:
        is_sanitized = b"__asan_init" in binary.read()
    if otherday and not is_sanitized:
        out += [(f"second {second}", "2", place, {"LD_PRELOAD": otherday, "WS_DAY": second})
                for second in ("86400", "1582934400", "4102444800")]
    return out


def results(program, folder, threads, variables):
    """What one run writes, by name."""
    before = set(os.listdir(folder))
    line = [program, "analyze", "--municipalities", "municipalities.gpkg", "--offices",
            "offices.gpkg", "--population", "population.gpkg", "--roads", "roads.gpkg", "--within",
            "3km,6km", "--office-access-limit", "2km", "--policy", "policy.json", "--claims",
            "claims.csv", "--per-office", "--lang", "sv", "-q", "--threads", threads]
    pages = ["--report", "sida.html", "--map", "karta.pdf", "--memo", "pm.pdf"]
    for more in ([*pages, "-o", "a.gpkg"], ["--map", "karta.png", "-of", "CSV", "-o", "csv"],
                 ["--map", "karta.svg", "--memo", "pm.html", "-of", "ESRI Shapefile", "-o", "shp"],
                 ["-of", "FlatGeobuf", "-o", "fgb"], ["-of", "GeoJSON", "-o", "json"]):
        done = subprocess.run([*line, *more], cwd=folder, capture_output=True, check=False,
                              env={**os.environ, **variables})
        if done.returncode:
            return {"exit": done.stderr[-300:]}
    out = {os.path.relpath(path, folder): data for path, data in state(folder).items()
           if os.path.relpath(path, folder).split("/")[0] not in before}
    for name in set(os.listdir(folder)) - before:
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    return out


def calls(program, folder):
    """Sockets of the internet that any command opens."""
    _, commands = case.commands(folder)
    case.pair_of(program, folder)
    log, faults = os.path.join(folder, "calls"), []
    for name, arguments in commands:
        shutil.rmtree(os.path.join(folder, "svar"), ignore_errors=True)
        done = subprocess.run(["strace", "-f", "-o", log, "-e", "trace=network", program,
                               *arguments], cwd=folder, capture_output=True, check=False,
                              env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        with open(log, encoding="utf-8", errors="replace") as lines:
            found = re.findall(r"\b(\w+)\(.*AF_(?:INET6?|NETLINK|PACKET)", lines.read())
        if done.returncode or found:
            faults.append(f"{name}: exit {done.returncode}, calls {found}")
    return faults, len(commands)


def main():
    program = os.path.abspath(sys.argv[1])
    otherday = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    top = tempfile.mkdtemp(prefix="whitespot-same-")
    place = os.path.join(top, "place")
    case.commands(place)
    shutil.copytree(place, os.path.join(top, "annan plats"))
    wanted, faults, count = None, [], 0
    for name, threads, folder, variables in turns(top, program, otherday):
        found = results(program, folder, threads, variables)
        wanted = wanted or found
        count += 1
        other = sorted(path for path in set(wanted) | set(found)
                       if wanted.get(path) != found.get(path))
        if other or "exit" in found:
            faults.append(f"{name}: other bytes in {other} {found.get('exit', '')}")
    print(f"same bytes: {count} turns of {len(wanted)} files and folders")
    if shutil.which("strace") and not subprocess.run(["strace", "-o", os.devnull, "true"],
                                                     check=False, capture_output=True).returncode:
        more, commands = calls(program, os.path.join(top, "calls"))
        faults += more
        print(f"no network: {commands} commands")
    shutil.rmtree(top)
    for fault in faults[:20]:
        print("       " + fault)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults or count < 5 else 0)


if __name__ == "__main__":
    main()
