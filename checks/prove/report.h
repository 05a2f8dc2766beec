#pragma once

#include "checks/prove/laws.h"
#include "touchgraph/prove/run.h"

#include <string>

namespace touchgraph::prove {

/// A refuted trial for people: tables, input, results, difference, how to run it again.
void describe(LawResult& result, const Trial& trial, const Finding& finding, const Schema& schema,
              const std::string& program, std::uint64_t seed);

std::string reportText(const Report& report);
std::string reportJson(const Report& report);
std::string reportJunit(const Report& report);
/// The verdict file: {"verdicts":[{"mutation","query","law","verdict","evidence","fingerprint"}], "sources":{…}}.
std::string verdictsJson(const Report& report, const Program& program);

}  // namespace touchgraph::prove
