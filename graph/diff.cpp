#include "graph/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace touchgraph {
namespace {

using Facts = std::map<std::string, std::string>;  // text of a fact → where it is

class Differ {
 public:
  Differ(const Graph& before, const Graph& after) : before_(before), after_(after) {}

  std::vector<Change> run() {
    settings();
    edges();
    points(before_.mutations, after_.mutations, Change::Topic::Mutation);
    points(before_.queries, after_.queries, Change::Topic::Query);
    texts(Change::Topic::Entry, entries(before_), entries(after_));
    texts(Change::Topic::Unresolved, unresolved(before_), unresolved(after_));
    texts(Change::Topic::External, externals(before_), externals(after_));
    texts(Change::Topic::Domain, domains(before_), domains(after_));
    texts(Change::Topic::Exempt, exempt(before_), exempt(after_));
    std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) {
      return std::tie(a.topic, a.subject, a.what, a.kind, a.before, a.after) <
             std::tie(b.topic, b.subject, b.what, b.kind, b.before, b.after);
    });
    return std::move(changes_);
  }

 private:
  /// Facts about one subject: those only in one of the graphs, and those that only stand at another site.
  void facts(Change::Topic topic, const std::string& subject, const std::string& what, const Facts& before,
             const Facts& after) {
    for (const auto& [text, site] : before)
      if (!after.count(text)) changes_.push_back({Change::Kind::Removed, topic, subject, what, text, "", ""});
    for (const auto& [text, site] : after) {
      const auto found = before.find(text);
      if (found == before.end())
        changes_.push_back({Change::Kind::Added, topic, subject, what, "", text, ""});
      else if (found->second != site)
        changes_.push_back({Change::Kind::Changed, topic, subject, what + " moved", text + " at " + found->second,
                            text + " at " + site, ""});
    }
  }

  /// Facts that are their own subjects.
  void texts(Change::Topic topic, const std::map<std::string, std::string>& before,
             const std::map<std::string, std::string>& after) {
    for (const auto& [subject, text] : before)
      if (!after.count(subject)) changes_.push_back({Change::Kind::Removed, topic, subject, "", text, "", ""});
    for (const auto& [subject, text] : after) {
      const auto found = before.find(subject);
      if (found == before.end())
        changes_.push_back({Change::Kind::Added, topic, subject, "", "", text, ""});
      else if (found->second != text)
        changes_.push_back({Change::Kind::Changed, topic, subject, "", found->second, text, ""});
    }
  }

  void settings() {
    if (before_.dialect != after_.dialect)
      changes_.push_back(
          {Change::Kind::Changed, Change::Topic::Setting, "dialect", "", before_.dialect, after_.dialect, ""});
  }

  static std::string subjectOf(const Edge& edge) { return edge.mutation + " → " + edge.query; }

  static std::string entryNote(const Graph& graph, const Edge& edge) {
    for (const GraphEntry& entry : graph.optimistic)
      if (entry.mutation == edge.mutation && entry.query == edge.query)
        return entry.kind == OptimisticEntry::Kind::Predict ? "predicted" : "awaits: " + entry.reason;
    return "no optimistic entry";
  }

  static Facts witnesses(const Edge& edge) {
    Facts facts;
    for (const Witness& witness : edge.witnesses) facts[witnessText(witness)];
    return facts;
  }

  static std::string witnessLine(const Edge& edge) {
    std::vector<std::string> parts;
    for (const Witness& witness : edge.witnesses) parts.push_back(witnessText(witness));
    return instancesText(edge) + ": " + join(parts, "; ");
  }

  void edges() {
    for (const Edge& old_edge : before_.edges)
      if (!findEdge(after_, old_edge.mutation, old_edge.query))
        changes_.push_back(
            {Change::Kind::Removed, Change::Topic::Edge, subjectOf(old_edge), "", witnessLine(old_edge), "", ""});
    for (const Edge& edge : after_.edges) {
      const Edge* old_edge = findEdge(before_, edge.mutation, edge.query);
      if (!old_edge) {
        changes_.push_back({Change::Kind::Added, Change::Topic::Edge, subjectOf(edge), "", "", witnessLine(edge),
                            entryNote(after_, edge)});
        continue;
      }
      facts(Change::Topic::Edge, subjectOf(edge), "witness", witnesses(*old_edge), witnesses(edge));
      if (instancesText(*old_edge) != instancesText(edge))
        changes_.push_back({Change::Kind::Changed, Change::Topic::Edge, subjectOf(edge), "instances",
                            instancesText(*old_edge), instancesText(edge), edge.instances ? "" : "all instances"});
      if (old_edge->certainty != edge.certainty)
        changes_.push_back({Change::Kind::Changed, Change::Topic::Edge, subjectOf(edge), "certainty",
                            touchgraph::name(old_edge->certainty), touchgraph::name(edge.certainty), ""});
    }
  }

  static std::string siteText(const Site& site) {
    return site.function.empty() ? site.file : site.file + ":" + site.function;
  }

  template <class Access, class Text>
  static Facts accesses(const std::vector<Access>& list, Text text) {
    std::map<std::string, std::set<std::string>> sites;
    for (const Access& access : list) sites[text(access)].insert(siteText(access.site));
    Facts facts;
    for (const auto& [key, set] : sites) facts[key] = join({set.begin(), set.end()}, ", ");
    return facts;
  }

  template <class Point>
  void points(const std::vector<Point>& before, const std::vector<Point>& after, Change::Topic topic) {
    const auto find = [](const std::vector<Point>& list, const std::string& name) -> const Point* {
      for (const Point& point : list)
        if (point.name == name) return &point;
      return nullptr;
    };
    for (const Point& point : before)
      if (!find(after, point.name))
        changes_.push_back({Change::Kind::Removed, topic, point.name, "", join(point.functions, ", "), "", ""});
    for (const Point& point : after) {
      const Point* old_point = find(before, point.name);
      if (!old_point)
        changes_.push_back({Change::Kind::Added, topic, point.name, "", "", join(point.functions, ", "), ""});
      else if (old_point->functions != point.functions)
        changes_.push_back({Change::Kind::Changed, topic, point.name, "function", join(old_point->functions, ", "),
                            join(point.functions, ", "), ""});
      static const Point kNothing{};
      const Point& base = old_point ? *old_point : kNothing;
      facts(topic, point.name, "touch", accesses(base.touches, touchText), accesses(point.touches, touchText));
      if (topic == Change::Topic::Query)
        facts(topic, point.name, "read", accesses(base.reads, readText), accesses(point.reads, readText));
    }
  }

  static std::map<std::string, std::string> entries(const Graph& graph) {
    std::map<std::string, std::string> result;
    for (const GraphEntry& entry : graph.optimistic) {
      std::string text = entry.kind == OptimisticEntry::Kind::Predict ? "predict" : "await: " + entry.reason;
      if (!entry.queue.empty()) text += " (queue " + entry.queue + ")";
      std::string& value = result[entry.mutation + " → " + entry.query];
      value += (value.empty() ? "" : "; ") + text;
    }
    return result;
  }

  static std::map<std::string, std::string> unresolved(const Graph& graph) {
    std::map<std::string, std::string> result;
    const auto add = [&](const EntryPoint& point) {
      for (const Unresolved& u : point.unresolved) {
        std::string text = std::string(touchgraph::name(u.kind)) + ": " + u.reason;
        if (!u.expression.empty()) text += ": " + u.expression;
        result[point.name + " at " + siteText(u.site) + " " + text] = text;
      }
    };
    for (const Mutation& mutation : graph.mutations) add(mutation);
    for (const Query& query : graph.queries) add(query);
    return result;
  }

  static std::map<std::string, std::string> externals(const Graph& graph) {
    std::map<std::string, std::string> result;
    for (const ExternalWriter& writer : graph.external) {
      std::vector<std::string> touches;
      for (const Touch& touch : writer.touches) touches.push_back(touch.table + " " + columnsText(touch.columns));
      result[writer.name] = join(touches, ", ") + " makes stale: " + join(writer.queries, ", ");
    }
    return result;
  }

  static std::map<std::string, std::string> domains(const Graph& graph) {
    std::map<std::string, std::string> result;
    for (const Domain& domain : graph.domains) result[domain.name] = join(domain.tables, ", ");
    return result;
  }

  static std::map<std::string, std::string> exempt(const Graph& graph) {
    std::map<std::string, std::string> result;
    for (const Exemption& exemption : graph.exempt) result[exemption.table] = exemption.reason;
    return result;
  }

  const Graph& before_;
  const Graph& after_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> diffGraphs(const Graph& old_graph, const Graph& new_graph) {
  return Differ(old_graph, new_graph).run();
}

}  // namespace touchgraph
