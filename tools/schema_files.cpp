#include "tools/schema_files.h"

#include "tools/files.h"

#include <set>

namespace touchgraph {
namespace {

// A dump of data is no schema: what is found by looking, not named, stays within these bounds.
constexpr std::size_t kFileLimit = 400;
constexpr std::size_t kFoundBytesLimit = 1 << 20;

}  // namespace

SchemaFiles findSchema(const Config& config) {
  SchemaFiles result;
  result.configured = !config.schema.empty();
  const std::vector<std::string> usual = {"schema.sql", "schema/*.sql", "migrations/**/*.sql", "db/**/*.sql"};
  std::set<std::string> seen;
  for (const std::string& pattern : result.configured ? config.schema : usual) {
    const std::vector<std::string> files = globFiles(config.root, pattern, result.configured ? 100000 : kFileLimit);
    if (files.empty() && result.configured)
      result.problems.push_back("schema '" + pattern + "' matches no file below " + config.root);
    for (const std::string& file : files) {
      if (!seen.insert(file).second) continue;
      std::optional<std::string> text = readFile(config.root + "/" + file);
      if (!text) {
        result.problems.push_back(file + ": cannot be read");
        continue;
      }
      if (!result.configured && text->size() > kFoundBytesLimit) continue;
      result.sources.push_back({file, std::move(*text)});
    }
  }
  return result;
}

}  // namespace touchgraph
