#include "checks/check.h"
#include "graph/meet.h"
#include "graph/text.h"

#include <algorithm>

/// TG403: a declared touch that the code does not make, where everything of the function is known.
namespace touchgraph {
namespace {

bool isFound(const Touch& declared, const EffectSet& found) {
  return std::any_of(found.touches.begin(), found.touches.end(), [&](const Touch& touch) {
    if (touch.cause == "declared" || !tablesMeet(touch.table, declared.table)) return false;
    if (!declared.columns || !touch.columns) return true;
    return std::find(touch.columns->begin(), touch.columns->end(), declared.columns->front()) != touch.columns->end();
  });
}

}  // namespace

void checkUnusedDeclaration(const CheckInput& input, std::vector<Finding>& findings) {
  for (const DeclaredFunction& declared : input.graph.declared) {
    // An unresolved site, or nothing seen at all (a function of another library), may be what the declaration is for.
    if (!declared.found.unresolved.empty()) continue;
    const bool seen = std::any_of(declared.found.touches.begin(), declared.found.touches.end(),
                                  [](const Touch& t) { return t.cause != "declared"; }) ||
                      std::any_of(declared.found.reads.begin(), declared.found.reads.end(),
                                  [](const Read& r) { return r.cause != "declared"; });
    if (!seen) continue;
    for (const Touch& touch : declared.touches) {
      if (isFound(touch, declared.found)) continue;
      Finding finding;
      finding.site = declared.site;
      finding.mutation = declared.function;
      finding.query = touch.table;
      const std::string what = touch.table + (touch.columns ? "." + touch.columns->front() : "");
      finding.message = declared.function + " declares a touch of " + what + ", which it never makes";
      finding.hint = "remove it from the declaration: it makes queries stale that are not";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace touchgraph
