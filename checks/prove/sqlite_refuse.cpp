#include "checks/prove/sqlite_database.h"

/// Making a handler's writes fail. For each table a temporary trigger on the program's connection counts the rows that
/// are about to be written and refuses the nth with RAISE(ABORT): the statement fails and is undone, the transaction
/// goes on, as after a constraint. An interrupt or an error of the disk would not do: SQLite answers those by rolling
/// the whole transaction back, which hides a handler that does not.
namespace touchgraph::prove {
namespace {

constexpr const char* kOps[] = {"INSERT", "UPDATE", "DELETE"};

std::string triggerName(std::size_t table, const char* op) {
  return "temp.touchgraph_refuse_" + std::to_string(table) + "_" + op;
}

}  // namespace

void SqliteDatabase::countRow(sqlite3_context* context, int, sqlite3_value**) {
  auto& self = *static_cast<SqliteDatabase*>(sqlite3_user_data(context));
  const bool counts = self.refuse_at_ > 0 && !self.runner_;
  sqlite3_result_int(context, counts && ++self.rows_written_ == self.refuse_at_);
}

bool SqliteDatabase::refuse(int nth) {
  if (nested_) return false;
  const bool was_on = refuse_at_ > 0;
  refuse_at_ = nth;
  rows_written_ = 0;
  if ((nth > 0) == was_on) return true;
  const bool outer = runner_;
  runner_ = true;
  bool done = true;
  for (sqlite3* connection : disk_.connections()) {
    for (std::size_t table = 0; table < schema_.tables.size(); ++table) {
      for (const char* op : kOps) {
        const std::string sql = nth > 0 ? "CREATE TRIGGER " + triggerName(table, op) + " BEFORE " + op + " ON main.\"" +
                                              schema_.tables[table].name +
                                              "\" WHEN touchgraph_refused() BEGIN SELECT RAISE(ABORT, 'refused by "
                                              "the property runner'); END"
                                        : "DROP TRIGGER IF EXISTS " + triggerName(table, op);
        done = sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK && done;
      }
    }
  }
  runner_ = outer;
  if (!done && nth > 0) refuse(0);
  return done;
}

}  // namespace touchgraph::prove
