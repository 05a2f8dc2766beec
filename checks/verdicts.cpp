#include "checks/verdicts.h"

#include "graph/effects_json.h"

#include <algorithm>
#include <tuple>

namespace touchgraph {

std::optional<Verdicts> parseVerdicts(const std::string& text, std::string& error) {
  try {
    const nlohmann::ordered_json json = nlohmann::ordered_json::parse(text);
    Verdicts verdicts;
    for (const auto& item : json.at("verdicts")) {
      Verdict verdict;
      verdict.mutation = item.at("mutation").get<std::string>();
      verdict.query = item.value("query", "");
      verdict.variant = item.value("variant", "");
      verdict.law = item.at("law").get<std::string>();
      verdict.database = item.value("database", "");
      verdict.verdict = item.at("verdict").get<std::string>();
      verdict.evidence = item.value("evidence", "");
      verdict.fingerprint = item.value("fingerprint", "");
      verdicts.list.push_back(std::move(verdict));
    }
    if (json.contains("sources"))
      for (const auto& [file, hash] : json.at("sources").items()) verdicts.sources[file] = hash.get<std::string>();
    return verdicts;
  } catch (const nlohmann::json::exception& exception) {
    error = std::string("is no verdict file: ") + exception.what();
    return std::nullopt;
  }
}

std::string verdictsJson(Verdicts verdicts) {
  std::sort(verdicts.list.begin(), verdicts.list.end(), [](const Verdict& a, const Verdict& b) {
    return std::tie(a.mutation, a.query, a.variant, a.law, a.database) <
           std::tie(b.mutation, b.query, b.variant, b.law, b.database);
  });
  std::string text = "{\"verdicts\":[";
  const char* separator = "\n";
  for (const Verdict& verdict : verdicts.list) {
    nlohmann::ordered_json json;
    json["mutation"] = verdict.mutation;
    json["query"] = verdict.query;
    if (!verdict.variant.empty()) json["variant"] = verdict.variant;
    json["law"] = verdict.law;
    if (!verdict.database.empty()) json["database"] = verdict.database;
    json["verdict"] = verdict.verdict;
    json["evidence"] = verdict.evidence;
    json["fingerprint"] = verdict.fingerprint;
    text += separator + dumpJson(json);
    separator = ",\n";
  }
  text += "\n],\n\"sources\":{";
  separator = "\n";
  for (const auto& [file, hash] : verdicts.sources) {
    text += separator + dumpJson(file) + ":" + dumpJson(hash);
    separator = ",\n";
  }
  return text + "\n}}\n";
}

}  // namespace touchgraph
