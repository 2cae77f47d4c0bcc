#!/bin/sh
# tools/dev/check-headers passes a header that stands alone and fails others.
# One row of ROWS: verdict, file, guard, text.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

while IFS='|' read -r verdict file guard text; do
    rm -rf "${tree:?}/src" "$tree/include"
    mkdir -p "$tree/src/geo" "$tree/include/whitespot"
    printf '#ifndef %s\n#define GUARD\n%b\n#endif\n' "$guard" "$text" >"$tree/$file"
    found=pass
    "$root/tools/dev/check-headers" "$tree" >/dev/null 2>&1 || found=fail
    if [ "$found" != "$verdict" ]; then
        echo "$file with $text: expected $verdict, got $found"
        failures=$((failures + 1))
    fi
done <<'ROWS'
pass|src/geo/a.h|GUARD|#include <stdint.h>\nuint32_t f(void);
fail|src/geo/a.h|GUARD|uint32_t f(void);
fail|src/geo/a.h|GUARD|#include "geo/missing.h"
pass|src/geo/a.h|GUARD|struct a { int b; };
fail|src/geo/a.h|OTHER|struct a { int b; };
fail|src/geo/a.h|GUARD|static inline int f(long a) { return a; }
pass|include/whitespot/a.h|GUARD|struct a { int new_one; };
fail|include/whitespot/a.h|GUARD|struct a { int new; };
ROWS
[ $failures = 0 ]
