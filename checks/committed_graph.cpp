#include "checks/check.h"
#include "graph/diff.h"

/// TG301: with --graph, the file must be what the code says.
namespace touchgraph {

void checkCommittedGraph(const CheckInput& input, std::vector<Finding>& findings) {
  if (!input.committed) return;
  for (const Change& change : diffGraphs(*input.committed, input.graph)) {
    Finding finding;
    finding.site = {input.committed_path, "", 0};
    const std::string fact = change.kind == Change::Kind::Added     ? change.after
                             : change.kind == Change::Kind::Removed ? change.before
                                                                    : change.before + " ⇒ " + change.after;
    finding.message = std::string(name(change.topic)) + " " + change.subject + ": " +
                      (change.what.empty() ? "" : change.what + " ") + name(change.kind) +
                      (fact.empty() ? "" : ": " + fact);
    finding.hint = "look at the change; if it is meant, `touchgraph extract` writes the file";
    finding.mutation = change.subject;
    findings.push_back(std::move(finding));
  }
}

}  // namespace touchgraph
