#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// Symbolic values of the linker. Immutable and hash-consed: equal values are the same pointer.
namespace touchgraph::linker {

/// An interned string: equal strings are the same pointer.
using Str = const std::string*;

enum class Kind : std::uint8_t {
  Unknown,  ///< text = reason
  Number,   ///< text = decimal, extra = enumerator's name
  Null,
  Literal,  ///< text = known text
  Concat,   ///< kids joined; a kid that is no text is a hole
  OneOf,    ///< any of the kids
  List,     ///< elements in order; text = comma-joined field names of an aggregate
  // Symbols: values that only the caller, the object or the environment know.
  Param,  ///< index = parameter
  This,
  Capture,  ///< index = capture of the lambda
  Leaf,     ///< index = opaque part of an argument a summary was specialised on
  Global,   ///< text = symbol
  Member,   ///< text = field of kids[0]; "[3]" and "[]" are elements by constant and by unknown index
  Element,  ///< one element of the container kids[0]; kids[1], if any: its index, which a caller knows
  // Where a value in the database comes from.
  Row,  ///< text = table, extra = column
  New,  ///< made by the database
  // Functions and objects.
  Function,  ///< index = function of the Program, kids = captures
  External,  ///< text = symbol of a function without body, extra = its name
  Bound,     ///< kids[0] called on object kids[1]
  Object,    ///< index = object of the current State
  Ref,       ///< index = object, text = field: a pointer or reference to that place
  Record,    ///< an object out of its State: text = class, extra = '\n'-joined field names, kids = their values
};

struct Value {
  Kind kind = Kind::Unknown;
  std::uint32_t index = 0;
  Str text = nullptr;
  Str extra = nullptr;
  std::vector<const Value*> kids;
  bool has_param = false;  ///< contains Param, Capture or Leaf
  bool has_this = false;
  bool has_object = false;   ///< contains Object or Ref: only meaningful with its State
  bool has_text = false;     ///< Literal, or Concat/OneOf with one inside
  std::uint32_t weight = 1;  ///< nodes in the tree, saturating
  std::size_t hash = 0;      ///< of the above
  std::uint32_t serial = 0;  ///< order of creation: a stable order where one is needed
};

using V = const Value*;

struct BySerial {
  bool operator()(V a, V b) const { return a->serial < b->serial; }
};

/// Makes and owns all values and strings of one link.
class Values {
 public:
  Values();
  Str str(std::string_view text);
  Str empty() const { return empty_; }

  V unknown(std::string_view reason);
  V number(std::string_view decimal, Str enumerator = nullptr);
  V number(long long n) { return number(std::to_string(n)); }
  /// How many values were asked for: a measure of work that is the same on every machine.
  std::uint64_t work() const { return work_; }
  V null() const { return null_; }
  V literal(std::string_view text);
  V list(std::vector<V> elements, Str names = nullptr);
  V symbol(Kind kind, std::uint32_t index) { return make(kind, index, nullptr, nullptr, {}); }
  V global(Str symbol) { return make(Kind::Global, 0, symbol, nullptr, {}); }
  /// A field that was already taken twice on the way (`node.next.next`) is the same symbol again, so that lists and
  /// trees stay finite; twice, because two classes on the way may use the same name.
  V member(V base, Str field);
  V element(V base, V index = nullptr);
  V row(Str table, Str column) { return make(Kind::Row, 0, table, column, {}); }
  V fresh() { return make(Kind::New, 0, nullptr, nullptr, {}); }
  V function(std::uint32_t function, std::vector<V> captures) {
    return make(Kind::Function, function, nullptr, nullptr, std::move(captures));
  }
  V external(Str symbol, Str name) { return make(Kind::External, 0, symbol, name, {}); }
  V bound(V function, V receiver) { return make(Kind::Bound, 0, nullptr, nullptr, {function, receiver}); }
  V object(std::uint32_t id) { return make(Kind::Object, id, nullptr, nullptr, {}); }
  V ref(std::uint32_t object, Str field) { return make(Kind::Ref, object, field, nullptr, {}); }
  V record(Str class_symbol, Str names, std::vector<V> values) {
    return make(Kind::Record, 0, class_symbol, names, std::move(values));
  }

  /// Joins texts; nested Concats are flattened, neighbouring literals merged.
  V concat(const std::vector<V>& parts);
  /// Either value. Texts keep what they share at the front: `P` and `P+X` become `P` + OneOf("", X), so that
  /// conditional appends stay linear in size. More than kMaxAlternatives end in an Unknown among them.
  V join(V a, V b);
  V oneOf(const std::vector<V>& values);
  V joined(V a, V b);

  /// `value` with every symbol, object and ref replaced by what `f` gives for it (nullptr: unchanged).
  V rewrite(V value, const std::function<V(V)>& f);
  V rewriteShared(V value, const std::function<V(V)>& f, std::unordered_map<V, V>& done);

 private:
  V make(Kind kind, std::uint32_t index, Str text, Str extra, std::vector<V> kids);
  struct Hash {
    std::size_t operator()(const Value* v) const;
  };
  struct Equal {
    bool operator()(const Value* a, const Value* b) const;
  };
  std::map<std::pair<V, V>, V> joins_;  ///< by address: only looked up, never walked
  std::unordered_set<std::string> strings_;
  std::unordered_set<const Value*, Hash, Equal> values_;
  std::vector<std::unique_ptr<Value>> owned_;
  Str empty_;
  V null_ = nullptr;
  std::uint64_t work_ = 0;
};

inline constexpr const char* kOffset = "pointer with an offset";  ///< beside what it may still point at
inline constexpr const char* kCounter = "loop counter";  ///< reason of a number that takes every value in turn
inline constexpr const char* kNotSet = "not initialised";
inline constexpr const char* kNothingPicked = "element whose index is not there";
inline constexpr std::uint32_t kMaxVariable = 24;  ///< arguments behind `...` that are followed
inline constexpr std::size_t kMaxAlternatives = 64;
inline constexpr std::uint32_t kMaxWeight = 4000;
inline constexpr std::uint32_t kMaxObjectWeight = 300;  ///< a larger object is only known by its class

inline bool isSymbol(V v) {
  switch (v->kind) {
    case Kind::Param:
    case Kind::This:
    case Kind::Capture:
    case Kind::Leaf:
    case Kind::Global:
    case Kind::Member:
    case Kind::Element:
      return true;
    default:
      return false;
  }
}
/// True when the value still depends on who calls or on which object.
inline bool isOpen(V v) {
  return v->has_param || v->has_this;
}
/// An element picked by an index that is not known here.
inline bool isElementAt(V v) {
  return v && v->kind == Kind::Element && v->kids.size() > 1;
}
/// The element that `v` is a part of, when it was picked by an index that is not known here; or nothing.
inline V pickedElement(V v) {
  while (v->kind == Kind::Member || (v->kind == Kind::Element && !isElementAt(v))) v = v->kids[0];
  return isElementAt(v) ? v : nullptr;
}
/// A part of an element whose index only the caller knows.
inline bool isPicked(V v) {
  const V element = pickedElement(v);
  return element && isOpen(element->kids[1]);
}
/// Some object of a class, which one is not known (see Machine::instanceOf).
inline bool isInstance(V v) {
  return v->kind == Kind::Global && v->text->starts_with("$instance ");
}
/// A place that nothing was written to.
inline bool isNotSet(V v) {
  return v->kind == Kind::Unknown && *v->text == kNotSet;
}
/// A reference out of its State: a Record with what it refers to.
inline bool isFrozenReference(V v) {
  return v->kind == Kind::Record && v->text && *v->text == "&";
}
/// Not there at all, as a field of another class is, rather than there and not known.
inline bool isAbsent(V v) {
  return v->kind == Kind::Unknown &&
         (*v->text == kNotSet || *v->text == kNothingPicked || *v->text == "no such field" ||
          *v->text == "field of a value that is no object" || v->text->starts_with("element of not initialised"));
}
/// The symbol at the bottom of a chain of members and elements.
inline V rootOf(V v) {
  while (v->kind == Kind::Member || v->kind == Kind::Element) v = v->kids[0];
  return v;
}

/// Short text of a value for messages: `"DELETE FROM " + table`.
std::string describe(V value, const std::function<std::string(V)>& name_of_root);

}  // namespace touchgraph::linker
