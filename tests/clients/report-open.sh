#!/bin/sh
# Opens reports of norrmark in Chromium: figures, map, tables, print; with hostile
# names among the offices. Pictures go to PICTURES.
#
#   report-open.sh PROGRAM SOURCE_DIR PICTURES
#
# Exit status 77 (skipped) when the browser or what drives it is not there.
set -eu
program=$1 source=$2 pictures=$3

. "$source/tests/clients/browser.sh"

cp -r "$source/geodata/norrmark" "$work/hostile"
/usr/bin/python3 - "$work/hostile/kontor.csv" <<'END'
import sys

path = sys.argv[1]
text = open(path, encoding="utf-8").read()
assert "Norrjobb AB" in text
name = "<script>document.title='taken'</script><img src=x onerror=\\'1\\'>"
open(path, "w", encoding="utf-8").write(text.replace("Norrjobb AB", name))
END
for lang in sv en; do
    "$program" analyze --config "$source/geodata/norrmark/analysis.json" --lang $lang \
        --notes "$source/geodata/norrmark/anteckningar.csv" --report "$work/$lang.html" \
        --map "$work/$lang.pdf" --memo "$work/memo-$lang.pdf" --quiet 2>"$work/warnings.txt" || {
        cat "$work/warnings.txt"
        exit 1
    }
done
# People told by whole municipalities: then a white spot is one, too.
"$program" analyze --config "$source/geodata/norrmark/analysis.json" --lang en \
    --population "$source/geodata/norrmark/befolkning_kommun.csv" --report "$work/whole.html" \
    --map "$work/whole.png" --quiet 2>/dev/null
"$program" analyze --config "$work/hostile/analysis.json" --lang en --shape-resolution 500m \
    --report "$work/hostile.html" --quiet 2>/dev/null
mkdir -p "$pictures"
exec /usr/bin/python3 -B "$source/tests/clients/report_open.py" "$work" "$pictures"
