#include "graph/emit.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

ProgramEffects program() {
  ProgramEffects program;
  program.functions = {
      mutation("cart/add", "shop::add",
               {touch("items", TouchOp::Upsert, {{"qty"}}, {{{"cart", "arg:in.cartId"}}}),
                touch("products", TouchOp::Update, {{"stock"}})}),
      mutation("cart/many", "shop::many",
               {touch("items", TouchOp::Delete, std::nullopt, {{{"cart", "each(arg:in.carts[].id)"}}})}),
      mutation("cart/new", "shop::fresh", {touch("items", TouchOp::Insert, {{"cart"}}, {{{"cart", "new"}}})}),
      mutation("cart/last", "shop::last",
               {touch("items", TouchOp::Delete, std::nullopt, {{{"cart", "row:carts.id"}}})}),
      query("cart", "shop::loadCart", {make::read("items", {{"qty"}}, {{{"cart", "arg:args.cartId"}}})}),
      query("products", "shop::loadProducts", {make::read("products", {{"stock"}})})};
  program.optimistic = {entry("shop::add", "shop::loadCart")};
  return program;
}

TEST(Emit, CppAssertsEachEdge) {
  const std::string text = emitCpp(graph(program()));
  EXPECT_NE(text.find("#include \"src/optimistic.h\""), std::string::npos);
  EXPECT_NE(text.find("static_assert(decltype(shop::addOptimistic)::covers<&shop::loadCart>()"), std::string::npos)
      << text;
  EXPECT_NE(text.find("static_assert(false,\n              \"touchgraph: mutation 'cart/add' makes query 'products' "
                      "stale (products update {stock})"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("{\"cart/add\", \"cart\", false}"), std::string::npos);
  EXPECT_NE(text.find("{\"cart/add\", \"products\", true}"), std::string::npos);
}

TEST(Emit, TagsAlwaysExpireWhatTheyMust) {
  const std::string text = emitTags(graph(program()));
  EXPECT_NE(text.find(R"("cart": ["cart","cart:cartId={args.cartId}"])"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("cart/add": ["cart:cartId={in.cartId}","products"])"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("cart/many": ["cart:cartId={in.carts[].id}"])"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("cart/last": ["cart"])"), std::string::npos) << "a key the caller cannot know expires all";
  EXPECT_NE(text.find(R"("cart/new": [])"), std::string::npos) << "nobody shows a row that does not exist yet";
}

TEST(Emit, TypeScriptPaths) {
  const std::string text = emitTypeScript(graph(program()));
  EXPECT_NE(text.find(R"({ query: "cart", entry: "predict", instances: [{"cartId":{"path":"cartId"}}] })"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"({ query: "products", entry: "none", instances: null })"), std::string::npos);
  EXPECT_NE(text.find(R"({"cartId":{"path":"carts[].id"}})"), std::string::npos);
  EXPECT_NE(text.find("\"cart/last\": [\n    { query: \"cart\", entry: \"none\", instances: null },"),
            std::string::npos)
      << "a key the caller cannot know";
}

}  // namespace
}  // namespace touchgraph
