"""case.py: a county small enough to be run some thousand times, with every input there is.

Four municipalities, sixteen cells, nine roads, five offices of three providers, and
one table or file for each role of decisions. commands() is every command of the
program with the options that reach most of it."""
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "inputs"))
import world  # noqa: E402

TABLES = {
    "supplier-areas": "kommunkod,leveransomrade\n2101,Norr\n2104,Norr\n2121,Syd\n2132,Syd\n",
    "contracts": "leverantor,leveransomrade\nAlfa,Norr\nAlfa,Syd\nBeta,Norr\nGamma,Syd\n",
    "control": "kommunkod,bef_totalt\n2101,500\n2104,600\n2121,700\n2132,800\n",
    "commuting": "bostadskommun,arbetskommun,antal\n2101,2104,40\n2104,2101,30\n2121,2132,20\n"
                 "2101,2101,200\n2132,9999,5\n",
    "unemployed": "kommunkod,manad,arbetslosa\n2101,2020-04,60\n2104,2020-04,50\n"
                  "2121,2020-04,40\n2132,2020-04,30\n",
    "referrals": "month,place,opening,in,left,closing\n2020-04,2101,0,13,1,12\n"
                 "2020-04,2104,0,7,0,7\n",
    "claims": "id,statement,who,date,relation,value,source,metric,unit,population,ages,scheme,"
              "as_of,k,t\nP1,Mer än hälften når en,förening,2020-03-01,>,50 %,sidan 1,,,,,,,1,\n"
              "P2,Drygt 90 procent når två,förening,2020-03-01,>,90 %,sidan 2,M2,,,,,,2,\n",
    "notes": "date,place,topic,status,count,source,text,actor,known\n"
             "2020-03-13,2101,denied_job,reported,unknown,tidning,få gånger,leverantör,2020-03-13\n"
             "2020-03-14,2101,denied_job,contested,0,tidning,nej,kommun,2020-03-20\n",
    "remote": "place,permitted,network_share,ability_share,visit_capacity\n2101,yes,0.9,0.8,5\n"
              "2121,no,0.5,0.5,\n",
    "applications": "applicant,area,date,outcome,outcome_date\nDelta,2121,2020-02-01,refused,"
                    "2020-03-01\nAlfa,2101,2020-01-15,approved,2020-02-15\n",
}


def roads():
    """Lines that meet at their vertices."""
    out = []
    places = [625 + 3750 * i for i in range(6)]
    for fixed in places[:5]:
        for swap in (False, True):
            ends = [(fixed, place) if swap else (place, fixed) for place in places]
            text = ",".join(f"{world.WEST + x} {world.SOUTH + y}" for x, y in ends)
            out.append({"klass": "tertiary", "geom": f"LINESTRING ({text})"})
    return out


def build(folder):
    """Writes the county; the arguments of the plain analysis."""
    county = world.fresh(folder)
    county.rows["roads"] = roads()
    county.rows["population"] = [
        {"rutid": f"r{row}{col}", "bef_totalt": 10 + row * 3 + col,
         "geom": world.square(world.WEST + col * 5000, world.SOUTH + row * 5000, 5000)}
        for row in range(4) for col in range(4)]
    plain = county.arguments() + ["--office-access-limit", "2km"]
    for role, text in TABLES.items():
        with open(county.file(role + ".csv"), "w", encoding="utf-8") as out:
            out.write(text)
    documents = {
        "policy.json": {"choice": 2, "fixed_cost": 900000, "income": 60000,
                        "variable_cost": 20000, "taper": 0.3, "participant_share": 0.5,
                        "lot_volume": 10, "lot_areas": "municipalities", "term": 2,
                        "network_share": 0.9, "ability_share": 0.8, "visits": 2,
                        "visit_cost": 1500, "moved_by": 1,
                        "transfers": [{"name": "s", "payer": "a", "gainer": "b", "sek": 5}]},
        "scenario.json": {"name": "Utan k2", "edits": [
            {"edit": "close_office", "office": "k2"},
            {"edit": "add_office", "id": "n1", "provider": "Delta", "x": 504000, "y": 6704000,
             "crs": "EPSG:3006"},
            {"edit": "close_road", "x": 506000, "y": 6704375, "crs": "EPSG:3006",
             "within_m": 2000},
            {"edit": "join_area", "municipality": "2121", "area": "Norr"}]},
        "candidates.geojson": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"id": name},
             "geometry": {"type": "Point", "coordinates": place}}
            for name, place in (("a", [15.1, 60.45]), ("b", [15.2, 60.5]), ("c", [15.3, 60.55]))]},
    }
    for name, document in documents.items():
        with open(county.file(name), "w", encoding="utf-8") as out:
            json.dump(document, out)
    return county, plain


def commands(folder):
    """(name, arguments) of every command; what one makes the next may read."""
    county, plain = build(folder)
    rich = list(plain)
    for role in TABLES:
        rich += ["--" + role, county.file(role + ".csv")]
    rich += ["--policy", county.file("policy.json"), "--scenario", county.file("scenario.json"),
             "--threads", "1"]
    plain += ["--threads", "1"]
    at = plain.index("--roads")
    straight = plain[:at] + ["--straight-line", "1.3"] + plain[at + 2:]
    hours = [{"3km,6km": "5min,10min", "6km": "10min"}.get(word, word) for word in plain]
    pages = ["--report", "sida.html", "--map", "karta.png", "--memo", "pm.pdf"]
    out = [
        ("analyze", ["analyze", *plain, "-o", "a.gpkg"]),
        ("everything", ["analyze", *rich, "--per-office", "--reached-roads", "-o", "b.gpkg"]),
        ("pages", ["analyze", *rich, *pages]),
        ("more pages", ["analyze", *plain, "--map", "karta.svg", "--memo", "pm.html", "--lang",
                        "en"]),
        ("time", ["analyze", *hours, "--json"]),
        ("straight", ["analyze", *straight, "-o", "s.gpkg"]),
        ("check", ["check", *rich]),
        ("check --json", ["check", *rich, "--json"]),
        ("explain", ["explain", *plain, "--at", "15.05,60.45", "--route", "vag.geojson"]),
        ("explain --unit", ["explain", *plain, "--unit", "r11", "--json"]),
        ("site", ["site", *plain, "--add", "1", "-o", "p.gpkg"]),
        ("site --candidates", ["site", *plain, "--reach", "90%", "--candidates",
                               county.file("candidates.geojson")]),
        ("timeline", ["timeline", *plain, "--dates", "2020-03-29,2020-04-02", "-o", "t.gpkg"]),
        ("network build", ["network", "build", "--roads", county.path["roads"], "-o", "n.wsn"]),
        ("compare", ["compare", "one.run.json", "two.run.json", "-o", "c.gpkg"]),
    ]
    for form in ("GeoJSON", "ESRI Shapefile", "FlatGeobuf", "CSV"):
        out.append((form, ["analyze", *plain, "-of", form, "-o", "svar"]))
    return county, out


def two(folder):
    """The runs whose run files compare is given."""
    plain = commands(folder)[1][0][1][:-2]
    return [[*plain, "-q", *change, "-o", name + ".gpkg"]
            for name, change in (("one", []), ("two", ["--eligible", "kontorid <> 'k2'"]))]


def pair(driver, folder, more=None):
    """Makes them with the driver of failing.c."""
    for arguments in two(folder):
        subprocess.run([driver, os.devnull, *arguments], cwd=folder, input="0\n", text=True,
                       check=True, stdout=subprocess.DEVNULL, env={**os.environ, **(more or {})})


def pair_of(program, folder):
    """Makes them with the program."""
    for arguments in two(folder):
        subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True)


def written(folder):
    """(name, arguments) of small runs that together write every kind of file."""
    _, plain = build(folder)
    plain += ["--threads", "1", "--main", "6km"]
    pages = ["--report", "sida.html", "--map", "karta.png", "--memo", "pm.pdf"]
    out = [("GPKG", ["analyze", *plain, "-o", "a.gpkg"]),
           ("pages", ["analyze", *plain, *pages]),
           ("GPKG and pages", ["analyze", *plain, *pages, "-o", "a.gpkg"])]
    out += [(form, ["analyze", *plain, "-of", form, "-o", "svar"])
            for form in ("GeoJSON", "ESRI Shapefile", "FlatGeobuf", "CSV")]
    return out


def older(arguments):
    """The same run with another limit: what lay there before."""
    return ["2km,6km" if word == "3km,6km" else word for word in arguments]


def clear(folder):
    """Takes away every result."""
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name == "svar":
            shutil.rmtree(path)
        elif not name.startswith("sida") and not name.startswith("karta") and \
                not name.startswith("pm.") and not name.startswith("a."):
            continue
        else:
            os.remove(path)
