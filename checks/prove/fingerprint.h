#pragma once

#include <map>
#include <string>
#include <vector>

/// Fingerprints of the code a verdict is about. A verdict whose sources have changed since is stale.
namespace touchgraph::prove {

/// FNV-1a, 64 bits, 16 hex digits (http://www.isthe.com/chongo/tech/comp/fnv/).
std::string hashText(const std::string& text);
/// C++ or SQL text without comments and with runs of blanks made one, so that a comment makes no verdict stale.
std::string normalized(const std::string& source, bool sql);
/// File, relative to `root` → hash of its normalised content; a file that cannot be read has "missing".
std::map<std::string, std::string> fingerprints(const std::string& root, const std::vector<std::string>& files);

}  // namespace touchgraph::prove
