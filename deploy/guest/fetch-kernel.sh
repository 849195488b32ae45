#!/bin/sh
# Puts the guest kernel into OUTDIR: vmlinuz, vmlinux (uncompressed, boots faster), version and the modules a guest
# needs. Takes Debian's cloud kernel out of its package; installs nothing on this host. Debian 12, amd64.
#
# Usage: fetch-kernel.sh OUTDIR
# Needs: apt-get, dpkg-deb; lz4 (optional, without it the compressed kernel is booted).
set -eu

fail() {
  echo "fetch-kernel: $*" >&2
  exit 1
}

[ $# -eq 1 ] || fail "usage: fetch-kernel.sh OUTDIR"
mkdir -p "$1" || fail "cannot create $1"
out=$(cd "$1" && pwd)

# The stamp is written last, so a half-done earlier run is done again.
if [ -f "$out/version" ] && [ -f "$out/vmlinuz" ] && [ -d "$out/modules" ]; then
  echo "guest kernel $(cat "$out/version") is already in $out"
  exit 0
fi

for tool in apt-get apt-cache dpkg-deb; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool was not found; this script needs Debian 12 (or unpack a kernel with its modules into $out yourself)"
done

work=$(mktemp -d "${TMPDIR:-/tmp}/skiff-kernel.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# linux-image-cloud-amd64 is an empty package that depends on the current kernel.
current_package() {
  apt-cache depends --important linux-image-cloud-amd64 2>/dev/null |
    sed -n 's/^ *Depends: \(linux-image-[0-9].*-cloud-amd64\)$/\1/p' | head -n 1
}

download() {
  package=$(current_package)
  [ -n "$package" ] || return 1
  (cd "$work" && apt-get -qq download "$package" >"$work/apt.log" 2>&1)
}

# A package list may be missing (fresh image) or name a version that the archive no longer has.
refresh() {
  [ "$(id -u)" -eq 0 ] || return 1
  apt-get -qq update >"$work/apt.log" 2>&1
}

cached() {
  newest=$(find /var/cache/apt/archives -maxdepth 1 -name 'linux-image-[0-9]*-cloud-amd64_*_amd64.deb' 2>/dev/null | sort -V | tail -n 1)
  [ -n "$newest" ] && cp "$newest" "$work/"
}

if ! download && ! { refresh && download; } && ! cached; then
  sed 's/^/fetch-kernel: apt: /' "$work/apt.log" >&2 2>/dev/null || true
  fail "could not download Debian's cloud kernel; check the network, run 'apt-get update' as root, and try again"
fi
deb=$(find "$work" -maxdepth 1 -name '*.deb' | head -n 1)

dpkg-deb -x "$deb" "$work/tree" || fail "cannot unpack $(basename "$deb")"
image=$(find "$work/tree/boot" -name 'vmlinuz-*' | head -n 1)
[ -n "$image" ] || fail "no kernel in $(basename "$deb")"
version=${image##*/vmlinuz-}
tree="$work/tree/lib/modules/$version/kernel"

rm -rf "$out/modules" "$out/modules.new"
mkdir "$out/modules.new"
for module in \
  drivers/virtio/virtio drivers/virtio/virtio_ring drivers/virtio/virtio_mmio drivers/virtio/virtio_balloon \
  drivers/block/virtio_blk drivers/char/virtio_console drivers/char/hw_random/virtio-rng \
  net/core/failover drivers/net/net_failover drivers/net/virtio_net \
  net/vmw_vsock/vsock net/vmw_vsock/vmw_vsock_virtio_transport_common net/vmw_vsock/vmw_vsock_virtio_transport \
  fs/squashfs/squashfs fs/overlayfs/overlay; do
  file=$(find "$tree/${module%/*}" -name "${module##*/}.ko*" | head -n 1)
  [ -n "$file" ] || continue # built into this kernel
  case $file in
    *.ko) cp "$file" "$out/modules.new/" ;;
    *.ko.xz) xz -dc "$file" >"$out/modules.new/${module##*/}.ko" ;;
    *.ko.zst) zstd -qdc "$file" >"$out/modules.new/${module##*/}.ko" ;;
    *) fail "unknown module compression: $file" ;;
  esac
done
mv "$out/modules.new" "$out/modules"
cp "$image" "$out/vmlinuz"

# The kernel proper is LZ4 inside the bzImage, at the offset and length its setup header tells (Documentation/arch/
# x86/boot.rst). Decompressing it once here saves each boot about 0.2 s.
number() { od -An -t u4 -j "$1" -N 4 "$image" | tr -d ' '; }
setup_sectors=$(od -An -t u1 -j 497 -N 1 "$image" | tr -d ' ')
offset=$(((setup_sectors + 1) * 512 + $(number 584)))
length=$(number 588)
form=vmlinuz
if command -v lz4 >/dev/null 2>&1 &&
  tail -c +$((offset + 1)) "$image" | head -c $((length - 4)) | lz4 -dcq >"$out/vmlinux.new" 2>/dev/null &&
  [ "$(head -c 4 "$out/vmlinux.new" | od -An -t x1 | tr -d ' ')" = 7f454c46 ]; then
  mv "$out/vmlinux.new" "$out/vmlinux"
  form=vmlinux
else
  rm -f "$out/vmlinux.new"
fi
chmod 0644 "$out"/vmlinu*
echo "$version" >"$out/version"
echo "put guest kernel $version ($form, $(find "$out/modules" -name '*.ko' | wc -l) modules) into $out"
