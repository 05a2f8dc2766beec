#include "checks/check.h"
#include "graph/declared.h"
#include "graph/text.h"

/// TG402 and TG407: a declaration that is narrower than the code.
namespace touchgraph {
namespace {

Finding findingFor(const DeclaredFunction& declared, const Access& access, const std::string& text,
                   const std::string& what) {
  Finding finding;
  finding.site = access.site.file.empty() ? declared.site : access.site;
  finding.mutation = declared.function;
  finding.query = access.table;
  finding.files = {declared.site.file};
  finding.message = declared.function + " " + what + " " + text + ", which its declaration at " +
                    placeText(declared.site) + " does not name";
  if (!access.via.empty()) finding.message += " (through " + viaText(access.via) + ")";
  finding.hint = "add \"" + access.table + "\" to the declaration, or take the statement out";
  return finding;
}

}  // namespace

void checkUndeclaredTouch(const CheckInput& input, std::vector<Finding>& findings) {
  for (const DeclaredFunction& declared : input.graph.declared) {
    if (!declared.declares_touches) continue;
    for (const Touch& touch : declared.found.touches)
      if (touch.cause != "declared" && !covers(declared.touches, touch))
        findings.push_back(findingFor(declared, touch, touchText(touch), "writes"));
  }
}

void checkUndeclaredRead(const CheckInput& input, std::vector<Finding>& findings) {
  for (const DeclaredFunction& declared : input.graph.declared) {
    if (!declared.declares_reads) continue;
    for (const Read& read : declared.found.reads)
      if (read.cause != "declared" && !covers(declared.reads, read))
        findings.push_back(findingFor(declared, read, readText(read), "reads"));
  }
}

}  // namespace touchgraph
