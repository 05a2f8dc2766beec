#include "analyzer/sql/schema.h"
#include "graph/emit.h"
#include "graph/emit_arbitraries.h"
#include "tools/commands.h"
#include "tools/files.h"
#include "tools/graph_source.h"

namespace touchgraph {
namespace {

/// "cart_items.cart_id" → "carts.id", for keys of one column.
std::map<std::string, std::string> referencesOf(const Pipeline& pipeline) {
  sql::Schema schema(pipeline.dialect);
  for (const sql::SchemaSource& source : pipeline.schema) schema.add(source);
  schema.finish();
  std::map<std::string, std::string> references;
  for (const auto& [key, table] : schema.tables()) {
    for (const sql::ForeignKey& foreign : table.foreign_keys) {
      const sql::Table* parent = schema.findTable(foreign.parent);
      if (parent == nullptr || foreign.columns.size() != 1) continue;
      const auto& columns = foreign.parent_columns.empty() ? parent->primary_key : foreign.parent_columns;
      if (columns.size() == 1) references[table.name + "." + foreign.columns[0]] = parent->name + "." + columns[0];
    }
  }
  return references;
}

/// The text in one of the languages, from a graph or from the code behind it.
std::optional<std::string> textOf(const std::string& language, const GraphSource& source, Exit& exit) {
  if (language == "arbitraries") {
    if (!source.file.empty()) {
      printError(source.file, "arbitraries are written from the code: a graph file has no structs",
                 "leave out --graph, give -p BUILD_DIR");
      exit = Exit::NoAnswer;
      return std::nullopt;
    }
    const Pipeline pipeline = runPipeline(source.pipeline);
    exit = exitOf(pipeline);
    if (!pipeline.answered) return std::nullopt;
    return emitArbitraries(pipeline.graph, pipeline.units, referencesOf(pipeline));
  }
  const std::optional<Graph> graph = obtainGraph(source, exit);
  if (!graph) return std::nullopt;
  return language == "cpp" ? emitCpp(*graph) : language == "ts" ? emitTypeScript(*graph) : emitTags(*graph);
}

}  // namespace

Exit runEmit(const Command& command, const Arguments& arguments) {
  GraphSource source;
  std::string language, output;
  CLI::App app;
  app.add_option("LANGUAGE", language, "cpp, ts, tags or arbitraries")
      ->required()
      ->check(CLI::IsMember({"cpp", "ts", "tags", "arbitraries"}))
      ->type_name("");
  addGraphSource(app, source);
  app.add_option("-o", output, "write to this file instead of stdout")->type_name("FILE");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  Exit exit = Exit::Clean;
  const std::optional<std::string> text = textOf(language, source, exit);
  if (!text) return exit;
  if (output.empty() || output == "-") return printResult(*text) ? exit : Exit::NoAnswer;
  std::string error;
  if (exit != Exit::Clean) {
    printError(output, "not written: the analysis is incomplete");
    return exit;
  }
  if (readFile(output) == *text) return exit;  // an unchanged header does not rebuild what includes it
  if (writeFile(output, *text, error)) return exit;
  printError(output, "cannot be written: " + error);
  return Exit::NoAnswer;
}

}  // namespace touchgraph
