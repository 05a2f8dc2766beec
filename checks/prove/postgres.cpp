#include "checks/prove/hints.h"
#include "checks/prove/server_database.h"
#include "checks/prove/server_process.h"
#include "checks/prove/text.h"
#include "touchgraph/prove/run.h"

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace touchgraph::prove {
namespace {

/// One server for the process, started when first needed.
class PostgresServer {
 public:
  static PostgresServer& instance() {
    static PostgresServer server;
    return server;
  }
  std::string address(const std::string& database) const {
    return "host=" + process_.directory() + " user=touchgraph dbname=" + database;
  }
  std::string newDatabase() {
    const std::string name = "proofs" + std::to_string(++databases_);
    PGconn* connection = PQconnectdb(address("postgres").c_str());
    PGresult* result = PQexec(connection, ("CREATE DATABASE " + name).c_str());
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    const std::string error = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (!ok) throw std::runtime_error("PostgreSQL: " + error);
    return name;
  }
  /// The statements that were run in a database since a position in the log. A line is `DATABASE>LOG:  statement: TEXT`
  /// or `…>LOG:  execute NAME: TEXT`; lines that go on begin with a tab.
  std::set<std::string> statements(const std::string& database, std::size_t& from) const {
    std::set<std::string> out;
    std::istringstream lines(process_.printed(from));
    std::string line, text;
    const auto end = [&] {
      if (!text.empty()) out.insert(std::exchange(text, ""));
    };
    while (std::getline(lines, line)) {
      if (line.starts_with('\t')) {
        if (!text.empty()) text += "\n" + line.substr(1);
        continue;
      }
      end();
      for (const char* kind : {"LOG:  statement: ", "LOG:  execute "}) {
        const std::string head = database + ">" + kind;
        if (line.starts_with(head)) text = line.substr(head.size());
        if (line.starts_with(head) && head.ends_with("execute "))
          text = text.substr(std::min(text.find(": "), text.size()) + 2);
      }
    }
    end();
    return out;
  }

 private:
  PostgresServer() : process_("postgres") {
    const std::string postgres = findProgram({"/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres"});
    if (postgres.empty())
      throw std::runtime_error("no PostgreSQL server on this machine: install the package postgresql");
    const std::string bin = postgres.substr(0, postgres.rfind('/'));
    const std::string data = process_.directory() + "/data";
    process_.run({bin + "/initdb", "-D", data, "-A", "trust", "-U", "touchgraph", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-sync"});
    process_.start({postgres,
                    "-D",
                    data,
                    "-k",
                    process_.directory(),
                    "-c",
                    "listen_addresses=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "synchronous_commit=off",
                    "-c",
                    "full_page_writes=off",
                    "-c",
                    "autovacuum=off",
                    "-c",
                    "log_statement=all",
                    "-c",
                    "log_line_prefix=%d>",
                    "-c",
                    "lc_messages=C"},
                   SIGINT);
    for (int i = 0; i < 300; ++i) {
      if (PQping(address("postgres").c_str()) == PQPING_OK) return;
      if (process_.ended()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("the PostgreSQL server does not start: " + process_.log());
  }

  ServerProcess process_;
  int databases_ = 0;
};

constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kFloat4 = 700, kFloat8 = 701,
              kNumeric = 1700;

Value cell(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return Value();
  const std::string text = PQgetvalue(result, row, column);
  switch (PQftype(result, column)) {
    case kBool:
      return Value(std::int64_t{text == "t"});
    case kInt2:
    case kInt4:
    case kInt8:
      return Value(static_cast<std::int64_t>(std::stoll(text)));
    case kFloat4:
    case kFloat8:
    case kNumeric:
      return Value(std::stod(text));
    case kBytea: {
      std::string bytes;
      for (std::size_t i = 2; i + 1 < text.size(); i += 2)
        bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
      return Value(Blob{std::move(bytes)});
    }
    default:
      return Value(text);
  }
}

class PostgresConnection : public ServerConnection {
 public:
  PostgresConnection(PostgresServer& server, std::string database)
      : server_(server), database_(std::move(database)), connection_(PQconnectdb(server.address(database_).c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
    PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
    execute("SET log_statement = 'none'");
    execute("SET lock_timeout = '3s'");
  }
  ~PostgresConnection() override { PQfinish(connection_); }

  bool execute(const std::string& sql) override {
    PGresult* result = PQexec(connection_, sql.c_str());
    const auto status = PQresultStatus(result);
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
  }
  Rows query(const std::string& sql) override {
    PGresult* result = PQexec(connection_, sql.c_str());
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
      PQclear(result);
      throw std::runtime_error(sql.substr(0, 200) + ": " + error());
    }
    Rows rows;
    for (int i = 0; i < PQntuples(result); ++i) {
      rows.emplace_back();
      for (int j = 0; j < PQnfields(result); ++j) rows.back().push_back(cell(result, i, j));
    }
    PQclear(result);
    return rows;
  }
  std::string error() const override { return PQerrorMessage(connection_); }
  std::string literal(const Value& value, const Column& column) const override {
    if (const auto* blob = std::get_if<Blob>(&value.data)) {
      const std::string hex = sqlLiteral(Value(*blob));  // X'…'
      return "'\\x" + hex.substr(2, hex.size() - 3) + "'::bytea";
    }
    if (column.affinity == Affinity::Boolean && value.integer() != nullptr)
      return *value.integer() != 0 ? "TRUE" : "FALSE";
    return sqlLiteral(value);
  }

  Schema readSchema() override {
    Schema schema;
    for (const auto& row :
         query("SELECT c.relname::text, c.oid::int8 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
               "WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' ORDER BY 1")) {
      Table table;
      table.name = *row[0].text();
      readTable(table, *row[1].integer());
      schema.tables.push_back(std::move(table));
    }
    for (Table& table : schema.tables) readForeignKeys(schema, table);
    for (const auto& row :
         query("SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
               "WHERE connamespace = 'public'::regnamespace ORDER BY 1")) {
      schema.text += *row[0].text() + ";\n";
    }
    for (const Table& table : schema.tables) {
      for (const Column& column : table.columns)
        schema.text += table.name + "." + column.name + " " + column.declared + ";\n";
    }
    schema.deferred_keys = true;
    schema.sortTables();
    return schema;
  }

  bool tryInTransaction(const std::string& sql) override {
    // A refused statement ends the whole transaction here, so each has a savepoint.
    if (execute("SAVEPOINT touchgraph_row; " + sql + "; RELEASE SAVEPOINT touchgraph_row")) return true;
    execute("ROLLBACK TO SAVEPOINT touchgraph_row");
    return false;
  }
  std::string enforce(bool on) const override {
    return std::string("SET session_replication_role = ") + (on ? "origin" : "replica");
  }
  void resetKeys(const Schema& schema) override {
    std::string sql;
    for (const Table& table : schema.tables) {
      for (const Column& column : table.columns) {
        if (!column.has_default || !column.automatic_key) continue;
        sql += "SELECT setval(pg_get_serial_sequence('\"" + table.name + "\"', '" + column.name +
               "'), COALESCE((SELECT MAX(\"" + column.name + "\") FROM \"" + table.name + "\"), 0) + 1, false);";
      }
    }
    if (!sql.empty()) execute(sql);
  }
  int endOpenTransactions() override {
    const auto rows = query(
        "SELECT pg_terminate_backend(pid)::int FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'");
    return static_cast<int>(rows.size());
  }
  void listen(bool) override { heard(); }
  std::set<std::string> heard() override { return server_.statements(database_, listened_); }
  std::set<std::string> definitions() override {
    return textsOf(
        "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind "
        "IN "
        "('f', 'p') UNION ALL "
        // With the trigger its function's text: NEW is a row of the trigger's table.
        "SELECT pg_get_triggerdef(t.oid) || ' ' || p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE "
        "NOT t.tgisinternal UNION ALL "
        "SELECT definition FROM pg_views WHERE schemaname = 'public' UNION ALL "
        "SELECT definition FROM pg_matviews WHERE schemaname = 'public' UNION ALL "
        "SELECT definition FROM pg_rules WHERE schemaname = 'public'");
  }
  std::vector<InsertTrigger> insertTriggers() override {
    std::vector<InsertTrigger> out;
    constexpr const char* kOnInsert = "4";  // of tgtype, pg_trigger.h
    for (const auto& row : query(std::string("SELECT c.relname::text, p.prosrc FROM pg_trigger t JOIN pg_class c ON "
                                             "c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT "
                                             "t.tgisinternal AND t.tgtype & ") +
                                 kOnInsert + " <> 0 ORDER BY 1, 2"))
      out.push_back({*row[0].text(), *row[1].text()});
    return out;
  }

 private:
  void readTable(Table& table, std::int64_t oid) {
    const std::string id = std::to_string(oid);
    std::vector<std::pair<std::int64_t, int>> numbers;  // attnum → index
    for (const auto& row :
         query("SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::int, a.atthasdef::int, "
               "(a.attgenerated <> '')::int, (a.attidentity <> '')::int, a.attnum::int, a.atttypid::int8 "
               "FROM pg_attribute a WHERE a.attrelid = " +
               id + " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum")) {
      Column column;
      column.name = *row[0].text();
      column.declared = *row[1].text();
      column.affinity = affinityOf(column.declared);
      column.not_null = *row[2].integer() != 0;
      column.has_default = *row[3].integer() != 0 || *row[5].integer() != 0;
      column.generated = *row[4].integer() != 0;
      for (const auto& label : query("SELECT enumlabel::text FROM pg_enum WHERE enumtypid = " +
                                     std::to_string(*row[7].integer()) + " ORDER BY enumsortorder")) {
        column.domain.push_back(label[0]);
      }
      numbers.emplace_back(*row[6].integer(), static_cast<int>(table.columns.size()));
      table.columns.push_back(std::move(column));
    }
    numbers_[table.name] = numbers;
    // Primary key first.
    for (const auto& row :
         query("SELECT indisprimary::int, array_to_string(indkey, ',') FROM pg_index WHERE indrelid = " + id +
               " AND indisunique AND indpred IS NULL AND indexprs IS NULL ORDER BY indisprimary DESC, indexrelid")) {
      std::vector<int> columns = columnsOf(table.name, *row[1].text());
      if (*row[0].integer() != 0) {
        table.has_primary_key = true;
        if (columns.size() == 1) {
          Column& column = table.columns[columns[0]];
          column.automatic_key = column.affinity == Affinity::Integer;
        }
      }
      table.uniques.push_back(std::move(columns));
    }
    for (const auto& row : query("SELECT 'CHECK (' || pg_get_constraintdef(oid) || ')' FROM pg_constraint WHERE "
                                 "contype = 'c' AND conrelid = " +
                                 id + " ORDER BY 1")) {
      table.checks.push_back(*row[0].text());
    }
  }
  void readForeignKeys(Schema& schema, Table& table) {
    for (const auto& row :
         query("SELECT array_to_string(conkey, ','), (SELECT relname::text FROM pg_class WHERE oid = confrelid), "
               "array_to_string(confkey, ','), condeferred::int FROM pg_constraint WHERE contype = 'f' AND conrelid = "
               "'\"" +
               table.name + "\"'::regclass ORDER BY conname")) {
      ForeignKey key;
      key.columns = columnsOf(table.name, *row[0].text());
      key.parent = schema.find(*row[1].text());
      key.parent_columns = columnsOf(*row[1].text(), *row[2].text());
      key.deferred = *row[3].integer() != 0;
      table.foreign_keys.push_back(std::move(key));
    }
  }
  std::vector<int> columnsOf(const std::string& table, const std::string& list) {
    std::vector<int> out;
    std::size_t from = 0;
    while (from < list.size()) {
      const auto comma = std::min(list.find(',', from), list.size());
      const std::int64_t number = std::stoll(list.substr(from, comma - from));
      for (auto [attribute, index] : numbers_[table]) {
        if (attribute == number) out.push_back(index);
      }
      from = comma + 1;
    }
    return out;
  }
  static Affinity affinityOf(const std::string& type) {
    const auto starts = [&](const char* text) { return type.starts_with(text); };
    if (starts("smallint") || starts("integer") || starts("bigint")) return Affinity::Integer;
    if (starts("boolean")) return Affinity::Boolean;
    if (starts("real") || starts("double") || starts("numeric")) return Affinity::Real;
    if (starts("bytea")) return Affinity::Blob;
    return Affinity::Text;
  }

  PostgresServer& server_;
  std::string database_;
  std::size_t listened_ = 0;
  PGconn* connection_;
  std::map<std::string, std::vector<std::pair<std::int64_t, int>>> numbers_;
};

}  // namespace

const Engine& postgres() {
  static const Engine engine{"postgres",
                             [](const Opening& opening, const std::vector<std::string>& settle,
                                const std::vector<std::string>& assume) -> std::unique_ptr<Database> {
                               PostgresServer& server = PostgresServer::instance();
                               const std::string database = server.newDatabase();
                               return std::make_unique<ServerDatabase>(
                                   opening, settle, assume, std::make_unique<PostgresConnection>(server, database),
                                   server.address(database));
                             }};
  return engine;
}

}  // namespace touchgraph::prove
