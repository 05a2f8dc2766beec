#include "checks/check.h"
#include "checks/suppress.h"

#include <algorithm>
#include <tuple>

namespace touchgraph {

const char* name(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules = {
      {"TG301", "graph-differs", Severity::Error, "the committed graph is not what the code says", checkCommittedGraph},
      {"TG310", "missing-entry", Severity::Error, "invalidated query has no optimistic entry", checkMissingEntry},
      {"TG312", "stale-entry", Severity::Error, "entry for a query the mutation does not invalidate", checkStaleEntry},
      {"TG320", "unproved-entry", Severity::Error, "hand-written entry without a valid verdict", checkUnprovedEntry},
      {"TG390", "unused-suppression", Severity::Warning, "suppression that suppresses nothing", checkUnusedSuppression},
      {"TG402", "undeclared-touch", Severity::Error, "write outside the declared touches", checkUndeclaredTouch},
      {"TG403", "unused-declaration", Severity::Warning, "declared touch that is never found", checkUnusedDeclaration},
      {"TG404", "unknown-table", Severity::Error, "table that is not in the schema", checkUnknownTable},
      {"TG406", "unresolved-touch", Severity::Error, "write that cannot be resolved and is not declared",
       checkUnresolvedTouch},
      {"TG407", "undeclared-read", Severity::Error, "read outside the declared reads", checkUndeclaredRead},
      {"TG409", "degraded-predicate", Severity::Note, "non-equality predicate, degraded to table level",
       checkDegradedPredicate},
      {"TG410", "unresolved-read", Severity::Error, "opaque read without declared reads", checkUnresolvedRead},
      {"TG411", "exempt-read", Severity::Error, "query reads an exempt table", checkExemptRead},
      {"TG412", "unknown-view", Severity::Error, "view with no known definition", checkUnknownView},
      {"TG413", "opaque-routine", Severity::Error, "trigger or routine whose body cannot be read", checkOpaqueRoutine},
      {"TG433", "writing-query", Severity::Error, "query that writes", checkWritingQuery},
  };
  return kRules;
}

const Rule* findRule(const std::string& code) {
  for (const Rule& rule : rules())
    if (code == rule.code) return &rule;
  return nullptr;
}

std::vector<Finding> runChecks(const CheckInput& input) {
  std::vector<Finding> findings;
  for (const Rule& rule : rules()) {
    const std::size_t before = findings.size();
    rule.run(input, findings);
    for (std::size_t i = before; i < findings.size(); ++i) {
      findings[i].code = rule.code;
      findings[i].severity = rule.severity;
    }
  }
  suppress(input, findings);
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.site.file, a.site.line, a.code, a.mutation, a.query, a.message) <
           std::tie(b.site.file, b.site.line, b.code, b.mutation, b.query, b.message);
  });
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [](const Finding& a, const Finding& b) {
                               return std::tie(a.site, a.code, a.message) == std::tie(b.site, b.code, b.message);
                             }),
                 findings.end());
  return findings;
}

}  // namespace touchgraph
