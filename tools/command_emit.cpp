#include "graph/emit.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/graph_source.h"

namespace touchgraph {

Exit runEmit(const Command& command, const Arguments& arguments) {
  GraphSource source;
  std::string language, output;
  CLI::App app;
  app.add_option("LANGUAGE", language, "cpp, ts or tags")
      ->required()
      ->check(CLI::IsMember({"cpp", "ts", "tags"}))
      ->type_name("");
  addGraphSource(app, source);
  app.add_option("-o", output, "write to this file instead of stdout")->type_name("FILE");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  Exit exit = Exit::Clean;
  const std::optional<Graph> graph = obtainGraph(source, exit);
  if (!graph) return exit;
  const std::string text = language == "cpp"  ? emitCpp(*graph)
                           : language == "ts" ? emitTypeScript(*graph)
                                              : emitTags(*graph);
  if (output.empty() || output == "-") return printResult(text) ? exit : Exit::NoAnswer;
  std::string error;
  if (exit != Exit::Clean) {
    printError(output, "not written: the analysis is incomplete");
    return exit;
  }
  if (readFile(output) == text) return exit;  // an unchanged header does not rebuild what includes it
  if (writeFile(output, text, error)) return exit;
  printError(output, "cannot be written: " + error);
  return Exit::NoAnswer;
}

}  // namespace touchgraph
