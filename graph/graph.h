#pragma once

#include "graph/config.h"
#include "graph/effects.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The graph: which mutation makes which query stale, and why.
///
///   ProgramEffects + Config ─► entry points named ─► declarations applied ─► touch meets read ─► Graph
///
/// In memory the sites carry line numbers; the graph file (graph_json.h) leaves them out.
namespace touchgraph {

/// A mutation or a query: one name, the functions that bear it (usually one), and what they do together.
struct EntryPoint {
  std::string name;
  std::vector<std::string> functions;  ///< qualified names, sorted
  std::vector<std::string> symbols;    ///< their USRs; empty when the graph was read from a file
  Site site;                           ///< of the first function's definition
  std::vector<Touch> touches;          ///< of a query: what it writes, which it should not (TG433)
  std::vector<Read> reads;
  std::vector<Unresolved> unresolved;  ///< what is neither resolved nor declared
};

/// An argument of a query that picks rows: `args.cartId` picks `carts.id`.
struct Parameter {
  std::string name;
  std::string table;
  std::string column;
  auto operator<=>(const Parameter&) const = default;
};

struct Query : EntryPoint {
  std::vector<Parameter> parameters;
};
using Mutation = EntryPoint;

/// Where a term of the touch met a term of the read on one column.
struct Meeting {
  std::string column;
  std::string touch;  ///< value on the side of the mutation: `arg:in.cartId`
  std::string read;   ///< value on the side of the query: `arg:args.cartId`
  auto operator<=>(const Meeting&) const = default;
};

/// Why an edge exists: one touch met one read.
struct Witness {
  std::string table;
  TouchOp op = TouchOp::Unknown;
  std::optional<std::vector<std::string>>
      columns;  ///< that both sides share; nothing: whole rows come or go, or columns are not known
  std::vector<Meeting> predicate;
  std::string cause;  ///< of the touch
  auto operator<=>(const Witness&) const = default;
};

/// `parameter = value`: an instance of the query that is stale has this argument.
struct Binding {
  std::string parameter;  ///< of the query
  std::string value;      ///< `arg:in.productId` (of the mutation), `const:7`, `new`, …
  auto operator<=>(const Binding&) const = default;
};
using Instance = std::vector<Binding>;

struct Edge {
  std::string mutation;
  std::string query;
  Certainty certainty = Certainty::May;
  std::vector<Witness> witnesses;
  std::optional<std::vector<Instance>> instances;  ///< the stale instances; nothing = all of them
};

/// A writer outside this code.
struct ExternalWriter {
  std::string name;
  std::vector<Touch> touches;
  std::vector<std::string> queries;  ///< that it makes stale
};

/// An optimistic entry with the names of the graph.
struct GraphEntry {
  std::string mutation;  ///< name, or the function when it is no mutation
  std::string query;
  bool known_mutation = true, known_query = true;
  OptimisticEntry::Kind kind = OptimisticEntry::Kind::Predict;
  std::string reason;
  std::string queue;
  Site site;
};

/// A declaration at a function and what the function really does.
struct DeclaredFunction {
  std::string function;
  std::string signature;
  Site site;
  std::vector<Touch> touches;  ///< as declared: cause "declared"
  std::vector<Read> reads;
  bool declares_touches = false, declares_reads = false;
  EffectSet found;  ///< everything the function was seen to do
};

struct Graph {
  int format = 1;
  std::string generator;
  std::string dialect;
  std::vector<Domain> domains;      ///< every table met, in its domain
  std::vector<Query> queries;       ///< by name
  std::vector<Mutation> mutations;  ///< by name
  std::vector<Edge> edges;          ///< by mutation, then query
  std::vector<ExternalWriter> external;
  std::vector<GraphEntry> optimistic;
  std::vector<Exemption> exempt;

  // Not in the file: what the checks look at beside the graph.
  std::vector<DeclaredFunction> declared;
  std::vector<std::string> notes;  ///< patterns that match nothing, names given twice
};

inline constexpr int kGraphFormat = 1;
std::string generatorName();

/// Builds the graph. Deterministic; sorted throughout.
Graph buildGraph(const ProgramEffects& program, const Config& config, Dialect dialect);

/// The domain of a table: the configured one, else the table itself.
std::string domainOf(const Graph& graph, const std::string& table);
bool isExempt(const std::vector<Exemption>& exempt, const std::string& table);
const Mutation* findMutation(const Graph& graph, const std::string& name);
const Query* findQuery(const Graph& graph, const std::string& name);
const Edge* findEdge(const Graph& graph, const std::string& mutation, const std::string& query);
/// `product(args.id = arg:in.productId)`, several joined by `, `; the bare name for all instances.
std::string instancesText(const Edge& edge);
/// `products update {stock}`; `cart_items insert where cart_id: arg:in.cartId = arg:args.cartId`
std::string witnessText(const Witness& witness);

const char* name(Dialect dialect);

}  // namespace touchgraph
