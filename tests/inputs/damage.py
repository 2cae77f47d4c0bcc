"""damage.py: one random damage to a county: to its rows before they are
written, or to the bytes of a file afterwards. Each takes (rng, county, role)
and says in words what it did, or None when it does not fit there."""
import copy
import math
import os
import re

import world

NASTY_TEXT = [
    "", " ", "NaN", "inf", "-inf", "-1", "-0", "1e30", "1e19", "18446744073709551616", "..", "<5",
    "x", "-", "NULL", "NA", "12 345", "12\u00a0345", "12.345", "1,5", "ca 900", "25 %",
    "2019-01-01", "01/02/18", "1E+05", "TRUE", "0x10", "\u0661\u0662", "\u00bd", "1e3", "+5", "007",
    "12\n3", "\t7", "A" * 5000, "<script>alert(1)</script>", "'; DROP TABLE x;--", "\x1b[31m",
    "\u202e123", "%s%n", "2101", "0114", "2101.0", "Ockelbo", "o\u0308", "7;8", "\"", "k1",
    "50 mph"]
NASTY_NUMBERS = [math.nan, math.inf, -math.inf, -1, -1e-9, 1e30, 1e19, 2**62, 0, 0.5, -32768,
                 -99999, -3.4028234663852886e38, 4294967296, 2101, 1e-320]
OTHER_NAMES = ["x", "kod", "kommun", "kommunkod", "leverantor", "befolkning", "antal", "id", "namn",
               "speed_kmh", "oneway", "valid_to", "lat", "lon", "e", "n", "length_m", "",
               "bef_totalt ", "Befolkning 2024", "a\nb", "pop", "klass_181", "x" * 100]
SYSTEMS = [None, 4326, 3857, 3021, 3007, 3011, 32633, 32632, 4619, 2056, 26910, 5845, 4258]


def _pick(rng, county, role):
    rows = county.rows[role]
    return (rng.randrange(len(rows)), rows) if rows else (None, rows)


def _columns(rows):
    return [name for name in rows[0] if name != "geom"] if rows else []


# ---- rows ------------------------------------------------------------------------


def drop_rows(rng, county, role):
    rows = county.rows[role]
    count = rng.choice([1, 1, 1, 2, len(rows) // 2, len(rows) - 1])
    for _ in range(min(count, len(rows) - 1)):
        rows.pop(rng.randrange(len(rows)))
    return f"{count} rows of {role} dropped"


def double_row(rng, county, role):
    at, rows = _pick(rng, county, role)
    rows.insert(rng.randrange(len(rows) + 1), copy.deepcopy(rows[at]))
    return f"row {at} of {role} doubled" + ("!" if role in ("municipalities", "population") else "")


def swap_rows(rng, county, role):
    rng.shuffle(county.rows[role])
    return f"rows of {role} shuffled"


def swap_cells(rng, county, role):
    """Two rows exchange one cell: codes under other names, people elsewhere."""
    rows = county.rows[role]
    name = rng.choice(list(rows[0]))
    a, b = rng.randrange(len(rows)), rng.randrange(len(rows))
    rows[a][name], rows[b][name] = rows[b][name], rows[a][name]
    return f"{role}.{name} of rows {a} and {b} exchanged"


def nasty_cell(rng, county, role):
    at, rows = _pick(rng, county, role)
    if not _columns(rows):
        return None
    name = rng.choice(_columns(rows))
    number = isinstance(rows[at][name], (int, float)) and rng.random() < 0.5
    value = rng.choice(NASTY_NUMBERS if number else NASTY_TEXT + [None])
    if role in county.tables and value is not None:
        value = str(value)
    rows[at][name] = value
    loud = name == "highway" or name == "bef_totalt" and not isinstance(value, (int, float))
    return f"{role}.{name} of row {at} = {value!r:.60}" + ("!" if loud else "")


def nasty_column(rng, county, role):
    rows = county.rows[role]
    if not _columns(rows):
        return None
    name, value = rng.choice(_columns(rows)), rng.choice(NASTY_TEXT + [None, 0])
    for row in rows:
        row[name] = value if role not in county.tables or value is None else str(value)
    return f"{role}.{name} = {value!r:.60} in every row"


def rename_column(rng, county, role):
    if not _columns(county.rows[role]):
        return None
    name, new = rng.choice(_columns(county.rows[role])), rng.choice(OTHER_NAMES)
    county.rows[role] = [{new if k == name else k: v for k, v in row.items()}
                         for row in county.rows[role]]
    return f"column {role}.{name} is now called {new!r:.40}"


def drop_column(rng, county, role):
    if len(_columns(county.rows[role])) < 2:
        return None
    name = rng.choice(_columns(county.rows[role]))
    for row in county.rows[role]:
        del row[name]
    return f"column {role}.{name} dropped"


def double_column(rng, county, role):
    rows = county.rows[role]
    if not _columns(rows):
        return None
    name, new = rng.choice(_columns(rows)), rng.choice(OTHER_NAMES[:14])
    same = rng.random() < 0.5
    values = [row[name] for row in rows]
    if not same:
        rng.shuffle(values)
    for row, value in zip(rows, values):
        row[new] = value
    return f"column {role}.{name} again as {new}{'' if same else ', shuffled'}"


# ---- geometry --------------------------------------------------------------------


def _simple_parts(shape):
    if shape.GetGeometryCount() == 0:
        return [shape]
    return [part for i in range(shape.GetGeometryCount())
            for part in _simple_parts(shape.GetGeometryRef(i))]


def _move_vertex(rng, x, y):
    """Where a vertex goes, and whether that must be noticed."""
    return rng.choice([
        (math.inf, y, "!"), (x, -math.inf, "!"), (math.nan, y, "!"), (math.nan, math.nan, "!"),
        (1e308, y, "!"), (1e20, 1e20, "!"), (0, 0, "!"), (y, x, "!"), (-x, y, "!"),
        (x + 1000, y, ""), (x, y + 1000, ""), (x + 0.001, y, ""), (x / 1000, y / 1000, "!"),
        (x + 7, y - 3, ""), (x * 3.28, y * 3.28, "!")])


def move_vertex(rng, county, role):
    at, rows = _pick(rng, county, role)
    if not rows[at].get("geom"):
        return None
    shape = world.shape(rows[at]["geom"])
    part = rng.choice(_simple_parts(shape))
    if part.GetPointCount() == 0:
        return None
    i = rng.randrange(part.GetPointCount())
    x, y, loud = _move_vertex(rng, part.GetX(i), part.GetY(i))
    for twin in ({0, part.GetPointCount() - 1} if i == 0 and rng.random() < 0.8 else {i}):
        part.SetPoint_2D(twin, x, y)
    rows[at]["geom"] = bytes(shape.ExportToWkb())
    return f"vertex {i} of {role} row {at} at {x} {y}{loud}"


def replace_shape(rng, county, role):
    at, rows = _pick(rng, county, role)
    if not rows[at].get("geom") or county.format[role] in ("FlatGeobuf", "ESRI Shapefile"):
        return None  # these libraries drop or turn what is of another kind
    old = world.shape(rows[at]["geom"])
    west, east, south, north = old.GetEnvelope()
    rows[at]["geom"] = rng.choice([
        None, "POINT EMPTY", "POLYGON EMPTY", "LINESTRING EMPTY", f"POINT ({west} {south})",
        f"LINESTRING ({west} {south},{east} {north})",
        f"LINESTRING ({west} {south},{west} {south})",
        f"POLYGON (({west} {south},{east} {north},{west} {north},{east} {south},{west} {south}))",
        f"POLYGON (({west} {south},{east} {north},{west} {south}))",
        f"MULTIPOINT (({west} {south}),({east} {north}))",
        f"GEOMETRYCOLLECTION (POINT ({west} {south}))", f"POINT Z ({west} {south} 5)",
        f"MULTILINESTRING (({west} {south},{east} {north}),({east} {south},{west} {north}))"])
    loud = "" if rows[at]["geom"] and " Z " in rows[at]["geom"] and role == "offices" else "!"
    return f"{role} row {at} is now {str(rows[at]['geom']):.60}{loud}"


def _all_shapes(county, role, change):
    for row in county.rows[role]:
        if row.get("geom"):
            shape = world.shape(row["geom"])
            for part in _simple_parts(shape):
                for i in range(part.GetPointCount()):
                    part.SetPoint_2D(i, *change(part.GetX(i), part.GetY(i)))
            row["geom"] = bytes(shape.ExportToWkb())


def change_layer(rng, county, role):
    """The whole layer: axes swapped, shifted, scaled."""
    if not any(row.get("geom") for row in county.rows[role]):
        return None
    word, change = rng.choice([
        ("swapped!", lambda x, y: (y, x)), ("shifted by 500 km!", lambda x, y: (x + 500000, y)),
        ("shifted by 6 km", lambda x, y: (x + 6000, y)), ("at zero!", lambda x, y: (0, 0)),
        ("in kilometres!", lambda x, y: (x / 1000, y / 1000)),
        ("rounded to whole units", lambda x, y: (round(x), round(y)))])
    _all_shapes(county, role, change)
    return f"every coordinate of {role} {word}"


def swap_axes(rng, county, role):
    """In a table: east for north, of one row or of all."""
    if role != "offices" or not county.axes:
        return None
    x, y = county.axes
    some = county.rows[role] if rng.random() < 0.5 else [rng.choice(county.rows[role])]
    for row in some:
        row[x], row[y] = row[y], row[x]
    return f"{x} and {y} of {len(some)} offices exchanged!"


def other_system(rng, county, role):
    if role in county.tables or county.format[role] in ("OSM", "GeoJSON"):
        return None
    old, new = county.epsg[role], rng.choice(SYSTEMS)
    county.epsg[role] = new
    like = [{3006, 5845, 32633}, {4326, 4258, 4619}, {old}]
    loud = "" if any({old, new} <= group for group in like) else "!"
    return f"{role} of {old} declared as {new}{loud}"


# ---- bytes -----------------------------------------------------------------------


def _files(county, role):
    base = os.path.splitext(county.path[role])[0]
    return sorted(os.path.join(county.folder, name) for name in os.listdir(county.folder)
                  if os.path.join(county.folder, name).startswith(base + "."))


def _change(rng, county, role, word, edit):
    path = rng.choice(_files(county, role) or [None])
    if not path or not os.path.getsize(path):
        return None
    with open(path, "rb") as file:
        raw = bytearray(file.read())
    raw = edit(raw)
    with open(path, "wb") as file:
        file.write(raw)
    return f"{os.path.basename(path)}: {word}"


def flip_bytes(rng, county, role):
    count = rng.choice([1, 1, 2, 5, 50])

    def edit(raw):
        for _ in range(count):
            raw[rng.randrange(len(raw))] ^= 1 << rng.randrange(8)
        return raw
    return _change(rng, county, role, f"{count} bits flipped", edit)


def random_bytes(rng, county, role):
    count = rng.choice([1, 4, 16, 200])

    def edit(raw):
        at = rng.randrange(len(raw))
        fill = rng.choice([b"\0", b"\xff", b"9", b"\"", b",", bytes([rng.randrange(256)])])
        raw[at:at + count] = (fill * count)[:len(raw) - at]
        return raw
    return _change(rng, county, role, f"{count} bytes overwritten", edit)


def remove_bytes(rng, county, role):
    count = rng.choice([1, 1, 4, 100])

    def edit(raw):
        at = rng.randrange(len(raw))
        del raw[at:at + count]
        return raw
    return _change(rng, county, role, f"{count} bytes removed", edit)


def insert_bytes(rng, county, role):
    count = rng.choice([1, 1, 4, 100])

    def edit(raw):
        at = rng.randrange(len(raw) + 1)
        raw[at:at] = bytes(rng.randrange(256) for _ in range(count))
        return raw
    return _change(rng, county, role, f"{count} bytes inserted", edit)


def truncate(rng, county, role):
    return _change(rng, county, role, "cut off",
                   lambda raw: raw[:rng.choice([0, len(raw) - 1, rng.randrange(len(raw))])])


def double_block(rng, county, role):
    def edit(raw):
        at, size = rng.randrange(len(raw)), rng.choice([16, 100, 4096])
        return raw[:at] + raw[at:at + size] + raw[at:]
    return _change(rng, county, role, "a block stands twice", edit)


def recode(rng, county, role):
    path = county.path[role]
    if not path.endswith((".csv", ".geojson")) or not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        raw = file.read()
    text = raw.decode("utf-8", "replace")
    name = rng.choice(["latin-1", "utf-16", "cp437", "utf-8-sig", "mac-roman"])
    with open(path, "wb") as file:
        file.write(text.encode(name, "replace"))
    return f"{role} is now {name}"


def edit_text(rng, county, role):
    """What hands and spreadsheets do to a delimited file."""
    path = county.path[role]
    if not path.endswith(".csv") or not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        lines = file.read().decode("utf-8", "replace").split("\n")
    at = rng.randrange(len(lines))
    sign = ";" if ";" in lines[0] else ","
    word = rng.choice(["cell more", "cell less", "line twice", "line gone", "quote", "separator",
                       "line ends", "blank line", "header twice", "note on top",
                       "decimal comma", "digits in threes"])
    if word == "cell more":
        lines[at] += sign + "7"
    elif word == "cell less":
        lines[at] = lines[at].rpartition(sign)[0]
    elif word == "line twice":
        lines.insert(at, lines[at])
    elif word == "line gone":
        del lines[at]
    elif word == "quote":
        lines[at] = lines[at].replace(sign, sign + '"', 1)
    elif word == "separator":
        other = rng.choice(["\t", "|", ",", ";"])
        lines = [line.replace(sign, other) for line in lines]
    elif word == "blank line":
        lines.insert(at, rng.choice(["", sign * 3, " "]))
    elif word == "header twice":
        lines.insert(at, lines[0])
    elif word == "decimal comma":
        lines = [line.replace(".", ",") for line in lines]
    elif word == "digits in threes":
        lines = [re.sub(r"(?<=\d)(?=(\d{3})+(?!\d))", rng.choice([" ", ".", "\u00a0"]), line)
                 for line in lines]
    elif word == "note on top":
        lines.insert(0, "Folkmängd efter kommun")
    end = rng.choice(["\r", "\r\r\n", "\r\n"]) if word == "line ends" else "\n"
    with open(path, "wb") as file:
        file.write(end.join(lines).encode("utf-8"))
    return f"{role}: {word} at line {at + 1}"


def lose_file(rng, county, role):
    """A part of a Shapefile is gone, or all of another file."""
    path = rng.choice(_files(county, role) or [None])
    if not path:
        return None
    os.remove(path)
    return f"{os.path.basename(path)} is gone"


def swap_roles(rng, county, role):
    other = rng.choice([name for name in county.path if name != role])
    county.path[role], county.path[other] = county.path[other], county.path[role]
    return f"files of {role} and {other} exchanged"


# ---- the call --------------------------------------------------------------------


def odd_option(rng, county, role):
    """An option that is wrong, or that suits another file."""
    names = _columns(county.rows[role]) + OTHER_NAMES[:14]
    key = rng.choice(["code", "name", "provider", "id", "x", "y", "speed", "oneway", "class",
                      "length", "unit", "valid_from", "people", "geom"])
    column, system = rng.choice(names), rng.choice(SYSTEMS[1:])
    words = rng.choice([
        ["--field", f"{role}.{key}={column}"], ["--field", f"{role}.{key}={column}"],
        ["--crs", f"{role}=EPSG:{system}"], ["--layer", f"{role}={rng.choice(names)}"],
        ["--encoding", f"{role}={rng.choice(['latin1', 'UTF-16', 'cp1252', 'x'])}"],
        ["--weight", rng.choice(_columns(county.rows["population"]) + ["x"])],
        ["--where", f"{role}={column} = '{rng.choice(NASTY_TEXT)}'"], ["--ages", "16-64"],
        ["--eligible", rng.choice(["1=0", "leverantor='Alfa'", "x=1", "'", "1=1; DROP TABLE x"])],
        ["--as-of", rng.choice(["2026-01-01", "2026-13-01", "igår"])], ["--pad-codes"],
        ["--join", rng.choice(["0m", "1m", "99m", "1km"])], ["--speed", "source"],
        ["--control", county.path.get("population", "x")], ["--min-component", rng.choice("0129")],
        ["--access-limit", rng.choice(["1m", "0", "50km", "nan"])], ["--direction", "from-office"]])
    if "\0" in "".join(words) or "roads" not in county.rows and words[0] == "--speed":
        return None
    county.options += words
    county.touched |= set(county.rows)
    return " ".join(words).replace("\n", " ")[:80] + "?"


ROWS = [drop_rows, double_row, swap_rows, swap_cells, nasty_cell, nasty_cell, nasty_cell,
        nasty_column, rename_column, drop_column, double_column, move_vertex, move_vertex,
        replace_shape, change_layer, swap_axes, other_system]
BYTES = [flip_bytes, flip_bytes, random_bytes, remove_bytes, insert_bytes, truncate, double_block,
         recode, edit_text, lose_file, swap_roles]
OPTIONS = [odd_option]
