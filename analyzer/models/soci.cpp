#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// SOCI: text and clauses are streamed; `session << …` runs when the temporary dies, `session.prepare << …` when a
/// statement, rowset or procedure made of it is executed. Clauses without a name go by order.
namespace touchgraph::models {
namespace {

void addStreaming(Library& library) {
  add(library, {"soci::session::operator<<", "soci::details::once_type::operator<<"},
      {.role = Role::Statement, .text = arg(0), .statement = kResult, .run = true, .deferred = true});
  add(library, {"soci::details::prepare_type::operator<<"},
      {.role = Role::Statement, .text = arg(0), .statement = kResult});
  const Names temporaries = {"soci::details::once_temp_type", "soci::details::prepare_temp_type"};
  addMethods(library, temporaries, {"operator<<"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .append = true});
  addMethods(library, temporaries, {"operator,"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Exchange});

  // use(x[, indicator][, "name"]); a vector is a batch.
  for (bool each : {true, false}) {
    const std::string type = each ? "std::vector" : "";
    add(library, {"soci::use"},
        {.role = Role::Clause,
         .index = arg(2),
         .value = arg(0),
         .op = "use",
         .min_args = 3,
         .max_args = 3,
         .signature_has = type,
         .each = each});
    add(library, {"soci::use"},
        {.role = Role::Clause,
         .index = arg(1),
         .value = arg(0),
         .op = "use",
         .min_args = 2,
         .max_args = 2,
         .signature_has = type,
         .each = each});
    add(library, {"soci::use"},
        {.role = Role::Clause, .value = arg(0), .op = "use", .signature_has = type, .each = each});
  }
  add(library, {"soci::into"}, {.role = Role::Clause, .value = arg(0), .op = "row", .signature_has = "(soci::row &"});
  add(library, {"soci::into"}, {.role = Role::Clause, .value = arg(0), .op = "into"});
  add(library,
      {"soci::details::into_container::into_container", "soci::details::use_container::use_container",
       "soci::details::type_ptr::type_ptr"},
      {.role = Role::Forward, .value = arg(0), .max_args = 1});
}

void addStatements(Library& library) {
  addConstructors(library, {"soci::statement", "soci::procedure"},
                  {.role = Role::Forward, .value = arg(0), .signature_has = "prepare_temp_type"});
  addConstructors(library, {"soci::statement", "soci::procedure"},
                  {.role = Role::Statement, .statement = kResult, .max_args = 1, .signature_has = "session"});
  addConstructors(library, {"soci::rowset"},
                  {.role = Role::Statement, .statement = arg(0), .run = true, .signature_has = "prepare_temp_type"});
  add(library, {"soci::statement::operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addMethods(library, "soci::statement", {"prepare"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .keep_binds = true});
  addMethods(library, "soci::statement", {"exchange"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Exchange});
  addMethods(library, {"soci::statement", "soci::procedure"}, {"execute"},
             {.role = Role::Statement, .statement = kReceiver, .run = true});
  addMethods(library, "soci::rowset", {"begin", "end"}, {.role = Role::Forward, .value = kReceiver});
  add(library,
      {"soci::rowset_iterator::operator*", "soci::rowset_iterator::operator->", "soci::rowset_iterator::operator++"},
      {.role = Role::Forward, .value = kReceiver});
  addMethods(library, {"soci::row", "soci::values"}, {"get"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  add(library, {"soci::values::set"}, {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(1)});
}

void addSession(Library& library) {
  addConstructors(library, {"soci::session"},
                  {.role = Role::Connection, .text = arg(0), .statement = kResult, .min_args = 1});
  add(library, {"soci::session::open"}, {.role = Role::Connection, .text = arg(0), .statement = kReceiver});
  addConstructors(library, {"soci::transaction"}, {.role = Role::Begin, .statement = kResult});
  add(library, {"soci::transaction::commit"}, {.role = Role::Commit, .statement = kReceiver});
  add(library, {"soci::transaction::rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  add(library, {"soci::session::begin"}, {.role = Role::Begin});
  add(library, {"soci::session::commit"}, {.role = Role::Commit});
  add(library, {"soci::session::rollback"}, {.role = Role::Rollback});
  addMethods(library, "soci::session", {"create_table", "drop_table", "add_column", "alter_column", "drop_column"},
             {.role = Role::Access, .table = arg(0), .op = "ddl"});
  addMethods(library, "soci::session", {"truncate_table"}, {.role = Role::Access, .table = arg(0), .op = "delete"});
  addMethods(library, "soci::session", {"get_last_insert_id", "get_next_sequence_value"},
             {.role = Role::InsertedKey, .value = arg(1)});
  addMethods(library, "soci::session", {"get_query_stream"}, {.role = Role::Ignore});
  add(library, {"soci::connection_pool::at"}, {.role = Role::Ignore});
}

}  // namespace

Library soci() {
  Library library{.name = "SOCI"};
  addStreaming(library);
  addStatements(library);
  addSession(library);
  addHandle(library, "soci::session",
            {"session",
             "~session",
             "close",
             "reconnect",
             "is_connected",
             "get_query",
             "set_query_transformation",
             "set_logger",
             "get_logger",
             "set_log_stream",
             "get_log_stream",
             "log_query",
             "get_last_query",
             "set_got_data",
             "got_data",
             "uppercase_column_names",
             "get_uppercase_column_names",
             "empty_blob",
             "nvl",
             "get_dummy_from_table",
             "get_dummy_from_clause",
             "set_failover_callback",
             "get_backend",
             "get_backend_name",
             "make_statement_backend",
             "make_rowid_backend",
             "make_blob_backend",
             "get_table_names",
             "prepare_table_names",
             "prepare_column_descriptions"});
  addHandle(
      library, "soci::statement",
      {"statement", "~statement", "alloc", "define_and_bind", "undefine_and_bind", "clean_up", "bind_clean_up", "fetch",
       "got_data", "describe", "get_affected_rows", "get_backend", "exchange_for_rowset", "begin", "end"});
  addHandle(library, "soci::transaction", {"transaction", "~transaction"});
  return library;
}

}  // namespace touchgraph::models
