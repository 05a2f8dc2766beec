#include "graph/diff.h"
#include "graph/graph_json.h"
#include "tools/commands.h"
#include "tools/files.h"

#include <filesystem>

namespace touchgraph {

Exit runExtract(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::string output;
  bool check = false;
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("-o", output, "the graph file (default: touchgraph.json beside .touchgraph.yaml; - is stdout)")
      ->type_name("FILE");
  app.add_flag("--check", check, "write nothing; exit 1 with the difference when the file is not what the code says");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;

  const Pipeline pipeline = runPipeline(options);
  if (!pipeline.answered) return exitOf(pipeline);
  for (const std::string& note : pipeline.graph.notes) printWarning("", note);
  if (pipeline.graph.mutations.empty() && pipeline.graph.queries.empty())
    printWarning(
        "",
        "no mutation and no query is named: the graph is empty; name them in .touchgraph.yaml (`touchgraph init` "
        "writes a first one) or with TOUCHGRAPH_MUTATION and TOUCHGRAPH_QUERY");
  const std::string path = output.empty() ? pipeline.config.root + "/touchgraph.json" : output;
  const std::string text = graphJson(pipeline.graph);

  if (check) {
    const std::optional<std::string> committed = readFile(path);
    if (!committed) {
      printError(path, "cannot be read", "`touchgraph extract` writes it");
      return Exit::NoAnswer;
    }
    std::string error;
    const std::optional<Graph> old = parseGraph(*committed, error);
    if (!old) {
      printError(path, error, "`touchgraph extract` writes it anew");
      return Exit::NoAnswer;
    }
    if (*committed == text) return exitOf(pipeline);
    const std::vector<Change> changes = diffGraphs(*old, pipeline.graph);
    printResult(changes.empty() ? path + " is not written as `touchgraph extract` writes it\n"
                                : diffText(changes, outputPalette()));
    return pipeline.incomplete ? Exit::NoAnswer : Exit::Findings;
  }
  if (output == "-") return printResult(text) ? exitOf(pipeline) : Exit::NoAnswer;
  if (pipeline.incomplete) {
    printError(path, "not written: the analysis is incomplete",
               "the errors above say why; `-o -` prints what was found");
    return Exit::NoAnswer;
  }
  std::string error;
  if (!writeFile(path, text, error)) {
    printError(path, "cannot be written: " + error);
    return Exit::NoAnswer;
  }
  return Exit::Clean;
}

}  // namespace touchgraph
