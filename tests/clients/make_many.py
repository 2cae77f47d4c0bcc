"""make_many.py FOLDER: a country of 290 square municipalities with 5,000 white spots.

Twenty places of people in each municipality stand 6 km apart, so that each is a white spot
of its own unless an office is near; 800 of the 5,800 have one beside them."""

import json
import sys

COLUMNS, ROWS, SIDE, PLACES_X, PLACES_Y, STEP = 10, 29, 30000, 5, 4, 6000
LEFT, BOTTOM = 300000, 6150000


def main(folder):
    zones, people, offices = [], ["id,x,y,people"], ["id,leverantor,easting,northing"]
    for number in range(COLUMNS * ROWS):
        west = LEFT + number % COLUMNS * SIDE
        south = BOTTOM + number // COLUMNS * SIDE
        code = "%04d" % (101 + number)
        ring = [[west, south], [west + SIDE, south], [west + SIDE, south + SIDE],
                [west, south + SIDE], [west, south]]
        zones.append({"type": "Feature",
                      "properties": {"kommunkod": code, "kommunnamn": "Åby " + code},
                      "geometry": {"type": "Polygon", "coordinates": [ring]}})
        for place in range(PLACES_X * PLACES_Y):
            x = west + 3000 + place % PLACES_X * STEP
            y = south + 4000 + place // PLACES_X * (STEP + 1000)
            people.append("%s-%02d,%d,%d,%d" % (code, place, x, y, 10 + (number + place) % 90))
            if len(offices) <= 800 and place < 3:
                offices.append("K%s%02d,Leverantör %d,%d,%d" % (code, place, place, x, y))
    with open(folder + "/zones.geojson", "w", encoding="utf-8") as out:
        json.dump({"type": "FeatureCollection",
                   "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
                   "features": zones}, out)
    for name, rows in (("people.csv", people), ("offices.csv", offices)):
        with open("%s/%s" % (folder, name), "w", encoding="utf-8") as out:
            out.write("\n".join(rows) + "\n")


main(sys.argv[1])
