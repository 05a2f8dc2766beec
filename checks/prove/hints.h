#pragma once

#include "checks/prove/schema.h"

#include <map>
#include <string>
#include <vector>

/// Values worth trying, read off SQL text: a CHECK constraint, a query's filter, a page's LIMIT.
///
///   status = 'open' AND qty > 3 … LIMIT 10   →   status: 'open' · qty: 2 3 4 · limits: 10
///
/// Only a source of interesting values: what it misses costs coverage, never soundness.
namespace touchgraph::prove {

struct Hints {
  std::map<std::string, std::vector<Value>> columns;  ///< column name in lower case → values inside and just outside
  std::vector<int> limits;                            ///< page sizes
  bool operator==(const Hints&) const = default;
};

void readHints(const std::string& sql, Hints& hints);
/// Column names in the CHECK constraints of a CREATE TABLE, lower case.
std::vector<std::string> checkedColumns(const std::string& create_table);

}  // namespace touchgraph::prove
