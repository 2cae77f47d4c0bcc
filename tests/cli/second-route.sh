#!/bin/sh
# Runs a case with the engine and compares every figure with the slow second
# route (tests/support/reference.py).
#
#   second-route.sh PROGRAM SOURCE_DIR DATA CASE
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
case $case in
norrmark)
    folder=$source/geodata/norrmark
    "$program" analyze --config "$folder/analysis.json" --within 3km,10km,30km --json \
        >run.json 2>warnings.txt
    ;;
norrmark_time)
    folder=$source/geodata/norrmark
    "$program" analyze --config "$folder/analysis.json" --within 5min,15min,30min --json \
        >run.json 2>warnings.txt
    ;;
dalarna)
    folder=$data
    [ -d "$data/se-dalarna-vagnat" ] || skip "no real test data"
    "$program" analyze --within 10km,30km --choice 1,2,3 --json \
        --municipalities "$data/se-deso-dalarna/kommuner_dalarna_fullres_3006.gpkg" \
        --offices "$data/se-providers/apotek_2025.csv" --where "offices=lan = 'Dalarnas'" \
        --population "$data/se-population/arbetsfor_alder_2019_kommun.csv" \
        --where "population=kommunkod LIKE '20%'" --weight bef_16_64 \
        --roads "$data/se-dalarna-vagnat/vagnat_harlett_3006.gpkg" >run.json 2>warnings.txt
    ;;
liechtenstein)
    folder=$data
    [ -d "$data/osm-liechtenstein" ] || skip "no real test data"
    /usr/bin/python3 -c 'import osmium' 2>/dev/null || skip "no python3-pyosmium"
    "$program" analyze --within 500m,2km,10km,30km --choice 1,2,3,5 --json \
        --municipalities "$data/osm-liechtenstein/kommuner_4326.gpkg" \
        --offices "$data/osm-liechtenstein/servicepunkter_4326.geojson" \
        --field offices.provider=klass --field offices.id=osm_id \
        --population "$data/osm-liechtenstein/befolkning.csv" \
        --roads "$data/osm-liechtenstein/liechtenstein_2021-10-28.osm.pbf" \
        >run.json 2>warnings.txt
    ;;
*)
    echo "no such case: $case" >&2
    exit 2
    ;;
esac || {
    cat warnings.txt
    exit 1
}
/usr/bin/python3 "$source/tests/support/reference.py" "$case" "$folder" run.json
