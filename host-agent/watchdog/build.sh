#!/bin/sh
# Compiles the watchdog of exclusive VMs: build.sh OUTDIR. Called by Maven; does nothing when the result is newer than the source.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTDIR}
compiler=${SKIFF_GUEST_CC:-musl-gcc}
target="$out/dev/skiff/lease/skiff-lease"

if [ -f "$target" ] && [ -z "$(find "$here" -newer "$target" -type f | head -n 1)" ]; then
  exit 0
fi
command -v "$compiler" >/dev/null 2>&1 || {
  echo "watchdog: $compiler was not found; install it (Debian: apt-get install musl-tools) or name a static C compiler in SKIFF_GUEST_CC" >&2
  exit 1
}
mkdir -p "$(dirname "$target")"
"$compiler" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Os -static -s -Wl,--build-id=none \
  -ffile-prefix-map="$here"=. -o "$target.new" "$here/skiff-lease.c"
mv "$target.new" "$target"
