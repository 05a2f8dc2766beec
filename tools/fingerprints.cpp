#include "tools/fingerprints.h"

#include "checks/prove/fingerprint.h"
#include "graph/fingerprint.h"

#include <filesystem>
#include <vector>

namespace touchgraph {

std::map<std::pair<std::string, std::string>, std::string> entryFingerprints(const Pipeline& pipeline) {
  std::string schema;
  for (const sql::SchemaSource& source : pipeline.schema) schema += source.text + '\0';
  const CodeFingerprints code(pipeline.units, schema);
  std::map<std::pair<std::string, std::string>, std::string> result;
  // Laws about a mutation alone have no query.
  for (const Mutation& mutation : pipeline.graph.mutations)
    result[{mutation.name, ""}] = code.of(mutation.symbols, {}, {});
  for (const GraphEntry& entry : pipeline.graph.optimistic) {
    const Mutation* mutation = findMutation(pipeline.graph, entry.mutation);
    const Query* query = findQuery(pipeline.graph, entry.query);
    if (mutation && query)
      result[{entry.mutation, entry.query}] = code.of(mutation->symbols, query->symbols, entry.site);
  }
  return result;
}

bool sourcesChanged(const Verdicts& verdicts, const std::string& root) {
  std::vector<std::string> files;
  for (const auto& [file, hash] : verdicts.sources) files.push_back(file);
  if (files.empty()) return false;
  // The runner names files below the top of its build, which may be a directory above the project.
  std::filesystem::path top = root;
  while (!std::filesystem::exists(top / files.front()) && top.has_relative_path()) top = top.parent_path();
  return prove::fingerprints(top.string(), files) != verdicts.sources;
}

}  // namespace touchgraph
