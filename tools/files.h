#pragma once

#include <optional>
#include <string>
#include <vector>

namespace touchgraph {

/// The bytes of a file; nothing when it cannot be read.
std::optional<std::string> readFile(const std::string& path);
/// Writes to a temporary name beside `path` and renames, so that nobody ever sees half a file. False, and the system's
/// reason in `error`, when that fails; the temporary file is gone then.
bool writeFile(const std::string& path, const std::string& content, std::string& error);

/// Files below `root` whose relative path matches `pattern` (`*` within a component, `**` over components; a directory
/// stands for all `.sql` files below it). Relative paths, in natural order: `V2__x.sql` before `V10__y.sql`. At most
/// `limit`; hidden directories and build trees are not entered unless the pattern names them.
std::vector<std::string> globFiles(const std::string& root, const std::string& pattern, std::size_t limit);

/// Whether `a` comes before `b` when numbers inside compare as numbers.
bool naturalLess(const std::string& a, const std::string& b);

}  // namespace touchgraph
