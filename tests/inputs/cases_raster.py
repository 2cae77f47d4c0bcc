"""Catalogue 70 to 78: rasters of people, and cells told as points."""
import math

import numpy as np
from osgeo import gdal

from cases import A, E, R, case
from cases_people import row_of, total
from world import SOUTH, WEST, _system

gdal.UseExceptions()
SIDE = 2500
NORTH = SOUTH + 8 * SIDE
COUNTS = np.array([[10 + (7 - row) * 3 + col for col in range(8)] for row in range(8)], "float64")


def raster(county, values=COUNTS, kind=gdal.GDT_Float64, way=(WEST, SIDE, 0, NORTH, 0, -SIDE),
           epsg=3006, nodata=None, bands=1, options=(), name="population.tif", band=None):
    """The 64 cells as a raster; north is the first row. band: what to do to it."""
    path = county.path["population"] = county.file(name)
    rows, cols = values.shape
    source = gdal.GetDriverByName("GTiff").Create(path, cols, rows, bands, kind, list(options))
    source.SetGeoTransform(way)
    if epsg:
        source.SetSpatialRef(_system(epsg))
    for i in range(bands):
        if nodata is not None:
            source.GetRasterBand(i + 1).SetNoDataValue(nodata)
        source.GetRasterBand(i + 1).WriteArray(values)
    if band:
        band(source, source.GetRasterBand(1))
    source = None
    return county


def with_cell(value, row=0, col=0):
    values = COUNTS.copy()
    values[row, col] = value
    return values


def as_cells(run, twin):
    """Figures as with cells as polygons."""
    faults = []
    for row, true in zip(run.figures(), twin.figures()):
        same = {k: v for k, v in row.items() if k != "weight"}
        if same != {k: v for k, v in true.items() if k != "weight"}:
            faults.append(f"{row['layer']} {row['code']} {row['limit']} k={row['k']}: {row['covered']} "
                          f"of {row['people']}, expected {true['covered']} of {true['people']}")
    return faults[:3]


def plain(name, **how):
    number = how.pop("number", 73)

    @case(number, name, A, same=False, after=as_cells)
    def _(county):
        raster(county, **how)


plain("64-bit floats")
plain("32-bit whole numbers", kind=gdal.GDT_Int32)
plain("8-bit numbers", kind=gdal.GDT_Byte)
plain("16-bit, compressed, tiled", kind=gdal.GDT_UInt16,
      options=["COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"])
plain("32-bit floats", kind=gdal.GDT_Float32)
plain("south-up", number=72, values=COUNTS[::-1], way=(WEST, SIDE, 0, SOUTH, 0, SIDE))
plain("east to west", number=72, values=COUNTS[:, ::-1], way=(WEST + 8 * SIDE, -SIDE, 0, NORTH, 0, -SIDE))


@case(70, "declared nodata leaves cells out", A, same=False,
      after=lambda run, twin: [] if total(run) == total(twin) - 31 else [f"{total(run)} people"])
def _(county):
    raster(county, with_cell(-99999), nodata=-99999)


for _value in (-99999, -3.4028234663852886e38, -1, -9999):
    @case(70, f"undeclared nodata {_value:g}", E, "population.tif", "cell 0, row 0", "nodata")
    def _(county, value=_value):
        raster(county, with_cell(value))


for _kind, _value in ((gdal.GDT_Byte, 255), (gdal.GDT_UInt16, 65535), (gdal.GDT_Int16, 32767),
                      (gdal.GDT_Int32, 2147483647)):
    @case(70, f"undeclared nodata {_value}, the largest number", E, "population.tif",
          "cell 0, row 0", f"-a_nodata {_value}")
    def _(county, kind=_kind, value=_value):
        raster(county, with_cell(value), kind=kind)


@case(70, "a cell of 255 people among large ones", A, same=False)
def _(county):
    raster(county, with_cell(255) * 1.0 + 200.0 * (with_cell(255) < 50), kind=gdal.GDT_Byte)


@case(70, "another negative number than the declared nodata", E, "cell 1, row 0", "-1")
def _(county):
    raster(county, with_cell(-1, 0, 1), nodata=-99999)


@case(71, "NaN cells", R, "NaN", "cell 3, row 2", "unknown, not zero",
      after=lambda run, twin: [] if total(run) == total(twin) - COUNTS[2, 3] else ["people lost"])
def _(county):
    raster(county, with_cell(math.nan, 2, 3))


@case(71, "NaN declared as nodata", A, same=False)
def _(county):
    raster(county, with_cell(math.nan, 2, 3), nodata=math.nan)


@case(71, "infinite cell", E, "cell 3, row 2", "inf")
def _(county):
    raster(county, with_cell(math.inf, 2, 3))


@case(71, "negative cell", E, "cell 3, row 2", "-4")
def _(county):
    raster(county, with_cell(-4, 2, 3))


@case(71, "absurd cell", E, "cell 3, row 2", "1e+30")
def _(county):
    raster(county, with_cell(1e30, 2, 3))


@case(72, "no CRS", E, "population.tif", "--crs population=EPSG:n")
def _(county):
    raster(county, epsg=None)


@case(72, "no CRS, stated", A, same=False, after=as_cells)
def _(county):
    raster(county, epsg=None)
    county.options += ["--crs", "population=EPSG:3006"]


@case(72, "rotated", E, "rotated", "north up")
def _(county):
    raster(county, way=(WEST, SIDE, 100, NORTH, 50, -SIDE))


@case(72, "without any place", E, "place on the ground")
def _(county):
    path = county.path["population"] = county.file("population.tif")
    source = gdal.GetDriverByName("GTiff").Create(path, 8, 8, 1, gdal.GDT_Byte)
    source.GetRasterBand(1).Fill(3)  # a band does not keep its file
    source = None


def keeps_total(run, twin):
    """To 1e-6; in another CRS the frame may cut a sliver off a zone."""
    found = total(run)
    return [] if abs(found - total(twin)) <= 1e-6 else [f"{found} people, not {total(twin)}"]


@case(73, "degrees, a raster that covers more", R, "115 units outside all zones",
      after=lambda run, twin: [] if abs(total(run) - 1600) <= 1e-6 else [f"{total(run)} people"])
def _(county):
    raster(county, np.full((40, 40), 1.0), way=(14.95, 0.02, 0, 60.7, 0, -0.01), epsg=4326)


@case(73, "cells of 500 m", A, same=False, after=keeps_total)
def _(county):
    fine = np.kron(COUNTS, np.ones((5, 5))) / 25.0
    raster(county, fine, way=(WEST, 500, 0, NORTH, 0, -500))


@case(73, "cells of 5 km", A, same=False, after=keeps_total)
def _(county):
    coarse = COUNTS.reshape(4, 2, 4, 2).sum(axis=(1, 3))
    raster(county, coarse, way=(WEST, 5000, 0, NORTH, 0, -5000))


@case(74, "covers the western half", R, "2104", "2132", "unknown, not zero")
def _(county):
    raster(county, COUNTS[:, :4])


@case(74, "covers a part of two municipalities", R, "2101", "25 % of its area", "unknown, not zero")
def _(county):
    raster(county, COUNTS[1:])


@case(74, "only nodata in one municipality", R, "no value", "2101", "unknown, not zero")
def _(county):
    values = COUNTS.copy()
    values[4:, :4] = -1
    raster(county, values, nodata=-1)


@case(58, "nobody lives in the raster's cells of one municipality", A, same=False,
      after=lambda run, twin: [] if row_of(run, "2101")["share"] is None else ["a share of nobody"])
def _(county):
    values = COUNTS.copy()
    values[4:, :4] = 0
    raster(county, values, nodata=-1)


@case(58, "nobody lives in the raster", E, "no people")
def _(county):
    raster(county, COUNTS * 0)


@case(75, "lies elsewhere", E, "population.tif", "municipalities")
def _(county):
    raster(county, way=(WEST - 200000, SIDE, 0, NORTH - 300000, 0, -SIDE))


@case(75, "metres taken for degrees", E, "population.tif", "--crs")
def _(county):
    raster(county, epsg=4326)


@case(76, "header of 2 000 000 by 2 000 000 cells", E, "population.tif", "cells", seconds=20)
def _(county):
    raster(county, options=["SPARSE_OK=TRUE"])
    path = county.path["population"]
    gdal.GetDriverByName("GTiff").Create(path, 2000000, 2000000, 1, gdal.GDT_Byte,
                                         ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=4096",
                                          "BLOCKYSIZE=4096", "BIGTIFF=YES"])
    open_ = gdal.Open(path, gdal.GA_Update)
    open_.SetGeoTransform((WEST, 0.01, 0, NORTH, 0, -0.01))
    open_.SetSpatialRef(_system(3006))
    open_ = None


@case(76, "cells that are not in the file", E, "population.tif", "declares no nodata", seconds=20)
def _(county):
    path = county.path["population"] = county.file("population.tif")
    source = gdal.GetDriverByName("GTiff").Create(path, 4096, 4096, 1, gdal.GDT_Byte,
                                                  ["SPARSE_OK=TRUE", "TILED=YES"])
    source.SetGeoTransform((WEST, 5, 0, NORTH, 0, -5))
    source.SetSpatialRef(_system(3006))
    source.GetRasterBand(1).WriteArray(np.ones((256, 256)))
    source = None


@case(76, "truncated", E, "population.tif")
def _(county):
    raster(county)
    path = county.path["population"]
    with open(path, "r+b") as out:
        out.truncate(300)


@case(77, "two bands", E, "2 bands", "--layer population=")
def _(county):
    raster(county, bands=2)


@case(77, "two bands, one chosen", A, same=False, after=as_cells)
def _(county):
    raster(county, bands=2)
    county.options += ["--layer", "population=2"]


@case(77, "a band that is not there", E, "no band 3")
def _(county):
    raster(county, bands=2)
    county.options += ["--layer", "population=3"]


@case(77, "two weights of one raster", E, "one kind of people")
def _(county):
    raster(county)
    county.options += ["--weight", "women", "--weight", "men"]


@case(77, "people per km2 by its unit", E, "densities", "multiply")
def _(county):
    raster(county, COUNTS / 6.25, band=lambda source, band: band.SetUnitType("persons/km2"))


@case(77, "people per km2 by its description", E, "densities")
def _(county):
    raster(county, COUNTS / 6.25,
           band=lambda source, band: band.SetDescription("Population density"))


@case(77, "scale and offset are honoured", A, same=False, after=as_cells)
def _(county):
    raster(county, (COUNTS - 2) * 4, band=lambda source, band: (band.SetScale(0.25),
                                                                band.SetOffset(2)))


@case(78, "numbers that stand for points", A, same=False, after=as_cells)
def _(county):
    raster(county, band=lambda source, band: source.SetMetadataItem("AREA_OR_POINT", "Point"))


@case(73, "ages of a raster", E, "no age classes", "--ages")
def _(county):
    raster(county)
    county.options += ["--ages", "16-64"]


# ---- cells by id ------------------------------------------------------------------------------

def cells(county, side=1000, shift=0):
    """Cells of 1 km with the ids of the national grid; as polygons."""
    rows = []
    for i in range(400):
        x, y = WEST + i % 20 * side, SOUTH + i // 20 * side
        rows.append({"rutid_scb": f"{x:06d}{y:07d}", "beftotalt": 1 + i % 7, "x": x, "y": y,
                     "geom": f"POLYGON (({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},"
                             f"{x} {y}))"})
    county.rows["population"] = rows
    return rows


def people_of_cells(run, twin):
    expected = sum(1 + i % 7 for i in range(400))
    low = [r for r in run.evidence["coverage"] if r["low"] != r["high"]]
    faults = [] if total(run) == expected else [f"{total(run)} people, not {expected}"]
    return faults if low else faults + ["cells are treated as points"]


@case(73, "cells as polygons with their id", A, same=False, after=people_of_cells)
def _(county):
    for row in cells(county):
        del row["x"], row["y"]


@case(73, "cells as points in their middle", A, same=False, after=people_of_cells)
def _(county):
    for row in cells(county):
        row["geom"] = f"POINT ({row.pop('x') + 500} {row.pop('y') + 500})"


@case(73, "cells as points in their corner, with a size", A, same=False, after=people_of_cells)
def _(county):
    for row in cells(county):
        row["rutstorl"] = 1000
        row["geom"] = f"POINT ({row.pop('x')} {row.pop('y')})"


@case(73, "cells as a table of ids", A, same=False, after=people_of_cells)
def _(county):
    for row in cells(county):
        del row["x"], row["y"]
    county.format["population"] = "CSV"


@case(73, "cells whose points lie elsewhere", E, "5000006700000", "49500 m", "--crs")
def _(county):
    for row in cells(county):
        row["geom"] = f"POINT ({row.pop('x') + 50000} {row.pop('y') + 500})"


@case(73, "cells of 5 mm beside whole metres", A, same=False, after=people_of_cells)
def _(county):
    for i, row in enumerate(cells(county)):
        x, y = row.pop("x") - 0.0025, row.pop("y") + 0.0034
        row["geom"] = (f"POLYGON (({x} {y},{x + 1000} {y},{x + 1000} {y + 1000},{x} {y + 1000},"
                       f"{x} {y}))")
