#pragma once

#include "analyzer/analyze.h"

#include <string>
#include <vector>

/// From a compile database to units: find it, read it, make each command one that clang understands.
namespace touchgraph {

struct Plan {
  std::vector<Unit> units;  ///< one a file, sorted by relative path
  std::vector<AnalyzeError> errors;
};

Plan planUnits(const AnalyzeOptions& options);

/// Path of compile_commands.json: in `options.build_directory`, or in build/, build/*/, the root, its parents. "" when
/// there is none.
std::string findDatabase(const AnalyzeOptions& options);

/// A compiler's command as one for clang that parses `file` and nothing else: the compiler becomes clang in the mode of
/// its language; outputs, dependency files, warnings, precompiled headers, plugins and flags only gcc knows are gone.
std::vector<std::string> cleanCommand(const std::vector<std::string>& command, const std::string& directory,
                                      const std::string& file);

}  // namespace touchgraph
