#include "analyzer/sql/ddl_reader.h"

namespace touchgraph::sql {

void DdlReader::run() {
  if (p_.accept("CREATE")) return create();
  if (p_.accept("ALTER")) {
    keep();
    if (p_.accept("TABLE")) alterTable();
    return;
  }
  if (p_.accept("DROP")) {
    if (ordered_) drop();
    return;
  }
  if (p_.accept("RENAME", "TABLE")) {  // MySQL: RENAME TABLE a TO b
    keep();
    ObjectName from = p_.parseName();
    if (p_.accept("TO")) rename(from, p_.parseName());
  }
}

void DdlReader::keep() {
  if (!schema_.finishing_) schema_.pieces_.push_back({text_, source_.file, tokens_.front().line});
}

/// The table may be declared by a function of the program that comes later in the order of names.
void DdlReader::defer() {
  if (!ordered_ && !schema_.finishing_) schema_.late_.push_back({tokens_, source_, text_});
}

void DdlReader::error(const std::string& message) {
  schema_.errors_.push_back({source_.file, p_.peek().line, message});
}

void DdlReader::create() {
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
  else if (p_.accept("VIEW"))
    createView(materialized, replace);
  else if (p_.accept("TRIGGER")) createTrigger();
  else if (p_.accept("FUNCTION") || p_.accept("PROCEDURE")) createRoutine();
  else if (p_.at("RULE")) error("rules are not read: what rule " + p_.peek(1).text + " does is not known");
  else if (!p_.atAny({"SCHEMA", "DATABASE", "SEQUENCE", "TYPE", "EXTENSION", "DOMAIN", "ROLE", "USER", "EVENT", "POLICY",
                      "AGGREGATE", "OPERATOR", "COLLATION", "CAST", "SERVER", "PUBLICATION", "SUBSCRIPTION", "STATISTICS",
                      "TEXT", "LANGUAGE", "TABLESPACE", "ACCESS", "CONVERSION", "TRANSFORM"}))
    error("near \"" + p_.peek().text + "\": this definition is not understood");
}

bool DdlReader::ifNotExists() {
  if (!p_.accept("IF")) return false;
  p_.accept("NOT");
  p_.accept("EXISTS");
  return true;
}

void DdlReader::createIndex() {
  p_.accept("CONCURRENTLY");
  ifNotExists();
  if (!p_.at("ON")) p_.parseName();
  while (!p_.atEnd() && !p_.at("ON")) p_.take();
  if (!p_.accept("ON")) return error("an index without a table");
  p_.accept("ONLY");
  auto found = schema_.tables_.find(schema_.keyOf(p_.parseName()));
  if (p_.accept("USING")) p_.take();
  if (!unique_) return;
  if (found == schema_.tables_.end()) return defer();
  std::vector<std::string> columns = p_.parseNameList();
  found->second.unique.push_back(std::move(columns));  // a partial one can collide as well
}

void DdlReader::createView(bool materialized, bool replace) {
  ifNotExists();
  ObjectName name = p_.parseName();
  View view;
  view.name = schema_.reportedName(name);
  if (p_.atOperator("(")) view.columns = p_.parseNameList();
  while (!p_.atEnd() && !p_.at("AS")) p_.take();
  p_.accept("AS");
  std::size_t query_start = p_.position();
  view.query = p_.parseQuery();
  for (std::size_t i = query_start; i < p_.position(); ++i) view.text += tokens_[i].text + ' ';
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
    declare(key, std::move(table));
    schema_.views_[key + "\nmaterialized"] = std::move(view);
    return;
  }
  if (replace && ordered_) schema_.views_.erase(key);
  declare(key, std::move(view));
}

void applyDdl(Schema& schema, const std::vector<Token>& statement, const SchemaSource& source, const std::string& text) {
  DdlReader(schema, statement, source, text).run();
}

void Schema::finish() {
  finishing_ = true;
  for (const Late& late : late_) applyDdl(*this, late.statement, late.source, late.text);
  late_.clear();
  finishing_ = false;
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
