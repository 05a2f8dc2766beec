#pragma once

#include "graph/graph.h"

#include <set>
#include <string>
#include <tuple>
#include <vector>

/// Declared touches and reads: annotations and `declarations:` of the config, laid over what was found.
namespace touchgraph {

/// `products.stock` → a touch of that column; `products` → of the table; a domain's name → of its tables.
std::vector<Touch> declaredTouches(const std::vector<std::string>& words, const Config& config, const Site& site);
std::vector<Read> declaredReads(const std::vector<std::string>& words, const Config& config, const Site& site);

/// Whether a declaration allows a touch or a read.
bool covers(const std::vector<Touch>& declared, const Touch& touch);
bool covers(const std::vector<Read>& declared, const Read& read);

/// Every function that declares something, sorted by site, with what it was found to do.
std::vector<DeclaredFunction> declaredFunctions(const ProgramEffects& program, const Config& config);
std::vector<ExternalWriter> externalWriters(const ProgramEffects& program, const Config& config);

/// Which unresolved sites of the program a declaration answers for.
class Declarations {
 public:
  explicit Declarations(const std::vector<DeclaredFunction>& functions);

  /// Replaces in the effects of `function` what declared functions below it answer for by what they declare.
  EffectSet apply(const FunctionEffects& function) const;
  /// Whether some declaration answers for this site.
  bool answers(const Unresolved& unresolved) const;

 private:
  using SiteKey = std::tuple<Unresolved::Kind, Site, std::string, std::string>;
  static SiteKey keyOf(const Unresolved& unresolved);
  bool answers(const DeclaredFunction& function, const Unresolved& unresolved) const;

  const std::vector<DeclaredFunction>& functions_;
  std::vector<std::set<SiteKey>> sites_;  ///< of each function: its unresolved sites
};

/// Call sites whose unresolved effects are all declared count as declared from here on.
void markDeclaredSites(ProgramEffects& program, const std::vector<DeclaredFunction>& declared);

}  // namespace touchgraph
