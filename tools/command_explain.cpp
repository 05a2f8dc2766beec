#include "checks/check.h"
#include "graph/explain.h"
#include "graph/nearest.h"
#include "tools/commands.h"
#include "tools/pages.h"

#include <cctype>

namespace touchgraph {
namespace {

bool looksLikeCode(const std::string& thing) {
  return thing.size() >= 3 && std::toupper(static_cast<unsigned char>(thing[0])) == 'T' &&
         std::toupper(static_cast<unsigned char>(thing[1])) == 'G' &&
         std::isdigit(static_cast<unsigned char>(thing[2]));
}

Exit explainCode(const std::string& thing) {
  std::string code = thing;
  for (char& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (const char* page = findPage(code)) return printResult(page) ? Exit::Clean : Exit::NoAnswer;
  std::vector<std::string> codes;
  for (const Rule& rule : rules()) codes.push_back(rule.code);
  printError("", "there is no code " + code + didYouMean(code, codes), "docs/checks has a page for each");
  return Exit::NoAnswer;
}

}  // namespace

Exit runExplain(const Command& command, const Arguments& arguments) {
  PipelineOptions options;
  std::vector<std::string> things;
  CLI::App app;
  addPipelineOptions(app, options);
  app.add_option("THING", things,
                 "a mutation, query, table, function or code (TG310); a mutation and a query: their edge")
      ->required()
      ->expected(1, 2)
      ->type_name("");
  if (const auto exit = parseArguments(app, command, arguments)) return *exit;
  if (things.size() == 1 && looksLikeCode(things[0])) return explainCode(things[0]);

  const Pipeline pipeline = runPipeline(options);
  if (!pipeline.answered) return exitOf(pipeline);
  const Palette palette = outputPalette();
  const std::vector<std::string> known = explainable(pipeline.graph, pipeline.program);
  if (things.size() == 1) {
    if (const auto text = explain(pipeline.graph, pipeline.program, things[0], palette))
      return printResult(*text) ? exitOf(pipeline) : Exit::NoAnswer;
    // "cart/add cart" in one argument is an edge as well.
    const std::size_t blank = things[0].find(' ');
    if (blank != std::string::npos) things = {things[0].substr(0, blank), things[0].substr(blank + 1)};
  }
  if (things.size() == 2) {
    if (const auto text = explainEdge(pipeline.graph, pipeline.program, things[0], things[1], palette))
      return printResult(*text) ? exitOf(pipeline) : Exit::NoAnswer;
    for (const bool first : {true, false}) {
      const std::string& thing = things[first ? 0 : 1];
      if (first ? findMutation(pipeline.graph, thing) != nullptr : findQuery(pipeline.graph, thing) != nullptr)
        continue;
      printError(
          "", std::string(first ? "no mutation" : "no query") + " is called '" + thing + "'" + didYouMean(thing, known),
          "an edge is explained by `touchgraph explain MUTATION QUERY`");
    }
    return Exit::NoAnswer;
  }
  printError("", "nothing is called '" + things[0] + "'" + didYouMean(things[0], known),
             "it takes a mutation, query, table, function or code; `touchgraph effects` lists functions and tables");
  return Exit::NoAnswer;
}

}  // namespace touchgraph
