#pragma once

#include "analyzer/sql/schema.h"

#include <string>

namespace touchgraph::sql {

/// The body of a PL/pgSQL function through libpg_query. `definition` is the whole CREATE FUNCTION; `body` is read by the
/// general reader of procedural text when the library refuses it.
Body readPlpgsql(const std::string& definition, const std::string& body);

}  // namespace touchgraph::sql
