#include "tools/commands.h"

namespace touchgraph {
namespace {

const char* const kPurpose =
    "What does each C++ function write and read in the database, and which mutation makes which query stale?";

const char* const kClosing =
    "It reads compile_commands.json and the SQL in the code, as the database's own parser reads it. Nothing is "
    "executed and\n"
    "no database is needed. `.touchgraph.yaml`, looked for from here upward, names schema, mutations and queries; "
    "without\n"
    "it `touchgraph effects` works too. What cannot be worked out is reported as unresolved, never left out.\n";

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands = {
      {"effects", "effects [-p BUILD_DIR] [--format text|jsonl] [--stats | --sites] [-j N] [FILE…]",
       "what every function writes and reads, itself and through what it calls",
       "For each function with effects: the tables, columns and keys that a call of it can touch or read, through "
       "which\n"
       "functions and by which cause (trigger, foreign key, view), and the sites that could not be resolved. `own` in "
       "jsonl is\n"
       "what the body itself executes.",
       "It does not run the program, does not look at rows, and does not judge: `touchcheck` does.", runEffects},
      {"extract", "extract [-p BUILD_DIR] [-o FILE] [--check] [-j N]",
       "write the graph file, or check that it is what the code says",
       "Writes touchgraph.json: mutations with their touches, queries with their reads, and the edges where they meet, "
       "each\n"
       "with its witness. The file is made to be committed and reviewed.",
       "It does not fail on a forgotten optimistic entry (`touchcheck` does), and writes no file when a unit did not "
       "parse.",
       runExtract},
      {"diff", "diff OLD NEW [--format text|markdown|json]", "what changed in meaning between two graphs",
       "OLD and NEW are files or REV:path, for example `touchgraph diff main:touchgraph.json touchgraph.json`. Exit "
       "code 1 when\n"
       "there is a difference.",
       "It does not read the code: `extract --check` compares the file with the code.", runDiff},
      {"explain", "explain THING | explain MUTATION QUERY [-p BUILD_DIR]",
       "everything about a mutation, query, table, edge, function or code",
       "Prints the sites with file:line and the chain of calls that leads there. `explain TG310` prints the page of a "
       "finding.",
       "It does not read touchgraph.json: line numbers come from the code as it is now.", runExplain},
      {"render", "render [--format dot|mermaid|html] [--graph FILE] [-p BUILD_DIR]", "the graph as a picture",
       "dot for Graphviz, mermaid for pages that understand it, html as one page without scripts. Red or bold: no "
       "entry.",
       "It does not lay out dot: pipe it into `dot -Tsvg`.", runRender},
      {"emit", "emit cpp|ts|tags|arbitraries [--graph FILE] [-o FILE] [-p BUILD_DIR]", "the graph as source text",
       "cpp: a header in which a forgotten entry is a compile error. ts: the same registry for TypeScript clients. "
       "tags: cache\n"
       "tags for each query and the tags that each mutation expires. arbitraries: a header for the property runner with "
       "the\n"
       "fields of the structs that mutations and queries take and return, and how inputs are drawn (rc::Arbitrary).",
       "It does not generate transforms: those are written and proved by people.", runEmit},
      {"prove", "prove [-p BUILD_DIR] [--pair M:Q] [--cases N] [--seed N] [--mode MODE] [--time-budget S]",
       "run the proof programs of the build and collect their verdicts",
       "Runs every program made by touchgraph_add_proofs in the build directory and writes touchgraph-verdicts.json, "
       "which\n"
       "`touchcheck` reads (TG320).",
       "It does not build them: build first.", runProve},
      {"init", "init [-p BUILD_DIR] [-o FILE]", "write a first .touchgraph.yaml from what the code does",
       "Candidates for mutations and queries are the outermost functions that write and read; schema files are looked "
       "for in\n"
       "the usual places.",
       "It does not know which functions your clients call: correct the draft.", runInit},
  };
  return kCommands;
}

}  // namespace
}  // namespace touchgraph

int main(int argc, char** argv) {
  return touchgraph::runProgram("touchgraph", touchgraph::kPurpose, touchgraph::kClosing, touchgraph::commands(), argc,
                                argv);
}
