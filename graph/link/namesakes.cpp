#include "graph/link/namesakes.h"

#include <algorithm>
#include <unordered_map>

namespace touchgraph::linker {
namespace {

struct Definition {
  Str file = nullptr;
  Id line = 0;
  Str symbol = nullptr;  ///< its own, when it is not the only one
  bool operator==(const Definition& other) const { return file == other.file && line == other.line; }
};

using Definitions = std::unordered_map<Str, std::vector<Definition>>;

/// Calls `visit(symbol id, file id, line)` for each definition in the unit.
template <class Visit>
void forEachDefinition(const UnitFacts& unit, const Visit& visit) {
  for (const FunctionFacts& f : unit.functions) visit(f.symbol, f.file, f.line);
  for (const GlobalFacts& g : unit.globals)
    if (g.initialiser != kNone) visit(g.symbol, g.file, g.line);
}

/// How many leading directories two paths share.
std::size_t sharedDirectories(const std::string& a, const std::string& b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return static_cast<std::size_t>(std::count(a.begin(), end, '/'));
}

Str nearest(const std::vector<Definition>& definitions, const std::string& file) {
  return std::max_element(definitions.begin(), definitions.end(),
                          [&](const Definition& a, const Definition& b) {
                            return sharedDirectories(*a.file, file) < sharedDirectories(*b.file, file);
                          })
      ->symbol;
}

}  // namespace

void separateNamesakes(const std::vector<std::unique_ptr<UnitView>>& units, Values& values) {
  Definitions all;
  for (const auto& unit : units)
    forEachDefinition(*unit->facts, [&](Id symbol, Id file, Id line) {
      std::vector<Definition>& known = all[unit->str(symbol)];
      const Definition here{unit->str(file), line};
      if (std::find(known.begin(), known.end(), here) == known.end()) known.push_back(here);
    });
  std::erase_if(all, [](const auto& entry) { return entry.second.size() < 2; });
  for (auto& [symbol, definitions] : all)
    for (Definition& d : definitions)
      d.symbol =
          &d == &definitions.front() ? symbol : values.str(*symbol + "@" + *d.file + ":" + std::to_string(d.line));
  if (all.empty()) return;

  for (const auto& unit : units) {
    std::unordered_map<Str, Str> own;
    forEachDefinition(*unit->facts, [&](Id symbol, Id file, Id line) {
      const auto found = all.find(unit->str(symbol));
      if (found == all.end()) return;
      const Definition here{unit->str(file), line};
      own.emplace(found->first, std::find(found->second.begin(), found->second.end(), here)->symbol);
    });
    for (Str& text : unit->strings) {
      const auto found = all.find(text);
      if (found == all.end()) continue;
      const auto mine = own.find(text);
      text = mine != own.end() ? mine->second : nearest(found->second, unit->facts->file);
    }
  }
}

}  // namespace touchgraph::linker
