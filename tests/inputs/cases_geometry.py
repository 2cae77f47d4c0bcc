"""Catalogue 1 to 30: geometry."""
from cases import A, E, R, case


@case(23, "municipalities overlap", R, "overlap", "2101", "2104", "km2")
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        "POLYGON ((500000 6700000,510500 6700000,510500 6710000,500000 6710000,500000 6700000))")


@case(20, "rings turned and started elsewhere", A)
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        "POLYGON ((510000 6710000,510000 6700000,500000 6700000,500000 6710000,510000 6710000))")


@case(11, "NaN vertex", E, "municipalities.gpkg")
def _(county):
    county.rows["municipalities"][0]["geom"] = (
        "POLYGON ((500000 6700000,510000 6700000,nan 6710000,500000 6710000,500000 6700000))")
