#!/usr/bin/env bash
# Gets what a build and a fleet need onto this machine, and only what is missing: Debian packages (as root or through
# sudo) and the guest's kernel, which is unpacked into .skiff/guest and never installed on the host.
#
# Usage: deploy/setup.sh [test]   `test` adds what only the tests need
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# command:package
needs=(
  mvn:maven
  qemu-system-x86_64:qemu-system-x86
  musl-gcc:musl-tools
  tar2sqfs:squashfs-tools-ng
  lz4:lz4
  xz:xz-utils
)
if [[ ${1:-} == test ]]; then
  needs+=(docker-registry:docker-registry skopeo:skopeo umoci:umoci)
fi

# The one in the built-in image must run without a C library: it names no loader, which would stand in its first page.
has_static_busybox() {
  local busybox
  busybox=$(command -v busybox) && ! head -c 4096 "$busybox" | grep -q ld-linux
}

missing=()
for need in "${needs[@]}"; do
  command -v "${need%%:*}" >/dev/null 2>&1 || missing+=("${need#*:}")
done
has_static_busybox || missing+=(busybox-static)

# Not in Debian 12, so it is looked for and not installed.
deploy/find-jdk.sh >/dev/null

if ((${#missing[@]})); then
  command -v apt-get >/dev/null || die "needs ${missing[*]} (these are Debian's names; this machine has no apt-get: install them your way)"
  as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "needs ${missing[*]}: as root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}")
  if ! "${install[@]}" >/dev/null 2>&1; then
    "${as_root[@]}" apt-get update -qq || die "apt-get update failed: is there a network?"
    "${install[@]}" >/dev/null || die "could not install ${missing[*]}: see above"
  fi
fi

guest=${SKIFF_GUEST_DIR:-$PWD/.skiff/guest}
if [[ ! -f $guest/version ]]; then
  say "fetching the guest's kernel into ${guest#"$PWD"/}"
  deploy/guest/fetch-kernel.sh "$guest" >&2 || die "no guest kernel: see above"
fi
