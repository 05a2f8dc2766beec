#pragma once

#include <string>
#include <vector>

namespace touchgraph {

/// The page docs/checks/<code>.md, built into the program; null when there is none.
const char* findPage(const std::string& code);
/// The codes that have a page, sorted.
std::vector<std::string> pageCodes();

}  // namespace touchgraph
