#include "graph/graph_json.h"

#include "graph/effects_json.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace touchgraph {
namespace {

using Json = nlohmann::ordered_json;

// --- writing ------------------------------------------------------------------------------------

std::string siteText(const Site& site) {
  return site.function.empty() ? site.file : site.file + ":" + site.function;
}

Json accessJson(const Access& access, const TouchOp* op, const Certainty* certainty) {
  Json json;
  json["table"] = access.table;
  if (op) json["op"] = name(*op);
  json["columns"] = columnsJson(access.columns);
  json["keys"] = keysJson(access.keys);
  if (certainty) json["certainty"] = name(*certainty);
  json["cause"] = access.cause.empty() ? "direct" : access.cause;
  json["site"] = siteText(access.site);
  return json;
}

std::string line(const Touch& touch) {
  return dumpJson(accessJson(touch, &touch.op, &touch.certainty));
}
std::string line(const Read& read) {
  return dumpJson(accessJson(read, nullptr, nullptr));
}

std::string line(const Witness& witness) {
  Json json;
  json["table"] = witness.table;
  json["op"] = name(witness.op);
  json["columns"] = columnsJson(witness.columns);
  json["predicate"] = Json::array();
  for (const Meeting& meeting : witness.predicate)
    json["predicate"].push_back({{"column", meeting.column}, {"touch", meeting.touch}, {"read", meeting.read}});
  json["cause"] = witness.cause.empty() ? "direct" : witness.cause;
  return dumpJson(json);
}

std::string line(const Domain& domain) {
  return dumpJson({{"name", domain.name}, {"tables", domain.tables}});
}
std::string line(const Exemption& exemption) {
  return dumpJson({{"table", exemption.table}, {"reason", exemption.reason}});
}
std::string line(const Parameter& parameter) {
  return dumpJson({{"name", parameter.name}, {"table", parameter.table}, {"column", parameter.column}});
}

std::string line(const GraphEntry& entry) {
  Json json;
  json["mutation"] = entry.mutation;
  json["query"] = entry.query;
  json["kind"] = entry.kind == OptimisticEntry::Kind::Predict ? "predict" : "await";
  json["reason"] = entry.reason;
  json["queue"] = entry.queue;
  json["site"] = siteText(entry.site);
  return dumpJson(json);
}

Json instancesJson(const Edge& edge) {
  if (!edge.instances) return nullptr;
  Json all = Json::array();
  for (const Instance& instance : *edge.instances) {
    Json one = Json::array();
    for (const Binding& binding : instance) one.push_back({{"parameter", binding.parameter}, {"value", binding.value}});
    all.push_back(std::move(one));
  }
  return all;
}

/// `[` and one element a line, indented by `depth`, and `]`. Facts that differ only in their line numbers are one fact.
std::string list(std::vector<std::string> lines, int depth, bool sorted) {
  if (sorted) std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  if (lines.empty()) return "[]";
  const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
  std::string text = "[\n";
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += indent + "  " + lines[i] + (i + 1 < lines.size() ? ",\n" : "\n");
  return text + indent + "]";
}

template <class T>
std::vector<std::string> linesOf(const std::vector<T>& facts) {
  std::vector<std::string> lines;
  for (const T& fact : facts) lines.push_back(line(fact));
  return lines;
}

/// An object whose first members stand on one line and whose lists have lines of their own.
std::string block(const Json& head, const std::vector<std::pair<std::string, std::string>>& lists) {
  std::string text = dumpJson(head);
  text.pop_back();
  for (const auto& [key, value] : lists) text += (text.size() > 1 ? ", \"" : "\"") + key + "\": " + value;
  return text + "}";
}

Json pointHead(const EntryPoint& point) {
  Json json;
  json["name"] = point.name;
  json["functions"] = point.functions;
  json["site"] = siteText(point.site);
  return json;
}

std::vector<std::string> unresolvedLines(const Graph& graph) {
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  std::map<Key, std::pair<std::vector<std::string>, std::vector<std::string>>> reached;
  const auto keyOf = [](const Unresolved& u) {
    return Key{siteText(u.site), name(u.kind), u.reason, u.expression, u.code};
  };
  const auto add = [](std::vector<std::string>& names, const std::string& point) {
    if (names.empty() || names.back() != point) names.push_back(point);
  };
  for (const Mutation& mutation : graph.mutations)
    for (const Unresolved& u : mutation.unresolved) add(reached[keyOf(u)].first, mutation.name);
  for (const Query& query : graph.queries)
    for (const Unresolved& u : query.unresolved) add(reached[keyOf(u)].second, query.name);
  std::vector<std::string> lines;
  for (const auto& [key, points] : reached) {
    Json json;
    json["kind"] = std::get<1>(key);
    json["reason"] = std::get<2>(key);
    json["expression"] = std::get<3>(key);
    json["code"] = std::get<4>(key);
    json["site"] = std::get<0>(key);
    json["mutations"] = points.first;
    json["queries"] = points.second;
    lines.push_back(dumpJson(json));
  }
  return lines;
}

// --- reading ------------------------------------------------------------------------------------

Site parseSite(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {text, "", 0};
  return {text.substr(0, colon), text.substr(colon + 1), 0};
}

std::optional<std::vector<std::string>> parseColumns(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return json.get<std::vector<std::string>>();
}

void parseAccess(const Json& json, Access& access) {
  access.table = json.at("table").get<std::string>();
  access.columns = parseColumns(json.at("columns"));
  if (!json.at("keys").is_null()) {
    access.keys.emplace();
    for (const Json& key : json.at("keys"))
      access.keys->push_back({key.at("column").get<std::string>(), key.at("value").get<std::string>()});
  }
  access.cause = json.at("cause").get<std::string>();
  access.site = parseSite(json.at("site").get<std::string>());
}

TouchOp parseOp(const std::string& word) {
  for (const TouchOp op :
       {TouchOp::Insert, TouchOp::Update, TouchOp::Delete, TouchOp::Upsert, TouchOp::Replace, TouchOp::Ddl})
    if (word == name(op)) return op;
  return TouchOp::Unknown;
}

Certainty parseCertainty(const Json& json) {
  return json.at("certainty").get<std::string>() == "must" ? Certainty::Must : Certainty::May;
}

Touch parseTouch(const Json& json) {
  Touch touch;
  parseAccess(json, touch);
  touch.op = parseOp(json.at("op").get<std::string>());
  touch.certainty = parseCertainty(json);
  return touch;
}

Read parseRead(const Json& json) {
  Read read;
  parseAccess(json, read);
  return read;
}

void parsePoint(const Json& json, EntryPoint& point) {
  point.name = json.at("name").get<std::string>();
  point.functions = json.at("functions").get<std::vector<std::string>>();
  point.site = parseSite(json.at("site").get<std::string>());
  for (const Json& touch : json.at("touches")) point.touches.push_back(parseTouch(touch));
}

Edge parseEdge(const Json& json) {
  Edge edge;
  edge.mutation = json.at("mutation").get<std::string>();
  edge.query = json.at("query").get<std::string>();
  edge.certainty = parseCertainty(json);
  if (!json.at("instances").is_null()) {
    edge.instances.emplace();
    for (const Json& bindings : json.at("instances")) {
      Instance instance;
      for (const Json& binding : bindings)
        instance.push_back({binding.at("parameter").get<std::string>(), binding.at("value").get<std::string>()});
      edge.instances->push_back(std::move(instance));
    }
  }
  for (const Json& item : json.at("witnesses")) {
    Witness witness;
    witness.table = item.at("table").get<std::string>();
    witness.op = parseOp(item.at("op").get<std::string>());
    witness.columns = parseColumns(item.at("columns"));
    for (const Json& meeting : item.at("predicate"))
      witness.predicate.push_back({meeting.at("column").get<std::string>(), meeting.at("touch").get<std::string>(),
                                   meeting.at("read").get<std::string>()});
    witness.cause = item.at("cause").get<std::string>();
    edge.witnesses.push_back(std::move(witness));
  }
  return edge;
}

GraphEntry parseEntry(const Json& json, const Graph& graph) {
  GraphEntry entry;
  entry.mutation = json.at("mutation").get<std::string>();
  entry.query = json.at("query").get<std::string>();
  entry.known_mutation = findMutation(graph, entry.mutation) != nullptr;
  entry.known_query = findQuery(graph, entry.query) != nullptr;
  entry.kind =
      json.at("kind").get<std::string>() == "predict" ? OptimisticEntry::Kind::Predict : OptimisticEntry::Kind::Await;
  entry.reason = json.at("reason").get<std::string>();
  entry.queue = json.at("queue").get<std::string>();
  entry.site = parseSite(json.at("site").get<std::string>());
  return entry;
}

void parseUnresolved(const Json& json, Graph& graph) {
  Unresolved unresolved;
  const std::string kind = json.at("kind").get<std::string>();
  unresolved.kind = kind == "touch"  ? Unresolved::Kind::Touch
                    : kind == "read" ? Unresolved::Kind::Read
                                     : Unresolved::Kind::Unknown;
  unresolved.reason = json.at("reason").get<std::string>();
  unresolved.expression = json.at("expression").get<std::string>();
  unresolved.code = json.at("code").get<std::string>();
  unresolved.site = parseSite(json.at("site").get<std::string>());
  for (const std::string& name : json.at("mutations").get<std::vector<std::string>>())
    for (Mutation& mutation : graph.mutations)
      if (mutation.name == name) mutation.unresolved.push_back(unresolved);
  for (const std::string& name : json.at("queries").get<std::vector<std::string>>())
    for (Query& query : graph.queries)
      if (query.name == name) query.unresolved.push_back(unresolved);
}

Graph parse(const Json& json) {
  Graph graph;
  graph.format = json.at("format").get<int>();
  graph.generator = json.at("generator").get<std::string>();
  graph.dialect = json.at("dialect").get<std::string>();
  for (const Json& item : json.at("domains"))
    graph.domains.push_back({item.at("name").get<std::string>(), item.at("tables").get<std::vector<std::string>>()});
  for (const Json& item : json.at("queries")) {
    Query query;
    parsePoint(item, query);
    for (const Json& p : item.at("parameters"))
      query.parameters.push_back(
          {p.at("name").get<std::string>(), p.at("table").get<std::string>(), p.at("column").get<std::string>()});
    for (const Json& read : item.at("reads")) query.reads.push_back(parseRead(read));
    graph.queries.push_back(std::move(query));
  }
  for (const Json& item : json.at("mutations")) {
    Mutation mutation;
    parsePoint(item, mutation);
    graph.mutations.push_back(std::move(mutation));
  }
  for (const Json& item : json.at("edges")) graph.edges.push_back(parseEdge(item));
  for (const Json& item : json.at("external")) {
    ExternalWriter writer;
    writer.name = item.at("name").get<std::string>();
    writer.queries = item.at("queries").get<std::vector<std::string>>();
    for (const Json& touch : item.at("touches")) writer.touches.push_back(parseTouch(touch));
    graph.external.push_back(std::move(writer));
  }
  for (const Json& item : json.at("optimistic")) graph.optimistic.push_back(parseEntry(item, graph));
  for (const Json& item : json.at("unresolved")) parseUnresolved(item, graph);
  for (const Json& item : json.at("exempt"))
    graph.exempt.push_back({item.at("table").get<std::string>(), item.at("reason").get<std::string>()});
  return graph;
}

}  // namespace

std::string graphJson(const Graph& graph) {
  std::vector<std::string> queries, mutations, edges, external;
  for (const Query& query : graph.queries)
    queries.push_back(block(pointHead(query), {{"parameters", list(linesOf(query.parameters), 2, true)},
                                               {"reads", list(linesOf(query.reads), 2, true)},
                                               {"touches", list(linesOf(query.touches), 2, true)}}));
  for (const Mutation& mutation : graph.mutations)
    mutations.push_back(block(pointHead(mutation), {{"touches", list(linesOf(mutation.touches), 2, true)}}));
  for (const Edge& edge : graph.edges) {
    Json head;
    head["mutation"] = edge.mutation;
    head["query"] = edge.query;
    head["certainty"] = name(edge.certainty);
    head["instances"] = instancesJson(edge);
    edges.push_back(block(head, {{"witnesses", list(linesOf(edge.witnesses), 2, true)}}));
  }
  for (const ExternalWriter& writer : graph.external)
    external.push_back(block({{"name", writer.name}, {"queries", writer.queries}},
                             {{"touches", list(linesOf(writer.touches), 2, true)}}));

  std::string text = "{\n";
  text += "  \"format\": " + std::to_string(graph.format) + ",\n";
  text += "  \"generator\": " + dumpJson(graph.generator) + ",\n";
  text += "  \"dialect\": " + dumpJson(graph.dialect) + ",\n";
  text += "  \"domains\": " + list(linesOf(graph.domains), 1, false) + ",\n";
  text += "  \"queries\": " + list(queries, 1, false) + ",\n";
  text += "  \"mutations\": " + list(mutations, 1, false) + ",\n";
  text += "  \"edges\": " + list(edges, 1, false) + ",\n";
  text += "  \"external\": " + list(external, 1, false) + ",\n";
  text += "  \"optimistic\": " + list(linesOf(graph.optimistic), 1, false) + ",\n";
  text += "  \"unresolved\": " + list(unresolvedLines(graph), 1, false) + ",\n";
  text += "  \"exempt\": " + list(linesOf(graph.exempt), 1, false) + "\n";
  return text + "}\n";
}

std::optional<Graph> parseGraph(const std::string& text, std::string& error) {
  try {
    const Json json = Json::parse(text);
    if (!json.is_object() || !json.contains("format") || !json.at("format").is_number_integer()) {
      error = "is no graph file: it has no 'format' number";
      return std::nullopt;
    }
    if (const int format = json.at("format").get<int>(); format != kGraphFormat) {
      error = "has graph format " + std::to_string(format) + ", this program reads " + std::to_string(kGraphFormat);
      return std::nullopt;
    }
    return parse(json);
  } catch (const nlohmann::json::exception& exception) {
    error = std::string("is no graph file: ") + exception.what();
    return std::nullopt;
  }
}

}  // namespace touchgraph
