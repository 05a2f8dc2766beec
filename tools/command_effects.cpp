#include "graph/effects_json.h"
#include "graph/text.h"
#include "tools/commands.h"

#include <algorithm>
#include <filesystem>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

/// A FILE as the output names files: relative to the project root.
std::string relativeToRoot(const std::string& file, const std::string& root) {
  const fs::path absolute = fs::absolute(file).lexically_normal();
  std::string relative = absolute.lexically_relative(root).generic_string();
  while (!relative.empty() && relative.back() == '/') relative.pop_back();
  return relative;
}

bool isWanted(const std::string& file, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& path) {
    return path == file || path == "." || file.rfind(path + "/", 0) == 0;
  });
}

}  // namespace

Exit runEffects(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::string format = "text";
  bool stats = false, sites = false;
  std::vector<std::string> files;
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("--format", format, "text or jsonl")->check(CLI::IsMember({"text", "jsonl"}))->type_name("FORMAT");
  app.add_flag("--stats", stats, "count database calls by library and what became of them, instead");
  app.add_flag("--sites", sites, "list each of these calls with what became of it, instead");
  app.add_option("FILE", files, "only functions of these files or directories; the whole program is still read")
      ->type_name("");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  for (const std::string& file : files) {
    std::error_code error;
    if (fs::exists(file, error)) continue;
    printError(file, "no such file", "paths are relative to the working directory");
    return Exit::NoAnswer;
  }

  const Pipeline pipeline = runPipeline(options);
  if (!pipeline.answered) return exitOf(pipeline);
  if (stats) {
    printResult(statsText(pipeline.program));
    return exitOf(pipeline);
  }
  std::vector<std::string> wanted;
  for (const std::string& file : files) wanted.push_back(relativeToRoot(file, pipeline.config.root));
  if (sites) {
    std::vector<CallSite> shown;
    for (const CallSite& site : pipeline.program.sites)
      if (isWanted(site.site.file, wanted)) shown.push_back(site);
    if (!printResult(sitesText(shown))) return Exit::NoAnswer;
    return exitOf(pipeline);
  }
  const Palette palette = outputPalette();
  std::string output;
  for (const FunctionEffects& function : pipeline.program.functions) {
    if (function.all.empty() && function.own.empty()) continue;
    if (!isWanted(function.file, wanted)) continue;
    output += format == "jsonl" ? effectsJson(function) + "\n" : effectsText(function, palette);
  }
  if (!printResult(output)) return Exit::NoAnswer;
  return exitOf(pipeline);
}

}  // namespace touchgraph
