# tests/clients/browser.sh: read by tests that drive Chromium. Ends them with 77 (skipped) where
# the browser or what drives it is not there; makes the folder $work, home of the browser, which
# goes when the test ends.
# shellcheck shell=sh
/usr/bin/python3 -c 'import selenium' 2>/dev/null && command -v chromium >/dev/null &&
    command -v chromedriver >/dev/null && command -v pdftoppm >/dev/null || {
    echo "skipped: no chromium, chromium-driver, python3-selenium or poppler-utils"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/home"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/home"
