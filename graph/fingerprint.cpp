#include "graph/fingerprint.h"

#include <cstdio>
#include <string_view>

namespace touchgraph {
namespace {

constexpr std::uint64_t kStart = 0xcbf29ce484222325u;

std::uint64_t mix(std::uint64_t hash, std::string_view bytes) {
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash ^ 0xff;  // so that "ab","c" differs from "a","bc"
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) {
    hash ^= (number >> (8 * i)) & 0xff;
    hash *= 0x100000001b3u;
  }
  return hash;
}

/// What `Node::a` refers to.
enum class Refers { Text, Number, Callee, Function };

Refers refersTo(Op op) {
  switch (op) {
    case Op::Text:
    case Op::Number:
    case Op::Global:
    case Op::Field:
    case Op::Binary:
    case Op::Unary:
    case Op::Increment:
    case Op::List:
    case Op::Unknown:
    case Op::Assign:
      return Refers::Text;
    case Op::FunctionRef:
    case Op::Call:
    case Op::Construct:
      return Refers::Callee;
    case Op::Lambda:
      return Refers::Function;
    default:  // slots, counts and nothing
      return Refers::Number;
  }
}

}  // namespace

CodeFingerprints::CodeFingerprints(const std::vector<UnitFacts>& units, const std::string& schema)
    : schema_(mix(kStart, schema)) {
  for (const UnitFacts& unit : units) {
    for (const FunctionFacts& function : unit.functions) {
      if (function.body == kNone) continue;
      bodies_.emplace(unit.str(function.symbol), Place{&unit, function.body});
      functions_named_.emplace(unit.str(function.name), unit.str(function.symbol));
      for (const Id overridden : function.overrides)
        overriders_.emplace(unit.str(overridden), unit.str(function.symbol));
    }
    for (const GlobalFacts& global : unit.globals) {
      if (global.initialiser == kNone) continue;
      bodies_.emplace(unit.str(global.symbol), Place{&unit, global.initialiser});
      globals_named_.emplace(unit.str(global.name), unit.str(global.symbol));
    }
  }
}

std::uint64_t CodeFingerprints::hashNode(const UnitFacts& unit, Id id, std::set<std::string>& called) const {
  const Node& node = unit.nodes[id];
  std::uint64_t hash = mix(kStart, static_cast<std::uint64_t>(node.op) << 8 | node.flags);
  const auto text = [&](Id string) {
    hash = string == kNone ? mix(hash, std::uint64_t{0}) : mix(hash, unit.str(string));
  };
  switch (refersTo(node.op)) {
    case Refers::Text:
      text(node.a);
      if (node.op == Op::Global && node.a != kNone) called.insert(unit.str(node.a));
      break;
    case Refers::Number:
      hash = mix(hash, std::uint64_t{node.a});
      break;
    case Refers::Callee:
      if (node.a != kNone) {
        const Callee& callee = unit.callees[node.a];
        text(callee.symbol);
        called.insert(unit.str(callee.symbol));
      }
      break;
    case Refers::Function:
      if (node.a != kNone && unit.functions[node.a].body != kNone)
        hash = mix(hash, hashNode(unit, unit.functions[node.a].body, called));
      break;
  }
  if (node.op == Op::Number || node.op == Op::Field) text(node.b);
  text(node.type);
  for (Id i = 0; i < node.kid_count; ++i) hash = mix(hash, hashNode(unit, unit.kids[node.first_kid + i], called));
  return hash;
}

void CodeFingerprints::collect(const std::string& start, std::map<std::string, std::uint64_t>& hashes) const {
  std::vector<std::string> open = {start};
  while (!open.empty()) {
    const std::string symbol = std::move(open.back());
    open.pop_back();
    if (hashes.count(symbol)) continue;
    std::set<std::string> called;
    std::set<std::uint64_t> bodies;  // equal in all units, but for functions private to one
    const auto [first, last] = bodies_.equal_range(symbol);
    for (auto it = first; it != last; ++it) bodies.insert(hashNode(*it->second.unit, it->second.node, called));
    std::uint64_t hash = kStart;
    for (const std::uint64_t body : bodies) hash = mix(hash, body);
    hashes[symbol] = hash;
    const auto [overrider, end] = overriders_.equal_range(symbol);
    for (auto it = overrider; it != end; ++it) called.insert(it->second);
    open.insert(open.end(), called.begin(), called.end());
  }
}

std::string CodeFingerprints::of(const std::vector<std::string>& handlers, const std::vector<std::string>& loaders,
                                 const Site& transform) const {
  std::map<std::string, std::uint64_t> hashes;
  for (const std::string& symbol : handlers) collect(symbol, hashes);
  for (const std::string& symbol : loaders) collect(symbol, hashes);
  for (const auto* named : {&globals_named_, &functions_named_}) {
    const auto [first, last] = named->equal_range(transform.function);
    for (auto it = first; it != last; ++it) collect(it->second, hashes);
  }
  std::uint64_t hash = schema_;
  for (const auto& [symbol, body] : hashes) hash = mix(mix(hash, symbol), body);
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return std::string("code:") + digits;
}

}  // namespace touchgraph
