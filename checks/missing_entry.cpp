#include "checks/check.h"
#include "graph/text.h"

/// TG310: a mutation makes a query stale and nobody decided what the client shows meanwhile.
namespace touchgraph {
namespace {

std::string lastName(const std::string& qualified) {
  const std::size_t colons = qualified.rfind("::");
  return colons == std::string::npos ? qualified : qualified.substr(colons + 2);
}

/// The last parameter of the handler: `const AddToCart &` → `const AddToCart& in`.
std::string inputParameter(const ProgramEffects& program, const std::string& handler) {
  for (const FunctionEffects& function : program.functions) {
    if (function.function != handler) continue;
    const std::string& signature = function.signature;
    std::size_t start = 1, depth = 0;
    const std::size_t end = signature.rfind(')');
    if (end == std::string::npos || end < 2) break;
    for (std::size_t i = 1; i < end; ++i) {
      if (signature[i] == '<' || signature[i] == '(')
        ++depth;
      else if (signature[i] == '>' || signature[i] == ')')
        depth -= depth ? 1 : 0;
      else if (signature[i] == ',' && depth == 0)
        start = i + 2;
    }
    std::string type = signature.substr(start, end - start);
    if (type.size() > 2 && type.compare(type.size() - 2, 2, " &") == 0) type.erase(type.size() - 2, 1);
    return type + " in";
  }
  return "const auto& in";
}

}  // namespace

void checkMissingEntry(const CheckInput& input, std::vector<Finding>& findings) {
  const Graph& graph = input.graph;
  for (const Edge& edge : graph.edges) {
    const GraphEntry* sibling = nullptr;  // the mutation's other entries show where entries live
    bool has_entry = false;
    for (const GraphEntry& entry : graph.optimistic) {
      if (entry.mutation != edge.mutation) continue;
      sibling = &entry;
      has_entry = has_entry || entry.query == edge.query;
    }
    if (has_entry) continue;
    const Mutation* mutation = findMutation(graph, edge.mutation);
    const Query* query = findQuery(graph, edge.query);
    if (!mutation || !query) continue;

    Finding finding;
    finding.mutation = edge.mutation;
    finding.query = edge.query;
    std::vector<std::string> witnesses;
    for (const Witness& witness : edge.witnesses) witnesses.push_back(witnessText(witness));
    finding.message = "mutation '" + edge.mutation + "' makes query '" + edge.query +
                      "' stale and has no optimistic entry for it; witness: " + join(witnesses, "; ");
    finding.site = sibling ? sibling->site : mutation->site;
    finding.files = {mutation->site.file, query->site.file};
    for (const Touch& touch : mutation->touches) finding.files.push_back(touch.site.file);
    for (const Read& read : query->reads) finding.files.push_back(read.site.file);

    const std::string handler = mutation->functions.front(), loader = query->functions.front();
    const std::string predict = ".predict<&" + loader + ">([](auto shown, " + inputParameter(input.program, handler) +
                                ") { /* change shown */ return shown; })";
    const std::string await = ".await<&" + loader + ">(\"why the client waits\")";
    if (sibling) {
      finding.hint = "add to the entries of " + edge.mutation + " at " + placeText(sibling->site) + " one of\n    " +
                     predict + "\n    " + await;
    } else {
      finding.hint = "add in " + mutation->site.file + ", or in a header beside it,\n    inline const auto " +
                     lastName(handler) + "Optimistic = touchgraph::optimistic<&" + handler + ">()\n        " + await +
                     ";\n    or, instead of the await, " + predict;
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace touchgraph
