#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// Drogon's DbClient: SQL with `$1` or `?` and the values as further arguments, or streamed into a binder.
namespace touchgraph::models {
namespace {

/// The object mapper makes its text from the class it maps, whose table and primary key are static members.
void addMapper(Library& library) {
  const Names mappers = {"drogon::orm::Mapper", "drogon::orm::CoroMapper"};
  const std::string handed_on = "std::function<void (";  // the callbacks of the result and of the error
  const auto callbacks = [&](Names methods, int first) {
    for (int n : {first, first + 1})
      addMethods(
          library, mappers, methods,
          {.role = Role::Invoke, .value = arg(n), .bind_from = 99, .signature_has = handed_on, .also = true});
  };
  const auto access = [&](Names methods, ModelRow row) {
    row.role = Role::Access;
    row.table_member = "tableName";
    addMethods(library, mappers, methods, row);
  };
  callbacks({"findAll"}, 0);
  callbacks({"findByPrimaryKey", "findOne", "findBy", "count", "insert", "update", "updateBy", "increment", "deleteOne",
             "deleteBy", "deleteByPrimaryKey"},
            1);
  access({"insert", "insertFuture"}, {.op = "insert"});
  access({"update", "updateFuture"}, {.op = "update"});
  access({"updateBy", "updateFutureBy", "increment", "incrementFuture"}, {.op = "update", .columns = arg(0)});
  access({"deleteOne", "deleteFutureOne", "deleteBy", "deleteFutureBy"}, {.op = "delete"});
  access({"deleteByPrimaryKey", "deleteFutureByPrimaryKey"},
         {.index = arg(0), .op = "delete", .key_member = "primaryKeyName"});
  access({"findByPrimaryKey", "findFutureByPrimaryKey"},
         {.index = arg(0), .op = "read", .key_member = "primaryKeyName"});
  access({"findOne", "findFutureOne", "findBy", "findFutureBy", "findAll", "findFutureAll", "count", "countFuture"},
         {.op = "read"});
  addMethods(library, mappers, {"orderBy", "limit", "offset", "forUpdate", "paginate"},
             {.role = Role::Forward, .value = kReceiver});
  // A joined table is read with the mapped one, by the find that follows on the same object.
  addMethods(library, mappers, {"innerJoin", "leftJoin", "rightJoin"},
             {.role = Role::Access, .table = arg(0), .op = "read", .also = true});
  addMethods(library, mappers, {"innerJoin", "leftJoin", "rightJoin"}, {.role = Role::Forward, .value = kReceiver});
  addConstructors(library, mappers, {.role = Role::Ignore});
}

}  // namespace

Library drogon() {
  Library library{.name = "Drogon"};
  const Names clients = {"drogon::orm::DbClient", "drogon::orm::Transaction"};
  addMethods(library, clients, {"execSqlSync", "execSqlAsyncFuture", "execSqlCoro"},
             {.role = Role::Statement, .text = arg(0), .bind_from = 1, .bind = Bind::Following, .run = true});
  // The callbacks of the result and of the error belong to the caller.
  addMethods(library, clients, {"execSqlAsync"},
             {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .also = true});
  addMethods(library, clients, {"execSqlAsync"},
             {.role = Role::Invoke, .value = arg(2), .bind_from = 99, .also = true});
  addMethods(library, clients, {"execSqlAsync"},
             {.role = Role::Statement, .text = arg(0), .bind_from = 3, .bind = Bind::Following, .run = true});
  addMethods(library, clients, {"operator<<"},
             {.role = Role::Statement, .text = arg(0), .statement = kResult, .run = true, .deferred = true});
  addMapper(library);
  const std::string_view binder = "drogon::orm::internal::SqlBinder";
  addMethods(library, binder, {"operator<<"}, {.role = Role::Forward, .value = kReceiver, .signature_has = "Mode"});
  addMethods(library, binder, {"operator<<"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next});
  addMethods(library, binder, {"operator>>"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 99, .also = true});
  addMethods(library, binder, {"operator>>"}, {.role = Role::Forward, .value = kReceiver});
  addMethods(library, binder, {"exec"}, {.role = Role::Ignore});
  addMethods(library, clients, {"newTransaction", "newTransactionCoro"}, {.role = Role::Begin, .statement = kResult});
  addMethods(library, clients, {"newTransactionAsync"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 99});
  add(library, {"drogon::orm::Transaction::rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  addMethods(library, "drogon::orm::Result", {"operator[]", "at", "front", "back", "begin", "end"},
             {.role = Role::Forward, .value = kReceiver});
  addMethods(library, "drogon::orm::ConstResultIterator", {"operator*", "operator->", "operator++"},
             {.role = Role::Forward, .value = kReceiver});
  addMethods(library, "drogon::orm::Row", {"operator[]", "at"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  addMethods(library, "drogon::orm::Field", {"as", "c_str"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"drogon::orm::Result::insertId"}, {.role = Role::InsertedKey, .value = kResult});
  add(library, {"drogon::HttpAppFramework::getDbClient", "drogon::HttpAppFramework::getFastDbClient"},
      {.role = Role::Connection, .statement = kResult, .name = arg(0)});
  add(library,
      {"drogon::orm::DbClient::newPgClient", "drogon::orm::DbClient::newMysqlClient",
       "drogon::orm::DbClient::newSqlite3Client"},
      {.role = Role::Connection, .statement = kResult});
  const Names harmless = {
      "~DbClient", "~Transaction",     "type", "connectionInfo", "hasAvailableConnections", "setTimeout",
      "closeAll",  "setCommitCallback"};
  addHandle(library, "drogon::orm::DbClient", harmless);
  addHandle(library, "drogon::orm::Transaction", harmless);
  return library;
}

}  // namespace touchgraph::models
