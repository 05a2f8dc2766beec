#pragma once

#include "graph/link/value.h"

#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

/// The symbolic memory of one running body: its objects and what it wrote through symbols.
namespace touchgraph::linker {

struct ByText {
  bool operator()(Str a, Str b) const { return *a < *b; }
};

/// An object, or the cell of a variable (then its only field is the empty name).
struct Object {
  Str class_symbol = nullptr;
  V base = nullptr;    ///< where fields that were not written come from: the symbol it was copied from
  V origin = nullptr;  ///< the symbol the caller knows it by: writes to it are the caller's business
  std::map<Str, V, ByText> fields;
};

struct State {
  std::vector<std::shared_ptr<const Object>> objects;
  std::map<V, V, BySerial> overlay;  ///< symbol → what was written to it here
  bool live = true;        ///< false after return, throw, break
  bool threw = false;      ///< not live because of an exception
  bool may = false;        ///< what follows does not happen on every successful path
};

/// What can be the case after either state. `a` is the earlier or "then" side.
State joinStates(Values& values, const State& a, const State& b);

}  // namespace touchgraph::linker
