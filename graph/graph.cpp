#include "graph/graph.h"

#include "graph/declared.h"
#include "graph/entries.h"
#include "graph/meet.h"
#include "graph/pattern.h"
#include "graph/text.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace touchgraph {
namespace {

auto identity(const Access& access) {
  return std::tie(access.table, access.columns, access.keys, access.cause, access.site);
}

/// The columns of a new row matter for disjointness but not for the identity of a touch; of two touches that differ in
/// nothing else the row is kept only where both agree.
void mergeTouches(std::vector<Touch>& touches) {
  const auto less = [](const Touch& a, const Touch& b) {
    return std::tuple(identity(a), a.op, a.certainty, a.row) < std::tuple(identity(b), b.op, b.certainty, b.row);
  };
  std::sort(touches.begin(), touches.end(), less);
  std::vector<Touch> merged;
  for (Touch& touch : touches) {
    if (merged.empty() || identity(merged.back()) != identity(touch) || merged.back().op != touch.op) {
      merged.push_back(std::move(touch));
      continue;
    }
    Touch& kept = merged.back();
    std::vector<Key> common;
    for (const Key& key : kept.row)
      if (std::find(touch.row.begin(), touch.row.end(), key) != touch.row.end()) common.push_back(key);
    kept.row = std::move(common);
    kept.non_equality = kept.non_equality || touch.non_equality;
    if (touch.certainty == Certainty::Must) kept.certainty = Certainty::Must;
    if (touch.via.size() < kept.via.size()) kept.via = std::move(touch.via);
  }
  touches = std::move(merged);
}

void mergeReads(std::vector<Read>& reads) {
  std::sort(reads.begin(), reads.end(), [](const Read& a, const Read& b) {
    return std::tuple(identity(a), a.via.size(), a.via) < std::tuple(identity(b), b.via.size(), b.via);
  });
  reads.erase(
      std::unique(reads.begin(), reads.end(), [](const Read& a, const Read& b) { return identity(a) == identity(b); }),
      reads.end());
}

void mergeUnresolved(std::vector<Unresolved>& unresolved) {
  const auto key = [](const Unresolved& u) { return std::tie(u.site, u.kind, u.reason, u.expression, u.code); };
  std::sort(unresolved.begin(), unresolved.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  unresolved.erase(
      std::unique(unresolved.begin(), unresolved.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
      unresolved.end());
}

/// Adds one function to the entry point of that name.
template <class T>
void addTo(std::vector<T>& points, const NamedFunction& named, const EffectSet& effects) {
  auto found = std::find_if(points.begin(), points.end(), [&](const T& p) { return p.name == named.name; });
  if (found == points.end()) {
    found = points.insert(points.end(), T{});
    found->name = named.name;
  }
  const FunctionEffects& function = *named.function;
  const Site site{function.file, function.function, function.line};
  if (found->functions.empty() || site < found->site) found->site = site;
  if (std::find(found->functions.begin(), found->functions.end(), function.function) == found->functions.end())
    found->functions.push_back(function.function);
  if (std::find(found->symbols.begin(), found->symbols.end(), function.symbol) == found->symbols.end())
    found->symbols.push_back(function.symbol);
  found->touches.insert(found->touches.end(), effects.touches.begin(), effects.touches.end());
  found->reads.insert(found->reads.end(), effects.reads.begin(), effects.reads.end());
  found->unresolved.insert(found->unresolved.end(), effects.unresolved.begin(), effects.unresolved.end());
}

void finish(EntryPoint& point) {
  std::sort(point.functions.begin(), point.functions.end());
  std::sort(point.symbols.begin(), point.symbols.end());
  mergeTouches(point.touches);
  mergeReads(point.reads);
  mergeUnresolved(point.unresolved);
}

void findParameters(Query& query) {
  std::set<Parameter> parameters;
  for (const Read& read : query.reads) {
    if (!read.keys) continue;
    for (const Key& key : *read.keys)
      if (key.value.rfind("arg:", 0) == 0)
        parameters.insert({key.value.substr(4), read.table, key.column});
      else if (key.value.rfind("each(arg:", 0) == 0 && key.value.back() == ')')
        parameters.insert({key.value.substr(9, key.value.size() - 10), read.table, key.column});
  }
  query.parameters.assign(parameters.begin(), parameters.end());
}

/// All the ways a list of touches meets a query; nothing when they do not.
std::optional<Edge> edgeBetween(const std::vector<Touch>& touches, const Query& query,
                                const std::vector<Exemption>& exempt) {
  Edge edge;
  edge.query = query.name;
  bool all_instances = false;
  std::set<Instance> instances;
  std::set<Witness> witnesses;
  for (const Touch& touch : touches) {
    if (isExempt(exempt, touch.table)) continue;
    for (const Read& read : query.reads) {
      if (isExempt(exempt, read.table)) continue;
      const std::optional<Meet> met = meet(touch, read);
      if (!met) continue;
      witnesses.insert(met->witness);
      if (touch.certainty == Certainty::Must) edge.certainty = Certainty::Must;
      if (met->instances)
        instances.insert(met->instances->begin(), met->instances->end());
      else
        all_instances = true;
    }
  }
  if (witnesses.empty()) return std::nullopt;
  edge.witnesses.assign(witnesses.begin(), witnesses.end());
  if (!all_instances) {
    // An instance with fewer bindings includes those with more.
    std::vector<Instance> kept;
    for (const Instance& instance : instances) {
      const bool included = std::any_of(instances.begin(), instances.end(), [&](const Instance& wider) {
        return wider.size() < instance.size() &&
               std::all_of(
                   wider.begin(), wider.end(),
                   [&](const Binding& binding) {
                     return std::find(instance.begin(), instance.end(), binding) != instance.end();
                   });
      });
      if (!included) kept.push_back(instance);
    }
    edge.instances = std::move(kept);
  }
  return edge;
}

std::vector<Domain> domainsOf(const Graph& graph, const Config& config) {
  std::set<std::string> met;
  const auto add = [&](const auto& accesses) {
    for (const auto& access : accesses)
      if (access.table.find('*') == std::string::npos && !isExempt(config.exempt, access.table))
        met.insert(access.table);
  };
  for (const Mutation& mutation : graph.mutations) add(mutation.touches);
  for (const Query& query : graph.queries) add(query.reads);
  for (const ExternalWriter& writer : graph.external) add(writer.touches);
  std::vector<Domain> domains = config.domains;
  for (const std::string& table : met) {
    const bool configured = std::any_of(domains.begin(), domains.end(), [&](const Domain& domain) {
      return std::any_of(domain.tables.begin(), domain.tables.end(),
                         [&](const std::string& t) { return tablesMeet(t, table); });
    });
    if (!configured) domains.push_back({table, {table}});
  }
  for (Domain& domain : domains) std::sort(domain.tables.begin(), domain.tables.end());
  std::sort(domains.begin(), domains.end(), [](const Domain& a, const Domain& b) { return a.name < b.name; });
  return domains;
}

}  // namespace

const char* name(Dialect dialect) {
  switch (dialect) {
    case Dialect::Sqlite:
      return "sqlite";
    case Dialect::Postgres:
      return "postgres";
    case Dialect::Mysql:
      return "mysql";
  }
  return "sqlite";
}

std::string generatorName() {
  return "touchgraph 0.1.0";
}

Graph buildGraph(const ProgramEffects& program, const Config& config, Dialect dialect) {
  Graph graph;
  graph.format = kGraphFormat;
  graph.generator = generatorName();
  graph.dialect = name(dialect);
  graph.exempt = config.exempt;
  std::sort(graph.exempt.begin(), graph.exempt.end(), [](const auto& a, const auto& b) { return a.table < b.table; });
  graph.declared = declaredFunctions(program, config);
  graph.external = externalWriters(program, config);

  const Declarations declarations(graph.declared);
  const NamedFunctions named = nameEntryPoints(program, config);
  graph.notes = named.notes;
  for (const NamedFunction& mutation : named.mutations)
    addTo(graph.mutations, mutation, declarations.apply(*mutation.function));
  for (const NamedFunction& query : named.queries) addTo(graph.queries, query, declarations.apply(*query.function));
  const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
  std::sort(graph.mutations.begin(), graph.mutations.end(), by_name);
  std::sort(graph.queries.begin(), graph.queries.end(), by_name);
  for (Mutation& mutation : graph.mutations) finish(mutation);
  for (Query& query : graph.queries) {
    finish(query);
    findParameters(query);
  }
  // After this no touch and no read changes any more.
  for (const Mutation& mutation : graph.mutations) {
    for (const Query& query : graph.queries) {
      std::optional<Edge> edge = edgeBetween(mutation.touches, query, graph.exempt);
      if (!edge) continue;
      edge->mutation = mutation.name;
      graph.edges.push_back(std::move(*edge));
    }
  }
  for (ExternalWriter& writer : graph.external)
    for (const Query& query : graph.queries)
      if (edgeBetween(writer.touches, query, graph.exempt)) writer.queries.push_back(query.name);
  graph.optimistic = graphEntries(program, graph);
  graph.domains = domainsOf(graph, config);
  return graph;
}

std::string domainOf(const Graph& graph, const std::string& table) {
  for (const Domain& domain : graph.domains)
    for (const std::string& other : domain.tables)
      if (tablesMeet(other, table)) return domain.name;
  return table;
}

bool isExempt(const std::vector<Exemption>& exempt, const std::string& table) {
  if (table.find('*') != std::string::npos) return false;  // it may also be another table
  return std::any_of(exempt.begin(), exempt.end(), [&](const Exemption& e) { return matchName(e.table, table); });
}

const Mutation* findMutation(const Graph& graph, const std::string& name) {
  for (const Mutation& mutation : graph.mutations)
    if (mutation.name == name) return &mutation;
  return nullptr;
}

const Query* findQuery(const Graph& graph, const std::string& name) {
  for (const Query& query : graph.queries)
    if (query.name == name) return &query;
  return nullptr;
}

const Edge* findEdge(const Graph& graph, const std::string& mutation, const std::string& query) {
  for (const Edge& edge : graph.edges)
    if (edge.mutation == mutation && edge.query == query) return &edge;
  return nullptr;
}

std::string instancesText(const Edge& edge) {
  if (!edge.instances) return edge.query;
  std::vector<std::string> parts;
  for (const Instance& instance : *edge.instances) {
    std::vector<std::string> bindings;
    for (const Binding& binding : instance) bindings.push_back(binding.parameter + " = " + binding.value);
    parts.push_back(edge.query + "(" + join(bindings, ", ") + ")");
  }
  return join(parts, ", ");
}

std::string witnessText(const Witness& witness) {
  std::string text = witness.table + " " + name(witness.op);
  if (witness.columns) text += " " + columnsText(witness.columns);
  std::vector<std::string> meetings;
  for (const Meeting& meeting : witness.predicate)
    meetings.push_back(meeting.column + ": " + meeting.touch + " = " + meeting.read);
  if (!meetings.empty()) text += " where " + join(meetings, ", ");
  if (!witness.cause.empty() && witness.cause != "direct") text += " by " + witness.cause;
  return text;
}

}  // namespace touchgraph
