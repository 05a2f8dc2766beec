#include "tools/console.h"

#include <unistd.h>
#include <cstdio>
#include <cstdlib>

namespace touchgraph {
namespace {

std::string program_name = "touchgraph";

void printLine(const std::string& kind, const std::string& place, const std::string& message) {
  const std::string line = program_name + ": " + kind + ": " + (place.empty() ? "" : place + ": ") + message + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

}  // namespace

void setProgramName(const std::string& name) {
  program_name = name;
}
const std::string& programName() {
  return program_name;
}

void printError(const std::string& place, const std::string& message, const std::string& hint) {
  printLine("error", place, message);
  if (!hint.empty()) printLine("hint", "", hint);
}

void printWarning(const std::string& place, const std::string& message) {
  printLine("warning", place, message);
}
void printNote(const std::string& message) {
  printLine("note", "", message);
}

bool printResult(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  return std::fflush(stdout) == 0 && written;
}

Palette outputPalette() {
  const char* no_color = std::getenv("NO_COLOR");
  const bool wanted = isatty(STDOUT_FILENO) && (!no_color || !*no_color);
  return wanted ? colourPalette() : Palette{};
}

bool showsProgress() {
  return isatty(STDERR_FILENO);
}

}  // namespace touchgraph
