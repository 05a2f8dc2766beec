#pragma once

#include "checks/prove/schema.h"

#include <string>
#include <vector>

/// Values as people read them: in a message, in SQL, in C++.
namespace touchgraph::prove {

/// `Cart{count = 2, lines = [CartLine{…}]}`, `'o''Brien'`, `NULL`.
std::string show(const Value& value);
std::string sqlLiteral(const Value& value);
/// An expression that makes the value: `shop::AddToCart{.cartId = 1}`. `type` is what the field is declared as, ""
/// unknown.
std::string cppLiteral(const Value& value);

/// "count: predicted 2, actual 3", one line for each leaf that differs.
std::vector<std::string> differences(const Value& predicted, const Value& actual);
std::vector<std::string> differences(const Value& a, const Value& b, const std::string& a_word,
                                     const std::string& b_word);

/// The tables that have rows, as aligned text.
std::string showTables(const Schema& schema, const Tables& tables, const std::string& indent);
/// INSERT statements for a dump; generated columns left out.
std::string insertScript(const Schema& schema, const Tables& tables);
/// The rows that two dumps do not share: "- cart_items (1, 2)" and "+ …".
std::vector<std::string> tableDifferences(const Schema& schema, const Tables& before, const Tables& after);
/// Rows in all tables.
std::size_t countRows(const Tables& tables);

}  // namespace touchgraph::prove
