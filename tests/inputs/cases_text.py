"""Catalogue 55, 56 and 60 to 69: encodings, delimited text, numbers."""
import os
import subprocess

import tables
from cases import A, E, R, Skip, case
from world import CODES, csv_text, write_rows

SWEDISH = {"2101": "Ockelbo", "2121": "Ovanåker"}
EASTERN = "Kontor Å Ä Ö é"


def renamed(rows):
    rows[0]["namn"] = EASTERN


def table(number, name, verdict, *words, column="befolkning", value=None, separator=",", row=1,
          options=(), after=None, **rest):
    """A population table with one value of the second municipality changed."""
    @case(number, name, verdict, *words, same=False, after=after, **rest)
    def _(county):
        rows = tables.people_rows(column)
        rows[row][column] = value
        tables.people(county, rows, separator)
        county.options += list(options)


# ---- numbers (55, 56, 64, 69) ---------------------------------------------------------------

for what, value in [("thousands comma in quotes", '"12,345"'), ("a word in front", "ca 900"),
                    ("percent", "25 %"), ("a unit", "900 st"), ("hexadecimal", "0x1F"),
                    ("two points", "1.2.3"), ("a minus that is no hyphen", "\u22125"),
                    ("apostrophe between thousands", "12'345"), ("words", "många"),
                    ("a range", "10-20"), ("a fraction", "1/2"), ("infinite", "inf")]:
    table(55, f"people: {what}", E, "line 3", "befolkning", value.strip('"')[:3], value=value)

table(55, "people: 1,5 in a comma file", E, "line 3", "befolkning", "DECIMAL=COMMA", value='"1,5"')
table(55, "people: decimal comma where semicolons separate", A, value="900,5", separator=";",
      after=tables.sums({"2104": 900.5, "2132": 12345}))
table(55, "people: decimal comma by option", A, value='"900,5"', after=tables.sums({"2104": 900.5}),
      options=["-oo", "population=DECIMAL=COMMA"])
table(55, "people: 1.234,5 in a semicolon file", E, "befolkning", "a point", "a comma", value="1.234,5",
      separator=";")


def thousands(name, verdict, values, *words, separator=",", options=(), after=None):
    @case(55, name, verdict, *words, same=False, after=after)
    def _(county):
        rows = [{"kommunkod": code, "befolkning": value} for (code, _), value in zip(CODES, values)]
        tables.people(county, rows, separator)
        county.options += list(options)


SPACED = {"2101": 1200, "2104": 900, "2132": 12345}
for what, space in [("plain", " "), ("no-break", "\u00a0"), ("thin", "\u2009"),
                    ("narrow no-break", "\u202f")]:
    thousands(f"thousands: {what} space in the whole column", R,
              [f"1{space}200", "900", "60", f"12{space}345"], "befolkning", "12 345",
              after=tables.sums(SPACED))
thousands("thousands: space in some rows only", E, ["1 200", "900", "60", "12345"], "befolkning",
          "12 345", "line 2")
thousands("thousands: groups of two", E, ["12 34", "900", "60", "12 345"], "line 2", "12 34")
thousands("thousands: a point in every long number", E, ["1.200", "900", "60", "12.345"],
          "befolkning", "DECIMAL=POINT")
thousands("thousands: a point that is stated to be decimal", A, ["1.200", "900", "60", "12.345"],
          options=["-oo", "population=DECIMAL=POINT"], after=tables.sums({"2101": 1.2, "2132": 12.345}))
thousands("thousands: fractions of people are no thousands", A, ["1.25", "900.5", "60", "12.345"],
          after=tables.sums({"2101": 1.25, "2104": 900.5}))
thousands("thousands: a comma in every long number of a semicolon file", E,
          ["1,200", "900", "60", "12,345"], "befolkning", "DECIMAL=COMMA", separator=";")
thousands("decimal comma and decimal point in one column", E, ["1,5", "2.25", "60", "12"],
          "befolkning", separator=";")

table(56, "people: 1e30", E, "line 3", "befolkning", value="1e30")
table(56, "people: beyond 64 bits", E, "line 3", "befolkning", value="92233720368547758080")
table(56, "people: 1e999", E, "line 3", "befolkning", value="1e999")
table(56, "people: 9e2", A, value="9e2", after=tables.sums())


@case(56, "people beyond 64 bits in GeoJSON", E, "feature", "bef_totalt")
def _(county):
    county.format["population"] = "GeoJSON"
    county.write("population")
    with open(county.path["population"], encoding="utf-8") as source:
        text = source.read()
    county.text("population", text.replace('"bef_totalt": 10 ', '"bef_totalt": 18446744073709551617 '),
                "population.geojson")


@case(56, "id beyond 64 bits in GeoJSON", "E")
def _(county):
    for row in county.rows["offices"]:
        row["kontorid"] = 7 + int(row["kontorid"][1:])
    county.format["offices"] = "GeoJSON"
    county.write("offices")
    with open(county.path["offices"], encoding="utf-8") as source:
        text = source.read()
    county.text("offices", text.replace('"kontorid": 8,', '"kontorid": 18446744073709551617,'),
                "offices.geojson")


for what, value in [("a date", "2024-01-02"), ("a month", "jan-24"), ("true", "true"),
                    ("Ja", "Ja"), ("a time", "12:30")]:
    table(69, f"people: {what}", E, "line 3", "befolkning", value, value=value)


@case(69, "people: booleans of GeoJSON", E, "bef_totalt", "feature")
def _(county):
    for row in county.rows["population"]:
        row["bef_totalt"] = True
    county.path["population"] = county.file("population.geojson")
    from world import geojson
    geojson(county.path["population"], county.rows["population"],
            "urn:ogc:def:crs:EPSG::3006")


# ---- encodings (60, 61, 62) -------------------------------------------------------------------

@case(60, "offices: Latin-1 without a word", R, "offices.csv", "Windows-1252", same=True)
def _(county):
    tables.offices(county, change=renamed, encoding="latin-1")


for spelling in ("latin1", "ISO-8859-1", "iso8859_1", "cp1252", "windows-1252", "Latin-1", "ANSI"):
    @case(60, f"offices: Latin-1 stated as {spelling}", A)
    def _(county, spelling=spelling):
        tables.offices(county, change=renamed, encoding="latin-1")
        county.options += ["--encoding", f"offices={spelling}"]

for spelling in ("utf8", "UTF-8", "utf-8"):
    @case(60, f"offices: UTF-8 stated as {spelling}", A)
    def _(county, spelling=spelling):
        tables.offices(county, change=renamed)
        county.options += ["--encoding", f"offices={spelling}"]


@case(60, "offices: an encoding nobody knows", E, "klingon", "Windows-1252", "UTF-8")
def _(county):
    tables.offices(county)
    county.options += ["--encoding", "offices=klingon"]


@case(60, "offices: Latin-1 though UTF-8 is stated", E, "offices.csv", "--encoding offices=")
def _(county):
    tables.offices(county, change=renamed, encoding="latin-1")
    county.options += ["--encoding", "offices=utf-8"]


@case(60, "offices: UTF-8 though Latin-1 is stated", R, "offices.csv", "leverantor", same=True)
def _(county):
    def change(rows):
        for row in rows:
            row["leverantor"] += " Västerås"
    tables.offices(county, change=change)
    county.options += ["--encoding", "offices=latin1"]


@case(60, "offices: lines of UTF-8 and lines of Latin-1", R, "Windows-1252", same=True)
def _(county):
    tables.offices(county, change=renamed)
    with open(county.path["offices"], "rb") as source:
        raw = source.read()
    county.text("offices", raw.replace(b"Kontor k2", "Sjö".encode("latin-1")))


def shapes(county, encoding, cpg):
    """Municipalities as a Shapefile with bytes of one encoding and the word of another."""
    path = county.path["municipalities"] = county.file("municipalities.shp")
    write_rows(path, "municipalities", county.rows["municipalities"], "ESRI Shapefile", 3006,
               [f"ENCODING={encoding}"])
    if os.path.exists(path[:-4] + ".cpg"):
        os.remove(path[:-4] + ".cpg")
    with open(path[:-4] + ".dbf", "r+b") as table_file:
        table_file.seek(29)
        table_file.write(b"\0")
    if cpg:
        with open(path[:-4] + ".cpg", "w", encoding="ascii") as out:
            out.write(cpg)


for bytes_in, cpg, result in [("ISO-8859-1", "ISO-8859-1", A), ("UTF-8", "UTF-8", A),
                              ("ISO-8859-1", "1252", A), ("ISO-8859-1", "UTF-8", R),
                              ("UTF-8", "ISO-8859-1", R), ("UTF-8", "1252", R),
                              ("ISO-8859-1", "", R), ("ISO-8859-1", "ANSI 1252", A)]:
    @case(60, f"municipalities: {bytes_in} in the dbf, .cpg '{cpg}'", result, same=True,
          after=tables.names(SWEDISH))
    def _(county, bytes_in=bytes_in, cpg=cpg):
        shapes(county, bytes_in, cpg)


@case(60, "municipalities: UTF-8 encoded twice", R, "kommunnamn", "two signs", same=True,
      after=tables.names(SWEDISH))
def _(county):
    county.rows["municipalities"][2]["kommunnamn"] = "Ovanåker".encode().decode("latin-1")


@case(60, "municipalities: letters lost before", R, "U+FFFD", "kommunnamn", same=True)
def _(county):
    county.rows["municipalities"][2]["kommunnamn"] = "Ovan\ufffdker"


@case(61, "offices: byte 0 in a name", R, "offices.csv", "byte 0", "line 2", same=True)
def _(county):
    tables.offices(county, change=lambda rows: rows[0].update(namn="Kon\0tor"))


@case(61, "people: byte 0 in a number", E, "line 3", "befolkning")
def _(county):
    rows = tables.people_rows()
    rows[1]["befolkning"] = "9\x0000"
    tables.people(county, rows)


for what, sign in [("a bell", "\x07"), ("a C1 control", "\x85"), ("right to left", "\u202e"),
                   ("an isolate", "\u2067"), ("zero width", "\u200b")]:
    @case(61, f"offices: {what} in a provider", R, "offices.csv", "control or direction", "line 2",
          same=True)
    def _(county, sign=sign):
        tables.offices(county, change=lambda rows: rows[0].update(leverantor="Al" + sign + "fa"))

    @case(61, f"municipalities: {what} in a name", R, "control or direction", "kommunnamn",
          same=True, after=tables.names({"2101": "Ockelbo"}))
    def _(county, sign=sign):
        county.rows["municipalities"][0]["kommunnamn"] = "Ockel" + sign + "bo"


@case(62, "offices: UTF-8 with a mark in front", A)
def _(county):
    tables.offices(county, change=renamed, encoding="utf-8-sig")


for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
    @case(62, f"offices: {encoding}", E, "offices.csv", "UTF-16", "UTF-8")
    def _(county, encoding=encoding):
        tables.offices(county, encoding=encoding)


# ---- delimited text (63, 67) --------------------------------------------------------------------

@case(63, "row with a cell too few", E, "offices.csv", "line 3", "4 cells", "5")
def _(county):
    tables.offices(county)
    with open(county.path["offices"], encoding="utf-8") as source:
        county.text("offices", source.read().replace("k2,Beta,", "k2,"))


@case(63, "row with a cell too many", E, "line 4", "6 cells", "5")
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn="Kontor, stort"))


@case(63, "comma within quotes", A)
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn='"Kontor, ""stort"""'))


@case(63, "newline within quotes", A)
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn='"Kontor\nstort"'))


@case(63, "a ragged row behind a newline within quotes has its own line", E, "line 6")
def _(county):
    tables.offices(county, change=lambda rows: (rows[2].update(namn='"Kontor\nstort"'),
                                                rows[3].update(namn="a,b")) and None)


@case(63, "quote not closed", E, "line 4", "not closed")
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn='"Kontor'))


@case(63, "text after a closing quote", E, "line 4", "closing quote")
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn='"Kontor "Norr""'))


@case(63, "quote in the middle of a cell", A)
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(namn='Kontor 5" bred'))


@case(63, "semicolons", A)
def _(county):
    tables.offices(county, ";")


@case(63, "tabs that nobody stated", E, "offices.csv", "SEPARATOR=TAB")
def _(county):
    tables.offices(county, "\t")


@case(63, "tabs that are stated", A)
def _(county):
    tables.offices(county, "\t")
    county.options += ["-oo", "offices=SEPARATOR=TAB"]


for what, end in [("CR LF", "\r\n"), ("CR CR LF", "\r\r\n"), ("CR", "\r"), ("blank lines", "\n\n")]:
    @case(63, f"lines end in {what}", A)
    def _(county, end=end):
        tables.offices(county, end=end)


@case(63, "no newline at the end", A)
def _(county):
    tables.offices(county)
    with open(county.path["offices"], encoding="utf-8") as source:
        county.text("offices", source.read().rstrip("\n"))


@case(63, "no header line", E, "offices.csv", "line 1", "header")
def _(county):
    county.text("offices", csv_text(tables.office_rows(county)).split("\n", 1)[1])


@case(63, "no header line in a table of two columns", E, "population.csv", "line 1", "header")
def _(county):
    county.text("population", "2101,1200\n2104,900\n2121,60\n2132,12345\n")


@case(63, "no header line, names and counts", E, "population.csv", "header")
def _(county):
    county.text("population", "Ockelbo,1200\nHofors,900\nOvanåker,60\nNordanstig,12345\n")


@case(63, "only a header", E, "offices.csv", "no rows")
def _(county):
    county.text("offices", "kontorid,leverantor,easting,northing\n")


@case(63, "two columns of one name", E, "offices.csv", "leverantor", "2 and 6")
def _(county):
    def change(rows):
        return [dict(row, extra="Z") for row in rows]
    tables.offices(county, change=change)
    with open(county.path["offices"], encoding="utf-8") as source:
        county.text("offices", source.read().replace("extra", "leverantor"))


@case(63, "an empty last column", A)
def _(county):
    tables.offices(county)
    with open(county.path["offices"], encoding="utf-8") as source:
        county.text("offices", source.read().replace("\n", ",\n"))


@case(67, "text of 900 kB in a name", "AE")
def _(county):
    tables.offices(county, change=lambda rows: rows[0].update(namn="å" * 450000))


@case(67, "text of 2 MB in a name", E, "line 2", "1 MB")
def _(county):
    tables.offices(county, change=lambda rows: rows[0].update(namn="a" * 2000000))


@case(67, "10 000 columns of people", A, same=False, seconds=20,
      after=tables.sums())
def _(county):
    tables.people(county, [dict(row, **{f"v{i}": "1" for i in range(9990)})
                           for row in tables.people_rows()])


@case(67, "10 000 columns of offices", "AE", "offices.csv", seconds=30)
def _(county):
    tables.offices(county, change=lambda rows: [dict(row, **{f"v{i}": i for i in range(9990)})
                                                for row in rows])


@case(67, "20 000 columns", E, "10000", seconds=20)
def _(county):
    tables.offices(county, change=lambda rows: [dict(row, **{f"v{i}": i for i in range(19990)})
                                                for row in rows])


# ---- locale (68) -----------------------------------------------------------------------------------

def make_locale(county, name):
    folder = county.file("locales")
    os.makedirs(folder)
    try:
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, name + ".UTF-8")],
                       check=False, capture_output=True, timeout=60)
    except OSError as fault:
        raise Skip("localedef is not installed") from fault
    if not os.path.isdir(os.path.join(folder, name + ".UTF-8")):
        raise Skip(f"the locale {name} cannot be made here")
    return folder


def leave_locale(*_):
    for name in ("LOCPATH", "LC_ALL"):
        os.environ.pop(name, None)


for locale in ("sv_SE", "de_DE", "tr_TR"):
    @case(68, f"the program's locale is {locale}", A, seconds=120, after=leave_locale)
    def _(county, locale=locale):
        folder = make_locale(county, locale)
        tables.offices(county, change=lambda rows: [
            {name.upper(): value for name, value in row.items()} for row in rows])
        os.environ.update(LOCPATH=folder, LC_ALL=locale + ".UTF-8")
