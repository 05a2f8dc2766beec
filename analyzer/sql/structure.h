#pragma once

#include "analyzer/sql/schema.h"

#include <string>
#include <vector>

namespace touchgraph::sql {

/// The structural reading of a text: no engine is asked.
std::vector<Statement> readStructure(const Schema& schema, const std::string& text, Dialect dialect);

}  // namespace touchgraph::sql
