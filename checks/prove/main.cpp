#include "checks/prove/campaign.h"
#include "checks/prove/report.h"
#include "touchgraph/prove/run.h"

#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

/// The command line of a proofs program.
namespace touchgraph::prove {
namespace {

struct Command {
  Options options;
  std::string format = "text", verdicts;
  bool help = false;
  std::string error;
};

/// The flags, for parsing and for the help.
struct Flag {
  const char* name;
  const char* value;
  const char* help;
  bool (*set)(Command&, const std::string&);
};

template <class Number>
bool number(const std::string& text, Number& out) {
  std::istringstream in(text);
  return static_cast<bool>(in >> out) && in.eof();
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) out.push_back(part);
  return out;
}

const Flag kFlags[] = {
    {"--cases", "N", "cases a pair, random mode (default 4000)",
     [](Command& c, const std::string& v) { return number(v, c.options.cases) && c.options.cases > 0; }},
    {"--seed", "N", "seed (default: the same for every run)",
     [](Command& c, const std::string& v) { return number(v, c.options.seed); }},
    {"--mode", "random|exhaustive", "sample states, or go through all small ones",
     [](Command& c, const std::string& v) {
       c.options.mode = v == "exhaustive" ? Mode::Exhaustive : Mode::Random;
       return v == "random" || v == "exhaustive";
     }},
    {"--rows", "N", "exhaustive: most rows a table (default 2)",
     [](Command& c, const std::string& v) { return number(v, c.options.rows) && c.options.rows >= 0; }},
    {"--values", "N", "exhaustive: values of a plain column (default 2)",
     [](Command& c, const std::string& v) { return number(v, c.options.values) && c.options.values > 0; }},
    {"--pair", "MUTATION[:QUERY]", "only this; * is a wildcard, repeatable",
     [](Command& c, const std::string& v) { return c.options.pairs.push_back(v), true; }},
    {"--law", "NAME,…", "only these laws: commute atomic frame keys pairs retry pure within",
     [](Command& c, const std::string& v) {
       for (std::string& law : split(v)) {
         bool known = false;
         for (const LawInfo& info : kLaws) known |= law == info.name;
         if (!known) return false;
         c.options.laws.push_back(std::move(law));
       }
       return true;
     }},
    {"--database", "NAME,…", "sqlite (default), postgres, mariadb, as far as the program opens them",
     [](Command& c, const std::string& v) { return c.options.database = v, true; }},
    {"--format", "text|json|junit", "of the result on standard output",
     [](Command& c, const std::string& v) { return c.format = v, v == "text" || v == "json" || v == "junit"; }},
    {"--time-budget", "SECONDS", "of processor time, for each database (default 60); with a server, of time",
     [](Command& c, const std::string& v) {
       const std::string plain = v.ends_with("s") ? v.substr(0, v.size() - 1) : v;
       return number(plain, c.options.time_budget) && c.options.time_budget > 0;
     }},
    {"--verdicts", "FILE", "also write the verdicts here, for touchcheck",
     [](Command& c, const std::string& v) { return c.verdicts = v, true; }},
};

Command parse(int argc, char** argv) {
  Command command;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i], value;
    if (argument == "-h" || argument == "--help") {
      command.help = true;
      continue;
    }
    if (argument == "--no-shrink") {
      command.options.shrink = false;
      continue;
    }
    const auto equals = argument.find('=');
    const bool joined = argument.starts_with("--") && equals != std::string::npos;
    if (joined) {
      value = argument.substr(equals + 1);
      argument.resize(equals);
    }
    const Flag* found = nullptr;
    for (const Flag& flag : kFlags) {
      if (argument == flag.name) found = &flag;
    }
    if (found == nullptr) {
      command.error = "unknown argument " + argument;
      return command;
    }
    if (!joined) {
      if (++i >= argc) {
        command.error = argument + " needs a value: " + found->value;
        return command;
      }
      value = argv[i];
    }
    if (!found->set(command, value)) {
      command.error = argument + " takes " + found->value + ", not '" + value + "'";
      return command;
    }
  }
  return command;
}

void printHelp(const std::string& program) {
  std::cout << "usage: " << program
            << " [options]\n\nProves the optimistic entries of this program against its handlers and loaders.\n\n";
  for (const Flag& flag : kFlags) {
    const std::string left = std::string(flag.name) + " " + flag.value;
    std::cout << "  " << left << std::string(left.size() < 30 ? 30 - left.size() : 1, ' ') << flag.help << "\n";
  }
  std::cout << "  --no-shrink                   show counterexamples as they were found\n"
               "\nexit code: 0 nothing refuted or vacuous, 1 something is, 2 could not answer, 130 interrupted\n";
}

/// Written beside and renamed, so that a reader never sees half a file.
bool writeFile(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".tmp" + std::to_string(getpid());
  {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
    if (!out.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  return !error;
}

}  // namespace

int runMain(const Program& program, int argc, char** argv) {
  Command command = parse(argc, argv);
  if (!command.error.empty()) {
    std::cerr << "touchgraph: error: " << command.error << "\n  " << program.name << " --help lists the options\n";
    return 2;
  }
  if (command.help) {
    printHelp(program.name);
    return 0;
  }
  command.options.progress = isatty(STDERR_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  std::signal(SIGINT, [](int) { g_interrupted = true; });
  const Report report = run(program, command.options);
  std::signal(SIGINT, SIG_DFL);
  if (command.format == "json") {
    std::cout << reportJson(report);
  } else if (command.format == "junit") {
    std::cout << reportJunit(report);
  } else {
    std::cout << reportText(report);
  }
  std::cout.flush();
  for (const std::string& error : report.errors) std::cerr << "touchgraph: error: " << error << "\n";
  if (!command.verdicts.empty() && report.errors.empty() && !report.interrupted &&
      !writeFile(command.verdicts, verdictsJson(report, program))) {
    std::cerr << "touchgraph: error: cannot write " << command.verdicts << "\n";
    return 2;
  }
  if (report.interrupted) return 130;
  if (!report.errors.empty()) return 2;
  return report.clean() ? 0 : 1;
}

}  // namespace touchgraph::prove
