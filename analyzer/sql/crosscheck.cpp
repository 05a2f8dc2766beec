#include "analyzer/sql/crosscheck.h"

#include <algorithm>
#include <set>

/// The two views of a statement side by side. Reads that are only checks of foreign keys are no data reads: the engine lists
/// the parent's key for an INSERT into the child, and the child's columns for a DELETE of the parent.
namespace touchgraph::sql {

namespace {

bool has(const std::optional<std::vector<std::string>>& columns, const std::string& column) {
  if (!columns || column.empty()) return true;
  return std::any_of(columns->begin(), columns->end(), [&](const std::string& name) { return sameName(name, column); });
}

bool writes(TouchOp op, EngineAccess::Kind kind) {
  switch (op) {
    case TouchOp::Insert: return kind == EngineAccess::Kind::Insert;
    case TouchOp::Update: return kind == EngineAccess::Kind::Update;
    case TouchOp::Delete: return kind == EngineAccess::Kind::Delete;
    case TouchOp::Upsert: return kind == EngineAccess::Kind::Insert || kind == EngineAccess::Kind::Update;
    case TouchOp::Replace: return kind == EngineAccess::Kind::Insert || kind == EngineAccess::Kind::Delete;
    case TouchOp::Ddl: return false;
    case TouchOp::Unknown: return true;
  }
  return false;
}

bool lists(const std::vector<std::string>& columns, const std::string& column) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) { return sameName(name, column); });
}

class Comparison {
 public:
  Comparison(const Schema& schema, Statement& statement, bool add) : schema_(schema), statement_(statement), add_(add) {}

  std::vector<std::string> run(const EngineReport& report) {
    for (const EngineAccess& access : report.accesses) {
      const Table* table = schema_.findTable(access.table);
      if (!table && !schema_.empty()) continue;  // a view, a CTE, sqlite_master: their tables are listed on their own
      std::string name = table ? table->name : access.table;
      if (access.kind == EngineAccess::Kind::Read) read(access, table, name);
      else touch(access, name);
    }
    return std::move(missing_);
  }

 private:
  void read(const EngineAccess& access, const Table* table, const std::string& name) {
    std::string column = access.column;
    if (sameName(column, "rowid") && table && !table->rowid_alias.empty()) column = table->rowid_alias;
    const Column* declared = table ? table->findColumn(column) : nullptr;
    if (declared && declared->hidden) column.clear();  // `docs MATCH ?` reads the whole row, listed by its own columns
    bool found = false;
    for (const TableUse& use : statement_.reads)
      if (sameName(use.table, name) && (has(use.columns, column) || sameName(column, "rowid"))) found = true;
    if (found) return;
    if (table && isForeignKeyCheck(*table, column)) return;
    // excluded.column of an upsert is the new row's value, not one of the table's.
    for (const TableTouch& touch : statement_.touches)
      if (touch.op == TouchOp::Upsert && sameName(touch.table, name) && has(touch.columns, column)) return;
    note("read " + name + "." + column);
    if (!add_) return;
    TableUse use;
    use.table = name;
    use.columns = std::vector<std::string>{};
    if (!column.empty()) use.columns->push_back(column);
    if (!access.trigger.empty()) use.cause = cause(access.trigger);
    for (TableUse& known : statement_.reads) {
      if (known.table != use.table || known.cause != use.cause || !known.columns || known.keys) continue;
      if (!column.empty()) known.columns->push_back(column);
      std::sort(known.columns->begin(), known.columns->end());
      return;
    }
    statement_.reads.push_back(std::move(use));
  }

  bool touched(const Table* table) const {
    return table && std::any_of(statement_.touches.begin(), statement_.touches.end(),
                                [&](const TableTouch& touch) { return sameName(touch.table, table->name); });
  }

  /// The column is one side of a foreign key, and the table at the other side is written; or it is the referring column of a
  /// row that is written itself.
  bool isForeignKeyCheck(const Table& table, const std::string& column) const {
    for (const ForeignKey& key : table.foreign_keys)
      if (lists(key.columns, column) && (touched(schema_.findTable(key.parent)) || touched(&table))) return true;
    for (const auto& [child, key] : schema_.referencing(table))
      if (lists(key->parent_columns, column) && (touched(child) || touched(&table))) return true;
    return false;
  }

  void touch(const EngineAccess& access, const std::string& name) {
    for (const TableTouch& touch : statement_.touches)
      if (sameName(touch.table, name) && writes(touch.op, access.kind) &&
          (access.kind != EngineAccess::Kind::Update || has(touch.columns, access.column)))
        return;
    TableTouch touch;
    touch.table = name;
    const char* verb = "";
    switch (access.kind) {
      case EngineAccess::Kind::Read: return;
      case EngineAccess::Kind::Insert: touch.op = TouchOp::Insert, verb = "insert "; break;
      case EngineAccess::Kind::Update: touch.op = TouchOp::Update, verb = "update "; break;
      case EngineAccess::Kind::Delete: touch.op = TouchOp::Delete, verb = "delete "; break;
    }
    note(verb + name + "." + access.column);
    if (!add_) return;
    touch.certainty = Certainty::May;
    if (!access.column.empty()) touch.columns = std::vector<std::string>{access.column};
    touch.cause = access.trigger.empty() ? "direct" : cause(access.trigger);
    statement_.touches.push_back(std::move(touch));
  }

  std::string cause(const std::string& name) const {
    for (const Trigger& trigger : schema_.triggers())
      if (sameName(trigger.name, name)) return "trigger:" + trigger.name;
    return schema_.findView(ObjectName{"", name}) ? "view:" + name : "direct";
  }

  void note(std::string text) {
    if (std::find(missing_.begin(), missing_.end(), text) == missing_.end()) missing_.push_back(std::move(text));
  }

  const Schema& schema_;
  Statement& statement_;
  bool add_;
  std::vector<std::string> missing_;
};

}  // namespace

std::vector<std::string> crossCheck(const Schema& schema, Statement& statement, const EngineReport& report, bool add) {
  return Comparison(schema, statement, add).run(report);
}

}  // namespace touchgraph::sql
