#pragma once

#include <optional>
#include <string>
#include <vector>

namespace touchgraph {

/// One line of what the property runner found out.
struct Verdict {
  std::string mutation, query;  ///< names in the graph; `query` is "" for laws about a mutation alone
  std::string law;              ///< "commute", "atomic", …
  std::string verdict;          ///< "refuted", "exhausted", "sampled", "vacuous", "unproved"
  std::string evidence;
  std::string fingerprint;      ///< of the code that was run; "" when the runner could not tell
};

using Verdicts = std::vector<Verdict>;

/// Reads `touchgraph-verdicts.json`: {"verdicts":[{"mutation","query","law","verdict","evidence","fingerprint"}]}.
/// Nothing, and why in `error`, when it is not of that form.
std::optional<Verdicts> parseVerdicts(const std::string& text, std::string& error);
std::string verdictsJson(const Verdicts& verdicts);

}  // namespace touchgraph
