#!/bin/sh
# Unpacks a .tar.gz into a folder if it is the one that is expected.
#
# Usage: skiff-fetch URL SHA256 FOLDER
set -eu
archive=$(mktemp)
trap 'rm -f "$archive"' EXIT
curl --fail --silent --show-error --location --retry 5 --retry-all-errors --output "$archive" "$1"
echo "$2  $archive" | sha256sum --check --quiet
mkdir -p "$3"
tar --extract --gzip --file "$archive" --directory "$3" --no-same-owner
