// What the analysis of a unit costs beside parsing it, in one process and one thread:
//
//   walk_cost BUILD_DIR [ROOT [ROUNDS]]
//
// For the units of BUILD_DIR/compile_commands.json: processor time of clang's parse, of the walk, and of encoding the
// facts, the least of ROUNDS (3). Exit 1 when walk and encoding are over a tenth of the parse.
#include "analyzer/parse.h"
#include "analyzer/plan.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

constexpr double kLimit = 0.10;

double seconds(std::clock_t since) {
  return static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: walk_cost BUILD_DIR [ROOT [ROUNDS]]\n");
    return 2;
  }
  touchgraph::AnalyzeOptions options;
  options.build_directory = argv[1];
  options.root = argc > 2 ? argv[2] : argv[1];
  const int rounds = argc > 3 ? std::max(1, std::atoi(argv[3])) : 3;
  const touchgraph::Plan plan = touchgraph::planUnits(options);
  if (plan.units.empty()) {
    std::fprintf(stderr, "walk_cost: error: no units in %s\n", argv[1]);
    return 2;
  }
  double parse = 0, walk = 0, encode = 0, worst = 0;
  std::size_t bytes = 0, nodes = 0;
  std::string worst_unit;
  for (const touchgraph::Unit& unit : plan.units) {
    double least_parse = 1e9, least_walk = 1e9, least_encode = 1e9;
    for (int round = 0; round < rounds; ++round) {
      touchgraph::ParseJob job;
      job.file = unit.file;
      job.root = options.root;
      job.directory = unit.directory;
      job.command = unit.command;
      const touchgraph::ParseOutput out = touchgraph::parseUnit(job);
      const std::clock_t start = std::clock();
      const std::string encoded = touchgraph::encodeFacts(out.facts);
      least_encode = std::min(least_encode, seconds(start));
      least_parse = std::min(least_parse, out.parse_seconds);
      least_walk = std::min(least_walk, out.walk_seconds);
      if (round == 0) {
        bytes += encoded.size();
        nodes += out.facts.nodes.size();
      }
    }
    parse += least_parse;
    walk += least_walk;
    encode += least_encode;
    const double share = (least_walk + least_encode) / least_parse;
    if (share > worst) {
      worst = share;
      worst_unit = unit.relative;
    }
  }
  const double share = (walk + encode) / parse;
  std::printf("%zu units: parse %.2f s, walk %.3f s, encoding %.3f s: %.1f %% of the parse; %zu nodes, %zu bytes\n",
              plan.units.size(), parse, walk, encode, share * 100, nodes, bytes);
  std::printf("most: %.1f %% in %s\n", worst * 100, worst_unit.c_str());
  return share > kLimit ? 1 : 0;
}
