#!/usr/bin/python3
"""same_result.py A.gpkg B.gpkg: the same layers, attributes and shapes?

What names the inputs (run, repairs, checksums) may differ; everything counted
or drawn may not. Prints the first differences; exit status 1 when there are any."""
import json
import sys

from osgeo import ogr

ogr.UseExceptions()
FREE = {"run", "repairs", "layer_styles"}


def content(path):
    source, out = ogr.Open(path), {}
    for n in range(source.GetLayerCount()):
        rows = source.GetLayer(n)
        if rows.GetName() in FREE:
            continue
        out[rows.GetName()] = [
            (feature.ExportToJson(as_object=True)["properties"],
             # Zones are drawn as given: only what the engine draws is compared as bytes.
             None if rows.GetName() in ("municipalities", "population") or
             feature.GetGeometryRef() is None else feature.GetGeometryRef().ExportToWkt())
            for feature in rows]
    return out


def figures(path):
    evidence = json.load(open(path[:-5] + ".run.json"))
    return {key: evidence[key] for key in ("coverage", "white_spots", "network", "offices")
            if key in evidence}


def main():
    a, b = sys.argv[1:]
    bad = 0
    if figures(a) != figures(b):
        print("the evidence's figures differ")
        bad += 1
    one, two = content(a), content(b)
    if one.keys() != two.keys():
        print("layers differ:", sorted(one), sorted(two))
        bad += 1
    for name in sorted(one.keys() & two.keys()):
        pairs = list(zip(one[name], two[name]))
        wrong = [i for i, (left, right) in enumerate(pairs) if left != right]
        if len(one[name]) != len(two[name]) or wrong:
            bad += 1
            print(f"{name}: {len(one[name])} and {len(two[name])} rows, {len(wrong)} differ")
            for i in wrong[:1]:
                left, right = pairs[i]
                print("  ", {k: (v, right[0][k]) for k, v in left[0].items() if v != right[0][k]},
                      "shape" if left[1] != right[1] else "")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
