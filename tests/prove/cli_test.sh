#!/bin/bash
# The command line of a proofs program: exit codes, streams, formats, verdict file, interruption.
set -u
right=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
wrong=$dir/wrong_proofs
ln -s "$right" "$wrong"
failures=0

expect() { # name, expected exit code, command…
  local name=$1 code=$2
  shift 2
  "$@" >"$dir/out" 2>"$dir/err"
  local got=$?
  if [ "$got" != "$code" ]; then
    echo "FAIL $name: exit $got, expected $code"
    sed 's/^/  /' "$dir/out" "$dir/err" | tail -20
    failures=$((failures + 1))
  fi
}
contains() { # file, text
  grep -qF -- "$2" "$1" || { echo "FAIL: '$2' is not in:"; sed 's/^/  /' "$1" | head -30; failures=$((failures + 1)); }
}

expect clean 0 "$right" --cases 300 --verdicts "$dir/verdicts.json"
contains "$dir/out" "sampled"
[ -s "$dir/err" ] && { echo "FAIL: a clean run says something on stderr"; failures=$((failures + 1)); }
contains "$dir/verdicts.json" '"verdicts":['
contains "$dir/verdicts.json" '"mutation":"cart/clear","query":"cart"'
contains "$dir/verdicts.json" '"law":"commute","verdict":"sampled"'
contains "$dir/verdicts.json" '"fingerprint":"'

expect refuted 1 "$wrong" --cases 300 --pair cart/clear:cart
contains "$dir/out" "refuted"
contains "$dir/out" "tables before"
contains "$dir/out" "--seed"

expect json 1 "$wrong" --cases 300 --pair cart/clear:cart --format json
python3 -c "import json,sys; d=json.load(open('$dir/out')); assert any(r['verdict']=='refuted' and 'INSERT' in r['sql'] for r in d['results'])" ||
  { echo "FAIL: json"; failures=$((failures + 1)); }
expect junit 1 "$wrong" --cases 300 --pair cart/clear:cart --format junit
python3 -c "import xml.dom.minidom as m; assert m.parse('$dir/out').getElementsByTagName('failure')" ||
  { echo "FAIL: junit"; failures=$((failures + 1)); }

expect same-seed 1 "$wrong" --cases 300 --seed 5
cp "$dir/out" "$dir/first"
expect same-seed 1 "$wrong" --cases 300 --seed 5
cmp -s "$dir/out" "$dir/first" || { echo "FAIL: two runs with one seed differ"; failures=$((failures + 1)); }

expect exhaustive 0 "$right" --mode exhaustive --pair cart/clear:cart --rows 1
contains "$dir/out" "exhausted"
expect help 0 "$right" --help
contains "$dir/out" "--time-budget"
expect unknown 2 "$right" --caes 5
contains "$dir/err" "touchgraph: error: unknown argument --caes"
expect bad-number 2 "$right" --cases many
expect no-such-law 2 "$right" --law comute
expect no-engine 2 "$right" --database oracle

expect unwritable 2 "$right" --cases 20 --verdicts "$dir/none/verdicts.json"
contains "$dir/err" "touchgraph: error: cannot write $dir/none/verdicts.json"

cp "$dir/verdicts.json" "$dir/before"
"$right" --cases 100000000 --time-budget 30 --verdicts "$dir/verdicts.json" >"$dir/out" 2>"$dir/err" &
pid=$!
sleep 1
kill -INT $pid
wait $pid
code=$?
[ $code = 130 ] || { echo "FAIL: interrupted run exits $code"; failures=$((failures + 1)); }
cmp -s "$dir/verdicts.json" "$dir/before" ||
  { echo "FAIL: an interrupted run changes the verdicts"; failures=$((failures + 1)); }
ls "$dir"/verdicts.json.tmp* 2>/dev/null && { echo "FAIL: a temporary file stays"; failures=$((failures + 1)); }

[ $failures = 0 ] && echo "all passed"
exit $((failures > 0))
