"""What random damage found: valid files that were hurt and read in silence."""
import world
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


@case(91, "found: a vertex of a road a thousand kilometres away", R, "roads.gpkg", "feature 257",
      "200 km")
def _(county):
    county.move("roads", 32633)
    shape = world.shape(county.rows["roads"][256]["geom"])
    shape.SetPoint_2D(1, -shape.GetX(1), shape.GetY(1))
    county.rows["roads"][256]["geom"] = shape.ExportToWkt()


@case(91, "found: a ferry may be long", A, same=False)
def _(county):
    for row in county.rows["roads"]:
        row["highway"] = "tertiary"
    there = "LINESTRING (500625 6700625,300000 6500000)"
    county.rows["roads"].append({"klass": "x", "highway": "ferry", "geom": there})


@case(52, "found: a field of the call with a slip of the pen", R, "offices.provder=leverantor",
      "without effect")
def _(county):
    county.options += ["--field", "offices.provder=leverantor"]


@case(52, "found: a field of the call that another role has", R, "roads.provider=klass",
      "without effect")
def _(county):
    county.options += ["--field", "roads.provider=klass"]


@case(52, "found: coordinates are named and the layer has points", "ER", "offices.x=namn")
def _(county):
    county.options += ["--field", "offices.x=namn", "--field", "offices.y=namn"]
