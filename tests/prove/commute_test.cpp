#include "tests/prove/small_cart.h"

#include <gtest/gtest.h>

namespace touchgraph::prove {
namespace {

Options quick() {
  Options options;
  options.cases = 2000;
  return options;
}

TEST(Commute, RightTransformIsNeverFlagged) {
  auto suite = cart::suite();
  suite.prove<&cart::addToCart, &cart::loadStock>(cart::lessStock);
  suite.prove<&cart::removeFromCart, &cart::loadCart>(cart::removeLine);
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  const Report report = suite.run(quick());
  EXPECT_TRUE(report.clean()) << report.text();
  const LawResult* result = report.find("cart/add", "stock", "commute");
  ASSERT_NE(result, nullptr);
  EXPECT_EQ(result->verdict, Verdict::Sampled);
  EXPECT_GE(result->cases, 2000u);
}

TEST(Commute, WrongSignIsRefutedAndPrinted) {
  auto suite = cart::suite();
  suite.prove<&cart::addToCart, &cart::loadStock>(
      [](std::int64_t stock, const cart::StockArgs& args, const cart::AddToCart& in) {
        return args.productId == in.productId ? stock + in.quantity : stock;
      });
  const Report report = suite.run(quick());
  const LawResult* result = report.find("cart/add", "stock", "commute");
  ASSERT_NE(result, nullptr);
  EXPECT_EQ(result->verdict, Verdict::Refuted) << report.text();
  EXPECT_LE(result->rows, 3u) << report.text();  // a product, a cart and nothing else
  for (const char* part : {"tables before", "products", "input      AddToCart{", "predicted", "actual", "differs",
                           "INSERT INTO products", "cart::addToCart(db, input)", "seed"}) {
    EXPECT_NE(result->counterexample.find(part), std::string::npos) << part << "\n" << result->counterexample;
  }
}

}  // namespace
}  // namespace touchgraph::prove
