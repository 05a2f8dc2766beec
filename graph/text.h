#pragma once

#include "graph/effects.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Facts in words: the notation that messages, `effects`, `explain` and `diff` share.
namespace touchgraph {

/// SGR colours, or nothing: chosen once where the output is opened.
struct Palette {
  const char* strong = "";
  const char* touch = "";
  const char* read = "";
  const char* bad = "";
  const char* dim = "";
  const char* reset = "";
};
Palette colourPalette();

/// `{qty, price}`; `{*}` when any column.
std::string columnsText(const std::optional<std::vector<std::string>>& columns);
/// `cart_id = arg:in.cartId, product_id = arg:in.productId`; several values of one column are joined by `|`; "" for any
/// row.
std::string keysText(const std::optional<std::vector<Key>>& keys);
/// `cart_items upsert {qty} cart_id = arg:in.cartId`; `may` and the cause are added when they say something.
std::string touchText(const Touch& touch);
/// `products {price, stock} id = arg:in.productId`
std::string readText(const Read& read);
/// `shop::place > shop::CartRepo::clear`; "" when empty.
std::string viaText(const std::vector<std::string>& via);
/// `src/cart.cpp:12`; the line is left out when it is 0.
std::string placeText(const Site& site);
/// Each character that `instead` names replaced by what stands there.
std::string escaped(const std::string& text, const std::map<char, std::string_view>& instead);
/// As content or attribute of HTML and XML; `?` for the control characters that XML 1.0 does not have.
std::string markupText(const std::string& text);
std::string join(const std::vector<std::string>& parts, const std::string& separator);

/// One function of `touchgraph effects --format text`.
std::string effectsText(const FunctionEffects& effects, const Palette& palette);
/// `touchgraph effects --sites`: every call site, one a line: `src/cart.cpp:12:6: resolved: SQLite::Database::exec
/// (SQLiteCpp) in shop::add`.
std::string sitesText(const std::vector<CallSite>& sites);
/// `touchgraph effects --stats`: call sites by library and what became of them.
std::string statsText(const ProgramEffects& program);

}  // namespace touchgraph
