#!/bin/sh
# Opens what the engine writes of norrmark in QGIS: GeoPackage and the folders of
# GeoJSON, Shapefile and FlatGeobuf; draws the GeoPackage as a reader first sees
# it into PICTURES/norrmark.png.
#
#   qgis-open.sh PROGRAM SOURCE_DIR PICTURES
#
# Exit status 77 (skipped) when QGIS is not there.
set -eu
program=$1 source=$2 pictures=$3

/usr/bin/python3 -c 'import osgeo, qgis.core' 2>/dev/null || {
    echo "skipped: no python3-gdal, python3-qgis"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# An empty home: neither reads nor changes anybody's settings of QGIS.
mkdir -m 700 "$work/home"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/home" QT_QPA_PLATFORM=offscreen

for pair in "GPKG:norrmark.gpkg" "GeoJSON:geojson" "ESRI Shapefile:shapefile" \
    "FlatGeobuf:flatgeobuf"; do
    "$program" analyze --config "$source/geodata/norrmark/analysis.json" --reached-roads \
        --within 10km --choice 1,2 --shape-resolution 500m --lang en --format "${pair%%:*}" \
        --licence roads=CC0 \
        --output "$work/${pair#*:}" --quiet 2>"$work/warnings.txt" || {
        cat "$work/warnings.txt"
        exit 1
    }
done
# The same without a word about the language: aliases and legends are Swedish.
"$program" analyze --config "$source/geodata/norrmark/analysis.json" --within 10km --choice 1 \
    --shape-resolution 500m --output "$work/svenska.gpkg" --quiet 2>"$work/warnings.txt" || {
    cat "$work/warnings.txt"
    exit 1
}
"$program" timeline --config "$source/geodata/norrmark/analysis.json" --within 10km --choice 1 \
    --dates 2020-03-29,2020-03-30,2020-04-15,2020-05-01 --lang en \
    --output "$work/days.gpkg" --quiet 2>"$work/warnings.txt" || {
    cat "$work/warnings.txt"
    exit 1
}
cat >"$work/contracts.csv" <<'END'
leverantor,leveransomrade,avtal,valid_from,valid_to
Norrjobb AB,Norrmark mitt,1,2020-03-30,
Norrjobb AB,Norrmark inland,2,2020-03-30,2020-12-31
Stegvis Matchning AB,Norrmark mitt,3,,2020-06-30
END
"$program" analyze --config "$source/geodata/norrmark/analysis.json" --within 10km --choice 1 \
    --supplier-areas "$source/geodata/norrmark/leveransomraden.gpkg" --lang en \
    --contracts "$work/contracts.csv" --shape-resolution 500m --output "$work/contracts.gpkg" \
    --quiet 2>"$work/warnings.txt" || {
    cat "$work/warnings.txt"
    exit 1
}
mkdir -p "$pictures"
/usr/bin/python3 "$source/tests/clients/qgis_open.py" "$work" "$pictures/norrmark.png"
