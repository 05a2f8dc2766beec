#include "checks/sites.h"

#include "graph/declared.h"
#include "graph/text.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace touchgraph {

std::vector<OpenSite> openSites(const CheckInput& input) {
  using Key = std::tuple<Site, Unresolved::Kind, std::string, std::string>;
  std::map<Key, OpenSite> sites;
  const auto at = [&](const Unresolved& unresolved) -> OpenSite& {
    OpenSite& site = sites[{unresolved.site, unresolved.kind, unresolved.reason, unresolved.expression}];
    site.unresolved = unresolved;
    return site;
  };
  const Graph& graph = input.graph;
  for (const Mutation& mutation : graph.mutations)
    for (const Unresolved& unresolved : mutation.unresolved) at(unresolved).mutations.push_back(mutation.name);
  for (const Query& query : graph.queries)
    for (const Unresolved& unresolved : query.unresolved) at(unresolved).queries.push_back(query.name);
  if (graph.mutations.empty() && graph.queries.empty()) {
    const Declarations declarations(graph.declared);
    for (const FunctionEffects& function : input.program.functions)
      for (const Unresolved& unresolved : function.own.unresolved)
        if (!declarations.answers(unresolved)) at(unresolved);
  }
  std::vector<OpenSite> result;
  for (auto& [key, site] : sites) result.push_back(std::move(site));
  return result;
}

std::string reachedText(const OpenSite& site) {
  std::vector<std::string> names = site.mutations;
  names.insert(names.end(), site.queries.begin(), site.queries.end());
  if (names.empty()) return "";
  const std::size_t more = names.size() > 4 ? names.size() - 3 : 0;
  if (more) names.resize(3);
  return " (reached from " + join(names, ", ") + (more ? " and " + std::to_string(more) + " more" : "") + ")";
}

Finding findingAt(const CheckInput& input, const OpenSite& site) {
  Finding finding;
  finding.site = site.unresolved.site;
  if (!site.mutations.empty())
    finding.mutation = site.mutations.front();
  else
    finding.mutation = site.unresolved.site.function;
  if (!site.queries.empty()) finding.query = site.queries.front();
  for (const std::vector<std::string>* names : {&site.mutations, &site.queries})
    for (const std::string& name : *names)
      if (const Site* entry = siteOf(input.graph, name)) finding.files.push_back(entry->file);
  return finding;
}

const Site* siteOf(const Graph& graph, const std::string& entry_point) {
  if (const Mutation* mutation = findMutation(graph, entry_point)) return &mutation->site;
  if (const Query* query = findQuery(graph, entry_point)) return &query->site;
  return nullptr;
}

}  // namespace touchgraph
