#include "graph/text.h"
#include "tools/commands.h"
#include "tools/files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

/// A first .touchgraph.yaml from what effects found: a draft for people to correct.
namespace touchgraph {
namespace {

bool isSpecial(const FunctionEffects& function) {
  const std::string& name = function.function;
  return name == "main" || name.find('~') != std::string::npos || name.find("lambda") != std::string::npos ||
         name.find("operator") != std::string::npos;
}

/// Functions with effects that no other such function goes through: handlers and loaders rather than their helpers.
std::vector<const FunctionEffects*> outermost(const ProgramEffects& program) {
  std::set<std::string> inner;
  for (const FunctionEffects& function : program.functions) {
    if (isSpecial(function)) continue;  // main goes through everything and makes nothing a helper
    const auto note = [&](const Access& access) {
      for (const std::string& name : access.via)
        if (name != function.function) inner.insert(name);
    };
    for (const Touch& touch : function.all.touches) note(touch);
    for (const Read& read : function.all.reads) note(read);
  }
  std::vector<const FunctionEffects*> result;
  for (const FunctionEffects& function : program.functions)
    if (!isSpecial(function) && !inner.count(function.function) &&
        !(function.all.touches.empty() && function.all.reads.empty()))
      result.push_back(&function);
  return result;
}

bool isSetUp(const FunctionEffects& function) {
  return std::all_of(function.all.touches.begin(), function.all.touches.end(),
                     [](const Touch& t) { return t.op == TouchOp::Ddl; });
}

std::string lastName(const std::string& qualified) {
  const std::size_t colons = qualified.rfind("::");
  return colons == std::string::npos ? qualified : qualified.substr(colons + 2);
}

std::string entryLines(const std::vector<const FunctionEffects*>& functions) {
  std::map<std::string, std::set<std::string>> qualified_of;
  for (const FunctionEffects* function : functions)
    qualified_of[lastName(function->function)].insert(function->function);
  std::string text;
  std::set<std::string> told;
  for (const FunctionEffects* function : functions) {
    if (!told.insert(function->function).second) continue;
    const std::string last = lastName(function->function);
    const std::string name = qualified_of[last].size() == 1 ? last : function->function;
    std::set<std::string> tables;
    for (const Touch& touch : function->all.touches) tables.insert(touch.table);
    if (function->all.touches.empty())
      for (const Read& read : function->all.reads) tables.insert(read.table);
    text += "  \"" + name + "\": \"" + function->function + "\"  # " + function->file + ": " +
            join({tables.begin(), tables.end()}, ", ") + "\n";
  }
  return text;
}

std::string draft(const Pipeline& pipeline) {
  std::string text =
      "# A first draft by `touchgraph init`: correct it, then `touchgraph extract`.\n"
      "# Functions with effects that nobody else with effects calls; those that write are taken for mutations.\n";
  if (!pipeline.schema.empty() && pipeline.schema.front().file != "code") {
    text += "schema:\n";
    for (const sql::SchemaSource& source : pipeline.schema)
      if (source.file != "code") text += "  - \"" + source.file + "\"\n";
  } else {
    text += "# schema: [schema.sql]   # .sql files or folders of migrations\n";
  }
  text += std::string("dialect: ") + name(pipeline.dialect) + "\n\n";
  std::vector<const FunctionEffects*> mutations, queries;
  for (const FunctionEffects* function : outermost(pipeline.program)) {
    if (function->all.touches.empty())
      queries.push_back(function);
    else if (!isSetUp(*function))
      mutations.push_back(function);
  }
  text += mutations.empty() ? "mutations: {}\n\n" : "mutations:\n" + entryLines(mutations) + "\n";
  text += queries.empty() ? "queries: {}\n" : "queries:\n" + entryLines(queries);
  return text;
}

}  // namespace

Exit runInit(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::string output = ".touchgraph.yaml";
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("-o", output, "the file to write (default: .touchgraph.yaml here; - is stdout)")->type_name("FILE");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  if (output != "-" && std::filesystem::exists(output)) {
    printError(output, "exists already", "remove it first, or use `-o -` to see what would be written");
    return Exit::NoAnswer;
  }
  const Pipeline pipeline = runPipeline(options);
  if (!pipeline.answered) return exitOf(pipeline);
  const std::string text = draft(pipeline);
  if (output == "-") return printResult(text) ? exitOf(pipeline) : Exit::NoAnswer;
  std::string error;
  if (!writeFile(output, text, error)) {
    printError(output, "cannot be written: " + error);
    return Exit::NoAnswer;
  }
  printNote("wrote " + output);
  return exitOf(pipeline);
}

}  // namespace touchgraph
