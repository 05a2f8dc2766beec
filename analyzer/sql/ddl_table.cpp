#include "analyzer/sql/ddl_reader.h"

#include <algorithm>

/// CREATE TABLE: columns, keys, references and defaults. Storage clauses are passed over.
namespace touchgraph::sql {

void DdlReader::createTable() {
  ifNotExists();
  ObjectName name = p_.parseName();
  if (name.name.empty()) return error("a table without a name");
  Table table;
  table.name = schema_.reportedName(name);
  table.is_virtual = virtual_;
  std::string key = schema_.keyOf(name);
  if (virtual_) {
    virtualColumns(table);
  } else if (p_.accept("PARTITION", "OF")) {
    table.parent = schema_.keyOf(p_.parseName());
  } else if (p_.accept("LIKE") || (p_.atOperator("(") && p_.peek(1).is("LIKE") && (p_.take(), p_.accept("LIKE")))) {
    if (const Table* other = schema_.findTable(p_.parseName())) {
      std::string own = table.name;
      table = *other;
      table.name = own;
      table.foreign_keys.clear();
    }
  } else if (p_.atOperator("(") && !p_.peek(1).is("SELECT")) {
    definitions(table);
    while (!p_.atEnd()) {
      if (p_.accept("WITHOUT")) {
        if (p_.at("ROWID")) table.without_rowid = true;
      } else if (p_.accept("INHERITS")) {
        for (const std::string& parent : p_.parseNameList()) inherit(table, parent);
      } else if (p_.at("AS") || p_.at("SELECT")) {
        table.columns_known = false;
        break;
      } else {
        p_.take();
      }
    }
  } else {
    table.columns_known = false;  // CREATE TABLE … AS SELECT
    p_.accept("AS");
    if (p_.at("SELECT") || p_.at("WITH")) columnsOfQuery(table);
  }
  complete(table);
  declare(key, std::move(table));
}

void DdlReader::inherit(Table& table, const std::string& parent) {
  if (const Table* other = schema_.findTable(parent)) {
    table.columns.insert(table.columns.begin(), other->columns.begin(), other->columns.end());
    table.parent = schema_.keyOf(ObjectName{"", parent});
  }
}

void DdlReader::columnsOfQuery(Table& table) {
  std::shared_ptr<Query> query = p_.parseQuery();
  if (query->cores.empty()) return;
  bool all = true;
  for (const SelectItem& item : query->cores[0].items) {
    std::string name = !item.alias.empty() ? item.alias
                       : item.expr.kind == Expr::Kind::Column ? item.expr.path.back() : std::string();
    all = all && !name.empty();
    if (!name.empty()) table.columns.push_back(Column{name});
  }
  if (all) table.columns_known = true;
  else table.columns.clear();
}

/// fts5(title, body, content='x'): arguments without '=' are columns.
void DdlReader::virtualColumns(Table& table) {
  p_.accept("USING");
  std::string module = p_.take().upper;
  bool listed = module.rfind("FTS", 0) == 0 || module == "RTREE";
  table.columns_known = false;
  if (!p_.acceptOperator("(")) return;
  while (!p_.atEnd() && !p_.atOperator(")")) {
    if (p_.acceptOperator(",")) continue;
    bool option = p_.peek(1).isOperator("=");
    if (listed && !option && p_.peek().isName()) table.columns.push_back(Column{p_.peek().text});
    while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) p_.atOperator("(") ? p_.skipParentheses() : void(p_.take());
  }
  if (listed && !table.columns.empty()) {
    if (module.rfind("FTS", 0) == 0)
      for (const char* hidden : {"rank", "docid"}) table.columns.push_back(Column{hidden});
    table.columns.push_back(Column{table.name});  // `WHERE t MATCH ?` names the table itself
    for (Column& column : table.columns)
      if (column.name == table.name || column.name == "rank" || column.name == "docid") column.hidden = column.generated = true;
    table.columns_known = true;
  }
}

void DdlReader::definitions(Table& table) {
  p_.acceptOperator("(");
  while (!p_.atEnd() && !p_.atOperator(")")) {
    if (p_.acceptOperator(",")) continue;
    std::size_t before = p_.position();
    definition(table);
    skipToComma();
    if (p_.position() == before) p_.take();
  }
  if (!p_.acceptOperator(")")) error("the definition of table " + table.name + " does not end");
}

void DdlReader::skipToComma() {
  while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) {
    if (p_.atOperator("(")) p_.skipParentheses();
    else p_.take();
  }
}

bool DdlReader::atTableConstraint() const {
  const Token& next = p_.peek(1);
  if (p_.at("PRIMARY") || p_.at("FOREIGN")) return next.is("KEY");
  if (p_.at("CONSTRAINT")) return true;
  if (p_.at("UNIQUE")) return next.isOperator("(") || next.is("KEY") || next.is("INDEX") || p_.peek(2).isOperator("(") || next.is("NULLS");
  if (p_.at("CHECK")) return next.isOperator("(");
  if (p_.atAny({"EXCLUDE", "LIKE", "PERIOD"})) return true;
  if (p_.dialect() == Dialect::Mysql) return p_.atAny({"KEY", "INDEX", "FULLTEXT", "SPATIAL"});
  return false;
}

void DdlReader::definition(Table& table) {
  if (atTableConstraint()) return tableConstraint(table);
  if (p_.peek().isName() || p_.peek().kind == TokenKind::String) columnDefinition(table);
  else p_.take();
}

void DdlReader::tableConstraint(Table& table) {
  std::string name;
  if (p_.accept("CONSTRAINT") && !p_.atAny({"PRIMARY", "UNIQUE", "FOREIGN", "CHECK"})) name = p_.take().text;
  if (p_.accept("PRIMARY", "KEY")) {
    if (!p_.atOperator("(") && p_.peek().kind == TokenKind::Word) p_.take(), p_.take();  // USING BTREE
    table.primary_key = p_.parseNameList();
  } else if (p_.accept("UNIQUE")) {
    if (!p_.accept("KEY")) p_.accept("INDEX");
    while (!p_.atEnd() && !p_.atOperator("(") && !p_.atOperator(",")) p_.take();
    table.unique.push_back(p_.parseNameList());
  } else if (p_.accept("FOREIGN", "KEY")) {
    while (!p_.atEnd() && !p_.atOperator("(")) p_.take();
    ForeignKey key;
    key.columns = p_.parseNameList();
    if (p_.accept("REFERENCES")) references(table, std::move(key), name);
  } else {
    if (p_.at("LIKE")) {
      p_.take();
      if (const Table* other = schema_.findTable(p_.parseName()))
        table.columns.insert(table.columns.end(), other->columns.begin(), other->columns.end());
    }
    p_.take();
  }
}

/// Behind REFERENCES.
void DdlReader::references(Table& table, ForeignKey key, const std::string& constraint) {
  key.parent = schema_.reportedName(p_.parseName());
  if (p_.atOperator("(")) key.parent_columns = p_.parseNameList();
  while (p_.atAny({"ON", "MATCH", "NOT", "DEFERRABLE", "INITIALLY"})) {
    if (p_.accept("ON")) {
      bool on_delete = p_.take().is("DELETE");
      Action action = Action::None;
      if (p_.accept("CASCADE")) action = Action::Cascade;
      else if (p_.accept("SET", "NULL")) action = Action::SetNull;
      else if (p_.accept("SET", "DEFAULT")) action = Action::SetDefault;
      else if (!p_.accept("NO", "ACTION")) p_.accept("RESTRICT");
      if (p_.atOperator("(")) p_.skipParentheses();
      (on_delete ? key.on_delete : key.on_update) = action;
    } else if (p_.accept("MATCH")) {
      p_.take();
    } else if (p_.at("NOT") && !p_.peek(1).is("DEFERRABLE")) {
      break;
    } else {
      p_.take();
      if (p_.atAny({"DEFERRED", "IMMEDIATE"})) p_.take();
    }
  }
  key.name = constraint;
  if (key.name.empty()) {
    key.name = table.name + ".";
    for (std::size_t i = 0; i < key.columns.size(); ++i) key.name += (i ? "," : "") + key.columns[i];
  }
  table.foreign_keys.push_back(std::move(key));
}

void DdlReader::columnDefinition(Table& table) {
  Column column;
  column.name = p_.take().text;
  while (p_.peek().kind == TokenKind::Word && !atColumnConstraint()) {
    column.type += (column.type.empty() ? "" : " ") + p_.take().upper;
    if (p_.atOperator(".")) p_.take();
    if (p_.atOperator("(")) p_.skipParentheses();
  }
  if (p_.peek().kind == TokenKind::Quoted) column.type = upperCase(p_.take().text);
  while (p_.atOperator("[")) p_.take(), p_.acceptOperator("]");
  if (column.type.find("SERIAL") != std::string::npos) column.made = true;
  std::string constraint;
  while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) {
    if (p_.accept("CONSTRAINT")) {
      constraint = p_.take().text;
    } else if (p_.accept("PRIMARY")) {
      p_.accept("KEY");
      bool descending = p_.at("DESC");

      table.primary_key = {column.name};
      if (column.type == "INTEGER" && !descending && schema_.dialect_ == Dialect::Sqlite) table.rowid_alias = column.name;
    } else if (p_.accept("NOT", "NULL")) {
      column.not_null = true;
    } else if (p_.accept("UNIQUE")) {
      p_.accept("KEY");
      table.unique.push_back({column.name});
    } else if (p_.at("KEY") && p_.dialect() == Dialect::Mysql) {
      p_.take();
      if (table.primary_key.empty()) table.primary_key = {column.name};
    } else if (p_.accept("DEFAULT")) {
      defaultValue(column);
    } else if (p_.accept("REFERENCES")) {
      ForeignKey key;
      key.columns = {column.name};
      references(table, std::move(key), constraint);
      constraint.clear();
    } else if (p_.atAny({"AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY"})) {
      column.made = true;
      p_.take();
    } else if (p_.accept("GENERATED")) {
      p_.accept("ALWAYS");
      if (p_.accept("BY")) p_.accept("DEFAULT");
      p_.accept("AS");
      if (p_.at("IDENTITY")) column.made = true;
      else column.generated = true;
    } else if (p_.at("AS") && p_.peek(1).isOperator("(")) {
      column.generated = true;
      p_.take();
    } else if (p_.atOperator("(")) {
      std::size_t open = p_.position();
      p_.skipParentheses();
      for (std::size_t i = open; column.generated && i < p_.position(); ++i)
        if (tokens_[i].isName()) column.computed_from.push_back(tokens_[i].text);
    } else if (p_.accept("ON", "UPDATE")) {
      p_.take();
    } else {
      p_.take();
    }
  }

  table.columns.push_back(std::move(column));
}

bool DdlReader::atColumnConstraint() const {
  return p_.atAny({"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS",
                   "AUTO_INCREMENT", "AUTOINCREMENT", "COMMENT", "ON", "KEY", "IDENTITY", "CHARACTER SET", "STORED", "VIRTUAL",
                   "INVISIBLE", "VISIBLE", "AFTER", "FIRST"}) &&
         !(p_.at("KEY") && p_.dialect() != Dialect::Mysql);
}

void DdlReader::defaultValue(Column& column) {
  Expr value;
  if (p_.atOperator("(")) {
    p_.skipParentheses();
  } else if (p_.peek().kind == TokenKind::String || p_.peek().kind == TokenKind::Number || p_.at("NULL") || p_.at("TRUE") || p_.at("FALSE") ||
             p_.atOperator("-") || p_.atOperator("+")) {
    bool minus = p_.acceptOperator("-");
    p_.acceptOperator("+");
    value.value.kind = Operand::Kind::Literal;
    value.value.text = (minus ? "-" : "") + p_.take().text;
    if (value.value.text == "TRUE" || value.value.text == "FALSE") value.value.text = value.value.text == "TRUE" ? "1" : "0";
    if (sameName(value.value.text, "null")) value.value.text = "NULL";
  } else {
    p_.take();
    if (p_.atOperator("(")) p_.skipParentheses();
  }
  if (p_.acceptOperator("::")) {
    p_.take();
    if (p_.atOperator("(")) p_.skipParentheses();
  }
  if (value.value.kind != Operand::Kind::Literal) value.value.kind = Operand::Kind::New;
  column.default_value = value.value;
}

void DdlReader::complete(Table& table) {
  for (std::string& name : table.primary_key)
    if (const Column* column = table.findColumn(name)) name = column->name;
  if (schema_.dialect_ == Dialect::Sqlite && table.primary_key.size() == 1 && !table.without_rowid) {
    const Column* column = table.findColumn(table.primary_key[0]);
    if (column && column->type == "INTEGER") table.rowid_alias = column->name;
  }
  if (table.without_rowid) table.rowid_alias.clear();
  for (Column& column : table.columns)
    if (column.name == table.rowid_alias) column.made = true;
  for (ForeignKey& key : table.foreign_keys)
    for (std::string& name : key.columns)
      if (const Column* column = table.findColumn(name)) name = column->name;
}

}  // namespace touchgraph::sql
