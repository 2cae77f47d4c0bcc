"""tables.py: the clean county's offices and people as delimited text.

Offices keep their places, so their figures are the clean twin's. People by
municipality are another world than people by cell: a case says their sums."""
from world import CODES, csv_text

PEOPLE = {"2101": 1200, "2104": 900, "2121": 60, "2132": 12345}


def office_rows(county):
    out = []
    for row in county.rows["offices"]:
        x, y = row["geom"][len("POINT ("):-1].split()
        out.append({"kontorid": row["kontorid"], "leverantor": row["leverantor"],
                    "namn": row["namn"], "easting": x, "northing": y})
    return out


def offices(county, separator=",", change=None, encoding="utf-8", name=None, end="\n", before=""):
    """offices.csv; change(rows) damages the rows before they are written."""
    rows = office_rows(county)
    rows = (change(rows) or rows) if change else rows
    text = before + csv_text(rows, separator)
    return county.text("offices", text.replace("\n", end), name, encoding)


def people_rows(column="befolkning", code="kommunkod"):
    return [{code: key, column: str(PEOPLE[key])} for key, _ in CODES]


def people(county, rows=None, separator=",", encoding="utf-8", columns=None):
    """population.csv, a row for each municipality."""
    return county.text("population", csv_text(rows or people_rows(), separator, columns),
                       encoding=encoding)


def sums(expected=None):
    """An `after` that compares the people of each municipality."""
    want = expected or PEOPLE

    def compare(run, _):
        got = {row["code"]: row["people"] for row in run.evidence["coverage"]
               if row["layer"] == "municipalities"}
        return [f"people of {code}: {got.get(code)}, expected {value}"
                for code, value in want.items() if got.get(code) != value]
    return compare


def names(expected):
    """An `after` that compares the names of municipalities."""
    def compare(run, _):
        got = {row["code"]: row["name"] for row in run.evidence["coverage"]
               if row["layer"] == "municipalities"}
        return [f"name of {code}: {got.get(code)!r}, expected {value!r}"
                for code, value in expected.items() if got.get(code) != value]
    return compare


def both(*checks):
    return lambda run, twin: [fault for check in checks for fault in check(run, twin) or []]


def same_figures(run, twin):
    """The clean twin's figures, whatever the people column is called."""
    def bare(result):
        return [{key: value for key, value in row.items() if key != "weight"}
                for row in result.figures()]
    return [] if bare(run) == bare(twin) else ["the figures are not those of the clean twin"]
