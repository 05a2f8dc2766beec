#pragma once

#include "graph/statement.h"

#include <optional>
#include <string>
#include <vector>

/// What each function does to the database: the result of the linker, the input of the graph.
namespace touchgraph {

/// `column = value`; value is in the notation of the contract: `arg:in.id`, `const:7`, `each(arg:ids[])`, `field:user_.id`,
/// `row:users.id`, `new`.
struct Key {
  std::string column;
  std::string value;
  auto operator<=>(const Key&) const = default;
};

struct Site {
  std::string file;      ///< relative to the project root
  std::string function;  ///< qualified name
  std::uint32_t line = 0;
  auto operator<=>(const Site&) const = default;
};

struct Access {
  std::string table;
  std::optional<std::vector<std::string>> columns;  ///< nothing = any
  std::optional<std::vector<Key>> keys;             ///< nothing = any row
  std::vector<Key> row;                             ///< INSERT: known columns of the new row (not in the contract's output)
  std::vector<std::string> via;                     ///< functions from the one described to the one that executes, outermost first; empty for own
  std::string cause;                                ///< "direct", "trigger:NAME", "fk:NAME", "view:NAME", "event:KEY"
  Site site;                                        ///< where it is executed
  bool non_equality = false;
};

struct Touch : Access {
  TouchOp op = TouchOp::Unknown;
  Certainty certainty = Certainty::Must;
};

struct Read : Access {};

struct Unresolved {
  enum class Kind { Touch, Read, Unknown } kind = Kind::Unknown;
  std::string reason;
  std::string expression;
  std::string code;  ///< "TG404" for a table that the schema does not have, else ""
  Site site;
};

struct EffectSet {
  std::vector<Touch> touches;
  std::vector<Read> reads;
  std::vector<Unresolved> unresolved;
  bool empty() const { return touches.empty() && reads.empty() && unresolved.empty(); }
};

struct FunctionEffects {
  std::string symbol;     ///< USR
  std::string function;   ///< qualified name
  std::string signature;
  std::string file;
  std::uint32_t line = 0;
  EffectSet all;          ///< everything a call can cause
  EffectSet own;          ///< what this body itself does
  std::vector<std::vector<std::string>> annotations;  ///< e.g. {"touchgraph.mutation","cart/add"}
};

/// A call of a modelled execute/prepare function and what became of it. One for a place in the source, however often a
/// template around it is instantiated; text added with `<<` to the statement of such a call is part of that call.
struct CallSite {
  enum class State { Resolved, Declared, Unresolved, NeverExecuted } state = State::Unresolved;
  std::string library;
  std::string callee;
  Site site;
  std::uint32_t column = 0;  ///< 1-based: of the method's name, or where the call of a function or a construction begins
};

/// An optimistic entry found in the code (include/touchgraph/optimistic.h).
struct OptimisticEntry {
  std::string mutation_symbol;  ///< USR of the handler
  std::string query_symbol;     ///< USR of the loader
  enum class Kind { Predict, Await } kind = Kind::Predict;
  std::string reason;           ///< of await
  std::string queue;
  Site site;
};

struct ProgramEffects {
  std::vector<FunctionEffects> functions;  ///< sorted by file, then function, then signature; those with effects, and annotated ones
  std::vector<CallSite> sites;
  std::vector<OptimisticEntry> optimistic;
  std::vector<std::string> ddl;            ///< CREATE/ALTER texts the program executes, in stable order
};

const char* name(TouchOp op);        ///< "insert", …
const char* name(Certainty certainty);
const char* name(Unresolved::Kind kind);
const char* name(CallSite::State state);  ///< "resolved", "declared", "unresolved", "never executed"

}  // namespace touchgraph
