#include "checks/check.h"
#include "checks/sites.h"
#include "graph/meet.h"
#include "graph/nearest.h"
#include "graph/text.h"

#include <algorithm>
#include <filesystem>

/// TG404: a table that the schema does not have, in a statement, an annotation or the config.
namespace touchgraph {
namespace {

/// The name that a reason like `no such table: "itmes"` or `table 'itmes' is not in the schema` is about.
std::string tableIn(const std::string& reason) {
  for (const char quote : {'\'', '"', '`'}) {
    const std::size_t start = reason.find(quote);
    const std::size_t end = start == std::string::npos ? start : reason.find(quote, start + 1);
    if (end != std::string::npos) return reason.substr(start + 1, end - start - 1);
  }
  const std::size_t colon = reason.rfind(": ");
  return colon == std::string::npos ? "" : reason.substr(colon + 2);
}

class TableCheck {
 public:
  TableCheck(const CheckInput& input, std::vector<Finding>& findings) : input_(input), findings_(findings) {}

  void table(const std::string& table, const Site& site, const std::string& who) {
    if (input_.tables.empty() || table.find('*') != std::string::npos || isDeclared(table)) return;
    Finding finding;
    finding.site = site;
    finding.mutation = site.function;
    finding.query = table;
    finding.message =
        who + " names table '" + table + "', which is not in the schema" + didYouMean(table, input_.tables);
    findings_.push_back(std::move(finding));
  }

 private:
  bool isDeclared(const std::string& table) const {
    const std::string unqualified = table.substr(table.rfind('.') + 1);  // npos + 1 is 0
    return std::any_of(input_.tables.begin(), input_.tables.end(), [&](const std::string& known) {
      return tablesMeet(known, table) || tablesMeet(known, unqualified);
    });
  }

  const CheckInput& input_;
  std::vector<Finding>& findings_;
};

}  // namespace

void checkUnknownTable(const CheckInput& input, std::vector<Finding>& findings) {
  for (const OpenSite& site : openSites(input)) {
    if (site.unresolved.code != "TG404") continue;
    Finding finding = findingAt(input, site);
    finding.message = site.unresolved.reason;
    const std::string table = tableIn(site.unresolved.reason);
    if (finding.query.empty()) finding.query = table;
    if (finding.message.find("did you mean") == std::string::npos) finding.message += didYouMean(table, input.tables);
    if (!site.unresolved.expression.empty()) finding.message += ": " + site.unresolved.expression;
    finding.message += reachedText(site);
    finding.hint = "correct the name, or add the table's definition to 'schema:' in .touchgraph.yaml";
    findings.push_back(std::move(finding));
  }
  TableCheck check(input, findings);
  const Config& config = input.config;
  const Site config_site{std::filesystem::path(config.path).filename().string(), "", 0};
  for (const Domain& domain : config.domains)
    for (const std::string& table : domain.tables) check.table(table, config_site, "domain '" + domain.name + "'");
  for (const Exemption& exemption : config.exempt) check.table(exemption.table, config_site, "'exempt'");
  for (const auto& [table, columns] : config.keys) check.table(table, config_site, "'keys'");
  for (const DeclaredFunction& declared : input.graph.declared) {
    for (const Touch& touch : declared.touches)
      check.table(touch.table, declared.site, "the declaration of " + declared.function);
    for (const Read& read : declared.reads)
      check.table(read.table, declared.site, "the declaration of " + declared.function);
  }
  for (const ExternalWriter& writer : input.graph.external)
    for (const Touch& touch : writer.touches)
      check.table(touch.table, touch.site, "external writer '" + writer.name + "'");
}

}  // namespace touchgraph
