"""harmless.py: changes that mean nothing. Each takes (rng, county, role) and
says in words what it did, ending in "=": figures and verdict must stay as they
were; None when it does not fit. Those of BYTES come after the file is written."""
import world
from osgeo import ogr


def shuffle_rows(rng, county, role):
    rng.shuffle(county.rows[role])
    return f"rows of {role} shuffled="


def shuffle_columns(rng, county, role):
    names = list(county.rows[role][0])
    rng.shuffle(names)
    county.rows[role] = [{name: row[name] for name in names} for row in county.rows[role]]
    return f"columns of {role} in another order="


def upper_names(rng, county, role):
    lattice = role == "population" and county.population_kind == "raster"
    if lattice or county.format[role] == "OSM":
        return None
    if role == "offices":
        county.axes = tuple(name.upper() for name in county.axes)
    kept = ("geom", "bef_totalt")  # its name is the label of the figures
    county.rows[role] = [{k if k in kept else k.upper(): v for k, v in row.items()}
                         for row in county.rows[role]]
    return f"columns of {role} in capitals="


def more_columns(rng, county, role):
    for i, row in enumerate(county.rows[role]):
        row["anm"] = rng.choice(["", "ok", "<b>", "100 %", "åäö", None])
        row["kolumn9"] = i
    return f"{role} with columns nobody asked for="


def _rewrite(county, role, change):
    done = False
    for row in county.rows[role]:
        if row.get("geom"):
            row["geom"] = bytes(change(world.shape(row["geom"])).ExportToWkb())
            done = True
    return done


def _ring(shape):
    return [p[:2] for p in shape.GetGeometryRef(0).GetPoints()]


def _polygon(points):
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in points:
        ring.AddPoint_2D(x, y)
    out = ogr.Geometry(ogr.wkbPolygon)
    out.AddGeometry(ring)
    return out


def turn_rings(rng, county, role):
    turn = rng.choice([lambda p: p[::-1], lambda p: p[2:-1] + p[:3],
                       lambda p: [q for point in p for q in (point, point)]])

    def change(shape):
        return _polygon(turn(_ring(shape))) if shape.GetGeometryName() == "POLYGON" else shape
    if role not in ("municipalities", "population") or not _rewrite(county, role, change):
        return None
    return f"rings of {role} turned, begun elsewhere or with vertices twice="


def repeat_vertices(rng, county, role):
    def change(shape):
        out = ogr.Geometry(ogr.wkbLineString)
        for x, y in (p[:2] for p in shape.GetPoints()):
            for _ in range(rng.choice([1, 2])):
                out.AddPoint_2D(x, y)
        return out
    if role != "roads" or not _rewrite(county, role, change):
        return None
    return "vertices of roads repeated="


def many_parts(rng, county, role):
    if not any(row.get("geom") for row in county.rows[role]) or role == "offices":
        return None
    if county.format[role] == "OSM" or role == "population":
        return None
    to = ogr.ForceToMultiLineString if role == "roads" else ogr.ForceToMultiPolygon
    _rewrite(county, role, to)
    return f"{role} as geometries of many parts="


def real_numbers(rng, county, role):
    if role != "population" or county.population_kind == "raster":
        return None
    for row in county.rows[role]:
        value = float(row["bef_totalt"])
        row["bef_totalt"] = str(value) if role in county.tables else value
    return "people with a point and a zero="


# ---- text --------------------------------------------------------------------------


def _text(county, role, change):
    path = county.path[role]
    if not path.endswith(".csv"):
        return False
    with open(path, "rb") as file:
        raw = file.read().decode("utf-8")
    with open(path, "wb") as file:
        file.write(change(raw))
    return True


def other_ends(rng, county, role):
    name, change = rng.choice([
        ("with a byte order mark", lambda t: t.encode("utf-8-sig")),
        ("with CR LF", lambda t: t.replace("\n", "\r\n").encode()),
        ("with CR CR LF", lambda t: t.replace("\n", "\r\r\n").encode()),
        ("without a last line end", lambda t: t.rstrip("\n").encode()),
        ("with blank lines at the end", lambda t: (t + "\n\n").encode()),
        ("with every cell quoted", lambda t: "\n".join(
            ";".join(f'"{cell}"' for cell in line.split(";"))
            for line in t.rstrip("\n").split("\n")).encode() + b"\n"),
        ("with commas between cells", lambda t: t.replace(";", ",").encode())])
    return f"{role} {name}=" if _text(county, role, change) else None


ROWS = [shuffle_rows, shuffle_columns, upper_names, more_columns, turn_rings, repeat_vertices,
        many_parts, real_numbers]
BYTES = [other_ends]
