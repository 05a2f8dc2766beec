#include "graph/config.h"

#include "graph/config_yaml.h"

#include <filesystem>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

void readSchema(YamlReader& reader, const YAML::Node& node, Config& config) {
  config.schema = reader.texts(node, "schema");
}

void readDialect(YamlReader& reader, const YAML::Node& node, Config& config) {
  const std::string text = reader.text(node, "dialect");
  if (text.empty()) return;
  if (text == "sqlite")
    config.dialect = Dialect::Sqlite;
  else if (text == "postgres" || text == "postgresql")
    config.dialect = Dialect::Postgres;
  else if (text == "mysql" || text == "mariadb")
    config.dialect = Dialect::Mysql;
  else
    reader.fail(node, "unknown dialect '" + text + "', it is one of: sqlite, postgres, mysql");
}

/// `domains: {cart: [carts, cart_items]}` or a list of `{name: cart, tables: […]}`.
void readDomains(YamlReader& reader, const YAML::Node& node, Config& config) {
  if (node.IsMap()) {
    for (const auto& entry : node)
      config.domains.push_back(
          {reader.text(entry.first, "domain name"), reader.texts(entry.second, "tables of a domain")});
    return;
  }
  for (const YAML::Node& item : reader.items(node, "domains")) {
    Domain domain;
    if (!reader.keys(item, "domain",
                     {{"name", [&](const YAML::Node& n) { domain.name = reader.text(n, "name"); }},
                      {"tables", [&](const YAML::Node& n) { domain.tables = reader.texts(n, "tables"); }}}))
      continue;
    reader.require(item, domain.name, "a domain needs a 'name'");
    config.domains.push_back(std::move(domain));
  }
}

void readKeys(YamlReader& reader, const YAML::Node& node, Config& config) {
  if (!reader.expectMap(node, "keys")) return;
  for (const auto& entry : node)
    config.keys[reader.text(entry.first, "table")] = reader.texts(entry.second, "key columns");
}

/// `exempt: {audit: "written by the audit service only"}` or a list of `{table: …, reason: …}`.
void readExempt(YamlReader& reader, const YAML::Node& node, Config& config) {
  if (node.IsMap()) {
    for (const auto& entry : node) {
      Exemption exemption{reader.text(entry.first, "table"), reader.text(entry.second, "reason")};
      reader.require(entry.first, exemption.reason, "an exempt table needs a reason");
      config.exempt.push_back(std::move(exemption));
    }
    return;
  }
  for (const YAML::Node& item : reader.items(node, "exempt")) {
    Exemption exemption;
    if (!reader.keys(item, "exempt",
                     {{"table", [&](const YAML::Node& n) { exemption.table = reader.text(n, "table"); }},
                      {"reason", [&](const YAML::Node& n) { exemption.reason = reader.text(n, "reason"); }}}))
      continue;
    reader.require(item, exemption.table, "an exempt entry needs a 'table'");
    reader.require(item, exemption.reason, "an exempt table needs a 'reason'");
    config.exempt.push_back(std::move(exemption));
  }
}

/// `{cart/add: "shop::addToCart"}`, a list of `{name, function}`, or of plain functions, which name themselves.
std::vector<EntryPattern> readEntries(YamlReader& reader, const YAML::Node& node, const std::string& what) {
  std::vector<EntryPattern> entries;
  if (node.IsMap()) {
    for (const auto& entry : node)
      for (const std::string& function : reader.texts(entry.second, what))
        entries.push_back({reader.text(entry.first, "name"), function});
    return entries;
  }
  for (const YAML::Node& item : reader.items(node, what)) {
    EntryPattern entry;
    if (item.IsScalar()) {
      entry.function = item.Scalar();
    } else if (!reader.keys(
                   item, what,
                   {{"name", [&](const YAML::Node& n) { entry.name = reader.text(n, "name"); }},
                    {"function", [&](const YAML::Node& n) { entry.function = reader.text(n, "function"); }}})) {
      continue;
    }
    reader.require(item, entry.function, "an entry of '" + what + "' needs a 'function'");
    entries.push_back(std::move(entry));
  }
  return entries;
}

void readDeclarations(YamlReader& reader, const YAML::Node& node, Config& config) {
  for (const YAML::Node& item : reader.items(node, "declarations")) {
    Declaration declaration;
    if (!reader.keys(item, "declaration",
                     {{"function", [&](const YAML::Node& n) { declaration.function = reader.text(n, "function"); }},
                      {"external", [&](const YAML::Node& n) { declaration.external = reader.text(n, "external"); }},
                      {"touches", [&](const YAML::Node& n) { declaration.touches = reader.texts(n, "touches"); }},
                      {"reads", [&](const YAML::Node& n) { declaration.reads = reader.texts(n, "reads"); }},
                      {"reason", [&](const YAML::Node& n) { declaration.reason = reader.text(n, "reason"); }}}))
      continue;
    reader.require(item, declaration.function + declaration.external,
                   "a declaration needs a 'function' or an 'external' writer");
    config.declarations.push_back(std::move(declaration));
  }
}

void readSuppressions(YamlReader& reader, const YAML::Node& node, Config& config) {
  for (const YAML::Node& item : reader.items(node, "suppressions")) {
    Suppression suppression;
    if (!reader.keys(item, "suppression",
                     {{"code", [&](const YAML::Node& n) { suppression.code = reader.text(n, "code"); }},
                      {"mutation", [&](const YAML::Node& n) { suppression.mutation = reader.text(n, "mutation"); }},
                      {"query", [&](const YAML::Node& n) { suppression.query = reader.text(n, "query"); }},
                      {"reason", [&](const YAML::Node& n) { suppression.reason = reader.text(n, "reason"); }}}))
      continue;
    reader.require(item, suppression.code, "a suppression needs a 'code'");
    reader.require(item, suppression.reason, "a suppression needs a 'reason'");
    config.suppressions.push_back(std::move(suppression));
  }
}

void readCatalogue(YamlReader& reader, const YAML::Node& node, Config& config) {
  static const std::vector<std::string> kFormats = {"sql", "file", "xml", "json", "yaml", "properties"};
  for (const YAML::Node& item : reader.items(node, "sql_catalogue")) {
    Catalogue catalogue;
    if (!reader.keys(
            item, "sql_catalogue",
            {{"file", [&](const YAML::Node& n) { catalogue.file = reader.text(n, "file"); }},
             {"format", [&](const YAML::Node& n) { catalogue.format = reader.oneOf(n, "format", kFormats); }}}))
      continue;
    reader.require(item, catalogue.file, "a catalogue needs a 'file'");
    if (catalogue.format.empty()) {
      std::string extension = fs::path(catalogue.file).extension().string();
      if (!extension.empty()) extension.erase(0, 1);
      if (extension == "yml") extension = "yaml";
      for (const std::string& format : kFormats)
        if (format == extension) catalogue.format = format;
      reader.require(item, catalogue.format, "a catalogue needs a 'format' (sql, file, xml, json, yaml, properties)");
    }
    config.sql_catalogue.push_back(std::move(catalogue));
  }
}

void readProofs(YamlReader& reader, const YAML::Node& node, Config& config) {
  if (node.IsScalar()) {
    config.proofs.required = reader.oneOf(node, "proofs", {"required", "optional"}) == "required";
    return;
  }
  reader.keys(node, "proofs",
              {{"file", [&](const YAML::Node& n) { config.proofs.file = reader.text(n, "file"); }},
               {"required", [&](const YAML::Node& n) { config.proofs.required = reader.flag(n, "required"); }}});
}

}  // namespace

std::optional<std::string> findConfig(const std::string& directory) {
  std::error_code error;
  fs::path here = fs::absolute(directory, error).lexically_normal();
  if (error) return std::nullopt;
  while (true) {
    const fs::path candidate = here / ".touchgraph.yaml";
    if (fs::is_regular_file(candidate, error)) return candidate.string();
    if (!here.has_parent_path() || here == here.parent_path()) return std::nullopt;
    here = here.parent_path();
  }
}

Config loadConfig(const std::string& path, std::vector<ConfigError>& errors) {
  Config config;
  config.path = path;
  config.root = fs::absolute(path).lexically_normal().parent_path().string();
  YamlReader reader(path, errors);
  const YAML::Node document = reader.load();
  if (!document || document.IsNull()) return config;
  using Node = YAML::Node;
  reader.keys(document, "",
              {{"schema", [&](const Node& n) { readSchema(reader, n, config); }},
               {"dialect", [&](const Node& n) { readDialect(reader, n, config); }},
               {"domains", [&](const Node& n) { readDomains(reader, n, config); }},
               {"keys", [&](const Node& n) { readKeys(reader, n, config); }},
               {"exempt", [&](const Node& n) { readExempt(reader, n, config); }},
               {"mutations", [&](const Node& n) { config.mutations = readEntries(reader, n, "mutations"); }},
               {"queries", [&](const Node& n) { config.queries = readEntries(reader, n, "queries"); }},
               {"models", [&](const Node& n) { readModels(reader, n, config); }},
               {"declarations", [&](const Node& n) { readDeclarations(reader, n, config); }},
               {"suppressions", [&](const Node& n) { readSuppressions(reader, n, config); }},
               {"sql_catalogue", [&](const Node& n) { readCatalogue(reader, n, config); }},
               {"exclude", [&](const Node& n) { config.exclude = reader.texts(n, "exclude"); }},
               {"proofs", [&](const Node& n) { readProofs(reader, n, config); }}});
  return config;
}

}  // namespace touchgraph
