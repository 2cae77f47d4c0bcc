"""Roads as publishers write them: NVDB, Geofabrik, OpenStreetMap's tags in other
formats, two tables; joining, and study areas that were clipped."""
import os
import shutil

import world
from cases import A, E, R, Skip, case
from cases_roads import MIDDLE, add, every, feature, line, people_stay

DATA = os.environ.get("WS_SHARED_DATA", "/nonexistent")


def nvdb(county, kind="GPKG", cut=False):
    """Columns of the homogenised road network as Lastkajen delivers it."""
    def name(text):
        return text[:10] if cut else text
    county.format["roads"] = kind
    for number, row in enumerate(county.rows["roads"]):
        row.pop("klass")
        row.update({name("Klass_181"): 6, name("Vagtr_474"): 1, name("F_Hogst_225"): 70,
                    name("B_Hogst_225"): 70, name("F_ForbjudenFardriktning"): 0,
                    name("B_ForbjudenFardriktning"): 0, name("Farjeled"): 0,
                    name("Motorvag"): 0, name("Motortrafikled"): 0,
                    name("ROUTE_ID"): f"{number // 3}:1"})


@case(87, "NVDB columns", A)
def _(county):
    nvdb(county)


@case(87, "NVDB columns cut by a shapefile", A)
def _(county):
    nvdb(county, "ESRI Shapefile", cut=True)


@case(87, "NVDB: bicycle and foot networks are not driven", A)
def _(county):
    nvdb(county)
    for number in (3, 4, 5):
        row = dict(county.rows["roads"][number], Vagtr_474=2 + 2 * (number % 2))
        row["geom"] = line((100 * number, 100), (100 * number, 20000))
        county.rows["roads"].append(row)


@case(87, "NVDB: a kind of network nobody knows", R, "7 (1)", "not driven", same=True)
def _(county):
    nvdb(county)
    add(county, (100, 100), (100, 20000), Klass_181=6, Vagtr_474=7)


def _forbidden(run, twin):
    """A road closed in one direction changes what is reached, and nobody is lost."""
    if run.figures() == twin.figures():
        return ["the forbidden direction had no effect"]
    return people_stay(run, twin)


@case(82, "NVDB: forbidden in the drawn direction", A, same=False, after=_forbidden)
def _(county):
    nvdb(county)
    for row in county.rows["roads"]:
        row["F_ForbjudenFardriktning"] = -1


@case(85, "NVDB: speeds of each direction by time", A, same=False)
def _(county):
    nvdb(county)
    county.options = ["--within", "5min,10min", "--speed", "source"]
    for row in county.rows["roads"]:
        row["B_Hogst_225"] = 50


@case(83, "rows marked for removal", R, "closed", "1 line", after=people_stay)
def _(county):
    nvdb(county)
    every(county, removecode=0)
    feature(county, MIDDLE, removecode=3)


# ---- Geofabrik ------------------------------------------------------------------------------

def geofabrik(county):
    county.format["roads"] = "ESRI Shapefile"
    for number, row in enumerate(county.rows["roads"]):
        row.pop("klass")
        row.update(osm_id=str(1000 + number), code=5115, fclass="tertiary", name=None, ref=None,
                   oneway="B", maxspeed=0, layer=0, bridge="F", tunnel="F")


@case(85, "Geofabrik: maxspeed 0 is unknown", A)
def _(county):
    geofabrik(county)


@case(85, "Geofabrik: maxspeed 0 by time and source", R, "maxspeed", "0 (", same=False)
def _(county):
    geofabrik(county)
    county.options = ["--within", "5min,10min", "--speed", "source"]
    feature(county, 3, maxspeed=50)


@case(85, "Geofabrik: track grades are tracks, footways are not driven", A)
def _(county):
    geofabrik(county)
    model = county.rows["roads"][0]
    for place, word in enumerate(("track_grade1", "track_grade5", "footway", "cycleway", "path")):
        county.rows["roads"].append(dict(model, fclass=word,
                                         geom=line((50 + place, 10), (50 + place, 19000))))


@case(87, "a class nobody knows is told with its length", R, "odd (2)", "2 lines, 38.0 km", "not driven",
      same=True)
def _(county):
    geofabrik(county)
    for place in (1, 2):
        county.rows["roads"].append(dict(county.rows["roads"][0], fclass="odd",
                                         geom=line((50 + place, 10), (50 + place, 18990))))


# ---- tags of OpenStreetMap in other formats ----------------------------------------------------

def osm(county, kind="GeoJSON", **columns):
    county.format["roads"] = kind
    for row in county.rows["roads"]:
        row.pop("klass")
        row.update(highway="tertiary", **columns)


@case(87, "OSM columns: access, area, ferries and tags of other things", A)
def _(county):
    osm(county, access=None, motor_vehicle=None, area=None, route=None, junction=None)
    model = county.rows["roads"][0]
    closed = ({"access": "private"}, {"access": "yes", "motor_vehicle": "no"}, {"area": "yes"},
              {"highway": None, "route": "ferry"}, {"highway": "footway"},
              {"access": "forestry;yes"})
    for place, tags in enumerate(closed):
        county.rows["roads"].append(dict(model, geom=line((50 + place, 10), (50 + place, 19000)),
                                         **tags))


@case(87, "OSM columns: motor_vehicle=yes goes before access=no", A)
def _(county):
    osm(county, access="no", motor_vehicle="yes")


@case(87, "OSM tags in other_tags", A)
def _(county):
    osm(county, "GPKG", other_tags='"surface"=>"asphalt"')
    model = county.rows["roads"][0]
    tags = ('"motor_vehicle"=>"no"', '"name:sv"=>"A \\"b\\"","access"=>"private"')
    for place, text in enumerate(tags):
        county.rows["roads"].append(dict(model, geom=line((50 + place, 10), (50 + place, 19000)),
                                         other_tags=text))
    county.rows["roads"].append(dict(model, highway=None, other_tags='"waterway"=>"river"',
                                     geom=line((50, 5), (18000, 5))))


@case(87, "a roundabout is one-way though nothing says so", A, same=False, after=_forbidden)
def _(county):
    osm(county, junction="roundabout", oneway=None)


@case(87, "a roundabout that says no", A)
def _(county):
    osm(county, junction="roundabout", oneway="no")


# ---- two tables -----------------------------------------------------------------------------------

def tables(county, both=True, length=None):
    """kanter.csv and noder.csv of the county's roads."""
    nodes, edges = {}, []
    for row in county.rows["roads"]:
        ends = row["geom"][12:-1].split(",")
        edges.append([nodes.setdefault(end, len(nodes)) for end in ends])
    text = "from,to" + (",length_m" if length else "") + "\n"
    for a, b in edges:
        extra = f",{length}" if length else ""
        text += f"{a},{b}{extra}\n" + (f"{b},{a}{extra}\n" if both else "")
    county.text("roads", text, "kanter.csv")
    with open(county.file("noder.csv"), "w", encoding="utf-8") as out:
        out.write("id,x,y\n" + "".join(f"{n},{p.replace(' ', ',')}\n" for p, n in nodes.items()))
    county.options += ["--roads", county.file("noder.csv")]


@case(87, "two tables, a row each way", A)
def _(county):
    tables(county)


@case(87, "two tables, a row per road", A)
def _(county):
    tables(county, both=False)


@case(87, "two tables, nodes by an open option", A)
def _(county):
    tables(county)
    county.options[-2:] = ["-oo", "roads=NODES=" + county.file("noder.csv")]


@case(87, "two tables, one road listed one way only", R, "1 one way only", same=False)
def _(county):
    tables(county)
    with open(county.path["roads"], encoding="utf-8") as source:
        lines = source.readlines()
    with open(county.path["roads"], "w", encoding="utf-8") as out:
        out.writelines(lines[:-1])


@case(87, "edges without a table of nodes", E, "kanter.csv", "nodes", "NODES=")
def _(county):
    tables(county)
    county.options = county.options[:-2]


@case(87, "an edge to a node that is not there", E, "kanter.csv", "line 5", "to is 9999", "noder.csv")
def _(county):
    tables(county)
    with open(county.path["roads"], encoding="utf-8") as source:
        lines = source.readlines()
    lines[4] = lines[4].split(",")[0] + ",9999\n"
    with open(county.path["roads"], "w", encoding="utf-8") as out:
        out.writelines(lines)


@case(87, "lengths below the straight line", E, "kanter.csv", "line 2", "straight line", "1000.0 m")
def _(county):
    tables(county, length=1000)


@case(87, "lengths in metres under a name in km", A, same=False)
def _(county):
    tables(county, length=1300)


@case(87, "national main roads", R, "nearest road", "off the network", seconds=120)
def _(county):
    folder = os.path.join(DATA, "se-roads-main")
    if not os.path.isdir(folder):
        raise Skip("no shared data")
    for name in ("kanter.csv", "noder.csv"):
        shutil.copy(os.path.join(folder, name), county.folder)
    county.path["roads"] = county.file("kanter.csv")
    county.options += ["--roads", county.file("noder.csv"), "--access-limit", "50km",
                       "--office-access-limit", "50km"]


# ---- clipped study areas ---------------------------------------------------------------------------

@case(94, "roads clipped at the border of the county", R, "end exactly at the outer border",
      after=people_stay)
def _(county):
    for step in range(16):
        place = 625 + 1250 * step
        add(county, (place, 19375), (place, 20000))
        add(county, (place, 625), (place, 0))
        add(county, (19375, place), (20000, place))


@case(94, "roads that go on beyond the border", A, same=False)
def _(county):
    for step in range(16):
        place = 625 + 1250 * step
        add(county, (place, 19375), (place, 20000))
        add(county, (place, 20000), (place, 23000))
