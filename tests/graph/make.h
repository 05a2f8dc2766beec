#pragma once

#include "graph/effects.h"
#include "graph/graph.h"

#include <string>
#include <vector>

/// Short ways to write down effects by hand.
namespace touchgraph::make {

using Columns = std::optional<std::vector<std::string>>;
using Keys = std::optional<std::vector<Key>>;

inline Touch touch(const std::string& table, TouchOp op, Columns columns = std::nullopt, Keys keys = std::nullopt) {
  Touch touch;
  touch.table = table;
  touch.op = op;
  touch.columns = std::move(columns);
  touch.keys = std::move(keys);
  touch.cause = "direct";
  touch.site = {"src/a.cpp", "shop::helper", 7};
  return touch;
}

inline Read read(const std::string& table, Columns columns = std::nullopt, Keys keys = std::nullopt) {
  Read read;
  read.table = table;
  read.columns = std::move(columns);
  read.keys = std::move(keys);
  read.cause = "direct";
  read.site = {"src/b.cpp", "shop::load", 9};
  return read;
}

inline Unresolved unresolved(Unresolved::Kind kind, const std::string& function, const std::string& reason,
                             std::uint32_t line = 5) {
  Unresolved result;
  result.kind = kind;
  result.reason = reason;
  result.expression = "db.exec(text)";
  result.site = {"src/a.cpp", function, line};
  return result;
}

inline FunctionEffects function(const std::string& name, std::vector<std::vector<std::string>> annotations = {}) {
  FunctionEffects effects;
  effects.symbol = "c:@F@" + name;
  effects.function = name;
  effects.signature = "(Db &, const In &)";
  effects.file = "src/a.cpp";
  effects.line = 3;
  effects.annotations = std::move(annotations);
  return effects;
}

/// `name` writes `touches`, as mutation `as`.
inline FunctionEffects mutation(const std::string& as, const std::string& name, std::vector<Touch> touches) {
  FunctionEffects effects = function(name, {{"touchgraph.mutation", as}});
  effects.all.touches = effects.own.touches = std::move(touches);
  return effects;
}

inline FunctionEffects query(const std::string& as, const std::string& name, std::vector<Read> reads) {
  FunctionEffects effects = function(name, {{"touchgraph.query", as}});
  effects.all.reads = effects.own.reads = std::move(reads);
  return effects;
}

inline OptimisticEntry entry(const std::string& mutation, const std::string& query,
                             OptimisticEntry::Kind kind = OptimisticEntry::Kind::Predict) {
  OptimisticEntry entry;
  entry.mutation_symbol = "c:@F@" + mutation;
  entry.query_symbol = "c:@F@" + query;
  entry.kind = kind;
  if (kind == OptimisticEntry::Kind::Await) entry.reason = "because";
  entry.site = {"src/optimistic.h", "shop::addOptimistic", 12};
  return entry;
}

inline Graph graph(const ProgramEffects& program, const Config& config = {}) {
  return buildGraph(program, config, Dialect::Sqlite);
}

}  // namespace touchgraph::make
