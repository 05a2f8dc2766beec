#include "checks/check.h"
#include "checks/sites.h"

/// TG406, TG410, TG412, TG413: what the analyzer could not work out and nobody declared. Which of them it is follows
/// from the code that the SQL reader gave to the problem, else from its kind.
namespace touchgraph {
namespace {

std::string codeOf(const Unresolved& unresolved) {
  if (findRule(unresolved.code)) return unresolved.code;
  return unresolved.kind == Unresolved::Kind::Read ? "TG410" : "TG406";
}

void report(const CheckInput& input, const std::string& code, const std::string& what, const std::string& hint,
            std::vector<Finding>& findings) {
  for (const OpenSite& site : openSites(input)) {
    if (codeOf(site.unresolved) != code) continue;
    Finding finding = findingAt(input, site);
    finding.message = what + site.unresolved.reason;
    if (!site.unresolved.expression.empty()) finding.message += ": " + site.unresolved.expression;
    finding.message += reachedText(site);
    finding.hint = hint;
    findings.push_back(std::move(finding));
  }
}

void reportSchema(const CheckInput& input, const std::string& code, const std::string& hint,
                  std::vector<Finding>& findings) {
  for (const SchemaProblem& problem : input.schema_problems) {
    if (problem.code != code) continue;
    Finding finding;
    finding.site = {problem.file, "", problem.line};
    finding.message = problem.message;
    finding.hint = hint;
    findings.push_back(std::move(finding));
  }
}

const char* const kRoutineHint =
    "declare what it writes at the functions that cause it: TOUCHGRAPH_TOUCHES(\"table.column\")";
const char* const kViewHint = "add the view's definition to 'schema:' in .touchgraph.yaml, or declare the reads";

}  // namespace

void checkUnresolvedTouch(const CheckInput& input, std::vector<Finding>& findings) {
  report(input, "TG406", "write that cannot be resolved: ",
         "make the text a constant, model the call under 'models:', or declare it: "
         "TOUCHGRAPH_TOUCHES(\"table.column\") before the function, "
         "or 'declarations:' in .touchgraph.yaml",
         findings);
}

void checkUnresolvedRead(const CheckInput& input, std::vector<Finding>& findings) {
  report(input, "TG410", "read that cannot be resolved: ",
         "make the text a constant, or declare it: TOUCHGRAPH_READS(\"table.column\") before the function, or "
         "'declarations:' in .touchgraph.yaml",
         findings);
}

void checkUnknownView(const CheckInput& input, std::vector<Finding>& findings) {
  report(input, "TG412", "", kViewHint, findings);
  reportSchema(input, "TG412", kViewHint, findings);
}

void checkOpaqueRoutine(const CheckInput& input, std::vector<Finding>& findings) {
  report(input, "TG413", "", kRoutineHint, findings);
  reportSchema(input, "TG413", kRoutineHint, findings);
}

}  // namespace touchgraph
