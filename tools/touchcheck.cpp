#include "checks/check.h"
#include "checks/report.h"
#include "tools/cli.h"
#include "tools/files.h"
#include "tools/fingerprints.h"
#include "tools/graph_files.h"

#include <algorithm>
#include <filesystem>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

/// Whether a change of these files can have caused the finding. A file that is no C++ (schema, config) concerns all.
bool concerns(const Finding& finding, const std::vector<std::string>& files, const std::string& root) {
  static const std::vector<std::string> kSources = {".c",  ".cc",  ".cpp", ".cxx", ".c++", ".h",
                                                    ".hh", ".hpp", ".hxx", ".ipp", ".inl", ".tpp"};
  if (files.empty()) return true;
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    const fs::path path(file);
    if (std::find(kSources.begin(), kSources.end(), path.extension().string()) == kSources.end()) return true;
    const std::string relative = fs::absolute(path).lexically_normal().lexically_relative(root).generic_string();
    return finding.site.file == relative ||
           std::find(finding.files.begin(), finding.files.end(), relative) != finding.files.end();
  });
}

/// The rule that a problem of the schema belongs to, by what it is about.
std::string schemaCode(const std::string& message) {
  const auto has = [&](const char* word) { return message.find(word) != std::string::npos; };
  if (has("view")) return "TG412";
  if (has("trigger") || has("function") || has("procedure") || has("routine")) return "TG413";
  return "";
}

std::optional<Verdicts> readVerdicts(const Config& config, bool& failed) {
  const std::string path = config.root + "/" + config.proofs.file;
  const std::optional<std::string> text = readFile(path);
  if (!text) return std::nullopt;
  std::string error;
  std::optional<Verdicts> verdicts = parseVerdicts(*text, error);
  if (!verdicts) {
    printError(config.proofs.file, error, "`touchgraph prove` writes it");
    failed = true;
  }
  return verdicts;
}

Exit runCheck(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::string graph_file, format = "text";
  std::vector<std::string> files;
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("--graph", graph_file, "also check that this graph file (or REV:path) is what the code says")
      ->type_name("FILE");
  app.add_option("--format", format, "text, json, sarif, github or junit")
      ->check(CLI::IsMember({"text", "json", "sarif", "github", "junit"}))
      ->type_name("FORMAT");
  app.add_option("FILES", files, "tell only findings that a change of these files can have caused")->type_name("");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;

  std::optional<Graph> committed;
  if (!graph_file.empty() && !(committed = loadGraph(graph_file))) return Exit::NoAnswer;
  const Pipeline pipeline = runPipeline(options);
  if (!pipeline.answered) return exitOf(pipeline);
  for (const std::string& note : pipeline.graph.notes) printWarning("", note);

  bool failed = false;
  CheckInput input{pipeline.graph, pipeline.program, pipeline.config};
  input.tables = pipeline.tables;
  for (const sql::SchemaError& error : pipeline.schema_errors)
    if (error.file != "code")
      input.schema_problems.push_back({error.file, error.line, error.message, schemaCode(error.message)});
  input.committed = std::move(committed);
  input.committed_path = graph_file;
  if (pipeline.config.proofs.required) {
    input.verdicts = readVerdicts(pipeline.config, failed);
    input.fingerprints = entryFingerprints(pipeline);
    input.sources_changed = input.verdicts && sourcesChanged(*input.verdicts, pipeline.config.root);
  }

  Report report;
  report.findings = runChecks(input);
  report.incomplete = pipeline.incomplete || failed;
  report.findings.erase(
      std::remove_if(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return !concerns(finding, files, pipeline.config.root); }),
      report.findings.end());
  const std::string text = format == "json"     ? reportJson(report)
                           : format == "sarif"  ? reportSarif(report)
                           : format == "github" ? reportGithub(report)
                           : format == "junit"  ? reportJunit(report)
                                                : reportText(report, outputPalette());
  const bool printed = printResult(text);
  printNote(countsText(report) + (report.incomplete ? "; the analysis is incomplete, see the errors above" : ""));
  if (report.incomplete || !printed) return Exit::NoAnswer;
  return std::any_of(report.findings.begin(), report.findings.end(), fails) ? Exit::Findings : Exit::Clean;
}

std::string rulesText() {
  std::string text;
  for (const Rule& rule : rules())
    text += std::string("  ") + rule.code + "  " + name(rule.severity) + "  " + rule.title + "\n";
  return text;
}

}  // namespace
}  // namespace touchgraph

int main(int argc, char** argv) {
  using namespace touchgraph;
  const std::vector<Command> commands = {
      {"", "[-p BUILD_DIR] [--graph FILE] [--format text|json|sarif|github|junit] [-j N] [FILES…]",
       "check that every write is known and every invalidated query has an optimistic entry",
       "For the pre-commit hook and CI. Reads the code as `touchgraph extract` does; with a warm cache only changed "
       "units are\n"
       "parsed. Notes do not fail the run. `touchgraph explain TG310` describes a finding. The checks:\n" +
           rulesText() + "Suppressions stand in .touchgraph.yaml, each with its reason.",
       "It does not run the program, and does not prove that a transform is right: `touchgraph prove` does.",
       runCheck}};
  return runProgram("touchcheck", "", "", commands, argc, argv);
}
