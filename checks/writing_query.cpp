#include "checks/check.h"
#include "graph/text.h"

/// TG433: loading a query changes data: caching it, retrying it or running it for a preview is then no longer harmless.
namespace touchgraph {

void checkWritingQuery(const CheckInput& input, std::vector<Finding>& findings) {
  for (const Query& query : input.graph.queries) {
    for (const Touch& touch : query.touches) {
      if (isExempt(input.graph.exempt, touch.table)) continue;
      Finding finding;
      finding.site = touch.site;
      finding.query = query.name;
      finding.mutation = touch.site.function;
      finding.files = {query.site.file};
      finding.message = "query '" + query.name + "' writes " + touchText(touch);
      if (!touch.via.empty()) finding.message += " (through " + viaText(touch.via) + ")";
      finding.hint = "move the write into a mutation, or exempt the table if nobody reads it";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace touchgraph
