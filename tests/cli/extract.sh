# extract: the file, its stability, --check.
source "$(dirname "$0")/common.sh"
project

run 0 "$TOUCHGRAPH" extract; out_empty
cp touchgraph.json first.json
grep -q '"mutation":"cart/add","query":"cart"' touchgraph.json || fail "no edge"
! grep -q '"query":"names"' touchgraph.json || fail "names is not touched"
! grep -qF "$scratch" touchgraph.json || fail "an absolute path"
run 0 "$TOUCHGRAPH" extract --check; out_empty
run 0 "$TOUCHGRAPH" extract -o -; cmp -s out first.json || fail "-o - differs"
(cd src && "$TOUCHGRAPH" extract -o -) >out 2>err; cmp -s out first.json || fail "another directory differs"

# An edit that changes no effect changes no byte.
sed -i '1i // a comment\n' src/shop.cpp
run 0 "$TOUCHGRAPH" extract; cmp -s touchgraph.json first.json || fail "a moved line changes the file"

sed -i 's/SET stock = stock - ?/SET name = ?/' src/shop.cpp
run 1 "$TOUCHGRAPH" extract --check
out_has "+ cart/add → names  names: products update {name}  [no optimistic entry]"
cmp -s touchgraph.json first.json || fail "--check wrote"
rm touchgraph.json
run 2 "$TOUCHGRAPH" extract --check; err_has "cannot be read"
run 2 "$TOUCHGRAPH" extract -o no/such/dir.json; err_has "cannot be written"
finish
