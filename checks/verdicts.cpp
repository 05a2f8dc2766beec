#include "checks/verdicts.h"

#include "graph/effects_json.h"

namespace touchgraph {

std::optional<Verdicts> parseVerdicts(const std::string& text, std::string& error) {
  try {
    const nlohmann::ordered_json json = nlohmann::ordered_json::parse(text);
    Verdicts verdicts;
    for (const auto& item : json.at("verdicts")) {
      Verdict verdict;
      verdict.mutation = item.at("mutation").get<std::string>();
      verdict.query = item.value("query", "");
      verdict.law = item.at("law").get<std::string>();
      verdict.verdict = item.at("verdict").get<std::string>();
      verdict.evidence = item.value("evidence", "");
      verdict.fingerprint = item.value("fingerprint", "");
      verdicts.push_back(std::move(verdict));
    }
    return verdicts;
  } catch (const nlohmann::json::exception& exception) {
    error = std::string("is no verdict file: ") + exception.what();
    return std::nullopt;
  }
}

std::string verdictsJson(const Verdicts& verdicts) {
  std::string text = "{\"verdicts\": [";
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const Verdict& verdict = verdicts[i];
    nlohmann::ordered_json json;
    json["mutation"] = verdict.mutation;
    json["query"] = verdict.query;
    json["law"] = verdict.law;
    json["verdict"] = verdict.verdict;
    json["evidence"] = verdict.evidence;
    json["fingerprint"] = verdict.fingerprint;
    text += (i ? ",\n  " : "\n  ") + dumpJson(json);
  }
  return text + (verdicts.empty() ? "]}\n" : "\n]}\n");
}

}  // namespace touchgraph
