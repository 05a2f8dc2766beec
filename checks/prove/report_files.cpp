#include "checks/prove/fingerprint.h"
#include "checks/prove/report.h"
#include "graph/text.h"

#include <nlohmann/json.hpp>

namespace touchgraph::prove {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

bool bad(const LawResult& result) {
  return result.verdict == Verdict::Refuted || result.verdict == Verdict::Vacuous;
}

}  // namespace

std::string reportJson(const Report& report) {
  Json out;
  out["program"] = report.program;
  out["mode"] = report.mode == Mode::Random ? "random" : "exhaustive";
  out["seed"] = report.seed;
  out["cases"] = report.total_cases;
  out["states"] = report.total_states;
  out["results"] = Json::array();
  for (const LawResult& result : report.results) {
    Json entry;
    entry["database"] = result.database;
    entry["mutation"] = result.mutation;
    entry["query"] = result.query;
    if (!result.variant.empty()) entry["variant"] = result.variant;
    entry["law"] = result.law;
    entry["verdict"] = name(result.verdict);
    entry["evidence"] = result.evidence;
    entry["cases"] = result.cases;
    entry["counts"] = result.counts;
    if (result.verdict == Verdict::Refuted) {
      entry["counterexample"] = result.counterexample;
      entry["sql"] = result.sql;
      entry["cpp"] = result.cpp;
    }
    entry["fingerprint"] = result.fingerprint;
    out["results"].push_back(std::move(entry));
  }
  out["errors"] = report.errors;
  return dumped(out, 1) + "\n";
}

std::string verdictsJson(const Report& report, const Program& program) {
  // One verdict a line, so that a change reads as a change of lines.
  std::string out = "{\"verdicts\":[";
  const char* separator = "\n";
  for (const LawResult& result : report.results) {
    Json entry;
    entry["mutation"] = result.mutation;
    entry["query"] = result.query;
    if (!result.variant.empty()) entry["variant"] = result.variant;
    entry["law"] = result.law;
    if (result.database != "sqlite") entry["database"] = result.database;
    entry["verdict"] = name(result.verdict);
    entry["evidence"] = result.evidence;
    entry["fingerprint"] = result.fingerprint;
    out += separator + dumped(entry, -1);
    separator = ",\n";
  }
  out += "\n],\n\"sources\":{";
  separator = "\n";
  for (const auto& [file, hash] : fingerprints(program.source_root, program.sources)) {
    out += separator + dumped(Json(file), -1) + ":" + dumped(Json(hash), -1);
    separator = ",\n";
  }
  return out + "\n}}\n";
}

std::string reportJunit(const Report& report) {
  std::size_t failures = report.errors.size();
  for (const LawResult& result : report.results) failures += bad(result) ? 1 : 0;
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" + markupText(report.program) +
                    "\" tests=\"" + std::to_string(report.results.size() + report.errors.size()) + "\" failures=\"" +
                    std::to_string(failures) + "\">\n";
  for (const LawResult& result : report.results) {
    out += "  <testcase classname=\"" + markupText(report.program + "." + result.law) + "\" name=\"" +
           markupText(result.mutation + (result.query.empty() ? "" : ":" + result.query) +
                      (result.variant.empty() ? "" : ":" + result.variant)) +
           "\">";
    if (bad(result)) {
      out += "<failure message=\"" + markupText(std::string(name(result.verdict)) + ": " + result.evidence) + "\">" +
             markupText(result.counterexample) + "</failure>";
    } else if (result.verdict == Verdict::Unproved) {
      out += "<skipped message=\"" + markupText(result.evidence) + "\"/>";
    } else {
      out += "<system-out>" + markupText(std::string(name(result.verdict)) + " " + result.evidence) + "</system-out>";
    }
    out += "</testcase>\n";
  }
  for (const std::string& error : report.errors) {
    out += "  <testcase classname=\"" + markupText(report.program) + "\" name=\"run\"><failure message=\"" +
           markupText(error) + "\"/></testcase>\n";
  }
  return out + "</testsuite>\n";
}

}  // namespace touchgraph::prove
