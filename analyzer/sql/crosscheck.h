#pragma once

#include "analyzer/sql/engines/engine.h"
#include "analyzer/sql/schema.h"

#include <string>
#include <vector>

namespace touchgraph::sql {

/// What the engine reports and the structural reading lacks: `read t.c`, `update t.c`, … For people and tests; `add` puts it
/// into the statement as well.
std::vector<std::string> crossCheck(const Schema& schema, Statement& statement, const EngineReport& report, bool add);

}  // namespace touchgraph::sql
