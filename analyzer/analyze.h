#pragma once

#include "graph/config.h"
#include "graph/effects.h"
#include "graph/facts.h"

#include <cstdint>
#include <string>
#include <vector>

/// From a build directory to facts: plan the units, parse and walk those the cache does not have.
namespace touchgraph {

/// One translation unit to analyse: a compile command after clean-up (gcc-only flags dropped, compiler made clang).
struct Unit {
  std::string file;       ///< absolute
  std::string relative;   ///< to the project root, for output
  std::string directory;  ///< working directory of the command
  std::vector<std::string> command;
};

struct AnalyzeOptions {
  std::string root;                ///< project root; paths in the output are relative to it
  std::string build_directory;     ///< holds compile_commands.json; "" = search (build/, ., build/*/ , parents)
  std::vector<std::string> files;  ///< only these units; empty = all
  std::string cache_directory;     ///< "" = <root>/.touchgraph-cache; "-" = no cache
  unsigned jobs = 0;               ///< 0 = number of cores
  bool progress = false;           ///< draw on stderr
};

struct AnalyzeError {
  std::string file;
  std::uint32_t line = 0;
  std::string message;
  std::string hint;    ///< what to do next
  bool fatal = false;  ///< nothing could be analysed
};

struct AnalyzeResult {
  std::vector<UnitFacts> units;      ///< sorted by file
  std::vector<AnalyzeError> errors;  ///< units that did not parse whole, missing files, stale database: exit 2
  std::size_t parsed = 0, from_cache = 0;
  bool interrupted = false;
};

AnalyzeResult analyze(const AnalyzeOptions& options);

/// Parses one in-memory source with mock headers: what the fixture runner uses. `arguments` as for clang.
UnitFacts walkSource(const std::string& code, const std::string& file_name, const std::vector<std::string>& arguments);

}  // namespace touchgraph
