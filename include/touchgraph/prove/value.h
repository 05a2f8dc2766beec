#pragma once

/// Values as the property runner sees them: a database cell, a field of an input, a whole query result.

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace touchgraph::prove {

struct Null {
  auto operator<=>(const Null&) const = default;
};
struct Blob {
  std::string bytes;
  auto operator<=>(const Blob&) const = default;
};
struct Value;
using List = std::vector<Value>;
/// A struct: its type as written in C++ and its fields in order.
struct Record {
  std::string type;
  std::vector<std::pair<std::string, Value>> fields;
  bool operator==(const Record&) const;
};
/// Something that can be compared but not looked into (a type without TOUCHGRAPH_FIELDS): how it calls itself.
struct Opaque {
  std::string text;
  bool operator==(const Opaque&) const = default;
};

/// Database cells are Null, int64, double, string or Blob; C++ values may be any of these.
struct Value {
  std::variant<Null, bool, std::int64_t, double, std::string, Blob, List, Record, Opaque> data;

  Value() = default;
  template <class T>
  explicit Value(T value) : data(std::move(value)) {}

  bool isNull() const { return std::holds_alternative<Null>(data); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data); }
  const double* real() const { return std::get_if<double>(&data); }
  const std::string* text() const { return std::get_if<std::string>(&data); }
  const List* list() const { return std::get_if<List>(&data); }
  const Record* record() const { return std::get_if<Record>(&data); }
  bool operator==(const Value&) const = default;
};

inline bool Record::operator==(const Record& other) const {
  return type == other.type && fields == other.fields;
}

}  // namespace touchgraph::prove
