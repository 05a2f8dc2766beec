#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// SQLiteCpp: the statement gets its text in the constructor; Transaction and Savepoint are guards that roll back when
/// they are destroyed before commit() or release().
namespace touchgraph::models {
namespace {

void addStatement(Library& library) {
  addConstructors(library, {"SQLite::Statement"},
                  {.role = Role::Statement, .text = arg(1), .statement = kResult, .min_args = 2});
  addMethods(library, "SQLite::Statement", {"bind", "bindNoCopy"},
             {.role = Role::Statement,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .bind = Bind::Indexed,
              .min_args = 2});
  addMethods(library, "SQLite::Statement", {"bind"},  // NULL
             {.role = Role::Statement, .statement = kReceiver, .index = arg(0), .bind = Bind::Indexed, .max_args = 1});
  addMethods(library, "SQLite::Statement", {"exec", "executeStep", "tryExecuteStep"},
             {.role = Role::Statement, .statement = kReceiver, .run = true});
  addMethods(library, "SQLite::Statement", {"getIndex", "getColumnIndex"}, {.role = Role::Forward, .value = arg(0)});
  addMethods(library, "SQLite::Statement", {"getColumn"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  // getColumns<T>() makes a T of all columns: the fields of the result come from the row, which one is not told.
  addMethods(library, "SQLite::Statement", {"getColumns"}, {.role = Role::Column, .statement = kReceiver});
  addMethods(library, "SQLite::Statement", {"getQuery", "getExpandedSQL"},
             {.role = Role::TextForward, .text = kReceiver});

  // bind(statement, a, b, …) and the form with a tuple of them.
  add(library, {"SQLite::bind"},
      {.role = Role::Statement,
       .statement = arg(0),
       .value = arg(1),
       .bind = Bind::Array,
       .max_args = 2,
       .signature_has = "tuple"});
  add(library, {"SQLite::bind"},
      {.role = Role::Statement, .statement = arg(0), .bind_from = 1, .bind = Bind::Following});
  add(library, {"SQLite::execute_many"},
      {.role = Role::Statement, .text = arg(1), .bind_from = 2, .bind = Bind::Following, .run = true, .each = true});
  add(library, {"SQLite::bind_exec", "SQLite::reset_bind_exec"},
      {.role = Role::Statement, .statement = arg(0), .value = arg(1), .bind = Bind::Array, .run = true});

  addMethods(library, "SQLite::Column",
             {"getInt",
              "getUInt",
              "getInt64",
              "getDouble",
              "getText",
              "getBlob",
              "getString",
              "operator char",
              "operator signed char",
              "operator unsigned char",
              "operator short",
              "operator unsigned short",
              "operator int",
              "operator unsigned int",
              "operator long",
              "operator long long",
              "operator double",
              "operator const char *",
              "operator const void *",
              "operator std::basic_string",
              "operator basic_string",
              "operator std::string"},
             {.role = Role::Forward, .value = kReceiver});
  addIgnored(library,
             {"SQLite::Column::getName", "SQLite::Column::getOriginName", "SQLite::Column::getType",
              "SQLite::Column::isInteger", "SQLite::Column::isFloat", "SQLite::Column::isText",
              "SQLite::Column::isBlob", "SQLite::Column::isNull", "SQLite::Column::getBytes", "SQLite::Column::size"});
}

void addDatabase(Library& library) {
  addConstructors(library, {"SQLite::Database"},
                  {.role = Role::Connection, .text = arg(0), .statement = kResult, .min_args = 2});
  addMethods(library, "SQLite::Database", {"exec", "tryExec", "execAndGet"},
             {.role = Role::Statement, .text = arg(0), .run = true});
  addMethods(library, "SQLite::Database", {"getLastInsertRowid"}, {.role = Role::InsertedKey, .value = kResult});
  addMethods(library, "SQLite::Database", {"getHandle"}, {.role = Role::Forward, .value = kReceiver});
  addMethods(library, "SQLite::Database", {"backup"},
             {.role = Role::Opaque, .note = "copies a whole database (SQLite::Database::backup)"});
  addMethods(library, "SQLite::Database", {"loadExtension"},
             {.role = Role::Opaque, .note = "loads code that can change any table (SQLite::Database::loadExtension)"});
  // (name, arguments, deterministic, data, function, step, final, destroy)
  addMethods(library, "SQLite::Database", {"createFunction"},
             {.role = Role::Invoke, .value = arg(4), .bind_from = 99, .also = true});
  addMethods(library, "SQLite::Database", {"createFunction"},
             {.role = Role::Invoke, .value = arg(5), .bind_from = 99, .also = true});
  addMethods(library, "SQLite::Database", {"createFunction"}, {.role = Role::Invoke, .value = arg(6), .bind_from = 99});
  addMethods(library, "SQLite::Backup", {"executeStep"},
             {.role = Role::Opaque, .note = "copies a whole database (SQLite::Backup::executeStep)"});
}

void addTransactions(Library& library) {
  addConstructors(library, {"SQLite::Transaction", "SQLite::Savepoint"}, {.role = Role::Begin, .statement = kResult});
  add(library, {"SQLite::Transaction::commit", "SQLite::Savepoint::release"},
      {.role = Role::Commit, .statement = kReceiver});
  add(library, {"SQLite::Transaction::rollback", "SQLite::Savepoint::rollback", "SQLite::Savepoint::rollbackTo"},
      {.role = Role::Rollback, .statement = kReceiver});
}

}  // namespace

Library sqliteCpp() {
  Library library{.name = "SQLiteCpp", .dialect = "sqlite"};
  addStatement(library);
  addDatabase(library);
  addTransactions(library);
  addHandle(library, "SQLite::Statement",
            {"Statement", "~Statement", "operator=", "reset", "tryReset", "clearBindings", "isColumnNull",
             "getColumnName", "getColumnOriginName", "getColumnDeclaredType", "getColumnCount", "getChanges", "hasRow",
             "isDone", "getBindParameterCount", "getErrorCode", "getExtendedErrorCode", "getErrorMsg"});
  addHandle(library, "SQLite::Database",
            {"Database", "~Database", "operator=", "setBusyTimeout", "tableExists", "getChanges", "getTotalChanges",
             "getErrorCode", "getExtendedErrorCode", "getErrorMsg", "getFilename", "key", "rekey", "isUnencrypted",
             "getHeaderInfo", "check"});
  addHandle(library, "SQLite::Transaction", {"Transaction", "~Transaction"});
  addHandle(library, "SQLite::Savepoint", {"Savepoint", "~Savepoint"});
  addHandle(library, "SQLite::Backup", {"Backup", "~Backup", "getRemainingPageCount", "getTotalPageCount"});
  return library;
}

}  // namespace touchgraph::models
