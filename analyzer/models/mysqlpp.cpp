#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// MySQL++: a Query is a stream of text that is executed; SSQLS structs give their text through insert(), update().
namespace touchgraph::models {

Library mysqlpp() {
  Library library{.name = "MySQL++", .dialect = "mysql"};
  addMethods(library, {"mysqlpp::Connection", "mysqlpp::DBDriver"}, {"query"},
             {.role = Role::Statement, .text = arg(0), .statement = kResult});
  addMethods(library, "mysqlpp::Query", {"execute", "exec", "store", "use", "storein", "for_each"},
             {.role = Role::Statement,
              .text = arg(0),
              .statement = kReceiver,
              .run = true,
              .min_args = 1,
              .signature_has = "SQLTypeAdapter"});
  addMethods(library, "mysqlpp::Query", {"execute", "exec", "store", "use"},
             {.role = Role::Statement,
              .text = arg(0),
              .statement = kReceiver,
              .run = true,
              .min_args = 1,
              .signature_has = "basic_string"});
  addMethods(library, "mysqlpp::Query", {"execute", "exec", "store", "use"},
             {.role = Role::Statement, .statement = kReceiver, .run = true});
  add(library, {"mysqlpp::operator<<"}, {.role = Role::Forward, .value = arg(0), .signature_has = "quote_type0"});
  addConstructors(library, {"mysqlpp::SQLTypeAdapter"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addMethods(library, {"mysqlpp::Row", "mysqlpp::StoreQueryResult"}, {"at", "operator[]"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  addConstructors(library, {"mysqlpp::Transaction"}, {.role = Role::Begin, .statement = kResult});
  add(library, {"mysqlpp::Transaction::commit"}, {.role = Role::Commit, .statement = kReceiver});
  add(library, {"mysqlpp::Transaction::rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  add(library, {"mysqlpp::Query::insert_id", "mysqlpp::SimpleResult::insert_id"},
      {.role = Role::InsertedKey, .value = kResult});
  addHandle(library, "mysqlpp::Query",
            {"Query", "~Query", "operator=", "affected_rows", "error", "errnum", "escape_string", "info", "parse",
             "reset", "str", "store_next", "more_results", "operator bool", "operator private_bool_type"});
  return library;
}

}  // namespace touchgraph::models
