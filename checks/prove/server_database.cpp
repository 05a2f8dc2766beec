#include "checks/prove/server_database.h"

#include "checks/prove/text.h"
#include "touchgraph/prove/model.h"

#include <algorithm>
#include <stdexcept>

namespace touchgraph::prove {
namespace {

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

}  // namespace

std::set<std::string> ServerConnection::textsOf(const std::string& sql) {
  std::set<std::string> out;
  for (const auto& row : query(sql)) {
    if (row[0].text() != nullptr) out.insert(*row[0].text());
  }
  return out;
}

ServerDatabase::ServerDatabase(const Opening& opening, std::vector<std::string> settle, std::vector<std::string> assume,
                               std::unique_ptr<ServerConnection> connection, std::string address)
    : opening_(opening),
      settle_sql_(std::move(settle)),
      assume_sql_(std::move(assume)),
      connection_(std::move(connection)),
      address_(std::move(address)) {
  const std::string schema = schemaText(opening);
  if (!schema.empty() && !connection_->execute(schema))
    throw std::runtime_error("the schema is refused: " + connection_->error());
  handle_ = opening_.open(address_);
  if (handle_ == nullptr) throw std::runtime_error("the factory returned no handle");
  schema_ = connection_->readSchema();
  markKeptColumns(schema_, connection_->insertTriggers());
  for (const std::string& text : connection_->definitions()) schema_.text += text + ";\n";
  if (schema_.tables.empty()) throw std::runtime_error("the database has no tables: give the suite a schema");
}

void ServerDatabase::must(const std::string& sql) {
  if (!connection_->execute(sql)) throw std::runtime_error(sql.substr(0, 200) + ": " + connection_->error());
}

std::string ServerDatabase::deleteAll() const {
  std::string sql = connection_->enforce(false) + ";";
  for (auto table = schema_.order.rbegin(); table != schema_.order.rend(); ++table) {
    sql += "DELETE FROM " + quoted(schema_.tables[*table].name) + ";";
  }
  return sql + connection_->enforce(true) + ";";
}

void ServerDatabase::clear() {
  must(deleteAll());
  must("BEGIN");
  rows_.clear();
}

std::string ServerDatabase::insertText(const Row& row) const {
  const Table& table = schema_.tables[row.table];
  std::string columns, values;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].generated || table.columns[i].kept_by_trigger) continue;
    columns += (columns.empty() ? "" : ", ") + quoted(table.columns[i].name);
    values += (values.empty() ? "" : ", ") + connection_->literal(row.cells[i], table.columns[i]);
  }
  return "INSERT INTO " + quoted(table.name) + " (" + columns + ") VALUES (" + values + ")";
}

bool ServerDatabase::insert(const Row& row) {
  if (!connection_->tryInTransaction(insertText(row))) return false;
  rows_.push_back(row);
  return true;
}

bool ServerDatabase::settle(std::string* why) {
  const auto fail = [&](const std::string& reason) {
    if (why != nullptr) *why = reason;
    connection_->execute("ROLLBACK");
    return false;
  };
  for (const std::string& sql : settle_sql_) {
    if (!connection_->execute(sql)) return fail(connection_->error());
  }
  for (const std::string& sql : assume_sql_) {
    const auto rows = connection_->query(sql);
    const auto* number = rows.empty() || rows[0].empty() ? nullptr : rows[0][0].integer();
    if (number == nullptr || *number == 0) return fail("an assumption does not hold");
  }
  if (!connection_->execute("COMMIT")) return fail(connection_->error());
  connection_->resetKeys(schema_);
  state_ = dump();
  return true;
}

/// In one message: a server is asked as seldom as can be.
void ServerDatabase::rewind() {
  if (dump() == state_) return;
  std::string sql = deleteAll() + "BEGIN;";
  for (const Row& row : rows_) sql += insertText(row) + ";";
  for (const std::string& text : settle_sql_) sql += text + ";";
  must(sql + "COMMIT");
  connection_->resetKeys(schema_);
}

bool ServerDatabase::written() {
  return !(dump() == state_);
}

Tables ServerDatabase::dump() {
  Tables out;
  for (const Table& table : schema_.tables) {
    std::string columns;
    for (const Column& column : table.columns) columns += (columns.empty() ? "" : ", ") + quoted(column.name);
    auto rows = connection_->query("SELECT " + columns + " FROM " + quoted(table.name));
    // A server gives rows in the order it likes; a dump has one order.
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i]) continue;
        const auto *x = a[i].integer(), *y = b[i].integer();
        return x != nullptr && y != nullptr ? *x < *y : show(a[i]) < show(b[i]);
      }
      return false;
    });
    out.push_back(std::move(rows));
  }
  return out;
}

std::string ServerDatabase::leftOpen() {
  if (connection_->endOpenTransactions() == 0) return "";
  handle_.reset();  // its connection is gone
  handle_ = opening_.open(address_);
  return "a transaction was left open";
}

void ServerDatabase::learn(bool on) {
  if (on) {
    texts_.clear();
  } else {
    texts_.merge(connection_->heard());
  }
  connection_->listen(on);
}
const std::set<std::string>& ServerDatabase::learnt() {
  texts_.merge(connection_->heard());
  return texts_;
}

/// Which trigger or view a statement sets off is not looked into: all count.
std::optional<Columns> ServerDatabase::columnsOf(const std::set<std::string>& texts) {
  Columns out = namedColumns(schema_, texts);
  out.merge(namedColumns(schema_, connection_->definitions()));
  return out;
}

std::vector<ObservedWrite> ServerDatabase::observed() {
  return writesBetween(schema_, state_, dump());
}

std::vector<ObservedWrite> writesBetween(const Schema& schema, const Tables& before, const Tables& after) {
  std::set<ObservedWrite> out;
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    const Table& table = schema.tables[t];
    const auto same = [&](const std::vector<Value>& a, const std::vector<Value>& b) {
      if (!table.has_primary_key) return a == b;
      return std::all_of(table.uniques[0].begin(), table.uniques[0].end(), [&](int c) { return a[c] == b[c]; });
    };
    for (const auto& row : before[t]) {
      const auto found =
          std::find_if(after[t].begin(), after[t].end(), [&](const auto& other) { return same(row, other); });
      if (found == after[t].end()) {
        out.insert({table.name, "delete", {}});
        continue;
      }
      ObservedWrite write{table.name, "update", {}};
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (!(row[c] == (*found)[c])) write.columns.push_back(table.columns[c].name);
      }
      if (!write.columns.empty()) out.insert(std::move(write));
    }
    for (const auto& row : after[t]) {
      if (std::none_of(before[t].begin(), before[t].end(), [&](const auto& other) { return same(row, other); })) {
        out.insert({table.name, "insert", {}});
      }
    }
  }
  return {out.begin(), out.end()};
}

}  // namespace touchgraph::prove
