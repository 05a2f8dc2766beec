#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// CppDB: `session << "…" << value << cppdb::exec`, or `<< cppdb::row` for one row.
namespace touchgraph::models {

Library cppDb() {
  Library library{.name = "CppDB"};
  addMethods(
      library, "cppdb::session",
      {"operator<<", "prepare", "create_statement", "create_prepared_statement", "create_prepared_uncached_statement"},
      {.role = Role::Statement, .text = arg(0), .statement = kResult});
  // exec and row are function templates passed by name: the row of the function runs the statement.
  add(library, {"cppdb::exec", "cppdb::row"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  addMethods(library, "cppdb::statement", {"operator<<"},
             {.role = Role::Statement,
              .statement = kReceiver,
              .value = arg(0),
              .bind = Bind::Exchange,
              .signature_has = "(*)"});
  addMethods(library, "cppdb::statement", {"operator<<"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next});
  addMethods(library, "cppdb::statement", {"bind"},
             {.role = Role::Statement,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .bind = Bind::Indexed,
              .min_args = 2});
  addMethods(library, "cppdb::statement", {"bind"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next, .max_args = 1});
  addMethods(library, "cppdb::statement", {"bind_null"},
             {.role = Role::Statement, .statement = kReceiver, .bind = Bind::Next, .max_args = 0});
  addMethods(library, "cppdb::statement", {"bind_null"},
             {.role = Role::Statement, .statement = kReceiver, .index = arg(0), .bind = Bind::Indexed});
  addMethods(library, "cppdb::statement", {"exec", "query", "row", "operator cppdb::result"},
             {.role = Role::Statement, .statement = kReceiver, .run = true});
  addConstructors(library, {"cppdb::result"}, {.role = Role::Forward, .value = arg(0), .min_args = 1});
  addMethods(library, "cppdb::result", {"get"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0, .max_args = 1});
  addMethods(
      library, "cppdb::result", {"get", "fetch"},
      {.role = Role::Column, .statement = kReceiver, .index = arg(0), .value = arg(1), .base = 0, .min_args = 2});
  addMethods(library, "cppdb::result", {"operator>>", "fetch"},
             {.role = Role::Column, .statement = kReceiver, .value = arg(0)});
  addMethods(library, "cppdb::statement", {"last_insert_id", "sequence_last"},
             {.role = Role::InsertedKey, .value = kResult});
  addConstructors(library, {"cppdb::session"},
                  {.role = Role::Connection, .text = arg(0), .statement = kResult, .min_args = 1});
  addConstructors(library, {"cppdb::transaction"}, {.role = Role::Begin, .statement = kResult});
  add(library, {"cppdb::transaction::commit"}, {.role = Role::Commit, .statement = kReceiver});
  add(library, {"cppdb::transaction::rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  add(library, {"cppdb::session::begin"}, {.role = Role::Begin});
  add(library, {"cppdb::session::commit"}, {.role = Role::Commit});
  add(library, {"cppdb::session::rollback"}, {.role = Role::Rollback});
  add(library, {"cppdb::session::escape"}, {.role = Role::Quote, .value = arg(0)});
  add(library, {"cppdb::use", "cppdb::into"}, {.role = Role::Forward, .value = arg(0)});
  addHandle(
      library, "cppdb::session",
      {"session", "~session", "operator=", "open", "close", "is_open", "driver", "engine", "clear_cache", "clear_pool",
       "recyclable", "once_called", "once", "init_specific", "get_connection_specific", "reset_specific"});
  addHandle(library, "cppdb::statement",
            {"statement", "~statement", "operator=", "reset", "clear", "empty", "affected"});
  return library;
}

}  // namespace touchgraph::models
