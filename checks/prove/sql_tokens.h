#pragma once

#include "touchgraph/prove/value.h"

#include <string>
#include <vector>

namespace touchgraph::prove {

/// A token of SQL, whatever the dialect: enough to see which names and literals stand together.
struct Token {
  enum class Kind { Name, Keyword, Literal, Operator, Other } kind = Kind::Other;
  std::string text;  ///< names and keywords in lower case
  Value value;
};

std::vector<Token> tokenize(const std::string& sql);

}  // namespace touchgraph::prove
