#pragma once

#include "graph/model.h"
#include "graph/statement.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// `.touchgraph.yaml`: what a project says about itself. Every key is optional.
namespace touchgraph {

struct Domain {
  std::string name;
  std::vector<std::string> tables;
};

struct Exemption {
  std::string table;
  std::string reason;  ///< required
};

/// An entry point named by pattern: `{name: "cart/add", function: "shop::addToCart"}`; `*` in `function` is a wildcard,
/// and a name with `*` takes the matched part ("cart/*": "shop::cart::*").
struct EntryPattern {
  std::string name;
  std::string function;
};

/// A write the analyzer cannot see, declared: at a function (`touches: ["products.stock"]`) or by somebody else (external).
struct Declaration {
  std::string function;               ///< qualified name or pattern; empty for an external writer
  std::string external;               ///< name of the external writer
  std::vector<std::string> touches;   ///< "table" or "table.column"
  std::vector<std::string> reads;
  std::string reason;
};

struct Suppression {
  std::string code;      ///< "TG406"
  std::string mutation;  ///< entry point or function, pattern; "" any
  std::string query;     ///< or table, pattern; "" any
  std::string reason;    ///< required
};

struct Catalogue {
  std::string file;      ///< glob of .sql, .xml, .json, .yaml, .properties files, relative to the config file
  std::string format;    ///< "sql" (-- name: x), "file" (one statement a file, name = stem), "xml", "json", "properties"
};

/// Verdicts of the property runner, read by TG320.
struct Proofs {
  std::string file = "touchgraph-verdicts.json";  ///< relative to root
  bool required = false;                          ///< every hand-written entry needs a verdict
};

struct Config {
  std::string path;                  ///< of the file itself; "" when there is none
  std::string root;                  ///< directory that holds it: the project root
  std::vector<std::string> schema;   ///< globs, relative to root: .sql files and migration folders
  std::optional<Dialect> dialect;
  std::vector<Domain> domains;
  std::map<std::string, std::vector<std::string>> keys;  ///< table → key columns, where the schema does not say
  std::vector<Exemption> exempt;
  std::vector<EntryPattern> mutations, queries;
  std::vector<Library> models;       ///< extra rows, in the form of docs/models.md
  std::vector<Declaration> declarations;
  std::vector<Suppression> suppressions;
  std::vector<Catalogue> sql_catalogue;
  std::vector<std::string> exclude;  ///< globs of files or qualified names that are not part of the program
  Proofs proofs;
};

/// `touchgraph: error: .touchgraph.yaml:12: unknown key 'scema', did you mean 'schema'?`
struct ConfigError {
  std::string file;
  std::uint32_t line = 0;
  std::string message;
};

/// Looks for `.touchgraph.yaml` from `directory` upward. None found: a default Config whose root is `directory`'s nearest
/// ancestor with a `.git`, or `directory` itself.
std::optional<std::string> findConfig(const std::string& directory);
/// Reads a config file. Errors carry the line; unknown keys name the nearest valid one.
Config loadConfig(const std::string& path, std::vector<ConfigError>& errors);

}  // namespace touchgraph
