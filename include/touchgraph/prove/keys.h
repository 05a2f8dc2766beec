#pragma once

/// The keys that are there while an input is drawn.
///
///   KeysInScope keys({{"products.id", range(1, 3)}});
///   rc::check([](const AddToCart& in) { … });  // in.product_id is mostly 1, 2 or 3
///
/// In a proofs program the runner opens a scope with the keys of each state.

#include "touchgraph/prove/value.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace touchgraph::prove {

class KeysInScope {
 public:
  /// The values that a column ("products.id") has in some row.
  using Source = std::function<std::vector<Value>(const std::string& column)>;

  explicit KeysInScope(Source source) : source_(std::move(source)), outer_(std::exchange(current(), this)) {}
  explicit KeysInScope(std::map<std::string, std::vector<Value>> keys)
      : KeysInScope(Source([keys = std::move(keys)](const std::string& column) {
          const auto found = keys.find(column);
          return found == keys.end() ? std::vector<Value>() : found->second;
        })) {}
  ~KeysInScope() { current() = outer_; }
  KeysInScope(const KeysInScope&) = delete;
  KeysInScope& operator=(const KeysInScope&) = delete;

  /// Whether any scope is open in this thread.
  static bool any() { return current() != nullptr; }
  /// The keys of the innermost scope; none without one.
  static std::vector<Value> of(const std::string& column) {
    return any() ? current()->source_(column) : std::vector<Value>();
  }

 private:
  static KeysInScope*& current() {
    static thread_local KeysInScope* scope = nullptr;
    return scope;
  }
  Source source_;
  KeysInScope* outer_;
};

}  // namespace touchgraph::prove
