#pragma once

#include "checks/prove/database.h"
#include "checks/prove/memory_disk.h"

#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK  // declares it; Debian's library has it
#endif
#include <sqlite3.h>

#include <array>

namespace touchgraph::prove {

/// SQLite in this process on a MemoryDisk. The runner works over the program's own connection where it can, so that its
/// pragmas, functions and collations hold for generated rows too.
class SqliteDatabase : public Database {
 public:
  SqliteDatabase(const Opening& opening, std::vector<std::string> settle, std::vector<std::string> assume);
  ~SqliteDatabase() override;

  bool inProcess() const override { return true; }
  const Schema& schema() const override { return schema_; }
  void* handle() override { return handle_.get(); }
  void clear() override;
  bool insert(const Row& row) override;
  bool push(const Row& row) override;
  void pop() override;
  bool settle(std::string* why) override;
  void rewind() override;
  bool written() override;
  Tables dump() override;
  std::string leftOpen() override;
  void watch() override;
  std::vector<ObservedWrite> observed() override;
  void learn(bool on) override;
  const std::set<std::string>& learnt() override { return texts_; }
  std::optional<Columns> columnsOf(const std::set<std::string>& texts) override;
  bool nest(bool on) override;
  bool track(bool on) override;
  std::optional<Content> content() override;
  bool steady(const std::set<std::string>& texts) override;
  bool refuse(int nth) override;
  bool refused() const override { return refuse_at_ > 0 && rows_written_ >= refuse_at_; }
  bool nested() const override { return nested_; }
  bool outgrown() const override { return nested_ && transactions_; }
  void hold() override;
  void release() override;

 private:
  struct Statements;

  void opened(sqlite3* connection);
  void closeStatements();
  void prepareStatements();
  sqlite3_stmt* prepare(const std::string& sql);
  void run(sqlite3_stmt* statement);
  void resetBusy();
  void mustBeOpen();
  static int authorize(void* self, int action, const char* a, const char* b, const char* database, const char* trigger);
  static int trace(unsigned mask, void* self, void* statement, void* text);
  static void beforeUpdate(void* self, sqlite3* connection, int op, const char* database, const char* table,
                           sqlite3_int64 old_row, sqlite3_int64 new_row);

  const Opening& opening_;
  std::vector<std::string> settle_sql_, assume_sql_;
  MemoryDisk disk_;
  sqlite3* own_ = nullptr;      ///< keeps the disk's file alive and serves when the program has no single connection
  sqlite3* primary_ = nullptr;  ///< the connection the runner works over
  std::shared_ptr<void> handle_;
  Schema schema_;
  std::shared_ptr<const MemoryDisk::Copy> blank_;
  std::unique_ptr<Statements> statements_;
  std::set<std::string> texts_;
  std::array<std::string, 64> recent_;  ///< of texts_, those whose running changes nothing but rows
  bool transactions_ = false;           ///< a statement ran that nest() does not bear
  Columns* collecting_ = nullptr;
  bool learning_ = false;
  bool runner_ = false;  ///< the runner itself is at work: nothing is learnt or observed
  bool nested_ = false;
  bool filling_ = false;
  bool may_roll_back_ = false;  ///< the schema: a row that is refused may take all others with it
  std::vector<Row> filled_;     ///< then: the rows so far
  sqlite3_int64 changes_mark_ = 0;

  /// Where an account stands: the content, and the changes that the hook and the connection counted up to there.
  struct Account {
    Content content;
    sqlite3_int64 seen = 0, counted = 0;
    bool sure = true;  ///< nothing happened that the two counts cannot tell
  };
  void startAccount(const Content& content);
  static int rolledBack(void* self);
  /// Whether the two counts would differ if the statement that changes this row were taken back.
  bool showsWhenTakenBack(sqlite3* connection, const char* database);
  void account(sqlite3* connection, int op, const char* table, sqlite3_int64 old_row, sqlite3_int64 new_row);
  Account account_;
  Content state_content_;
  std::vector<Content> contents_;  ///< below each row of push()
  std::vector<std::optional<Content>> held_;
  static void countRow(sqlite3_context* context, int, sqlite3_value**);
  int refuse_at_ = 0, rows_written_ = 0;
  bool tracking_ = false;
  bool own_row_ = false;    ///< the statement that runs has changed a row of its own, no trigger's
  bool structure_ = false;  ///< a statement ran that changes more than rows
  bool* found_unsteady_ = nullptr;
  bool watching_ = false;
  std::set<ObservedWrite> observed_;
};

/// Reads the schema of an open database.
Schema readSqliteSchema(sqlite3* connection);

}  // namespace touchgraph::prove
