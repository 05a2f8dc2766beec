# touchcheck: findings, formats, files, suppressions.
source "$(dirname "$0")/common.sh"
project

run 0 "$TOUCHCHECK"; out_empty; err_has "no findings"
run 0 "$TOUCHGRAPH" extract
run 0 "$TOUCHCHECK" --graph touchgraph.json

sed -i 's/    .predict.*/    ;/' src/optimistic.h
run 1 "$TOUCHCHECK"
out_has "src/shop.cpp:"; out_has "error: mutation 'cart/add' makes query 'cart' stale"; out_has "[TG310]"
out_has "witness: items update {qty}"; out_has ".await<&loadCart>"
run 1 "$TOUCHCHECK" --format json; out_has '"code":"TG310"'
run 1 "$TOUCHCHECK" --format sarif; out_has '"ruleId": "TG310"'
run 1 "$TOUCHCHECK" --format github; out_has "::error file=src/shop.cpp"
run 1 "$TOUCHCHECK" --format junit; out_has '<failure type="TG310"'
run 1 "$TOUCHCHECK" --graph touchgraph.json; out_has "[TG301]"
run 1 "$TOUCHCHECK" src/shop.cpp; out_has "[TG310]"
run 0 "$TOUCHCHECK" src/main.cpp; out_empty
run 1 "$TOUCHCHECK" schema.sql; out_has "[TG310]"

echo 'suppressions: [{code: TG310, mutation: "cart/*", reason: "a demo"}]' >>.touchgraph.yaml
run 0 "$TOUCHCHECK"; out_empty; err_has "1 suppressed"

project
sed -i 's/FROM items/FROM itms/' src/shop.cpp
run 1 "$TOUCHCHECK"; out_has "[TG404]"; out_has "did you mean 'items'?"

project
sed -i 's/"SELECT name FROM products ORDER BY name"/"DELETE FROM products"/' src/shop.cpp
run 1 "$TOUCHCHECK"; out_has "query 'names' writes products delete"; out_has "[TG433]"

project
cat >>src/shop.cpp <<'CPP'
#include <cstdlib>
void purge(sqlite3* db, const Add&) { sqlite3_exec(db, (std::string("DELETE FROM ") + std::getenv("TABLE")).c_str(), nullptr, nullptr, nullptr); }
CPP
sed -i 's/mutations: {/mutations: {purge: purge, /' .touchgraph.yaml
run 1 "$TOUCHCHECK"; out_has "[TG406]"; out_has "reached from purge"
echo 'declarations: [{function: purge, touches: [carts], reason: "set by the operator"}]' >>.touchgraph.yaml
run 0 "$TOUCHCHECK"
run 0 "$TOUCHGRAPH" effects --stats
[[ $(awk '$1 == "sqlite3" { print $4, $5 }' out) == "1 0" ]] || fail "the declared site is not counted as declared"

echo 'exempt: [{table: items, reason: "none"}]' >>.touchgraph.yaml
run 1 "$TOUCHCHECK"; out_has "[TG411]"; out_has "[TG312]"
finish
