#pragma once

#include "graph/facts.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

/// Makes the flat arrays of a `UnitFacts`: interns strings, appends nodes after their kids.
namespace touchgraph::walk {

class Builder {
 public:
  UnitFacts facts;

  Id string(llvm::StringRef text);
  llvm::StringRef text(Id id) const { return facts.strings[id]; }

  /// Appends a node; its kids are nodes made before.
  Id node(Op op, llvm::ArrayRef<Id> kids, Id line, Id a = kNone, Id b = kNone, std::uint8_t flags = 0, Id type = kNone);
  /// Appends a row of string ids to the kids table; returns where it starts.
  Id row(llvm::ArrayRef<Id> ids);

  Node& at(Id id) { return facts.nodes[id]; }
  llvm::ArrayRef<Id> kidsOf(Id id) const {
    const Node& n = facts.nodes[id];
    return llvm::ArrayRef<Id>(facts.kids).slice(n.first_kid, n.kid_count);
  }

 private:
  llvm::StringMap<Id> interned_;
};

}  // namespace touchgraph::walk
