#include "analyzer/sql/engines/engine.h"

#include <nlohmann/json.hpp>
#include <pg_query.h>

#include <set>

namespace touchgraph::sql {

namespace {

using nlohmann::json;

/// Every RangeVar of the parse tree is a table that is read, unless it is the target of a write or the name of a CTE.
class TableCollector {
 public:
  explicit TableCollector(std::vector<EngineAccess>& accesses) : accesses_(accesses) {}

  void run(const json& tree) {
    names(tree);
    walk(tree, EngineAccess::Kind::Read);
  }

 private:
  void names(const json& node) {
    if (node.is_array())
      for (const json& element : node) names(element);
    if (!node.is_object()) return;
    if (node.contains("ctename")) ctes_.insert(node["ctename"].get<std::string>());
    for (const auto& [key, value] : node.items()) names(value);
  }

  void add(const json& relation, EngineAccess::Kind kind) {
    if (!relation.contains("relname")) return;
    EngineAccess access;
    access.kind = kind;
    access.table = relation["relname"].get<std::string>();
    bool qualified = relation.contains("schemaname");
    if (kind == EngineAccess::Kind::Read && !qualified && ctes_.count(access.table) != 0) return;
    if (qualified && relation["schemaname"] != "public") access.table = relation["schemaname"].get<std::string>() + "." + access.table;
    accesses_.push_back(std::move(access));
  }

  void walk(const json& node, EngineAccess::Kind) {
    if (node.is_array()) {
      for (const json& element : node) walk(element, EngineAccess::Kind::Read);
      return;
    }
    if (!node.is_object()) return;
    for (const auto& [key, value] : node.items()) {
      if (key == "InsertStmt") target(value, EngineAccess::Kind::Insert);
      else if (key == "UpdateStmt") target(value, EngineAccess::Kind::Update);
      else if (key == "DeleteStmt") target(value, EngineAccess::Kind::Delete);
      else if (key == "MergeStmt") target(value, EngineAccess::Kind::Update, true);
      else if (key == "CopyStmt") target(value, value.value("is_from", false) ? EngineAccess::Kind::Insert : EngineAccess::Kind::Read);
      else if (key == "TruncateStmt") truncate(value);
      else if (key == "intoClause") continue;  // the table that SELECT INTO makes
      else if (key == "RangeVar") add(value, EngineAccess::Kind::Read);
      else walk(value, EngineAccess::Kind::Read);
    }
  }

  void target(const json& statement, EngineAccess::Kind kind, bool any = false) {
    if (!any && statement.contains("relation")) add(statement["relation"], kind);
    for (const auto& [key, value] : statement.items())
      if (key != "relation") walk(value, EngineAccess::Kind::Read);
  }

  void truncate(const json& statement) {
    if (!statement.contains("relations")) return;
    for (const json& relation : statement["relations"])
      if (relation.contains("RangeVar")) add(relation["RangeVar"], EngineAccess::Kind::Delete);
  }

  std::vector<EngineAccess>& accesses_;
  std::set<std::string> ctes_;
};

bool isData(const json& tree) {
  for (const json& one : tree.value("stmts", json::array())) {
    if (!one.contains("stmt")) continue;
    for (const auto& [kind, value] : one["stmt"].items()) {
      static const std::set<std::string> kKinds = {"SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "CopyStmt", "TruncateStmt"};
      if (kKinds.count(kind) == 0) return false;
    }
  }
  return true;
}

class PostgresEngine : public Engine {
 public:
  EngineReport check(const std::string& statement) override {
    EngineReport report;
    PgQueryParseResult parsed = pg_query_parse(statement.c_str());
    if (parsed.error) {
      report.error = EngineReport::Error::Syntax;
      report.message = parsed.error->message ? parsed.error->message : "syntax error";
    } else if (parsed.parse_tree) {
      json tree = json::parse(parsed.parse_tree, nullptr, false);
      if (!tree.is_discarded() && isData(tree)) TableCollector(report.accesses).run(tree);
    }
    pg_query_free_parse_result(parsed);
    return report;
  }
};

}  // namespace

std::unique_ptr<Engine> makePostgresEngine() { return std::make_unique<PostgresEngine>(); }

}  // namespace touchgraph::sql
