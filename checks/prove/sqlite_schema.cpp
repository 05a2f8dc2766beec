#include "checks/prove/sqlite_database.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <stdexcept>

namespace touchgraph::prove {
namespace {

std::string textOf(sqlite3_stmt* statement, int column) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return text != nullptr ? text : "";
}

void query(sqlite3* connection, const std::string& sql, const std::function<void(sqlite3_stmt*)>& row) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(std::string("schema: ") + sqlite3_errmsg(connection));
  }
  while (sqlite3_step(statement) == SQLITE_ROW) row(statement);
  sqlite3_finalize(statement);
}

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// Section 3.1 of https://sqlite.org/datatype3.html.
Affinity affinityOf(const std::string& declared) {
  const std::string type = upper(declared);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  if (has("INT")) return Affinity::Integer;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::Text;
  if (has("BLOB") || type.empty()) return Affinity::Blob;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::Real;
  if (has("BOOL")) return Affinity::Boolean;
  return Affinity::Numeric;
}

void readColumns(sqlite3* connection, Table& table) {
  std::vector<std::pair<int, int>> key;  // (position in the primary key, column)
  query(connection, "PRAGMA table_xinfo(" + quoted(table.name) + ")", [&](sqlite3_stmt* row) {
    Column column;
    column.name = textOf(row, 1);
    column.declared = textOf(row, 2);
    column.affinity = affinityOf(column.declared);
    column.not_null = sqlite3_column_int(row, 3) != 0;
    column.has_default = sqlite3_column_type(row, 4) != SQLITE_NULL;
    if (const int position = sqlite3_column_int(row, 5); position > 0) {
      key.emplace_back(position, static_cast<int>(table.columns.size()));
    }
    column.generated = sqlite3_column_int(row, 6) != 0;
    table.columns.push_back(std::move(column));
  });
  if (key.empty()) return;
  std::sort(key.begin(), key.end());
  std::vector<int> columns;
  for (auto [position, index] : key) columns.push_back(index);
  table.has_primary_key = true;
  if (columns.size() == 1) {
    Column& column = table.columns[columns[0]];
    column.automatic_key = column.affinity == Affinity::Integer;
  }
  table.uniques.push_back(std::move(columns));
}

void readUniques(sqlite3* connection, Table& table) {
  std::vector<std::string> indexes;
  query(connection, "PRAGMA index_list(" + quoted(table.name) + ")", [&](sqlite3_stmt* row) {
    const bool unique = sqlite3_column_int(row, 2) != 0;
    const bool partial = sqlite3_column_int(row, 4) != 0;
    if (unique && !partial && textOf(row, 3) != "pk") indexes.push_back(textOf(row, 1));
  });
  for (const std::string& index : indexes) {
    std::vector<int> columns;
    query(connection, "PRAGMA index_info(" + quoted(index) + ")",
          [&](sqlite3_stmt* row) { columns.push_back(sqlite3_column_int(row, 1)); });
    // An index on an expression has a column -1: the database refuses what collides, the generator need not know.
    if (std::find_if(columns.begin(), columns.end(), [](int c) { return c < 0; }) == columns.end()) {
      table.uniques.push_back(std::move(columns));
    }
  }
}

void readForeignKeys(sqlite3* connection, Schema& schema, Table& table) {
  int current = -1;
  query(connection, "PRAGMA foreign_key_list(" + quoted(table.name) + ")", [&](sqlite3_stmt* row) {
    if (sqlite3_column_int(row, 0) != current) {
      current = sqlite3_column_int(row, 0);
      ForeignKey key;
      const std::string parent = upper(textOf(row, 2));
      for (std::size_t i = 0; i < schema.tables.size(); ++i) {
        if (upper(schema.tables[i].name) == parent) key.parent = static_cast<int>(i);
      }
      table.foreign_keys.push_back(std::move(key));
    }
    ForeignKey& key = table.foreign_keys.back();
    const std::size_t position = key.columns.size();
    const auto find = [](const Table& in, const std::string& name) {
      for (std::size_t i = 0; i < in.columns.size(); ++i) {
        if (upper(in.columns[i].name) == upper(name)) return static_cast<int>(i);
      }
      return -1;
    };
    key.columns.push_back(find(table, textOf(row, 3)));
    if (key.parent < 0) return;
    const Table& parent = schema.tables[key.parent];
    if (sqlite3_column_type(row, 4) != SQLITE_NULL) {
      key.parent_columns.push_back(find(parent, textOf(row, 4)));
    } else if (parent.has_primary_key && position < parent.uniques[0].size()) {
      key.parent_columns.push_back(parent.uniques[0][position]);
    } else {
      key.parent = -1;
    }
  });
}

struct TriggerWatch {
  std::set<std::pair<std::string, std::string>> written;
};
int watchTriggers(void* context, int action, const char* a, const char* b, const char*, const char* trigger) {
  if (action == SQLITE_UPDATE && trigger != nullptr && a != nullptr && b != nullptr) {
    static_cast<TriggerWatch*>(context)->written.emplace(a, b);
  }
  return SQLITE_OK;
}

/// The authorizer tells which columns an INSERT updates by way of triggers.
void readTriggers(sqlite3* connection, Schema& schema) {
  TriggerWatch watch;
  sqlite3_set_authorizer(connection, watchTriggers, &watch);
  for (const Table& table : schema.tables) {
    sqlite3_stmt* statement = nullptr;
    const std::string sql = "INSERT INTO " + quoted(table.name) + " DEFAULT VALUES";
    sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr);
    sqlite3_finalize(statement);
  }
  sqlite3_set_authorizer(connection, nullptr, nullptr);
  for (const auto& [table, column] : watch.written) {
    int t = 0, c = 0;
    if (schema.locate(table + "." + column, t, c)) {
      // Without a default the column is data that triggers also change (a stock), not a value they keep (a count).
      Column& found = schema.tables[t].columns[c];
      found.kept_by_trigger = found.has_default || !found.not_null;
    }
  }
}

}  // namespace

Schema readSqliteSchema(sqlite3* connection) {
  Schema schema;
  query(connection,
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        [&](sqlite3_stmt* row) {
          Table table;
          table.name = textOf(row, 0);
          table.has_rowid = sqlite3_column_int(row, 1) == 0;
          schema.tables.push_back(std::move(table));
        });
  for (Table& table : schema.tables) {
    readColumns(connection, table);
    readUniques(connection, table);
  }
  for (Table& table : schema.tables) readForeignKeys(connection, schema, table);
  query(connection, "SELECT tbl_name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid",
        [&](sqlite3_stmt* row) {
          const std::string sql = textOf(row, 2);
          schema.text += sql + ";\n";
          if (textOf(row, 1) != "table") return;
          if (upper(sql).find("INITIALLY DEFERRED") != std::string::npos) schema.deferred_keys = true;
          if (const int table = schema.find(textOf(row, 0)); table >= 0) schema.tables[table].checks.push_back(sql);
        });
  readTriggers(connection, schema);
  schema.sortTables();
  return schema;
}

}  // namespace touchgraph::prove
