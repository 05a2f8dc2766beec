#pragma once

#include "analyzer/sql/reader.h"
#include "graph/config.h"

#include <string>
#include <vector>

namespace touchgraph {

/// The schema's texts in the order in which they are to be read.
struct SchemaFiles {
  std::vector<sql::SchemaSource> sources;
  bool configured = false;            ///< named in the config, not found by looking
  std::vector<std::string> problems;  ///< patterns without files, files that cannot be read
};

/// Reads what `schema:` names. With no `schema:` it looks where projects keep one: schema.sql, schema/, migrations/,
/// db/ below the root.
SchemaFiles findSchema(const Config& config);

}  // namespace touchgraph
