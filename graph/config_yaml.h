#pragma once

#include "graph/config.h"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace touchgraph {

/// Reads YAML nodes and collects what is wrong with them, each with its line. No exception of yaml-cpp leaves it.
class YamlReader {
 public:
  using Handler = std::function<void(const YAML::Node&)>;

  YamlReader(std::string file, std::vector<ConfigError>& errors) : file_(std::move(file)), errors_(errors) {}

  /// The document; an undefined node after an error.
  YAML::Node load();
  /// Calls the handler of each key of a map. Unknown and repeated keys are errors. False when `node` is no map.
  bool keys(const YAML::Node& node, const std::string& what, const std::vector<std::pair<std::string, Handler>>& known);
  /// The elements of a list.
  std::vector<YAML::Node> items(const YAML::Node& node, const std::string& what);
  std::string text(const YAML::Node& node, const std::string& what);
  /// A list of texts; one text alone is a list of one.
  std::vector<std::string> texts(const YAML::Node& node, const std::string& what);
  std::string oneOf(const YAML::Node& node, const std::string& what, const std::vector<std::string>& valid);
  bool flag(const YAML::Node& node, const std::string& what);
  int number(const YAML::Node& node, const std::string& what);
  bool expectMap(const YAML::Node& node, const std::string& what);
  void require(const YAML::Node& node, const std::string& value, const std::string& message);
  void fail(const YAML::Node& node, const std::string& message);

 private:
  std::string file_;
  std::vector<ConfigError>& errors_;
};

/// `models:`, the rows of the user's own libraries; the form is described in docs/models.md.
void readModels(YamlReader& reader, const YAML::Node& node, Config& config);

}  // namespace touchgraph
