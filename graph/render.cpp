#include "graph/render.h"

#include "graph/text.h"

#include <algorithm>
#include <set>

namespace touchgraph {
namespace {

std::string quoted(const std::string& text) {
  return '"' + escaped(text, {{'"', "\\\""}, {'\\', "\\\\"}}) + '"';
}

/// Mermaid has no escapes but HTML entities by number.
std::string mermaidText(const std::string& text) {
  return escaped(text, {{'"', "#quot;"}, {'#', "#35;"}, {'<', "#lt;"}, {'>', "#gt;"}});
}

/// The tables over which an edge runs.
std::string tablesText(const Edge& edge) {
  std::set<std::string> tables;
  for (const Witness& witness : edge.witnesses) tables.insert(witness.table);
  return join({tables.begin(), tables.end()}, ", ");
}

const GraphEntry* entryOf(const Graph& graph, const Edge& edge) {
  for (const GraphEntry& entry : graph.optimistic)
    if (entry.mutation == edge.mutation && entry.query == edge.query) return &entry;
  return nullptr;
}

}  // namespace

std::string renderDot(const Graph& graph) {
  std::string text =
      "digraph touchgraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", "
      "fontsize=10];\n";
  for (const Mutation& mutation : graph.mutations)
    text += "  " + quoted("m:" + mutation.name) + " [label=" + quoted(mutation.name) + ", shape=box];\n";
  for (const ExternalWriter& writer : graph.external)
    text += "  " + quoted("x:" + writer.name) + " [label=" + quoted(writer.name) + ", shape=box, style=dotted];\n";
  for (const Query& query : graph.queries)
    text += "  " + quoted("q:" + query.name) + " [label=" + quoted(query.name) + ", shape=ellipse];\n";
  for (const Edge& edge : graph.edges) {
    const GraphEntry* entry = entryOf(graph, edge);
    text += "  " + quoted("m:" + edge.mutation) + " -> " + quoted("q:" + edge.query) +
            " [label=" + quoted(tablesText(edge));
    if (!entry)
      text += ", color=red";
    else if (entry->kind == OptimisticEntry::Kind::Await)
      text += ", style=dashed";
    text += "];\n";
  }
  for (const ExternalWriter& writer : graph.external)
    for (const std::string& query : writer.queries)
      text += "  " + quoted("x:" + writer.name) + " -> " + quoted("q:" + query) + " [style=dotted];\n";
  return text + "}\n";
}

std::string renderMermaid(const Graph& graph) {
  std::string text = "flowchart LR\n";
  const auto index = [](const auto& list, const std::string& name) {
    return std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.name == name; }) - list.begin();
  };
  for (std::size_t i = 0; i < graph.mutations.size(); ++i)
    text += "  m" + std::to_string(i) + "[\"" + mermaidText(graph.mutations[i].name) + "\"]\n";
  for (std::size_t i = 0; i < graph.external.size(); ++i)
    text += "  x" + std::to_string(i) + "[/\"" + mermaidText(graph.external[i].name) + "\"/]\n";
  for (std::size_t i = 0; i < graph.queries.size(); ++i)
    text += "  q" + std::to_string(i) + "([\"" + mermaidText(graph.queries[i].name) + "\"])\n";
  for (const Edge& edge : graph.edges) {
    const GraphEntry* entry = entryOf(graph, edge);
    const char* arrow = !entry ? " ==>" : entry->kind == OptimisticEntry::Kind::Await ? " -.->" : " -->";
    text += "  m" + std::to_string(index(graph.mutations, edge.mutation)) + arrow + "|\"" +
            mermaidText(tablesText(edge)) + "\"| q" + std::to_string(index(graph.queries, edge.query)) + "\n";
  }
  for (std::size_t i = 0; i < graph.external.size(); ++i)
    for (const std::string& query : graph.external[i].queries)
      text += "  x" + std::to_string(i) + " -.-> q" + std::to_string(index(graph.queries, query)) + "\n";
  return text;
}

std::string renderHtml(const Graph& graph) {
  std::string text =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>touchgraph</title>\n<style>\n"
      "body{font:15px/1.45 system-ui,sans-serif;margin:2rem;color:#222}\n"
      "table{border-collapse:collapse}th,td{border:1px solid #ccc;padding:.3rem "
      ".5rem;text-align:left;vertical-align:top}\n"
      "th.query{writing-mode:vertical-rl}td.predict{background:#dff3e0}td.await{background:#fdf3d0}td.missing{"
      "background:#f9d6d5}\n"
      "code{font:13px "
      "ui-monospace,monospace}a{color:inherit}h2{margin-top:2rem}\n</style></head><body>\n<h1>Invalidations</"
      "h1>\n<table><tr><th></th>";
  for (const Query& query : graph.queries) text += "<th class=\"query\">" + markupText(query.name) + "</th>";
  text += "</tr>\n";
  for (const Mutation& mutation : graph.mutations) {
    text += "<tr><th>" + markupText(mutation.name) + "</th>";
    for (const Query& query : graph.queries) {
      const Edge* edge = findEdge(graph, mutation.name, query.name);
      if (!edge) {
        text += "<td></td>";
        continue;
      }
      const GraphEntry* entry = entryOf(graph, *edge);
      const char* state = !entry ? "missing" : entry->kind == OptimisticEntry::Kind::Await ? "await" : "predict";
      text += std::string("<td class=\"") + state + "\"><a href=\"#e" + std::to_string(edge - graph.edges.data()) +
              "\">" + state + "</a></td>";
    }
    text += "</tr>\n";
  }
  text += "</table>\n";
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    const Edge& edge = graph.edges[i];
    const GraphEntry* entry = entryOf(graph, edge);
    text += "<h2 id=\"e" + std::to_string(i) + "\">" + markupText(edge.mutation) + " → " + markupText(edge.query) +
            "</h2>\n<p>Stale: <code>" + markupText(instancesText(edge)) + "</code>" +
            (edge.instances ? "" : " (every instance)") + ". ";
    if (!entry)
      text += "No optimistic entry.";
    else if (entry->kind == OptimisticEntry::Kind::Await)
      text += "Awaits the server: " + markupText(entry->reason) + ".";
    else
      text += "Predicted.";
    text += "</p>\n<ul>";
    for (const Witness& witness : edge.witnesses)
      text += "<li><code>" + markupText(witnessText(witness)) + "</code></li>";
    text += "</ul>\n";
  }
  const auto unresolved = [&](const EntryPoint& point) {
    for (const Unresolved& u : point.unresolved)
      text += "<li>" + markupText(point.name) + ": " + markupText(u.reason) + " <code>" + markupText(u.expression) +
              "</code></li>\n";
  };
  text += "<h2>Unresolved</h2>\n<ul>";
  for (const Mutation& mutation : graph.mutations) unresolved(mutation);
  for (const Query& query : graph.queries) unresolved(query);
  return text + "</ul>\n</body></html>\n";
}

}  // namespace touchgraph
