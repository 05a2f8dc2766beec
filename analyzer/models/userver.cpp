#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// userver: storages::postgres and storages::mysql. The query is one argument, the values are those after it.
namespace touchgraph::models {
namespace {

constexpr Names kClusters = {"userver::storages::postgres::Cluster", "userver::storages::mysql::Cluster",
                             "storages::postgres::Cluster", "storages::mysql::Cluster"};
constexpr Names kTransactions = {"userver::storages::postgres::Transaction", "userver::storages::mysql::Transaction",
                                 "storages::postgres::Transaction", "storages::mysql::Transaction"};

/// `query` is the number of the argument that holds the text.
void addExecute(Library& library, Names classes, int query, const std::string& signature) {
  addMethods(library, classes, {"Execute", "ExecuteCommand"},
             {.role = Role::Statement,
              .text = arg(query),
              .bind_from = query + 1,
              .bind = Bind::Following,
              .run = true,
              .signature_has = signature});
  ModelRow decomposed{.role = Role::Statement,
                      .text = arg(query),
                      .value = arg(query + 1),
                      .bind = Bind::Array,
                      .run = true,
                      .signature_has = signature};
  addMethods(library, classes, {"ExecuteDecompose"}, decomposed);
  decomposed.each = true;
  addMethods(library, classes, {"ExecuteBulk", "ExecuteDecomposeBulk", "ExecuteBulkMapped"}, decomposed);
}

}  // namespace

Library userver() {
  Library library{.name = "userver"};
  // (host type, [control,] query, …) on a cluster, ([control,] query, …) in a transaction.
  addExecute(library, kClusters, 2, "CommandControl");
  addExecute(library, kClusters, 1, "");
  addExecute(library, kTransactions, 1, "CommandControl");
  addExecute(library, kTransactions, 0, "");
  add(library,
      {"userver::storages::Query::Query", "storages::Query::Query", "userver::storages::postgres::Query::Query",
       "storages::postgres::Query::Query", "userver::storages::mysql::Query::Query", "storages::mysql::Query::Query"},
      {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  addMethods(library, kClusters, {"Begin"}, {.role = Role::Begin, .statement = kResult});
  addMethods(library, kTransactions, {"Commit"}, {.role = Role::Commit, .statement = kReceiver});
  addMethods(library, kTransactions, {"Rollback"}, {.role = Role::Rollback, .statement = kReceiver});
  for (Names classes : {kClusters, kTransactions})
    for (std::string_view handle : classes)
      addHandle(library, handle,
                {"Cluster", "~Cluster", "Transaction", "~Transaction", "GetStatistics", "SetDefaultCommandControl",
                 "operator="});
  return library;
}

}  // namespace touchgraph::models
