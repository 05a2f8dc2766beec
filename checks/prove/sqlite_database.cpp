#include "checks/prove/sqlite_database.h"

#include "checks/prove/purity.h"
#include "touchgraph/prove/run.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace touchgraph::prove {
namespace {

Value cell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return Value(static_cast<std::int64_t>(sqlite3_column_int64(statement, column)));
    case SQLITE_FLOAT:
      return Value(sqlite3_column_double(statement, column));
    case SQLITE_TEXT:
      return Value(std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                               sqlite3_column_bytes(statement, column)));
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      return Value(Blob{bytes != nullptr ? std::string(bytes, size) : std::string()});
    }
    default:
      return Value();
  }
}

void bind(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = value.integer()) {
    sqlite3_bind_int64(statement, index, *number);
  } else if (const auto* real = value.real()) {
    sqlite3_bind_double(statement, index, *real);
  } else if (const auto* text = value.text()) {
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
  } else if (const auto* blob = std::get_if<Blob>(&value.data)) {
    sqlite3_bind_blob(statement, index, blob->bytes.data(), static_cast<int>(blob->bytes.size()), SQLITE_STATIC);
  } else if (const auto* flag = std::get_if<bool>(&value.data)) {
    sqlite3_bind_int(statement, index, *flag);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

void execute(sqlite3* connection, const std::string& sql) {
  char* message = nullptr;
  if (sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
    std::string text = message != nullptr ? message : "unknown error";
    sqlite3_free(message);
    throw std::runtime_error(text);
  }
}

/// Behind blanks and comments.
const char* firstWord(const char* sql) {
  for (;;) {
    while (std::isspace(static_cast<unsigned char>(*sql)) != 0) ++sql;
    const bool line = sql[0] == '-' && sql[1] == '-';
    if (!line && !(sql[0] == '/' && sql[1] == '*')) return sql;
    const char* end = std::strstr(sql + 2, line ? "\n" : "*/");
    if (end == nullptr) return sql + std::strlen(sql);
    sql = end + (line ? 1 : 2);
  }
}

enum class Kind {
  Rows,         ///< changes rows, or none
  Structure,    ///< changes more than rows: CREATE
  TakesBack,    ///< ROLLBACK, of a savepoint too
  Transaction,  ///< begins or ends one
  Setting,      ///< changes what is in no file, or works differently within a transaction: PRAGMA
};

/// By the statement's first word.
Kind kindOf(const char* sql) {
  sql = firstWord(sql);
  const auto is = [&](const char* word) {
    return sqlite3_strnicmp(sql, word, static_cast<int>(std::strlen(word))) == 0;
  };
  switch (*sql) {
    case 'R':
    case 'r':
      return is("ROLLBACK") ? Kind::TakesBack : is("REINDEX") ? Kind::Structure : Kind::Rows;
    case 'S':
    case 's':
    case 'I':
    case 'i':
    case 'U':
    case 'u':
    case 'W':
    case 'w':
      return Kind::Rows;
    case 'D':
    case 'd':
      return is("DELETE") ? Kind::Rows : is("DETACH") ? Kind::Setting : Kind::Structure;
    case 'E':
    case 'e':
      return is("END") ? Kind::Transaction : Kind::Rows;  // EXPLAIN
    case 'B':
    case 'b':
      return Kind::Transaction;  // BEGIN
    case 'P':
    case 'p':
      return Kind::Setting;  // PRAGMA
    case 'V':
    case 'v':
      return is("VACUUM") ? Kind::Setting : Kind::Rows;  // VALUES
    case 'C':
    case 'c':
      return is("COMMIT") ? Kind::Transaction : Kind::Structure;
    case 'A':
    case 'a':
      return is("ATTACH") ? Kind::Setting : Kind::Structure;
    default:
      return Kind::Structure;  // whatever it is
  }
}

/// While it lives, what happens on the connection is the runner's doing.
struct RunnerAtWork {
  explicit RunnerAtWork(bool& flag) : flag_(flag) { flag_ = true; }
  ~RunnerAtWork() { flag_ = false; }
  bool& flag_;
};

}  // namespace

/// The runner's prepared statements.
struct SqliteDatabase::Statements {
  sqlite3_stmt *begin = nullptr, *commit = nullptr, *rollback = nullptr;
  sqlite3_stmt *save_row = nullptr, *release_row = nullptr, *undo_row = nullptr;
  sqlite3_stmt *save_state = nullptr, *undo_state = nullptr, *save_base = nullptr, *undo_base = nullptr;
  sqlite3_stmt* foreign_keys_deferred = nullptr;
  std::vector<sqlite3_stmt*> insert, dump, settle, assume;
  std::vector<std::vector<int>> insert_columns;
  std::vector<sqlite3_stmt*> all;
};

SqliteDatabase::SqliteDatabase(const Opening& opening, std::vector<std::string> settle, std::vector<std::string> assume)
    : opening_(opening), settle_sql_(std::move(settle)), assume_sql_(std::move(assume)) {
  disk_.onOpen([](void* self, sqlite3* connection) { static_cast<SqliteDatabase*>(self)->opened(connection); }, this);
  const std::string path = disk_.path("proof.db");
  RunnerAtWork working(runner_);
  if (sqlite3_open(path.c_str(), &own_) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(own_));
  execute(own_, "PRAGMA page_size = 1024");  // a smaller page is less to save and to put back
  const std::string schema = schemaText(opening);
  try {
    execute(own_, schema.empty() ? "VACUUM" : schema);
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("the schema is refused: ") + error.what());
  }
  handle_ = opening_.open(path);
  transactions_ = false;
  if (handle_ == nullptr) throw std::runtime_error("the factory returned no handle");
  mustBeOpen();
  schema_ = readSqliteSchema(primary_);
  sqlite3_set_authorizer(primary_, authorize, this);
  if (schema_.tables.empty()) throw std::runtime_error("the database has no tables: give the suite a schema");
  std::string text = schema_.text;
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  may_roll_back_ = text.find("ROLLBACK") != std::string::npos;
  prepareStatements();
  // Rows that the schema or the handle's constructor put in stay out of generated states.
  execute(primary_, "PRAGMA defer_foreign_keys = ON");
  for (auto table = schema_.order.rbegin(); table != schema_.order.rend(); ++table) {
    sqlite3_exec(primary_, ("DELETE FROM " + quoted(schema_.tables[*table].name)).c_str(), nullptr, nullptr, nullptr);
  }
  sqlite3_exec(primary_, "DELETE FROM sqlite_sequence", nullptr, nullptr, nullptr);
  blank_ = disk_.copy();
}

SqliteDatabase::~SqliteDatabase() {
  closeStatements();
  handle_.reset();
  sqlite3_close_v2(own_);
}

void SqliteDatabase::opened(sqlite3* connection) {
  // Durability is no part of what is proved; a journal in memory and no syncs change no result.
  sqlite3_exec(connection, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  sqlite3_preupdate_hook(connection, beforeUpdate, this);
  sqlite3_rollback_hook(connection, [](void* self) { rolledBack(self); }, this);
  sqlite3_set_authorizer(connection, authorize, this);
  sqlite3_create_function_v2(connection, "touchgraph_refused", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, this, countRow,
                             nullptr, nullptr, nullptr);
  sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, trace, this);
}

void SqliteDatabase::mustBeOpen() {
  const auto connections = disk_.connections();
  sqlite3* chosen = own_;
  if (connections.size() == 2) chosen = connections[0] == own_ ? connections[1] : connections[0];
  if (chosen == primary_) return;
  closeStatements();
  primary_ = chosen;
  // A journal mode the handle's constructor has set is set back, once.
  for (sqlite3* connection : connections) {
    sqlite3_exec(connection, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  }
  if (chosen == own_ && connections.size() > 2) execute(own_, "PRAGMA foreign_keys = ON");
}

sqlite3_stmt* SqliteDatabase::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(primary_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(primary_));
  }
  statements_->all.push_back(statement);
  return statement;
}

void SqliteDatabase::closeStatements() {
  if (!statements_) return;
  for (sqlite3_stmt* statement : statements_->all) sqlite3_finalize(statement);
  statements_.reset();
}

void SqliteDatabase::prepareStatements() {
  if (statements_) return;
  RunnerAtWork working(runner_);
  statements_ = std::make_unique<Statements>();
  Statements& s = *statements_;
  s.begin = prepare("BEGIN IMMEDIATE");
  s.commit = prepare("COMMIT");
  s.rollback = prepare("ROLLBACK");
  s.save_state = prepare("SAVEPOINT touchgraph_state");
  s.undo_state = prepare("ROLLBACK TO touchgraph_state");
  s.save_row = prepare("SAVEPOINT touchgraph_row");
  s.undo_row = prepare("ROLLBACK TO touchgraph_row");  // the innermost of this name
  s.release_row = prepare("RELEASE touchgraph_row");
  s.save_base = prepare("SAVEPOINT touchgraph_base");
  s.undo_base = prepare("ROLLBACK TO touchgraph_base");
  s.foreign_keys_deferred = prepare("PRAGMA defer_foreign_keys = ON");
  for (const Table& table : schema_.tables) {
    std::string columns, marks, all;
    std::vector<int> used;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      all += (all.empty() ? "" : ", ") + quoted(table.columns[i].name);
      if (table.columns[i].generated || table.columns[i].kept_by_trigger) continue;
      columns += (columns.empty() ? "" : ", ") + quoted(table.columns[i].name);
      marks += marks.empty() ? "?" : ", ?";
      used.push_back(static_cast<int>(i));
    }
    s.insert.push_back(
        prepare(used.empty() ? "INSERT INTO " + quoted(table.name) + " DEFAULT VALUES"
                             : "INSERT INTO " + quoted(table.name) + " (" + columns + ") VALUES (" + marks + ")"));
    s.dump.push_back(prepare("SELECT " + all + " FROM " + quoted(table.name)));
    s.insert_columns.push_back(std::move(used));
  }
  for (const std::string& sql : settle_sql_) s.settle.push_back(prepare(sql));
  for (const std::string& sql : assume_sql_) s.assume.push_back(prepare(sql));
}

void SqliteDatabase::run(sqlite3_stmt* statement) {
  while (sqlite3_step(statement) == SQLITE_ROW) {
  }
  sqlite3_reset(statement);
}

/// A statement that was stepped and not reset keeps its snapshot and would not see the pages put back.
void SqliteDatabase::resetBusy() {
  for (sqlite3* connection : disk_.connections()) {
    for (sqlite3_stmt* s = sqlite3_next_stmt(connection, nullptr); s != nullptr; s = sqlite3_next_stmt(connection, s)) {
      if (sqlite3_stmt_busy(s) != 0) sqlite3_reset(s);
    }
  }
}

void SqliteDatabase::clear() {
  RunnerAtWork working(runner_);
  if (nested_) {
    run(statements_->undo_base);
    contents_.clear();
    startAccount({});
    filling_ = true;
    return;
  }
  mustBeOpen();
  prepareStatements();
  resetBusy();
  disk_.restore(*blank_);
  run(statements_->begin);
  startAccount({});
  filled_.clear();
  // Only where it must be: this pragma makes every prepared statement be compiled anew.
  if (schema_.cyclic) run(statements_->foreign_keys_deferred);
  filling_ = true;
}

bool SqliteDatabase::insert(const Row& row) {
  RunnerAtWork working(runner_);
  sqlite3_stmt* statement = statements_->insert[row.table];
  int index = 1;
  for (int column : statements_->insert_columns[row.table]) bind(statement, index++, row.cells[column]);
  const Content before = account_.content;
  while (sqlite3_step(statement) == SQLITE_ROW) {
  }
  if (sqlite3_reset(statement) == SQLITE_OK) {
    if (may_roll_back_) filled_.push_back(row);
    return true;
  }
  if (!nested_ && sqlite3_get_autocommit(primary_) != 0) {
    // It took the rows before it along.
    run(statements_->begin);
    if (schema_.cyclic) run(statements_->foreign_keys_deferred);
    for (const Row& again : std::exchange(filled_, {})) insert(again);
  }
  startAccount(before);  // what triggers did is undone with the row
  return false;
}

bool SqliteDatabase::push(const Row& row) {
  {
    RunnerAtWork working(runner_);
    run(statements_->save_row);
    contents_.push_back(account_.content);
  }
  if (insert(row)) return true;
  pop();
  return false;
}

void SqliteDatabase::pop() {
  RunnerAtWork working(runner_);
  run(statements_->undo_row);
  run(statements_->release_row);
  startAccount(contents_.back());
  contents_.pop_back();
}

void SqliteDatabase::hold() {
  RunnerAtWork working(runner_);
  run(statements_->save_row);
  held_.push_back(content());
}

void SqliteDatabase::release() {
  RunnerAtWork working(runner_);
  run(statements_->undo_row);
  run(statements_->release_row);
  startAccount(held_.back().value_or(Content()));
  account_.sure = held_.back().has_value();
  held_.pop_back();
}

bool SqliteDatabase::settle(std::string* why) {
  RunnerAtWork working(runner_);
  filling_ = false;
  const auto fail = [&](const char* reason) {
    if (why != nullptr) *why = reason;
    if (!nested_ && sqlite3_get_autocommit(primary_) == 0) run(statements_->rollback);
    return false;
  };
  for (sqlite3_stmt* statement : statements_->settle) {
    while (sqlite3_step(statement) == SQLITE_ROW) {
    }
    if (sqlite3_reset(statement) != SQLITE_OK) return fail(sqlite3_errmsg(primary_));
  }
  for (sqlite3_stmt* statement : statements_->assume) {
    const bool holds = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) != 0;
    sqlite3_reset(statement);
    if (!holds) return fail("an assumption does not hold");
  }
  state_content_ = account_.content;
  if (nested_) {
    run(statements_->save_state);
    changes_mark_ = sqlite3_total_changes(primary_);
    startAccount(state_content_);
    return true;
  }
  sqlite3_step(statements_->commit);
  if (sqlite3_reset(statements_->commit) != SQLITE_OK) return fail("a foreign key has no parent");
  disk_.mark();
  startAccount(state_content_);
  return true;
}

void SqliteDatabase::rewind() {
  RunnerAtWork working(runner_);
  if (nested_) {
    if (!written()) return;
    run(statements_->undo_state);
    changes_mark_ = sqlite3_total_changes(primary_);
    startAccount(state_content_);
    return;
  }
  startAccount(state_content_);
  if (!disk_.written()) return;
  resetBusy();
  disk_.rewind();
}

bool SqliteDatabase::written() {
  if (!nested_) return disk_.written();
  return structure_ || !account_.sure || sqlite3_total_changes(primary_) != changes_mark_;
}

Tables SqliteDatabase::dump() {
  RunnerAtWork working(runner_);
  mustBeOpen();
  prepareStatements();
  Tables out(schema_.tables.size());
  for (std::size_t table = 0; table < schema_.tables.size(); ++table) {
    sqlite3_stmt* statement = statements_->dump[table];
    while (sqlite3_step(statement) == SQLITE_ROW) {
      std::vector<Value> row;
      const int count = sqlite3_column_count(statement);
      for (int column = 0; column < count; ++column) row.push_back(cell(statement, column));
      out[table].push_back(std::move(row));
    }
    sqlite3_reset(statement);
  }
  return out;
}

std::string SqliteDatabase::leftOpen() {
  RunnerAtWork working(runner_);
  if (nested_) return "";
  std::string found;
  for (sqlite3* connection : disk_.connections()) {
    if (sqlite3_get_autocommit(connection) != 0) continue;
    found = "a transaction was left open";
    sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  return found;
}

void SqliteDatabase::watch() {
  observed_.clear();
  watching_ = true;
}
std::vector<ObservedWrite> SqliteDatabase::observed() {
  watching_ = false;
  return {observed_.begin(), observed_.end()};
}

void SqliteDatabase::beforeUpdate(void* context, sqlite3* connection, int op, const char* database, const char* table,
                                  sqlite3_int64 old_row, sqlite3_int64 new_row) {
  auto& self = *static_cast<SqliteDatabase*>(context);
  if (self.tracking_ && !self.runner_ && !self.showsWhenTakenBack(connection, database)) self.account_.sure = false;
  if (self.tracking_ && std::string_view(database) == "main") self.account(connection, op, table, old_row, new_row);
  if (!self.watching_ || self.runner_ || std::string_view(database) != "main") return;
  if (std::string_view(table).substr(0, 7) == "sqlite_") return;
  ObservedWrite write{table, op == SQLITE_INSERT ? "insert" : op == SQLITE_DELETE ? "delete" : "update", {}};
  if (op == SQLITE_UPDATE) {
    const int found = self.schema_.find(table);
    const int count = sqlite3_preupdate_count(connection);
    for (int i = 0; i < count; ++i) {
      sqlite3_value *before = nullptr, *after = nullptr;
      sqlite3_preupdate_old(connection, i, &before);
      sqlite3_preupdate_new(connection, i, &after);
      const auto same = [&] {
        if (before == nullptr || after == nullptr) return before == after;
        if (sqlite3_value_type(before) != sqlite3_value_type(after)) return false;
        const int size = sqlite3_value_bytes(before);
        if (size != sqlite3_value_bytes(after)) return false;
        const void *a = sqlite3_value_blob(before), *b = sqlite3_value_blob(after);
        return std::string_view(static_cast<const char*>(a), size) ==
               std::string_view(static_cast<const char*>(b), size);
      };
      if (same()) continue;
      const bool known = found >= 0 && i < static_cast<int>(self.schema_.tables[found].columns.size());
      write.columns.push_back(known ? self.schema_.tables[found].columns[i].name : "?");
    }
  }
  self.observed_.insert(std::move(write));
}

void SqliteDatabase::learn(bool on) {
  learning_ = on;
  if (!on) return;
  texts_.clear();
  recent_.fill("");
}

std::optional<Columns> SqliteDatabase::columnsOf(const std::set<std::string>& texts) {
  Columns columns;
  bool known = true;
  collecting_ = &columns;
  for (const std::string& text : texts) {
    // A text may hold several statements.
    for (const char* at = text.c_str(); known && at != nullptr && *at != '\0';) {
      sqlite3_stmt* statement = nullptr;
      known = sqlite3_prepare_v2(primary_, at, -1, &statement, &at) == SQLITE_OK;
      sqlite3_finalize(statement);
    }
  }
  collecting_ = nullptr;
  if (!known) return std::nullopt;
  return columns;
}

int SqliteDatabase::authorize(void* context, int action, const char* a, const char* b, const char*, const char*) {
  auto& self = *static_cast<SqliteDatabase*>(context);
  if (action == SQLITE_FUNCTION && self.found_unsteady_ != nullptr && b != nullptr) {
    static const char* const kUnsteady[] = {
        "random",        "randomblob",       "date",         "time",         "datetime",          "julianday",
        "unixepoch",     "strftime",         "current_time", "current_date", "current_timestamp", "changes",
        "total_changes", "last_insert_rowid"};
    for (const char* name : kUnsteady) {
      if (sqlite3_stricmp(name, b) == 0) *self.found_unsteady_ = true;
    }
  }
  if (self.collecting_ == nullptr || a == nullptr) return SQLITE_OK;
  if (action == SQLITE_READ || action == SQLITE_UPDATE) self.collecting_->emplace(a, b != nullptr ? b : "");
  if (action == SQLITE_INSERT || action == SQLITE_DELETE) self.collecting_->emplace(a, "");
  return SQLITE_OK;
}

int SqliteDatabase::trace(unsigned, void* context, void* statement, void* text) {
  auto& self = *static_cast<SqliteDatabase*>(context);
  if (self.runner_) return 0;
  // A trigger shows as a comment, with the statement that fired it.
  if (std::strncmp(static_cast<const char*>(text), "--", 2) != 0) self.own_row_ = false;
  purityTouchedDatabase();
  if (!self.tracking_ && !self.nested_ && !self.learning_) return 0;
  const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement));
  if (sql == nullptr) return 0;
  // Most statements ran a moment ago and are no news.
  std::string& recent = self.recent_[reinterpret_cast<std::uintptr_t>(statement) / 64 % self.recent_.size()];
  if (recent == sql) return 0;
  const Kind kind = kindOf(sql);
  self.structure_ |= kind == Kind::Structure || kind == Kind::Setting;
  self.transactions_ |= kind == Kind::Transaction || kind == Kind::Setting;
  // Taken back is what the hook has counted already.
  if (kind == Kind::TakesBack) self.account_.sure = false;
  if (self.learning_) self.texts_.insert(sql);
  if (kind == Kind::Rows || kind == Kind::Transaction) recent = sql;
  return 0;
}

bool SqliteDatabase::nest(bool on) {
  RunnerAtWork working(runner_);
  if (on == nested_) return true;
  if (!on) {
    nested_ = false;
    if (sqlite3_get_autocommit(primary_) == 0) run(statements_->rollback);
    return true;
  }
  // A handler with a transaction of its own, a row that is refused with all others, a second connection or a constraint
  // checked at commit would behave differently inside an outer transaction.
  if (transactions_ || schema_.deferred_keys || primary_ == own_ || disk_.connections().size() != 2) return false;
  resetBusy();
  disk_.restore(*blank_);
  run(statements_->begin);
  run(statements_->save_base);
  nested_ = true;
  return true;
}

const Engine& sqlite() {
  static const Engine engine{"sqlite",
                             [](const Opening& opening, const std::vector<std::string>& settle,
                                const std::vector<std::string>& assume) -> std::unique_ptr<Database> {
                               return std::make_unique<SqliteDatabase>(opening, settle, assume);
                             }};
  return engine;
}

}  // namespace touchgraph::prove
