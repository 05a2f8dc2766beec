#pragma once

#include "graph/graph.h"
#include "graph/text.h"

#include <optional>
#include <string>

/// `touchgraph explain`: everything about one thing, with file:line and the call chain.
namespace touchgraph {

/// A mutation, a query, a table, a function, or an edge `MUTATION QUERY`. One name may be several of these: all are
/// told. Nothing when the graph knows no such thing.
std::optional<std::string> explain(const Graph& graph, const ProgramEffects& program, const std::string& thing,
                                   const Palette& palette);
std::optional<std::string> explainEdge(const Graph& graph, const ProgramEffects& program, const std::string& mutation,
                                       const std::string& query, const Palette& palette);
/// All names that `explain` takes, for "did you mean".
std::vector<std::string> explainable(const Graph& graph, const ProgramEffects& program);

}  // namespace touchgraph
