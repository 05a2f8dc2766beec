# The shop: its committed graph is what the tools say, the gate passes, and an entry that goes missing is named.
source "$(dirname "$0")/common.sh"

# A copy, as its CMakeLists.txt expects it to lie.
mkdir -p fixtures/apps
cp -r "$SHOP" fixtures/apps/shop
ln -s "$INCLUDE" include
cd fixtures/apps/shop || exit 1
cmake -S . -B build -G Ninja -DCMAKE_CXX_COMPILER="$COMPILER" -DCMAKE_CXX_COMPILER_LAUNCHER= >/dev/null || exit 1

run 0 "$TOUCHGRAPH" extract -p build --check; out_empty
run 0 "$TOUCHCHECK" -p build --graph touchgraph.json; out_empty
run 0 "$TOUCHGRAPH" explain -p build "cart/add products/page"
out_has "products"; out_has "repo/product_repo.cpp:"

gone='how many units come back is known to the order, not to the product'
grep -qF "$gone" src/optimistic.h || fail "the shop has no such entry: $gone"
sed -i "/$gone/d" src/optimistic.h
run 1 "$TOUCHCHECK" -p build
out_has "mutation 'order/cancel' makes query 'product' stale and has no optimistic entry for it"
out_has "witness: products update {stock} where id: "
out_has "[TG310]"
out_has "add to the entries of order/cancel at src/optimistic.h:"
out_has ".predict<&shop::loadProduct>"
out_has ".await<&shop::loadProduct>"
[[ $(grep -c 'error:' out) == 1 ]] || fail "more than the missing entry"
run 1 "$TOUCHGRAPH" extract -p build --check
finish
