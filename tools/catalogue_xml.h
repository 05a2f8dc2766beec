#pragma once

#include <map>
#include <string>
#include <vector>

namespace touchgraph {

/// An element with an `id`, `name` or `key` attribute, or else a leaf element under its own tag, names the text inside
/// it. Elements without a name inside a named one belong to its text (`<select id="…">… <if …>…</if></select>`).
/// A tolerant scan, not a validating parser: CDATA, comments, the five entities and numeric references are understood.
std::map<std::string, std::string> parseXmlCatalogue(const std::string& text);

struct QtResource {
  std::string name;  ///< "/prefix/alias" as the program opens it behind the colon
  std::string file;  ///< relative to the .qrc file
};

/// The files of a Qt resource collection.
std::vector<QtResource> parseQtResources(const std::string& text);

}  // namespace touchgraph
