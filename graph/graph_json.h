#pragma once

#include "graph/graph.h"

#include <optional>
#include <string>

namespace touchgraph {

/// The graph file, touchgraph.json, made to be committed and reviewed: JSON with one fact a line, everything sorted, no
/// line numbers, no times, no absolute paths. An edit that changes no effect changes no byte. All fields are listed in
/// docs/graph-format.md.
std::string graphJson(const Graph& graph);

/// Reads it back. Nothing, and why in `error`, when the text is no graph or of a format this program does not know.
std::optional<Graph> parseGraph(const std::string& text, std::string& error);

}  // namespace touchgraph
