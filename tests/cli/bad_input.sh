# Bad input: exit 2, a message with the place and what to do next, and what was found is still printed.
source "$(dirname "$0")/common.sh"

run 2 "$TOUCHGRAPH" effects; out_empty; err_has "touchgraph: error: "; err_has "touchgraph: hint: "
run 2 "$TOUCHGRAPH" effects -p nowhere; err_has "touchgraph: error: "
project
run 2 "$TOUCHGRAPH" effects nothing.cpp; err_has "nothing.cpp: no such file"

echo "scema: x" >>.touchgraph.yaml
run 2 "$TOUCHGRAPH" effects; err_has ".touchgraph.yaml:5: unknown key 'scema', did you mean 'schema'?"
project
echo "schema: missing.sql" >.touchgraph.yaml
run 2 "$TOUCHGRAPH" effects; err_has "matches no file"; out_has "addToCart"
project

# A unit that does not parse: its facts as far as they go, and never "clean".
echo 'void broken( { return 1 }' >>src/shop.cpp
run 2 "$TOUCHGRAPH" effects; err_has "src/shop.cpp:"; out_has "addToCart"
run 2 "$TOUCHCHECK"; err_has "incomplete"
run 2 "$TOUCHGRAPH" extract; err_has "not written"; [[ ! -e touchgraph.json ]] || fail "a graph of half a program was written"
run 2 "$TOUCHGRAPH" extract -o -; out_has '"mutations"'
project

# A database that names a file which is gone.
database src/shop.cpp src/gone.cpp
run 2 "$TOUCHGRAPH" effects; err_has "src/gone.cpp"; out_has "addToCart"
echo '{' >build/compile_commands.json
run 2 "$TOUCHGRAPH" effects; err_has "touchgraph: error: "

echo '{"format": 99}' >g.json
run 2 "$TOUCHGRAPH" diff g.json g.json; err_has "g.json: has graph format 99"
run 2 "$TOUCHGRAPH" diff no.json g.json; err_has "no.json: cannot be read"
run 2 "$TOUCHGRAPH" diff HEAD:no.json g.json; err_has "HEAD:no.json"
finish
