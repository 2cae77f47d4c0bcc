"""Catalogue 95 to 101 and the columns of offices: places, geometry, ids."""
from osgeo import ogr

from cases import A, E, R, case
from judge import _micro
from world import _transform, csv_text, geojson


def placed(county, epsg=3006, x="easting", y="northing", form="{:.3f}"):
    """The offices as rows with the coordinates in columns."""
    way = None if epsg == 3006 else _transform(3006, epsg)
    out = []
    for row in county.rows["offices"]:
        point = ogr.CreateGeometryFromWkt(row["geom"])
        if way:
            point.Transform(way)
        out.append({**{k: v for k, v in row.items() if k != "geom"},
                    x: form.format(point.GetX()), y: form.format(point.GetY())})
    return out


def lonlat(county, **rest):
    return placed(county, 4326, rest.pop("x", "lon"), rest.pop("y", "lat"), "{:.9f}")


def national(result, name):
    return {(r["limit"], r["k"]): _micro(r[name]) for r in result.evidence["coverage"]
            if r["layer"] == "national"}


def less_or_same(result, twin):
    if sum(national(result, "people").values()) != sum(national(twin, "people").values()):
        return ["people are gone"]
    more = [key for key, value in national(result, "covered").items()
            if value > national(twin, "covered")[key]]
    return [f"covers more than the twin: {more}"] if more else []


def same(result, twin):
    """Within a thousandth of a person: degrees are rounded to a tenth of a millimetre."""
    covered = national(twin, "covered")
    off = [key for key, value in national(result, "covered").items()
           if abs(value - covered[key]) > 1000]
    return [f"figures differ: {off}"] if off else []


def accepted(number, name):
    """A, whatever the way the places are written."""
    return case(number, name, A, same=False, after=same)


# ---- how places are told ------------------------------------------------------------------------

NAMES = (("lon and lat", 4326, "lon", "lat"), ("long names", 4326, "Longitud", "Latitud"),
         ("SWEREF names", 3006, "SWEREF99Y", "SWEREF99X"),
         ("RT 90 names", 3021, "Y_koord", "X_koord"),
         ("easting and northing", 3006, "Easting", "Northing"),
         ("Swedish easting", 3006, "Öst", "Nord"), ("bare x and y", 3006, "x", "y"),
         ("RT 90 by range", 3021, "E", "N"))
for name, epsg, x, y in NAMES:
    @case(36, f"offices by columns: {name}", A, same=epsg == 3006,
          after=None if epsg == 3021 else same)
    def _(county, epsg=epsg, x=x, y=y):
        form = "{:.9f}" if epsg == 4326 else "{:.4f}"
        county.text("offices", csv_text(placed(county, epsg, x, y, form)))


@accepted(36, "offices: a list field beside the columns is ignored")
def _(county):
    rows = lonlat(county)
    for row in rows:
        row["geo_point_2d"] = f'"{row["lat"]}, {row["lon"]}"'
    county.text("offices", csv_text(rows))


@case(36, "offices: only a list field", E, "offices.csv", "geo_point_2d", "offices.x=")
def _(county):
    rows = [{"kontorid": r["kontorid"], "leverantor": r["leverantor"],
             "geo_point_2d": f'"{r["lat"]}, {r["lon"]}"'} for r in lonlat(county)]
    county.text("offices", csv_text(rows))


@accepted(64, "offices: decimal comma in a file of semicolons")
def _(county):
    rows = [{k: str(v).replace(".", ",") for k, v in r.items()} for r in lonlat(county)]
    county.text("offices", csv_text(rows, ";"))


@case(64, "offices: decimal comma in a file of commas", E, "offices.csv", "lon", "line 2",
      "decimal")
def _(county):
    rows = lonlat(county)
    for row in rows:
        row.update({k: '"' + row[k].replace(".", ",") + '"' for k in ("lon", "lat")})
    county.text("offices", csv_text(rows))


@case(64, "offices: degrees and minutes", E, "offices.csv", "lon", "line 2", "15° 2", "decimal")
def _(county):
    rows = lonlat(county)
    for row in rows:
        for name in ("lon", "lat"):
            degrees = float(row[name])
            row[name] = f"{int(degrees)}° {degrees % 1 * 60:.4f}' "
    county.text("offices", csv_text(rows))


@case(64, "offices: degrees and minutes in one row", E, "offices.csv", "line 4", "lat", "decimal")
def _(county):
    rows = lonlat(county)
    rows[2]["lat"] = "N60 27.5"
    county.text("offices", csv_text(rows))


@case(34, "offices: lat in the column of lon", E, "offices.csv", "lon", "lat", "swapped",
      "offices.x=lat", "offices.y=lon")
def _(county):
    rows = [{**r, "lon": r["lat"], "lat": r["lon"]} for r in lonlat(county)]
    county.text("offices", csv_text(rows))


@case(34, "offices: lat and lon swapped in one row", E, "offices.csv", "line 3", "swapped")
def _(county):
    rows = lonlat(county)
    rows[1]["lon"], rows[1]["lat"] = rows[1]["lat"], rows[1]["lon"]
    county.text("offices", csv_text(rows))


@case(34, "offices: swapped points", E, "offices.geojson", "swapped")
def _(county):
    county.move("offices", 4326)
    for row in county.rows["offices"]:
        point = ogr.CreateGeometryFromWkt(row["geom"])
        row["geom"] = f"POINT ({point.GetY()} {point.GetX()})"
    county.path["offices"] = county.file("offices.geojson")
    geojson(county.path["offices"], county.rows["offices"])


@case(34, "offices: one swapped point", E, "offices.geojson", "feature 3", "swapped")
def _(county):
    county.move("offices", 4326)
    point = ogr.CreateGeometryFromWkt(county.rows["offices"][3]["geom"])
    county.rows["offices"][3]["geom"] = f"POINT ({point.GetY()} {point.GetX()})"
    county.path["offices"] = county.file("offices.geojson")
    geojson(county.path["offices"], county.rows["offices"])


@case(35, "offices: northing in the column of easting", E, "offices.csv", "easting", "northing",
      "swapped", "offices.x=northing", "offices.y=easting")
def _(county):
    rows = [{**r, "easting": r["northing"], "northing": r["easting"]} for r in placed(county)]
    county.text("offices", csv_text(rows))


@case(35, "offices: bare x is the northing", E, "offices.csv", "swapped", "offices.x=y",
      "offices.y=x")
def _(county):
    county.text("offices", csv_text(placed(county, x="y", y="x")))


@case(35, "offices: bare x is the northing, pair named", A)
def _(county):
    county.text("offices", csv_text(placed(county, x="y", y="x")))
    county.options += ["--field", "offices.x=y", "--field", "offices.y=x"]


@case(35, "offices: swapped points in metres", E, "offices.gpkg", "swapped")
def _(county):
    for row in county.rows["offices"]:
        point = ogr.CreateGeometryFromWkt(row["geom"])
        row["geom"] = f"POINT ({point.GetY()} {point.GetX()})"


@case(31, "offices: local zone by range names the candidates", E, "offices.csv", "EPSG:3010",
      "--crs offices=")
def _(county):
    county.text("offices", csv_text(placed(county, 3010, "x", "y")))


@case(31, "offices: local zone stated", A, same=False)
def _(county):
    county.text("offices", csv_text(placed(county, 3010, "x", "y", "{:.4f}")))
    county.options += ["--crs", "offices=EPSG:3010"]


@case(33, "offices: RT 90 where SWEREF 99 TM is stated", E, "offices.csv", "EPSG:3006", "--crs")
def _(county):
    county.text("offices", csv_text(placed(county, 3021, "x", "y")))
    county.options += ["--crs", "offices=EPSG:3006"]


@case(33, "offices: --crs of metres beside lon and lat", E, "offices.csv", "lon", "lat", "--crs",
      "EPSG:3006", "offices.x=")
def _(county):
    county.text("offices", csv_text(lonlat(county)))
    county.options += ["--crs", "offices=EPSG:3006"]


@accepted(33, "offices: --crs of degrees beside lon and lat")
def _(county):
    county.text("offices", csv_text(lonlat(county)))
    county.options += ["--crs", "offices=EPSG:4326"]


@case(33, "offices: metres under lon and lat", E, "offices.csv", "line 2", "lon", "SWEREF 99 TM",
      "not of degrees")
def _(county):
    county.text("offices", csv_text(placed(county, x="lon", y="lat")))


@case(33, "offices: metres under lon and lat, named and stated", A)
def _(county):
    county.text("offices", csv_text(placed(county, x="lon", y="lat")))
    county.options += ["--crs", "offices=EPSG:3006", "--field", "offices.x=lon", "--field",
                       "offices.y=lat"]


@case(38, "offices: --crs unknown", E, "offices", "EPSG:999999")
def _(county):
    county.text("offices", csv_text(placed(county)))
    county.options += ["--crs", "offices=EPSG:999999"]


@case(100, "offices: degrees and metres in one column", E, "offices.csv", "line 4", "SWEREF 99 TM",
      "x")
def _(county):
    rows, metres = lonlat(county, x="x", y="y"), placed(county, x="x", y="y")
    county.text("offices", csv_text(rows[:2] + metres[2:3] + rows[3:]))


@case(100, "offices: one row in RT 90 under SWEREF names", E, "offices.csv", "line 3", "RT 90",
      "sweref99y")
def _(county):
    names = {"x": "sweref99y", "y": "sweref99x"}
    rows, old = placed(county, **names), placed(county, 3021, **names)
    county.text("offices", csv_text(rows[:1] + old[1:2] + rows[2:]))


@case(100, "offices: a point in RT 90 among SWEREF", E, "offices.gpkg", "RT 90", "feature 3")
def _(county):
    point = ogr.CreateGeometryFromWkt(county.rows["offices"][2]["geom"])
    point.Transform(_transform(3006, 3021))
    county.rows["offices"][2]["geom"] = point.ExportToWkt()


@case(100, "offices: one row in metres under lon and lat", E, "offices.csv", "line 6",
      "SWEREF 99 TM")
def _(county):
    rows, metres = lonlat(county), placed(county, x="lon", y="lat")
    county.text("offices", csv_text(rows[:4] + metres[4:]))


@case(35, "offices: names of RT 90, values of SWEREF with x east", E, "line 2 (k1)", "x_koord",
      "SWEREF 99 TM", "--crs offices=EPSG:3006", "offices.x=x_koord", "offices.y=y_koord")
def _(county):
    county.text("offices", csv_text(placed(county, x="x_koord", y="y_koord")))


@case(35, "offices: sweref99x as east", E, "swapped", "offices.x=sweref99x", "offices.y=sweref99y")
def _(county):
    county.text("offices", csv_text(placed(county, x="sweref99x", y="sweref99y")))


# ---- 95 to 99, 101 ----------------------------------------------------------------------------

@case(95, "office 3 km from any road", R, "k9", "serves nobody", "m away", after=same)
def _(county):
    county.rows["offices"].append({"kontorid": "k9", "leverantor": "Alfa", "namn": "Långt bort",
                                   "geom": "POINT (522700 6719900)"})


@case(95, "office 600 m from a road, by columns", R, "k9", "office", after=same)
def _(county):
    rows = placed(county)
    rows.append({"kontorid": "k9", "leverantor": "Alfa", "namn": "Lite bort", "easting": "500000.0",
                 "northing": "6700000.0"})
    county.text("offices", csv_text(rows))


@case(96, "office across the border beside a road", R, "k9", "outside", "across the border")
def _(county):
    county.rows["offices"].append({"kontorid": "k9", "leverantor": "Delta", "namn": "Granne",
                                   "geom": "POINT (526000 6705625)"})
    for x in range(519375, 527000, 1250):
        county.rows["roads"].append({"klass": "tertiary",
                                     "geom": f"LINESTRING ({x} 6705625,{x + 1250} 6705625)"})


@case(96, "office in another country", R, "k9", "outside", "serve", after=same)
def _(county):
    county.rows["offices"].append({"kontorid": "k9", "leverantor": "Delta", "namn": "Oslo",
                                   "geom": "POINT (262000 6650000)"})


@case(96, "office in another country, straight lines", R, "k9", "outside")
def _(county):
    county.rows["offices"].append({"kontorid": "k9", "leverantor": "Delta", "namn": "Oslo",
                                   "geom": "POINT (262000 6650000)"})
    del county.rows["roads"]
    county.options += ["--straight-line", "1.3"]


@case(97, "office at 0,0", R, "offices.gpkg", "k3", "no place", after=less_or_same)
def _(county):
    county.rows["offices"][2]["geom"] = "POINT (0 0)"


@case(97, "office at 0,0 in degrees", R, "offices.csv", "line 4", "k3", "no place",
      after=less_or_same)
def _(county):
    rows = lonlat(county)
    rows[2]["lon"] = rows[2]["lat"] = "0"
    county.text("offices", csv_text(rows))


for word in ("", "NULL", "NaN", "-", "nan"):
    @case(97, f"office with '{word}' for coordinates", R, "offices.csv", "line 4", "k3", "no place",
          after=less_or_same)
    def _(county, word=word):
        rows = lonlat(county)
        rows[2]["lon"] = rows[2]["lat"] = word
        county.text("offices", csv_text(rows))


@case(97, "office with half a place", R, "offices.csv", "line 4", "k3", "no place")
def _(county):
    rows = lonlat(county)
    rows[2]["lon"] = ""
    county.text("offices", csv_text(rows))


@case(97, "office with text for a coordinate", E, "offices.csv", "line 4", "lon", "vid torget")
def _(county):
    rows = lonlat(county)
    rows[2]["lon"] = "vid torget"
    county.text("offices", csv_text(rows))


@case(97, "office with infinite coordinates", E, "offices.csv", "line 4", "lon", "inf")
def _(county):
    rows = lonlat(county)
    rows[2]["lon"] = "inf"
    county.text("offices", csv_text(rows))


@case(97, "point with NaN", "ER", "offices.gpkg", "k3", "no place")
def _(county):
    county.rows["offices"][2]["geom"] = "POINT (nan nan)"


@case(97, "no office has a place", E, "offices.csv", "no office has a place")
def _(county):
    county.text("offices", csv_text([{**r, "lon": "", "lat": ""} for r in lonlat(county)]))


@case(97, "a row with area and no place is a contract", R, "line 7", "contract", "no reach",
      after=same)
def _(county):
    rows = [{**r, "leveransomrade": "Gävleborg"} for r in lonlat(county)]
    rows.append({**rows[0], "kontorid": "k8", "lon": "", "lat": ""})
    county.text("offices", csv_text(rows))


@case(97, "rows with area and no coordinates at all", E, "offices.csv", "no coordinate",
      "contract", "leveransområde")
def _(county):
    county.text("offices", "leverantor,leveransområde,ka-nummer\nAlfa,Gävle,1\nBeta,Gävle,2\n")


@case(98, "two offices at one point", A)
def _(county):
    county.rows["offices"].append({**county.rows["offices"][0], "kontorid": "k9"})


@case(98, "two offices at one point without ids", A, same=True)
def _(county):
    county.rows["offices"].append({**county.rows["offices"][0], "namn": "Våning 2"})
    for row in county.rows["offices"]:
        del row["kontorid"]


@case(98, "two providers at one point", A, same=False)
def _(county):
    county.rows["offices"].append({**county.rows["offices"][0], "kontorid": "k9",
                                   "leverantor": "Delta"})


@case(22, "the same office twice without ids", R, "offices.gpkg", "twice", "Kontor k1", after=same)
def _(county):
    county.rows["offices"].append(dict(county.rows["offices"][0]))
    for row in county.rows["offices"]:
        del row["kontorid"]


@case(99, "office on a border, on a junction, between two roads", A, same=False)
def _(county):
    for row, (x, y) in zip(county.rows["offices"], ((510000, 6705625), (501875, 6701875),
                                                    (502500, 6702300), (510000, 6710625))):
        row["geom"] = f"POINT ({x} {y})"


for shape, word in (("MULTIPOINT (501880 6701880,511880 6711880)", "MULTIPOINT"),
                    ("LINESTRING (501880 6701880,501890 6701880)", "LINESTRING"),
                    ("POLYGON ((501880 6701880,511890 6701880,501880 6711880,501880 6701880))",
                     "POLYGON")):
    for form, end in (("GPKG", "gpkg"), ("GeoJSON", "geojson")):
        @case(101, f"office is a {word.lower()} in {form}", E, f"offices.{end}", word, "point",
              "k1")
        def _(county, shape=shape, form=form):
            county.rows["offices"][0]["geom"] = shape
            county.format["offices"] = form
            if form == "GeoJSON":
                county.path["offices"] = county.file("offices.geojson")
                geojson(county.path["offices"], county.rows["offices"],
                        "urn:ogc:def:crs:EPSG::3006")


@case(101, "multipoint of one point", A)
def _(county):
    for row in county.rows["offices"]:
        row["geom"] = row["geom"].replace("POINT (", "MULTIPOINT ((") + ")"


for form in ("GPKG", "GeoJSON", "ESRI Shapefile"):
    @case(101, f"office without geometry in {form}", R, "offices.", "k3", "no place",
          after=less_or_same)
    def _(county, form=form):
        county.rows["offices"][2]["geom"] = None
        county.format["offices"] = form


@case(10, "office with an empty point", R, "offices.gpkg", "k3", "no place")
def _(county):
    county.rows["offices"][2]["geom"] = "POINT EMPTY"


@case(16, "offices with height and measure", A)
def _(county):
    for i, row in enumerate(county.rows["offices"]):
        row["geom"] = row["geom"].replace("POINT (", "POINT ZM (").replace(")", f" {i * 7} 3)")
