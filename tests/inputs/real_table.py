"""real_table.py: what every file of the real test data is in every role it may
be given, from inputs.md and the notes that lie beside the data, not from what
the program says.

One row: name, files by role, options, verdict, words of the message, figures.
Words in a tuple are alternatives. Figures by key: people, inside (people but
those outside), zones, offices, providers, km (within 0.1 %), outside, and
used:ROLE, the rows of a role that count. outside is "some" where a generalised
coast cuts places off: then a warning must speak of the nearest zone or of
outside."""

E, R, A = "E", "R", "A"

SCB = "se-kommuner/kommuner_scb_3006.gpkg"
SHP = "se-kommuner/Kommun_Sweref99TM.shp"
OKF = "se-kommuner/kommuner_okfse_4326.geojson"
RT90 = "se-kommuner/kommuner_rt90_3021.gpkg"
COUNTIES = "se-kommuner/Lan_Sweref99TM_region.shp"
COUNTIES_FULL = "se-kommuner/lan_fullres_2018_3006.gpkg"
DALARNA = "se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg"
DESO = "se-deso-dalarna/deso_dalarna_2018_3006.gpkg"
SHOPS = "se-providers/apotek_2025.csv"
CARE = "se-providers/vardcentraler_dalarna_2023.csv"
CARE_SHEET = "se-providers/vardcentraler_dalarna_2023.xlsx"
HOSPITALS = "se-providers/sjukhus_eurostat_SE.csv"
RESULTS = "se-providers/rusta_och_matcha_resultat_2026_01.csv"
RESULTS_SHEET = "se-providers/rusta_och_matcha_resultat_2026_01.xlsx"
KROM = "se-providers/krom_pilotkommuner_2020.csv"
P2024 = "se-population/befolkning_2024_kommun.csv"
AGES = "se-population/arbetsfor_alder_2019_kommun.csv"
LONG = "se-population/befolkning_2019_kommun_alder_kon.csv"
NUMERIC = "se-population/kommundata_2022.csv"
REGSO = "se-population/befolkning_2020_2023_regso.csv"
HEXAGONS = "se-population/befolkning_2024_h3r6.gpkg"
RASTER = "se-population/befolkning_2024_5km_3006.tif"
SQUARES = "se-population/rutnat_1km_2024_prov.gpkg"
STOCKHOLM = "se-stadsdelar/stockholm_basomraden_3011.gpkg"
STOCKHOLM_BARE = "se-stadsdelar/stockholm_basomraden_noprj.shp"
GOTEBORG = "se-stadsdelar/goteborg_basomraden_3007.gpkg"
TOWNS = "se-tatorter/tatorter_2020_3006.gpkg"
BUSES = "se-dalarna-vagnat/busslinjer_hallplatser_3006.gpkg"
ROADS = "se-dalarna-vagnat/vagnat_harlett_3006.gpkg"
EDGES = "se-roads-main/kanter.csv"
NODES = "se-roads-main/noder.csv"
GRAPHML = "se-roads-main/se_huvudvagnat_etisplus.graphml"
LI, LI_ROADS = "osm-liechtenstein/kommuner_4326.gpkg", (
    "osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf")
LI_PEOPLE, LI_PLACES = ("osm-liechtenstein/befolkning.csv",
                        "osm-liechtenstein/servicepunkter_4326.geojson")
AD, AD_ROADS = "osm-andorra/kommuner_4326.gpkg", "osm-andorra/andorra_2021-10-28.osm.pbf"
AD_PLACES = "osm-andorra/servicepunkter_4326.geojson"
PORTO = "osm-porto/porto_vagar_2015-06-06.osm.pbf"
POA_ROADS, POA_PEOPLE = "osm-porto-alegre/poa_osm.pbf", "osm-porto-alegre/poa_hexgrid.csv"
POA_PLACES = "osm-porto-alegre/poa_points_of_interest.csv"

NATION = {"municipalities": SCB, "offices": SHOPS, "population": P2024}
COUNTY = {"municipalities": DALARNA, "offices": SHOPS, "population": TOWNS, "roads": ROADS}
SMALL = {"municipalities": LI, "offices": LI_PLACES, "population": LI_PEOPLE, "roads": LI_ROADS}
BY_NAME = ["--field", "offices.provider=namn"]
CARE_BY = ["--field", "offices.provider=Populärnamn"]

P_2024, P_2021, P_2019, P_HEX = 10587140, 10452326, 10327589, 10560823


def given(base, **roles):
    """The base with other files; None takes a role away."""
    files = dict(base)
    files.update(roles)
    return {role: path for role, path in files.items() if path}


def row(name, files, verdict, *words, options=(), **figures):
    return name, files, list(options), verdict, words, figures


def zones():
    at = given
    return [
        row("scb", NATION, R, "overlap", people=P_2024, zones=290, offices=1408, providers=5),
        row("unnamed CRS", at(NATION, municipalities=SHP), R, "EPSG:3006", people=P_2024,
            zones=290),
        row("with sea", at(NATION, municipalities=OKF), R, "overlap", ("gap", "hole"),
            people=P_2024, zones=290),
        row("rt90", at(NATION, municipalities=RT90), R, "overlap", people=P_2024, zones=290),
        row("counties", at(NATION, municipalities=COUNTIES), E, "LnKod", "municipalities.code"),
        row("counties full", at(NATION, municipalities=COUNTIES_FULL), E, "county_code",
            "municipalities.code"),
        row("counties as zones", at(NATION, municipalities=COUNTIES, population=HEXAGONS), "RA",
            people=P_HEX, zones=21, outside="some",
            options=["--field", "municipalities.code=LnKod", "--field",
                     "municipalities.name=LnNamn"]),
        row("invalid county", at(NATION, municipalities=COUNTIES_FULL, population=HEXAGONS), R,
            ("made valid", "invalid"), people=P_HEX, zones=21, outside="some",
            options=["--field", "municipalities.code=county_code", "--field",
                     "municipalities.name=county_name"]),
        row("deso united", at(COUNTY, municipalities=DESO), R, ("united", "more than once"),
            people=9088367, zones=15),
        row("full resolution", COUNTY, R, "outside", people=9088367, zones=15,
            **{"used:municipalities": 15}),
        row("base areas", at(NATION, municipalities=STOCKHOLM, population=STOCKHOLM), "RA",
            people=908058, zones=419, options=["--field", "municipalities.name=namn"]),
        row("base areas without a name", at(NATION, municipalities=GOTEBORG), E, "basomrade",
            "municipalities.code"),
        row("points", at(NATION, municipalities=TOWNS), E, "polygon"),
        row("hexagons", at(NATION, municipalities=HEXAGONS), E, "municipalities.code", "h3"),
        row("table", at(NATION, municipalities=P2024), E, P2024.split("/")[1]),
        row("parishes without people", at(SMALL, municipalities=AD, offices=AD_PLACES,
                                         roads=AD_ROADS, population=None), E, "population"),
        row("parishes and Swedish people", at(SMALL, municipalities=AD, offices=AD_PLACES,
                                             roads=AD_ROADS, population=HEXAGONS), E,
            "befolkning_2024_h3r6.gpkg", options=BY_NAME),
        row("roads as zones", at(NATION, municipalities=ROADS), E, "fran, till, langd_m"),
        row("extract as zones", at(NATION, municipalities=LI_ROADS), E, "osm.pbf"),
        row("two layers", at(NATION, municipalities=BUSES), E, "hallplatslagen", "linjer"),
    ]


def offices():
    at = given
    metres = ["--field", "offices.x=Sweref99Y", "--field", "offices.y=Sweref99X"]
    degrees = ["--field", "offices.x=Longitude", "--field", "offices.y=Latitude"]
    rt90 = ["--field", "offices.x=Ykoord", "--field", "offices.y=Xkoord"]
    return [
        row("pharmacies", NATION, R, people=P_2024, offices=1408, providers=5),
        row("owner is no provider", at(NATION, offices=CARE), E, "offices.provider", "Ägare",
            "Populärnamn"),
        row("systems differ", at(NATION, offices=CARE), E, ("Sweref99", "Longitude"), "offices.x",
            "line 6", options=CARE_BY),
        row("sheet: systems differ", at(NATION, offices=CARE_SHEET), E, ("Sweref99", "Longitude"),
            "offices.x", "line 6", options=CARE_BY),
        row("sweref pair", at(NATION, offices=CARE), R, people=P_2024, offices=40,
            options=CARE_BY + metres),
        row("degrees pair", at(NATION, offices=CARE), R, people=P_2024, offices=40,
            options=CARE_BY + degrees),
        row("rt90 pair, six blank or NULL", at(NATION, offices=CARE), R, "no place",
            people=P_2024, offices=34, options=CARE_BY + rt90),
        row("sheet: sweref pair", at(NATION, offices=CARE_SHEET), R, people=P_2024, offices=40,
            options=CARE_BY + metres),
        row("swapped pair", at(NATION, offices=CARE), E, "Sweref99X",
            options=CARE_BY + ["--field", "offices.x=Sweref99X", "--field", "offices.y=Sweref99Y"]),
        row("hospitals", at(NATION, offices=HOSPITALS), E, "offices.provider", "hospital_name"),
        row("hospitals by name", at(NATION, offices=HOSPITALS), R, people=P_2024, offices=132,
            providers=132, options=["--field", "offices.provider=hospital_name"]),
        row("contracts have no place", at(NATION, offices=RESULTS), E, RESULTS.split("/")[1],
            "no coordinate columns", "LEVERANSOMRÅDE"),
        row("sheet of contracts", at(NATION, offices=RESULTS_SHEET), E, "--layer offices=",
            "Resultat 2026-01"),
        row("contracts of a sheet have no place", at(NATION, offices=RESULTS_SHEET), E,
            "no coordinate columns", options=["--layer", "offices=Resultat 2026-01"]),
        row("list of municipalities", at(NATION, offices=KROM), E, KROM.split("/")[1], "kommunkod"),
        row("class is no provider", at(SMALL), E, "offices.provider", "klass"),
        row("service points", SMALL, R, people=37269, zones=11, offices=71, options=BY_NAME),
        row("places without provider", at(SMALL, offices=POA_PLACES), E, "offices.provider"),
        row("places of another country", at(SMALL, offices=POA_PLACES), E, POA_PLACES.split("/")[1],
            options=["--field", "offices.provider=id"]),
        row("bus stops", at(NATION, offices=BUSES), R, people=P_2024, offices=5198, options=[
            "--layer", "offices=hallplatslagen", "--field", "offices.provider=stop_name"]),
        row("bus stops, layer not named", at(NATION, offices=BUSES), E, "hallplatslagen", "linjer",
            "--layer offices="),
        row("bus lines", at(NATION, offices=BUSES), E, "LINESTRING", options=[
            "--layer", "offices=linjer", "--field", "offices.provider=linjenummer"]),
        row("towns", at(NATION, offices=TOWNS), R, people=P_2024, offices=2017,
            options=["--field", "offices.provider=name"]),
        row("areas", at(NATION, offices=STOCKHOLM), "ER", "basomraden_3011",
            options=["--field", "offices.provider=namn"]),
        row("a picture", at(NATION, offices=RASTER), E, RASTER.split("/")[1]),
    ]


def people():
    at = given
    hexes = at(NATION, population=HEXAGONS)
    pad = ["--pad-codes"]
    return [
        row("2024", NATION, R, people=P_2024, **{"used:population": 290}),
        row("ages", at(NATION, population=AGES), R, people=P_2019),
        row("16-64", at(NATION, population=AGES), R, people=6310457,
            options=["--weight", "bef_16_64"]),
        row("15-74", at(NATION, population=AGES), R, people=7527864,
            options=["--weight", "bef_15_74"]),
        row("20-64 and all", at(NATION, population=AGES), R, people=5858492,
            options=["--weight", "bef_20_64=20-64", "--weight", "bef_tot"]),
        row("no such weight", at(NATION, population=AGES), E, "bef_16_64",
            options=["--weight", "bef_1664x"]),
        row("long table", at(NATION, population=LONG), R, "name", people=P_2019),
        row("long table, ages", at(NATION, population=LONG), R, people=6310457,
            options=["--ages", "16-64"]),
        row("numeric codes", at(NATION, population=NUMERIC), E, "114", "0114", "--pad-codes"),
        row("numeric codes padded", at(NATION, population=NUMERIC), R, people=P_2021, options=pad),
        row("a share is no count", at(NATION, population=NUMERIC), E, "share0_19",
            options=pad + ["--weight", "share0_19"]),
        row("several years", at(NATION, population=REGSO), E, "Antal 2020", "Antal 2023",
            "--weight"),
        row("sub-areas", at(NATION, population=REGSO), "ER", "region", people=P_2021,
            options=["--weight", "Antal 2021"]),
        row("hexagons", hexes, R, people=P_HEX, outside="some"),
        row("hexagons, women", hexes, R, outside="some", options=["--weight", "female"]),
        row("raster", at(NATION, population=RASTER), R, people=P_HEX, outside="some"),
        row("no CRS", at(NATION, population=SQUARES), E, "--crs population="),
        row("CRS stated", at(NATION, population=SQUARES), "RA", people=786881,
            options=["--crs", "population=EPSG:3006"], **{"used:population": 200}),
        row("wrong CRS stated", at(NATION, population=SQUARES), E, "EPSG:3021",
            options=["--crs", "population=EPSG:3021"]),
        row("base areas", at(NATION, population=STOCKHOLM), "RA", people=908058),
        row("base areas 16-64", at(NATION, population=STOCKHOLM), "RA", people=614739,
            options=["--weight", "arb_16_64"]),
        row("base areas, ages", at(NATION, population=STOCKHOLM), "RA", people=614739,
            options=["--ages", "16-64"]),
        row("base areas, ages 65+", at(NATION, population=STOCKHOLM), "RA", people=130849,
            options=["--ages", "65+"]),
        row("no prj", at(NATION, population=STOCKHOLM_BARE), E, "--crs population="),
        row("no prj, stated", at(NATION, population=STOCKHOLM_BARE), "RA", people=908058,
            options=["--crs", "population=EPSG:3011"]),
        row("no people", at(NATION, population=GOTEBORG), E, "area_km2", "--weight"),
        row("no people in deso", at(NATION, population=DESO), E, "deso_dalarna", "people"),
        row("towns by code", at(NATION, population=TOWNS), R, people=9088367, outside=0,
            **{"used:population": 2017}),
        row("names", SMALL, R, people=37269, zones=11, options=BY_NAME),
        row("another country", at(NATION, population=POA_PEOPLE), E, POA_PEOPLE.split("/")[1]),
        row("list of municipalities", at(NATION, population=KROM), E, "people"),
        row("contracts", at(NATION, population=RESULTS), E, RESULTS.split("/")[1]),
        row("borders", at(NATION, population=OKF), E, "people"),
        row("pharmacies", at(NATION, population=SHOPS), E, "people"),
        row("extract", at(SMALL, population=LI_ROADS), E, "osm.pbf", options=BY_NAME),
    ]


def roads():
    at = given
    return [
        row("derived network", COUNTY, R, "outside", people=9088367, zones=15, km=3927,
            **{"used:roads": 26721}),
        row("bus lines", at(COUNTY, roads=BUSES), R, people=9088367,
            options=["--layer", "roads=linjer"], **{"used:roads": 527}),
        row("points", at(COUNTY, roads=BUSES), E, ("LINESTRING", "line"),
            options=["--layer", "roads=hallplatslagen"]),
        row("polygons", at(COUNTY, roads=DESO), E, "line"),
        row("Liechtenstein", SMALL, R, people=37269, zones=11, options=BY_NAME),
        row("towns for roads", at(COUNTY, roads=TOWNS), E, "line"),
        row("extract elsewhere", at(COUNTY, roads=PORTO), E, PORTO.split("/")[1]),
        row("another extract elsewhere", at(COUNTY, roads=POA_ROADS), E, POA_ROADS.split("/")[1]),
        row("edges and nodes", at(NATION, roads=[EDGES, NODES]), R, "no data", people=P_2024,
            km=6644.6, options=["--access-limit", "50km", "--office-access-limit", "50km"]),
        row("edges without nodes", at(NATION, roads=EDGES), E, EDGES.split("/")[1], "nodes"),
        row("nodes", at(NATION, roads=NODES), E, NODES.split("/")[1]),
        row("graphml", at(NATION, roads=GRAPHML), E, GRAPHML.split("/")[1]),
        row("a graph", at(NATION, roads="graph-large/FLA.gr.xz"), E, "FLA.gr.xz"),
        row("golden edges", at(NATION, roads="golden-pgrouting-sample/edges.csv"), E, "edges.csv"),
        row("a raster", at(COUNTY, roads=RASTER), E, RASTER.split("/")[1]),
        row("a text", at(COUNTY, roads="README.md"), E, "README.md"),
        row("a folder", at(COUNTY, roads="se-roads-main"), E, "se-roads-main"),
        row("class table", at(SMALL, roads=LI_ROADS), R, people=37269,
            options=BY_NAME + ["--classes", "osm-classes/classes.csv"]),
    ]


def controls():
    at = given
    hexes = at(NATION, population=HEXAGONS)
    return [
        row("hexagons to 2024", at(hexes, control=P2024), R, inside=P_2024, outside="some",
            options=["--weight", "population"]),
        row("numeric codes", at(hexes, control=NUMERIC), E, "114", "--pad-codes",
            options=["--weight", "population"]),
        row("another year", at(hexes, control=AGES), R, inside=P_2019,
            options=["--weight", "population"]),
        row("32 of 290", at(hexes, control=KROM), E, KROM.split("/")[1],
            options=["--weight", "population"]),
        row("Dalarna of all", at(COUNTY, control=P2024), "RE", options=["--weight", "pop"]),
    ]


def supply():
    """Supplier areas and contracts, on the county that is read fastest."""
    def at(role, path):
        return given(COUNTY, **{role: path})
    sheet = ["--layer", "contracts=Resultat 2026-01"]
    return [
        row("counties as areas", at("supplier-areas", COUNTIES), R, "gaps between supplier-areas",
            people=9088367, options=["--field", "supplier-areas.area=LnNamn"],
            **{"used:supplier-areas": 21}),
        row("areas without a name", at("supplier-areas", COUNTIES), E, "supplier-areas.area"),
        row("codes of elsewhere", at("supplier-areas", KROM), E, "no code of column kommunkod"),
        row("municipalities as areas", at("supplier-areas", DALARNA), E, "supplier-areas.area"),
        row("a raster as areas", at("supplier-areas", RASTER), E, RASTER.split("/")[1]),
        row("contracts", at("contracts", RESULTS), R, "name 69 areas", people=9088367,
            **{"used:contracts": 925}),
        row("a workbook of contracts", at("contracts", RESULTS_SHEET), E, "Resultat 2026-01"),
        row("a sheet of contracts", at("contracts", RESULTS_SHEET), R, "name 69 areas",
            people=9088367, options=sheet, **{"used:contracts": 925}),
        row("offices as contracts", at("contracts", SHOPS), E, "also told by line"),
        row("people as contracts", at("contracts", P2024), E, "contracts."),
    ]


TABLE = [(section.__name__,) + told
         for section in (zones, offices, people, roads, controls, supply) for told in section()]
