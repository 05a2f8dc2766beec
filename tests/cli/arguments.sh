# Help, versions and bad arguments: exit codes 0 and 2, results on stdout, errors on stderr.
source "$(dirname "$0")/common.sh"

run 0 "$TOUCHGRAPH" -h; err_empty; out_has "usage: touchgraph COMMAND"
[[ $(wc -l <out) -le 24 ]] || fail "-h is longer than a screen"
run 0 "$TOUCHGRAPH" --help; out_has "Exit codes: 0 clean"
run 0 "$TOUCHGRAPH" --version; out_has "touchgraph 0."
run 0 "$TOUCHCHECK" --version; out_has "touchcheck 0."
run 0 "$TOUCHCHECK" --help; out_has "TG310  error"; out_has "what it does not do:"
for command in effects extract diff explain render emit prove init; do
  run 0 "$TOUCHGRAPH" $command -h; out_has "usage: touchgraph $command"; out_lacks "what it does not do"
  [[ $(wc -l <out) -le 24 ]] || fail "$command -h is longer than a screen"
  run 0 "$TOUCHGRAPH" $command --help; out_has "what it does not do:"
done

run 2 "$TOUCHGRAPH"; out_empty; err_has "touchgraph: error: no command given"
run 2 "$TOUCHGRAPH" efects; err_has "unknown command 'efects', did you mean 'effects'?"
run 2 "$TOUCHGRAPH" effects --formt jsonl; out_empty; err_has "did you mean '--format'?"
run 2 "$TOUCHGRAPH" effects --format yaml; err_has "touchgraph: error: --format"
run 2 "$TOUCHGRAPH" effects -j many; err_has "touchgraph: error: "
run 2 "$TOUCHGRAPH" diff one; err_has "touchgraph: error: "
run 2 "$TOUCHGRAPH" explain; err_has "touchgraph: error: "
run 2 "$TOUCHGRAPH" emit rust; err_has "touchgraph: error: "
run 2 "$TOUCHCHECK" --format html; err_has "touchcheck: error: --format"
run 0 "$TOUCHGRAPH" explain TG310; out_has "# TG310: invalidated query"
run 0 "$TOUCHGRAPH" explain tg310; out_has "# TG310: invalidated query"
run 2 "$TOUCHGRAPH" explain TG3100; err_has "did you mean 'TG310'?"
finish
