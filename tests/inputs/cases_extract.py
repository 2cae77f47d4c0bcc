"""OpenStreetMap extracts that are cut or damaged (102)."""
import struct

import mutate
from cases import E, Skip, case
from cases_files import read, write


def extract(county):
    """The roads as .osm.pbf, and the places where its blocks begin."""
    if mutate.osmium is None:
        raise Skip("no python3-pyosmium")
    path = county.path["roads"] = county.file("roads.osm.pbf")
    mutate.write_extract(path, county.rows["roads"], county.epsg["roads"])
    return path, read(path)


def second_block(raw):
    """Where the block behind the header begins: its size, its own header, data."""
    size = struct.unpack(">I", raw[:4])[0]
    header = raw[4:4 + size]
    at = header.index(b"\x18", 11) + 1  # field 3, a number of one or two bytes
    data = header[at] & 127 | (header[at + 1] << 7 if header[at] & 128 else 0)
    return 4 + size + data


for _part in (0.01, 0.2, 0.5, 0.8, 0.999):
    def _cut(county, part=_part):
        path, raw = extract(county)
        write(path, raw[:int(len(raw) * part)])
    case(102, f"roads.osm.pbf cut at {_part:.1%}", E, "roads.osm.pbf", "cut off")(_cut)


@case(102, "roads.osm.pbf with its header alone", E, "roads.osm.pbf", "no way")
def _(county):
    path, raw = extract(county)
    write(path, raw[:second_block(raw)])


@case(102, "roads.osm.pbf with flipped bytes in a block", E, "roads.osm.pbf", "damaged")
def _(county):
    path, raw = extract(county)
    at = second_block(raw) + 200
    write(path, raw[:at] + bytes(byte ^ 0x55 for byte in raw[at:at + 8]) + raw[at + 8:])


@case(102, "roads.osm.pbf with a block that states 2 GB", E, "roads.osm.pbf")
def _(county):
    path, raw = extract(county)
    at = second_block(raw)
    write(path, raw[:at] + b"\x7f\xff\xff\xff" + raw[at + 4:])
