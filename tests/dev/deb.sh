#!/bin/sh
# deb.sh BUILD_FOLDER COMPILER SANITIZERS: packs the build as a Debian package, judges
# it, installs it with dpkg into a system that holds nothing but what it depends on,
# and runs it there. 77: this machine cannot pack.
set -eu
export LC_ALL=C
build=$1
sanitizers=${3-}

skip()
{
    echo "skipped: $1"
    exit 77
}
fail()
{
    echo "$1"
    exit 1
}

[ -z "$sanitizers" ] || skip "a build with sanitizers is not packed"
for program in cpack dpkg-deb dpkg-shlibdeps dpkg-query apt-cache gzip; do
    command -v $program >/dev/null || skip "$program is not there (cmake, dpkg-dev)"
done
dpkg-query -W libgdal-dev >/dev/null 2>&1 || skip "GDAL is no package of this system"
[ -x "$build/whitespot" ] && [ -s "$build/pages/whitespot.1" ] || skip "the program is not built yet"

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
(cd "$build" && cpack -G DEB -B "$place/pack") >"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
deb=$(ls "$place"/pack/whitespot_*.deb)

# ---- what it says, what it holds -------------------------------------------------
field()
{
    dpkg-deb -f "$deb" "$1"
}
[ "$(field Package)" = whitespot ] || fail "Package: $(field Package)"
[ "$(field Architecture)" = "$(dpkg --print-architecture)" ] || fail "Architecture: $(field Architecture)"
for name in libc6 libgdal libgeos-c1 libproj libjansson4 libssl; do
    field Depends | grep -qE "(^|, )$name[^ ]* \(>= " || fail "does not depend on $name: $(field Depends)"
done
dpkg-deb -c "$deb" >"$place/list"
for file in bin/whitespot lib/libwhitespot.so.0 include/whitespot/whitespot.h \
    lib/pkgconfig/whitespot.pc lib/cmake/Whitespot/WhitespotConfig.cmake \
    share/man/man1/whitespot.1.gz share/man/man1/whitespot-analyze.1.gz \
    share/man/man5/whitespot-policy.5.gz share/doc/whitespot/copyright \
    share/doc/whitespot/changelog.gz share/bash-completion/completions/whitespot \
    share/zsh/vendor-completions/_whitespot share/whitespot/geodata/norrmark/analysis.json; do
    grep -qE " \./usr/$file( |\$)" "$place/list" || fail "does not hold usr/$file"
done
grep -vE ' \./(usr/.*)?$' "$place/list" && fail "holds files outside /usr"
grep -vE '^(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x|lrwxrwxrwx) root/root ' "$place/list" &&
    fail "odd owners or modes"
[ "$(grep -c '^-rwx' "$place/list")" = 1 ] || fail "more than the program is executable"
grep -qE 'share/man/.*\.[1-9]$' "$place/list" && fail "manual pages are not compressed"

dpkg-deb -x "$deb" "$place/files"
dpkg-deb -e "$deb" "$place/control"
(cd "$place/files" && md5sum --quiet -c ../control/md5sums) || fail "checksums differ"
find "$place/files" -name '*.gz' -exec gzip -t {} +
head -n 1 "$place/files/usr/share/doc/whitespot/copyright" | grep -q '^Format: https' ||
    fail "copyright is not in the form of Debian"
grep -q 'WITHOUT WARRANTY' "$place/files/usr/share/doc/whitespot/copyright" || fail "no licence"
grep -q "$(cd "$build" && pwd)" -r "$place/files/usr/lib/pkgconfig" "$place/files/usr/lib/cmake" &&
    fail "files name the build folder"
if command -v lintian >/dev/null; then
    lintian --fail-on error "$deb" || fail "lintian finds errors"
fi

# ---- a system of nothing else ----------------------------------------------------
inside=
if [ "$(id -u)" != 0 ]; then
    unshare -r true 2>/dev/null && inside="unshare -r"
    [ -n "$inside" ] || { echo "judged, but not installed: no root here"; exit 0; }
fi
$inside chroot / true 2>/dev/null || { echo "judged, but not installed: no chroot here"; exit 0; }

# What the package asks for and what that asks for in turn, and what dpkg itself needs
# to configure a package; as installed here.
root=$place/root
wanted=$(field Depends | sed 's/([^)]*)//g; s/,/ /g; s/|[^,]*//g')
# shellcheck disable=SC2086
apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances $wanted dash libc-bin |
    grep -E '^[a-z0-9]' | sort -u >"$place/names"
xargs dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' <"$place/names" 2>/dev/null |
    sed -n 's/^installed //p' >"$place/packages"
grep -q '^libgdal' "$place/packages" || fail "what the package needs is not found"
mkdir -p "$root/tmp" "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
for folder in bin sbin lib lib64; do # merged, as Debian 12 is
    [ -L /$folder ] && mkdir -p "$root/usr/$folder" && ln -s usr/$folder "$root/$folder"
done
xargs dpkg -L <"$place/packages" | grep '^/' | grep -vE '^/usr/share/(doc|man|locale|lintian)/' |
    sort -u | while IFS= read -r file; do
    if [ -L "$file" ] || [ -f "$file" ]; then printf '%s\n' "${file#/}"; fi
done >"$place/copy"
tar -C / --no-recursion -cf - -T "$place/copy" 2>/dev/null | tar -C "$root" --keep-directory-symlink -xf -
# Links that scripts of these packages made (libraries with alternatives: BLAS, LAPACK).
find /usr/lib -type l -lname '/etc/alternatives/*' | while IFS= read -r link; do
    target=$(readlink -f "$link")
    [ -e "$root$target" ] || continue
    mkdir -p "$root${link%/*}"
    ln -sf "$target" "$root$link"
done
xargs dpkg-query -s <"$place/packages" >"$root/var/lib/dpkg/status"

# A depended-upon package that is not there must be missed.
sed -i 's/^Package: libgdal/Package: nogdal/' "$root/var/lib/dpkg/status"
$inside dpkg --root="$root" -i "$deb" >"$place/log" 2>&1 && fail "dpkg installs it without GDAL"
sed -i 's/^Package: nogdal/Package: libgdal/' "$root/var/lib/dpkg/status"
$inside dpkg --root="$root" -i "$deb" >"$place/log" 2>&1 || { cat "$place/log"; fail "dpkg refuses it"; }

run()
{
    env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 HOME=/tmp $inside chroot "$root" "$@"
}
run whitespot --version
config=usr/share/whitespot/geodata/norrmark/analysis.json
words="--report /tmp/n.html --map /tmp/n.png"
[ "$(sed -n 's/^WS_REPORT:BOOL=//p' "$build/CMakeCache.txt")" = ON ] || words=
# shellcheck disable=SC2086
run whitespot analyze --config /$config -o /tmp/n.gpkg $words --quiet >"$place/log" 2>&1 ||
    { cat "$place/log"; fail "does not run on a clean system"; }
for file in n.gpkg n.run.json ${words:+n.html n.png}; do
    [ -s "$root/tmp/$file" ] || fail "writes no $file on a clean system"
done
# The same figures as out here.
run whitespot analyze --config /$config --json >"$place/there" 2>/dev/null
"$build/whitespot" analyze --config "$place/files/$config" --json >"$place/here" 2>/dev/null
grep -E '"(covered|people|share)"' "$place/here" >"$place/figures.here"
grep -E '"(covered|people|share)"' "$place/there" >"$place/figures.there"
[ -s "$place/figures.here" ] || fail "no figures"
cmp "$place/figures.here" "$place/figures.there" || fail "other figures on a clean system"

$inside dpkg --root="$root" --purge whitespot >"$place/log" 2>&1 || { cat "$place/log"; exit 1; }
left=$(find "$root" -name '*whitespot*' ! -path "$root/var/*" ! -path "$root/tmp/*")
[ -z "$left" ] || fail "left behind: $left"
echo "installed on $(wc -l <"$place/packages") packages, ran, and was removed"
