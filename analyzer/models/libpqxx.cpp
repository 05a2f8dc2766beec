#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// libpqxx 6 and 7: SQL through a transaction object, which is also the guard; statements prepared by name on the
/// connection are run by name in any unit.
namespace touchgraph::models {
namespace {

constexpr std::string_view kTransaction = "pqxx::transaction_base";

void addExec(Library& library) {
  // 7.9: a statement prepared by name, and parameters as one object.
  addMethods(library, kTransaction, {"exec"},
             {.role = Role::Statement,
              .name = arg(0),
              .value = arg(1),
              .bind = Bind::Array,
              .run = true,
              .signature_has = "prepped"});
  addMethods(library, kTransaction, {"exec", "query", "query_value", "query1", "query01", "stream"},
             {.role = Role::Statement,
              .text = arg(0),
              .value = arg(1),
              .bind = Bind::Array,
              .run = true,
              .min_args = 2,
              .signature_has = "pqxx::params"});
  addMethods(library, kTransaction, {"exec", "exec0", "exec1", "query", "query_value", "query1", "query01", "stream"},
             {.role = Role::Statement, .text = arg(0), .run = true});
  addMethods(library, kTransaction, {"exec_n", "query_n"}, {.role = Role::Statement, .text = arg(1), .run = true});
  addMethods(library, kTransaction, {"for_each", "for_stream", "for_query"},  // (text, function of the columns)
             {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .also = true});
  addMethods(library, kTransaction, {"for_each", "for_stream", "for_query"},
             {.role = Role::Statement, .text = arg(0), .run = true});
  addMethods(library, kTransaction, {"exec_params", "exec_params0", "exec_params1"},
             {.role = Role::Statement, .text = arg(0), .bind_from = 1, .bind = Bind::Following, .run = true});
  addMethods(library, kTransaction, {"exec_params_n"},
             {.role = Role::Statement, .text = arg(1), .bind_from = 2, .bind = Bind::Following, .run = true});

  // Prepared by name: 6 declares prepare in connection_base.
  addMethods(library, {"pqxx::connection_base", "pqxx::connection", "pqxx::basic_connection"}, {"prepare"},
             {.role = Role::Statement, .text = arg(1), .name = arg(0), .min_args = 2});
  addMethods(library, {"pqxx::connection_base", "pqxx::connection", "pqxx::basic_connection"}, {"prepare"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .max_args = 1});
  addMethods(library, kTransaction, {"exec_prepared", "exec_prepared0", "exec_prepared1"},
             {.role = Role::Statement, .name = arg(0), .bind_from = 1, .bind = Bind::Following, .run = true});
  addMethods(library, kTransaction, {"exec_prepared_n"},
             {.role = Role::Statement, .name = arg(1), .bind_from = 2, .bind = Bind::Following, .run = true});

  // 6: prepared("n")(a)(b).exec() and parameterized("…")(a)(b).exec().
  addMethods(library, kTransaction, {"prepared"}, {.role = Role::Statement, .statement = kResult, .name = arg(0)});
  addMethods(library, kTransaction, {"parameterized"}, {.role = Role::Statement, .text = arg(0), .statement = kResult});
  const Names invocations = {"pqxx::prepare::invocation", "pqxx::internal::parameterized_invocation"};
  addMethods(library, invocations, {"operator()"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Next});
  addMethods(library, invocations, {"exec"}, {.role = Role::Statement, .statement = kReceiver, .run = true});

  add(library, {"pqxx::prepped::prepped", "pqxx::zview::zview", "pqxx::operator\"\"_zv", "pqxx::c_str"},
      {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addConstructors(library, {"pqxx::params"}, {.role = Role::Pack, .bind_from = 0});
  add(library, {"pqxx::params::append"}, {.role = Role::Insert, .statement = kReceiver, .value = arg(0)});
  add(library, {"pqxx::params::append_multi", "pqxx::params::append_pack"},
      {.role = Role::Insert, .statement = kReceiver, .value = arg(0), .each = true});
  add(library, {"pqxx::prepare::make_dynamic_params"}, {.role = Role::Forward, .value = arg(0)});
  add(library, {"pqxx::pipeline::insert"}, {.role = Role::Statement, .text = arg(0), .run = true});
}

void addCopy(Library& library) {
  // COPY without text: the table and the columns are arguments.
  addConstructors(library, {"pqxx::stream_to", "pqxx::tablewriter"},
                  {.role = Role::Access, .table = arg(1), .op = "insert", .min_args = 3, .columns = arg(2)});
  addConstructors(library, {"pqxx::stream_to", "pqxx::tablewriter"},
                  {.role = Role::Access, .table = arg(1), .op = "insert"});
  add(library, {"pqxx::stream_to::table", "pqxx::stream_to::raw_table"},
      {.role = Role::Access, .table = arg(1), .op = "insert", .min_args = 3, .columns = arg(2)});
  add(library, {"pqxx::stream_to::table", "pqxx::stream_to::raw_table"},
      {.role = Role::Access, .table = arg(1), .op = "insert"});
  addConstructors(library, {"pqxx::stream_from", "pqxx::tablereader"},
                  {.role = Role::Access, .table = arg(1), .op = "read"});
  add(library, {"pqxx::stream_from::table", "pqxx::stream_from::raw_table"},
      {.role = Role::Access, .table = arg(1), .op = "read"});
  add(library, {"pqxx::stream_from::query"}, {.role = Role::Statement, .text = arg(1), .run = true});
  addMethods(library, {"pqxx::stream_to", "pqxx::tablewriter"},
             {"write_values", "write_row", "write_raw_line", "operator<<", "complete", "insert", "push_back"},
             {.role = Role::Ignore});
}

void addTransactions(Library& library) {
  addConstructors(library,
                  {"pqxx::transaction", "pqxx::robusttransaction", "pqxx::subtransaction", "pqxx::dbtransaction",
                   "pqxx::basic_transaction", "pqxx::read_transaction"},
                  {.role = Role::Begin, .statement = kResult, .min_args = 1});
  addConstructors(library, {"pqxx::nontransaction"}, {.role = Role::Ignore});  // every statement commits itself
  addMethods(library, kTransaction, {"commit"}, {.role = Role::Commit, .statement = kReceiver});
  addMethods(library, kTransaction, {"abort"}, {.role = Role::Rollback, .statement = kReceiver});
  // The body is run again when the connection fails.
  add(library, {"pqxx::perform", "pqxx::connection_base::perform"},
      {.role = Role::Invoke, .value = arg(0), .bind_from = 99});
}

void addRows(Library& library) {
  addMethods(library, "pqxx::result",
             {"operator[]", "at", "front", "back", "begin", "end", "cbegin", "cend", "one_row", "one_field", "iter",
              "no_rows", "expect_rows"},
             {.role = Role::Forward, .value = kReceiver});
  addMethods(library, {"pqxx::const_result_iterator", "pqxx::const_reverse_result_iterator"},
             {"operator*", "operator->", "operator++"}, {.role = Role::Forward, .value = kReceiver});
  addMethods(library, {"pqxx::row", "pqxx::const_result_iterator", "pqxx::row_ref"}, {"operator[]", "at"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  addMethods(library, {"pqxx::row"}, {"front", "as", "as_tuple"}, {.role = Role::Column, .statement = kReceiver});
  addMethods(library, {"pqxx::field", "pqxx::field_ref"}, {"as", "get", "c_str", "view", "as_array"},
             {.role = Role::Forward, .value = kReceiver});
  addMethods(library, {"pqxx::field", "pqxx::field_ref"}, {"to"},
             {.role = Role::TextAssign, .text = kReceiver, .statement = arg(0)});
  add(library, {"pqxx::from_string"}, {.role = Role::Forward, .value = arg(0), .max_args = 1});
  add(library, {"pqxx::from_string"}, {.role = Role::TextAssign, .text = arg(0), .statement = arg(1)});
  add(library, {"pqxx::to_string"}, {.role = Role::Quote, .value = arg(0)});
  add(library,
      {"pqxx::largeobject::largeobject", "pqxx::largeobject::remove", "pqxx::largeobjectaccess::write",
       "pqxx::blob::write", "pqxx::blob::create", "pqxx::blob::remove"},
      {.role = Role::Opaque, .note = "changes large objects, which are in no table of the schema"});
  addMethods(library, {kTransaction, "pqxx::connection_base", "pqxx::connection"},
             {"quote", "esc", "esc_raw", "quote_raw", "esc_like"}, {.role = Role::Quote, .value = arg(0)});
  addMethods(library, {kTransaction, "pqxx::connection_base", "pqxx::connection"}, {"quote_name", "quote_table"},
             {.role = Role::TextForward, .text = arg(0)});
  addMethods(library, kTransaction, {"conn"}, {.role = Role::Forward, .value = kReceiver});
}

}  // namespace

Library libpqxx() {
  Library library{.name = "libpqxx", .dialect = "postgres"};
  addExec(library);
  addCopy(library);
  addTransactions(library);
  addRows(library);
  addHandle(library, kTransaction,
            {"transaction_base", "~transaction_base", "unesc_raw", "unesc_bin", "process_notice", "set_variable",
             "get_variable", "name", "description", "classname", "quote_columns", "label"});
  for (std::string_view transaction :
       {"pqxx::transaction", "pqxx::read_transaction", "pqxx::robusttransaction", "pqxx::subtransaction",
        "pqxx::nontransaction", "pqxx::dbtransaction", "pqxx::basic_transaction"})
    addHandle(library, transaction, {});
  const Names connection = {"connection_base",
                            "connection",
                            "~connection",
                            "disconnect",
                            "close",
                            "is_open",
                            "activate",
                            "deactivate",
                            "inhibit_reactivation",
                            "simulate_failure",
                            "process_notice",
                            "trace",
                            "dbname",
                            "username",
                            "hostname",
                            "port",
                            "options",
                            "backendpid",
                            "sock",
                            "supports",
                            "protocol_version",
                            "server_version",
                            "get_client_encoding",
                            "set_client_encoding",
                            "set_variable",
                            "get_variable",
                            "get_notifs",
                            "await_notification",
                            "unprepare",
                            "prepare_now",
                            "adorn_name",
                            "unesc_raw",
                            "cancel_query",
                            "set_verbosity",
                            "get_verbosity",
                            "errorhandlers",
                            "encrypt_password",
                            "set_notice_handler"};
  addHandle(library, "pqxx::connection_base", connection);
  addHandle(library, "pqxx::connection", connection);
  addHandle(
      library, "pqxx::pipeline",
      {"pipeline", "~pipeline", "complete", "flush", "cancel", "is_finished", "retrieve", "empty", "retain", "resume"});
  return library;
}

}  // namespace touchgraph::models
