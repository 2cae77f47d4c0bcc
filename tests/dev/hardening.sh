#!/bin/sh
# hardening.sh BUILD_FOLDER COMPILER SANITIZERS: what the linker and the compiler
# were asked for is read back from the program and the library that were built,
# and nothing of ours starts another program.
set -eu
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
sanitizers=${3-}
failed=0

say()
{
    echo "$1"
    failed=1
}

# Functions by which a program starts others, or has a shell read a text.
starters='system|popen|exec[lv][pe]*|execvpe|fexecve|posix_spawnp?|v?fork|clone|wordexp|dlopen'
starters="$starters|g_spawn_[a-z_]*"

# calls_in FILE...: calls of them, comments and texts left out.
calls_in()
{
    for file in "$@"; do
        "${compiler:-cc}" -fpreprocessed -dD -E -P "$file" 2>/dev/null |
            sed 's/"\([^"\\]\|\\.\)*"/""/g' |
            grep -nE "(^|[^A-Za-z0-9_>.])($starters)[[:space:]]*\(" | sed "s|^|$file: |" || true
    done
}

compiler=${2:-cc}
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
# A check that finds nothing in anything would pass for ever.
printf 'int f(void) { return system("ls"); } /* popen(x) */\n' >"$probe/bad.c"
printf 'const char *f(void) { return "fork (x)"; } /* popen(x) */\n' >"$probe/good.c"
[ -n "$(calls_in "$probe/bad.c")" ] || say "a call of system() is not found"
[ -z "$(calls_in "$probe/good.c")" ] || say "a text or a comment is taken for a call"
found=$(calls_in $(find "$root/src" "$root/include" "$root/tools/whitespot" -name '*.[ch]'))
[ -z "$found" ] || say "programs are started here:
$found"

# Each file of ours was compiled with these.
commands=$build/compile_commands.json
for flag in -fstack-protector-strong -Werror=format-security; do
    missing=$(grep '"command":' "$commands" | grep -E '/(src|tools/whitespot)/[^ ]*\.c' |
        grep -c -v -e "$flag" || true)
    [ "$missing" = 0 ] || say "$missing files are compiled without $flag"
done

if ! command -v readelf >/dev/null || ! command -v nm >/dev/null; then
    echo "skipped: readelf and nm are not there (binutils)"
    exit $((failed ? 1 : 77))
fi
[ -x "$build/whitespot" ] || { echo "skipped: the program is not built yet"; exit 77; }

# judge FILE WORDS PATTERN: readelf shows the pattern.
judge()
{
    readelf -hlWd "$1" 2>/dev/null | grep -qE "$3" || say "$1: $2"
}

for file in "$build/whitespot" "$build/libwhitespot.so"; do
    judge "$file" "is not position independent" 'Type: +DYN'
    judge "$file" "has no read-only relocations" 'GNU_RELRO'
    judge "$file" "binds its calls late" 'BIND_NOW|Flags: .*NOW'
    judge "$file" "may run code on its stack" 'GNU_STACK.* RW +0x'
    readelf -dW "$file" | grep -q TEXTREL && say "$file: relocations in code"
    nm -D -u "$file" >"$probe/wanted"
    grep -q ' __stack_chk_fail' "$probe/wanted" || say "$file: stacks carry no canaries"
    bad=$(grep -E " ($starters)(@|$)" "$probe/wanted" || true)
    [ -z "$bad" ] || say "$file: wants$bad"
    # The optimiser put the checked functions in the place of the others.
    if [ -z "$sanitizers" ] && ! grep -q 'CMAKE_BUILD_TYPE:STRING=Debug' "$build/CMakeCache.txt"; then
        grep -qE ' __(sn|f)?printf_chk' "$probe/wanted" || say "$file: no checked functions"
        bad=$(grep -E ' (f|s)printf(@|$)' "$probe/wanted" || true)
        [ -z "$bad" ] || say "$file: unchecked:$bad"
    fi
done
readelf -hlWd "$build/whitespot" | grep -qE 'Flags: .*PIE|interpreter' ||
    say "the program is no program"
readelf -dW "$build/whitespot" | grep -qE 'FLAGS_1.*PIE' || say "the program is not a PIE"
exit $failed
