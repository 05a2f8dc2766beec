#include "analyzer/sql/schema.h"

#include <algorithm>

namespace touchgraph::sql {

bool sameName(const std::string& a, const std::string& b) {
  return a.size() == b.size() && lowerCase(a) == lowerCase(b);
}

ObjectName withoutDefaultSchema(ObjectName name, Dialect dialect) {
  std::string schema = lowerCase(name.schema);
  bool is_default = false;
  switch (dialect) {
    case Dialect::Sqlite: is_default = schema == "main" || schema == "temp"; break;
    case Dialect::Postgres: is_default = schema == "public" || schema == "pg_temp"; break;
    case Dialect::Mysql: is_default = false; break;
  }
  // Other dialects' words for the default are no real schemas either.
  if (is_default || schema == "dbo" || schema == "public") name.schema.clear();
  return name;
}

const Column* Table::findColumn(const std::string& column) const {
  for (const Column& candidate : columns)
    if (candidate.name == column) return &candidate;
  for (const Column& candidate : columns)
    if (sameName(candidate.name, column)) return &candidate;
  return nullptr;
}

std::string Schema::keyOf(const ObjectName& written) const {
  ObjectName name = withoutDefaultSchema(written, dialect_);
  std::string full = name.schema.empty() ? name.name : name.schema + "." + name.name;
  return dialect_ == Dialect::Postgres ? full : lowerCase(full);
}

std::string Schema::reportedName(const ObjectName& written) const {
  ObjectName name = withoutDefaultSchema(written, dialect_);
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

namespace {

/// Exact key first; then a qualified name without its schema (MySQL's database), or the only table of that name in any
/// schema (search_path).
template <typename Map>
typename Map::const_iterator lookup(const Map& map, const std::string& key) {
  auto found = map.find(key);
  if (found != map.end()) return found;
  std::size_t dot = key.rfind('.');
  if (dot != std::string::npos) {
    found = map.find(key.substr(dot + 1));
    if (found != map.end()) return found;
  } else {
    auto only = map.end();
    for (auto it = map.begin(); it != map.end(); ++it) {
      std::size_t at = it->first.rfind('.');
      if (at == std::string::npos || it->first.compare(at + 1, std::string::npos, key) != 0) continue;
      if (only != map.end()) return map.end();
      only = it;
    }
    if (only != map.end()) return only;
  }
  std::string lower = lowerCase(key);
  return lower == key ? map.end() : map.find(lower);
}

}  // namespace

const Table* Schema::findTable(const ObjectName& name) const {
  if (name.name.empty()) return nullptr;
  auto found = lookup(tables_, keyOf(name));
  if (found == tables_.end()) return nullptr;
  const Table* table = &found->second;
  for (int i = 0; i < 8 && !table->parent.empty(); ++i) {  // a partition is its table
    auto parent = tables_.find(table->parent);
    if (parent == tables_.end()) break;
    table = &parent->second;
  }
  return table;
}

namespace {

ObjectName nameOf(const std::string& reported) {
  std::size_t dot = reported.rfind('.');
  ObjectName name;
  if (dot == std::string::npos) {
    name.name = reported;
  } else {
    name.schema = reported.substr(0, dot);
    name.name = reported.substr(dot + 1);
  }
  return name;
}

}  // namespace

const Table* Schema::findTable(const std::string& reported) const {
  return findTable(nameOf(reported));
}

Schema::Declared Schema::find(const ObjectName& name) const {
  Declared found{findTable(name), findView(name)};
  if (!found.table || !found.view) return found;
  // The name as it is written comes before one found in another schema.
  std::string key = keyOf(name);
  bool is_table = tables_.count(key) != 0, is_view = views_.count(key) != 0;
  if (is_table && !is_view) found.view = nullptr;
  if (is_view && !is_table) found.table = nullptr;
  return found;
}

Schema::Declared Schema::find(const std::string& reported) const {
  return find(nameOf(reported));
}

const View* Schema::findView(const ObjectName& name) const {
  auto found = lookup(views_, keyOf(name));
  return found == views_.end() ? nullptr : &found->second;
}

const Routine* Schema::findRoutine(const std::string& name) const {
  auto found = lookup(routines_, lowerCase(name));
  return found == routines_.end() ? nullptr : &found->second;
}

std::vector<std::pair<const Table*, const ForeignKey*>> Schema::referencing(const Table& parent) const {
  std::vector<std::pair<const Table*, const ForeignKey*>> result;
  for (const auto& [key, table] : tables_) {
    for (const ForeignKey& foreign_key : table.foreign_keys) {
      if (findTable(foreign_key.parent) == &parent) result.emplace_back(&table, &foreign_key);
    }
  }
  return result;
}

namespace {

/// Edits (insert, drop, change, swap neighbours) from `a` to `b`.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string Schema::nearest(const std::string& name) const {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  auto consider = [&](const std::string& candidate) {
    std::size_t d = distance(lowerCase(name), lowerCase(candidate));
    if (d < best_distance) best_distance = d, best = candidate;
  };
  for (const auto& [key, table] : tables_) consider(table.name);
  for (const auto& [key, view] : views_) consider(view.name);
  return best;
}

bool Schema::mayDeclare(const std::string& name) const {
  for (const auto& [key, table] : tables_) {
    std::size_t star = table.name.find('*');
    if (star == std::string::npos) continue;
    std::string front = lowerCase(table.name.substr(0, star));
    std::string back = lowerCase(table.name.substr(table.name.rfind('*') + 1));
    std::string lower = lowerCase(name);
    if (lower.size() >= front.size() + back.size() && lower.compare(0, front.size(), front) == 0 &&
        lower.compare(lower.size() - back.size(), back.size(), back) == 0)
      return true;
  }
  return false;
}

void Schema::add(const SchemaSource& source) {
  std::string text = forwardPart(source.file, source.text);
  if (dialect_ == Dialect::Mysql) text = undoDelimiters(text);
  std::vector<Token> tokens = lex(text, dialect_);
  for (StatementRange range : splitStatements(tokens)) {
    std::uint32_t positions = 0;
    std::vector<Token> statement = statementTokens(tokens, range, positions);
    std::size_t begin = tokens[range.first].begin;
    std::size_t end = tokens[range.last - 1].end;
    applyDdl(*this, statement, source, text.substr(begin, end - begin));
  }
}

}  // namespace touchgraph::sql
