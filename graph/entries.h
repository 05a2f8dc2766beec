#pragma once

#include "graph/graph.h"

#include <string>
#include <vector>

/// Which functions are entry points, and under which name.
namespace touchgraph {

struct NamedFunction {
  std::string name;
  const FunctionEffects* function = nullptr;
};

struct NamedFunctions {
  std::vector<NamedFunction> mutations, queries;
  std::vector<std::string> notes;  ///< patterns that match nothing, one name on several functions
};

/// Annotations first, then the patterns of the config. Lambdas are part of the function they stand in and are never
/// entry points of their own.
NamedFunctions nameEntryPoints(const ProgramEffects& program, const Config& config);

/// The entries found in the code, with the names that the graph gives to their functions, sorted.
std::vector<GraphEntry> graphEntries(const ProgramEffects& program, const Graph& graph);

}  // namespace touchgraph
