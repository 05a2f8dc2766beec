# effects: text, JSON lines, statistics, files.
source "$(dirname "$0")/common.sh"
project

run 0 "$TOUCHGRAPH" effects; err_empty
out_has "addToCart(sqlite3 *, const Add &)"
out_has "touch  items update {qty} cart_id = arg:in.cartId, product_id = arg:in.productId"
out_has "touch  products update {stock} id = arg:in.productId"
out_has "read   items {cart_id, qty} cart_id = arg:args.cartId"
cp out first
run 0 "$TOUCHGRAPH" effects -j 1; cmp -s out first || fail "-j changes the output"
run 0 "$TOUCHGRAPH" effects --cache-dir -; cmp -s out first || fail "no cache changes the output"

run 0 "$TOUCHGRAPH" effects --format jsonl
out_has '"function":"loadNames","signature":"(sqlite3 *, const CartArgs &)","file":"src/shop.cpp"'
run 0 "$TOUCHGRAPH" effects --stats; out_has "sqlite3"; out_has "never executed"
run 0 "$TOUCHGRAPH" effects src/main.cpp; out_empty
run 0 "$TOUCHGRAPH" effects src; cmp -s out first || fail "a directory stands for its files"
(cd src && run 0 "$TOUCHGRAPH" effects shop.cpp && mv out err ..) ; cmp -s out first || fail "from another directory"

# A build tree with another project in it: only this one is read, and the rest is mentioned.
mkdir -p other/inner && cp src/shop.cpp src/shop.h other/inner && cp .touchgraph.yaml schema.sql other
database src/shop.cpp src/main.cpp other/inner/shop.cpp
(cd other && "$TOUCHGRAPH" effects -p ../build >../out 2>../err) || fail "exit code in a project inside another"
out_has "inner/shop.cpp:"; out_lacks "src/shop.cpp:"; err_has "2 units outside the project's directory are left out"
rm -r other; database src/shop.cpp src/main.cpp

# Nobody reads the result: no answer was given, and the program does not hang.
"$TOUCHGRAPH" effects | head -c 0; [[ ${PIPESTATUS[0]} == 0 || ${PIPESTATUS[0]} == 2 ]] || fail "a closed pipe"
finish
