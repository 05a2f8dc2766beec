#include "graph/diff.h"
#include "tools/commands.h"
#include "tools/graph_files.h"

namespace touchgraph {

Exit runDiff(const Command& command, const Arguments& arguments) {
  std::string old_source, new_source, format = "text";
  CLI::App app;
  app.add_option("OLD", old_source, "the graph before: a file or REV:path")->required()->type_name("");
  app.add_option("NEW", new_source, "the graph after: a file or REV:path")->required()->type_name("");
  app.add_option("--format", format, "text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->type_name("FORMAT");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;

  const std::optional<Graph> before = loadGraph(old_source);
  const std::optional<Graph> after = loadGraph(new_source);
  if (!before || !after) return Exit::NoAnswer;
  const std::vector<Change> changes = diffGraphs(*before, *after);
  const std::string text = format == "json"       ? diffJson(changes)
                           : format == "markdown" ? diffMarkdown(changes)
                                                  : diffText(changes, outputPalette());
  if (!printResult(text)) return Exit::NoAnswer;
  return changes.empty() ? Exit::Clean : Exit::Findings;
}

}  // namespace touchgraph
