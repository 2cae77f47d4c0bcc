"""What random damage found: valid files that were hurt and read in silence."""
from cases import A, R, case


@case(49, "found: one code has a byte more than the others", R, "municipalities.gpkg", "2101  0",
      "feature 1", "no Swedish municipality code")
def _(county):
    county.rows["municipalities"][0]["kommunkod"] = "2101  0"


@case(49, "found: one code is the text NA", "RE", "municipalities.shp", "NA")
def _(county):
    county.format["municipalities"] = "ESRI Shapefile"
    county.rows["municipalities"][2]["kommunkod"] = "NA"


@case(49, "found: codes of another country among themselves", A, same=False)
def _(county):
    for i, row in enumerate(county.rows["municipalities"]):
        row["kommunkod"] = f"NO-{3401 + i}"
