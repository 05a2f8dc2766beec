#include "graph/explain.h"

#include "graph/meet.h"
#include "graph/pattern.h"

#include <algorithm>
#include <set>

namespace touchgraph {
namespace {

class Explainer {
 public:
  Explainer(const Graph& graph, const ProgramEffects& program, const Palette& palette)
      : graph_(graph), program_(program), palette_(palette) {}

  std::string mutation(const Mutation& mutation) {
    std::string text = head("mutation", mutation);
    text += touches(mutation.touches);
    text += reads(mutation.reads);
    text += unresolved(mutation.unresolved);
    std::string edges;
    for (const Edge& edge : graph_.edges)
      if (edge.mutation == mutation.name)
        edges += "  " + instancesText(edge) + "  " + entryText(edge.mutation, edge.query) + "\n" + witnesses(edge);
    return text + section("makes stale", edges, "no query");
  }

  std::string query(const Query& query) {
    std::string text = head("query", query);
    std::string parameters;
    for (const Parameter& p : query.parameters)
      parameters += "  " + p.name + " picks " + p.table + "." + p.column + "\n";
    if (!parameters.empty()) text += section("arguments", parameters, "");
    text += reads(query.reads);
    text += touches(query.touches);
    text += unresolved(query.unresolved);
    std::string edges;
    for (const Edge& edge : graph_.edges)
      if (edge.query == query.name)
        edges += "  " + edge.mutation + "  " + entryText(edge.mutation, edge.query) + "\n" + witnesses(edge);
    for (const ExternalWriter& writer : graph_.external)
      if (std::find(writer.queries.begin(), writer.queries.end(), query.name) != writer.queries.end())
        edges += "  " + writer.name + " (outside this code)\n";
    return text + section("made stale by", edges, "nothing");
  }

  std::string table(const std::string& table) {
    std::string text = strong("table " + table);
    const std::string domain = domainOf(graph_, table);
    if (domain != table) text += " of domain " + domain;
    for (const Exemption& exemption : graph_.exempt)
      if (matchName(exemption.table, table)) text += " exempt: " + exemption.reason;
    text += "\n";
    std::string touched, read;
    for (const Mutation& mutation : graph_.mutations)
      for (const Touch& touch : mutation.touches)
        if (tablesMeet(touch.table, table)) touched += "  " + mutation.name + "  " + touchText(touch) + origin(touch);
    for (const Query& query : graph_.queries)
      for (const Read& item : query.reads)
        if (tablesMeet(item.table, table)) read += "  " + query.name + "  " + readText(item) + origin(item);
    // Functions that are no entry point tell who else writes.
    std::string others;
    for (const FunctionEffects& function : program_.functions) {
      const std::string place = "  " + function.function + "  ";
      for (const Touch& touch : function.own.touches)
        if (tablesMeet(touch.table, table)) others += place + touchText(touch) + origin(touch);
      for (const Read& item : function.own.reads)
        if (tablesMeet(item.table, table)) others += place + "read " + readText(item) + origin(item);
    }
    return text + section("touched by", touched, "no mutation") + section("read by", read, "no query") +
           section("statements", others, "none");
  }

  std::string function(const FunctionEffects& function) {
    std::string text = strong("function " + function.function) + function.signature + "  " + function.file + ":" +
                       std::to_string(function.line) + "\n";
    return text + touches(function.all.touches) + reads(function.all.reads) + unresolved(function.all.unresolved);
  }

  std::string edge(const Mutation& mutation, const Query& query) {
    std::string text = strong("edge " + mutation.name + " → " + query.name) + "\n";
    const Edge* edge = findEdge(graph_, mutation.name, query.name);
    if (!edge) {
      text += "  none: " + mutation.name + " does not make " + query.name + " stale\n" + nearMisses(mutation, query);
      return text;
    }
    text += "  stale: " + instancesText(*edge) + (edge->instances ? "" : " (every instance)") + "\n";
    text += "  certainty: " + std::string(name(edge->certainty)) + "\n";
    text += "  entry: " + entryText(mutation.name, query.name) + "\n";
    std::set<std::string> met;
    for (const Touch& touch : mutation.touches) {
      for (const Read& read : query.reads) {
        if (isExempt(graph_.exempt, touch.table) || isExempt(graph_.exempt, read.table)) continue;
        const std::optional<Meet> meeting = meet(touch, read);
        if (!meeting) continue;
        met.insert(strong("because") + "  " + witnessText(meeting->witness) + "\n    touch  " + touchText(touch) +
                   origin(touch) + "    read   " + readText(read) + origin(read));
      }
    }
    for (const std::string& part : met) text += part;
    return text;
  }

 private:
  std::string strong(const std::string& words) const { return palette_.strong + words + palette_.reset; }

  std::string section(const std::string& title, const std::string& body, const std::string& otherwise) const {
    if (body.empty()) return otherwise.empty() ? "" : strong(title) + "\n  " + otherwise + "\n";
    return strong(title) + "\n" + body;
  }

  std::string head(const std::string& kind, const EntryPoint& point) const {
    return strong(kind + " " + point.name) + "  " + join(point.functions, ", ") + "  " + placeText(point.site) + "\n";
  }

  /// Where it is executed, and the calls that lead there, each with its place.
  std::string origin(const Access& access) const {
    std::string text = "\n      at " + placeText(access.site);
    if (!access.site.function.empty()) text += " in " + access.site.function;
    if (!access.via.empty()) {
      text += "\n      through ";
      for (std::size_t i = 0; i < access.via.size(); ++i) {
        text += (i ? " > " : "") + access.via[i];
        for (const FunctionEffects& function : program_.functions)
          if (function.function == access.via[i]) {
            text += " (" + function.file + ":" + std::to_string(function.line) + ")";
            break;
          }
      }
    }
    return palette_.dim + text + palette_.reset + "\n";
  }

  std::string touches(const std::vector<Touch>& list) const {
    std::string body;
    for (const Touch& touch : list) body += "  " + touchText(touch) + origin(touch);
    return section("touches", body, "");
  }

  std::string reads(const std::vector<Read>& list) const {
    std::string body;
    for (const Read& read : list) body += "  " + readText(read) + origin(read);
    return section("reads", body, "");
  }

  std::string unresolved(const std::vector<Unresolved>& list) const {
    std::string body;
    for (const Unresolved& u : list) {
      body += std::string("  ") + name(u.kind) + "  " + u.reason + (u.expression.empty() ? "" : ": " + u.expression) +
              "\n      at " + placeText(u.site) + (u.site.function.empty() ? "" : " in " + u.site.function) + "\n";
    }
    return section("unresolved", body, "");
  }

  std::string witnesses(const Edge& edge) const {
    std::string text;
    for (const Witness& witness : edge.witnesses) text += "      because " + witnessText(witness) + "\n";
    return text;
  }

  std::string entryText(const std::string& mutation, const std::string& query) const {
    std::vector<std::string> parts;
    for (const GraphEntry& entry : graph_.optimistic) {
      if (entry.mutation != mutation || entry.query != query) continue;
      const bool predicts = entry.kind == OptimisticEntry::Kind::Predict;
      parts.push_back((predicts ? "predicted at " : "awaits at ") + placeText(entry.site) +
                      (predicts ? "" : ": " + entry.reason));
    }
    return parts.empty() ? std::string(palette_.bad) + "no optimistic entry" + palette_.reset : join(parts, ", ");
  }

  /// Why two entry points that share a table do not meet.
  std::string nearMisses(const Mutation& mutation, const Query& query) const {
    std::set<std::string> lines;
    for (const Touch& touch : mutation.touches) {
      for (const Read& read : query.reads) {
        if (!tablesMeet(touch.table, read.table)) continue;
        std::string why = "equality terms differ";
        if (isExempt(graph_.exempt, touch.table))
          why = "the table is exempt";
        else if (touch.op == TouchOp::Update && touch.columns && read.columns &&
                 std::none_of(touch.columns->begin(), touch.columns->end(), [&](const std::string& c) {
                   return std::any_of(read.columns->begin(), read.columns->end(),
                                      [&](const std::string& d) { return matchName(c, d); });
                 }))
          why = "no column in common";
        lines.insert("  " + why + ":  touch " + touchText(touch) + "  read " + readText(read) + "\n");
      }
    }
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
  }

  const Graph& graph_;
  const ProgramEffects& program_;
  const Palette& palette_;
};

std::set<std::string> tablesOf(const Graph& graph, const ProgramEffects& program) {
  std::set<std::string> tables;
  for (const Domain& domain : graph.domains) tables.insert(domain.tables.begin(), domain.tables.end());
  for (const FunctionEffects& function : program.functions) {
    for (const Touch& touch : function.all.touches) tables.insert(touch.table);
    for (const Read& read : function.all.reads) tables.insert(read.table);
  }
  return tables;
}

}  // namespace

std::optional<std::string> explain(const Graph& graph, const ProgramEffects& program, const std::string& thing,
                                   const Palette& palette) {
  Explainer explainer(graph, program, palette);
  std::vector<std::string> parts;
  if (const Mutation* mutation = findMutation(graph, thing)) parts.push_back(explainer.mutation(*mutation));
  if (const Query* query = findQuery(graph, thing)) parts.push_back(explainer.query(*query));
  for (const std::string& table : tablesOf(graph, program))
    if (matchName(thing, table) && table.find('*') == std::string::npos) parts.push_back(explainer.table(table));
  for (const FunctionEffects& function : program.functions) {
    const std::string& name = function.function;
    const bool ends = name.size() > thing.size() + 2 &&
                      name.compare(name.size() - thing.size() - 2, std::string::npos, "::" + thing) == 0;
    if (name == thing || ends) parts.push_back(explainer.function(function));
  }
  if (parts.empty()) return std::nullopt;
  return join(parts, "\n");
}

std::optional<std::string> explainEdge(const Graph& graph, const ProgramEffects& program, const std::string& mutation,
                                       const std::string& query, const Palette& palette) {
  const Mutation* m = findMutation(graph, mutation);
  const Query* q = findQuery(graph, query);
  if (!m || !q) return std::nullopt;
  return Explainer(graph, program, palette).edge(*m, *q);
}

std::vector<std::string> explainable(const Graph& graph, const ProgramEffects& program) {
  std::set<std::string> names = tablesOf(graph, program);
  for (const Mutation& mutation : graph.mutations) names.insert(mutation.name);
  for (const Query& query : graph.queries) names.insert(query.name);
  for (const FunctionEffects& function : program.functions) names.insert(function.function);
  return {names.begin(), names.end()};
}

}  // namespace touchgraph
