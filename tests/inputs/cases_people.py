"""Catalogue 54 to 59 and 69, and trap 28: columns of people, ages, what is withheld."""
from cases import A, E, R, case
from world import CODES, geojson

ZONE_PEOPLE = [sum(10 + row * 3 + col for row in range(8) for col in range(8)
                   if (row // 4, col // 4) == (i // 2, i % 2)) for i in range(4)]


def by_code(county, people, column="folkmangd", rest=""):
    """The population as a table by municipality."""
    lines = [f"kommunkod,{column}"] + [f"{code},{value}" for (code, _), value in zip(CODES, people)]
    return county.text("population", "\n".join(lines) + "\n" + rest)


def total(run):
    return next(r["people"] for r in run.evidence["coverage"] if r["layer"] == "national")


def row_of(run, code, limit="3km", k=1):
    return next(r for r in run.evidence["coverage"]
                if (r["code"], r["limit"], r["k"]) == (code, limit, k))


def keeps_people(run, twin):
    if total(run) != total(twin):
        return [f"{total(run)} people, expected {total(twin)}"]
    return []


# ---- 54 to 56: numbers -----------------------------------------------------------------

def bad_number(number, name, text, verdict=E, words=(), column="folkmangd"):
    @case(number, name, verdict, "population.csv", "line 3", column, *(words or (text,)))
    def _(county):
        by_code(county, ["100", text, "300", "400"], column)


bad_number(54, "negative number of people in a table", "-20")
bad_number(55, "ca 900", "ca 900")
bad_number(55, "25 %", "25 %")
bad_number(55, "a number with a unit", "900 st")
bad_number(56, "1e30 people", "1e30", words=("1e+30",))
bad_number(56, "twenty digits", "99999999999999999999", words=("expected 0 to",))
bad_number(69, "a date for people", "2024-01-31")
bad_number(69, "yes for people", "true")
bad_number(69, "a word for people", "många")


@case(54, "negative number of people in a cell", E, "population", "bef_totalt", "-20")
def _(county):
    county.rows["population"][7]["bef_totalt"] = -20


@case(54, "negative number of people in GeoJSON", E, "population.geojson", "bef_totalt", "-1.5")
def _(county):
    county.format["population"] = "GeoJSON"
    county.rows["population"][0]["bef_totalt"] = -1.5


@case(56, "all cells together are beyond belief", E, "adds up", "bef_totalt")
def _(county):
    for row in county.rows["population"]:
        row["bef_totalt"] = 1000000000


@case(56, "an integer beyond 64 bits in GeoJSON", E, "bef_totalt", "feature")
def _(county):
    path = county.file("population.geojson")
    geojson(path, county.rows["population"])
    text = open(path, encoding="utf-8").read().replace('"bef_totalt": 10,', '"bef_totalt": ' +
                                                       "9" * 22 + ",", 1)
    text = text.replace('"bef_totalt": 10}', '"bef_totalt": ' + "9" * 22 + "}", 1)
    county.text("population", text, "population.geojson")
    county.options += ["--crs", "population=EPSG:3006"]


@case(69, "a column of yes and no", E, "bef_totalt", "feature")
def _(county):
    for row in county.rows["population"]:
        row["bef_totalt"] = True
    path = county.path["population"] = county.file("population.geojson")
    geojson(path, county.rows["population"])
    county.options += ["--crs", "population=EPSG:3006"]


@case(69, "shares are no counts", E, "share0_19", "shares", "--weight")
def _(county):
    for row in county.rows["population"]:
        row["share0_19"] = 0.25
    county.options += ["--weight", "share0_19"]


# ---- 57: rows ----------------------------------------------------------------------------

@case(57, "a municipality has no row", E, "population.csv", "2132", "no row")
def _(county):
    by_code(county, ZONE_PEOPLE[:3])


@case(57, "a code of no municipality", R, "9999", "outside", "7",
      after=lambda run, twin: [] if total(run) == total(twin) + 7 else ["the 7 are not in the sum"])
def _(county):
    by_code(county, ZONE_PEOPLE, rest="9999,7\n")


for _name, _row in (("Riket", "Riket"), ("00", "00"), ("0000", "0000"), ("00 Riket", "00 Riket"),
                    ("a county's code", "21"), ("an unknown code", "9998")):
    @case(57, f"the sum of all rows under {_name}", R, _row, "sum of others", after=keeps_people)
    def _(county, row=_row):
        by_code(county, ZONE_PEOPLE, rest=f"{row},{sum(ZONE_PEOPLE)}\n")


@case(57, "counties beside municipalities that do not add up", R, "21", "sum of others",
      after=keeps_people)
def _(county):
    by_code(county, ZONE_PEOPLE, rest=f"21,{sum(ZONE_PEOPLE) + 3}\n")


@case(57, "one code twice with different people", E, "population.csv", "line 6", "2101", "line 2")
def _(county):
    by_code(county, ZONE_PEOPLE, rest="2101,5\n")


@case(57, "one code twice with the same people", E, "line 6", "2104", "twice")
def _(county):
    by_code(county, ZONE_PEOPLE, rest=f"2104,{ZONE_PEOPLE[1]}\n")


@case(57, "a blank code", E, "line 6", "kommunkod", "blank")
def _(county):
    by_code(county, ZONE_PEOPLE, rest=",5\n")


@case(57, "one cell twice with different people", E, "r0000", "second time")
def _(county):
    county.rows["population"].append(dict(county.rows["population"][0], bef_totalt=99))


@case(57, "a cell without id twice", E, "second time")
def _(county):
    for row in county.rows["population"]:
        del row["rutid"]
    county.rows["population"].append(dict(county.rows["population"][9]))


# ---- 58, 59 ---------------------------------------------------------------------------------

def nobody_in(code):
    def check(run, twin):
        row = row_of(run, code)
        return [] if row["people"] == 0 and row["share"] is None else [f"{code}: {row}"]
    return check


@case(58, "nobody lives in one municipality", A, same=False, after=nobody_in("2104"))
def _(county):
    by_code(county, [100, 0, 300, 400])


@case(58, "nobody lives in the cells of one municipality", A, same=False, after=nobody_in("2101"))
def _(county):
    for i, row in enumerate(county.rows["population"]):
        if i % 8 < 4 and i < 32:
            row["bef_totalt"] = 0


@case(58, "nobody lives anywhere", E, "population.csv", "no people", "folkmangd")
def _(county):
    by_code(county, [0, 0, 0, 0])


@case(59, "fractions add up exactly", A, same=False,
      after=lambda run, twin: [] if total(run) == 7.3 else [f"{total(run)} people, expected 7.3"])
def _(county):
    by_code(county, ["0.1", "0.2", "3", "4.0"])


@case(59, "thirds of people in cells", A, same=False)
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["bef_totalt"] = (i + 1) / 3.0


# ---- columns ------------------------------------------------------------------------------

@case(52, "several years of people", E, "several years", "Antal 2020", "Antal 2021", "--weight")
def _(county):
    county.text("population", "kommunkod,Antal 2020,Antal 2021\n" +
                "".join(f"{c},{p},{p + 1}\n" for (c, _), p in zip(CODES, ZONE_PEOPLE)))


@case(52, "years alone as names of columns", E, "several years", "2019", "--weight")
def _(county):
    county.text("population", "kommunkod,2019,2020\n" +
                "".join(f"{c},{p},{p + 1}\n" for (c, _), p in zip(CODES, ZONE_PEOPLE)))


@case(52, "the year is chosen", A, same=False, after=keeps_people)
def _(county):
    county.text("population", "kommunkod,2019,2020\n" +
                "".join(f"{c},{p + 1},{p}\n" for (c, _), p in zip(CODES, ZONE_PEOPLE)))
    county.options += ["--weight", "2020"]


@case(52, "women and men without a total", E, "no people column", "kvinnor", "man")
def _(county):
    for row in county.rows["population"]:
        row["kvinnor"], row["man"] = 1, row.pop("bef_totalt")


@case(52, "age classes and no total", E, "--ages", "bef_0_15")
def _(county):
    for row in county.rows["population"]:
        row["bef_0_15"], row["bef_16_64"] = 1, row.pop("bef_totalt")


# ---- long tables (trap 28) ---------------------------------------------------------------------

def long_table(county, kinds, column="kön"):
    """kinds: word -> people of each municipality."""
    lines = [f"kommunkod,{column},antal"]
    for i, (code, _) in enumerate(CODES):
        lines += [f"{code},{word},{values[i]}" for word, values in kinds.items()]
    return county.text("population", "\n".join(lines) + "\n")


@case(57, "totals beside women and men", R, "totals", "8 rows", after=keeps_people)
def _(county):
    long_table(county, {"män": [1, 2, 3, 4], "totalt": ZONE_PEOPLE, "kvinnor": [5, 6, 7, 8]})


@case(57, "women and men add up when there is no total", A, same=False, after=keeps_people)
def _(county):
    long_table(county, {"män": [p - 50 for p in ZONE_PEOPLE], "kvinnor": [50] * 4})


@case(57, "women of one municipality stand twice", E, "line 10", "2101", "twice", "line 3")
def _(county):
    long_table(county, {"män": [5] * 4, "kvinnor": [50] * 4})
    with open(county.path["population"], "a", encoding="utf-8") as out:
        out.write("2101,kvinnor,50\n")


@case(57, "men of one municipality are missing", R, "2132", "missing", "interval",
      after=lambda run, twin: unknown("2132")(run, twin))
def _(county):
    long_table(county, {"män": [5] * 4, "kvinnor": [50] * 4})
    text = open(county.path["population"], encoding="utf-8").read()
    county.text("population", text.replace("2132,män,5\n", ""))


# ---- withheld counts -----------------------------------------------------------------------------

def holds_truth(run, twin):
    """The twin has the true counts; its share lies in the interval of each row."""
    faults = []
    for row, true in zip(run.figures(), twin.figures()):
        if true["share"] is None or row["share_low"] is None:
            continue
        if not row["share_low"] - 1e-9 <= true["share"] <= row["share_high"] + 1e-9:
            faults.append(f"{row['layer']} {row['code']} {row['limit']}: {true['share']} is not in "
                          f"{row['share_low']} to {row['share_high']}")
    return faults


@case(55, "counts below 5 are withheld", R, "<5", "2 counts", "up to 8 people more", "interval",
      after=lambda run, twin: [] if total(run) == 500 else [f"{total(run)} people, expected 500"])
def _(county):
    by_code(county, ["100", "<5", "<5", "400"])


@case(55, "withheld counts of cells widen the interval", R, "bef_totalt", "people more",
      after=holds_truth)
def _(county):
    """10 to 13 are withheld as <14, as text."""
    for row in county.rows["population"]:
        row["bef_totalt"] = "<14" if row["bef_totalt"] < 14 else str(row["bef_totalt"])


def unknown(*codes):
    """The share of these municipalities may be anything down to 0, and so may the sum's."""
    def check(run, _):
        return [f"{code}: share_low is not 0" for code in codes + (None,)
                if row_of(run, code)["share_low"] not in (0, None)]
    return check


@case(55, "a count withheld without bound", R, "..", "2121", "nobody can say",
      after=unknown("2121"))
def _(county):
    by_code(county, ["100", "200", "..", "400"])


@case(55, "x for a withheld count", R, "nobody can say", after=unknown("2104"))
def _(county):
    county.rows["population"] = [dict(row, bef_totalt=str(row["bef_totalt"]))
                                 for row in county.rows["population"]]
    county.rows["population"][5]["bef_totalt"] = "x"


@case(55, "a blank count is unknown, not zero", R, "missing", "nobody can say",
      after=unknown("2101"))
def _(county):
    county.rows["population"][0]["bef_totalt"] = None


# ---- 74: people of a part of the municipalities ---------------------------------------------

@case(74, "cells of three municipalities", R, "2132", "unknown, not zero")
def _(county):
    county.rows["population"] = [row for i, row in enumerate(county.rows["population"])
                                 if not (i % 8 >= 4 and i >= 32)]


@case(74, "points of three municipalities", R, "2132", "unknown, not zero")
def _(county):
    for row in county.rows["population"]:
        row["geom"] = row["geom"].replace("POLYGON ((", "POINT (").split(",")[0] + ")"
    county.rows["population"] = [row for i, row in enumerate(county.rows["population"])
                                 if not (i % 8 >= 4 and i >= 32)]


# ---- codes beside places ------------------------------------------------------------------------

def by_zone(run, _):
    """All people of the cells of DeSO 2132 are in 2132, wherever they lie."""
    row = row_of(run, "2132")
    return [] if row["people"] == sum(ZONE_PEOPLE) else [f"2132 has {row['people']}"]


@case(57, "DeSO codes tell the municipality", R, "2101", "unknown, not zero", after=by_zone)
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["deso"] = f"2132A{i:04d}"
        del row["rutid"]


@case(57, "a cell of the whole country beside cells with codes", R, "Riket", "sum of others",
      after=keeps_people)
def _(county):
    for i, row in enumerate(county.rows["population"]):
        row["kommunkod"] = CODES[i // 32 * 2 + i % 8 // 4][0]
    county.rows["population"].append(dict(county.rows["population"][0], rutid="alla",
                                          kommunkod="Riket", bef_totalt=sum(ZONE_PEOPLE)))
