#!/usr/bin/env bash
# Builds the ./skiff command without running tests, then trains its AOT caches. Called by `make build`.
set -euo pipefail
cd "$(dirname "$0")/.."
target=deploy/standalone/target
log=$(mktemp "${TMPDIR:-/tmp}/skiff-build.XXXXXX")
trap 'rm -f "$log"' EXIT

say() { printf 'build: %s\n' "$*" >&2; }

say "compiling (the first time also fetches the libraries)"
# Jars of an earlier build would stay on the class path.
rm -rf "$target/lib" "$target"/*.aot
if ! mvn -B --no-transfer-progress package -Dmaven.test.skip=true -Dspotless.check.skip=true -pl deploy/standalone,loadtests -am >"$log" 2>&1; then
  grep -E 'ERROR|WARNING.*[.]java' "$log" >&2 || tail -n 40 "$log" >&2
  say "failed; to see everything: mvn package -Dmaven.test.skip=true"
  exit 1
fi

# Training records which classes a run loads, so that the next run finds them linked (JEP 514). Exit code 1 is
# expected: there is no fleet at port 1.
say "training the AOT cache of ./skiff"
SKIFF_AOT_OUTPUT=$target/cli.aot ./skiff ps --url http://127.0.0.1:1 >/dev/null 2>&1 || true
[[ -f $target/cli.aot ]] || say "no AOT cache was made: commands will start slower"
say "done in ${SECONDS} s: ./skiff"
