# diff, explain, render, emit.
source "$(dirname "$0")/common.sh"
project
git init -q . && git config user.email a@b && git config user.name t
run 0 "$TOUCHGRAPH" extract
git add -A . && git commit -qm graph
sed -i 's/SET stock = stock - ?/SET name = ?/' src/shop.cpp
run 0 "$TOUCHGRAPH" extract

run 1 "$TOUCHGRAPH" diff HEAD:touchgraph.json touchgraph.json; out_has "+ cart/add → names"; err_empty
run 1 "$TOUCHGRAPH" diff HEAD:touchgraph.json touchgraph.json --format json; out_has '"change":"added","topic":"edge"'
run 1 "$TOUCHGRAPH" diff HEAD:touchgraph.json touchgraph.json --format markdown; out_has "### Invalidations"
run 0 "$TOUCHGRAPH" diff touchgraph.json touchgraph.json; out_empty
(cd src && "$TOUCHGRAPH" diff HEAD:../touchgraph.json ../touchgraph.json >../out 2>../err); [[ $? == 1 ]] || fail "REV:path relative to the working directory"
(cd src && "$TOUCHGRAPH" diff HEAD:touchgraph.json ../touchgraph.json >../out 2>../err); [[ $? == 1 ]] || fail "REV:path relative to the top"
err_empty

run 0 "$TOUCHGRAPH" explain cart/add; out_has "src/shop.cpp:"; out_has "predicted at src/optimistic.h:5"; out_has "no optimistic entry"
run 0 "$TOUCHGRAPH" explain cart; out_has "args.cartId picks items.cart_id"
run 0 "$TOUCHGRAPH" explain products; out_has "table products"
run 0 "$TOUCHGRAPH" explain cart/add names; out_has "because  products update {name}"; out_has "read   products {name}"
run 0 "$TOUCHGRAPH" explain "cart/add cart"; out_has "stale: cart(args.cartId = arg:in.cartId)"
run 2 "$TOUCHGRAPH" explain cart/ad; err_has "did you mean 'cart/add'?"

run 0 "$TOUCHGRAPH" render; out_has '"m:cart/add" -> "q:cart"'
run 0 "$TOUCHGRAPH" render --format mermaid; out_has "flowchart LR"
run 0 "$TOUCHGRAPH" render --format html --graph HEAD:touchgraph.json; out_has "<title>touchgraph</title>"; out_lacks "missing</a>"

# The emitted header compiles while every entry is there, and names the pair when one is not.
run 0 "$TOUCHGRAPH" emit cpp --graph HEAD:touchgraph.json -o generated.h
run 0 clang++-19 -std=c++20 -fsyntax-only -I. -Isrc -I"$INCLUDE" -x c++ generated.h -Wno-pragma-once-outside-header
sed -i 's/    .predict.*/    ;/' src/optimistic.h
run 1 clang++-19 -std=c++20 -fsyntax-only -I. -Isrc -I"$INCLUDE" -x c++ generated.h -Wno-pragma-once-outside-header
err_has "mutation 'cart/add' makes query 'cart' stale"
run 0 "$TOUCHGRAPH" emit ts --graph HEAD:touchgraph.json; out_has 'export type QueryName = "cart" | "names";'
run 0 "$TOUCHGRAPH" emit tags --graph HEAD:touchgraph.json; out_has '"cart/add": ["cart:cartId={in.cartId}"]'
finish
