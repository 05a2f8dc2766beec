#pragma once

#include "checks/finding.h"
#include "checks/verdicts.h"
#include "graph/config.h"
#include "graph/effects.h"
#include "graph/graph.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A rule looks at the graph and says what is wrong. It never sees an AST.
namespace touchgraph {

/// Something of the schema that could not be read.
struct SchemaProblem {
  std::string file;
  std::uint32_t line = 0;
  std::string message;
  std::string code;  ///< "TG412", "TG413" or ""
};

/// What the rules look at.
struct CheckInput {
  const Graph& graph;
  const ProgramEffects& program;
  const Config& config;
  std::vector<std::string> tables = {};  ///< of the schema; empty when there is none
  std::vector<SchemaProblem> schema_problems = {};
  std::optional<Graph> committed = {};  ///< the graph file given by --graph
  std::string committed_path = {};
  std::optional<Verdicts> verdicts = {};  ///< of the property runner
  /// Fingerprints of the code behind each entry as it is now, by (mutation, query); of a mutation alone by (mutation,
  /// "").
  std::map<std::pair<std::string, std::string>, std::string> fingerprints = {};
  bool sources_changed = false;  ///< a file that the verdicts name has another content now
};

using RuleFunction = void (*)(const CheckInput& input, std::vector<Finding>& findings);

/// A row of the registry. Help, docs and tests read the same rows.
struct Rule {
  const char* code;
  const char* name;  ///< slug: "missing-entry"
  Severity severity;
  const char* title;  ///< one line
  RuleFunction run;
};

/// All rules, by code. Adding a rule = one file, one line here, docs/checks/TGnnn.md and a test.
const std::vector<Rule>& rules();
const Rule* findRule(const std::string& code);

// One file each.
void checkCommittedGraph(const CheckInput& input, std::vector<Finding>& findings);
void checkMissingEntry(const CheckInput& input, std::vector<Finding>& findings);
void checkStaleEntry(const CheckInput& input, std::vector<Finding>& findings);
void checkUnprovedEntry(const CheckInput& input, std::vector<Finding>& findings);
void checkUndeclaredTouch(const CheckInput& input, std::vector<Finding>& findings);
void checkUnusedDeclaration(const CheckInput& input, std::vector<Finding>& findings);
void checkUnknownTable(const CheckInput& input, std::vector<Finding>& findings);
void checkUnresolvedTouch(const CheckInput& input, std::vector<Finding>& findings);
void checkUndeclaredRead(const CheckInput& input, std::vector<Finding>& findings);
void checkDegradedPredicate(const CheckInput& input, std::vector<Finding>& findings);
void checkUnresolvedRead(const CheckInput& input, std::vector<Finding>& findings);
void checkExemptRead(const CheckInput& input, std::vector<Finding>& findings);
void checkUnknownView(const CheckInput& input, std::vector<Finding>& findings);
void checkOpaqueRoutine(const CheckInput& input, std::vector<Finding>& findings);
void checkWritingQuery(const CheckInput& input, std::vector<Finding>& findings);
void checkUnusedSuppression(const CheckInput& input, std::vector<Finding>& findings);

/// Runs all rules and marks what the config suppresses. Sorted.
std::vector<Finding> runChecks(const CheckInput& input);

}  // namespace touchgraph
