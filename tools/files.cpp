#include "tools/files.h"

#include "graph/pattern.h"

#include <unistd.h>
#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace touchgraph {
namespace fs = std::filesystem;

std::optional<std::string> readFile(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream content;
  content << in.rdbuf();
  if (in.bad()) return std::nullopt;
  return std::move(content).str();
}

bool writeFile(const std::string& path, const std::string& content, std::string& error) {
  const std::string temporary = path + ".tmp" + std::to_string(getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (!file) {
    error = std::strerror(errno);
    return false;
  }
  const bool written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int write_errno = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) {
    error = std::strerror(written ? errno : write_errno);
    std::remove(temporary.c_str());
    return false;
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    error = std::strerror(errno);
    std::remove(temporary.c_str());
    return false;
  }
  return true;
}

bool naturalLess(const std::string& a, const std::string& b) {
  const auto digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      std::size_t m = i, n = j;
      while (m < a.size() && digit(a[m])) ++m;
      while (n < b.size() && digit(b[n])) ++n;
      std::size_t x = i, y = j;
      while (x < m && a[x] == '0') ++x;
      while (y < n && b[y] == '0') ++y;
      if (m - x != n - y) return m - x < n - y;
      if (const int order = a.compare(x, m - x, b, y, n - y); order != 0) return order < 0;
      i = m;
      j = n;
      continue;
    }
    if (a[i] != b[j]) return a[i] < b[j];
    ++i;
    ++j;
  }
  if ((i == a.size()) != (j == b.size())) return i == a.size();
  return a < b;
}

std::vector<std::string> globFiles(const std::string& root, const std::string& given, std::size_t limit) {
  std::string pattern = fs::path(given).lexically_normal().generic_string();
  while (!pattern.empty() && pattern.back() == '/') pattern.pop_back();
  std::error_code error;
  const fs::path base(root);
  if (fs::is_regular_file(base / pattern, error)) return {pattern};
  if (fs::is_directory(base / pattern, error)) pattern += "/**/*.sql";

  // The walk starts in the part of the pattern without wildcards.
  const std::size_t star = pattern.find('*');
  const std::size_t slash = pattern.rfind('/', star);
  const fs::path start =
      slash == std::string::npos || star == std::string::npos ? base : base / pattern.substr(0, slash);
  std::vector<std::string> found;
  fs::recursive_directory_iterator it(start, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && it != end && found.size() < limit; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (it->is_directory(error)) {
      const bool build_tree = fs::exists(it->path() / "CMakeCache.txt", error) || name == "node_modules";
      if (name[0] == '.' || build_tree) it.disable_recursion_pending();
      continue;
    }
    const std::string relative = it->path().lexically_relative(base).generic_string();
    if (matchPath(pattern, relative)) found.push_back(relative);
  }
  std::sort(found.begin(), found.end(), naturalLess);
  return found;
}

}  // namespace touchgraph
