#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// MySQL++: a Query is itself a stream of text, and what is in it when it is executed is the statement.
namespace touchgraph::models {

Library mysqlpp() {
  Library library{.name = "MySQL++", .dialect = "mysql"};
  // query() and query("…"): the argument has a default, a null pointer, which is no text.
  addMethods(library, {"mysqlpp::Connection", "mysqlpp::DBDriver"}, {"query"},
             {.role = Role::TextForward, .text = arg(0)});
  addConstructors(library, {"mysqlpp::Query"}, {.role = Role::TextForward, .text = arg(2), .min_args = 3});
  // The text as an argument: execute("…"), storein(rows, "…"), for_each("…", f), store_if(rows, "…", f).
  for (std::string_view text : {"SQLTypeAdapter", "basic_string"}) {
    const ModelRow first{
        .role = Role::Statement, .text = arg(0), .run = true, .min_args = 1, .signature_has = std::string(text)};
    addMethods(library, "mysqlpp::Query", {"execute", "exec", "store", "use", "for_each"}, first);
    const ModelRow second{
        .role = Role::Statement, .text = arg(1), .run = true, .min_args = 2, .signature_has = std::string(text)};
    addMethods(library, "mysqlpp::Query", {"storein", "storein_sequence", "storein_set", "store_if"}, second);
  }
  // The text that was streamed into the query; what is put into it after that is a new statement. With an object of a
  // mapped class instead of a text there is no row.
  ModelRow streamed{.role = Role::Statement, .text = kReceiver, .run = true, .also = true};
  ModelRow emptied{.role = Role::TextAssign, .statement = kReceiver, .literal = ""};
  auto add_runs = [&](Names methods, int max_args) {
    streamed.max_args = emptied.max_args = max_args;
    addMethods(library, "mysqlpp::Query", methods, streamed);
    addMethods(library, "mysqlpp::Query", methods, emptied);
  };
  add_runs({"execute", "exec", "store", "use"}, ModelRow{}.max_args);
  add_runs({"for_each", "storein", "storein_sequence", "storein_set"}, 1);
  add_runs({"store_if"}, 2);
  addMethods(library, "mysqlpp::Query", {"str"}, {.role = Role::TextForward, .text = kReceiver});
  addMethods(library, "mysqlpp::Query", {"reset"}, {.role = Role::TextAssign, .statement = kReceiver, .literal = ""});
  // `query << quote << value`: the manipulator stands for the stream, and the value is put into it quoted.
  add(library, {"mysqlpp::operator<<"}, {.role = Role::Forward, .value = arg(0), .signature_has = "_type0"});
  // What is in a field of a row, a date, or anything after a manipulator.
  add(library, {"mysqlpp::operator<<"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .bind_count = 1});
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
             "store_next", "more_results", "operator bool", "operator private_bool_type"});
  return library;
}

}  // namespace touchgraph::models
