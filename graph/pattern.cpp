#include "graph/pattern.h"

#include <cctype>

namespace touchgraph {
namespace {

/// Backtracking over the wildcards; patterns are short. `first` receives what the first wildcard took.
bool matchFrom(std::string_view pattern, std::string_view text, std::string_view separator, std::string* first) {
  while (!pattern.empty() && pattern.front() != '*') {
    if (text.empty() || text.front() != pattern.front()) return false;
    pattern.remove_prefix(1);
    text.remove_prefix(1);
  }
  if (pattern.empty()) return text.empty();
  const bool any = pattern.substr(0, 2) == "**";
  const std::string_view rest = pattern.substr(any ? 2 : 1);
  for (std::size_t taken = 0; taken <= text.size(); ++taken) {
    const std::string_view run = text.substr(0, taken);
    if (!any && !separator.empty() && run.find(separator) != std::string_view::npos) return false;
    // "**/" in front of a path also stands for no directory at all.
    if (any && separator == "/" && taken == 0 && rest.substr(0, 1) == "/" &&
        matchFrom(rest.substr(1), text, separator, nullptr)) {
      if (first) first->clear();
      return true;
    }
    if (matchFrom(rest, text.substr(taken), separator, nullptr)) {
      if (first) *first = std::string(run);
      return true;
    }
  }
  return false;
}

std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

}  // namespace

std::optional<std::string> matchWildcard(std::string_view pattern, std::string_view text, std::string_view separator) {
  std::string taken;
  if (!matchFrom(pattern, text, separator, &taken)) return std::nullopt;
  return taken;
}

std::optional<std::string> matchFunction(std::string_view pattern, std::string_view name, std::string_view signature) {
  if (pattern.find('(') == std::string_view::npos) return matchWildcard(pattern, name, "::");
  return matchWildcard(pattern, std::string(name) + std::string(signature), "::");
}

bool matchPath(std::string_view pattern, std::string_view path) {
  return matchWildcard(pattern, path, "/").has_value();
}

bool matchName(std::string_view pattern, std::string_view name) {
  return matchWildcard(folded(pattern), folded(name), "").has_value();
}

}  // namespace touchgraph
