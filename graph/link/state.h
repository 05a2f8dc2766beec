#pragma once

#include "graph/link/value.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
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
  std::uint64_t epoch = 0;  ///< no State was copied since it was made: it may still be changed in place
};

/// The objects of one running body; they live as long as it does.
using ObjectPool = std::deque<Object>;

/// Copies share objects: an object is changed in place only while no copy can see it.
struct State {
  State() = default;
  State(State&&) = default;
  State& operator=(State&&) = default;
  State(const State& other)
      : pool(other.pool),
        objects(other.objects),
        overlay(other.overlay),
        live(other.live),
        threw(other.threw),
        may(other.may) {
    ++epoch;
  }
  State& operator=(const State& other) {
    State copy(other);
    *this = std::move(copy);
    return *this;
  }

  static inline std::uint64_t epoch = 1;  ///< counts copies
  ObjectPool* pool = nullptr;
  std::vector<const Object*> objects;
  std::map<V, V, BySerial> overlay;  ///< symbol → what was written to it here
  bool live = true;                  ///< false after return, throw, break
  bool threw = false;                ///< not live because of an exception
  bool may = false;                  ///< what follows does not happen on every successful path
};

/// The object of an Object or Ref value; nothing when the state does not have it.
inline const Object* objectIn(const State& state, V value) {
  return value->index < state.objects.size() ? state.objects[value->index] : nullptr;
}

/// How deep look-ups are nested, and how many there were in the outermost one.
struct Nesting {
  int depth = 0;
  int steps = 0;
};

/// Notes a look-up while it lasts; structures that point at themselves, and places that may be each other's, end there.
struct Nested {
  explicit Nested(Nesting& nesting) : nesting(nesting) {
    if (nesting.depth++ == 0) nesting.steps = 0;
    ++nesting.steps;
  }
  ~Nested() { --nesting.depth; }
  Nesting& nesting;
  bool tooDeep() const { return nesting.depth > 60 || nesting.steps > 1000; }
};

/// Notes a look-up while it lasts.
struct Under {
  Under(std::vector<V>& stack, V value) : stack(stack) { stack.push_back(value); }
  ~Under() { stack.pop_back(); }
  std::vector<V>& stack;
};

/// What can be the case after either state. `a` is the earlier or "then" side.
State joinStates(Values& values, const State& a, const State& b);
/// Adds one more way to get somewhere: `all` becomes what can be the case after it or after `one`.
inline void joinInto(Values& values, std::optional<State>& all, const State& one) {
  all = all ? joinStates(values, *all, one) : one;
}

}  // namespace touchgraph::linker
