#include "graph/graph.h"
#include "graph/declared.h"
#include "graph/explain.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

ProgramEffects shop() {
  ProgramEffects program;
  program.functions = {
      mutation("cart/add", "shop::addToCart",
               {touch("cart_items", TouchOp::Upsert, {{"qty"}}, {{{"cart_id", "arg:in.cartId"}}}),
                touch("products", TouchOp::Update, {{"stock"}}, {{{"id", "arg:in.productId"}}})}),
      query("cart", "shop::loadCart",
            {make::read("cart_items", {{"cart_id", "qty"}}, {{{"cart_id", "arg:args.cartId"}}})}),
      query("product", "shop::loadProduct", {make::read("products", {{"id", "stock"}}, {{{"id", "arg:id"}}})}),
      query("products", "shop::loadProducts", {make::read("products", {{"id", "stock"}})}),
      query("names", "shop::loadNames", {make::read("products", {{"name"}})}),
  };
  return program;
}

TEST(Graph, EdgesWithWitnessAndInstances) {
  const Graph built = graph(shop());
  ASSERT_EQ(built.edges.size(), 3u);
  EXPECT_EQ(instancesText(built.edges[0]), "cart(args.cartId = arg:in.cartId)");
  EXPECT_EQ(instancesText(built.edges[1]), "product(id = arg:in.productId)");
  EXPECT_EQ(instancesText(built.edges[2]), "products");
  EXPECT_EQ(witnessText(built.edges[2].witnesses[0]), "products update {stock}");
  EXPECT_EQ(findEdge(built, "cart/add", "names"), nullptr) << "the name is not touched";
}

TEST(Graph, OneWitnessWithoutKeyMakesAllInstancesStale) {
  ProgramEffects program = shop();
  program.functions[0].all.touches.push_back(touch("products", TouchOp::Update, {{"stock"}}));
  EXPECT_FALSE(findEdge(graph(program), "cart/add", "product")->instances);
}

TEST(Graph, ParametersOfAQuery) {
  const Graph built = graph(shop());
  EXPECT_EQ(findQuery(built, "cart")->parameters, (std::vector<Parameter>{{"args.cartId", "cart_items", "cart_id"}}));
}

TEST(Graph, ExemptTablesMeetNothing) {
  Config config;
  config.exempt = {{"prod*", "not on any screen"}};
  const Graph built = graph(shop(), config);
  ASSERT_EQ(built.edges.size(), 1u);
  EXPECT_EQ(built.edges[0].query, "cart");
  EXPECT_EQ(built.domains.size(), 1u);
}

TEST(Graph, AnExemptTableIsNotMetByAnUnknownOne) {
  ProgramEffects program;
  program.functions = {mutation("m", "f", {touch("audit_log", TouchOp::Insert)}),
                       query("q", "g", {make::read("*_log")})};
  EXPECT_EQ(graph(program).edges.size(), 1u);
  Config config;
  config.exempt = {{"audit_log", "shown nowhere"}};
  EXPECT_TRUE(graph(program, config).edges.empty());
}

TEST(Graph, LambdasAreNoEntryPoints) {
  ProgramEffects program;
  program.functions = {function("shop::add"), function("shop::add::lambda")};
  Config config;
  config.mutations = {{"", "shop::**"}};
  ASSERT_EQ(graph(program, config).mutations.size(), 1u);
}

TEST(Graph, PatternsName) {
  ProgramEffects program;
  program.functions = {function("shop::cart::add"), function("shop::cart::add::lambda"), function("shop::cart::clear"),
                       function("shop::load")};
  Config config;
  config.mutations = {{"cart/*", "shop::cart::*"}};
  config.queries = {{"", "shop::load"}, {"x", "shop::lod"}};
  const Graph built = graph(program, config);
  ASSERT_EQ(built.mutations.size(), 2u);
  EXPECT_EQ(built.mutations[0].name, "cart/add");
  EXPECT_EQ(built.mutations[1].name, "cart/clear");
  ASSERT_EQ(built.queries.size(), 1u);
  EXPECT_EQ(built.queries[0].name, "shop::load");
  EXPECT_EQ(built.notes,
            (std::vector<std::string>{
                "query 'shop::lod' matches no function that reads or writes, did you mean 'shop::load'?"}));
}

TEST(Graph, OneNameOnTwoFunctionsCountsAsOne) {
  ProgramEffects program;
  program.functions = {mutation("m", "a::f", {touch("t", TouchOp::Insert)}),
                       mutation("m", "b::f", {touch("u", TouchOp::Insert)})};
  const Graph built = graph(program);
  ASSERT_EQ(built.mutations.size(), 1u);
  EXPECT_EQ(built.mutations[0].touches.size(), 2u);
  EXPECT_EQ(built.notes.size(), 1u);
}

TEST(Graph, DeclarationAnswersForUnresolved) {
  ProgramEffects program = shop();
  FunctionEffects plugin = function("shop::plugin", {{"touchgraph.touches", "products.stock"}});
  plugin.all.unresolved = plugin.own.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::plugin", "no body")};
  program.functions.push_back(plugin);
  FunctionEffects caller = mutation("sync", "shop::sync", {});
  caller.all.unresolved = plugin.all.unresolved;
  program.functions.push_back(caller);
  const Graph built = graph(program);
  const Mutation* sync = findMutation(built, "sync");
  ASSERT_TRUE(sync);
  EXPECT_TRUE(sync->unresolved.empty());
  ASSERT_EQ(sync->touches.size(), 1u);
  EXPECT_EQ(sync->touches[0].cause, "declared");
  EXPECT_TRUE(findEdge(built, "sync", "products"));
  EXPECT_FALSE(findEdge(built, "sync", "names"));
}

TEST(Graph, DeclaredReadsDoNotAnswerForAWrite) {
  ProgramEffects program;
  FunctionEffects f = mutation("m", "shop::m", {});
  f.annotations.push_back({"touchgraph.reads", "products"});
  f.all.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::m", "no text")};
  program.functions = {f};
  EXPECT_EQ(findMutation(graph(program), "m")->unresolved.size(), 1u);
}

TEST(Graph, ConfigDeclaresByPattern) {
  ProgramEffects program;
  FunctionEffects f = mutation("m", "shop::m", {touch("*_users", TouchOp::Delete)});
  f.all.touches[0].site = {"src/a.cpp", "shop::m", 5};
  f.all.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::m", "table name is not known", 5)};
  program.functions = {f};
  Config config;
  config.declarations = {{"shop::*", "", {"eu_users"}, {}, "the only region"}};
  const Graph built = graph(program, config);
  ASSERT_EQ(findMutation(built, "m")->touches.size(), 1u) << "the declaration says what *_users stands for";
  EXPECT_EQ(findMutation(built, "m")->touches[0].table, "eu_users");
}

TEST(Graph, CallSitesOfADeclaredFunctionAreDeclared) {
  ProgramEffects program;
  FunctionEffects f = function("shop::plugin", {{"touchgraph.touches", "products"}});
  f.all.unresolved = f.own.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::plugin", "no text", 5),
                                         unresolved(Unresolved::Kind::Read, "shop::plugin", "no text", 6)};
  program.functions = {f};
  const auto site = [](std::uint32_t line) {
    return CallSite{CallSite::State::Unresolved, "sqlite3", "sqlite3_exec", {"src/a.cpp", "shop::plugin", line}};
  };
  program.sites = {site(5), site(6), site(7)};
  markDeclaredSites(program, graph(program).declared);
  EXPECT_EQ(program.sites[0].state, CallSite::State::Declared);
  EXPECT_EQ(program.sites[1].state, CallSite::State::Unresolved) << "touches are declared, reads are not";
  EXPECT_EQ(program.sites[2].state, CallSite::State::Unresolved);
}

TEST(Graph, ExternalWriter) {
  ProgramEffects program = shop();
  program.functions.push_back(function("touchgraphExternal0", {{"touchgraph.external", "importer", "products.name"}}));
  const Graph built = graph(program);
  ASSERT_EQ(built.external.size(), 1u);
  EXPECT_EQ(built.external[0].queries, (std::vector<std::string>{"names"}));
}

TEST(Graph, DeclaredDomainStandsForItsTables) {
  ProgramEffects program = shop();
  Config config;
  config.domains = {{"catalogue", {"products", "prices"}}};
  config.declarations = {{"", "importer", {"catalogue"}, {}, "nightly"}};
  const Graph built = graph(program, config);
  EXPECT_EQ(built.external[0].touches.size(), 2u);
  EXPECT_EQ(domainOf(built, "products"), "catalogue");
  EXPECT_EQ(domainOf(built, "cart_items"), "cart_items");
}

TEST(Graph, EntriesAreNamed) {
  ProgramEffects program = shop();
  program.optimistic = {entry("shop::addToCart", "shop::loadCart"), entry("shop::gone", "shop::loadCart")};
  const Graph built = graph(program);
  ASSERT_EQ(built.optimistic.size(), 2u);
  EXPECT_EQ(built.optimistic[1].mutation, "cart/add");
  EXPECT_TRUE(built.optimistic[1].known_mutation);
  EXPECT_FALSE(built.optimistic[0].known_mutation);
}

TEST(Explain, EachKindOfThing) {
  ProgramEffects program = shop();
  program.optimistic = {entry("shop::addToCart", "shop::loadCart")};
  const Graph built = graph(program);
  const auto of = [&](const std::string& thing) { return explain(built, program, thing, {}).value_or("nothing"); };
  EXPECT_NE(of("cart/add").find("makes stale\n  cart(args.cartId = arg:in.cartId)  predicted at src/optimistic.h:12"),
            std::string::npos)
      << of("cart/add");
  EXPECT_NE(of("cart/add").find("products  no optimistic entry"), std::string::npos);
  EXPECT_NE(of("products").find("made stale by\n  cart/add"), std::string::npos) << "the query";
  EXPECT_NE(of("products").find("table products"), std::string::npos) << "and the table of that name";
  EXPECT_NE(of("loadNames").find("function shop::loadNames"), std::string::npos);
  EXPECT_EQ(of("produkts"), "nothing");
  const std::string edge = explainEdge(built, program, "cart/add", "products", {}).value_or("");
  EXPECT_NE(edge.find("because  products update {stock}"), std::string::npos) << edge;
  EXPECT_NE(edge.find("at src/a.cpp:7 in shop::helper"), std::string::npos) << edge;
  EXPECT_NE(explainEdge(built, program, "cart/add", "names", {}).value_or("").find("no column in common"),
            std::string::npos);
}

}  // namespace
}  // namespace touchgraph
