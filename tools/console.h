#pragma once

#include "graph/text.h"

#include <string>

/// What both programs say on the two streams: results on stdout, everything else on stderr.
namespace touchgraph {

/// How a run ended. The format of the output never changes it.
enum class Exit : int {
  Clean = 0,
  Findings = 1,  ///< findings, or a difference
  NoAnswer = 2,  ///< bad arguments, unreadable input, a unit that did not parse
  Interrupted = 130,
};

/// The name in front of messages: "touchgraph" or "touchcheck". Set once by main.
void setProgramName(const std::string& name);
const std::string& programName();

/// `touchgraph: error: place: message` and, if there is one, `touchgraph: hint: …`. The place may be "".
void printError(const std::string& place, const std::string& message, const std::string& hint = "");
void printWarning(const std::string& place, const std::string& message);
void printNote(const std::string& message);
/// Writes to stdout. False when nobody takes it any more.
bool printResult(const std::string& text);

/// Colours when `stdout` is a terminal and NO_COLOR is not set.
Palette outputPalette();
/// Whether progress may be drawn on stderr.
bool showsProgress();

}  // namespace touchgraph
