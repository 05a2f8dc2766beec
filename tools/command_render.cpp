#include "graph/render.h"
#include "tools/commands.h"
#include "tools/graph_source.h"

namespace touchgraph {

Exit runRender(const Command& command, const Arguments& arguments) {
  GraphSource source;
  std::string format = "dot";
  CLI::App app;
  addGraphSource(app, source);
  app.add_option("--format", format, "dot, mermaid or html")
      ->check(CLI::IsMember({"dot", "mermaid", "html"}))
      ->type_name("FORMAT");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  Exit exit = Exit::Clean;
  const std::optional<Graph> graph = obtainGraph(source, exit);
  if (!graph) return exit;
  const std::string text = format == "html"      ? renderHtml(*graph)
                           : format == "mermaid" ? renderMermaid(*graph)
                                                 : renderDot(*graph);
  return printResult(text) ? exit : Exit::NoAnswer;
}

}  // namespace touchgraph
