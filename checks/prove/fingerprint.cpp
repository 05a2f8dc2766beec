#include "checks/prove/fingerprint.h"

#include <cctype>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace touchgraph::prove {

std::string hashText(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (unsigned char c : text) {
    hash ^= c;
    hash *= 0x100000001b3ULL;
  }
  char buffer[17];
  std::snprintf(buffer, sizeof buffer, "%016llx", static_cast<unsigned long long>(hash));
  return buffer;
}

std::string normalized(const std::string& source, bool sql) {
  std::string out;
  bool blank = false;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    const char next = i + 1 < source.size() ? source[i + 1] : '\0';
    if (!sql && c == 'R' && next == '"') {  // a raw literal, kept as it is
      const auto open = source.find('(', i);
      const auto close =
          open == std::string::npos ? open : source.find(")" + source.substr(i + 2, open - i - 2) + "\"", open);
      const auto end = close == std::string::npos ? source.size() : close + (open - i);
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += source.substr(i, end - i);
      i = end - 1;
    } else if (c == '"' || c == '\'') {  // a literal is kept as it is
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += c;
      for (++i; i < source.size(); ++i) {
        out += source[i];
        if (source[i] == '\\' && i + 1 < source.size()) {
          out += source[++i];
        } else if (source[i] == c || source[i] == '\n') {
          break;
        }
      }
    } else if (sql ? c == '-' && next == '-' : c == '/' && next == '/') {
      while (i < source.size() && source[i] != '\n') ++i;
      blank = true;
    } else if (c == '/' && next == '*') {
      const auto end = source.find("*/", i + 2);
      i = end == std::string::npos ? source.size() : end + 1;
      blank = true;
    } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      blank = true;
    } else {
      if (blank && !out.empty()) out += ' ';
      blank = false;
      out += c;
    }
  }
  return out;
}

std::map<std::string, std::string> fingerprints(const std::string& root, const std::vector<std::string>& files) {
  std::map<std::string, std::string> out;
  for (const std::string& file : files) {
    std::ifstream in(root.empty() ? file : root + "/" + file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    out[file] = in ? hashText(normalized(all.str(), file.ends_with(".sql"))) : "missing";
  }
  return out;
}

}  // namespace touchgraph::prove
