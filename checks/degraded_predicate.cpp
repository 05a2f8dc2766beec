#include "checks/check.h"
#include "graph/text.h"

/// TG409: a write whose rows are picked by something else than equality makes every instance of a query stale.
namespace touchgraph {

void checkDegradedPredicate(const CheckInput& input, std::vector<Finding>& findings) {
  for (const Mutation& mutation : input.graph.mutations) {
    for (const Touch& touch : mutation.touches) {
      if (!touch.non_equality || touch.keys || isExempt(input.graph.exempt, touch.table)) continue;
      Finding finding;
      finding.site = touch.site;
      finding.mutation = mutation.name;
      finding.query = touch.table;
      finding.files = {mutation.site.file};
      finding.message = "mutation '" + mutation.name + "' picks the rows of " + touchText(touch) +
                        " by no equality: every instance of a query on it is stale";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace touchgraph
