#include "graph/effects_json.h"
#include "graph/text.h"
#include "tests/graph/make.h"

#include <gtest/gtest.h>

namespace touchgraph {
namespace {

using namespace make;

FunctionEffects sample() {
  FunctionEffects effects = function("shop::addToCart");
  effects.signature = "(Db &, const AddToCart &)";
  effects.file = "src/cart.cpp";
  effects.line = 12;
  Touch upsert = touch("cart_items", TouchOp::Upsert, {{"qty"}}, {{{"cart_id", "arg:in.cartId"}}});
  upsert.via = {"shop::CartRepo::insert"};
  effects.all.touches = {upsert};
  effects.all.reads = {make::read("products", std::vector<std::string>{"stock"})};
  effects.own.reads = effects.all.reads;
  Touch cascade = touch("log", TouchOp::Delete);
  cascade.certainty = Certainty::May;
  cascade.cause = "fk:log_cart";
  effects.all.touches.push_back(cascade);
  effects.all.unresolved = {unresolved(Unresolved::Kind::Touch, "shop::addToCart", "table name is not known", 14)};
  return effects;
}

TEST(EffectsJson, IsTheContract) {
  const std::string expected =
      R"J({"function":"shop::addToCart","signature":"(Db &, const AddToCart &)","file":"src/cart.cpp","line":12,)J"
      R"J("touches":[{"table":"cart_items","op":"upsert","columns":["qty"],"keys":[{"column":"cart_id","value":"arg:in.cartId"}],"certainty":"must","via":["shop::CartRepo::insert"],"cause":"direct"},)J"
      R"J({"table":"log","op":"delete","columns":null,"keys":null,"certainty":"may","via":[],"cause":"fk:log_cart"}],)J"
      R"J("reads":[{"table":"products","columns":["stock"],"keys":null,"via":[],"cause":"direct"}],)J"
      R"J("unresolved":[{"kind":"touch","reason":"table name is not known","expression":"db.exec(text)","line":14}],)J"
      R"J("own":{"touches":[],"reads":[{"table":"products","columns":["stock"],"keys":null,"via":[],"cause":"direct"}],"unresolved":[]}})J";
  EXPECT_EQ(effectsJson(sample()), expected);
}

TEST(EffectsJson, InvalidUtf8DoesNotFail) {
  FunctionEffects effects = function("f");
  effects.all.unresolved = {unresolved(Unresolved::Kind::Unknown, "f", "bad \xff byte")};
  EXPECT_NE(effectsJson(effects).find("bad \xef\xbf\xbd byte"), std::string::npos);
}

TEST(EffectsText, OneFunction) {
  EXPECT_EQ(effectsText(sample(), {}),
            "src/cart.cpp:12 shop::addToCart(Db &, const AddToCart &)\n"
            "  touch  cart_items upsert {qty} cart_id = arg:in.cartId  via shop::CartRepo::insert\n"
            "  touch  log delete  may  by fk:log_cart\n"
            "  read   products {stock}\n"
            "  unresolved touch  table name is not known: db.exec(text)  at src/a.cpp:14\n");
}

TEST(EffectsText, AlternativeKeysAreJoined) {
  EXPECT_EQ(keysText(Keys{{{"id", "arg:a"}, {"id", "arg:b"}, {"n", "const:1"}}}), "id = arg:a | arg:b, n = const:1");
  EXPECT_EQ(keysText(std::nullopt), "");
}

TEST(EffectsText, Stats) {
  ProgramEffects program;
  program.sites = {{CallSite::State::Resolved, "sqlite3", "sqlite3_exec", {}},
                   {CallSite::State::Unresolved, "sqlite3", "sqlite3_exec", {}},
                   {CallSite::State::NeverExecuted, "Qt SQL", "QSqlQuery::prepare", {}}};
  EXPECT_EQ(statsText(program),
            "library  sites  resolved  declared  unresolved  never executed\n"
            "Qt SQL       1         0         0           0               1\n"
            "sqlite3      2         1         0           1               0\n"
            "total        3         1         0           1               1\n");
}

}  // namespace
}  // namespace touchgraph
