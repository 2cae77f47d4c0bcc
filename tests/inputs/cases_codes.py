"""Catalogue 47 to 53, 57, 65, 66: codes, ids, and which column means what."""
import tables
from cases import A, E, R, case
from world import CODES, write_rows

LOW = ["0114", "0115", "0117", "0120"]  # codes that a number spoils
LOW_PEOPLE = dict(zip(LOW, (1200, 900, 60, 12345)))


def low_codes(county, role="municipalities", convert=str):
    for row, code in zip(county.rows[role], LOW):
        row["kommunkod"] = convert(code)


def low_people(convert=str, column="kommunkod"):
    return [{column: convert(code), "befolkning": str(LOW_PEOPLE[code])} for code in LOW]


# ---- leading zeros (47, 48) ------------------------------------------------------------------

@case(47, "codes as text in both files", A, same=False, after=tables.sums(LOW_PEOPLE))
def _(county):
    low_codes(county)
    tables.people(county, low_people())


for driver in ("GPKG", "ESRI Shapefile", "FlatGeobuf"):
    @case(47, f"codes as text in {driver}", A, same=False, after=tables.sums(LOW_PEOPLE))
    def _(county, driver=driver):
        county.format["municipalities"] = driver
        low_codes(county)
        tables.people(county, low_people())


def number(code):
    return str(int(code))


for what, convert in [("numbers", number), ("numbers with a fraction", lambda c: number(c) + ".0")]:
    spelled = convert("0114")

    @case(48, f"table has {what}", E, "population.csv", spelled, "0114", "--pad-codes", "line 2")
    def _(county, convert=convert):
        low_codes(county)
        tables.people(county, low_people(convert))

    @case(48, f"table has {what}, --pad-codes", R, "population.csv", "0114", "4 codes padded",
          same=False, after=tables.sums(LOW_PEOPLE))
    def _(county, convert=convert):
        low_codes(county)
        tables.people(county, low_people(convert))
        county.options += ["--pad-codes"]


@case(48, "municipalities have numbers", E, "municipalities.gpkg", "114", "0114", "--pad-codes")
def _(county):
    low_codes(county, convert=int)
    tables.people(county, low_people())


@case(48, "municipalities have numbers, --pad-codes", R, "0114", same=False,
      after=tables.sums(LOW_PEOPLE))
def _(county):
    low_codes(county, convert=int)
    tables.people(county, low_people())
    county.options += ["--pad-codes"]


@case(48, "municipalities have reals", E, "municipalities.gpkg", "0114", "--pad-codes")
def _(county):
    low_codes(county, convert=float)
    tables.people(county, low_people())


@case(48, "whole codes with a fraction", E, "2101.0", "2101", "--pad-codes")
def _(county):
    tables.people(county, [dict(row, kommunkod=row["kommunkod"] + ".0")
                           for row in tables.people_rows()])


@case(48, "one code of four lost its zero", E, "line 4", "117", "0117", "--pad-codes")
def _(county):
    low_codes(county)
    rows = low_people()
    rows[2]["kommunkod"] = "117"
    tables.people(county, rows)


# ---- spelling (49) -----------------------------------------------------------------------------

def spelled_code(name, verdict, value, *words, **rest):
    @case(49, name, verdict, *words, same=False, **rest)
    def _(county):
        rows = tables.people_rows()
        rows[1]["kommunkod"] = value
        tables.people(county, rows)


spelled_code("space around a code", R, " 2104 ", "space", "line 3", after=tables.sums())
spelled_code("no-break space before a code", R, "\u00a02104", "2104", after=tables.sums())
spelled_code("space within a code", R, "21 04", "21 04", "2104", after=tables.sums())
spelled_code("a hyphen within a code", E, "21-04", "2104")
spelled_code("letter O for zero", E, "21O4", "2104")


@case(49, "codes in another case", R, "se2101", "SE2101", same=False)
def _(county):
    for row in county.rows["municipalities"]:
        row["kommunkod"] = "SE" + row["kommunkod"]
    tables.people(county, [dict(row, kommunkod="se" + row["kommunkod"])
                           for row in tables.people_rows()])


@case(49, "names as codes, one with letters and marks apart", R, "NFD", same=False)
def _(county):
    for row in county.rows["municipalities"]:
        del row["kommunkod"]
    rows = [{"kommunnamn": name, "befolkning": "100"} for _, name in CODES]
    rows[2]["kommunnamn"] = "Ovana\u030aker"
    tables.people(county, rows)


def named_rows(turned):
    """Rows of people whose names are those of the next `turned` rows round."""
    rows = [dict(row, kommunnamn=name) for row, (_, name) in zip(tables.people_rows(), CODES)]
    names = [row["kommunnamn"] for row in rows[:turned]]
    for row, name in zip(rows[:turned], names[1:] + names[:1]):
        row["kommunnamn"] = name
    return rows


@case(49, "names beside their codes", A, same=False)
def _(county):
    tables.people(county, named_rows(0))


@case(49, "codes and names slipped by a row", E, "population.csv", "the name beside it is",
      "4 of 4 rows")
def _(county):
    tables.people(county, named_rows(4))


@case(49, "two names beside the code of the other", R, "the name beside it is", "2 rows")
def _(county):
    tables.people(county, named_rows(2))


# ---- doubles and blanks (50, 53, 57) --------------------------------------------------------------

@case(50, "two municipalities of one code", E, "2101", "Ockelbo", "Hofors", "feature")
def _(county):
    county.rows["municipalities"][1]["kommunkod"] = "2101"


@case(50, "two rows of people for one municipality", E, "population.csv", "line 6", "2101", "line 2")
def _(county):
    rows = tables.people_rows()
    tables.people(county, rows + [dict(rows[0])])


@case(50, "two offices of one id", E, "offices.csv", "k2", "line 4")
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(kontorid="k2"))


@case(50, "two ids that differ by what nobody sees", E, "offices.csv", "k2")
def _(county):
    tables.offices(county, change=lambda rows: rows[2].update(kontorid="k2\u200b"))


for what, value in [("blank", ""), ("space", "  "), ("NULL", "NULL")]:
    @case(53, f"people: code is {what}", E, "population.csv", "line 3", "kommunkod")
    def _(county, value=value):
        rows = tables.people_rows()
        rows[1]["kommunkod"] = value
        tables.people(county, rows)

    @case(53, f"offices: id is {what}", E, "offices.csv", "line 3", "kontorid")
    def _(county, value=value):
        tables.offices(county, change=lambda rows: rows[1].update(kontorid=value))


for driver in ("GPKG", "GeoJSON", "ESRI Shapefile"):
    @case(53, f"municipalities: code is null in {driver}", E, "municipalities.", "feature",
          "kommunkod")
    def _(county, driver=driver):
        county.format["municipalities"] = driver
        county.rows["municipalities"][1]["kommunkod"] = None


@case(57, "a municipality without people, people without a municipality", E, "population.csv",
      "2104", "9999")
def _(county):
    rows = tables.people_rows()
    rows[1]["kommunkod"] = "9999"
    tables.people(county, rows)


@case(57, "row of the whole country before its code", R, "Riket", same=False, after=tables.sums())
def _(county):
    rows = [{"region": f"{code} {name}", "folkmangd": str(tables.PEOPLE[code])}
            for code, name in CODES]
    tables.people(county, [{"region": "00 Riket", "folkmangd": "14505"}] + rows)


@case(57, "row of a county before its municipalities", R, "21 Gävleborgs län", same=False,
      after=tables.sums())
def _(county):
    rows = [{"region": f"{code} {name}", "folkmangd": str(tables.PEOPLE[code])}
            for code, name in CODES]
    tables.people(county, [{"region": "21 Gävleborgs län", "folkmangd": "14505"}] + rows)


# ---- mangled by a spreadsheet (65) ------------------------------------------------------------------

for value in ("1E+05", "1,1E+13", "2024-01-02", "jan-24", "02-feb", "#REF!", "########"):
    @case(65, f"office id {value}", E, "offices.csv", "line 4", value, "spreadsheet")
    def _(county, value=value):
        tables.offices(county, ";", change=lambda rows: rows[2].update(kontorid=value))

    @case(65, f"code of people {value}", E, "population.csv", "line 3", "kommunkod", value)
    def _(county, value=value):
        rows = tables.people_rows()
        rows[1]["kommunkod"] = value
        tables.people(county, rows, ";")


@case(65, "code of a municipality 2E+03", E, "municipalities.gpkg", "feature 2", "2E+03")
def _(county):
    county.rows["municipalities"][1]["kommunkod"] = "2E+03"


for value in ("1e5", "E05", "maj", "24", "2024", "12-3"):
    @case(65, f"office id {value} is an id", A, same=True)
    def _(county, value=value):
        tables.offices(county, change=lambda rows: rows[2].update(kontorid=value))


# ---- which column (52, 66) ---------------------------------------------------------------------------

def renamed(county, role, before, after):
    county.rows[role] = [{after if key == before else key: value for key, value in row.items()}
                         for row in county.rows[role]]


for name in ("KnKod", "KOMMUNKOD", "kommun_kod", "Kom-Kod", "kom", "Municipality Code", "MUNICIPCODE",
             "MunCode", "kommun", "kod", "code", "id"):
    @case(52, f"municipalities: code named {name}", A)
    def _(county, name=name):
        renamed(county, "municipalities", "kommunkod", name)

for name in ("KnNamn", "KOMMUN_NAMN", "komnamn", "Municipality.Name", "municipname", "munname",
             "kommun", "region", "namn", "Name"):
    @case(52, f"municipalities: name named {name}", A, after=tables.names({"2121": "Ovanåker"}))
    def _(county, name=name):
        renamed(county, "municipalities", "kommunnamn", name)

for name in ("Leverantör", "LEVERANTORNAMN", "utförare", "Aktör", "provider", "Supplier", "operator",
             "företag"):
    for driver in ("GPKG", "ESRI Shapefile"):
        @case(52, f"offices: provider named {name} in {driver}", A)
        def _(county, name=name, driver=driver):
            county.format["offices"] = driver
            renamed(county, "offices", "leverantor", name[:10])

for name in ("BefTotalt", "bef_tot", "Befolkning", "folkmängd", "population", "POP", "people", "tot",
             "Totalt", "antal", "antal2020", "x2019"):
    @case(52, f"population: people named {name}", A, same=False, after=tables.same_figures)
    def _(county, name=name):
        renamed(county, "population", "bef_totalt", name)


@case(52, "offices: no provider", E, "offices.gpkg", "kontorid", "namn", "--field offices.provider=")
def _(county):
    renamed(county, "offices", "leverantor", "agarform")


for name, guess in [("leverantr", True), ("leverantor_2024", True), ("Anordnare", True),
                    ("bolag", True), ("klass", False)]:
    words = [f"--field offices.provider={name}"] if guess else ["--field offices.provider=COLUMN"]

    @case(52, f"offices: provider named {name}", E, *words)
    def _(county, name=name):
        renamed(county, "offices", "leverantor", name)

    @case(52, f"offices: provider named {name} and stated", A)
    def _(county, name=name):
        renamed(county, "offices", "leverantor", name)
        county.options += ["--field", f"offices.provider={name}"]


@case(52, "offices: the stated column is not there", E, "nope", "kontorid", "leverantor")
def _(county):
    county.options += ["--field", "offices.provider=nope"]


@case(52, "population: no people", E, "--weight", "klass")
def _(county):
    renamed(county, "population", "bef_totalt", "klass")


@case(52, "population: a share is no count", E, "share_bef", "--weight")
def _(county):
    renamed(county, "population", "bef_totalt", "share_bef")


@case(52, "municipalities: code of a sub-area alone", E, "Kommun (RegSO)",
      "--field municipalities.code=COLUMN")
def _(county):
    for row in county.rows["municipalities"]:
        row["Kommun (RegSO)"] = row.pop("kommunkod")
        del row["kommunnamn"]


@case(52, "municipalities: code and name in one cell", A, same=True,
      after=tables.names({"2121": "Ovanåker"}))
def _(county):
    for row in county.rows["municipalities"]:
        row["kommun"] = row.pop("kommunkod") + " " + row.pop("kommunnamn")


for name in ("region", "Kommun", "kommunnamn"):
    @case(52, f"people: code and name in one cell named {name}", A, same=False, after=tables.sums())
    def _(county, name=name):
        tables.people(county, [{name: f"{code} {own}", "folkmangd": str(tables.PEOPLE[code])}
                               for code, own in CODES])


@case(52, "people: kommun holds names", R, "name", same=False, after=tables.sums())
def _(county):
    tables.people(county, [{"kommun": own, "folkmangd": str(tables.PEOPLE[code])}
                           for code, own in CODES])


@case(52, "people: kommun holds codes", A, same=False, after=tables.sums())
def _(county):
    tables.people(county, tables.people_rows(code="kommun"))


@case(52, "people: names of which one is unknown", E, "Hofårs", "2104")
def _(county):
    rows = [{"kommun": own, "folkmangd": str(tables.PEOPLE[code])} for code, own in CODES]
    rows[1]["kommun"] = "Hofårs"
    tables.people(county, rows)


@case(52, "two columns for the code that differ", E, "knkod", "kommunkod",
      "--field municipalities.code=")
def _(county):
    for row, code in zip(county.rows["municipalities"], ("9001", "9002", "9003", "9004")):
        row["knkod"] = code


@case(52, "two columns for the code that are equal", A)
def _(county):
    for row in county.rows["municipalities"]:
        row["knkod"] = row["kommunkod"]


@case(52, "two columns for the provider that differ", E, "leverantor", "aktor",
      "--field offices.provider=")
def _(county):
    for row in county.rows["offices"]:
        row["aktor"] = "Zeta"


@case(52, "two columns of people that differ", E, "befolkning", "bef_totalt", "--weight")
def _(county):
    for row in county.rows["population"]:
        row["befolkning"] = 5


@case(66, "a name cut by a Shapefile", R, "municipali", "10 characters")
def _(county):
    path = county.path["municipalities"] = county.file("municipalities.shp")
    write_rows(path, "municipalities",
               [{"municipali": row["kommunkod"], "knnamn": row["kommunnamn"], "geom": row["geom"]}
                for row in county.rows["municipalities"]], "ESRI Shapefile")


@case(66, "a provider's name cut by a Shapefile", R, "leverantö", "10 characters", same=True)
def _(county):
    path = county.path["offices"] = county.file("offices.shp")
    write_rows(path, "offices",
               [{"kontorid": row["kontorid"], "leverantö": row["leverantor"], "geom": row["geom"]}
                for row in county.rows["offices"]], "ESRI Shapefile")
