#pragma once

#include "graph/effects.h"

#include <string>
#include <vector>

namespace touchgraph::test {

/// The effects of the functions in `namespace_name`, a line each, sorted: "function verb table columns keys [may]
/// [cause]". Sites and call chains are left out; unresolved entries are lines of their own.
std::vector<std::string> effectsTable(const ProgramEffects& effects, const std::string& namespace_name,
                                      const std::vector<std::string>& left_out);

/// The lines of a text file that are no comments.
std::vector<std::string> readTable(const std::string& path);

}  // namespace touchgraph::test
