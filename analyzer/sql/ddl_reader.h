#pragma once

#include "analyzer/sql/parser.h"
#include "analyzer/sql/schema.h"

#include <string>
#include <vector>

namespace touchgraph::sql {

/// CREATE, ALTER and DROP of three dialects → Schema. Each definition is read up to where its meaning for writes and reads
/// ends (names, keys, references, defaults, bodies).
class DdlReader {
 public:
  DdlReader(Schema& schema, const std::vector<Token>& tokens, const SchemaSource& source, const std::string& text)
      : schema_(schema),
        tokens_(tokens),
        source_(source),
        text_(text),
        p_(tokens, schema.dialect_),
        ordered_(source.file != "code") {}

  void run();

 private:
  // ddl.cpp
  void keep();
  void error(const std::string& message);
  void defer();
  void create();
  bool ifNotExists();
  void createIndex();
  void createView(bool materialized, bool replace);

  // ddl_table.cpp
  void createTable();
  void inherit(Table& table, const std::string& parent);
  void columnsOfQuery(Table& table);
  void virtualColumns(Table& table);
  void definitions(Table& table);
  void skipToComma();
  bool atTableConstraint() const;
  void definition(Table& table);
  void tableConstraint(Table& table);
  void references(Table& table, ForeignKey key, const std::string& constraint);
  void columnDefinition(Table& table);
  bool atColumnConstraint() const;
  void defaultValue(Column& column);
  void complete(Table& table);

  // ddl_versions.cpp
  void declare(const std::string& key, Table table);
  void declare(const std::string& key, View view);
  void declare(Trigger trigger);

  // ddl_routine.cpp
  void createTrigger();
  void createRoutine();
  void parameters(Routine& routine);

  // ddl_alter.cpp
  void alterTable();
  void addColumn(Table& table);
  void renameColumn(Table& table, const std::string& from, const std::string& to);
  void rename(const ObjectName& from, ObjectName to);
  void renamedToo(const Table& table, const ObjectName& to);
  void drop();

  Schema& schema_;
  const std::vector<Token>& tokens_;
  const SchemaSource& source_;
  const std::string& text_;
  Parser p_;
  /// False for DDL the program executes: which of its functions runs first, or at all, is not known. Nothing it drops
  /// is gone.
  const bool ordered_;
  bool unique_ = false;   ///< CREATE UNIQUE INDEX
  bool virtual_ = false;  ///< CREATE VIRTUAL TABLE
};

}  // namespace touchgraph::sql
