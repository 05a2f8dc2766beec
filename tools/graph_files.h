#pragma once

#include "graph/graph.h"

#include <optional>
#include <string>

namespace touchgraph {

/// Reads a graph from a file, or from `REV:path` of the git repository around the working directory. Says on stderr why
/// it cannot.
std::optional<Graph> loadGraph(const std::string& source);

}  // namespace touchgraph
