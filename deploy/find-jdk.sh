#!/usr/bin/env bash
# Prints where JDK 25 is: JAVA_HOME, the usual places, `java` on PATH. Sourced by ./skiff, run by the Makefile.

is_jdk_25() {
  [[ -x $1/bin/java && -r $1/release && $(<"$1/release") =~ JAVA_VERSION=\"25[.\"+] ]]
}

find_jdk() {
  local candidate on_path
  on_path=$(command -v java || true)
  if [[ -n $on_path ]]; then
    on_path=$(readlink -f "$on_path")
    on_path=${on_path%/bin/java}
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* /opt/*jdk*25*; do
    if [[ -n $candidate ]] && is_jdk_25 "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  echo "skiff needs JDK 25: install one (Eclipse Temurin 25 from adoptium.net, say) and set JAVA_HOME to it" >&2
  return 1
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  find_jdk
fi
