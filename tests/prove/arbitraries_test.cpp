#include "shop_arbitraries.h"  // what `touchgraph emit arbitraries` wrote for the shop, in this build

#include "proofs/shop_suite.h"
#include "src/optimistic.h"

#include <gtest/gtest.h>

/// The header that is written out for the shop: it compiles, draws what the graph says, and serves a proofs program.
namespace shop {
namespace {

namespace prove = touchgraph::prove;

constexpr int kDraws = 2000;

/// How many of the draws have a field's value among these.
template <class Input, class Field>
int among(Field Input::* field, std::int64_t lowest, std::int64_t highest) {
  const auto draw = prove::arbitrary<Input>();
  int count = 0;
  for (int seed = 0; seed < kDraws; ++seed) {
    const Input input = prove::fromValue<Input>(draw(seed, 20));
    count += input.*field >= lowest && input.*field <= highest ? 1 : 0;
  }
  return count;
}

TEST(Arbitraries, KeysAreThoseThatAreThere) {
  const prove::KeysInScope keys({{"products.id", prove::range(701, 703)}, {"carts.id", prove::range(51, 52)}});
  const int there = among(&AddToCart::product_id, 701, 703);
  EXPECT_GT(there, kDraws * 6 / 10);
  EXPECT_LT(there, kDraws * 95 / 100) << "a key that is not there must occur too";
  EXPECT_GT(among(&AddToCart::cart_id, 51, 52), kDraws * 6 / 10);
  EXPECT_EQ(among(&AddToCart::quantity, 701, 703), 0) << "a quantity picks no row";
  // The graph knows the cart's items by cart_items.cart_id; its values come from carts.
  EXPECT_GT(among(&ClearCart::cart_id, 51, 52), kDraws * 6 / 10);
}

TEST(Arbitraries, WithoutKeysInputsStillMeet) {
  EXPECT_EQ(among(&AddToCart::product_id, 0, 3), kDraws);
}

TEST(Arbitraries, SmallNumbersOccurAtSmallSizes) {
  for (std::int64_t n = -3; n < 8; ++n) EXPECT_GT(among(&AddToCart::quantity, n, n), kDraws / 50) << n;
}

TEST(Arbitraries, RapidCheckTakesThem) {
  const prove::KeysInScope keys({{"coupons.code", prove::oneOf("SPRING")}});
  int spring = 0, other = 0;
  EXPECT_TRUE(rc::check("a coupon has a code", [&](const ApplyCoupon& in) {
    ++(in.code == "SPRING" ? spring : other);
    RC_ASSERT(!in.code.empty());
  }));
  EXPECT_GT(spring, other);
  EXPECT_GT(other, 0);
}

prove::Suite<Db> suiteWithGraph() {
  prove::Suite<Db> suite("emitted");
  suite.open(prove::sqlite(), [](const std::string& path) { return std::make_unique<Db>(path); });
  suite.mutation<&addToCart>("cart/add").draw(prove::arbitrary<AddToCart>());
  suite.query<&loadCart>("cart");
  suite.graphFile(SHOP_GRAPH);
  return suite;
}

TEST(Arbitraries, ServeAProofsProgram) {
  // No `input` or `arg` anywhere: which field picks which rows is the graph's and the emitted header's knowledge.
  auto suite = suiteWithGraph();
  suite.prove<&addToCart, &loadCart>(addToCartOptimistic.predictFor<&loadCart>().callable);
  prove::Options options;
  options.cases = 1000;
  options.laws = {"commute"};
  const prove::Report report = suite.run(options);
  ASSERT_EQ(report.results.size(), 1u) << report.text();
  const prove::LawResult& result = report.results[0];
  EXPECT_EQ(result.verdict, prove::Verdict::Sampled) << report.text();
  EXPECT_GT(result.counts.at("products.id there"), result.counts.at("products.id missing"));
  EXPECT_GT(result.counts.at("products.id missing"), 0u);
  EXPECT_GT(result.counts.at("carts.id there"), 0u);
  EXPECT_GT(result.counts.at("changed"), 200u);
}

TEST(Arbitraries, AWrongTransformIsRefutedWithThem) {
  auto suite = suiteWithGraph();
  suite.prove<&addToCart, &loadCart>([](Cart cart, const CartArgs& args, const AddToCart& in) {
    if (args.cart_id == in.cart_id) cart.units += in.quantity;  // forgets the line
    return cart;
  });
  prove::Options options;
  options.laws = {"commute"};
  const prove::Report report = suite.run(options);
  ASSERT_EQ(report.results.size(), 1u) << report.text();
  EXPECT_EQ(report.results[0].verdict, prove::Verdict::Refuted) << report.text();
  EXPECT_NE(report.results[0].counterexample.find("AddToCart{cart_id = 1"), std::string::npos) << report.text();
}

}  // namespace
}  // namespace shop
