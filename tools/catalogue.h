#pragma once

#include "graph/config.h"

#include <map>
#include <string>
#include <vector>

/// SQL that is not in the code.
namespace touchgraph {

/// Reads `sql_catalogue:`: name → SQL text. Names of an object inside an object are joined by `.`. Formats:
///   sql         `-- name: insert_user` before each statement (also `-- :name insert_user`)
///   file        one text a file; its name is the file's without directory and extension
///   json, yaml  `{"insert_user": "INSERT …"}`
///   xml         an element with an `id`, `name` or `key` attribute and the text inside
///   properties  `insert_user = INSERT …`, also .ini; a backslash at the end goes on
std::map<std::string, std::string> readCatalogue(const Config& config, std::vector<ConfigError>& errors);

/// Parses one text of a catalogue; `stem` is the file's name without directory and extension. Throws nothing; what is
/// wrong with the text comes back in `error`.
std::map<std::string, std::string> parseCatalogue(const std::string& format, const std::string& text,
                                                  const std::string& stem, std::string& error);

/// Files the program may open at run time for their SQL: every .sql file below the root under its relative path and
/// every shorter ending of it, and the files of Qt resource collections (.qrc) as ":/prefix/name".
std::map<std::string, std::string> findResources(const Config& config);

}  // namespace touchgraph
