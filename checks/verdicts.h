#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace touchgraph {

/// One line of what the property runner found out.
struct Verdict {
  std::string mutation, query;  ///< names in the graph; `query` is "" for laws about a mutation alone
  std::string variant;          ///< "" for the transform that the program uses; else another one tried for the pair
  std::string law;              ///< "commute", "atomic", …
  std::string database;         ///< "" is SQLite
  std::string verdict;          ///< "refuted", "exhausted", "sampled", "vacuous", "unproved"
  std::string evidence;
  std::string fingerprint;  ///< "code:…" of the code that was run (graph/fingerprint.h), or one of the runner's own
};

struct Verdicts {
  std::vector<Verdict> list;
  std::map<std::string, std::string> sources;  ///< files the verdicts depend on, and the hash of each
};

/// Reads `touchgraph-verdicts.json`:
///   {"verdicts":[{"mutation","query","law","verdict","evidence","fingerprint"}],"sources":{file: hash}}
/// with "variant" and "database" where they are not the usual ones. Nothing, and why in `error`, when it is not of that
/// form.
std::optional<Verdicts> parseVerdicts(const std::string& text, std::string& error);
/// One verdict a line, sorted.
std::string verdictsJson(Verdicts verdicts);

}  // namespace touchgraph
