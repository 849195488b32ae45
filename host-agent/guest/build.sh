#!/bin/sh
# Compiles the guest's init: build.sh OUTDIR. Called by Maven; does nothing when the result is newer than the sources.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUTDIR}
compiler=${SKIFF_GUEST_CC:-musl-gcc}
target="$out/dev/skiff/guest/skiff-init"

if [ -f "$target" ] && [ -z "$(find "$here/src" "$here/build.sh" -newer "$target" | head -n 1)" ]; then
  exit 0
fi
command -v "$compiler" >/dev/null 2>&1 || {
  echo "guest: $compiler was not found; install it (Debian: apt-get install musl-tools) or name a static C compiler in SKIFF_GUEST_CC" >&2
  exit 1
}
mkdir -p "$(dirname "$target")"
"$compiler" -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -Os -static -s -ffunction-sections -fdata-sections -Wl,--gc-sections -Wl,--build-id=none \
  -ffile-prefix-map="$here"=. -o "$target.new" "$here"/src/*.c
mv "$target.new" "$target"
