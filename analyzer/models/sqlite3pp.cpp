#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// sqlite3pp: command and query get their text in the constructor; binds are declared in their base class `statement`.
namespace touchgraph::models {

Library sqlite3pp() {
  Library library{.name = "sqlite3pp", .dialect = "sqlite"};
  addConstructors(library, {"sqlite3pp::command", "sqlite3pp::query", "sqlite3pp::statement"},
                  {.role = Role::Statement, .text = arg(1), .statement = kResult, .min_args = 2});
  addConstructors(library, {"sqlite3pp::command", "sqlite3pp::query"},
                  {.role = Role::Statement, .statement = kResult, .max_args = 1});
  add(library, {"sqlite3pp::statement::prepare"}, {.role = Role::Statement, .text = arg(0), .statement = kReceiver});
  add(library, {"sqlite3pp::statement::bind"},
      {.role = Role::Statement, .statement = kReceiver, .index = arg(0), .value = arg(1), .bind = Bind::Indexed});
  // binder() and getter() are the statement seen as a stream.
  add(library,
      {"sqlite3pp::command::binder", "sqlite3pp::query::end", "sqlite3pp::query::query_iterator::operator*",
       "sqlite3pp::query::rows::getter", "sqlite3pp::query_iterator::operator*", "sqlite3pp::query::getRows",
       "sqlite3pp::statement::stmt"},  // the last two: in widespread copies only
      {.role = Role::Forward, .value = kReceiver});
  add(library, {"sqlite3pp::command::bindstream::operator<<"},
      {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next});
  add(library,
      {"sqlite3pp::command::execute", "sqlite3pp::command::execute_all", "sqlite3pp::statement::step",
       "sqlite3pp::command::operator++"},
      {.role = Role::Statement, .statement = kReceiver, .run = true});
  // A query runs when it is iterated; its construction is where the text is known.
  add(library, {"sqlite3pp::query::begin"}, {.role = Role::Statement, .statement = kReceiver, .run = true});
  add(library, {"sqlite3pp::query::rows::get"},
      {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  add(library, {"sqlite3pp::database::execute"}, {.role = Role::Statement, .text = arg(0), .run = true});
  add(library, {"sqlite3pp::database::executef"},  // printf arguments of the text
      {.role = Role::Statement, .text = arg(0), .bind_from = 1, .bind = Bind::Format, .run = true});
  add(library, {"sqlite3pp::database::last_insert_rowid"}, {.role = Role::InsertedKey, .value = kResult});
  addConstructors(library, {"sqlite3pp::transaction"}, {.role = Role::Begin, .statement = kResult});
  add(library, {"sqlite3pp::transaction::commit"}, {.role = Role::Commit, .statement = kReceiver});
  add(library, {"sqlite3pp::transaction::rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  add(library, {"sqlite3pp::database::backup"},
      {.role = Role::Opaque, .note = "copies a whole database (sqlite3pp::database::backup)"});
  addHandle(library, "sqlite3pp::database",
            {"database", "~database", "db", "connect", "disconnect", "attach", "detach", "error_code",
             "extended_error_code", "error_msg", "changes", "set_busy_handler", "set_busy_timeout",
             "enable_foreign_keys", "enable_triggers", "enable_extended_result_codes", "operator="});
  addHandle(library, "sqlite3pp::command", {"command", "~command", "reset", "finish", "clear_bindings"});
  addHandle(library, "sqlite3pp::query",
            {"query", "~query", "reset", "finish", "clear_bindings", "column_count", "column_name", "column_decltype"});
  return library;
}

}  // namespace touchgraph::models
