#include "analyzer/sql/engines/engine.h"

#include <sqlite3.h>

/// Statements are compiled, never run. The authorizer is called for each table and column the program would touch, with the
/// trigger or view it is in. What it does not say is the business of the structural reading: the delete that REPLACE
/// performs, the columns of NATURAL and USING, a CTE nobody uses.
namespace touchgraph::sql {

namespace {

struct Recorder {
  std::vector<EngineAccess>* accesses = nullptr;
};

int authorize(void* data, int action, const char* first, const char* second, const char*, const char* trigger) {
  auto* recorder = static_cast<Recorder*>(data);
  if (!recorder->accesses || !first) return SQLITE_OK;
  EngineAccess access;
  switch (action) {
    case SQLITE_READ: access.kind = EngineAccess::Kind::Read; break;
    case SQLITE_INSERT: access.kind = EngineAccess::Kind::Insert; break;
    case SQLITE_UPDATE: access.kind = EngineAccess::Kind::Update; break;
    case SQLITE_DELETE: access.kind = EngineAccess::Kind::Delete; break;
    default: return SQLITE_OK;
  }
  access.table = first;
  if (second && (action == SQLITE_READ || action == SQLITE_UPDATE)) access.column = second;
  if (trigger) access.trigger = trigger;
  recorder->accesses->push_back(std::move(access));
  return SQLITE_OK;
}

void nothing(sqlite3_context* context, int, sqlite3_value**) { sqlite3_result_null(context); }
int compareNothing(void*, int a, const void* x, int b, const void* y) {
  return std::string_view(static_cast<const char*>(x), static_cast<std::size_t>(a))
      .compare(std::string_view(static_cast<const char*>(y), static_cast<std::size_t>(b)));
}

EngineReport::Error classify(const std::string& message) {
  auto begins = [&](const char* text) { return message.rfind(text, 0) == 0; };
  if (message.find("syntax error") != std::string::npos || begins("unrecognized token") || begins("incomplete input")) return EngineReport::Error::Syntax;
  if (begins("no such table")) return EngineReport::Error::NoTable;
  if (begins("no such column") || message.find("has no column named") != std::string::npos) return EngineReport::Error::NoColumn;
  return EngineReport::Error::Other;
}

std::string quoted(const std::string& name) {
  std::string result = "\"";
  for (char c : name) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

class SqliteEngine : public Engine {
 public:
  SqliteEngine(const Schema& schema, std::vector<SchemaError>& errors) {
    if (sqlite3_open(":memory:", &db_) != SQLITE_OK) return;
    execute("PRAGMA foreign_keys=ON");
    for (const Schema::Piece& piece : schema.pieces()) {
      std::string message = execute(piece.text);
      if (message.empty()) continue;
      bool repeated = message.find("already exists") != std::string::npos || message.find("duplicate column") != std::string::npos;
      bool foreign = message.rfind("no such module", 0) == 0 || message.find("no such function") != std::string::npos;
      if (piece.file != "code" && !repeated && !foreign) errors.push_back({piece.file, piece.line, message});
    }
    // What the engine would not make, in plain form: its columns are enough.
    for (const auto& [key, table] : schema.tables()) {
      if (!table.columns_known || table.columns.empty() || exists(table.name)) continue;
      std::string text = "CREATE TABLE " + quoted(table.name) + " (";
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        text += (i ? ", " : "") + quoted(table.columns[i].name) + (table.columns[i].name == table.rowid_alias ? " INTEGER PRIMARY KEY" : "");
      execute(text + ")");
    }
    sqlite3_set_authorizer(db_, authorize, &recorder_);
  }
  ~SqliteEngine() override { sqlite3_close(db_); }
  SqliteEngine(const SqliteEngine&) = delete;
  SqliteEngine& operator=(const SqliteEngine&) = delete;

  EngineReport check(const std::string& statement) override {
    EngineReport report;
    if (!db_) return report;
    for (int attempt = 0; attempt < 16; ++attempt) {
      report = EngineReport{};
      recorder_.accesses = &report.accesses;
      sqlite3_stmt* prepared = nullptr;
      int code = sqlite3_prepare_v2(db_, statement.c_str(), static_cast<int>(statement.size()), &prepared, nullptr);
      sqlite3_finalize(prepared);
      recorder_.accesses = nullptr;
      if (code == SQLITE_OK) return report;
      report.message = sqlite3_errmsg(db_);
      report.error = classify(report.message);
      if (!supply(report.message)) break;
    }
    report.accesses.clear();
    return report;
  }

 private:
  /// "" when it went well.
  std::string execute(const std::string& text) {
    char* error = nullptr;
    if (sqlite3_exec(db_, text.c_str(), nullptr, nullptr, &error) == SQLITE_OK) return "";
    std::string message = error ? error : "cannot be executed";
    sqlite3_free(error);
    return message;
  }

  bool exists(const std::string& table) {
    sqlite3_stmt* prepared = nullptr;
    std::string text = "SELECT 1 FROM " + quoted(table);
    int code = sqlite3_prepare_v2(db_, text.c_str(), -1, &prepared, nullptr);
    sqlite3_finalize(prepared);
    return code == SQLITE_OK;
  }

  /// Functions and collations are made by the program when it runs; here they get a stand-in.
  bool supply(const std::string& message) {
    auto after = [&](std::string_view prefix) -> std::string {
      return message.rfind(prefix, 0) == 0 ? message.substr(prefix.size()) : std::string();
    };
    if (std::string name = after("no such function: "); !name.empty())
      return sqlite3_create_function(db_, name.c_str(), -1, SQLITE_UTF8, nullptr, nothing, nullptr, nullptr) == SQLITE_OK;
    if (std::string name = after("no such collation sequence: "); !name.empty())
      return sqlite3_create_collation(db_, name.c_str(), SQLITE_UTF8, nullptr, compareNothing) == SQLITE_OK;
    return false;
  }

  sqlite3* db_ = nullptr;
  Recorder recorder_;
};

}  // namespace

std::unique_ptr<Engine> makeSqliteEngine(const Schema& schema, std::vector<SchemaError>& errors) {
  return std::make_unique<SqliteEngine>(schema, errors);
}

}  // namespace touchgraph::sql
