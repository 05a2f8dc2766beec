#include "graph/entries.h"

#include "graph/nearest.h"
#include "graph/pattern.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace touchgraph {
namespace {

bool isLambda(const FunctionEffects& function) {
  const std::string& name = function.function;
  return name == "lambda" || (name.size() > 8 && name.compare(name.size() - 8, 8, "::lambda") == 0) ||
         name.find("::lambda::") != std::string::npos;
}

/// "cart/*" with the part that the function pattern's wildcard took.
std::string nameFor(const EntryPattern& pattern, const FunctionEffects& function, const std::string& taken) {
  if (pattern.name.empty()) return function.function;
  const std::size_t star = pattern.name.find('*');
  if (star == std::string::npos) return pattern.name;
  const std::size_t length = pattern.name.compare(star, 2, "**") == 0 ? 2 : 1;
  return pattern.name.substr(0, star) + taken + pattern.name.substr(star + length);
}

std::vector<NamedFunction> named(const ProgramEffects& program, const std::vector<EntryPattern>& patterns,
                                 const std::string& annotation, const std::string& what,
                                 std::vector<std::string>& notes) {
  std::vector<NamedFunction> result;
  const auto add = [&](const std::string& name, const FunctionEffects& function) {
    for (const NamedFunction& known : result)
      if (known.function == &function && known.name == name) return;
    result.push_back({name, &function});
  };
  for (const FunctionEffects& function : program.functions)
    for (const std::vector<std::string>& words : function.annotations)
      if (words.size() >= 2 && words[0] == annotation) add(words[1], function);
  for (const EntryPattern& pattern : patterns) {
    bool matched = false;
    for (const FunctionEffects& function : program.functions) {
      if (isLambda(function)) continue;
      const std::optional<std::string> taken = matchFunction(pattern.function, function.function, function.signature);
      if (!taken) continue;
      matched = true;
      add(nameFor(pattern, function, *taken), function);
    }
    if (matched) continue;
    std::vector<std::string> names;
    for (const FunctionEffects& function : program.functions) names.push_back(function.function);
    notes.push_back(what + " '" + pattern.function + "' matches no function that reads or writes" +
                    didYouMean(pattern.function, names));
  }
  return result;
}

void noteShared(const std::vector<NamedFunction>& points, const std::string& what, std::vector<std::string>& notes) {
  std::map<std::string, std::vector<std::string>> functions;
  for (const NamedFunction& point : points) {
    std::vector<std::string>& list = functions[point.name];
    if (std::find(list.begin(), list.end(), point.function->function) == list.end())
      list.push_back(point.function->function);
  }
  for (const auto& [name, list] : functions) {
    if (list.size() < 2) continue;
    std::string note =
        what + " '" + name + "' is the name of " + std::to_string(list.size()) + " functions, which count as one:";
    for (const std::string& function : list) note += " " + function;
    notes.push_back(std::move(note));
  }
}

}  // namespace

NamedFunctions nameEntryPoints(const ProgramEffects& program, const Config& config) {
  NamedFunctions result;
  result.mutations = named(program, config.mutations, "touchgraph.mutation", "mutation", result.notes);
  result.queries = named(program, config.queries, "touchgraph.query", "query", result.notes);
  noteShared(result.mutations, "mutation", result.notes);
  noteShared(result.queries, "query", result.notes);
  return result;
}

std::vector<GraphEntry> graphEntries(const ProgramEffects& program, const Graph& graph) {
  const auto nameOf = [&](const auto& points, const std::string& symbol, bool& known) -> std::string {
    for (const auto& point : points)
      if (std::find(point.symbols.begin(), point.symbols.end(), symbol) != point.symbols.end()) return point.name;
    known = false;
    for (const FunctionEffects& function : program.functions)
      if (function.symbol == symbol) return function.function;
    return symbol;
  };
  std::vector<GraphEntry> entries;
  for (const OptimisticEntry& found : program.optimistic) {
    GraphEntry entry;
    entry.mutation = nameOf(graph.mutations, found.mutation_symbol, entry.known_mutation);
    entry.query = nameOf(graph.queries, found.query_symbol, entry.known_query);
    entry.kind = found.kind;
    entry.reason = found.reason;
    entry.queue = found.queue;
    entry.site = found.site;
    entries.push_back(std::move(entry));
  }
  const auto key = [](const GraphEntry& e) { return std::tie(e.mutation, e.query, e.site, e.kind, e.reason, e.queue); };
  std::sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  entries.erase(
      std::unique(entries.begin(), entries.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
      entries.end());
  return entries;
}

}  // namespace touchgraph
