#include "checks/check.h"
#include "graph/nearest.h"

/// TG312: an entry that can never fire. Either the mutation no longer touches what the query reads, or the entry stands
/// at the wrong pair.
namespace touchgraph {

void checkStaleEntry(const CheckInput& input, std::vector<Finding>& findings) {
  const Graph& graph = input.graph;
  for (const GraphEntry& entry : graph.optimistic) {
    if (entry.known_mutation && entry.known_query && findEdge(graph, entry.mutation, entry.query)) continue;
    Finding finding;
    finding.site = entry.site;
    finding.mutation = entry.mutation;
    finding.query = entry.query;
    if (!entry.known_mutation) {
      finding.message = "optimistic entry for '" + entry.mutation + "', which is no mutation of the graph";
      finding.hint = "name it under 'mutations:' in .touchgraph.yaml or with TOUCHGRAPH_MUTATION";
    } else if (!entry.known_query) {
      finding.message = "optimistic entry of mutation '" + entry.mutation + "' for '" + entry.query +
                        "', which is no query of the graph";
      finding.hint = "name it under 'queries:' in .touchgraph.yaml or with TOUCHGRAPH_QUERY";
    } else {
      finding.message = "optimistic entry of mutation '" + entry.mutation + "' for query '" + entry.query +
                        "', which it does not make stale";
      finding.hint = "remove the entry; `touchgraph explain " + entry.mutation + " " + entry.query +
                     "` tells why they do not meet";
      finding.files = {findMutation(graph, entry.mutation)->site.file, findQuery(graph, entry.query)->site.file};
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace touchgraph
