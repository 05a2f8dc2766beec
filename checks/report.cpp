#include "checks/report.h"

#include "checks/check.h"
#include "graph/effects_json.h"

#include <map>

namespace touchgraph {
namespace {

using Json = nlohmann::ordered_json;

std::string indented(const std::string& text, const std::string& indent) {
  std::string result = indent;
  for (const char c : text) {
    result += c;
    if (c == '\n') result += indent;
  }
  return result;
}

Json findingJson(const Finding& finding) {
  Json json;
  json["code"] = finding.code;
  json["severity"] = name(finding.severity);
  json["message"] = finding.message;
  json["hint"] = finding.hint;
  json["file"] = finding.site.file;
  json["line"] = finding.site.line;
  json["function"] = finding.site.function;
  json["mutation"] = finding.mutation;
  json["query"] = finding.query;
  json["suppressed"] = finding.suppressed.empty() ? Json(nullptr) : Json(finding.suppressed);
  return json;
}

std::string githubText(const std::string& text, bool property) {
  std::map<char, std::string_view> instead = {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}};
  if (property) instead.insert({{':', "%3A"}, {',', "%2C"}});
  return escaped(text, instead);
}

}  // namespace

bool fails(const Finding& finding) {
  return finding.severity != Severity::Note && finding.suppressed.empty();
}

std::string countsText(const Report& report) {
  std::map<Severity, std::size_t> counts;
  std::size_t suppressed = 0;
  for (const Finding& finding : report.findings) {
    if (finding.suppressed.empty())
      ++counts[finding.severity];
    else
      ++suppressed;
  }
  std::vector<std::string> parts;
  const auto add = [&](std::size_t count, const std::string& what, const char* plural) {
    if (count) parts.push_back(std::to_string(count) + " " + what + (count == 1 ? "" : plural));
  };
  add(counts[Severity::Error], "error", "s");
  add(counts[Severity::Warning], "warning", "s");
  add(counts[Severity::Note], "note", "s");
  add(suppressed, "suppressed", "");
  return parts.empty() ? "no findings" : join(parts, ", ");
}

std::string reportText(const Report& report, const Palette& palette) {
  std::string text;
  for (const Finding& finding : report.findings) {
    if (!finding.suppressed.empty()) continue;
    const char* colour = finding.severity == Severity::Error     ? palette.bad
                         : finding.severity == Severity::Warning ? palette.touch
                                                                 : palette.dim;
    text += std::string(palette.strong) + placeText(finding.site) + palette.reset + ": " + colour +
            name(finding.severity) + palette.reset + ": " + finding.message + " [" + finding.code + "]\n";
    if (!finding.hint.empty()) text += indented(finding.hint, "  ") + "\n";
  }
  return text;
}

std::string reportJson(const Report& report) {
  std::string text = "{\"findings\":[";
  for (std::size_t i = 0; i < report.findings.size(); ++i)
    text += (i ? ",\n" : "\n") + dumpJson(findingJson(report.findings[i]));
  return text + (report.findings.empty() ? "]" : "\n]") + ",\"incomplete\":" + (report.incomplete ? "true" : "false") +
         "}\n";
}

std::string reportSarif(const Report& report) {
  Json driver;
  driver["name"] = "touchcheck";
  driver["rules"] = Json::array();
  std::map<std::string, std::size_t> index;
  for (const Rule& rule : rules()) {
    index[rule.code] = driver["rules"].size();
    Json json;
    json["id"] = rule.code;
    json["name"] = rule.name;
    json["shortDescription"] = {{"text", rule.title}};
    json["defaultConfiguration"] = {{"level", name(rule.severity)}};
    driver["rules"].push_back(std::move(json));
  }
  Json results = Json::array();
  for (const Finding& finding : report.findings) {
    Json json;
    json["ruleId"] = finding.code;
    json["ruleIndex"] = index[finding.code];
    json["level"] = name(finding.severity);
    json["message"] = {{"text", finding.message + (finding.hint.empty() ? "" : "\n" + finding.hint)}};
    Json physical;
    physical["artifactLocation"] = {{"uri", finding.site.file}, {"uriBaseId", "%SRCROOT%"}};
    if (finding.site.line) physical["region"] = {{"startLine", finding.site.line}};
    Json location;
    location["physicalLocation"] = std::move(physical);
    if (!finding.site.function.empty())
      location["logicalLocations"] = Json::array({{{"fullyQualifiedName", finding.site.function}}});
    json["locations"] = Json::array({std::move(location)});
    // The place may move, the pair stays: what a later run is matched by.
    json["partialFingerprints"] = {
        {"touchgraph/v1", finding.code + "|" + finding.mutation + "|" + finding.query + "|" + finding.site.function}};
    if (!finding.suppressed.empty())
      json["suppressions"] = Json::array({{{"kind", "external"}, {"justification", finding.suppressed}}});
    results.push_back(std::move(json));
  }
  Json run;
  run["tool"] = {{"driver", std::move(driver)}};
  run["invocations"] = Json::array({{{"executionSuccessful", !report.incomplete}}});
  run["results"] = std::move(results);
  Json sarif;
  sarif["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  sarif["version"] = "2.1.0";
  sarif["runs"] = Json::array({std::move(run)});
  return sarif.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string reportGithub(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    if (!finding.suppressed.empty()) continue;
    const char* command = finding.severity == Severity::Error     ? "error"
                          : finding.severity == Severity::Warning ? "warning"
                                                                  : "notice";
    text += std::string("::") + command + " file=" + githubText(finding.site.file, true);
    if (finding.site.line) text += ",line=" + std::to_string(finding.site.line);
    text += ",title=" + finding.code +
            "::" + githubText(finding.message + (finding.hint.empty() ? "" : "\n" + finding.hint), false) + "\n";
  }
  return text;
}

std::string reportJunit(const Report& report) {
  std::map<std::string, std::vector<const Finding*>> by_code;
  std::size_t failed = 0;
  for (const Finding& finding : report.findings)
    if (fails(finding)) by_code[finding.code].push_back(&finding);
  for (const auto& [code, list] : by_code) failed += list.size();
  std::size_t passed = 0;
  std::string cases;
  for (const Rule& rule : rules()) {
    const auto found = by_code.find(rule.code);
    if (found == by_code.end()) {
      cases += std::string("  <testcase classname=\"touchcheck\" name=\"") + rule.code + " " + markupText(rule.title) +
               "\"/>\n";
      ++passed;
      continue;
    }
    for (const Finding* finding : found->second) {
      cases += std::string("  <testcase classname=\"touchcheck\" name=\"") + rule.code + " " +
               markupText(placeText(finding->site)) + "\">\n";
      cases += "    <failure type=\"" + finding->code + "\" message=\"" + markupText(finding->message) + "\">" +
               markupText(finding->hint) + "</failure>\n  </testcase>\n";
    }
  }
  const std::size_t errors = report.incomplete ? 1 : 0;
  if (errors)
    cases +=
        "  <testcase classname=\"touchcheck\" name=\"analysis\"><error message=\"the analysis is "
        "incomplete\"/></testcase>\n";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"touchcheck\" tests=\"" +
         std::to_string(passed + failed + errors) + "\" failures=\"" + std::to_string(failed) + "\" errors=\"" +
         std::to_string(errors) + "\">\n" + cases + "</testsuite>\n";
}

}  // namespace touchgraph
