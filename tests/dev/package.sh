#!/bin/sh
# package.sh BUILD_FOLDER COMPILER SANITIZERS: installs the build into a folder
# of its own and builds the example of whitespot.h against it, once found by
# pkg-config, once by find_package and once with the static library. It then runs.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
compiler=$2
flags=${3:+-fsanitize=$3}
if ! ls "$build"/libwhitespot.so "$build/pages/whitespot.1" >/dev/null 2>&1; then
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
export PKG_CONFIG_PATH="${pc%/*}"
words=$(pkg-config --cflags --libs whitespot)
case $words in
*"$place/usr"*) ;;
*)
    echo "whitespot.pc does not tell where it lies: $words"
    exit 1
    ;;
esac
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

# The static library: what it needs besides is what the file says.
# shellcheck disable=SC2046,SC2086
"$compiler" -std=c11 $flags -I"$place/usr/include" "$place/example.c" -o "$place/by_static" \
    "$library/libwhitespot.a" $(pkg-config --libs $(pkg-config --print-requires-private whitespot |
    sed 's/ .*//')) -lm -pthread

# What leaves the library is what the headers declare, no more and no less.
nm -D --defined-only "$library/libwhitespot.so" | awk '{ print $NF }' |
    grep -vE '^(__asan|__odr_asan|__ubsan|__sanitizer|_init$|_fini$|__bss_start$|_edata$|_end$)' |
    sort >"$place/exported"
cat "$place"/usr/include/whitespot/*.h | tr '\n' ' ' | grep -oE 'WS_API [^;(]*\(' |
    grep -oE 'ws_[a-z_0-9]+\($' | tr -d '(' | sort -u >"$place/declared"
[ "$(wc -l <"$place/declared")" -gt 40 ]
if ! diff "$place/declared" "$place/exported" >"$place/log"; then
    echo "headers (<) and library (>) differ:"
    cat "$place/log"
    exit 1
fi
soname=$(readelf -d "$library/libwhitespot.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
if [ ! -e "$library/$soname" ] || [ "$soname" = libwhitespot.so ]; then
    echo "the library calls itself '$soname'"
    exit 1
fi

# What else is laid down, and a program that runs from there.
for file in bin/whitespot share/man/man1/whitespot.1 share/man/man5/whitespot-policy.5 \
    share/bash-completion/completions/whitespot share/zsh/site-functions/_whitespot \
    share/doc/whitespot/README.md share/doc/whitespot/LICENSE \
    share/whitespot/geodata/norrmark/analysis.json; do
    if [ ! -s "$place/usr/$file" ]; then
        echo "not installed: $file"
        exit 1
    fi
done
"$place/usr/bin/whitespot" check --quiet \
    --config "$place/usr/share/whitespot/geodata/norrmark/analysis.json" 2>"$place/log"

[ -f "$root/geodata/norrmark/analysis.json" ] || exit 0
ln -s "$root/geodata" "$place/geodata"
cd "$place"
for program in ./by_pc ./project/build/by_cmake ./by_static; do
    rm -f norrmark.gpkg norrmark.run.json
    $program >answer
    grep -q 'people are covered$' answer
    [ -s norrmark.gpkg ]
done
