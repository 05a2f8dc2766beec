#include "checks/suppress.h"

#include "graph/nearest.h"
#include "graph/pattern.h"

#include <algorithm>
#include <filesystem>

namespace touchgraph {
namespace {

bool concerns(const std::string& pattern, const std::string& subject, const std::string& function) {
  return pattern.empty() || matchName(pattern, subject) || matchFunction(pattern, subject, "") ||
         (!function.empty() && matchFunction(pattern, function, ""));
}

Finding unused(const Config& config, const Suppression& suppression) {
  Finding finding;
  const Rule* rule = findRule("TG390");
  finding.code = rule->code;
  finding.severity = rule->severity;
  finding.message = "suppression of " + suppression.code;
  if (!suppression.mutation.empty()) finding.message += " for '" + suppression.mutation + "'";
  if (!suppression.query.empty()) finding.message += " and '" + suppression.query + "'";
  finding.message += " suppresses nothing";
  if (!findRule(suppression.code)) {
    std::vector<std::string> codes;
    for (const Rule& known : rules()) codes.push_back(known.code);
    finding.message += ": there is no such code" + didYouMean(suppression.code, codes);
  }
  finding.hint = "remove it from the config";
  finding.site = {std::filesystem::path(config.path).filename().string(), "", 0};
  return finding;
}

}  // namespace

bool suppresses(const Suppression& suppression, const Finding& finding) {
  return suppression.code == finding.code && concerns(suppression.mutation, finding.mutation, finding.site.function) &&
         concerns(suppression.query, finding.query, "");
}

void suppress(const CheckInput& input, std::vector<Finding>& findings) {
  for (const Suppression& suppression : input.config.suppressions) {
    bool used = false;
    for (Finding& finding : findings) {
      if (!suppresses(suppression, finding)) continue;
      used = true;
      if (finding.suppressed.empty()) finding.suppressed = suppression.reason;
    }
    if (!used) findings.push_back(unused(input.config, suppression));
  }
}

// The work is done after all other rules, in suppress().
void checkUnusedSuppression(const CheckInput&, std::vector<Finding>&) {}

}  // namespace touchgraph
