#!/usr/bin/env bash
# A tour of Skiff on this machine: three hosts, real microVMs, everything through ./skiff. Called by `make demo`.
# DEMO_EXIT=1 ends after the tour and leaves nothing running; otherwise the fleet stays up until Ctrl-C.
set -uo pipefail
cd "$(dirname "$0")/.."

bold='' dim='' red='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'
fi

fleet=''
# Short, because sockets live below it and their paths may take 108 bytes.
work=$(mktemp -d /tmp/skiff-demo.XXXXXX)
data=$work/d
export SKIFF_TOKEN='' NO_COLOR=${NO_COLOR:-}

headline() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
remark() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }

# Prints a command as it is, then runs it.
run() {
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  eval "$1"
}

must() {
  run "$1" || die "that should have worked (exit code $?)"
}

# Ends the fleet, and whatever it should not have left behind. Its VMM processes all name the data folder.
end() {
  trap - EXIT INT TERM
  if [[ -n $fleet ]] && kill -0 "$fleet" 2>/dev/null; then
    remark "stopping the fleet"
    kill -TERM "$fleet"
    for _ in {1..300}; do
      kill -0 "$fleet" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$fleet" 2>/dev/null
    wait "$fleet" 2>/dev/null
  fi
  local left
  left=$(pgrep -f -- "$data/" | tr '\n' ' ')
  if [[ -n $left ]]; then
    printf '%sstill running, ended now: %s%s\n' "$red" "$left" "$plain" >&2
    # shellcheck disable=SC2086 # several process ids
    kill -KILL $left 2>/dev/null
    [[ $1 == 0 ]] && set -- 1
  fi
  rm -rf "$work"
  exit "$1"
}

die() {
  printf '%sdemo: %s%s\n' "$red" "$*" "$plain" >&2
  if [[ -f $data/logs/skiff.log ]]; then
    printf 'the end of the fleet'"'"'s log:\n' >&2
    tail -n 25 "$data/logs/skiff.log" >&2
  fi
  end 1
}

trap 'end 1' EXIT
trap 'end 130' INT
trap 'end 143' TERM

free_port() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

headline "A fleet of three hosts on this machine"
port=7070
if ! free_port $port; then
  remark "port $port is taken, another one will do"
  port=0
fi
up="./skiff up --hosts 3 --host-cpus 2 --data $data --port $port"
printf '%s$ %s%s\n' "$bold" "$up" "$plain"
$up >"$work/url" &
fleet=$!
for _ in {1..1200}; do
  [[ -s $work/url ]] && break
  kill -0 "$fleet" 2>/dev/null || { fleet=''; die "the fleet did not start: see above"; }
  sleep 0.1
done
[[ -s $work/url ]] || die "the fleet was not ready within two minutes"
SKIFF_URL=$(head -n 1 "$work/url")
export SKIFF_URL
must "./skiff host ls"

headline "A command in a microVM of its own"
remark "this machine runs kernel $(uname -r) and has been up for $(cut -d. -f1 /proc/uptime) s; the guest has its own:"
run "./skiff run --rm skiff/busybox -- sh -c 'echo \"kernel \$(uname -r), up for \$(cut -d\" \" -f1 /proc/uptime) s\"; exit 3'"
code=$?
remark "exit code $code: the guest's own"
[[ $code == 3 ]] || die "expected the guest's exit code, 3"

headline "A job of six VMs, packed over the hosts"
must "./skiff job submit -f deploy/demo/tour.yaml"
running=0
for _ in {1..240}; do
  running=$(./skiff ps -q --job tour --state running 2>/dev/null | wc -l)
  [[ $running == 6 ]] && break
  sleep 0.5
done
[[ $running == 6 ]] || { ./skiff ps -a --job tour; die "only $running of 6 VMs run after two minutes"; }
must "./skiff ps --job tour -o wide"
must "./skiff top"

headline "Inside one of them"
must "./skiff exec tour.0 -- sh -c 'hostname; ps | head -n 5'"

headline "Its output, as it comes"
run "timeout 3 ./skiff logs -f -n 2 tour.1"
[[ $? == 124 ]] || die "following a log ended by itself"

headline "Where the time of its start went"
must "./skiff inspect --receipt tour.0"

headline "And stopped"
must "./skiff stop \$(./skiff ps -q --job tour)"
must "./skiff job ls"

headline "A function: a microVM that is there when there is something to do"
must "./skiff fn deploy shout --image skiff/busybox --max 2 --keep-alive 5s -- tr a-z A-Z"
must "./skiff fn invoke shout -d 'the first one boots'"
must "./skiff fn invoke shout -d 'the next one finds it warm'"
for _ in {1..100}; do
  [[ -z $(./skiff ps -q --state running -l skiff.dev/function=shout 2>/dev/null) ]] && break
  sleep 0.5
done
remark "idle for five seconds, so it is gone; the next one is restored from what the first one left:"
must "./skiff fn invoke shout -d 'restored'"
must "./skiff fn invocations shout"
must "./skiff fn rm shout"

headline "That was the tour, in $SECONDS s"
echo "  API          $SKIFF_URL/v1/fleet"
echo "  its document $SKIFF_URL/openapi.yaml"
echo "  metrics      $SKIFF_URL/metrics"
if [[ ${DEMO_EXIT:-} == 1 ]]; then
  end 0
fi
echo "  commands     SKIFF_URL=$SKIFF_URL ./skiff --help"
echo
echo "The fleet stays up until Ctrl-C."
wait "$fleet"
code=$?
fleet=''
end $code
