#include "tools/pipeline.h"

#include "analyzer/models/models.h"
#include "analyzer/plan.h"
#include "graph/declared.h"
#include "graph/link/link.h"
#include "tools/catalogue.h"
#include "tools/console.h"
#include "tools/dialects.h"
#include "tools/files.h"
#include "tools/schema_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace touchgraph {
namespace {

namespace fs = std::filesystem;

std::string place(const std::string& file, std::uint32_t line) {
  return line == 0 ? file : file + ":" + std::to_string(line);
}

bool isBelow(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

/// The nearest directory from `start` upward that holds a `.git`, or `start`.
fs::path projectRoot(const fs::path& start) {
  std::error_code error;
  for (fs::path here = start;; here = here.parent_path()) {
    if (fs::exists(here / ".git", error)) return here;
    if (here == here.parent_path()) return start;
  }
}

/// Without a config the project is where its sources are: with `-p` pointing elsewhere, the deepest directory that
/// holds every file of the compile database.
fs::path rootOfDatabase(const fs::path& build_directory) {
  const std::optional<std::string> text = readFile((build_directory / "compile_commands.json").string());
  const nlohmann::json json = nlohmann::json::parse(text.value_or(""), nullptr, false);
  if (!json.is_array()) return {};
  fs::path common;
  for (const auto& entry : json) {
    if (!entry.is_object() || !entry.contains("file") || !entry["file"].is_string()) continue;
    fs::path file = entry["file"].get<std::string>();
    if (file.is_relative() && entry.contains("directory") && entry["directory"].is_string())
      file = fs::path(entry["directory"].get<std::string>()) / file;
    file = file.lexically_normal().parent_path();
    if (common.empty()) common = file;
    while (!isBelow(file, common) && common.has_relative_path()) common = common.parent_path();
  }
  return common;
}

/// A build tree may hold other projects too. With a config, units that are neither below the project root nor below the
/// build directory (generated ones) are not part of the program, and it is said how many these are.
void leaveOutOtherProjects(const Config& config, AnalyzeOptions& options, std::vector<AnalyzeError>& stale) {
  if (config.path.empty()) return;
  const Plan plan = planUnits(options);
  const fs::path build = fs::path(findDatabase(options)).parent_path();
  std::vector<std::string> kept;
  for (const Unit& unit : plan.units)
    if (isBelow(unit.file, config.root) || isBelow(unit.file, build)) kept.push_back(unit.file);
  if (kept.empty() || kept.size() == plan.units.size()) return;
  options.files = kept;
  // Planning only these says nothing of files that are gone; those of the project matter.
  for (const AnalyzeError& error : plan.errors)
    if (error.file.rfind("..", 0) != 0) stale.push_back(error);
  printNote(std::to_string(plan.units.size() - kept.size()) + " units outside the project's directory are left out");
}

void applyKeys(EffectSet& effects, const std::map<std::string, std::vector<std::string>>& keys) {
  for (Touch& touch : effects.touches) {
    const auto found = keys.find(touch.table);
    if (touch.op != TouchOp::Insert || touch.keys || found == keys.end()) continue;
    std::vector<Key> chosen;
    for (const std::string& column : found->second)
      for (const Key& key : touch.row)
        if (key.column == column) chosen.push_back(key);
    if (chosen.size() == found->second.size() && !chosen.empty()) touch.keys = std::move(chosen);
  }
}

bool lacksTable(const ProgramEffects& program) {
  for (const FunctionEffects& function : program.functions)
    for (const Unresolved& unresolved : function.own.unresolved)
      if (unresolved.code == "TG404") return true;
  return false;
}

void reportAnalysis(const AnalyzeResult& analysis, Pipeline& pipeline) {
  for (const AnalyzeError& error : analysis.errors) {
    printError(place(error.file, error.line), error.message, error.hint);
    pipeline.incomplete = true;
  }
}

}  // namespace

bool loadProject(Config& config) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  const std::optional<std::string> path = findConfig(here.string());
  if (!path) {
    config.root = projectRoot(here).string();
    return true;
  }
  std::vector<ConfigError> errors;
  config = loadConfig(*path, errors);
  for (const ConfigError& problem : errors)
    printError(place(fs::path(problem.file).lexically_proximate(here).string(), problem.line), problem.message);
  return errors.empty();
}

Pipeline runPipeline(const PipelineOptions& options) {
  Pipeline pipeline;
  Config& config = pipeline.config;
  if (!loadProject(config)) return pipeline;
  if (config.path.empty() && !options.build_directory.empty()) {
    const fs::path sources = rootOfDatabase(fs::absolute(options.build_directory).lexically_normal());
    if (!sources.empty() && !isBelow(sources, config.root)) config.root = projectRoot(sources).string();
  }

  AnalyzeOptions analyze_options;
  analyze_options.root = config.root;
  if (!options.build_directory.empty())
    analyze_options.build_directory = fs::absolute(options.build_directory).lexically_normal().string();
  analyze_options.cache_directory = options.cache_directory;
  analyze_options.jobs = options.jobs;
  analyze_options.progress = showsProgress();
  std::vector<AnalyzeError> stale;
  leaveOutOtherProjects(config, analyze_options, stale);
  AnalyzeResult analysis = analyze(analyze_options);
  analysis.errors.insert(analysis.errors.begin(), stale.begin(), stale.end());
  reportAnalysis(analysis, pipeline);
  pipeline.interrupted = analysis.interrupted;
  const bool fatal =
      std::any_of(analysis.errors.begin(), analysis.errors.end(), [](const AnalyzeError& e) { return e.fatal; });
  if (fatal || pipeline.interrupted) return pipeline;
  pipeline.units = std::move(analysis.units);

  std::vector<Library> libraries = models::builtin();
  // The user's rows come first: the first that matches decides.
  libraries.insert(libraries.begin(), config.models.begin(), config.models.end());

  LinkOptions link_options;
  std::vector<ConfigError> catalogue_errors;
  link_options.catalogue = readCatalogue(config, catalogue_errors);
  for (const ConfigError& error : catalogue_errors) {
    printError(place(error.file, error.line), error.message);
    pipeline.incomplete = true;
  }
  link_options.resources = findResources(config);
  link_options.exclude = config.exclude;

  SchemaFiles files = findSchema(config);
  for (const std::string& problem : files.problems) {
    printError("", problem);
    pipeline.incomplete = true;
  }
  if (!files.configured && !files.sources.empty())
    printNote("schema read from " + files.sources.front().file +
              (files.sources.size() > 1 ? " and " + std::to_string(files.sources.size() - 1) + " more files" : "") +
              ", name it in .touchgraph.yaml with 'schema:'");
  pipeline.dialect = config.dialect ? *config.dialect : inferDialect(pipeline.units, libraries, files.sources);
  link_options.dialect = pipeline.dialect;

  const auto linkWith = [&](const std::vector<sql::SchemaSource>& sources) {
    sql::Reader reader(sources, pipeline.dialect);
    const StatementReader read = [&reader](const std::string& text, Dialect dialect) -> const std::vector<Statement>& {
      return reader.read(text, dialect);
    };
    pipeline.program = link(pipeline.units, libraries, read, link_options);
    pipeline.schema_errors = reader.errors();
    pipeline.tables = reader.tables();
    pipeline.schema = sources;
  };
  linkWith(files.sources);
  // Tables may also be made by the program itself: then its own DDL is (the rest of) the schema.
  if (!pipeline.program.ddl.empty() && (files.sources.empty() || lacksTable(pipeline.program))) {
    std::vector<sql::SchemaSource> sources = files.sources;
    const std::vector<std::string> ddl = pipeline.program.ddl;
    for (const std::string& text : ddl) sources.push_back({"code", text});
    link_options.partial_schema = files.sources.empty();
    linkWith(sources);
  }
  for (const sql::SchemaError& error : pipeline.schema_errors) {
    if (error.file == "code") continue;  // read for what it has; the site itself is in the effects
    printWarning(place(error.file, error.line), error.message);
  }

  for (FunctionEffects& function : pipeline.program.functions) {
    applyKeys(function.all, config.keys);
    applyKeys(function.own, config.keys);
  }
  pipeline.graph = buildGraph(pipeline.program, config, pipeline.dialect);
  markDeclaredSites(pipeline.program, pipeline.graph.declared);
  pipeline.answered = true;
  return pipeline;
}

}  // namespace touchgraph
