#pragma once

#include "graph/graph.h"
#include "touchgraph/prove/model.h"

#include <optional>
#include <string>
#include <vector>

/// What the laws ask of the graph: is this query invalidated, which instances, which writes are known, which field
/// picks which column.
namespace touchgraph::prove {

class GraphView {
 public:
  /// No graph: the laws about the graph say unproved.
  GraphView() = default;
  /// Reads the program's graph, from text or file. Throws std::runtime_error when it cannot be read.
  static GraphView of(const Program& program);

  bool present() const { return graph_.has_value(); }
  bool knows(const std::string& mutation) const;
  bool knowsQuery(const std::string& query) const;
  /// Whether the graph lists what the mutation does in full: nothing of it is unresolved.
  bool complete(const std::string& mutation) const;
  bool invalidates(const std::string& mutation, const std::string& query) const;
  /// Whether a write of these columns is within the mutation's touches. `why` says what was missing.
  bool allows(const std::string& mutation, const std::string& table, const std::string& op,
              const std::vector<std::string>& columns, std::string& why) const;
  /// Whether the instance of the query with these arguments is certainly not touched: it differs from every touched
  /// instance in a key whose value is an argument or a constant. `extra` are keys said at registration.
  bool outside(const std::string& mutation, const std::string& query, const Value& input, const Value& args,
               const std::vector<InstanceKey>& extra) const;
  /// Whether every touched instance has a key that could tell others apart: an argument or a constant. A key that the
  /// database makes or gives back tells none apart here.
  bool hasInstances(const std::string& mutation, const std::string& query, const std::vector<InstanceKey>& extra) const;

  /// Adds what the graph knows about fields and columns to mutations and queries, where the registration says nothing.
  void bindFields(Program& program) const;

 private:
  std::optional<touchgraph::Graph> graph_;
};

/// The value at a path ("address.city"); none when there is no such field or it is a list's.
std::optional<Value> valueAt(const Value& record, const std::string& path);

}  // namespace touchgraph::prove
