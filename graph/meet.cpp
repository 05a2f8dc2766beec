#include "graph/meet.h"

#include "graph/pattern.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>

namespace touchgraph {
namespace {

constexpr std::size_t kInstanceLimit = 16;  // more alternatives than this are told as "all"

std::string folded(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool startsWith(const std::string& text, const char* prefix) {
  return text.rfind(prefix, 0) == 0;
}

std::optional<double> numeric(const std::string& text) {
  if (text.empty()) return std::nullopt;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (*end != '\0' || std::isalpha(static_cast<unsigned char>(text.back()))) return std::nullopt;
  return value;
}

using Alternatives = std::map<std::string, std::vector<std::string>>;  // column → its possible values

/// The equality terms that hold for every row the touch concerns. The row of an INSERT pins all its columns; that of
/// an upsert or REPLACE does not, since the row that was there before may differ in them.
Alternatives termsOf(const Touch& touch) {
  Alternatives terms;
  if (touch.keys)
    for (const Key& key : *touch.keys) terms[folded(key.column)].push_back(key.value);
  if (touch.op == TouchOp::Insert)
    for (const Key& key : touch.row)
      if (!touch.keys || std::none_of(touch.keys->begin(), touch.keys->end(),
                                      [&](const Key& k) { return folded(k.column) == folded(key.column); }))
        terms[folded(key.column)].push_back(key.value);
  return terms;
}

/// The argument behind a term of the query: "args.id" for `arg:args.id` and `each(arg:args.id)`, else "".
std::string parameterOf(const std::string& value) {
  std::string inner = value;
  if (startsWith(inner, "each(") && inner.back() == ')') inner = inner.substr(5, inner.size() - 6);
  return startsWith(inner, "arg:") ? inner.substr(4) : "";
}

bool constantsDiffer(const std::vector<std::string>& touched, const std::vector<std::string>& wanted) {
  for (const std::string& a : touched)
    for (const std::string& b : wanted)
      if (!startsWith(a, "const:") || !startsWith(b, "const:") || !provablyDifferent(a.substr(6), b.substr(6)))
        return false;
  return !touched.empty() && !wanted.empty();
}

std::optional<std::vector<std::string>> sharedColumns(const std::vector<std::string>& a,
                                                      const std::vector<std::string>& b) {
  std::vector<std::string> shared;
  for (const std::string& column : a)
    if (std::any_of(b.begin(), b.end(), [&](const std::string& other) { return folded(column) == folded(other); }))
      shared.push_back(column);
  if (shared.empty()) return std::nullopt;
  std::sort(shared.begin(), shared.end());
  shared.erase(std::unique(shared.begin(), shared.end()), shared.end());
  return shared;
}

/// Multiplies the instances found so far by the alternatives of one more column.
bool narrow(std::vector<Instance>& instances, const std::vector<std::string>& touched,
            const std::vector<std::string>& wanted) {
  std::vector<Binding> alternatives;
  for (const std::string& value : wanted) {
    const std::string parameter = parameterOf(value);
    if (parameter.empty()) return false;  // a constant or a value of the database: says nothing about arguments
    for (const std::string& touched_value : touched) alternatives.push_back({parameter, touched_value});
  }
  std::sort(alternatives.begin(), alternatives.end());
  alternatives.erase(std::unique(alternatives.begin(), alternatives.end()), alternatives.end());
  if (alternatives.empty() || instances.size() * alternatives.size() > kInstanceLimit) return false;
  std::vector<Instance> product;
  for (const Instance& instance : instances) {
    for (const Binding& binding : alternatives) {
      Instance longer = instance;
      if (std::find(longer.begin(), longer.end(), binding) == longer.end()) longer.push_back(binding);
      product.push_back(std::move(longer));
    }
  }
  instances = std::move(product);
  return true;
}

}  // namespace

bool provablyDifferent(const std::string& a, const std::string& b) {
  const auto blank = [](std::string text) {
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return folded(text);
  };
  std::string x = blank(a), y = blank(b);
  if (x == "true") x = "1";
  if (y == "true") y = "1";
  if (x == "false") x = "0";
  if (y == "false") y = "0";
  if (x == y) return false;
  if (x == "null" || y == "null") return true;  // no value equals NULL
  const std::optional<double> m = numeric(x), n = numeric(y);
  if (m && n) return *m != *n;
  if (m || n) return false;  // affinity and implicit casts differ by database
  const auto ascii = [](const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
  };
  return ascii(x) && ascii(y);  // a collation may equate letters beyond ASCII
}

bool tablesMeet(const std::string& a, const std::string& b) {
  const bool unknown_a = a.find('*') != std::string::npos, unknown_b = b.find('*') != std::string::npos;
  if (!unknown_a && !unknown_b) return folded(a) == folded(b);
  if (unknown_a && unknown_b) {
    // Two patterns: they can meet unless their known beginnings or ends contradict each other.
    const std::string x = folded(a), y = folded(b);
    const std::size_t head = std::min(x.find('*'), y.find('*'));
    const std::size_t tail = std::min(x.size() - x.rfind('*'), y.size() - y.rfind('*')) - 1;
    return x.compare(0, head, y, 0, head) == 0 && x.compare(x.size() - tail, tail, y, y.size() - tail, tail) == 0;
  }
  return unknown_a ? matchName(a, b) : matchName(b, a);
}

std::optional<Meet> meet(const Touch& touch, const Read& read) {
  if (!tablesMeet(touch.table, read.table)) return std::nullopt;
  Meet result;
  result.witness.table = touch.table.find('*') == std::string::npos ? touch.table : read.table;
  result.witness.op = touch.op;
  result.witness.cause = touch.cause;
  if (touch.op == TouchOp::Update && touch.columns && read.columns) {
    result.witness.columns = sharedColumns(*touch.columns, *read.columns);
    if (!result.witness.columns) return std::nullopt;
  }
  if (!read.keys) return result;

  Alternatives wanted;
  for (const Key& key : *read.keys) wanted[folded(key.column)].push_back(key.value);
  const Alternatives touched = termsOf(touch);
  std::vector<Instance> instances = {{}};
  bool narrowed = false;
  for (const auto& [column, values] : wanted) {
    const auto found = touched.find(column);
    if (found == touched.end()) continue;
    if (constantsDiffer(found->second, values)) return std::nullopt;
    for (const std::string& touched_value : found->second)
      for (const std::string& value : values) result.witness.predicate.push_back({column, touched_value, value});
    if (narrow(instances, found->second, values)) narrowed = true;
  }
  std::sort(result.witness.predicate.begin(), result.witness.predicate.end());
  if (narrowed) result.instances = std::move(instances);
  return result;
}

}  // namespace touchgraph
