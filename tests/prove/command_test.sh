#!/bin/bash
# `touchgraph prove` from end to end: finds the proof programs, keeps their verdicts, and leaves the file whole.
set -u
touchgraph=$1
proofs=$2
compiler=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failures=0
fail() {
  echo "FAIL: $*"
  sed 's/^/  /' "$dir/out" "$dir/err" | tail -20
  failures=$((failures + 1))
}
expect() { # exit code, command…
  local code=$1
  shift
  "$@" >"$dir/out" 2>"$dir/err"
  local got=$?
  [ "$got" = "$code" ] || fail "exit $got, expected $code: $*"
}
contains() { grep -qF -- "$2" "$1" || fail "'$2' is not in $1"; }

mkdir -p "$dir/project/build"
cd "$dir/project" || exit 1
echo 'int main() { return 0; }' >main.cpp
cat >build/compile_commands.json <<JSON
[{"directory": "$dir/project", "file": "main.cpp", "arguments": ["$compiler", "-c", "main.cpp"]}]
JSON

expect 2 "$touchgraph" prove -p build
contains "$dir/err" "touchgraph_add_proofs"

ln -s "$proofs" "$dir/project/build/right"
ln -s "$proofs" "$dir/project/build/wrong"
echo '{"proofs":[{"name":"carts","executable":"right"}]}' >build/touchgraph-proofs.json
expect 0 "$touchgraph" prove -p build --cases 100
contains "$dir/out" "sampled"
contains touchgraph-verdicts.json '"mutation":"cart/clear","query":"cart"'
cp touchgraph-verdicts.json "$dir/verdicts"

# One pair again: the others stay.
expect 0 "$touchgraph" prove -p build --cases 100 --pair cart/clear:cart
[ "$(wc -l <touchgraph-verdicts.json)" = "$(wc -l <"$dir/verdicts")" ] || fail "verdicts of other pairs are gone"

expect 0 "$touchgraph" prove -p build --cases 100 --format json
python3 -c "import json; assert json.load(open('$dir/out'))['results']" || fail "json"
expect 0 "$touchgraph" prove -p build --cases 100 --format junit
python3 -c "import xml.dom.minidom as m; assert m.parse('$dir/out').getElementsByTagName('testcase')" || fail "junit"

echo '{"proofs":[{"name":"carts","executable":"wrong"}]}' >build/touchgraph-proofs.json
expect 1 "$touchgraph" prove -p build --cases 300 --pair cart/clear:cart
contains touchgraph-verdicts.json '"verdict":"refuted"'

# Interrupted: as Ctrl-C in a terminal, which reaches all of the group.
cp touchgraph-verdicts.json "$dir/verdicts"
echo '{"proofs":[{"name":"carts","executable":"right"}]}' >build/touchgraph-proofs.json
# A shell starts background commands with SIGINT ignored; a terminal's command has it.
python3 -c "
import os, signal, subprocess, sys, time
p = subprocess.Popen(sys.argv[1:], start_new_session=True, stdout=open('$dir/out', 'w'), stderr=open('$dir/err', 'w'))
time.sleep(1)
os.killpg(p.pid, signal.SIGINT)
sys.exit(p.wait())" "$touchgraph" prove -p build --cases 100000000
[ $? = 130 ] || fail "an interrupted run does not exit with 130"
cmp -s touchgraph-verdicts.json "$dir/verdicts" || fail "an interrupted run changes the verdicts"

rm touchgraph-verdicts.json
mkdir touchgraph-verdicts.json
expect 2 "$touchgraph" prove -p build --cases 50
contains "$dir/err" "touchgraph-verdicts.json: cannot be written"

echo '{"proofs":[{"name":"carts","executable":"gone"}]}' >build/touchgraph-proofs.json
rmdir touchgraph-verdicts.json
expect 2 "$touchgraph" prove -p build
contains "$dir/err" "gone"

[ $failures = 0 ] && echo "all passed"
exit $((failures > 0))
