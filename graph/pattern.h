#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Wildcards in names: of functions, tables, files. `*` stands for a run of characters within one component (up to
/// `separator`), `**` for any run. Everything else stands for itself.
namespace touchgraph {

/// What the first wildcard of `pattern` took ("" when it has none), or nothing when `text` does not match.
std::optional<std::string> matchWildcard(std::string_view pattern, std::string_view text, std::string_view separator);

/// Names of functions: components are joined by `::`. A pattern with a `(` is compared with name and signature,
/// `shop::add(Db &, int)`; any other with the name alone.
std::optional<std::string> matchFunction(std::string_view pattern, std::string_view name, std::string_view signature);

/// Paths: components are joined by `/`.
bool matchPath(std::string_view pattern, std::string_view path);

/// Tables, mutations, queries: no components, case ignored.
bool matchName(std::string_view pattern, std::string_view name);

}  // namespace touchgraph
