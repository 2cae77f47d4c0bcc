#!/bin/sh
# Road lengths and the roads reached from one office, compared with QGIS's own
# service areas (native:serviceareafrompoint).
#
#   qgis-reach.sh PROGRAM SOURCE_DIR DATA CASE
#
# CASE is norrmark (with one-way roads, travelled to and from the office) or
# dalarna (real, no one-way roads). Each office stands on a road vertex, so its
# leg is zero. Every segment of every road is compared, and the totals.
#
# Tolerances. QGIS adds unrounded ellipsoidal lengths of segments; the engine
# rounds every edge to the millimetre, half a millimetre at most: 8e-7 of the whole
# network in norrmark, 3.4e-6 in dalarna. 5e-6 is allowed; planar lengths in norrmark
# are off by 2e-4 and more. A way of 10 km passes up to 200 edges, whose roundings add
# up to some 4 mm; both cut a segment by its planar length, along which the scale of
# the projection changes by less than 4e-9 per metre (12 mm in 5 km). So a cut may
# lie 25 mm elsewhere. Ten cuts in 18 km, each 4 mm off the same way, are 2e-6 of the
# reached roads: 5e-6 is enough for them as well.
#
# Exit status 77 (skipped) when QGIS or the data are not there.
set -eu
program=$1 source=$2 data=$3 case=$4

skip() {
    echo "skipped: $*"
    exit 77
}
# Debian 12's qgis_process is a script that its program does not understand.
qgis=$(command -v qgis_process.bin || command -v qgis_process) || skip "no QGIS"
/usr/bin/python3 -c 'import osgeo, qgis.core' 2>/dev/null || skip "no python3-gdal, python3-qgis"
[ "$case" != dalarna ] || [ -d "$data/se-dalarna-vagnat" ] || skip "no real test data"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# An empty home: neither reads nor changes anybody's settings of QGIS.
mkdir -m 700 "$work/home"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/home" QT_QPA_PLATFORM=offscreen
/usr/bin/python3 "$source/tests/clients/qgis_reach.py" \
    "$program" "$source" "$data" "$case" "$qgis" "$work"
