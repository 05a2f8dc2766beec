#pragma once

#include "checks/finding.h"
#include "graph/text.h"

#include <string>
#include <vector>

/// Findings as text. Suppressed ones appear only where the format has a place for them (json, sarif).
namespace touchgraph {

struct Report {
  std::vector<Finding> findings;
  bool incomplete = false;  ///< the analysis was: silence proves nothing
};

std::string reportText(const Report& report, const Palette& palette);
/// `{"findings":[{"code","severity","message","hint","file","line","function","mutation","query","suppressed"}],"incomplete":false}`
std::string reportJson(const Report& report);
/// SARIF 2.1.0, with all rules of the registry.
std::string reportSarif(const Report& report);
/// Workflow commands of GitHub Actions.
std::string reportGithub(const Report& report);
/// One test suite, one test case a rule.
std::string reportJunit(const Report& report);

/// `2 errors, 1 warning, 3 notes`; suppressed ones are counted apart.
std::string countsText(const Report& report);
/// Whether a finding makes the run fail: errors and warnings that are not suppressed.
bool fails(const Finding& finding);

}  // namespace touchgraph
