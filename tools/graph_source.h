#pragma once

#include "tools/cli.h"

#include <optional>
#include <string>

namespace touchgraph {

/// Where `render` and `emit` take the graph from: a file, or the code.
struct GraphSource {
  std::string file;  ///< --graph
  PipelineOptions pipeline;
};

void addGraphSource(CLI::App& app, GraphSource& source);
/// The file when one is named, else the analysis. Nothing, and how the program ends in `exit`, when there is no graph.
std::optional<Graph> obtainGraph(const GraphSource& source, Exit& exit);

}  // namespace touchgraph
