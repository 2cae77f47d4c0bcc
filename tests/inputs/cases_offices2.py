"""Offices: providers, ids, dates, filters, workbooks."""
import datetime

import sheets
from cases import A, E, R, case
from cases_offices import accepted, lonlat, national, placed, same
from world import csv_text, geojson


def book(county, sheets_of_rows, role="offices"):
    county.path[role] = sheets.workbook(county.file(role + ".xlsx"), sheets_of_rows)


def numbers(rows, *columns):
    return [{k: float(v) if k in columns and v != "" else v for k, v in r.items()} for r in rows]


# ---- several systems -----------------------------------------------------------------------------

def two_systems(county, east_m, row=2):
    rows = lonlat(county)
    for one, other in zip(rows, placed(county, x="sweref99y", y="sweref99x")):
        one.update({k: other[k] for k in ("sweref99x", "sweref99y")})
    rows[row]["sweref99y"] = str(float(rows[row]["sweref99y"]) + east_m)
    county.text("offices", csv_text(rows))


@accepted(36, "offices: two systems agree")
def _(county):
    two_systems(county, 0)


@accepted(36, "offices: two systems differ by 9 m")
def _(county):
    two_systems(county, 9)


@case(36, "offices: two systems differ by 300 m", R, "line 4", "lon", "sweref99y", "300 m",
      after=same)
def _(county):
    two_systems(county, 300)


@case(36, "offices: two systems differ by 1200 m", E, "offices.csv", "line 4 (k3)", "lon",
      "sweref99y", "1200 m", "offices.x=")
def _(county):
    two_systems(county, 1200)


@case(36, "offices: two systems differ by 1200 m, pair named", R, "line 4", "1200 m", after=same)
def _(county):
    two_systems(county, 1200)
    county.options += ["--field", "offices.x=lon", "--field", "offices.y=lat"]


@case(97, "offices: blank in one system, known in the other", R, "line 3", "sweref99y", after=same)
def _(county):
    rows = lonlat(county)
    for one, other in zip(rows, placed(county, x="sweref99y", y="sweref99x")):
        one.update({k: other[k] for k in ("sweref99x", "sweref99y")})
    rows[1]["lon"] = rows[1]["lat"] = ""
    county.text("offices", csv_text(rows))


@case(52, "offices: x named and y not", E, "offices.x", "offices.y")
def _(county):
    county.text("offices", csv_text(placed(county)))
    county.options += ["--field", "offices.x=easting"]


@case(52, "offices: a column of coordinates that is not there", E, "offices.csv", "ost", "easting")
def _(county):
    county.text("offices", csv_text(placed(county)))
    county.options += ["--field", "offices.x=ost", "--field", "offices.y=northing"]


@case(52, "offices: only half a pair", E, "offices.csv", "lat", "offices.x=")
def _(county):
    rows = [{k: v for k, v in r.items() if k != "lon"} for r in lonlat(county)]
    county.text("offices", csv_text(rows))


@case(31, "offices: bare x and y in another country", E, "offices.csv", "x", "y", "--crs offices=")
def _(county):
    for i, row in enumerate(county.rows["municipalities"]):
        row["kommunkod"] = f"NO{i}"
    for role in ("municipalities", "population", "roads"):
        county.move(role, 25833)
    county.text("offices", csv_text(placed(county, 25833, "x", "y")))


# ---- providers --------------------------------------------------------------------------------

@case(52, "offices: no provider column", E, "offices.gpkg", "offices.provider", "ägare",
      "--field offices.provider=COLUMN")
def _(county):
    county.rows["offices"] = [{"kontorid": r["kontorid"], "ägare": r["leverantor"],
                               "ägarklass": "privat", "geom": r["geom"]}
                              for r in county.rows["offices"]]


@case(52, "offices: provider nearly named", E, "offices.csv", "nearest is leverentor")
def _(county):
    county.text("offices", csv_text(lonlat(county)).replace("leverantor", "leverentor"))


@accepted(52, "offices: provider named by the user")
def _(county):
    county.text("offices", csv_text(lonlat(county)).replace("leverantor", "Ägare"))
    county.options += ["--field", "offices.provider=Ägare"]


@case(52, "offices: two columns could be the provider", E, "leverantor", "aktor",
      "offices.provider=")
def _(county):
    for row in county.rows["offices"]:
        row["aktor"] = row["leverantor"] + " i Gävle"


for word in (None, "NULL", "-", "  "):
    @case(53, f"office with provider {word!r}", R, "k4", "no provider", "provider of its own")
    def _(county, word=word):
        county.rows["offices"][3]["leverantor"] = word


for other, name in (("ALFA", "case"), ("Al fa", "space"), ("Alfa AB", "form of company"),
                    ("Álfa", "accent"), ("Alfa.", "full stop")):
    @case(49, f"offices: provider twice by {name}", R, "Alfa", other, "look like one",
          "two providers")
    def _(county, other=other):
        county.rows["offices"][2]["leverantor"] = other


@case(49, "offices: provider in two forms of Unicode", "AR", after=same)
def _(county):
    for row, name in zip(county.rows["offices"], ("Ålfa", "Beta", "A\u030alfa", "Gamma", "Beta")):
        row["leverantor"] = name


# ---- ids --------------------------------------------------------------------------------------

for form, end in (("GPKG", "gpkg"), ("ESRI Shapefile", "shp"), ("FlatGeobuf", "fgb")):
    @case(50, f"office id twice in {form}", E, f"offices.{end}", "k2", "another office")
    def _(county, form=form):
        county.format["offices"] = form
        county.rows["offices"][3]["kontorid"] = "k2"


@case(50, "office id twice in CSV", E, "offices.csv", "line 5", "k2", "line 3")
def _(county):
    rows = lonlat(county)
    rows[3]["kontorid"] = "k2"
    county.text("offices", csv_text(rows))


@case(50, "the same office twice with its id", E, "offices.gpkg", "feature 6", "k1", "feature 1")
def _(county):
    county.rows["offices"].append(dict(county.rows["offices"][0]))


for word in (None, "NULL", ""):
    @case(53, f"office with id {word!r}", E, "offices.gpkg", "feature 2", "kontorid", "blank")
    def _(county, word=word):
        county.rows["offices"][1]["kontorid"] = word


for word, rest in (("1E+05", "1005"), ("2020-03-01", "7-1"), ("03-mar", "7-13"), ("mar-20", "4-20"),
                   ("3/4/2020", "x1")):
    @case(65, f"office id mangled to {word}", E, "offices.csv", "line 3", word, "spreadsheet")
    def _(county, word=word, rest=rest):
        rows = lonlat(county)
        for i, row in enumerate(rows):
            row["kontorid"] = word if i == 1 else f"{rest}{i}"
        county.text("offices", csv_text(rows))


@case(65, "office ids that are all like dates", A, same=False)
def _(county):
    rows = lonlat(county)
    for i, row in enumerate(rows):
        row["kontorid"] = f"maj-1{i}"
    county.text("offices", csv_text(rows))


# ---- dates ------------------------------------------------------------------------------------

def dated(county, changes, **rest):
    rows = lonlat(county)
    for row in rows:
        row.update({"giltig_fran": "2019-01-01", "giltig_till": "", **rest})
    for index, change in changes.items():
        rows[index].update(change)
    return rows


@accepted(69, "offices: an end after the day asked for")
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_till": "2020-04-01"}})))
    county.options += ["--as-of", "2020-03-31"]


def fewer(result, twin):
    if national(result, "covered") == national(twin, "covered"):
        return ["an office that ended still counts"]
    return counted(result, 4, 1)


def replaced(result, twin):
    return counted(result, 4, 2)


def counted(result, used, left_out):
    row = [i for i in result.evidence["inputs"] if i["role"] == "offices"][0]
    good = (row["rows_used"], row["left_out"]) == (used, left_out)
    return [] if good else [f"counts: {row}"]


@case(69, "offices: valid to the day asked for is outside", A, same=False, after=fewer)
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_till": "2020-04-01"}})))
    county.options += ["--as-of", "2020-04-01"]


@accepted(69, "offices: begins on the day asked for")
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_fran": "2020-04"}})))
    county.options += ["--as-of", "2020-04-01"]


@case(69, "offices: an end and no day asked for", R, "giltig_till", "--as-of", "1 row has an end",
      after=same)
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_till": "2020-04-01"}})))


@case(69, "offices: ends before it begins", E, "offices.csv", "line 5", "giltig_till", "2018-04-01",
      "not after", "giltig_fran")
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_till": "2018-04-01"}})))


@case(69, "offices: ends the day it begins", E, "offices.csv", "line 5", "not after")
def _(county):
    county.text("offices", csv_text(dated(county, {3: {"giltig_till": "2019-01-01"}})))


for word in ("01/02/18", "2018-13-01", "2018-02-30", "43891", "1 mars 2020", "20-03-01", "2020"):
    @case(69, f"offices: date {word}", E, "offices.csv", "line 5", "giltig_fran", word,
          "YYYY-MM-DD")
    def _(county, word=word):
        county.text("offices", csv_text(dated(county, {3: {"giltig_fran": word}})))
        county.options += ["--as-of", "2020-04-01"]


@case(69, "offices: known later is not known", A, same=False, after=fewer)
def _(county):
    rows = dated(county, {3: {"known": "2020-06-01"}}, known="2020-01-01")
    county.text("offices", csv_text(rows))
    county.options += ["--known-on", "2020-05-31"]


@case(69, "offices: a later row replaces an earlier one", A, same=False, after=replaced)
def _(county):
    rows = dated(county, {}, known="2020-01-01")
    rows.append({**rows[3], "known": "2020-05-01", "giltig_till": "2020-04-01"})
    county.text("offices", csv_text(rows))
    county.options += ["--as-of", "2020-06-01"]


@case(69, "offices: two rows of one day and one knowledge", E, "line 5", "line 7", "k4",
      "2020-01-01")
def _(county):
    rows = dated(county, {}, known="2020-01-01")
    rows.append({**rows[3], "leverantor": "Delta"})
    county.text("offices", csv_text(rows))


@accepted(69, "offices: of one scheme")
def _(county):
    rows = [{**r, "scheme": "KROM"} for r in lonlat(county)]
    rows.append({**rows[0], "kontorid": "k9", "leverantor": "Delta", "scheme": "STOM"})
    county.text("offices", csv_text(rows))
    county.options += ["--scheme", "krom"]


@case(52, "offices: a scheme asked for and no column", E, "offices.scheme", "kontorid")
def _(county):
    county.options += ["--scheme", "krom"]


@case(52, "offices: closed to new and counted", R, "stangd_for_nya", "1 office takes nobody new",
      "--eligible", after=same)
def _(county):
    for i, row in enumerate(county.rows["offices"]):
        row["stangd_for_nya"] = "Ja" if i == 3 else "Nej"


@case(52, "offices: closed to new and left out", A, same=False)
def _(county):
    for i, row in enumerate(county.rows["offices"]):
        row["stangd_for_nya"] = "Ja" if i == 3 else "Nej"
    county.options += ["--eligible", "stangd_for_nya = 'Nej'"]


# ---- filters ----------------------------------------------------------------------------------

@case(52, "offices: a filter that leaves none", E, "offices.gpkg", "--eligible", "Omega")
def _(county):
    county.options += ["--eligible", "leverantor = 'Omega'"]


@case(52, "offices: a filter by --where that leaves none", E, "offices.gpkg", "filter")
def _(county):
    county.options += ["--where", "offices=leverantor = 'Omega'"]


@case(52, "offices: a filter with an open quote", E, "offices.gpkg", "--eligible", "'Alfa")
def _(county):
    county.options += ["--eligible", "leverantor = 'Alfa"]


@case(52, "offices: a filter by --where with an open quote", E, "offices.csv", "--where", "'Alfa")
def _(county):
    county.text("offices", csv_text(lonlat(county)))
    county.options += ["--where", "offices=leverantor = 'Alfa"]


@case(52, "offices: a filter on a column that is not there", E, "offices", "--eligible", "colour")
def _(county):
    county.options += ["--eligible", "colour = 'red'"]


# ---- text -------------------------------------------------------------------------------------

@accepted(53, "offices: NULL, -1 and nothing in other columns")
def _(county):
    rows = [{**r, "kapacitet": "", "kvalitet": "-1", "familj": "NULL", "betyg": "-"}
            for r in lonlat(county)]
    county.text("offices", csv_text(rows))


@case(60, "offices: Latin-1 that nobody declared", R, "not UTF-8")
def _(county):
    county.text("offices", csv_text(lonlat(county)).replace("Gamma", "Gämma"), encoding="latin-1")


# ---- workbooks --------------------------------------------------------------------------------

@accepted(36, "offices in a workbook")
def _(county):
    book(county, {"Kontor": sheets.table(numbers(lonlat(county), "lon", "lat"))})


@accepted(36, "offices in a workbook: ids as numbers")
def _(county):
    rows = [{**r, "kontorid": float(r["kontorid"][1:])} for r in numbers(lonlat(county), "lon",
                                                                        "lat")]
    book(county, {"Kontor": sheets.table(rows)})


@accepted(36, "offices in a workbook: blank rows and columns, formulas")
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    rows = [row + [None, None] for row in rows]
    rows[2][3] = sheets.Formula("15+0", rows[2][3])
    book(county, {"Kontor": rows[:3] + [[None] * 7] + rows[3:] + [[None] * 7, ["", "  ", None]]})


@case(104, "offices in a workbook of two sheets", E, "offices.xlsx", "Kontor", "Gamla", "--layer")
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    book(county, {"Kontor": rows, "Gamla": rows[:3]})


@accepted(104, "offices in a workbook of two sheets, one named")
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    book(county, {"Kontor": rows, "Gamla": rows[:3]})
    county.options += ["--layer", "offices=Kontor"]


@accepted(104, "offices in a workbook with sheets that are empty")
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    book(county, {"Kontor": rows, "Blad2": [], "Blad3": []})


@accepted(69, "offices in a workbook: dates as dates")
def _(county):
    rows = numbers(lonlat(county), "lon", "lat")
    for row in rows:
        row["startdatum"] = datetime.date(2019, 1, 1)
        row["slutdatum"] = datetime.date(2021, 1, 1)
    book(county, {"Kontor": sheets.table(rows)})
    county.options += ["--as-of", "2020-12-31"]


@case(69, "offices in a workbook: dates as day numbers", E, "offices.xlsx", "line 3", "startdatum",
      "43920", "YYYY-MM-DD")
def _(county):
    rows = [{**r, "startdatum": 43920 if i == 1 else datetime.date(2019, 1, 1)}
            for i, r in enumerate(numbers(lonlat(county), "lon", "lat"))]
    book(county, {"Kontor": sheets.table(rows)})


@case(63, "offices in a workbook with a title above the header", E, "offices.xlsx",
      "offices.provider", "Kontor 2026")
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    book(county, {"Kontor": [["Kontor 2026"], []] + rows})


@case(65, "offices in a workbook: an id that became a date", E, "offices.xlsx", "line 3",
      "2020-03-07", "spreadsheet")
def _(county):
    rows = numbers(lonlat(county), "lon", "lat")
    rows[1]["kontorid"] = datetime.date(2020, 3, 7)
    book(county, {"Kontor": sheets.table(rows)})


@case(97, "offices in a workbook: text for a coordinate", E, "offices.xlsx", "line 4", "lat",
      "saknas")
def _(county):
    rows = numbers(lonlat(county), "lon", "lat")
    rows[2]["lat"] = "saknas"
    book(county, {"Kontor": sheets.table(rows)})


@case(97, "offices in a workbook: a note below the table", R, "offices.xlsx", "line 8", "no place",
      after=same)
def _(county):
    rows = sheets.table(numbers(lonlat(county), "lon", "lat"))
    book(county, {"Kontor": rows + [[None] * 5, ["Källa: registret, 2026"]]})


@accepted(36, "offices in GeoJSON without a named system")
def _(county):
    county.move("offices", 4326)
    county.path["offices"] = county.file("offices.geojson")
    geojson(county.path["offices"], county.rows["offices"])


@accepted(36, "offices in a table of a GeoPackage")
def _(county):
    rows = numbers(placed(county), "easting", "northing")
    county.rows["offices"] = rows
    county.format["offices"] = "GPKG"
    from osgeo import gdal, ogr
    path = county.path["offices"] = county.file("offices.gpkg")
    source = gdal.GetDriverByName("GPKG").Create(path, 0, 0, 0, gdal.GDT_Unknown)
    layer = source.CreateLayer("offices", None, ogr.wkbNone)
    for name, value in rows[0].items():
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTReal if isinstance(value, float)
                                        else ogr.OFTString))
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in row.items():
            feature.SetField(name, value)
        layer.CreateFeature(feature)
    layer = source = None
