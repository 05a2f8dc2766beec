#include "checks/check.h"
#include "graph/pattern.h"

/// TG411: a table outside invalidation is on a screen after all.
namespace touchgraph {

void checkExemptRead(const CheckInput& input, std::vector<Finding>& findings) {
  for (const Query& query : input.graph.queries) {
    for (const Read& read : query.reads) {
      for (const Exemption& exemption : input.graph.exempt) {
        if (read.table.find('*') != std::string::npos || !matchName(exemption.table, read.table)) continue;
        Finding finding;
        finding.site = read.site;
        finding.query = query.name;
        finding.mutation = read.table;
        finding.files = {query.site.file};
        finding.message = "query '" + query.name + "' reads table '" + read.table +
                          "', which is exempt from invalidation: " + exemption.reason;
        finding.hint = "take the table out of 'exempt:', or suppress this with the reason why stale results are right";
        findings.push_back(std::move(finding));
        break;
      }
    }
  }
}

}  // namespace touchgraph
