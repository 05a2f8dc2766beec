#pragma once

#include "graph/link/program.h"
#include "graph/link/state.h"
#include "graph/link/value.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// What the program assigns to fields and globals anywhere: flow-insensitive, by class and path. This is how a
/// statement prepared in a constructor is known in a method, a name given to a base class in its methods, a handler
/// stored in a member where it is called.
namespace touchgraph::linker {

class FieldValues {
 public:
  FieldValues(const Program& program, Values& values) : program_(program), values_(values) {}

  /// `value` (frozen, closed) was written to `path` below an object of class `owner`. `internal`: by that class itself,
  /// so that the value belongs to every object of the class; external values come from whoever made one object.
  void add(Str owner, const std::vector<Str>& path, V value, bool internal);
  /// Everything written there, in order of appearance; classes derived from `owner` count, and its bases when it has
  /// none itself.
  std::vector<V> lookup(Str owner, const std::vector<Str>& path, bool with_external) const;
  /// Names of fields and globals that got new values since the last call.
  std::set<Str, ByText> takeChanged();

 private:
  struct Entry {
    V value;
    bool internal;
  };
  using Key = std::pair<Str, std::vector<Str>>;
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      std::size_t h = std::hash<Str>()(key.first);
      for (Str part : key.second) h = h * 1099511628211ull ^ std::hash<Str>()(part);
      return h;
    }
  };
  void collect(Str owner, const std::vector<Str>& path, bool with_external, std::vector<V>& out) const;
  V project(V value, const std::vector<Str>& path, std::size_t from) const;

  const Program& program_;
  Values& values_;
  std::unordered_map<Key, std::vector<Entry>, KeyHash> entries_;
  std::unordered_map<Key, std::vector<Str>, KeyHash>
      elements_;  ///< path of a container → the "[…]" fields written in it
  std::set<Str, ByText> changed_;
};

/// "[3]" for the element that was named by an enumerator, "[3\tkInsertUser]". The name keeps apart what several enums
/// put into containers that are known by their common class only.
Str plainElement(Values& values, Str field);
/// Field of a Record by name; nothing when it has none.
V recordField(V record, Str field);
/// The names of a Record's or aggregate List's fields.
std::vector<std::string> fieldNames(V value);

}  // namespace touchgraph::linker
