# init: a draft that works.
source "$(dirname "$0")/common.sh"
project
run 2 "$TOUCHGRAPH" init; err_has "exists already"
rm .touchgraph.yaml
git init -q .
run 0 "$TOUCHGRAPH" init
grep -q '"schema.sql"' .touchgraph.yaml || fail "the schema is not named"
grep -q '"addToCart": "addToCart"' .touchgraph.yaml || fail "the mutation is not named"
grep -q '"loadCart": "loadCart"' .touchgraph.yaml || fail "the query is not named"
! grep -q '"run"' .touchgraph.yaml || fail "a helper is named"
run 0 "$TOUCHGRAPH" extract -o -; out_has '"mutation":"addToCart","query":"loadCart"'
finish
