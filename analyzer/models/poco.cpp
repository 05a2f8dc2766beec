#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// Poco::Data: `session << "…", use(x), now`. Without `now` the statement runs when it is executed. Clauses are matched
/// by order, whatever the placeholders are called; plain values after the comma are printf arguments of the text.
namespace touchgraph::models {
namespace {

constexpr std::string_view kStatement = "Poco::Data::Statement";

void addStatements(Library& library) {
  add(library, {"Poco::Data::Session::operator<<"}, {.role = Role::Statement, .text = arg(0), .statement = kResult});
  addConstructors(library, {kStatement}, {.role = Role::Statement, .statement = kResult, .signature_has = "Session"});
  addMethods(library, kStatement, {"operator<<"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .append = true});
  addMethods(library, kStatement, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  for (std::string_view value :
       {"(char)", "(unsigned char)", "(signed char)", "(unsigned short)", "(short)", "(unsigned int)", "(int)",
        "(unsigned long)", "(long)", "(unsigned long long)", "(long long)", "(double)", "(float)", "(bool)",
        "(const std::basic_string<char", "(const char *)"})
    addMethods(library, kStatement, {"operator,"},
               {.role = Role::Statement,
                .statement = kReceiver,
                .value = arg(0),
                .bind = Bind::Format,
                .signature_has = std::string(value)});
  addMethods(library, kStatement, {"operator,", "addBind", "addExtract", "addBinding"},
             {.role = Role::Statement, .statement = kReceiver, .value = arg(0), .bind = Bind::Exchange});
  addMethods(library, kStatement, {"execute", "executeAsync"},
             {.role = Role::Statement, .statement = kReceiver, .run = true});
  addMethods(library, kStatement, {"executeDirect"},
             {.role = Role::Statement, .text = arg(0), .statement = kReceiver, .run = true});
  addMethods(library, kStatement, {"toString"}, {.role = Role::TextForward, .text = kReceiver});
  addMethods(library, kStatement, {"reset"}, {.role = Role::Statement, .statement = kReceiver});

  for (std::string_view scope : {"Poco::Data::Keywords", "Poco::Data"}) {
    addMethods(library, scope, {"use", "useRef", "in", "io", "bind"},
               {.role = Role::Clause, .value = arg(0), .op = "use", .signature_has = "std::vector", .each = true});
    addMethods(library, scope, {"use", "useRef", "in", "io", "bind"},
               {.role = Role::Clause, .value = arg(0), .op = "use"});
    addMethods(library, scope, {"into", "out"}, {.role = Role::Clause, .value = arg(0), .op = "into"});
    addMethods(library, scope,
               {"limit", "lowerLimit", "upperLimit", "range", "bulk", "async", "sync", "deque", "list", "vector"},
               {.role = Role::Clause, .op = "none"});
    addMethods(library, scope, {"now"}, {.role = Role::Statement, .statement = arg(0), .run = true});
  }
}

void addRecords(Library& library) {
  addConstructors(library, {"Poco::Data::RecordSet"},
                  {.role = Role::Statement,
                   .text = arg(1),
                   .statement = kResult,
                   .run = true,
                   .min_args = 2,
                   .signature_has = "Session"});
  addConstructors(library, {"Poco::Data::RecordSet"}, {.role = Role::Forward, .value = arg(0), .min_args = 1});
  addMethods(library, "Poco::Data::RecordSet", {"value", "operator[]", "nvl"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  addMethods(library, {"Poco::Data::RecordSet", "Poco::Data::RowIterator"},
             {"row", "begin", "end", "operator*", "operator->"}, {.role = Role::Forward, .value = kReceiver});
  addMethods(library, "Poco::Data::Row", {"get", "operator[]"},
             {.role = Role::Column, .statement = kReceiver, .index = arg(0), .base = 0});
  addMethods(library, "Poco::Dynamic::Var", {"convert", "extract", "toString", "operator int", "operator long"},
             {.role = Role::Forward, .value = kReceiver});
  addConstructors(library, {"Poco::Nullable", "Poco::Data::LOB"},
                  {.role = Role::Forward, .value = arg(0), .min_args = 1});
  add(library, {"Poco::Nullable::value"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"Poco::format"}, {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"Poco::NumberFormatter::format"}, {.role = Role::Quote, .value = arg(0)});
}

void addTransactions(Library& library) {
  addConstructors(library, {"Poco::Data::Session"},
                  {.role = Role::Connection, .text = arg(0), .statement = kResult, .signature_has = "basic_string"});
  addConstructors(library, {"Poco::Data::Transaction", "Poco::Data::AutoTransaction"},
                  {.role = Role::Begin, .statement = kResult});
  addMethods(library, {"Poco::Data::Transaction", "Poco::Data::AutoTransaction"}, {"commit"},
             {.role = Role::Commit, .statement = kReceiver});
  addMethods(library, {"Poco::Data::Transaction", "Poco::Data::AutoTransaction"}, {"rollback"},
             {.role = Role::Rollback, .statement = kReceiver});
  add(library, {"Poco::Data::Transaction::execute"}, {.role = Role::Statement, .text = arg(0), .run = true});
  add(library, {"Poco::Data::Transaction::transact"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 99});
  add(library, {"Poco::Data::Session::begin"}, {.role = Role::Begin});
  add(library, {"Poco::Data::Session::commit"}, {.role = Role::Commit});
  add(library, {"Poco::Data::Session::rollback"}, {.role = Role::Rollback});
}

}  // namespace

Library pocoData() {
  Library library{.name = "Poco::Data"};
  addStatements(library);
  addRecords(library);
  addTransactions(library);
  addHandle(library, "Poco::Data::Session",
            {"Session",
             "~Session",
             "operator=",
             "swap",
             "createStatementImpl",
             "open",
             "close",
             "isConnected",
             "isGood",
             "reconnect",
             "setLoginTimeout",
             "getLoginTimeout",
             "setConnectionTimeout",
             "getConnectionTimeout",
             "canTransact",
             "isTransaction",
             "setTransactionIsolation",
             "getTransactionIsolation",
             "hasTransactionIsolation",
             "isTransactionIsolation",
             "connector",
             "uri",
             "setFeature",
             "getFeature",
             "setProperty",
             "getProperty",
             "impl",
             "reset"});
  addHandle(library, kStatement,
            {"Statement",
             "~Statement",
             "swap",
             "setAsync",
             "isAsync",
             "initialized",
             "paused",
             "done",
             "wait",
             "getStorage",
             "setStorage",
             "columnsExtracted",
             "rowsExtracted",
             "subTotalRowCount",
             "extractionCount",
             "dataSetCount",
             "nextDataSet",
             "previousDataSet",
             "hasMoreDataSets",
             "setRowFormatter",
             "getState",
             "isNull",
             "isBulkExtraction",
             "metaColumn",
             "statementsInBulk",
             "affectedRowCount"});
  addHandle(library, "Poco::Data::Transaction",
            {"Transaction", "~Transaction", "isActive", "setIsolation", "getIsolation", "setLogger"});
  return library;
}

}  // namespace touchgraph::models
