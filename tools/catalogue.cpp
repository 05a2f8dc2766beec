#include "tools/catalogue.h"

#include "tools/catalogue_xml.h"
#include "tools/files.h"

#include <yaml-cpp/yaml.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <filesystem>
#include <sstream>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;
using Entries = std::map<std::string, std::string>;

// Resource files beyond this are data, not statements.
constexpr std::size_t kResourceFiles = 4000;
constexpr std::size_t kResourceBytes = 256 << 10;

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The name in `-- name: insert_user :exec`, `-- :name insert_user :!`, `--name: insert_user!`; "" for other comments.
std::string nameInComment(const std::string& line) {
  std::string rest = trimmed(line);
  if (rest.rfind("--", 0) != 0) return "";
  rest = trimmed(rest.substr(2));
  if (rest.rfind("name:", 0) == 0)
    rest = trimmed(rest.substr(5));
  else if (rest.rfind(":name", 0) == 0)
    rest = trimmed(rest.substr(5));
  else
    return "";
  std::string name = rest.substr(0, rest.find_first_of(" \t"));
  while (!name.empty() && std::string("!<>$^*").find(name.back()) != std::string::npos) name.pop_back();
  return name;
}

Entries parseNamedSql(const std::string& text) {
  Entries entries;
  std::istringstream lines(text);
  std::string line, name;
  while (std::getline(lines, line)) {
    if (const std::string next = nameInComment(line); !next.empty())
      name = next;
    else if (!name.empty())
      entries[name] += line + "\n";
  }
  for (auto& [key, value] : entries) value = trimmed(value);
  return entries;
}

Entries parseProperties(const std::string& text) {
  Entries entries;
  std::istringstream lines(text);
  std::string line, logical, section;
  while (std::getline(lines, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    logical += logical.empty() ? line : trimmed(line);
    if (!logical.empty() && logical.back() == '\\') {
      logical.back() = ' ';
      continue;
    }
    const std::string entry = trimmed(logical);
    logical.clear();
    if (entry.empty() || entry[0] == '#' || entry[0] == '!' || entry[0] == ';') continue;
    if (entry[0] == '[' && entry.back() == ']') {
      section = entry.substr(1, entry.size() - 2) + ".";
      continue;
    }
    const std::size_t equal = entry.find_first_of("=:");
    if (equal == std::string::npos) continue;
    std::string value = trimmed(entry.substr(equal + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    entries[section + trimmed(entry.substr(0, equal))] = value;
  }
  return entries;
}

void flatten(const nlohmann::json& json, const std::string& prefix, Entries& entries) {
  if (json.is_string()) {
    entries[prefix] = json.get<std::string>();
  } else if (json.is_object()) {
    for (const auto& [key, value] : json.items()) flatten(value, prefix.empty() ? key : prefix + "." + key, entries);
  } else if (json.is_array()) {
    // A statement written as a list of lines.
    std::string joined;
    for (const auto& item : json) {
      if (!item.is_string()) return;
      joined += item.get<std::string>() + "\n";
    }
    entries[prefix] = trimmed(joined);
  }
}

void flatten(const YAML::Node& node, const std::string& prefix, Entries& entries) {
  if (node.IsScalar()) {
    entries[prefix] = node.Scalar();
  } else if (node.IsMap()) {
    for (const auto& entry : node)
      if (entry.first.IsScalar())
        flatten(entry.second, prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar(), entries);
  }
}

}  // namespace

Entries parseCatalogue(const std::string& format, const std::string& text, const std::string& stem,
                       std::string& error) {
  Entries entries;
  try {
    if (format == "sql")
      entries = parseNamedSql(text);
    else if (format == "file")
      entries[stem] = trimmed(text);
    else if (format == "properties")
      entries = parseProperties(text);
    else if (format == "xml")
      entries = parseXmlCatalogue(text);
    else if (format == "json")
      flatten(nlohmann::json::parse(text), "", entries);
    else if (format == "yaml")
      flatten(YAML::Load(text), "", entries);
  } catch (const nlohmann::json::exception& exception) {
    error = exception.what();
  } catch (const YAML::Exception& exception) {
    error = exception.what();
  }
  return entries;
}

Entries readCatalogue(const Config& config, std::vector<ConfigError>& errors) {
  Entries all;
  for (const Catalogue& catalogue : config.sql_catalogue) {
    const std::vector<std::string> files = globFiles(config.root, catalogue.file, kResourceFiles);
    if (files.empty())
      errors.push_back({config.path, 0, "sql_catalogue '" + catalogue.file + "' matches no file below " + config.root});
    for (const std::string& file : files) {
      const std::optional<std::string> text = readFile(config.root + "/" + file);
      std::string error;
      if (!text)
        error = "cannot be read";
      else
        all.merge(parseCatalogue(catalogue.format, *text, fs::path(file).stem().string(), error));
      if (!error.empty()) errors.push_back({file, 0, error});
    }
  }
  return all;
}

Entries findResources(const Config& config) {
  Entries resources;
  std::map<std::string, int> uses;
  for (const std::string& file : globFiles(config.root, "**/*.sql", kResourceFiles)) {
    const std::optional<std::string> text = readFile(config.root + "/" + file);
    if (!text || text->size() > kResourceBytes) continue;
    for (std::size_t start = 0;;) {
      const std::string ending = file.substr(start);
      if (++uses[ending] == 1) resources[ending] = *text;
      const std::size_t slash = file.find('/', start);
      if (slash == std::string::npos) break;
      start = slash + 1;
    }
  }
  // An ending that two files share names neither.
  for (const auto& [ending, count] : uses)
    if (count > 1 && !fs::exists(config.root + "/" + ending)) resources.erase(ending);
  for (const std::string& file : globFiles(config.root, "**/*.qrc", kResourceFiles)) {
    const std::optional<std::string> text = readFile(config.root + "/" + file);
    if (!text) continue;
    const std::string directory = fs::path(file).parent_path().string();
    for (const QtResource& resource : parseQtResources(*text)) {
      const std::string path = directory.empty() ? resource.file : directory + "/" + resource.file;
      const std::optional<std::string> content = readFile(config.root + "/" + path);
      if (!content || content->size() > kResourceBytes) continue;
      resources[":" + resource.name] = *content;
      resources["qrc:" + resource.name] = *content;
    }
  }
  return resources;
}

}  // namespace touchgraph
