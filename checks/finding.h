#pragma once

#include "graph/effects.h"

#include <string>
#include <vector>

namespace touchgraph {

enum class Severity { Error, Warning, Note };
const char* name(Severity severity);

/// What a rule has to say. Sorted by place, then code.
struct Finding {
  std::string code;  ///< "TG310"
  Severity severity = Severity::Error;
  std::string message;             ///< one line, names everything involved
  std::string hint;                ///< what to do; may have several lines, "" for none
  Site site;                       ///< where to look; file relative to the project root
  std::string mutation;            ///< name of the entry point concerned, or a function; "" when none
  std::string query;               ///< name of the query, or of a table; "" when none
  std::vector<std::string> files;  ///< other files that have to do with it
  std::string suppressed;          ///< the reason, when the config suppresses it
};

}  // namespace touchgraph
