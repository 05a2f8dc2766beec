#pragma once

#include "tests/prove/small_cart.h"

/// Right and wrong transforms for the cart.
namespace cart {

using Suite = touchgraph::prove::Suite<Db>;

/// Adds to a line that is there. A line that is not there needs what only the server knows, so these entries are for
/// the query of known quantities, see loadQuantity.
inline void rightEntries(Suite& suite) {
  suite.prove<&addToCart, &loadStock>(lessStock, "right");
  suite.prove<&addToCart, &loadQuantity>(
      [](std::int64_t quantity, const QuantityArgs& args, const AddToCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId ? quantity + in.quantity : quantity;
      },
      "right");
  suite.prove<&removeFromCart, &loadCart>(removeLine, "right");
  suite.prove<&removeFromCart, &loadQuantity>(
      [](std::int64_t quantity, const QuantityArgs& args, const RemoveFromCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId ? 0 : quantity;
      },
      "right");
  suite.prove<&clearCart, &loadCart>(clearLines, "right");
  suite.prove<&clearCart, &loadQuantity>([](std::int64_t quantity, const QuantityArgs& args,
                                            const ClearCart& in) { return args.cartId == in.cartId ? 0 : quantity; },
                                         "right");
  suite.prove<&clearCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const ClearCart& in) {
        if (args.cartId != in.cartId) return shown;
        shown.lines.clear();
        shown.count = shown.totalCents = 0;
        return shown;
      },
      "right, field by field");
}

inline void wrongEntries(Suite& suite) {
  suite.prove<&addToCart, &loadStock>(
      [](std::int64_t stock, const StockArgs& args, const AddToCart& in) {
        return args.productId == in.productId ? stock + in.quantity : stock;
      },
      "wrong sign");
  suite.prove<&addToCart, &loadStock>(
      [](std::int64_t stock, const StockArgs& args, const AddToCart& in) {
        return args.productId == in.productId ? stock - 1 : stock;
      },
      "one for any quantity");
  suite.prove<&addToCart, &loadStock>(
      [](std::int64_t stock, const StockArgs& args, const AddToCart& in) {
        return args.productId == in.cartId ? stock - in.quantity : stock;
      },
      "wrong key");
  suite.prove<&addToCart, &loadStock>(
      [](std::int64_t stock, const StockArgs& args, const AddToCart& in) {
        return args.productId == in.productId ? std::max<std::int64_t>(stock - in.quantity, 1) : stock;
      },
      "clamps at one");
  suite.prove<&addToCart, &loadStock>(
      [](std::int64_t stock, const StockArgs&, const AddToCart& in) { return stock - in.quantity; },
      "ignores the arguments");
  suite.prove<&addToCart, &loadQuantity>(
      [](std::int64_t quantity, const QuantityArgs& args, const AddToCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId ? in.quantity : quantity;
      },
      "upsert taken for insert");
  suite.prove<&addToCart, &loadQuantity>(
      [](std::int64_t quantity, const QuantityArgs& args, const AddToCart& in) {
        return args.productId == in.productId ? quantity + in.quantity : quantity;
      },
      "half of a composite key");
  suite.prove<&addToCart, &loadQuantity>(
      [](std::int64_t quantity, const QuantityArgs& args, const AddToCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId && quantity > 0 ? quantity + in.quantity
                                                                                          : quantity;
      },
      "insert forgotten");
  suite.prove<&addToCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const AddToCart& in) {
        if (args.cartId != in.cartId) return shown;
        shown.lines.push_back({in.productId, "", 0, in.quantity});
        shown.count += in.quantity;
        return shown;
      },
      "makes up what only the server knows");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const RemoveFromCart& in) {
        if (args.cartId != in.cartId) return shown;
        std::erase_if(shown.lines, [&](const Line& line) { return line.productId == in.productId; });
        return shown;
      },
      "forgets the sums");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const RemoveFromCart& in) {
        const Cart old = shown;
        shown = removeLine(std::move(shown), args, in);
        shown.totalCents = old.totalCents;
        return shown;
      },
      "forgets the total");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const RemoveFromCart& in) {
        const Cart old = shown;
        shown = removeLine(std::move(shown), args, in);
        if (shown.lines.size() != old.lines.size()) shown.count = old.count - 1;
        return shown;
      },
      "counts lines for units");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart shown, const CartArgs&, const RemoveFromCart& in) {
        return removeLine(std::move(shown), CartArgs{in.cartId}, in);
      },
      "ignores the arguments");
  suite.prove<&removeFromCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const RemoveFromCart& in) {
        shown = removeLine(std::move(shown), args, in);
        shown.totalCents = static_cast<std::int64_t>(static_cast<double>(shown.totalCents) / 100 * 10) * 10;
        return shown;
      },
      "floating money");
  suite.prove<&removeFromCart, &loadStock>(
      [](std::int64_t stock, const StockArgs& args, const RemoveFromCart& in) {
        return args.productId == in.productId ? stock + 1 : stock;
      },
      "gives back what the handler keeps");
  suite.prove<&clearCart, &loadCart>([](Cart, const ClearCart&) { return Cart{}; }, "ignores the arguments");
  suite.prove<&clearCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const ClearCart& in) {
        if (args.cartId == in.cartId) shown.lines.clear();
        return shown;
      },
      "forgets the sums");
  suite.prove<&clearCart, &loadCart>(
      [](Cart shown, const CartArgs& args, const ClearCart& in) {
        if (args.cartId == in.cartId && shown.lines.size() > 1) return Cart{};
        return shown;
      },
      "wrong on a single line");
}

}  // namespace cart
