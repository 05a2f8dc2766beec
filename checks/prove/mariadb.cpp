#include "checks/prove/hints.h"
#include "checks/prove/server_database.h"
#include "checks/prove/server_process.h"
#include "checks/prove/text.h"
#include "touchgraph/prove/run.h"

#include <mysql.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace touchgraph::prove {
namespace {

MYSQL* connectTo(const std::string& socket, const char* database) {
  MYSQL* connection = mysql_init(nullptr);
  mysql_options(connection, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (mysql_real_connect(connection, nullptr, "root", nullptr, database, 0, socket.c_str(), CLIENT_MULTI_STATEMENTS) !=
      nullptr)
    return connection;
  mysql_close(connection);
  return nullptr;
}

/// One server for the process, started when first needed.
class MariadbServer {
 public:
  static MariadbServer& instance() {
    static MariadbServer server;
    return server;
  }
  std::string socket() const { return process_.directory() + "/socket"; }
  std::string newDatabase() {
    const std::string name = "proofs" + std::to_string(++databases_);
    MYSQL* connection = connectTo(socket(), nullptr);
    const std::string sql = "CREATE DATABASE " + name + " CHARACTER SET utf8mb4";
    const bool ok = connection != nullptr && mysql_query(connection, sql.c_str()) == 0;
    const std::string error = connection != nullptr ? mysql_error(connection) : "no connection";
    if (connection != nullptr) mysql_close(connection);
    if (!ok) throw std::runtime_error("MariaDB: " + error);
    return name;
  }

 private:
  MariadbServer() : process_("mysql") {
    const std::string server = findProgram({"/usr/sbin/mariadbd", "/usr/sbin/mysqld"});
    const std::string install = findProgram({"/usr/bin/mariadb-install-db", "/usr/bin/mysql_install_db"});
    if (server.empty() || install.empty())
      throw std::runtime_error("no MariaDB server on this machine: install the package mariadb-server");
    const std::string data = "--datadir=" + process_.directory() + "/data";
    process_.run({install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"});
    process_.start({server, "--no-defaults", data, "--socket=" + socket(), "--skip-networking", "--skip-log-bin",
                    "--tmpdir=" + process_.directory(), "--pid-file=" + process_.directory() + "/pid",
                    "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=16M",
                    "--skip-grant-tables"},
                   SIGTERM);
    for (int i = 0; i < 300; ++i) {
      if (MYSQL* connection = connectTo(socket(), nullptr); connection != nullptr) {
        mysql_close(connection);
        return;
      }
      if (process_.ended()) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("the MariaDB server does not start: " + process_.log());
  }

  ServerProcess process_;
  int databases_ = 0;
};

Value cell(const char* text, unsigned long length, const MYSQL_FIELD& field) {
  if (text == nullptr) return Value();
  const std::string value(text, length);
  switch (field.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
      return Value(static_cast<std::int64_t>(std::stoll(value)));
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
      return Value(std::stod(value));
    default:
      return field.charsetnr == 63 && field.type == MYSQL_TYPE_BLOB ? Value(Blob{value}) : Value(value);
  }
}

class MariadbConnection : public ServerConnection {
 public:
  MariadbConnection(const std::string& socket, const std::string& database)
      : connection_(connectTo(socket, database.c_str())), database_(database) {
    if (connection_ == nullptr) throw std::runtime_error("MariaDB: no connection");
    // The runner quotes as the standard says.
    if (!execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES,NO_BACKSLASH_ESCAPES'), "
                 "innodb_lock_wait_timeout = 3, lock_wait_timeout = 3, sql_log_off = 1")) {
      throw std::runtime_error("MariaDB: " + error());
    }
  }
  ~MariadbConnection() override { mysql_close(connection_); }

  bool execute(const std::string& sql) override {
    error_.clear();
    if (mysql_real_query(connection_, sql.data(), sql.size()) != 0) return failed();
    for (;;) {
      if (MYSQL_RES* result = mysql_store_result(connection_); result != nullptr) mysql_free_result(result);
      const int next = mysql_next_result(connection_);
      if (next < 0) return true;
      if (next > 0) return failed();
    }
  }
  Rows query(const std::string& sql) override {
    if (mysql_real_query(connection_, sql.data(), sql.size()) != 0)
      throw std::runtime_error(sql.substr(0, 200) + ": " + mysql_error(connection_));
    MYSQL_RES* result = mysql_store_result(connection_);
    Rows rows;
    if (result == nullptr) return rows;
    const unsigned count = mysql_num_fields(result);
    const MYSQL_FIELD* fields = mysql_fetch_fields(result);
    while (MYSQL_ROW row = mysql_fetch_row(result)) {
      const unsigned long* lengths = mysql_fetch_lengths(result);
      rows.emplace_back();
      for (unsigned i = 0; i < count; ++i) rows.back().push_back(cell(row[i], lengths[i], fields[i]));
    }
    mysql_free_result(result);
    return rows;
  }
  std::string error() const override { return error_; }
  std::string literal(const Value& value, const Column&) const override { return sqlLiteral(value); }

  Schema readSchema() override {
    Schema schema;
    for (const auto& row : query("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND "
                                 "table_type = 'BASE TABLE' ORDER BY 1")) {
      Table table;
      table.name = *row[0].text();
      for (const auto& column :
           query("SELECT column_name, CAST(column_type AS CHAR), is_nullable = 'NO', column_default IS NOT NULL AND "
                 "column_default <> 'NULL', "
                 "extra LIKE '%GENERATED%', extra LIKE '%auto_increment%' FROM information_schema.columns "
                 "WHERE table_schema = DATABASE() AND table_name = '" +
                 table.name + "' ORDER BY ordinal_position")) {
        table.columns.push_back(columnOf(column));
      }
      const auto create = query("SHOW CREATE TABLE \"" + table.name + "\"");
      if (!create.empty() && create[0].size() > 1 && create[0][1].text() != nullptr) {
        table.checks.push_back(*create[0][1].text());
        schema.text += withoutCounter(*create[0][1].text()) + ";\n";
      }
      schema.tables.push_back(std::move(table));
    }
    for (Table& table : schema.tables) readKeys(schema, table);
    schema.sortTables();
    return schema;
  }

  bool tryInTransaction(const std::string& sql) override { return execute(sql); }
  std::string enforce(bool on) const override { return std::string("SET FOREIGN_KEY_CHECKS = ") + (on ? "1" : "0"); }
  void resetKeys(const Schema& schema) override {
    for (const Table& table : schema.tables) {
      for (const Column& column : table.columns) {
        if (column.automatic_key && column.has_default)
          execute("ALTER TABLE \"" + table.name + "\" AUTO_INCREMENT = 1");
      }
    }
  }
  int endOpenTransactions() override {
    const auto rows = query(
        "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx t JOIN information_schema.processlist p "
        "ON p.id = t.trx_mysql_thread_id WHERE p.db = DATABASE() AND p.id <> CONNECTION_ID()");
    for (const auto& row : rows) execute("KILL " + std::to_string(*row[0].integer()));
    return static_cast<int>(rows.size());
  }
  void listen(bool on) override {
    execute("SET GLOBAL general_log = OFF; TRUNCATE TABLE mysql.general_log");
    if (on) execute("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON");
  }
  std::set<std::string> heard() override {
    return textsOf(
        "SELECT DISTINCT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type IN ('Query', "
        "'Execute') AND thread_id <> CONNECTION_ID()");
  }
  std::set<std::string> definitions() override {
    return textsOf(
        "SELECT CONCAT(event_object_table, ': ', action_statement) FROM information_schema.triggers WHERE "
        "trigger_schema = DATABASE() UNION ALL "
        "SELECT routine_definition FROM information_schema.routines WHERE routine_schema = DATABASE() UNION ALL "
        "SELECT view_definition FROM information_schema.views WHERE table_schema = DATABASE()");
  }
  std::vector<InsertTrigger> insertTriggers() override {
    std::vector<InsertTrigger> out;
    for (const auto& row : query("SELECT event_object_table, action_statement FROM information_schema.triggers WHERE "
                                 "trigger_schema = DATABASE() AND event_manipulation = 'INSERT' ORDER BY 1, 2"))
      out.push_back({*row[0].text(), *row[1].text()});
    return out;
  }

 private:
  bool failed() {
    error_ = mysql_error(connection_);
    return false;
  }
  static Column columnOf(const std::vector<Value>& row) {
    Column column;
    column.name = *row[0].text();
    column.declared = *row[1].text();
    const auto starts = [&](const char* text) { return column.declared.starts_with(text); };
    const bool integer =
        starts("int") || starts("bigint") || starts("smallint") || starts("mediumint") || starts("tinyint");
    column.affinity = starts("tinyint(1)")                                          ? Affinity::Boolean
                      : integer                                                     ? Affinity::Integer
                      : starts("float") || starts("double") || starts("decimal")    ? Affinity::Real
                      : starts("blob") || starts("varbinary") || starts("longblob") ? Affinity::Blob
                                                                                    : Affinity::Text;
    const auto truth = [&](int index) { return row[index].integer() != nullptr && *row[index].integer() != 0; };
    column.not_null = truth(2);
    column.has_default = truth(3) || truth(5);
    column.generated = truth(4);
    if (starts("enum(")) {
      Hints hints;
      readHints("e in (" + column.declared.substr(5), hints);
      column.domain = hints.columns["e"];
    }
    return column;
  }
  static std::string withoutCounter(std::string text) {
    const auto from = text.find(" AUTO_INCREMENT=");
    if (from == std::string::npos) return text;
    const auto to = text.find(' ', from + 1);
    return text.erase(from, to == std::string::npos ? to : to - from);
  }
  void readKeys(const Schema& schema, Table& table) {
    std::map<std::string, ForeignKey> foreign;
    std::map<std::string, std::vector<int>> unique;
    for (const auto& row :
         query("SELECT k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, "
               "c.constraint_type "
               "FROM information_schema.key_column_usage k JOIN information_schema.table_constraints c "
               "ON c.constraint_schema = k.constraint_schema AND c.table_name = k.table_name AND c.constraint_name = "
               "k.constraint_name "
               "WHERE k.table_schema = DATABASE() AND k.table_name = '" +
               table.name + "' ORDER BY 1, k.ordinal_position")) {
      const int column = table.find(*row[1].text());
      if (row[2].isNull()) {
        unique[*row[4].text() == "PRIMARY KEY" ? "" : *row[0].text()].push_back(column);  // "" sorts first
        continue;
      }
      ForeignKey& key = foreign[*row[0].text()];
      key.parent = schema.find(*row[2].text());
      key.columns.push_back(column);
      key.parent_columns.push_back(key.parent < 0 ? -1 : schema.tables[key.parent].find(*row[3].text()));
    }
    for (auto& [name, key] : foreign) table.foreign_keys.push_back(std::move(key));
    for (auto& [name, columns] : unique) {
      if (name.empty()) {
        table.has_primary_key = true;
        if (columns.size() == 1)
          table.columns[columns[0]].automatic_key = table.columns[columns[0]].affinity == Affinity::Integer;
      }
      table.uniques.push_back(std::move(columns));
    }
  }

  MYSQL* connection_;
  std::string database_, error_;
};

}  // namespace

const Engine& mariadb() {
  static const Engine engine{
      "mariadb",
      [](const Opening& opening, const std::vector<std::string>& settle,
         const std::vector<std::string>& assume) -> std::unique_ptr<Database> {
        MariadbServer& server = MariadbServer::instance();
        const std::string database = server.newDatabase();
        const std::string address = "unix_socket=" + server.socket() + " user=root dbname=" + database;
        return std::make_unique<ServerDatabase>(
            opening, settle, assume, std::make_unique<MariadbConnection>(server.socket(), database), address);
      }};
  return engine;
}

}  // namespace touchgraph::prove
