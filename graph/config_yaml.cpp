#include "graph/config_yaml.h"

#include "graph/nearest.h"

#include <algorithm>
#include <charconv>

namespace touchgraph {

YAML::Node YamlReader::load() {
  try {
    return YAML::LoadFile(file_);
  } catch (const YAML::BadFile&) {
    errors_.push_back({file_, 0, "cannot be read"});
  } catch (const YAML::Exception& error) {
    errors_.push_back({file_, error.mark.is_null() ? 0u : static_cast<std::uint32_t>(error.mark.line + 1), error.msg});
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

bool YamlReader::keys(const YAML::Node& node, const std::string& what,
                      const std::vector<std::pair<std::string, Handler>>& known) {
  const std::string where = what.empty() ? "" : " in '" + what + "'";
  if (!node.IsMap()) {
    fail(node, what.empty() ? "expected 'key: value' lines" : "'" + what + "' takes 'key: value' pairs");
    return false;
  }
  std::vector<std::string> names, seen;
  for (const auto& [name, handler] : known) names.push_back(name);
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) {
      fail(entry.first, "a key is one word" + where);
      continue;
    }
    const std::string key = entry.first.Scalar();
    const auto found = std::find(names.begin(), names.end(), key);
    if (found == names.end()) {
      std::string hint = didYouMean(key, names);
      if (hint.empty()) {
        hint = "; valid keys:";
        for (const std::string& name : names) hint += " " + name;
      }
      fail(entry.first, "unknown key '" + key + "'" + where + hint);
      continue;
    }
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      fail(entry.first, "key '" + key + "' is given twice" + where);
      continue;
    }
    seen.push_back(key);
    if (!entry.second.IsNull()) known[static_cast<std::size_t>(found - names.begin())].second(entry.second);
  }
  return true;
}

std::vector<YAML::Node> YamlReader::items(const YAML::Node& node, const std::string& what) {
  std::vector<YAML::Node> result;
  if (!node.IsSequence()) {
    fail(node, "'" + what + "' is a list");
    return result;
  }
  for (const auto& item : node) result.push_back(item);
  return result;
}

std::string YamlReader::text(const YAML::Node& node, const std::string& what) {
  if (node.IsScalar()) return node.Scalar();
  fail(node, "'" + what + "' is one text");
  return "";
}

std::vector<std::string> YamlReader::texts(const YAML::Node& node, const std::string& what) {
  std::vector<std::string> result;
  if (node.IsScalar()) {
    result.push_back(node.Scalar());
  } else if (node.IsSequence()) {
    for (const auto& item : node)
      if (std::string value = text(item, what); !value.empty()) result.push_back(std::move(value));
  } else {
    fail(node, "'" + what + "' is a text or a list of texts");
  }
  return result;
}

std::string YamlReader::oneOf(const YAML::Node& node, const std::string& what, const std::vector<std::string>& valid) {
  const std::string value = text(node, what);
  if (value.empty() || std::find(valid.begin(), valid.end(), value) != valid.end()) return value;
  std::string hint = didYouMean(value, valid);
  if (hint.empty()) {
    hint = ", it is one of:";
    for (const std::string& name : valid) hint += " " + name;
  }
  fail(node, "'" + value + "' is no " + what + hint);
  return "";
}

bool YamlReader::flag(const YAML::Node& node, const std::string& what) {
  bool value = false;
  if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) fail(node, "'" + what + "' is true or false");
  return value;
}

int YamlReader::number(const YAML::Node& node, const std::string& what) {
  const std::string digits = text(node, what);
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) fail(node, "'" + what + "' is a number");
  return value;
}

bool YamlReader::expectMap(const YAML::Node& node, const std::string& what) {
  if (node.IsMap()) return true;
  fail(node, "'" + what + "' takes 'key: value' pairs");
  return false;
}

void YamlReader::require(const YAML::Node& node, const std::string& value, const std::string& message) {
  if (value.empty()) fail(node, message);
}

void YamlReader::fail(const YAML::Node& node, const std::string& message) {
  const YAML::Mark mark = node.Mark();
  errors_.push_back({file_, mark.is_null() ? 0u : static_cast<std::uint32_t>(mark.line + 1), message});
}

}  // namespace touchgraph
