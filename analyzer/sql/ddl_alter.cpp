#include "analyzer/sql/ddl_reader.h"

#include <algorithm>

namespace touchgraph::sql {

void DdlReader::alterTable() {
  if (p_.accept("IF")) p_.accept("EXISTS");
  p_.accept("ONLY");
  ObjectName name = p_.parseName();
  auto found = schema_.tables_.find(schema_.keyOf(name));
  if (found == schema_.tables_.end()) return defer();
  Table& table = found->second;
  while (!p_.atEnd()) {
    if (p_.acceptOperator(",")) continue;
    std::size_t before = p_.position();
    if (p_.accept("ADD")) {
      bool column = p_.accept("COLUMN");
      ifNotExists();
      if (p_.atOperator("(")) definitions(table);
      else if (!column && atTableConstraint()) tableConstraint(table);
      else addColumn(table);
    } else if (p_.accept("DROP")) {
      if (p_.atAny({"CONSTRAINT", "PRIMARY", "FOREIGN", "INDEX", "KEY", "CHECK"})) {
        bool foreign = p_.at("FOREIGN") || p_.at("CONSTRAINT");
        while (p_.atAny({"CONSTRAINT", "PRIMARY", "FOREIGN", "INDEX", "KEY", "CHECK", "IF", "EXISTS"})) p_.take();
        std::string dropped = p_.peek().text;
        if (foreign)
          std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return sameName(key.name, dropped); });
      } else {
        p_.accept("COLUMN");
        if (p_.accept("IF")) p_.accept("EXISTS");
        std::string column = p_.take().text;
        if (ordered_) std::erase_if(table.columns, [&](const Column& c) { return sameName(c.name, column); });
      }
    } else if (p_.accept("RENAME")) {
      if (p_.accept("TO") || p_.accept("AS")) {
        rename(name, p_.parseName());
        return;
      }
      if (!p_.atAny({"CONSTRAINT", "INDEX", "KEY"})) {
        p_.accept("COLUMN");
        std::string from = p_.take().text;
        p_.accept("TO");
        renameColumn(table, from, p_.take().text);
      }
    } else if (p_.accept("CHANGE")) {
      p_.accept("COLUMN");
      std::string from = p_.take().text;
      renameColumn(table, from, p_.peek().text);
    } else if (p_.accept("ALTER") || p_.accept("MODIFY")) {
      p_.accept("COLUMN");
      std::string column = p_.take().text;
      if (p_.accept("SET", "DEFAULT") || p_.accept("ADD", "GENERATED"))
        for (Column& c : table.columns)
          if (sameName(c.name, column)) c.default_value = Operand{Operand::Kind::New, 0, "", false};
    } else if (p_.accept("ATTACH", "PARTITION")) {
      auto child = schema_.tables_.find(schema_.keyOf(p_.parseName()));
      if (child != schema_.tables_.end()) child->second.parent = found->first;
    } else if (p_.accept("INHERIT")) {
      table.parent = schema_.keyOf(p_.parseName());
    }
    skipToComma();
    if (p_.position() == before) p_.take();
  }
  complete(table);
}

void DdlReader::addColumn(Table& table) {
  std::size_t before = table.columns.size();
  columnDefinition(table);
  if (table.columns.size() == before) return;
  Column added = std::move(table.columns.back());
  table.columns.pop_back();
  std::erase_if(table.columns, [&](const Column& c) { return sameName(c.name, added.name); });
  table.columns.push_back(std::move(added));
}

void DdlReader::renameColumn(Table& table, const std::string& from, const std::string& to) {
  if (!ordered_) {  // some statements run before it, some after
    const Column* old = table.findColumn(from);
    if (!old || table.findColumn(to)) return;
    Column renamed = *old;
    renamed.name = to;
    table.columns.push_back(std::move(renamed));
    table.redeclared = table.positions_differ = true;
    return;
  }
  auto change = [&](std::vector<std::string>& names) {
    for (std::string& name : names)
      if (sameName(name, from)) name = to;
  };
  for (Column& column : table.columns)
    if (sameName(column.name, from)) column.name = to;
  change(table.primary_key);
  for (std::vector<std::string>& unique : table.unique) change(unique);
  for (ForeignKey& key : table.foreign_keys) change(key.columns);
  for (auto& [key, other] : schema_.tables_)
    for (ForeignKey& foreign_key : other.foreign_keys)
      if (schema_.findTable(foreign_key.parent) == &table) change(foreign_key.parent_columns);
}

void DdlReader::rename(const ObjectName& from, ObjectName to) {
  auto found = schema_.tables_.find(schema_.keyOf(from));
  if (found == schema_.tables_.end()) return;
  if (to.schema.empty()) to.schema = from.schema;
  if (!ordered_) return renamedToo(found->second, to);
  Table table = std::move(found->second);
  std::string old = table.name;
  schema_.tables_.erase(found);
  table.name = schema_.reportedName(to);
  for (Trigger& trigger : schema_.triggers_)
    if (trigger.table == old) trigger.table = table.name;
  for (auto& [key, other] : schema_.tables_)
    for (ForeignKey& foreign_key : other.foreign_keys)
      if (sameName(foreign_key.parent, old)) foreign_key.parent = table.name;
  schema_.tables_[schema_.keyOf(to)] = std::move(table);
}

/// A RENAME that may or may not have run: the table goes by either name, and so does what hangs on it.
void DdlReader::renamedToo(const Table& table, const ObjectName& to) {
  Table copy = table;
  copy.name = schema_.reportedName(to);
  for (auto& [key, other] : schema_.tables_) {
    std::vector<ForeignKey> added;
    for (const ForeignKey& foreign_key : other.foreign_keys) {
      if (!sameName(foreign_key.parent, table.name)) continue;
      added.push_back(foreign_key);
      added.back().parent = copy.name;
    }
    other.foreign_keys.insert(other.foreign_keys.end(), added.begin(), added.end());
  }
  std::vector<Trigger> triggers;
  for (const Trigger& trigger : schema_.triggers_)
    if (trigger.table == table.name) triggers.push_back(trigger);
  for (Trigger& trigger : triggers) {
    trigger.table = copy.name;
    declare(std::move(trigger));
  }
  declare(schema_.keyOf(to), std::move(copy));
}

void DdlReader::drop() {
  keep();
  std::string kind = p_.take().upper;
  if (kind == "MATERIALIZED") kind = p_.take().upper;
  if (p_.accept("IF")) p_.accept("EXISTS");
  do {
    ObjectName name = p_.parseName();
    if (kind == "TABLE") {
      auto found = schema_.tables_.find(schema_.keyOf(name));
      if (found == schema_.tables_.end()) continue;
      std::erase_if(schema_.triggers_, [&](const Trigger& t) { return t.table == found->second.name; });
      schema_.tables_.erase(found);
    } else if (kind == "VIEW") {
      schema_.views_.erase(schema_.keyOf(name));
    } else if (kind == "TRIGGER") {
      std::string table = p_.accept("ON") ? schema_.reportedName(p_.parseName()) : "";
      std::erase_if(schema_.triggers_, [&](const Trigger& t) {
        return sameName(t.name, name.name) && (table.empty() || t.table == table);
      });
    } else if (kind == "FUNCTION" || kind == "PROCEDURE") {
      schema_.routines_.erase(lowerCase(schema_.reportedName(name)));
    }
  } while (p_.acceptOperator(","));
}

}  // namespace touchgraph::sql
