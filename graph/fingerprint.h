#pragma once

#include "graph/effects.h"
#include "graph/facts.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace touchgraph {

/// Fingerprints of code, for verdicts that hold only for the code they are about. Taken from facts, so that neither
/// comments nor layout nor moving a function changes one; any change in what a function does, or in a function of the
/// program that it calls, does. FNV-1a, 64 bits (Fowler, Noll, Vo).
class CodeFingerprints {
 public:
  /// `schema` is its whole text.
  CodeFingerprints(const std::vector<UnitFacts>& units, const std::string& schema);

  /// "code:" and 16 hex digits over handler, loader, the variable or function that holds the transform, all they call,
  /// and the schema.
  std::string of(const std::vector<std::string>& handlers, const std::vector<std::string>& loaders,
                 const Site& transform) const;

 private:
  struct Place {
    const UnitFacts* unit = nullptr;
    Id node = kNone;
  };

  void collect(const std::string& symbol, std::map<std::string, std::uint64_t>& hashes) const;
  std::uint64_t hashNode(const UnitFacts& unit, Id node, std::set<std::string>& called) const;

  std::multimap<std::string, Place> bodies_;               ///< symbol of a function or global → what it is made of
  std::multimap<std::string, std::string> overriders_;     ///< method → methods that override it
  std::multimap<std::string, std::string> globals_named_;  ///< qualified name of a global → its symbol
  std::multimap<std::string, std::string> functions_named_;
  std::uint64_t schema_ = 0;
};

}  // namespace touchgraph
