#pragma once

#include "analyzer/sql/reader.h"
#include "graph/facts.h"
#include "graph/model.h"

#include <vector>

namespace touchgraph {

/// The dialect of a program whose config does not say: that of the library it calls most, else the one its schema is
/// written in, else SQLite.
Dialect inferDialect(const std::vector<UnitFacts>& units, const std::vector<Library>& libraries,
                     const std::vector<sql::SchemaSource>& schema);

}  // namespace touchgraph
