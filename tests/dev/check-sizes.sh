#!/bin/sh
# tools/dev/check-sizes passes the largest that is allowed and fails one beyond.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir "$tree/src" "$tree/tools"
failures=0

# expect VERDICT NAME: judges the tree and clears it.
expect()
{
    found=pass
    output=$("$root/tools/dev/check-sizes" "$tree") || found=fail
    if [ "$found" != "$1" ]; then
        echo "$2: expected $1, got $found: $output"
        failures=$((failures + 1))
    fi
    if [ "$found" = fail ] && [ -z "$output" ]; then
        echo "$2: fails without a word"
        failures=$((failures + 1))
    fi
    rm -f "$tree"/src/* "$tree"/tools/*
}

# repeat COUNT TEXT: the text that often, in one line.
repeat()
{
    awk -v count="$1" -v text="$2" 'BEGIN { while (count-- > 0) printf "%s", text; print "" }'
}

# function_of LINES: a function whose body has that many, braces counted.
function_of()
{
    echo 'void f(void)'
    echo '{'
    awk -v count="$1" 'BEGIN { while (count-- > 2) print "    g();" }'
    echo '}'
}

expect pass "an empty tree"
seq 499 >"$tree/src/a.c"
expect pass "499 lines"
seq 500 >"$tree/src/a.c"
expect fail "500 lines"
seq 500 >"$tree/tools/demo"
expect fail "a script of 500 lines"
seq 500 >"$tree/src/a.json"
expect pass "data of 500 lines"
function_of 100 >"$tree/src/a.c"
expect pass "a function of 100 lines"
function_of 101 >"$tree/src/a.c"
expect fail "a function of 101 lines"
{ function_of 60; function_of 60; } >"$tree/src/a.c"
expect pass "two functions of 60 lines"
repeat 100 x >"$tree/src/a.h"
expect pass "100 columns"
repeat 101 x >"$tree/src/a.h"
expect fail "101 columns"
repeat 100 ä >"$tree/src/a.c"
expect pass "100 columns of two bytes each"
repeat 101 ä >"$tree/src/a.c"
expect fail "101 columns of two bytes each"
[ $failures = 0 ]
