#!/bin/sh
# Each row A1-A17, C1-C12, D1-D13 of what the source documents ask for has a test that
# bears its name (row_a11_...).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tests=${ROWS_TESTS:-$root/tests}

names=$(grep -rhoE 'row_[acd][0-9]+_[a-z0-9_]+' "$tests" --include='*.[ch]' --include='*.py' \
    --include='*.sh' --exclude=rows.sh | sort -u)
failures=0

# judge LETTER COUNT: all rows of a document.
judge()
{
    number=1
    while [ "$number" -le "$2" ]; do
        row=$1$number
        if ! echo "$names" | grep -q "^row_${row}_"; then
            echo "row $row has no test called row_${row}_..."
            failures=$((failures + 1))
        fi
        number=$((number + 1))
    done
}

judge a 17
judge c 12
judge d 13
[ -n "${ROWS_TESTS:-}" ] && exit $((failures > 0))

# It can fail: a tree without tests, and one with a single row.
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
ROWS_TESTS=$empty sh "$0" >"$empty/said" && { echo "passes a tree without tests"; failures=1; }
grep -q "row a11 has no test" "$empty/said" || { echo "does not name the row"; failures=1; }
echo 'row_d12_peers' >"$empty/a.c"
ROWS_TESTS=$empty sh "$0" >"$empty/said" && { echo "passes one row of many"; failures=1; }
grep -q "row d12 has no test" "$empty/said" && { echo "names a row that has a test"; failures=1; }
exit $((failures > 0))
