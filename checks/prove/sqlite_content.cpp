#include "checks/prove/sqlite_database.h"

#include <algorithm>
#include <cctype>
#include <string_view>

/// Keeping account of what rows there are (content.h), row by row as they change.
namespace touchgraph::prove {

bool SqliteDatabase::track(bool on) {
  tracking_ = false;
  if (!on) return false;
  // Numbers that AUTOINCREMENT gives depend on rows that are gone; virtual tables keep rows of their own; with several
  // connections the counts are of the wrong one.
  std::string text = schema_.text;
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  if (text.find("AUTOINCREMENT") != std::string::npos || text.find("VIRTUAL TABLE") != std::string::npos) return false;
  if (primary_ == own_ || disk_.connections().size() != 2) return false;
  tracking_ = true;
  return true;
}

void SqliteDatabase::startAccount(const Content& content) {
  structure_ = false;
  account_ = {content, 0, tracking_ ? sqlite3_total_changes(primary_) : 0, true};
}

/// The hook sees each row as it changes, also when the statement is taken back later: a constraint that fails, a
/// savepoint. The connection counts the rows of statements that went through. Only when both agree the account holds.
/// A row that REPLACE deletes is seen and not counted: after it nothing is known, which is slow but right.
std::optional<Content> SqliteDatabase::content() {
  const bool holds =
      tracking_ && account_.sure && !structure_ && account_.seen == sqlite3_total_changes(primary_) - account_.counted;
  return holds ? std::optional<Content>(account_.content) : std::nullopt;
}

/// The connection counts what a trigger changes at once, before it is known whether the statement that fired it goes
/// through. That statement's own rows are counted last, so they tell; but a BEFORE or INSTEAD OF trigger comes ahead of
/// them. And rows of temporary or attached tables are counted and in no content.
bool SqliteDatabase::showsWhenTakenBack(sqlite3* connection, const char* database) {
  if (std::string_view(database) != "main") return false;
  if (sqlite3_preupdate_depth(connection) == 0) own_row_ = true;
  return own_row_;
}

int SqliteDatabase::rolledBack(void* context) {
  auto& self = *static_cast<SqliteDatabase*>(context);
  if (self.tracking_ && !self.runner_) self.account_.sure = false;
  // Nested, the transaction that ended was the runner's.
  if (self.nested_) self.transactions_ = true;
  return 0;
}

void SqliteDatabase::account(sqlite3* connection, int op, const char* table, sqlite3_int64 old_row,
                             sqlite3_int64 new_row) {
  ++account_.seen;
  const std::string_view name(table);
  const auto known =
      std::find_if(schema_.tables.begin(), schema_.tables.end(), [&](const Table& t) { return t.name == name; });
  if (known == schema_.tables.end()) {
    account_.sure = false;
    return;
  }
  const int count = sqlite3_preupdate_count(connection);
  const auto hashed = [&](int (*get)(sqlite3*, int, sqlite3_value**), sqlite3_int64 rowid) {
    ContentHash hash;
    hash.add(static_cast<std::uint64_t>(known - schema_.tables.begin()));
    if (known->has_rowid) hash.add(static_cast<std::uint64_t>(rowid));
    for (int i = 0; i < count; ++i) {
      sqlite3_value* value = nullptr;
      get(connection, i, &value);
      const int type = value == nullptr ? SQLITE_NULL : sqlite3_value_type(value);
      hash.add(static_cast<std::uint64_t>(type));
      if (type == SQLITE_INTEGER) {
        hash.add(static_cast<std::uint64_t>(sqlite3_value_int64(value)));
      } else if (type == SQLITE_FLOAT) {
        const double real = sqlite3_value_double(value);
        hash.add(&real, sizeof real);
      } else if (type != SQLITE_NULL) {
        const void* bytes = sqlite3_value_blob(value);
        hash.add(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
      }
    }
    return hash.done();
  };
  if (op != SQLITE_INSERT) account_.content -= hashed(sqlite3_preupdate_old, old_row);
  if (op != SQLITE_DELETE) account_.content += hashed(sqlite3_preupdate_new, new_row);
}

bool SqliteDatabase::steady(const std::set<std::string>& texts) {
  bool unsteady = false;
  found_unsteady_ = &unsteady;
  const bool known = columnsOf(texts).has_value();
  found_unsteady_ = nullptr;
  return known && !unsteady;
}

}  // namespace touchgraph::prove
