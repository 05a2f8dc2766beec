#include "checks/check.h"
#include "graph/text.h"

/// TG320: with `proofs: required`, every transform written by hand needs a verdict of the property runner that is good
/// and about the code as it is now.
namespace touchgraph {
namespace {

/// "" when the pair is proved, else what is wrong.
std::string problemWith(const CheckInput& input, const GraphEntry& entry) {
  if (!input.verdicts) return "has no verdict: there is no " + input.config.proofs.file;
  bool commutes = false;
  for (const Verdict& verdict : input.verdicts->list) {
    if (!verdict.variant.empty() || verdict.mutation != entry.mutation) continue;
    if (!verdict.query.empty() && verdict.query != entry.query) continue;
    const std::string law = "law '" + verdict.law + "'";
    if (verdict.verdict == "refuted")
      return "is refuted by " + law + (verdict.evidence.empty() ? "" : ": " + verdict.evidence);
    if (verdict.verdict == "vacuous")
      return "was tested in vain, " + law + " is vacuous" + (verdict.evidence.empty() ? "" : ": " + verdict.evidence);
    const auto now = input.fingerprints.find({entry.mutation, verdict.query});
    const bool comparable = verdict.fingerprint.rfind("code:", 0) == 0 && now != input.fingerprints.end();
    if (comparable ? verdict.fingerprint != now->second : input.sources_changed)
      return "has a verdict that is older than the code it is about (" + law + ")";
    if (verdict.law == "commute" && verdict.query == entry.query &&
        (verdict.verdict == "exhausted" || verdict.verdict == "sampled"))
      commutes = true;
  }
  return commutes ? "" : "has no verdict";
}

}  // namespace

void checkUnprovedEntry(const CheckInput& input, std::vector<Finding>& findings) {
  if (!input.config.proofs.required) return;
  for (const GraphEntry& entry : input.graph.optimistic) {
    if (entry.kind != OptimisticEntry::Kind::Predict || !findEdge(input.graph, entry.mutation, entry.query)) continue;
    const std::string problem = problemWith(input, entry);
    if (problem.empty()) continue;
    Finding finding;
    finding.site = entry.site;
    finding.mutation = entry.mutation;
    finding.query = entry.query;
    finding.message = "transform of mutation '" + entry.mutation + "' for query '" + entry.query + "' " + problem;
    finding.hint = "run `touchgraph prove`, or await the server for this query";
    findings.push_back(std::move(finding));
  }
}

}  // namespace touchgraph
