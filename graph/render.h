#pragma once

#include "graph/graph.h"

#include <string>

/// The graph as a picture. Mutations point at the queries they make stale.
namespace touchgraph {

std::string renderDot(const Graph& graph);
std::string renderMermaid(const Graph& graph);
/// One self-contained page: the table of mutations × queries, and below it each edge with its witness. No script, no
/// network.
std::string renderHtml(const Graph& graph);

}  // namespace touchgraph
