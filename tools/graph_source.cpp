#include "tools/graph_source.h"

#include "tools/graph_files.h"

namespace touchgraph {

void addGraphSource(CLI::App& app, GraphSource& source) {
  app.add_option("--graph", source.file, "take the graph from this file or REV:path instead of the code")
      ->type_name("FILE");
  addPipelineOptions(app, source.pipeline);
}

std::optional<Graph> obtainGraph(const GraphSource& source, Exit& exit) {
  if (!source.file.empty()) {
    std::optional<Graph> graph = loadGraph(source.file);
    exit = graph ? Exit::Clean : Exit::NoAnswer;
    return graph;
  }
  Pipeline pipeline = runPipeline(source.pipeline);
  exit = exitOf(pipeline);
  if (!pipeline.answered) return std::nullopt;
  for (const std::string& note : pipeline.graph.notes) printWarning("", note);
  return std::move(pipeline.graph);
}

}  // namespace touchgraph
