#include "analyzer/sql/engines/plpgsql.h"
#include "analyzer/sql/parser.h"
#include "analyzer/sql/schema.h"

#include <algorithm>

/// CREATE, ALTER and DROP of three dialects → Schema. Each definition is read up to where its meaning for writes and reads
/// ends (names, keys, references, defaults); storage clauses are passed over.
namespace touchgraph::sql {

class DdlReader {
 public:
  DdlReader(Schema& schema, const std::vector<Token>& tokens, const SchemaSource& source, const std::string& text)
      : schema_(schema), tokens_(tokens), source_(source), text_(text), p_(tokens, schema.dialect_) {}

  void run() {
    if (p_.accept("CREATE")) return create();
    if (p_.accept("ALTER")) {
      keep();
      if (p_.accept("TABLE")) alterTable();
      return;
    }
    if (p_.accept("DROP")) return drop();
    if (p_.accept("RENAME", "TABLE")) {  // MySQL: RENAME TABLE a TO b
      keep();
      ObjectName from = p_.parseName();
      if (p_.accept("TO")) rename(from, p_.parseName());
    }
  }

 private:
  void keep() { schema_.pieces_.push_back({text_, source_.file, tokens_.front().line}); }
  void error(const std::string& message) {
    schema_.errors_.push_back({source_.file, p_.peek().line, message});
  }

  void create() {
    bool replace = false;
    bool materialized = false;
    while (p_.atAny({"OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "GLOBAL", "LOCAL", "UNIQUE", "FULLTEXT", "SPATIAL", "VIRTUAL",
                     "MATERIALIZED", "CONSTRAINT", "RECURSIVE", "FOREIGN", "DEFINER", "ALGORITHM", "SQL"})) {
      replace = replace || p_.at("REPLACE");
      materialized = materialized || p_.at("MATERIALIZED");
      unique_ = unique_ || p_.at("UNIQUE");
      virtual_ = virtual_ || p_.at("VIRTUAL");
      bool setting = p_.at("DEFINER") || p_.at("ALGORITHM") || p_.at("SQL");
      p_.take();
      while (setting && !p_.atEnd() && !p_.atAny({"TRIGGER", "VIEW", "PROCEDURE", "FUNCTION", "EVENT", "SQL", "DEFINER"})) p_.take();
    }
    keep();
    if (p_.accept("TABLE")) createTable();
    else if (p_.accept("INDEX")) createIndex();
    else if (p_.accept("VIEW")) createView(materialized);
    else if (p_.accept("TRIGGER")) createTrigger();
    else if (p_.accept("FUNCTION") || p_.accept("PROCEDURE")) createRoutine();
    else if (p_.at("RULE")) error("rules are not read: what rule " + p_.peek(1).text + " does is not known");
    else if (!p_.atAny({"SCHEMA", "DATABASE", "SEQUENCE", "TYPE", "EXTENSION", "DOMAIN", "ROLE", "USER", "EVENT", "POLICY",
                        "AGGREGATE", "OPERATOR", "COLLATION", "CAST", "SERVER", "PUBLICATION", "SUBSCRIPTION", "STATISTICS",
                        "TEXT", "LANGUAGE", "TABLESPACE", "ACCESS", "CONVERSION", "TRANSFORM"}))
      error("near \"" + p_.peek().text + "\": this definition is not understood");
  }

  bool ifNotExists() {
    if (!p_.accept("IF")) return false;
    p_.accept("NOT");
    p_.accept("EXISTS");
    return true;
  }

  void createTable() {
    bool if_not_exists = ifNotExists();
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
    if (if_not_exists && schema_.tables_.count(key) != 0) return;
    schema_.tables_[key] = std::move(table);
  }

  void inherit(Table& table, const std::string& parent) {
    if (const Table* other = schema_.findTable(parent)) {
      table.columns.insert(table.columns.begin(), other->columns.begin(), other->columns.end());
      table.parent = schema_.keyOf(ObjectName{"", parent});
    }
  }

  void columnsOfQuery(Table& table) {
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
  void virtualColumns(Table& table) {
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
      table.columns_known = true;
    }
  }

  void definitions(Table& table) {
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

  void skipToComma() {
    while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) {
      if (p_.atOperator("(")) p_.skipParentheses();
      else p_.take();
    }
  }

  bool atTableConstraint() const {
    const Token& next = p_.peek(1);
    if (p_.at("PRIMARY") || p_.at("FOREIGN")) return next.is("KEY");
    if (p_.at("CONSTRAINT")) return true;
    if (p_.at("UNIQUE")) return next.isOperator("(") || next.is("KEY") || next.is("INDEX") || p_.peek(2).isOperator("(") || next.is("NULLS");
    if (p_.at("CHECK")) return next.isOperator("(");
    if (p_.atAny({"EXCLUDE", "LIKE", "PERIOD"})) return true;
    if (p_.dialect() == Dialect::Mysql) return p_.atAny({"KEY", "INDEX", "FULLTEXT", "SPATIAL"});
    return false;
  }

  void definition(Table& table) {
    if (atTableConstraint()) return tableConstraint(table);
    if (p_.peek().isName() || p_.peek().kind == TokenKind::String) columnDefinition(table);
    else p_.take();
  }

  void tableConstraint(Table& table) {
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
  void references(Table& table, ForeignKey key, const std::string& constraint) {
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

  void columnDefinition(Table& table) {
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
    bool primary = false;
    std::string constraint;
    while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) {
      if (p_.accept("CONSTRAINT")) {
        constraint = p_.take().text;
      } else if (p_.accept("PRIMARY")) {
        p_.accept("KEY");
        bool descending = p_.at("DESC");
        primary = true;
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
        p_.skipParentheses();
      } else if (p_.accept("ON", "UPDATE")) {
        p_.take();
      } else {
        p_.take();
      }
    }
    (void)primary;
    table.columns.push_back(std::move(column));
  }

  bool atColumnConstraint() const {
    return p_.atAny({"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS",
                     "AUTO_INCREMENT", "AUTOINCREMENT", "COMMENT", "ON", "KEY", "IDENTITY", "CHARACTER SET", "STORED", "VIRTUAL",
                     "INVISIBLE", "VISIBLE", "AFTER", "FIRST"}) &&
           !(p_.at("KEY") && p_.dialect() != Dialect::Mysql);
  }

  void defaultValue(Column& column) {
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

  void complete(Table& table) {
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

  void createIndex() {
    p_.accept("CONCURRENTLY");
    ifNotExists();
    if (!p_.at("ON")) p_.parseName();
    while (!p_.atEnd() && !p_.at("ON")) p_.take();
    if (!p_.accept("ON")) return error("an index without a table");
    p_.accept("ONLY");
    auto found = schema_.tables_.find(schema_.keyOf(p_.parseName()));
    if (p_.accept("USING")) p_.take();
    if (!unique_ || found == schema_.tables_.end()) return;
    std::vector<std::string> columns = p_.parseNameList();
    found->second.unique.push_back(std::move(columns));  // a partial one can collide as well
  }

  void createView(bool materialized) {
    ifNotExists();
    ObjectName name = p_.parseName();
    View view;
    view.name = schema_.reportedName(name);
    if (p_.atOperator("(")) view.columns = p_.parseNameList();
    while (!p_.atEnd() && !p_.at("AS")) p_.take();
    p_.accept("AS");
    std::size_t query_start = p_.position();
    view.query = p_.parseQuery();
    std::string key = schema_.keyOf(name);
    if (materialized) {  // holds rows of its own: a table that REFRESH writes
      Table table;
      table.name = view.name;
      table.columns_known = false;
      for (const std::string& column : view.columns) table.columns.push_back(Column{column});
      if (!table.columns.empty()) table.columns_known = true;
      else if (!view.query->cores.empty()) {
        p_.seek(query_start);
        columnsOfQuery(table);
      }
      schema_.tables_[key] = std::move(table);
      schema_.views_[key + "\nmaterialized"] = std::move(view);
      return;
    }
    schema_.views_[key] = std::move(view);
  }

  void createTrigger() {
    ifNotExists();
    Trigger trigger;
    trigger.name = p_.parseName().name;
    if (p_.accept("BEFORE")) trigger.timing = Trigger::Timing::Before;
    else if (p_.accept("INSTEAD", "OF")) trigger.timing = Trigger::Timing::InsteadOf;
    else if (!p_.accept("AFTER") && schema_.dialect_ == Dialect::Sqlite) trigger.timing = Trigger::Timing::Before;
    do {
      if (p_.accept("INSERT")) trigger.on_insert = true;
      else if (p_.accept("DELETE")) trigger.on_delete = true;
      else if (p_.accept("TRUNCATE")) trigger.on_truncate = true;
      else if (p_.accept("UPDATE")) {
        trigger.on_update = true;
        if (p_.accept("OF")) {
          do trigger.update_of.push_back(p_.take().text);
          while (p_.acceptOperator(","));
        }
      }
    } while (p_.accept("OR"));
    if (!p_.accept("ON")) return error("trigger " + trigger.name + " names no table");
    ObjectName table = p_.parseName();
    trigger.table = schema_.reportedName(table);
    if (const Table* found = schema_.findTable(table)) trigger.table = found->name;
    trigger.each_row = schema_.dialect_ != Dialect::Postgres;
    while (!p_.atEnd()) {
      if (p_.accept("FOR")) {
        p_.accept("EACH");
        trigger.each_row = p_.take().is("ROW");
      } else if (p_.at("WHEN")) {
        p_.take();
        trigger.when = p_.parseExpression();
      } else if (p_.at("EXECUTE")) {
        p_.take();
        p_.take();  // FUNCTION, PROCEDURE
        trigger.function = p_.parseName().name;
        p_.skipParentheses();
      } else if (p_.atAny({"FOLLOWS", "PRECEDES"})) {
        p_.take(), p_.take();
      } else if (p_.accept("NEW", "TABLE") || p_.accept("OLD", "TABLE")) {
        p_.accept("AS");
        trigger.row_sets.push_back(p_.take().text);
      } else if (schema_.dialect_ == Dialect::Postgres) {
        p_.take();
      } else {
        std::vector<Token> body(tokens_.begin() + static_cast<std::ptrdiff_t>(p_.position()), tokens_.end());
        trigger.body = readBody(body, schema_.dialect_);
        break;
      }
    }
    auto same = [&](const Trigger& other) { return sameName(other.name, trigger.name) && other.table == trigger.table; };
    schema_.triggers_.erase(std::remove_if(schema_.triggers_.begin(), schema_.triggers_.end(), same), schema_.triggers_.end());
    schema_.triggers_.push_back(std::move(trigger));
  }

  void createRoutine() {
    ifNotExists();
    ObjectName name = p_.parseName();
    Routine routine;
    routine.name = schema_.reportedName(name);
    parameters(routine);
    std::string language;
    std::string body;
    bool has_text = false;
    std::size_t body_start = 0;
    while (!p_.atEnd()) {
      if (p_.accept("LANGUAGE")) {
        language = lowerCase(p_.take().text);
      } else if (p_.at("AS") && p_.peek(1).kind == TokenKind::String) {
        p_.take();
        body = p_.take().text;
        has_text = true;
      } else if (p_.at("RETURNS") && p_.peek(1).is("TABLE") && p_.peek(2).isOperator("(")) {
        p_.take(), p_.take();
        for (const std::string& column : p_.parseNameList()) routine.body.locals.push_back(column);
      } else if (p_.at("RETURN") || (p_.at("BEGIN") && (schema_.dialect_ == Dialect::Mysql || p_.peek(1).is("ATOMIC")))) {
        body_start = p_.position();
        break;
      } else if (schema_.dialect_ == Dialect::Mysql && p_.atAny({"INSERT", "UPDATE", "DELETE", "SELECT", "SET", "IF", "CALL", "REPLACE"})) {
        body_start = p_.position();
        break;
      } else {
        p_.take();
      }
    }
    std::vector<std::string> results = std::move(routine.body.locals);
    if (has_text) {
      routine.body = language == "plpgsql" ? readPlpgsql(text_, body) : Body{};
      if (language == "sql" || language.empty()) routine.body = readBody(lex(body, schema_.dialect_), schema_.dialect_);
      else if (language != "plpgsql") routine.body.problems.push_back("routine " + routine.name + " is written in " + language);
    } else if (body_start != 0) {
      routine.body = readBody({tokens_.begin() + static_cast<std::ptrdiff_t>(body_start), tokens_.end()}, schema_.dialect_);
    } else {
      routine.body.problems.push_back("the body of routine " + routine.name + " cannot be read");
    }
    for (const std::string& parameter : routine.parameters)
      if (!parameter.empty()) routine.body.locals.push_back(parameter);
    for (std::string& result : results) routine.body.locals.push_back(std::move(result));
    schema_.routines_[lowerCase(routine.name)] = std::move(routine);
  }

  /// `(IN a int, b text DEFAULT 'x', OUT c int)`; a type alone has no name.
  void parameters(Routine& routine) {
    if (!p_.acceptOperator("(")) return;
    while (!p_.atEnd() && !p_.atOperator(")")) {
      if (p_.acceptOperator(",")) continue;
      while (p_.atAny({"IN", "OUT", "INOUT", "VARIADIC"})) p_.take();
      bool named = p_.peek().isName() && (p_.peek(1).isName() || p_.peek(1).kind == TokenKind::Hole);
      routine.parameters.push_back(named ? p_.peek().text : "");
      while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) p_.atOperator("(") ? p_.skipParentheses() : void(p_.take());
    }
    p_.acceptOperator(")");
  }

  void alterTable() {
    if (p_.accept("IF")) p_.accept("EXISTS");
    p_.accept("ONLY");
    ObjectName name = p_.parseName();
    auto found = schema_.tables_.find(schema_.keyOf(name));
    if (found == schema_.tables_.end()) return;
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
          std::erase_if(table.columns, [&](const Column& c) { return sameName(c.name, column); });
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

  void addColumn(Table& table) {
    std::size_t before = table.columns.size();
    columnDefinition(table);
    if (table.columns.size() == before) return;
    Column added = std::move(table.columns.back());
    table.columns.pop_back();
    std::erase_if(table.columns, [&](const Column& c) { return sameName(c.name, added.name); });
    table.columns.push_back(std::move(added));
  }

  void renameColumn(Table& table, const std::string& from, const std::string& to) {
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

  void rename(const ObjectName& from, ObjectName to) {
    auto found = schema_.tables_.find(schema_.keyOf(from));
    if (found == schema_.tables_.end()) return;
    if (to.schema.empty()) to.schema = from.schema;
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

  void drop() {
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

  Schema& schema_;
  const std::vector<Token>& tokens_;
  const SchemaSource& source_;
  const std::string& text_;
  Parser p_;
  bool unique_ = false;
  bool virtual_ = false;
};

void applyDdl(Schema& schema, const std::vector<Token>& statement, const SchemaSource& source, const std::string& text) {
  DdlReader(schema, statement, source, text).run();
}

void Schema::finish() {
  for (auto& [key, table] : tables_) {
    for (ForeignKey& foreign_key : table.foreign_keys) {
      const Table* parent = findTable(foreign_key.parent);
      if (!parent) continue;
      if (foreign_key.parent_columns.empty()) foreign_key.parent_columns = parent->primary_key;
      for (std::string& column : foreign_key.parent_columns)
        if (const Column* found = parent->findColumn(column)) column = found->name;
    }
  }
  for (Trigger& trigger : triggers_) {
    if (const Table* table = findTable(trigger.table)) trigger.table = table->name;
    if (trigger.function.empty()) continue;
    const Routine* routine = findRoutine(trigger.function);
    if (routine) trigger.body = routine->body;
    else trigger.body.problems.push_back("function " + trigger.function + " of trigger " + trigger.name + " is not in the schema");
  }
}

}  // namespace touchgraph::sql
