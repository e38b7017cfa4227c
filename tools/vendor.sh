#!/bin/sh
# Fetch again the few things this project carries from others. Usage: sh tools/vendor.sh
# The versions are named here once; the checksums of what was accepted are in vendor/README.md and compared here.
set -eu
cd "$(dirname "$0")/.."
HTMX=4.0.1
LUCIDE=1.62.0
HTMX_SHA256=a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130
STATIC=src/bitim/web/static/bitim
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

unpack() { # package@version -> $WORK/name
  (cd "$WORK" && file=$(npm pack --silent "$1" | tail -n 1) && mkdir -p "$2" && tar xzf "$file" -C "$2" --strip-components=1)
}

unpack "htmx.org@$HTMX" htmx
unpack "lucide-static@$LUCIDE" lucide
got=$(sha256sum "$WORK/htmx/dist/htmx.min.js" | cut -d' ' -f1)
[ "$got" = "$HTMX_SHA256" ] || { echo "htmx.min.js is not the file that was accepted: $got" >&2; exit 1; }
cp "$WORK/htmx/dist/htmx.min.js" "$STATIC/vendor/htmx.min.js"
cp "$WORK/htmx/LICENSE" "$STATIC/vendor/htmx.LICENSE.txt"
cp "$WORK/lucide/LICENSE" "$STATIC/vendor/lucide.LICENSE.txt"
python3 tools/build_icons.py "$WORK/lucide/icons" "$STATIC/icons.svg"
sha256sum "$STATIC/vendor/htmx.min.js" "$STATIC/icons.svg"
