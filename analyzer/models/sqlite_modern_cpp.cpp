#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// sqlite_modern_cpp: `db << "…" << value >> target`. The binder runs when it dies, or at once on `>>`.
namespace touchgraph::models {

Library sqliteModernCpp() {
  Library library{.name = "sqlite_modern_cpp", .dialect = "sqlite"};
  add(library, {"sqlite::database::operator<<"},
      {.role = Role::Statement, .text = arg(0), .statement = kResult, .run = true, .deferred = true});
  add(library, {"sqlite::operator<<"},
      {.role = Role::Statement,
       .statement = arg(0),
       .index = arg(1),
       .value = arg(1),
       .bind = Bind::Exchange,
       .signature_has = "named_parameter"});
  add(library, {"sqlite::operator<<"},
      {.role = Role::Statement,
       .statement = arg(0),
       .value = arg(1),
       .bind = Bind::Next,
       .signature_has = "database_binder"});
  add(library, {"sqlite::named_parameter", "sqlite::named_parameter::named_parameter"},
      {.role = Role::Clause, .index = arg(0), .value = arg(1), .op = "use"});
  add(library, {"sqlite::operator>>"}, {.role = Role::Statement, .statement = arg(0), .run = true, .also = true});
  add(library, {"sqlite::database_binder::operator>>"},
      {.role = Role::Statement, .statement = kReceiver, .run = true, .also = true});
  // `>>` takes a variable, a tuple of references or a function that gets the columns of each row.
  add(library, {"sqlite::operator>>", "sqlite::database_binder::operator>>"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .signature_has = "ambda", .also = true});
  add(library, {"sqlite::operator>>"},
      {.role = Role::Column, .statement = arg(0), .value = arg(1), .base = 0, .min_args = 2});
  // `binder++` is a function of the namespace.
  add(library, {"sqlite::operator++"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  add(library, {"sqlite::database_binder::execute"}, {.role = Role::Statement, .statement = kReceiver, .run = true});
  addMethods(library, "sqlite::database_binder", {"begin", "end"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"sqlite::database::last_insert_rowid"}, {.role = Role::InsertedKey, .value = kResult});
  add(library, {"sqlite::database::connection"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"sqlite::database::define"}, {.role = Role::Invoke, .value = arg(1), .bind_from = 99});
  addHandle(library, "sqlite::database", {"database", "~database", "rows_modified", "operator="});
  addHandle(library, "sqlite::database_binder",
            {"database_binder", "~database_binder", "sql", "original_sql", "used", "reset", "operator="});
  return library;
}

}  // namespace touchgraph::models
