#pragma once

#include "analyzer/sql/schema.h"
#include "analyzer/sql/token.h"

#include <string>
#include <vector>

namespace touchgraph::sql {

/// One statement of a text, read without an engine.
struct Structure {
  Statement statement;
  std::vector<Token> tokens;
  bool is_data = false;  ///< reads or writes rows
  std::string odd_near;  ///< the word at which the reading stopped
  bool odd = false;      ///< somewhere the text is not what the grammar expects
  bool unreadable = false;
};

/// The structural reading of a text: no engine is asked.
std::vector<Structure> readStructure(const Schema& schema, const std::string& text, Dialect dialect);

}  // namespace touchgraph::sql
