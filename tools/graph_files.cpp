#include "tools/graph_files.h"

#include "graph/graph_json.h"
#include "tools/console.h"
#include "tools/files.h"
#include "tools/process.h"

namespace touchgraph {
namespace {

/// git reads `REV:./path` relative to the working directory, `REV:path` relative to the top of the repository: the
/// first is what a person means.
std::optional<std::string> showFromGit(const std::string& revision, const std::string& path) {
  if (revision.rfind("-", 0) == 0) return std::nullopt;
  for (const std::string& prefix : {std::string("./"), std::string()}) {
    if (!prefix.empty() && !path.empty() && path[0] == '/') continue;
    // A path that is not there is no news for the terminal: -q.
    auto object = runProcess({"git", "rev-parse", "-q", "--verify", revision + ":" + prefix + path}, "", true);
    if (!object || object->exit_code != 0) continue;
    while (!object->output.empty() && object->output.back() == '\n') object->output.pop_back();
    const auto result = runProcess({"git", "cat-file", "-p", object->output}, "", true);
    if (result && result->exit_code == 0) return result->output;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Graph> loadGraph(const std::string& source) {
  std::optional<std::string> text = readFile(source);
  const std::size_t colon = source.find(':');
  if (!text && colon != std::string::npos && colon > 0) {
    text = showFromGit(source.substr(0, colon), source.substr(colon + 1));
    if (!text) {
      printError(source, "is no file, and git has no such revision or path",
                 "OLD and NEW are files, or REV:path such as main:touchgraph.json");
      return std::nullopt;
    }
  }
  if (!text) {
    printError(source, "cannot be read", "`touchgraph extract` writes a graph; REV:path takes one from git");
    return std::nullopt;
  }
  std::string error;
  std::optional<Graph> graph = parseGraph(*text, error);
  if (!graph) printError(source, error);
  return graph;
}

}  // namespace touchgraph
