#pragma once

#include "tools/console.h"
#include "tools/pipeline.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

/// argv → options. CLI11 parses; its exceptions, help texts and exit codes stay in cli.cpp.
namespace touchgraph {

using Arguments = std::vector<std::string>;

/// One command of a program: a row of the table that the main program, the help and the tests read.
struct Command {
  std::string name;      ///< "extract"; "" for a program without commands
  std::string usage;     ///< "extract [-p BUILD_DIR] [-o FILE] [--check] [-j N]"
  std::string summary;   ///< one line
  std::string details;   ///< for --help: what it does, in a few lines
  std::string not_done;  ///< for --help: what it does not do
  Exit (*run)(const Command& command, const Arguments& arguments) = nullptr;
};

/// Parses; on -h, --help or an error it says what is to be said and returns how the program ends.
std::optional<Exit> parseArguments(CLI::App& app, const Command& command, const Arguments& arguments);

/// -p, -j and --cache-dir, which all commands that analyse share.
void addPipelineOptions(CLI::App& app, PipelineOptions& options);

/// How a run ends that found nothing to complain of.
Exit exitOf(const Pipeline& pipeline);

/// Runs a program: `-h`, `--help`, `--version`, then its command.
int runProgram(const std::string& program, const std::string& purpose, const std::string& closing,
               const std::vector<Command>& commands, int argc, char** argv);

}  // namespace touchgraph
