#include "touchgraph/prove/run.h"

#include "checks/prove/campaign.h"
#include "checks/prove/fingerprint.h"
#include "checks/prove/generate.h"
#include "checks/prove/report.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace touchgraph::prove {

const Mutation* Program::findMutation(const std::string& wanted) const {
  for (const Mutation& mutation : mutations) {
    if (mutation.name == wanted) return &mutation;
  }
  return nullptr;
}
const Query* Program::findQuery(const std::string& wanted) const {
  for (const Query& query : queries) {
    if (query.name == wanted) return &query;
  }
  return nullptr;
}

const char* name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Refuted:
      return "refuted";
    case Verdict::Exhausted:
      return "exhausted";
    case Verdict::Sampled:
      return "sampled";
    case Verdict::Vacuous:
      return "vacuous";
    case Verdict::Unproved:
      return "unproved";
  }
  return "?";
}

bool Report::clean() const {
  return errors.empty() && !interrupted && std::none_of(results.begin(), results.end(), [](const LawResult& result) {
           return result.verdict == Verdict::Refuted || result.verdict == Verdict::Vacuous;
         });
}

const LawResult* Report::find(const std::string& mutation, const std::string& query, const std::string& law,
                              const std::string& variant) const {
  for (const LawResult& result : results) {
    if (result.mutation == mutation && result.query == query && result.law == law && result.variant == variant)
      return &result;
  }
  return nullptr;
}

std::string Report::text() const {
  return reportText(*this);
}

void readSources(const std::string& list, Program& program) {
  std::ifstream in(list);
  std::string line;
  if (std::getline(in, line)) program.source_root = line;
  while (std::getline(in, line)) {
    if (!line.empty()) program.sources.push_back(line);
  }
}

std::string schemaText(const Opening& opening) {
  std::string out;
  for (const std::string& file : opening.schema_files) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read the schema " + file);
    std::ostringstream all;
    all << in.rdbuf();
    out += all.str() + "\n";
  }
  return out + opening.schema_text;
}

Report run(const Program& registered, const Options& given) {
  constexpr std::uint64_t kDefaultSeed = 20261;
  Options options = given;
  if (options.seed == 0) options.seed = kDefaultSeed;
  const auto start = std::chrono::steady_clock::now();
  Report report;
  report.program = registered.name;
  report.seed = options.seed;
  report.mode = options.mode;
  Program program = registered;
  try {
    const GraphView graph = GraphView::of(program);
    graph.bindFields(program);
    std::string sources;
    for (const auto& [file, hash] : fingerprints(program.source_root, program.sources))
      sources += file + " " + hash + "\n";
    std::istringstream databases(options.database);
    for (std::string wanted; std::getline(databases, wanted, ',');) {
      const auto opening = std::find_if(program.openings.begin(), program.openings.end(),
                                        [&](const Opening& o) { return o.engine->name == wanted; });
      if (opening == program.openings.end()) {
        report.errors.push_back("the program does not say how its handle is opened on " + wanted + ": call open(" +
                                wanted + "(), …)");
        continue;
      }
      const auto database = opening->engine->make(*opening, program.settle, program.assume);
      Program bound = program;
      followReferences(database->schema(), bound);
      // Each database has the whole budget, its server's start not counted.
      Campaign campaign(*database, bound, graph, options);
      campaign.run(report);
      for (LawResult& result : report.results) {
        if (!result.database.empty()) continue;
        result.database = wanted;
        result.fingerprint = hashText(sources + database->schema().text);
      }
    }
  } catch (const std::exception& error) {
    report.errors.push_back(error.what());
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace touchgraph::prove
