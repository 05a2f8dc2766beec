#include "proofs/fields.h"

#include "proofs/shop_suite.h"
#include "src/optimistic.h"

#include <gtest/gtest.h>

/// The shop's own entries over many seeds, and mistakes planted in transforms of the same pairs.
namespace shop {
namespace {

using touchgraph::prove::LawResult;
using touchgraph::prove::Options;
using touchgraph::prove::Report;
using touchgraph::prove::Verdict;

TEST(ShopProofs, OwnEntriesAreNeverFlagged) {
  auto suite = proofsSuite();
  suite.prove(addToCartOptimistic)
      .prove(removeFromCartOptimistic)
      .prove(clearCartOptimistic)
      .prove(placeOrderOptimistic);
  suite.prove(cancelOrderOptimistic)
      .prove(shipOrderOptimistic)
      .prove(restockProductOptimistic)
      .prove(renameProductOptimistic);
  suite.prove(repriceProductOptimistic)
      .prove(addReviewOptimistic)
      .prove(deleteUserOptimistic)
      .prove(applyCouponOptimistic);
  suite.steady<&shipOrder, &loadBestSellers>("an order that ships was in the list and stays in it");
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Options options;
    options.seed = seed;
    options.cases = 200;
    const Report report = suite.run(options);
    EXPECT_TRUE(report.clean()) << "seed " << seed << "\n" << report.text();
  }
}

TEST(ShopProofs, PlantedMistakesAreRefuted) {
  auto suite = proofsSuite();
  suite.prove<&addToCart, &loadCart>(
      [](Cart cart, const CartArgs& args, const AddToCart& in) {
        if (args.cart_id != in.cart_id) return cart;
        cart.lines.push_back({in.product_id, in.quantity});
        cart.units += in.quantity;
        return cart;
      },
      "upsert taken for insert");
  suite.prove<&addToCart, &loadCart>(
      [](Cart cart, const CartArgs& args, const AddToCart& in) {
        if (args.cart_id != in.cart_id) return cart;
        for (CartLine& line : cart.lines) {
          if (line.product_id == in.product_id) line.quantity += in.quantity, cart.units += in.quantity;
        }
        return cart;
      },
      "forgets a product that is new in the cart");
  suite.prove<&addToCart, &loadProductsPage>(
      [](std::vector<Product> page, const AddToCart& in) {
        std::erase_if(page, [&](Product& p) { return p.id == in.product_id && (p.stock -= in.quantity) == 0; });
        return page;
      },
      "drops what is sold out");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart cart, const CartArgs& args, const RemoveFromCart& in) {
        if (args.cart_id == in.cart_id)
          std::erase_if(cart.lines, [&](const CartLine& line) { return line.product_id == in.product_id; });
        return cart;
      },
      "forgets the units");
  suite.prove<&clearCart, &loadCart>(
      [](Cart cart, const CartArgs& args, const ClearCart& in) { return args.cart_id == in.cart_id ? Cart{} : cart; },
      "takes the coupon too");
  suite.prove<&placeOrder, &loadCart>(
      [](Cart cart, const CartArgs& args, const PlaceOrder& in) {
        if (args.cart_id != in.cart_id) return cart;
        cart.lines.clear();
        cart.units = 0;
        return cart;
      },
      "leaves the coupon");
  suite.prove<&cancelOrder, &loadOrderHistory>(
      [](std::vector<Order> orders, const CancelOrder& in) {
        std::erase_if(orders, [&](const Order& order) { return order.id == in.order_id; });
        return orders;
      },
      "removes what stays in the history");
  suite.prove<&shipOrder, &loadOpenOrders>([](std::vector<OpenOrder> orders, const ShipOrder&) { return orders; },
                                           "ignores the filter of a view");
  suite.prove<&restockProduct, &loadProduct>(
      [](std::optional<Product> p, const RestockProduct& in) {
        if (p && p->id == in.product_id) p->stock = in.quantity;
        return p;
      },
      "sets where it should add");
  suite.prove<&renameProduct, &loadProduct>(
      [](std::optional<Product> p, const RenameProduct& in) {
        if (p && p->id == in.product_id) p->name = in.name;
        return p;
      },
      "forgets that the handler trims");
  suite.prove<&renameProduct, &loadProductsPage>(
      [](std::vector<Product> page, const RenameProduct& in) {
        for (Product& p : page)
          if (p.id == in.product_id) p.name = storedName(in.name);
        return page;
      },
      "leaves the order by name");
  suite.prove<&addReview, &loadProduct>(
      [](std::optional<Product> p, const AddReview& in) {
        if (p && p->id == in.product_id) p->rating_sum += in.stars;
        return p;
      },
      "forgets what the trigger counts");
  suite.prove<&deleteUser, &loadReviews>([](std::vector<Review> reviews, const DeleteUser&) { return reviews; },
                                         "forgets a cascade");
  suite.prove<&deleteUser, &loadOpenOrders>(
      [](std::vector<OpenOrder> orders, const DeleteUser& in) {
        std::erase_if(orders, [&](const OpenOrder& order) { return order.id == in.user_id; });
        return orders;
      },
      "wrong key");
  suite.prove<&deleteUser, &loadProduct>([](std::optional<Product> p, const DeleteUser&) { return p; },
                                         "forgets reserved stock and reviews");
  suite.prove<&applyCoupon, &loadCart>(
      [](Cart cart, const ApplyCoupon& in) {
        cart.coupon = in.code;
        return cart;
      },
      "ignores the arguments");
  Options options;
  options.laws = {"commute"};
  const Report report = suite.run(options);
  EXPECT_TRUE(report.errors.empty()) << report.text();
  EXPECT_EQ(report.results.size(), 16u);
  for (const LawResult& result : report.results)
    EXPECT_EQ(result.verdict, Verdict::Refuted)
        << result.mutation << " x " << result.query << " [" << result.variant << "]";
}

}  // namespace
}  // namespace shop
