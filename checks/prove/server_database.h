#pragma once

#include "checks/prove/database.h"
#include "checks/prove/named_columns.h"

#include <functional>
#include <map>

/// A database on a server: the runner has a connection of its own, beside the program's. A state is put back by
/// deleting and inserting again, which costs milliseconds where SQLite's pages cost microseconds; the laws are the
/// same.
namespace touchgraph::prove {

/// What is the server's own way.
class ServerConnection {
 public:
  virtual ~ServerConnection() = default;
  using Rows = std::vector<std::vector<Value>>;
  /// Runs one or more statements; false when refused, with the server's message in error().
  virtual bool execute(const std::string& sql) = 0;
  virtual Rows query(const std::string& sql) = 0;
  virtual std::string error() const = 0;
  virtual std::string literal(const Value& value, const Column& column) const = 0;
  virtual Schema readSchema() = 0;
  /// Runs one statement within a transaction that goes on when it is refused.
  virtual bool tryInTransaction(const std::string& sql) = 0;
  /// The statement that turns constraints and triggers off for the runner's own deleting, and on again.
  virtual std::string enforce(bool on) const = 0;
  /// Keys the server makes start after the highest there is.
  virtual void resetKeys(const Schema& schema) = 0;
  /// Ends every other connection of this database that is within a transaction; how many there were.
  virtual int endOpenTransactions() = 0;
  /// Starts noting which statements other connections of this database run, or ends it.
  virtual void listen(bool on) = 0;
  /// What they ran since.
  virtual std::set<std::string> heard() = 0;
  /// The texts of triggers, routines and views.
  virtual std::set<std::string> definitions() = 0;
  virtual std::vector<InsertTrigger> insertTriggers() = 0;

 protected:
  /// The first column of a query's rows.
  std::set<std::string> textsOf(const std::string& sql);
};

class ServerDatabase : public Database {
 public:
  ServerDatabase(const Opening& opening, std::vector<std::string> settle, std::vector<std::string> assume,
                 std::unique_ptr<ServerConnection> connection, std::string address);

  const Schema& schema() const override { return schema_; }
  void* handle() override { return handle_.get(); }
  void clear() override;
  bool insert(const Row& row) override;
  bool settle(std::string* why) override;
  void rewind() override;
  bool written() override;
  Tables dump() override;
  std::string leftOpen() override;
  void watch() override {}
  std::vector<ObservedWrite> observed() override;
  void learn(bool on) override;
  const std::set<std::string>& learnt() override;
  std::optional<Columns> columnsOf(const std::set<std::string>& texts) override;

 private:
  void must(const std::string& sql);
  std::string deleteAll() const;
  std::string insertText(const Row& row) const;

  const Opening& opening_;
  std::vector<std::string> settle_sql_, assume_sql_;
  std::unique_ptr<ServerConnection> connection_;
  std::string address_;
  std::shared_ptr<void> handle_;
  Schema schema_;
  std::vector<Row> rows_;  ///< of the state, as inserted
  Tables state_;
  std::set<std::string> texts_;
};

/// What changed between two dumps, row by row of equal primary key.
std::vector<ObservedWrite> writesBetween(const Schema& schema, const Tables& before, const Tables& after);

}  // namespace touchgraph::prove
