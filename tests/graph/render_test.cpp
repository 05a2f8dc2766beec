#include "graph/render.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

Graph sample() {
  ProgramEffects program;
  program.functions = {mutation("cart/\"add\"", "shop::add", {touch("items", TouchOp::Delete)}),
                       query("a<b", "shop::load", {make::read("items")})};
  return graph(program);
}

TEST(Render, DotQuotes) {
  const std::string text = renderDot(sample());
  EXPECT_NE(text.find(R"("m:cart/\"add\"" -> "q:a<b" [label="items", color=red];)"), std::string::npos) << text;
}

TEST(Render, MermaidEscapes) {
  const std::string text = renderMermaid(sample());
  EXPECT_NE(text.find("m0[\"cart/#quot;add#quot;\"]"), std::string::npos) << text;
  EXPECT_NE(text.find("m0 ==>|\"items\"| q0"), std::string::npos) << text;
}

TEST(Render, HtmlEscapesAndTellsMissingEntries) {
  const std::string text = renderHtml(sample());
  EXPECT_EQ(text.find("a<b"), std::string::npos);
  EXPECT_NE(text.find("a&lt;b"), std::string::npos);
  EXPECT_NE(text.find(">missing</a>"), std::string::npos);
  EXPECT_EQ(text.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace touchgraph
