#pragma once

/// A proofs program with its types erased: what the runner library works on. Made by Suite (suite.h).

#include "touchgraph/prove/fields.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace touchgraph::prove {

/// An input, a query's arguments or a result.
using Object = std::shared_ptr<const void>;

struct Type {
  std::string name;
  Shape shape;
  bool compared_by_user = false;  ///< has operator==; else values are compared field by field
  std::function<Value(const void*)> show;
  std::function<bool(const void*, const void*)> equal;
  std::function<Object(const Value&)> make;
};

/// The values one field or column may take instead of the generator's own.
struct Domain {
  std::string place;   ///< "quantity", "lines[].sku", "products.stock"
  std::string column;  ///< field: the table.column whose rows it picks, or "" when `values` says it
  std::vector<Value> values;
  bool from_graph = false;  ///< the registration did not say it
};

/// A class of cases that must occur, with the test that a case belongs to it.
struct InputClass {
  std::string label;
  std::function<bool(const void* input)> holds;
};

struct Outcome {
  bool ok = true;
  std::string error;  ///< why the handler refused
};
struct Loaded {
  Object result;  ///< none when the loader failed
  std::string error;
};

struct Mutation {
  std::string name;
  std::string function;
  Type input;
  std::function<Outcome(void* handle, const void* input)> apply;
  std::vector<Domain> fields;
  std::vector<InputClass> classes;
  bool idempotent = false;
  /// Draws an input from a seed, where the program has a way of its own; see arbitrary<T>().
  std::function<Value(std::uint64_t seed, int size)> draw;
};

struct Query {
  std::string name;
  std::string function;
  Type args, result;
  std::function<Loaded(void* handle, const void* args)> load;
  std::vector<Domain> fields;
};

/// One entry: a transform, or the decision to await.
struct Entry {
  std::string mutation, query;
  std::string variant;  ///< tells several transforms of one pair apart; "" for the usual single one
  std::string queue;
  std::string await;  ///< the reason; then there is no transform
  std::function<Object(const void* before, const void* args, const void* input)> predict;
};

/// Instances of `query` whose `argument` differs from the input's `field` are outside the keys the mutation touches.
struct InstanceKey {
  std::string mutation, query;
  std::string field, argument;
};

/// A query that no call of `mutation` changes although the graph cannot tell. The transform is then proved to leave it
/// alone.
struct Steady {
  std::string mutation, query, reason;
};

struct Engine;

/// How a program's handle is opened on one kind of database.
struct Opening {
  const Engine* engine = nullptr;
  /// SQLite: a path; PostgreSQL and MariaDB: a connection string. Returns the user's handle.
  std::function<std::shared_ptr<void>(const std::string&)> open;
  std::vector<std::string> schema_files;
  std::string schema_text;
};

/// Everything registered.
struct Program {
  std::string name;
  std::vector<Opening> openings;
  std::vector<Mutation> mutations;
  std::vector<Query> queries;
  std::vector<Entry> entries;
  std::vector<InstanceKey> instance_keys;
  std::vector<Steady> steady;
  std::vector<Domain> columns;       ///< place = "table.column"
  std::vector<std::string> settle;   ///< SQL run after a state's rows are in: derived columns no trigger keeps
  std::vector<std::string> assume;   ///< SELECTs that must give a true value in every state
  bool extremes = false;             ///< integers reach the ends of their types
  std::string graph_file;            ///< touchgraph.json; "" = none
  std::string graph_text;            ///< or its content
  std::string source_root;           ///< directory that `sources` are relative to
  std::vector<std::string> sources;  ///< files a verdict depends on, for the fingerprint

  const Mutation* findMutation(const std::string& name) const;
  const Query* findQuery(const std::string& name) const;
};

}  // namespace touchgraph::prove
