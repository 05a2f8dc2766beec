#pragma once

/// A small reflection: which fields a struct has, how to show it and how to make one.
///
///   namespace shop {
///   TOUCHGRAPH_FIELDS(AddToCart, cartId, productId, quantity)
///   }
///
/// Write it in the namespace of the struct. Fields that are left out are default-initialised in generated inputs and
/// are not shown in a difference. A struct is made by default construction and assignment of its fields.

#include "touchgraph/prove/value.h"

#include <array>
#include <concepts>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace touchgraph::prove {

struct NamedShape;

/// The enumerators of an enumeration, as `kAll`. Specialise it, or let `touchgraph emit arbitraries` do so; without it
/// the first four numbers are taken.
template <class T>
struct Enumerators;
template <class T>
concept Enumerated = std::is_enum_v<T> && requires { Enumerators<T>::kAll; };

/// What a C++ type looks like to the input generator.
struct Shape {
  enum class Kind { None, Bool, Integer, Real, Text, Blob, Optional, List, Record, Opaque } kind = Kind::Opaque;
  std::string type;                      ///< as C++ spells it
  std::int64_t lowest = 0, highest = 0;  ///< Integer
  std::vector<std::int64_t> members;     ///< Integer: of an enumeration, when they are known; else empty
  std::vector<NamedShape> children;      ///< Record: the fields; Optional and List: one, unnamed
};
struct NamedShape {
  std::string name;
  Shape shape;
};

/// The name of a type or function as the compiler spells it.
template <class T>
constexpr std::string_view typeName() {
#if defined(__clang__) || defined(__GNUC__)
  std::string_view text = __PRETTY_FUNCTION__;
  const auto from = text.find("T = ") + 4;
  const auto semicolon = text.find(';', from);
  return text.substr(from, (semicolon == std::string_view::npos ? text.rfind(']') : semicolon) - from);
#else
  return "?";
#endif
}
template <auto F>
constexpr std::string_view functionName() {
#if defined(__clang__) || defined(__GNUC__)
  std::string_view text = __PRETTY_FUNCTION__;
  auto from = text.find("F = ") + 4;
  const auto semicolon = text.find(';', from);
  text = text.substr(from, (semicolon == std::string_view::npos ? text.rfind(']') : semicolon) - from);
  if (!text.empty() && text.front() == '(') text = text.substr(text.find(')') + 1);  // gcc: "(void (*)(…))f"
  if (!text.empty() && text.front() == '&') text.remove_prefix(1);
  if (const auto paren = text.find('('); paren != std::string_view::npos) text = text.substr(0, paren);
  return text;
#else
  return "?";
#endif
}

template <class Owner, class T>
struct NamedField {
  const char* name;
  T Owner::* member;
};
template <class Owner, class T>
constexpr NamedField<Owner, T> namedField(const char* name, T Owner::* member) {
  return {name, member};
}

template <class T>
concept Reflected = requires { touchgraphFields(static_cast<const T*>(nullptr)); };

/// How a type is shown, made and described. Specialise it for a type of your own that is not a struct of fields.
template <class T>
struct Codec;

template <class T>
Value toValue(const T& object) {
  return Codec<T>::show(object);
}
template <class T>
T fromValue(const Value& value) {
  return Codec<T>::make(value);
}

template <class T>
concept TextLike = std::same_as<T, std::string> || std::same_as<T, std::string_view>;
template <class T>
concept Iterable = requires(const T& t) {
  t.begin();
  t.end();
};

namespace detail {
template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T, class A>
inline constexpr bool kIsVector<std::vector<T, A>> = true;
template <class T>
inline constexpr bool kIsPair = false;
template <class A, class B>
inline constexpr bool kIsPair<std::pair<A, B>> = true;
}  // namespace detail

template <class T>
struct Codec {
  static constexpr bool kMakeable = std::is_default_constructible_v<T>;

  static Value show(const T& object) {
    if constexpr (std::is_same_v<T, bool>) {
      return Value(object);
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      return Value(static_cast<std::int64_t>(object));
    } else if constexpr (std::is_floating_point_v<T>) {
      return Value(static_cast<double>(object));
    } else if constexpr (TextLike<T>) {
      return Value(std::string(object));
    } else if constexpr (std::is_same_v<T, Blob>) {
      return Value(object);
    } else if constexpr (detail::kIsOptional<T>) {
      return object ? toValue(*object) : Value();
    } else if constexpr (detail::kIsPair<T>) {
      Record record{std::string(typeName<T>()), {}};
      record.fields.emplace_back("first", toValue(object.first));
      record.fields.emplace_back("second", toValue(object.second));
      return Value(std::move(record));
    } else if constexpr (Reflected<T>) {
      Record record{std::string(typeName<T>()), {}};
      std::apply(
          [&](const auto&... field) { (record.fields.emplace_back(field.name, toValue(object.*field.member)), ...); },
          touchgraphFields(static_cast<const T*>(nullptr)));
      return Value(std::move(record));
    } else if constexpr (Iterable<T>) {
      List list;
      for (const auto& element : object) list.push_back(toValue(std::decay_t<decltype(element)>(element)));
      return Value(std::move(list));
    } else if constexpr (std::is_empty_v<T>) {
      return Value(Record{std::string(typeName<T>()), {}});
    } else if constexpr (requires { object.time_since_epoch().count(); }) {
      return Value(static_cast<std::int64_t>(object.time_since_epoch().count()));
    } else if constexpr (requires { object.count(); }) {
      return Value(static_cast<std::int64_t>(object.count()));
    } else {
      return Value(Opaque{std::string(typeName<T>())});
    }
  }

  static T make(const Value& value) {
    if constexpr (std::is_same_v<T, bool>) {
      if (const bool* flag = std::get_if<bool>(&value.data)) return *flag;
      const auto* number = value.integer();
      return number && *number != 0;
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      if (const auto* number = value.integer()) return static_cast<T>(*number);
      if (const auto* number = value.real()) return static_cast<T>(*number);
      if (const bool* flag = std::get_if<bool>(&value.data)) return static_cast<T>(*flag);
      return T{};
    } else if constexpr (std::is_floating_point_v<T>) {
      if (const auto* number = value.real()) return static_cast<T>(*number);
      if (const auto* number = value.integer()) return static_cast<T>(*number);
      return T{};
    } else if constexpr (std::is_same_v<T, std::string>) {
      const auto* text = value.text();
      return text ? *text : std::string();
    } else if constexpr (std::is_same_v<T, Blob>) {
      const Blob* blob = std::get_if<Blob>(&value.data);
      return blob ? *blob : Blob();
    } else if constexpr (detail::kIsOptional<T>) {
      if (value.isNull()) return std::nullopt;
      return T(fromValue<typename T::value_type>(value));
    } else if constexpr (detail::kIsVector<T>) {
      T out;
      if (const List* list = value.list()) {
        for (const Value& element : *list) out.push_back(fromValue<typename T::value_type>(element));
      }
      return out;
    } else if constexpr (Reflected<T>) {
      T object{};
      if (const Record* record = value.record()) {
        std::size_t index = 0;
        std::apply(
            [&](const auto&... field) {
              ((object.*field.member = fromValue<std::decay_t<decltype(object.*field.member)>>(
                    index < record->fields.size() ? record->fields[index].second : Value()),
                ++index),
               ...);
            },
            touchgraphFields(static_cast<const T*>(nullptr)));
      }
      return object;
    } else {
      return T{};
    }
  }

  static Shape shape() {
    Shape out;
    out.type = typeName<T>();
    if constexpr (std::is_same_v<T, bool>) {
      out.kind = Shape::Kind::Bool;
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
      out.kind = Shape::Kind::Integer;
      if constexpr (std::is_enum_v<T>) {
        out.lowest = 0;
        out.highest = 3;  // an enum does not tell its enumerators
        if constexpr (Enumerated<T>) {
          for (const T member : Enumerators<T>::kAll) out.members.push_back(static_cast<std::int64_t>(member));
        }
      } else {
        out.lowest = static_cast<std::int64_t>(std::numeric_limits<T>::min());
        out.highest = sizeof(T) == 8 ? std::numeric_limits<std::int64_t>::max()
                                     : static_cast<std::int64_t>(std::numeric_limits<T>::max());
      }
    } else if constexpr (std::is_floating_point_v<T>) {
      out.kind = Shape::Kind::Real;
    } else if constexpr (std::is_same_v<T, std::string>) {
      out.kind = Shape::Kind::Text;
    } else if constexpr (std::is_same_v<T, Blob>) {
      out.kind = Shape::Kind::Blob;
    } else if constexpr (detail::kIsOptional<T>) {
      out.kind = Shape::Kind::Optional;
      out.children.push_back({"", Codec<typename T::value_type>::shape()});
    } else if constexpr (detail::kIsVector<T>) {
      out.kind = Shape::Kind::List;
      out.children.push_back({"", Codec<typename T::value_type>::shape()});
    } else if constexpr (Reflected<T>) {
      out.kind = Shape::Kind::Record;
      std::apply(
          [&](const auto&... field) {
            (out.children.push_back(
                 {field.name, Codec<std::decay_t<decltype(std::declval<T&>().*field.member)>>::shape()}),
             ...);
          },
          touchgraphFields(static_cast<const T*>(nullptr)));
    } else if constexpr (std::is_empty_v<T>) {
      out.kind = Shape::Kind::None;
    }
    return out;
  }
};

}  // namespace touchgraph::prove

#define TOUCHGRAPH_PROVE_PARENS ()
#define TOUCHGRAPH_PROVE_EXPAND(...) \
  TOUCHGRAPH_PROVE_EXPAND3(TOUCHGRAPH_PROVE_EXPAND3(TOUCHGRAPH_PROVE_EXPAND3(__VA_ARGS__)))
#define TOUCHGRAPH_PROVE_EXPAND3(...) \
  TOUCHGRAPH_PROVE_EXPAND2(TOUCHGRAPH_PROVE_EXPAND2(TOUCHGRAPH_PROVE_EXPAND2(__VA_ARGS__)))
#define TOUCHGRAPH_PROVE_EXPAND2(...) \
  TOUCHGRAPH_PROVE_EXPAND1(TOUCHGRAPH_PROVE_EXPAND1(TOUCHGRAPH_PROVE_EXPAND1(__VA_ARGS__)))
#define TOUCHGRAPH_PROVE_EXPAND1(...) __VA_ARGS__
#define TOUCHGRAPH_PROVE_EACH(Type, Field, ...)         \
  ::touchgraph::prove::namedField(#Field, &Type::Field) \
      __VA_OPT__(, TOUCHGRAPH_PROVE_AGAIN TOUCHGRAPH_PROVE_PARENS(Type, __VA_ARGS__))
#define TOUCHGRAPH_PROVE_AGAIN() TOUCHGRAPH_PROVE_EACH

/// Names the fields of a struct, in order. In the struct's own namespace, after its definition.
#define TOUCHGRAPH_FIELDS(Type, ...)                                                                       \
  [[maybe_unused]] inline auto touchgraphFields(const Type*) {                                             \
    return std::make_tuple(__VA_OPT__(TOUCHGRAPH_PROVE_EXPAND(TOUCHGRAPH_PROVE_EACH(Type, __VA_ARGS__)))); \
  }
