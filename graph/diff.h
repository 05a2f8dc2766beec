#pragma once

#include "graph/graph.h"
#include "graph/text.h"

#include <string>
#include <vector>

/// What changed in meaning between two graphs. Sites and causes that changed alone are no change of an effect and are
/// told as "moved" only when nothing else is.
namespace touchgraph {

struct Change {
  enum class Kind { Added, Removed, Changed } kind = Kind::Changed;
  /// What it is about, in the order in which it is told.
  enum class Topic { Edge, Mutation, Query, Entry, Unresolved, External, Domain, Exempt, Setting } topic = Topic::Edge;
  std::string subject;  ///< `cart/add → cart`, `cart/add`, …
  std::string what;     ///< "touch", "read", "witness", "instances", "certainty", …; "" for the subject itself
  std::string before;   ///< text of the old fact, "" when added
  std::string after;    ///< text of the new fact, "" when removed
  std::string note;     ///< what a reviewer should know: "no optimistic entry"
};

std::vector<Change> diffGraphs(const Graph& old_graph, const Graph& new_graph);

std::string diffText(const std::vector<Change>& changes, const Palette& palette);
/// For a review comment: one table a topic.
std::string diffMarkdown(const std::vector<Change>& changes);
/// `{"changes":[{"change","topic","subject","what","before","after","note"}]}`
std::string diffJson(const std::vector<Change>& changes);

const char* name(Change::Topic topic);
const char* name(Change::Kind kind);

}  // namespace touchgraph
