#include "tools/cli.h"

#include "graph/graph.h"
#include "graph/nearest.h"

#include <algorithm>
#include <csignal>
#include <exception>

namespace touchgraph {
namespace {

const char* const kExitCodes =
    "Exit codes: 0 clean, 1 findings or a difference, 2 could not answer (bad arguments, unreadable input, a unit "
    "that\n"
    "did not parse), 130 interrupted. Results go to stdout, everything else to stderr.\n";

std::string padded(const std::string& text, std::size_t width) {
  return text.size() < width ? text + std::string(width - text.size(), ' ') : text + "  ";
}

std::string optionsText(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : app.get_options()) {
    std::string left = option->get_name(option->get_positional(), true);
    std::replace(left.begin(), left.end(), ',', ' ');
    if (!option->get_positional() && option->get_type_size() != 0) left += " " + option->get_type_name();
    text += "  " + padded(left, 28) + option->get_description() + "\n";
  }
  return text + "  " + padded("-h", 28) + "this, on one screen; --help says more\n";
}

std::string commandHelp(const CLI::App& app, const Command& command, bool full) {
  const std::string name = command.name.empty() ? command.usage : command.usage;
  std::string text = "usage: " + programName() + " " + name + "\n" + command.summary + "\n";
  if (full) text += "\n" + command.details + "\n";
  text += "\noptions:\n" + optionsText(app);
  if (full) text += "\nwhat it does not do:\n" + command.not_done + "\n\n" + kExitCodes;
  return text;
}

bool asksFor(const Arguments& arguments, const std::string& flag) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return false;
    if (argument == flag) return true;
  }
  return false;
}

std::string programHelp(const std::string& purpose, const std::string& closing, const std::vector<Command>& commands,
                        bool full) {
  std::string text = "usage: " + programName() + " COMMAND [OPTION…]\n" + purpose + "\n\ncommands:\n";
  for (const Command& command : commands) text += "  " + padded(command.name, 10) + command.summary + "\n";
  text += "\n`" + programName() + " COMMAND --help` describes one. --version prints the version.\n";
  if (full) {
    text += "\n" + closing + "\n";
    for (const Command& command : commands) text += "\n  " + programName() + " " + command.usage;
    text += "\n\n" + std::string(kExitCodes);
  }
  return text;
}

Exit runCommand(const Command& command, const Arguments& arguments) {
  try {
    return command.run(command, arguments);
  } catch (const std::bad_alloc&) {
    printError("", "out of memory");
  } catch (const std::exception& exception) {
    printError("", std::string("internal error: ") + exception.what(), "please report it with the command line");
  }
  return Exit::NoAnswer;
}

Exit runNamed(const std::string& purpose, const std::string& closing, const std::vector<Command>& commands,
              const Arguments& arguments) {
  if (arguments.empty()) {
    printError("", "no command given");
    std::fputs(programHelp(purpose, closing, commands, false).c_str(), stderr);
    return Exit::NoAnswer;
  }
  const std::string& first = arguments.front();
  if (first == "-h" || first == "--help" || first == "help") {
    printResult(programHelp(purpose, closing, commands, first != "-h"));
    return Exit::Clean;
  }
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (command.name == first) return runCommand(command, {arguments.begin() + 1, arguments.end()});
    names.push_back(command.name);
  }
  printError("", "unknown command '" + first + "'" + didYouMean(first, names),
             "`" + programName() + " -h` lists the commands");
  return Exit::NoAnswer;
}

}  // namespace

std::optional<Exit> parseArguments(CLI::App& app, const Command& command, const Arguments& arguments) {
  app.set_help_flag();
  if (asksFor(arguments, "--help") || asksFor(arguments, "-h")) {
    printResult(commandHelp(app, command, asksFor(arguments, "--help")));
    return Exit::Clean;
  }
  try {
    // CLI11 takes the arguments from the back.
    Arguments reversed(arguments.rbegin(), arguments.rend());
    app.parse(std::move(reversed));
    return std::nullopt;
  } catch (const CLI::ExtrasError& error) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    std::string hint;
    for (const std::string& extra : app.remaining())
      if (extra.rfind("--", 0) == 0 && hint.empty()) hint = didYouMean(extra, names);
    std::string extras;
    for (const std::string& extra : app.remaining()) extras += " '" + extra + "'";
    printError("", "unexpected argument" + (extras.empty() ? std::string(": ") + error.what() : extras) + hint,
               "usage: " + programName() + " " + command.usage);
  } catch (const CLI::ParseError& error) {
    printError("", error.what(), "usage: " + programName() + " " + command.usage);
  }
  return Exit::NoAnswer;
}

void addPipelineOptions(CLI::App& app, PipelineOptions& options) {
  app.add_option("-p", options.build_directory,
                 "directory with compile_commands.json (default: looked for in build/, . and above)")
      ->type_name("BUILD_DIR");
  app.add_option("-j", options.jobs, "units at a time (default: one a core)")->type_name("N");
  app.add_option("--cache-dir", options.cache_directory,
                 "where facts are kept (default: .touchgraph-cache; - keeps none)")
      ->type_name("DIR");
}

Exit exitOf(const Pipeline& pipeline) {
  if (pipeline.interrupted) return Exit::Interrupted;
  return !pipeline.answered || pipeline.incomplete ? Exit::NoAnswer : Exit::Clean;
}

int runProgram(const std::string& program, const std::string& purpose, const std::string& closing,
               const std::vector<Command>& commands, int argc, char** argv) {
  setProgramName(program);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of the write, not the end of the program
  const Arguments arguments(argv + 1, argv + argc);
  if (arguments.size() == 1 && arguments[0] == "--version") {
    printResult(program + generatorName().substr(generatorName().find(' ')) + "\n");
    return static_cast<int>(Exit::Clean);
  }
  const bool single = commands.size() == 1 && commands[0].name.empty();
  return static_cast<int>(single ? runCommand(commands[0], arguments)
                                 : runNamed(purpose, closing, commands, arguments));
}

}  // namespace touchgraph
