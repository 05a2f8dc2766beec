#pragma once

#include <optional>
#include <string>
#include <vector>

namespace touchgraph {

struct ProcessResult {
  int exit_code = -1;  ///< 128 + signal when it was killed
  std::string output;  ///< its stdout, when captured
};

/// Runs a program found in PATH, without a shell. With `capture`, its stdout comes back, else it goes where ours goes;
/// stderr always does; and Ctrl-C is the program's to answer, this process waits. Nothing when the program could not be
/// started.
std::optional<ProcessResult> runProcess(const std::vector<std::string>& command, const std::string& directory,
                                        bool capture);

}  // namespace touchgraph
