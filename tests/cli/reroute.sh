#!/bin/sh
# Draws the catchments of a case and re-routes their vertices and random positions by
# the slow second route (tests/support/reroute.py).
#
#   reroute.sh PROGRAM SOURCE_DIR DATA CASE
#
# Exit status 77 (skipped) when the data or a Python module is not there.
set -eu
program=$1 source=$2 data=$3 case=$4

skip() {
    echo "skipped: $*"
    exit 77
}
/usr/bin/python3 -c 'import numpy, osgeo, pyproj, shapely' 2>/dev/null ||
    skip "no python3-gdal, python3-numpy, python3-pyproj, python3-shapely"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

draw() {
    "$program" analyze --output drawn.gpkg --per-office "$@" >run.txt 2>&1 || {
        cat run.txt
        exit 1
    }
}
folder=$data
case $case in
norrmark)
    folder=$source/geodata/norrmark
    draw --config "$folder/analysis.json" --within 3km,10km,30km
    ;;
norrmark_time)
    folder=$source/geodata/norrmark
    draw --config "$folder/analysis.json" --within 5min,15min,30min
    ;;
dalarna)
    [ -d "$data/se-dalarna-vagnat" ] || skip "no real test data"
    draw --within 10km,30km --choice 1,2,3 \
        --municipalities "$data/se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg" \
        --offices "$data/se-providers/apotek_2025.csv" --where "offices=lan = 'Dalarnas'" \
        --population "$data/se-population/arbetsfor_alder_2019_kommun.csv" \
        --where "population=kommunkod LIKE '20%'" --weight bef_16_64 \
        --roads "$data/se-dalarna-vagnat/vagnat_harlett_3006.gpkg"
    ;;
liechtenstein)
    [ -d "$data/osm-liechtenstein" ] || skip "no real test data"
    /usr/bin/python3 -c 'import osmium' 2>/dev/null || skip "no python3-pyosmium"
    draw --within 500m,2km,10km,30km --choice 1,2,3,5 \
        --municipalities "$data/osm-liechtenstein/kommuner_4326.gpkg" \
        --offices "$data/osm-liechtenstein/servicepunkter_4326.geojson" \
        --field offices.provider=klass --field offices.id=osm_id \
        --population "$data/osm-liechtenstein/befolkning.csv" \
        --roads "$data/osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf"
    ;;
*)
    echo "no such case: $case" >&2
    exit 2
    ;;
esac
/usr/bin/python3 "$source/tests/support/reroute.py" "$case" "$folder" drawn.gpkg drawn.run.json
