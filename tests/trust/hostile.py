#!/usr/bin/python3
"""hostile.py PROGRAM: hostile text through whole runs, into every page and file.

Names of municipalities, providers, offices, and of the files themselves are scripts,
formulas, queries, markup, paths, terminal signs, formats, controls, marks that turn the
direction of text, and very long ones. Each run writes a GeoPackage, tables, a report, a
map and memos, beside the same run with plain names. Pages have the elements of the plain
ones and no handler or address that runs; pictures, styles and projects are XML of known
elements; the GeoPackage is whole to SQLite and GDAL; no cell of a table is a formula; the
text of the memo has no controls, and nothing printed moves a terminal."""
import collections
import csv
import glob
import html.parser
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import xml.dom.minidom
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "inputs"))
try:
    import cases_hostile as texts
    import world
    from osgeo import ogr
except ImportError as fault:
    print(f"skipped: {fault}")
    sys.exit(77)

CONTROLS = ["a\x01b\x08c", "x\x7fy", "a\u0085b", "\ufeffname", "a\u200bb"]
TURNED = ["\u202egnp.exe", "\u2066a\u2069", "\u200fabc", "a\u202ab\u202c", "\u2067\u05d0"]
LONG = ["x" * 5000, "å" * 3000, "<b>" * 1000, "\U0001f600" * 500, "a " * 2000]
LISTS = {"scripts": texts.SCRIPTS[:5], "more scripts": texts.SCRIPTS[5:],
         "formulas": texts.FORMULAS[:5], "queries": texts.QUERIES[:5], "markup": texts.MARKUP[:5],
         "more markup": texts.MARKUP[5:], "paths": texts.PATHS[:5], "terminal": texts.SIGNS,
         "formats": texts.FORMATS[:5], "controls": CONTROLS, "turned": TURNED, "long": LONG}
PLAIN = ["Namn A", "Namn B", "Namn C", "Namn D", "Namn E"]
PAGES = ["r.html", "m.html"]
TABLE = {"table", "thead", "tbody", "tr", "th", "td", "button", "div"}


class Elements(html.parser.HTMLParser):
    """Counts elements; keeps what would run."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.counts, self.runs = collections.Counter(), []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.counts[tag] += 1
        self.runs += [f"<{tag} {name}>" for name, value in attrs
                      if name.startswith("on") or (value or "").strip().lower().startswith(
                          ("javascript:", "vbscript:", "data:text"))]


def county_of(folder, values):
    """The county with these names, and input files named so where a name may be."""
    county = world.fresh(folder)
    texts.give(county, values)
    for role in ("offices", "municipalities"):
        name = values[0].replace("/", "").replace("\0", "")[:60] or "x"
        county.path[role] = county.file(f"{role} {name}.gpkg")
        world.write_rows(county.path[role], role, county.rows[role])
    return county, county.arguments()


def loose(text):
    """Characters that move a terminal or turn its lines, but for the ends of lines."""
    return {hex(ord(sign)) for sign in text
            if sign not in "\n\f" and (unicodedata.category(sign) == "Cc" or
                                       0x202a <= ord(sign) <= 0x202e or
                                       0x2066 <= ord(sign) <= 0x2069)}


def run(program, folder, arguments):
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, timeout=300,
                          stdin=subprocess.DEVNULL, check=False)
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    faults = [f"{arguments[0]}: exit {done.returncode}: {err[-200:]}"] if done.returncode else []
    return faults + [f"{arguments[0]} prints {sign}" for sign in sorted(loose(out + err))]


def runs(program, folder, arguments):
    """Faults of all runs that write or print."""
    place = os.path.join(folder, "out")
    os.mkdir(place)
    faults = run(program, place, ["analyze", *arguments, "-o", "o.gpkg", "--report", "r.html",
                                  "--map", "k.svg", "--memo", "m.html", "--lang", "sv"])
    faults += run(program, place, ["analyze", *arguments, "-of", "CSV", "-o", "csv", "--memo",
                                   "m.pdf"])
    faults += run(program, place, ["explain", *arguments, "--municipality", "2101"])
    return faults + run(program, place, ["check", *arguments])


def look_pages(place, plain):
    faults = []
    for name in PAGES:
        with open(os.path.join(place, name), encoding="utf-8", newline="") as page:
            found = Elements(page.read())
        with open(os.path.join(plain, name), encoding="utf-8", newline="") as page:
            clean = Elements(page.read())
        faults += [f"{name}: {what} would run" for what in found.runs]
        # What is repaired or cut is told in a table more.
        table = set() if found.counts["table"] == clean.counts["table"] else TABLE
        faults += [f"{name}: {found.counts[tag]} <{tag}>, plain {clean.counts[tag]}"
                   for tag in set(found.counts) | set(clean.counts)
                   if found.counts[tag] != clean.counts[tag] and tag not in table]
    return faults


def tags(text):
    """Elements of an XML text, and attributes that would run."""
    nodes = xml.dom.minidom.parseString(text).getElementsByTagName("*")
    return ({node.tagName for node in nodes},
            {name for node in nodes for name in dict(node.attributes or {}) if name.startswith("on")})


def look_svg(place, plain):
    out = []
    for folder in (place, plain):
        with open(os.path.join(folder, "k.svg"), "rb") as picture:
            out.append(tags(picture.read()))
    return ["k.svg: elements or handlers that the plain one has not"] \
        if out[0][0] - out[1][0] or out[0][1] else []


def project(base):
    """The project that QGIS opens, as XML."""
    content = base.execute("SELECT content FROM qgis_projects").fetchone()[0]
    raw = bytes.fromhex(content if isinstance(content, str) else content.decode("ascii"))
    if raw[:2] != b"PK":
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return packed.read(next(name for name in packed.namelist() if name.endswith(".qgs")))


def look_gpkg(place, values):
    faults, path = [], os.path.join(place, "o.gpkg")
    with sqlite3.connect(path) as base:
        faults += [f"SQLite: {row[0]}" for row in base.execute("PRAGMA integrity_check")
                   if row[0] != "ok"]
        styles = [text for row in base.execute("SELECT styleQML, styleSLD FROM layer_styles")
                  for text in row if text]
        kept = {row[0] for row in base.execute("SELECT namn FROM offices")}
        for text in (*styles, project(base)):
            tags(text)
    faults += [f"{value[:40]!r} is not kept" for value in values if value not in kept]
    data = ogr.Open(path)
    for layer in data:
        if sum(1 for _ in layer) != layer.GetFeatureCount():
            faults.append(f"GDAL: {layer.GetName()} is short of rows")
    return faults


def is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def look_csv(place):
    faults = []
    for path in glob.glob(os.path.join(place, "csv", "*.csv")):
        with open(path, encoding="utf-8", newline="") as table:
            rows = list(csv.reader(table))
        faults += [f"{os.path.basename(path)}: {len(row)} cells of {len(rows[0])}"
                   for row in rows if len(row) != len(rows[0])]
        faults += [f"{os.path.basename(path)}: the cell {cell[:40]!r}" for row in rows
                   for cell in row if cell[:1] in tuple("=+-@\t\r") and not is_number(cell)]
    return faults


def look_pdf(place):
    if not shutil.which("pdftotext"):
        return []
    done = subprocess.run(["pdftotext", os.path.join(place, "m.pdf"), "-"], capture_output=True,
                          check=False)
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode or "Alfa" not in text:
        return [f"m.pdf: pdftotext ends with {done.returncode}, {len(text)} characters"]
    return [f"m.pdf: {sign}" for sign in sorted(loose(text) - {"0x202a", "0x202b", "0x202c"})]


def main():
    program = os.path.abspath(sys.argv[1])
    top, bad = tempfile.mkdtemp(prefix="whitespot-hostile-"), 0
    plain = os.path.join(top, "plain")
    faults = runs(program, plain, county_of(plain, PLAIN)[1])
    for fault in faults:
        print(f"FAILED plain: {fault}")
    for name, values in LISTS.items():
        folder = os.path.join(top, "hostile")
        _, arguments = county_of(folder, values)
        found = runs(program, folder, arguments)
        place = os.path.join(folder, "out")
        if not found:
            found = look_pages(place, os.path.join(plain, "out")) + look_gpkg(place, values) + \
                look_svg(place, os.path.join(plain, "out")) + look_csv(place) + look_pdf(place)
        print(f"{'FAILED' if found else 'ok':6} {name}", flush=True)
        for fault in found[:12]:
            print("       " + fault)
        bad += bool(found)
    shutil.rmtree(top)
    print(f"{len(LISTS)} lists, {bad + bool(faults)} failed")
    sys.exit(1 if bad or faults else 0)


if __name__ == "__main__":
    main()
