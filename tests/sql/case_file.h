#pragma once

#include "analyzer/sql/reader.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// Files of cases: `dialect …` and `schema …` first, then blocks of
///
///   > SELECT name FROM users WHERE id = #0#
///   = read users(id,name) [id=#0]
///
/// `#0#` is a hole, `\n` a line break, `\t` a tab. Other lines are comments and stay where they are.
namespace touchgraph::sql {

struct CaseLine {
  std::string text;      ///< the line itself, for comments
  std::string sql;       ///< of a '>' line, with hole marks
  bool is_case = false;
};

struct CaseFile {
  std::string path;
  Dialect dialect = Dialect::Sqlite;
  std::string schema;    ///< file name in schemas/, "" for none
  std::vector<CaseLine> lines;
  std::vector<std::string> expected;  ///< of the cases, in order
};

inline std::string withHoles(const std::string& line) {
  std::string result;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && i + 2 < line.size() && std::isdigit(static_cast<unsigned char>(line[i + 1])) && line[i + 2] == '#') {
      result += holeMark(static_cast<std::size_t>(line[i + 1] - '0'));
      i += 2;
    } else if (line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'n' || line[i + 1] == 't')) {
      result += line[i + 1] == 'n' ? '\n' : '\t';
      ++i;
    } else {
      result += line[i];
    }
  }
  return result;
}

inline std::string readFile(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline CaseFile loadCases(const std::string& path) {
  CaseFile file;
  file.path = path;
  std::istringstream lines(readFile(path));
  std::string line;
  while (std::getline(lines, line)) {
    if (line.rfind("dialect ", 0) == 0)
      file.dialect = line == "dialect postgres" ? Dialect::Postgres : line == "dialect mysql" ? Dialect::Mysql : Dialect::Sqlite;
    if (line.rfind("schema ", 0) == 0) file.schema = line.substr(7);
    if (line.rfind("= ", 0) == 0 || line == "=") {
      file.expected.push_back(line.size() > 2 ? line.substr(2) : "");
      continue;
    }
    CaseLine one{line, "", line.rfind("> ", 0) == 0};
    if (one.is_case) one.sql = withHoles(line.substr(2));
    file.lines.push_back(std::move(one));
  }
  return file;
}

inline std::vector<std::string> caseFiles() {
  std::vector<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(TOUCHGRAPH_SQL_TESTS) + "/cases"))
    if (entry.path().extension() == ".txt") result.push_back(entry.path().string());
  std::sort(result.begin(), result.end());
  return result;
}

inline std::vector<SchemaSource> schemaOf(const CaseFile& file) {
  if (file.schema.empty()) return {};
  return {{file.schema, readFile(std::string(TOUCHGRAPH_SQL_TESTS) + "/schemas/" + file.schema)}};
}

}  // namespace touchgraph::sql
