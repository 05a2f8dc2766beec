#include "checks/prove/schema.h"

#include <algorithm>

namespace touchgraph::prove {

int Table::find(const std::string& column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return static_cast<int>(i);
  }
  return -1;
}

int Schema::find(const std::string& table) const {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (tables[i].name == table) return static_cast<int>(i);
  }
  return -1;
}

bool Schema::locate(const std::string& place, int& table, int& column) const {
  const auto dot = place.rfind('.');
  if (dot == std::string::npos) return false;
  table = find(place.substr(0, dot));
  if (table < 0) return false;
  column = tables[table].find(place.substr(dot + 1));
  return column >= 0;
}

void Schema::sortTables() {
  order.clear();
  cyclic = false;
  std::vector<int> mark(tables.size(), 0);  // 0 new, 1 open, 2 done; an open one met again is a cycle and is skipped
  const auto visit = [&](auto&& self, int table) -> void {
    if (mark[table] != 0) {
      cyclic |= mark[table] == 1;
      return;
    }
    mark[table] = 1;
    for (const ForeignKey& key : tables[table].foreign_keys) {
      if (key.parent >= 0 && key.parent != table) self(self, key.parent);
    }
    mark[table] = 2;
    order.push_back(table);
  };
  for (std::size_t i = 0; i < tables.size(); ++i) visit(visit, static_cast<int>(i));
}

}  // namespace touchgraph::prove
