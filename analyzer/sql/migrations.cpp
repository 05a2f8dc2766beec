#include "analyzer/sql/schema.h"

#include <sstream>

namespace touchgraph::sql {

namespace {

/// `-- +goose Down`, `-- +migrate Down`, `-- migrate:down`, `-- @UNDO`: what follows undoes the migration.
bool isDownMark(const std::string& comment) {
  std::string text;
  for (char c : lowerCase(comment))
    if (c != ' ' && c != '\t' && c != '\r') text += c;
  for (std::string_view mark : {"--+goosedown", "--+migratedown", "--migrate:down", "--//@undo", "--@undo", 
                                "--!downs", "#---!downs"})
    if (text.rfind(mark, 0) == 0) return true;
  return text == "--down" || text == "--@down" || text == "--rollbackall";
}

bool isUpMark(const std::string& comment) {
  std::string text;
  for (char c : lowerCase(comment))
    if (c != ' ' && c != '\t' && c != '\r') text += c;
  for (std::string_view mark : {"--+gooseup", "--+migrateup", "--migrate:up", "--!ups", "#---!ups"})
    if (text.rfind(mark, 0) == 0) return true;
  return text == "--up" || text == "--@up";
}

}  // namespace

std::string forwardPart(const std::string& file, const std::string& text) {
  std::string name = lowerCase(file.substr(file.find_last_of('/') == std::string::npos ? 0 : file.find_last_of('/') + 1));
  auto endsIn = [&](std::string_view end) { return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0; };
  if (endsIn(".down.sql") || endsIn("_down.sql") || endsIn(".undo.sql") || name == "down.sql") return "";
  if (name.size() > 2 && name[0] == 'u' && name.find("__") != std::string::npos && std::isdigit(static_cast<unsigned char>(name[1]))) return "";

  std::istringstream lines(text);
  std::string result, line;
  bool down = false;
  while (std::getline(lines, line)) {
    std::size_t start = line.find_first_not_of(" \t");
    if (start != std::string::npos && (line.compare(start, 2, "--") == 0 || line[start] == '#')) {
      if (isDownMark(line.substr(start))) down = true;
      else if (isUpMark(line.substr(start))) down = false;
    }
    if (!down) result += line;
    result += '\n';
  }
  return result;
}

}  // namespace touchgraph::sql
