#!/bin/sh
# Maps of reports in Chromium: new offices of `site`, offices that take nobody new, offices by
# keyboard, wide tables on paper, and a country of 290 municipalities with 5,000 white spots,
# which make_many.py draws. Pictures go to PICTURES.
#
#   report-map.sh PROGRAM SOURCE_DIR PICTURES
#
# Exit status 77 (skipped) when the browser or what drives it is not there.
set -eu
program=$1 source=$2 pictures=$3

. "$source/tests/clients/browser.sh"
norrmark="$source/geodata/norrmark"

run() {
    "$program" "$@" --quiet >"$work/said.txt" 2>&1 || {
        cat "$work/said.txt"
        exit 1
    }
}
for lang in sv en; do
    run site --add 2 --config "$norrmark/analysis.json" --lang $lang --shape-resolution 500m \
        --report "$work/site-$lang.html" --map "$work/site-$lang.pdf" --map "$work/site-$lang.png"
done
run analyze --config "$norrmark/analysis.json" --lang sv --shape-resolution 500m \
    --supplier-areas "$norrmark/leveransomraden.gpkg" --commuting "$norrmark/pendling.csv" \
    --unemployed "$norrmark/arbetslosa.csv" --referrals "$norrmark/anvisningar.csv" \
    --claims "$norrmark/pastaenden.csv" --notes "$norrmark/anteckningar.csv" \
    --report "$work/claims.html"
/usr/bin/python3 -B "$source/tests/clients/make_many.py" "$work"
run analyze --municipalities "$work/zones.geojson" --offices "$work/offices.csv" \
    --crs offices=EPSG:3006 --population "$work/people.csv" --crs population=EPSG:3006 \
    --straight-line 1.3 --within 3km --choice 1 --shape-resolution 500m --lang en \
    --report "$work/many.html" --map "$work/many.pdf"
mkdir -p "$pictures"
exec /usr/bin/python3 -B "$source/tests/clients/report_map.py" "$work" "$pictures"
