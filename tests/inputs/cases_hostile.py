"""Catalogue 124 to 132: hostile text in names, from the data into every output."""
import csv
import json
import os
import sqlite3
import subprocess
import sys
import xml.dom.minidom

import tables
from cases import A, case

PROGRAM = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
SCRIPTS = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "`id`", "${7*7}", "{{7*7}}",
           "</script><script>", "a\u2028b\u2029c", "javascript:alert(1)"]
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x";"y")']
QUERIES = ["x'); DROP TABLE offices;--", 'x"; DELETE FROM offices;', "a;b;c", "'' OR ''1''=''1",
           "x' || load_extension('y') || '", "%' --", "[x]", "NULL;"]
MARKUP = ["]]>", "&lol;", "<!--", "-->", "<![CDATA[", "a & b < c > d", "\u00e5]]]>", "&#0;"]
PATHS = ["../../../etc/passwd", "/etc/passwd", "CON", "NUL.txt", "a/b\\c", "C:\\temp", "x" * 300,
         "å" * 150, ".", "..", "-rf", "*?|"]
SIGNS = ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x1bP\x1b\\"]
FORMATS = ["%s%n%s%n", "%x%x%x%x", "%1000000d", "%%n", "{0}", "%.99999f"]


def give(county, values):
    """The values as names, providers and ids of offices, and as names of zones."""
    for i, row in enumerate(county.rows["offices"]):
        row["namn"] = values[i % len(values)]
        row["kontorid"] = f"{row['kontorid']} {values[i % len(values)]}"
        row["leverantor"] = f"{row['leverantor']} {values[i % len(values)]}".strip()
    for i, row in enumerate(county.rows["municipalities"]):
        row["kommunnamn"] = "N" + values[i % len(values)]
    # providers stay three, so that the figures stay those of the clean twin
    kinds = {}
    for row in county.rows["offices"]:
        kind = row["leverantor"].split(" ")[0]
        row["leverantor"] = kinds.setdefault(kind, row["leverantor"])


def outputs(county, values):
    """Every format is written and read back: the names are there, and inert."""
    faults = []
    for form, name in [("GPKG", "o.gpkg"), ("GeoJSON", "geojson"), ("CSV", "csv"),
                       ("ESRI Shapefile", "shp"), ("FlatGeobuf", "fgb")]:
        path = county.file(name)
        line = [PROGRAM, "analyze", *county.arguments(), "-of", form, "-o", path]
        done = subprocess.run(line, capture_output=True, timeout=120, check=False,
                              cwd=county.folder)
        if done.returncode:
            faults.append(f"{form}: exit {done.returncode} {done.stderr[-300:]}")
        if b"\x1b" in done.stdout + done.stderr:
            faults.append(f"{form}: an escape sign was printed")
        strange = [n for _, _, names in os.walk(path) for n in names
                   if not n.replace("_", "").replace(".", "").replace("-", "").isalnum()]
        if strange:
            faults.append(f"{form}: files {strange}")
    return faults + look_gpkg(county.file("o.gpkg"), values) + look_csv(county.file("csv"), values)


def look_gpkg(path, values):
    with sqlite3.connect(path) as base:
        rows = base.execute("SELECT namn, kontorid FROM offices ORDER BY office").fetchall()
        styles = base.execute("SELECT styleQML, styleSLD FROM layer_styles").fetchall()
        tables_left = {row[0] for row in base.execute("SELECT name FROM sqlite_master")}
    faults = []
    for style in styles:
        for text in filter(None, style):
            try:
                xml.dom.minidom.parseString(text)
            except Exception as fault:
                faults.append(f"a style is no XML: {fault}")
    kept = {row[0] for row in rows}
    faults += [f"name {value!r} is not kept in the GeoPackage: {sorted(kept)}"
               for value in values[:5] if value not in kept]
    if "offices" not in tables_left:
        faults.append("the table of offices is gone")
    return faults


def look_csv(folder, values):
    with open(os.path.join(folder, "offices.csv"), encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    faults = [f"a cell begins with {cell[0]!r}" for row in rows for key, cell in row.items()
              if cell and cell[0] in "=+@\t\r"]
    kept = {row["namn"] for row in rows}
    for value in values[:5]:
        guarded = "'" + value if value[0] in "=+-@\t\r" else value
        if guarded not in kept:
            faults.append(f"name {value!r} is not kept in the CSV: {sorted(kept)}")
    return faults


def hostile(number, name, values):
    seen = {}

    def after(run, _):
        text = json.dumps(run.evidence)
        faults = outputs(seen["county"], values)
        if "\x1b" in run.err or "\x1b" in run.out or "\x1b" in text:
            faults.append("an escape sign was printed")
        return faults

    @case(number, name, A, after=after, seconds=60)
    def _(county):
        seen["county"] = county
        give(county, values)


for start in range(0, len(SCRIPTS), 5):
    hostile(124 if start == 0 else 125, f"scripts in names, from {start}", SCRIPTS[start:start + 5])
hostile(126, "formulas in names", FORMULAS[:5])
hostile(126, "more formulas in names", FORMULAS[5:])
hostile(127, "queries in names", QUERIES[:5])
hostile(127, "more queries in names", QUERIES[5:])
hostile(128, "markup in names", MARKUP[:5])
hostile(128, "more markup in names", MARKUP[5:])
hostile(130, "paths in names", PATHS[:5])
hostile(130, "long paths in names", PATHS[5:10])
hostile(130, "options as names", PATHS[8:])
hostile(131, "terminal signs in names", SIGNS)
hostile(132, "formats in names", FORMATS[:5])


@case(126, "formulas in an offices table", A)
def _(county):
    def change(rows):
        for row, value in zip(rows, FORMULAS):
            row["namn"] = '"' + value.replace('"', '""') + '"'
    tables.offices(county, change=change)


def escaped(run, _):
    return [] if "\\x1b" in run.err and "\x1b" not in run.err else ["an escape sign was printed"]


@case(131, "terminal signs in a warning", "R", "codes of no municipality", same=False, after=escaped)
def _(county):
    rows = tables.people_rows() + [{"kommunkod": "9\x1b[31m", "befolkning": "5"}]
    tables.people(county, rows)


@case(132, "formats in a column's name", "E", "%n%s")
def _(county):
    for row in county.rows["offices"]:
        row["%n%s"] = row.pop("leverantor")


@case(127, "quotes in the names of columns and layers", A)
def _(county):
    for row in county.rows["offices"]:
        row["a'b\"c;--"] = "x"
