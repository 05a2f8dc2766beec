#include "analyzer/sql/ddl_reader.h"

#include <algorithm>

/// One name declared several times. No database accepts a second CREATE of a name that is taken, so the declarations
/// belong to different versions of the schema, and a statement may meet any of them: what is known of a name is what
/// any version has, what is claimed of its rows is what all of them say.
namespace touchgraph::sql {

namespace {

bool sameKey(const ForeignKey& a, const ForeignKey& b) {
  return sameName(a.name, b.name) && a.columns == b.columns && sameName(a.parent, b.parent) &&
         a.parent_columns == b.parent_columns && a.on_delete == b.on_delete && a.on_update == b.on_update;
}

bool sameNames(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), sameName);
}

void combine(Column& column, const Column& other) {
  column.not_null = column.not_null && other.not_null;
  column.made = column.made && other.made;
  column.generated = column.generated && other.generated;
  column.hidden = column.hidden && other.hidden;
  for (const std::string& name : other.computed_from)
    if (std::find(column.computed_from.begin(), column.computed_from.end(), name) == column.computed_from.end())
      column.computed_from.push_back(name);
  if (column.default_value != other.default_value) column.default_value.reset();
}

void addUnique(Table& table, const std::vector<std::string>& columns) {
  auto same = [&](const std::vector<std::string>& known) { return sameNames(known, columns); };
  if (!columns.empty() && std::none_of(table.unique.begin(), table.unique.end(), same)) table.unique.push_back(columns);
}

void combine(Table& table, const Table& other) {
  table.redeclared =
      table.redeclared || table.columns.size() != other.columns.size() || !table.columns_known || !other.columns_known;
  table.positions_differ = table.positions_differ || other.positions_differ;
  for (std::size_t i = 0; i < table.columns.size() && i < other.columns.size(); ++i)
    if (!sameName(table.columns[i].name, other.columns[i].name)) table.redeclared = table.positions_differ = true;
  for (const Column& column : other.columns) {
    auto known = std::find_if(table.columns.begin(), table.columns.end(),
                              [&](const Column& c) { return sameName(c.name, column.name); });
    if (known == table.columns.end())
      table.columns.push_back(column);
    else
      combine(*known, column);
  }
  for (const std::vector<std::string>& columns : other.unique) addUnique(table, columns);
  if (!sameNames(table.primary_key, other.primary_key)) {
    addUnique(table, table.primary_key);
    addUnique(table, other.primary_key);
    table.primary_key.clear();
  }
  for (const ForeignKey& key : other.foreign_keys)
    if (std::none_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                     [&](const ForeignKey& known) { return sameKey(known, key); }))
      table.foreign_keys.push_back(key);
  if (!sameName(table.rowid_alias, other.rowid_alias)) table.rowid_alias.clear();
  table.without_rowid = table.without_rowid && other.without_rowid;
  table.is_virtual = table.is_virtual && other.is_virtual;
  if (table.parent.empty()) table.parent = other.parent;
  table.columns_known = table.columns_known && other.columns_known;
}

}  // namespace

void DdlReader::declare(const std::string& key, Table table) {
  auto [known, added] = schema_.tables_.try_emplace(key, table);
  if (!added) combine(known->second, table);
}

void DdlReader::declare(const std::string& key, View view) {
  auto [known, added] = schema_.views_.try_emplace(key, view);
  if (added) return;
  auto same = [&](const View& other) { return other.text == view.text && sameNames(other.columns, view.columns); };
  std::vector<View>& others = known->second.others;
  if (!same(known->second) && std::none_of(others.begin(), others.end(), same)) others.push_back(std::move(view));
}

/// In a script a later trigger takes the place of an earlier one; in a program both may be what its database holds.
void DdlReader::declare(Trigger trigger) {
  std::vector<Trigger>& all = schema_.triggers_;
  auto same = [&](const Trigger& other) { return sameName(other.name, trigger.name) && other.table == trigger.table; };
  if (ordered_) {
    std::erase_if(all, same);
  } else {
    for (Trigger& other : all) {
      if (!same(other)) continue;
      if (other.text == trigger.text) return;
      other.has_versions = trigger.has_versions = true;
    }
  }
  all.push_back(std::move(trigger));
}

}  // namespace touchgraph::sql
