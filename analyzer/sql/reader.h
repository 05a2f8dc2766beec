#pragma once

#include "graph/statement.h"

#include <memory>
#include <string>
#include <vector>

/// SQL text → effects. Text with holes comes in, statements in terms of their placeholders come out.
///
///   text ─► split/lex ─► structural read ─┐
///                                          ├─► cross-check ─► expand (triggers, foreign keys, views) ─► Statement
///   schema ─► engine (SQLite, PostgreSQL) ─┘
namespace touchgraph::sql {

/// A piece of DDL and where it came from, for messages.
struct SchemaSource {
  std::string file;  ///< relative path, or "code"
  std::string text;
};

/// A table, view, trigger, routine or foreign key problem found while reading the schema: file, line, what.
struct SchemaError {
  std::string file;
  std::uint32_t line = 0;
  std::string message;
};

class Reader {
 public:
  /// Builds the schema from its sources, in order. `default_dialect` is the dialect of the sources. An empty list is
  /// a program without schema: tables and columns then come from the statements alone, and no table is unknown.
  Reader(std::vector<SchemaSource> sources, Dialect default_dialect);
  ~Reader();
  Reader(Reader&&) noexcept;

  /// All statements of `text`. Memoised; the reference stays valid for the life of the reader.
  const std::vector<Statement>& read(const std::string& text, Dialect dialect);

  const std::vector<SchemaError>& errors() const;
  bool hasSchema() const;
  /// Declared columns of a table, in order; empty when unknown.
  std::vector<std::string> columnsOf(const std::string& table) const;
  /// Columns of the primary key.
  std::vector<std::string> primaryKeyOf(const std::string& table) const;
  /// Names of all declared tables and views, sorted.
  std::vector<std::string> tables() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace touchgraph::sql
