#pragma once

/// Running a proofs program and what comes of it. Defined in the library touchgraph_prove.

#include "touchgraph/prove/model.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace touchgraph::prove {

/// SQLite in this process, in memory. The user's handle is opened on a path.
const Engine& sqlite();
/// A PostgreSQL server that the runner starts for itself; library touchgraph_prove_servers.
const Engine& postgres();
/// A MariaDB server that the runner starts for itself; library touchgraph_prove_servers.
const Engine& mariadb();

enum class Mode { Random, Exhaustive };

struct Options {
  Mode mode = Mode::Random;
  std::uint64_t seed = 0;           ///< 0: the default seed, so that two runs are equal
  std::uint64_t cases = 4000;       ///< per pair, random mode
  double time_budget = 60;          ///< seconds for each database: of processor time, with a server of time
  int rows = 2;                     ///< exhaustive: most rows a table
  int values = 2;                   ///< exhaustive: values of a plain column
  std::vector<std::string> pairs;   ///< "cart/add:cart", "cart/add", "*:cart"; empty = all
  std::vector<std::string> laws;    ///< names; empty = all
  std::string database = "sqlite";  ///< names of engines, comma-separated
  bool shrink = true;
  bool progress = false;  ///< one status line on stderr
};

enum class Verdict { Refuted, Exhausted, Sampled, Vacuous, Unproved };

/// One line of the result: a law, for a pair or a mutation.
struct LawResult {
  std::string database;
  std::string mutation, query;  ///< query is "" for the laws about a mutation alone
  std::string variant;
  std::string law;
  Verdict verdict = Verdict::Unproved;
  std::uint64_t cases = 0;  ///< cases in which the law said something
  std::uint64_t states = 0;
  std::string evidence;                         ///< "sampled 4000, seed 42"; "handler never succeeded"
  std::map<std::string, std::uint64_t> counts;  ///< classification
  std::string counterexample;                   ///< text, when refuted
  std::string sql, cpp;                         ///< reproduction, when refuted
  std::uint64_t rows = 0;                       ///< rows of the counterexample
  std::string fingerprint;
};

struct Report {
  std::string program;
  std::uint64_t seed = 0;
  Mode mode = Mode::Random;
  std::vector<LawResult> results;
  std::vector<std::string> errors;  ///< the run could not answer
  bool interrupted = false;
  double seconds = 0;
  std::uint64_t total_cases = 0, total_states = 0;

  /// No error, nothing refuted, nothing vacuous.
  bool clean() const;
  const LawResult* find(const std::string& mutation, const std::string& query, const std::string& law,
                        const std::string& variant = "") const;
  std::string text() const;
};

const char* name(Verdict verdict);
/// Reads the list that touchgraph_add_proofs wrote: the root, then one file a line.
void readSources(const std::string& list, Program& program);
Report run(const Program& program, const Options& options);
/// Exit code: 0 clean, 1 refuted or vacuous, 2 could not answer, 130 interrupted.
int runMain(const Program& program, int argc, char** argv);

}  // namespace touchgraph::prove
