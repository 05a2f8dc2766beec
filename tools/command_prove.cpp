#include "checks/verdicts.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/fingerprints.h"
#include "tools/process.h"

#include <nlohmann/json.hpp>

#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <tuple>

/// `touchgraph prove`: runs what touchgraph_add_proofs built and keeps the verdicts.
///
/// The build directory holds touchgraph-proofs.json, written by CMake: {"proofs":[{"name":…,"executable":…}]}. Each
/// program takes --cases --seed --mode --pair --time-budget --format and --verdicts FILE.
namespace touchgraph {
namespace {

namespace fs = std::filesystem;

struct Proof {
  std::string name;
  std::string executable;
};

/// The given directory, else the usual places below the project root and the working directory.
std::optional<fs::path> findProofsFile(const std::string& given, const std::string& root) {
  const char* const kName = "touchgraph-proofs.json";
  std::error_code error;
  if (!given.empty()) {
    if (fs::exists(fs::path(given) / kName, error)) return fs::path(given) / kName;
    return std::nullopt;
  }
  for (fs::path base = fs::current_path(error);; base = base.parent_path()) {
    std::vector<fs::path> places = {base, base / "build"};
    for (fs::directory_iterator it(base / "build", error), end; !error && it != end; it.increment(error))
      if (it->is_directory(error)) places.push_back(it->path());
    std::sort(places.begin(), places.end());
    for (const fs::path& place : places)
      if (fs::exists(place / kName, error)) return place / kName;
    if (base == fs::path(root) || base == base.parent_path()) return std::nullopt;
  }
}

std::optional<std::vector<Proof>> readProofs(const fs::path& path) {
  const nlohmann::json json = nlohmann::json::parse(readFile(path.string()).value_or(""), nullptr, false);
  if (!json.is_object() || !json.contains("proofs") || !json["proofs"].is_array()) return std::nullopt;
  std::vector<Proof> proofs;
  for (const auto& item : json["proofs"]) {
    if (!item.is_object() || !item.contains("executable") || !item["executable"].is_string()) return std::nullopt;
    fs::path executable = item["executable"].get<std::string>();
    if (executable.is_relative()) executable = path.parent_path() / executable;
    proofs.push_back({item.value("name", executable.filename().string()), executable.string()});
  }
  return proofs;
}

/// New verdicts replace the old ones of the same pair, law and variant; others stay.
void merge(Verdicts& verdicts, const Verdicts& fresh) {
  for (const Verdict& verdict : fresh.list) {
    const auto same = [&](const Verdict& other) {
      return std::tie(other.mutation, other.query, other.law, other.variant, other.database) ==
             std::tie(verdict.mutation, verdict.query, verdict.law, verdict.variant, verdict.database);
    };
    const auto found = std::find_if(verdicts.list.begin(), verdicts.list.end(), same);
    if (found == verdicts.list.end())
      verdicts.list.push_back(verdict);
    else
      *found = verdict;
  }
  for (const auto& [file, hash] : fresh.sources) verdicts.sources[file] = hash;
}

}  // namespace

Exit runProve(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::vector<std::string> pairs;
  std::string cases, seed, mode, budget, format = "text";
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("--pair", pairs, "only this pair, MUTATION:QUERY")->type_name("PAIR");
  app.add_option("--cases", cases, "cases for each law and pair")->type_name("N");
  app.add_option("--seed", seed, "of the random cases")->type_name("N");
  app.add_option("--mode", mode, "random or exhaustive")->type_name("MODE");
  app.add_option("--time-budget", budget, "seconds of processor time for each program")->type_name("S");
  app.add_option("--format", format, "text, json or junit")
      ->check(CLI::IsMember({"text", "json", "junit"}))
      ->type_name("FORMAT");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;

  Config config;
  if (!loadProject(config)) return Exit::NoAnswer;
  const std::optional<fs::path> list = findProofsFile(options.build_directory, config.root);
  if (!list) {
    printError(options.build_directory, "no touchgraph-proofs.json: the build has no proof programs",
               "add one with touchgraph_add_proofs(NAME … SOURCES … LIBRARIES …) in CMakeLists.txt, then build");
    return Exit::NoAnswer;
  }
  const std::optional<std::vector<Proof>> proofs = readProofs(*list);
  if (!proofs) {
    printError(list->string(), "is no list of proof programs", "run CMake again: touchgraph_add_proofs writes it");
    return Exit::NoAnswer;
  }

  Verdicts fresh;
  Exit worst = Exit::Clean;
  for (const Proof& proof : *proofs) {
    std::vector<std::string> run = {proof.executable, "--format", format};
    const auto pass = [&](const char* flag, const std::string& value) {
      if (!value.empty()) run.insert(run.end(), {flag, value});
    };
    pass("--cases", cases);
    pass("--seed", seed);
    pass("--mode", mode);
    pass("--time-budget", budget);
    for (const std::string& pair : pairs) pass("--pair", pair);
    const std::string verdict_file =
        (fs::temp_directory_path() / ("touchgraph-verdicts-" + std::to_string(getpid()) + ".json")).string();
    pass("--verdicts", verdict_file);
    if (showsProgress()) printNote("running " + proof.name);
    const std::optional<ProcessResult> result = runProcess(run, config.root, false);
    const std::optional<std::string> text = readFile(verdict_file);
    fs::remove(verdict_file);
    if (!result) {
      printError(proof.executable, "cannot be run", "build it first");
      worst = Exit::NoAnswer;
      continue;
    }
    if (result->exit_code == 130 || result->exit_code == 128 + 2) return Exit::Interrupted;
    if (result->exit_code == 1 && worst == Exit::Clean) worst = Exit::Findings;
    if (result->exit_code > 1) worst = Exit::NoAnswer;
    std::string error;
    const std::optional<Verdicts> verdicts = text ? parseVerdicts(*text, error) : std::nullopt;
    if (verdicts) {
      merge(fresh, *verdicts);
    } else {
      printError(proof.name, "gave no verdicts" + (error.empty() ? "" : ": it " + error));
      worst = Exit::NoAnswer;
    }
  }

  // The code that was run is the code as it is now: that is what the verdicts are stamped with.
  const Pipeline pipeline = runPipeline(options);
  if (pipeline.interrupted) return Exit::Interrupted;
  if (pipeline.answered) {
    const auto fingerprints = entryFingerprints(pipeline);
    for (Verdict& verdict : fresh.list)
      if (const auto found = fingerprints.find({verdict.mutation, verdict.query}); found != fingerprints.end())
        verdict.fingerprint = found->second;
  }
  const std::string path = config.root + "/" + config.proofs.file;
  Verdicts all;
  std::string error;
  if (const std::optional<std::string> old = readFile(path))
    if (std::optional<Verdicts> kept = parseVerdicts(*old, error)) all = std::move(*kept);
  merge(all, fresh);
  if (!writeFile(path, verdictsJson(all), error)) {
    printError(path, "cannot be written: " + error);
    return Exit::NoAnswer;
  }
  return worst != Exit::Clean ? worst : exitOf(pipeline);
}

}  // namespace touchgraph
