#include "analyzer/walk/builder.h"

namespace touchgraph::walk {

Id Builder::string(llvm::StringRef text) {
  const auto [it, fresh] = interned_.try_emplace(text, static_cast<Id>(facts.strings.size()));
  if (fresh) facts.strings.push_back(text.str());
  return it->second;
}

Id Builder::node(Op op, llvm::ArrayRef<Id> kids, Id line, Id a, Id b, std::uint8_t flags, Id type) {
  Node n;
  n.op = op;
  n.flags = flags;
  n.a = a;
  n.b = b;
  n.type = type;
  n.line = line;
  n.first_kid = row(kids);
  n.kid_count = static_cast<Id>(kids.size());
  facts.nodes.push_back(n);
  return static_cast<Id>(facts.nodes.size() - 1);
}

Id Builder::row(llvm::ArrayRef<Id> ids) {
  const Id first = static_cast<Id>(facts.kids.size());
  facts.kids.insert(facts.kids.end(), ids.begin(), ids.end());
  return first;
}

}  // namespace touchgraph::walk
