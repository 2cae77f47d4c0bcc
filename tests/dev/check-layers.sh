#!/bin/sh
# tools/dev/check-layers passes what the table allows and names each breach.
# One row of ROWS: verdict, file, its include line.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

while IFS='|' read -r verdict file line; do
    rm -rf "${tree:?}/src" "$tree/include" "$tree/tools"
    mkdir -p "$tree/include" "$tree/src" "$tree/tools" "$(dirname "$tree/$file")"
    printf '/* #include <gdal.h> in a comment is no breach */\n%s\n' "$line" >"$tree/$file"
    found=pass
    output=$("$root/tools/dev/check-layers" "$tree") || found=fail
    if [ "$found" != "$verdict" ]; then
        echo "$file with $line: expected $verdict, got $found: $output"
        failures=$((failures + 1))
    fi
    if [ "$found" = fail ] && [ "${output#"$file:2: "}" = "$output" ]; then
        echo "$file with $line: message names no place: $output"
        failures=$((failures + 1))
    fi
done <<'ROWS'
pass|src/base/mem.c|#include "base/mem.h"
pass|src/base/mem.c|#include <stdio.h>
pass|src/base/mem.c|#include <whitespot/error.h>
fail|src/base/mem.c|#include "geo/plane.h"
fail|src/base/mem.c|#include <whitespot/analysis.h>
pass|src/base/file.c|#include <sys/mman.h>
fail|src/base/mem.c|#include <sys/mman.h>
pass|src/base/parallel.c|#include <pthread.h>
fail|src/net/search.c|#include <pthread.h>
fail|src/net/search.c|#  include <threads.h>
pass|src/geo/polygon.c|#include <geos_c.h>
fail|src/geo/clip.c|#include <geos_c.h>
pass|src/geo/geodesic.c|#include <geodesic.h>
pass|src/geo/geodesic.c|#include <proj.h>
fail|src/io/source.c|#include <proj.h>
fail|src/geo/clip.c|#include "geodesic.h"
pass|src/geo/clip.c|#include "geo/geodesic.h"
fail|src/geo/clip.c|#include "net/network.h"
pass|src/net/snap.c|#include "geo/index.h"
fail|src/net/snap.c|#include "cover/cover.h"
pass|src/cover/spread.c|#include "net/network.h"
pass|src/cover/spread.c|#include "cover/parts.h"
fail|src/cover/spread.c|#include "io/io.h"
fail|src/cover/spread.c|#include "decide/decide.h"
pass|src/decide/classify.c|#include "geo/shapes.h"
fail|src/decide/classify.c|#include "net/network.h"
fail|src/decide/classify.c|#include "cover/cover.h"
pass|src/decide/solver.c|#include <glpk.h>
fail|src/decide/sites.c|#include <glpk.h>
pass|src/decide/solver.c|#include <Cbc_C_Interface.h>
fail|src/decide/lots.c|#include <Cbc_C_Interface.h>
pass|src/io/source.c|#include <gdal.h>
pass|src/io/source.c|#include <ogr_srs_api.h>
pass|src/io/source.c|#include <cpl_conv.h>
fail|src/run/analysis.c|#include <gdal.h>
fail|src/run/analysis.c|#include <ogr_api.h>
fail|src/run/analysis.c|#include <cpl_string.h>
pass|src/io/json.c|#include <jansson.h>
fail|src/io/write.c|#include <jansson.h>
fail|src/io/source.c|#include "net/build.h"
pass|src/report/map.c|#include <cairo.h>
pass|src/report/map.c|#include <pango/pangocairo.h>
fail|src/io/styles.c|#include <cairo/cairo.h>
fail|src/report/map.c|#include "net/network.h"
pass|src/run/analysis.c|#include <whitespot/analysis.h>
pass|src/run/analysis.c|#include "cover/cover.h"
fail|src/run/analysis.c|#include "cover/parts.h"
fail|src/run/analysis.c|#include "report/map.h"
pass|src/run/analysis.c|#include "net/search.h"
fail|src/misc/x.c|#include "base/mem.h"
fail|src/net/snap.c|#include <curl/curl.h>
fail|src/net/snap.c|#include "helpers.h"
pass|tools/whitespot/main.c|#include <whitespot/whitespot.h>
pass|tools/whitespot/main.c|#include "args.h"
fail|tools/whitespot/main.c|#include "base/mem.h"
fail|tools/whitespot/main.c|#include "run/run.h"
fail|tools/whitespot/main.c|#include <gdal.h>
pass|include/whitespot/analysis.h|#include <whitespot/model.h>
fail|include/whitespot/analysis.h|#include "base/mem.h"
fail|include/whitespot/analysis.h|#include <gdal.h>
ROWS
[ $failures = 0 ]
