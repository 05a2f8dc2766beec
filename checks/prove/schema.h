#pragma once

#include "touchgraph/prove/value.h"

#include <string>
#include <vector>

/// The live database's schema, as the state generator needs it. Read from the database itself, never from files, so
/// that it is what the handlers meet.
namespace touchgraph::prove {

enum class Affinity { Integer, Real, Numeric, Text, Blob, Boolean };

struct Column {
  std::string name;
  std::string declared;  ///< declared type
  Affinity affinity = Affinity::Blob;
  bool not_null = false;
  bool has_default = false;
  bool generated = false;        ///< computed by the database: never inserted
  bool automatic_key = false;    ///< the single integer primary key column
  bool kept_by_trigger = false;  ///< some trigger on insert writes it: starts from its default
  std::vector<Value> domain;     ///< values from CHECK constraints and enum types, "" when none
};

struct ForeignKey {
  std::vector<int> columns;  ///< of this table
  int parent = -1;           ///< index of the table
  std::vector<int> parent_columns;
  bool deferred = false;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<ForeignKey> foreign_keys;
  std::vector<std::vector<int>> uniques;  ///< primary key first, when there is one
  bool has_primary_key = false;
  bool has_rowid = false;           ///< SQLite: rows have a number beside their columns
  std::vector<std::string> checks;  ///< source text that holds the CHECK constraints

  int find(const std::string& column) const;
};

struct Schema {
  std::vector<Table> tables;
  std::vector<int> order;      ///< parents before children where there is no cycle
  std::string text;            ///< all definitions, for the fingerprint and the reproduction
  bool cyclic = false;         ///< tables refer to each other in a circle, self-reference aside
  bool deferred_keys = false;  ///< some foreign key waits for the commit

  int find(const std::string& table) const;
  /// "products.id" → table and column; false when there is none.
  bool locate(const std::string& place, int& table, int& column) const;
  /// Fills `order` and `cyclic`.
  void sortTables();
};

/// One row: a cell for every column of its table; cells of generated columns are ignored.
struct Row {
  int table = 0;
  std::vector<Value> cells;
  bool operator==(const Row&) const = default;
};

/// A database state: rows in the order they are inserted.
struct State {
  std::vector<Row> rows;
};

/// All rows of all tables (by index), sorted; two dumps are equal when the databases are.
using Tables = std::vector<std::vector<std::vector<Value>>>;

}  // namespace touchgraph::prove
