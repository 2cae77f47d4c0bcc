#!/bin/sh
# package.sh BUILD_FOLDER COMPILER SANITIZERS: installs the build into a folder
# of its own and builds the example of whitespot.h against it, once found by
# pkg-config and once by find_package. The example then runs.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
compiler=$2
flags=${3:+-fsanitize=$3}
if ! ls "$build"/libwhitespot.so >/dev/null 2>&1; then
    echo "skipped: the library is not built yet"
    exit 77
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cmake --install "$build" --prefix "$place/usr" >"$place/log" || { cat "$place/log"; exit 1; }

# The program in the comment of the umbrella header, as a reader would copy it.
sed -n 's/^ \*$//; s/^ \*     \{0,1\}//; /^#include <stdio.h>/,/^}/p' \
    "$place/usr/include/whitespot/whitespot.h" >"$place/example.c"
grep -q ws_result_write "$place/example.c"

pc=$(find "$place/usr" -name whitespot.pc)
# The file names the folder of a later installation; here it is another one.
export PKG_CONFIG_PATH="${pc%/*}"
words=$(pkg-config --define-variable=prefix="$place/usr" --cflags --libs whitespot)
library=$(dirname "$(find "$place/usr" -name libwhitespot.so)")
# shellcheck disable=SC2086
"$compiler" -std=c11 -Wall -Wextra -Wpedantic -Werror $flags "$place/example.c" -o "$place/by_pc" \
    $words -Wl,-rpath,"$library"

# The same build program: a machine with ninja need not have make.
generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' "$build/CMakeCache.txt")
mkdir "$place/project"
cat >"$place/project/CMakeLists.txt" <<'TEXT'
cmake_minimum_required(VERSION 3.22)
project(example LANGUAGES C)
find_package(Whitespot 0.1 REQUIRED)
add_executable(by_cmake ../example.c)
target_link_libraries(by_cmake PRIVATE Whitespot::whitespot)
TEXT
if ! { cmake -S "$place/project" -B "$place/project/build" -G "$generator" \
    -DCMAKE_PREFIX_PATH="$place/usr" -DCMAKE_C_COMPILER="$compiler" \
    -DCMAKE_C_FLAGS="$flags" &&
    cmake --build "$place/project/build"; } >"$place/log" 2>&1; then
    cat "$place/log"
    exit 1
fi

# Nothing but ws_ names leaves the library.
foreign=$(nm -D --defined-only "$library/libwhitespot.so" | awk '{ print $NF }' |
    grep -vE '^(ws_|__asan|__odr_asan|__ubsan|__sanitizer|_init$|_fini$|__bss_start$|_edata$|_end$)' || true)
if [ -n "$foreign" ]; then
    echo "the library also exports:" $foreign
    exit 1
fi

[ -f "$root/geodata/norrmark/analysis.json" ] || exit 0
ln -s "$root/geodata" "$place/geodata"
cd "$place"
for program in ./by_pc ./project/build/by_cmake; do
    rm -f norrmark.gpkg norrmark.run.json
    $program >answer
    grep -q 'people are covered$' answer
    [ -s norrmark.gpkg ]
done
