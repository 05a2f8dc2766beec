#include "graph/graph_json.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace touchgraph {
namespace {

using namespace make;

ProgramEffects program() {
  ProgramEffects program;
  FunctionEffects add =
      mutation("cart/add", "shop::add", {touch("items", TouchOp::Insert, {{"id", "qty"}}, {{{"id", "new"}}})});
  add.all.unresolved = {unresolved(Unresolved::Kind::Unknown, "shop::add", "no text")};
  program.functions = {add, query("items", "shop::load", {make::read("items", {{"qty"}}, {{{"id", "arg:id"}}})}),
                       function("x", {{"touchgraph.external", "importer", "items"}})};
  program.optimistic = {entry("shop::add", "shop::load", OptimisticEntry::Kind::Await)};
  return program;
}

TEST(GraphJson, ReadsBackWhatItWrites) {
  Config config;
  config.exempt = {{"audit", "shown nowhere"}};
  const std::string text = graphJson(graph(program(), config));
  std::string error;
  const std::optional<Graph> read = parseGraph(text, error);
  ASSERT_TRUE(read) << error;
  EXPECT_EQ(graphJson(*read), text);
}

TEST(GraphJson, HasTheFieldsOfTheContract) {
  const std::string text = graphJson(graph(program()));
  for (const char* field : {"format", "generator", "dialect", "domains", "queries", "mutations", "edges", "unresolved",
                            "exempt", "optimistic", "external"})
    EXPECT_NE(text.find("\n  \"" + std::string(field) + "\": "), std::string::npos) << field;
}

TEST(GraphJson, OneFactALine) {
  const std::string text = graphJson(graph(program()));
  EXPECT_NE(text.find("\n      "
                      "{\"table\":\"items\",\"op\":\"insert\",\"columns\":[\"id\",\"qty\"],\"keys\":[{\"column\":"
                      "\"id\",\"value\":\"new\"}],"
                      "\"certainty\":\"must\",\"cause\":\"direct\",\"site\":\"src/a.cpp:shop::helper\"}\n"),
            std::string::npos)
      << text;
}

TEST(GraphJson, LinesAndCallChainsChangeNoByte) {
  ProgramEffects moved = program();
  for (FunctionEffects& function : moved.functions) {
    function.line += 10;
    for (Touch& touch : function.all.touches) {
      touch.site.line += 10;
      touch.via = {"shop::helper"};
    }
    for (Unresolved& unresolved : function.all.unresolved) unresolved.site.line += 10;
  }
  std::reverse(moved.functions.begin(), moved.functions.end());
  EXPECT_EQ(graphJson(graph(moved)), graphJson(graph(program())));
}

TEST(GraphJson, TheSameStatementTwiceIsOneFact) {
  ProgramEffects twice = program();
  Touch again = twice.functions[0].all.touches[0];
  again.site.line += 1;
  twice.functions[0].all.touches.push_back(again);
  EXPECT_EQ(graphJson(graph(twice)), graphJson(graph(program())));
}

TEST(GraphJson, RefusesWhatItDoesNotKnow) {
  std::string error;
  EXPECT_FALSE(parseGraph("{\"format\": 2}", error));
  EXPECT_EQ(error, "has graph format 2, this program reads 1");
  EXPECT_FALSE(parseGraph("{}", error));
  EXPECT_FALSE(parseGraph("[1", error));
  EXPECT_FALSE(parseGraph("{\"format\": 1}", error));
  std::string text = graphJson(graph(program()));
  text.replace(text.find("\"keys\":["), 8, "\"keys\":7, \"x\":[");
  EXPECT_FALSE(parseGraph(text, error));
}

}  // namespace
}  // namespace touchgraph
