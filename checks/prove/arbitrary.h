#pragma once

#include "touchgraph/prove/fields.h"
#include "touchgraph/prove/keys.h"

#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// The parts that an `rc::Arbitrary` of an input struct is made of; `touchgraph emit arbitraries` writes those.
///
///   assembled<AddToCart>(key(&AddToCart::product_id, {"products.id"}), plain(&AddToCart::quantity))
///
/// RapidCheck shrinks what `plain` made; a key is left as it is, because a smaller one is another row.
namespace touchgraph::prove {

/// How a type is drawn, as `static rc::Gen<T> gen()`. Specialise it for a type of your own that is no struct of fields.
template <class T>
struct Draw;

namespace detail {

/// All numbers from `from` up to `to`, without it, alike: RapidCheck narrows a range at small sizes.
template <class T>
rc::Gen<T> within(T from, T to) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(from, to));
}

inline constexpr int kThereOf100 = 80;
inline constexpr int kAbsentTries = 64;

/// A key of these columns that is there, or one that is not. Without rows the first few numbers stand for keys, so that
/// two inputs still meet.
template <class T>
T drawKey(const std::vector<std::string>& columns, rc::Random random) {
  std::vector<Value> there;
  for (const std::string& column : columns) {
    for (Value& value : KeysInScope::of(column)) there.push_back(std::move(value));
  }
  const bool wanted = random.next() % 100 < kThereOf100;
  if (wanted && !there.empty()) return fromValue<T>(there[random.next() % there.size()]);
  const auto candidate = [&](std::uint64_t n) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      return Value(static_cast<std::int64_t>(n));
    } else {
      return Value("missing" + std::string(n, 'x'));
    }
  };
  std::uint64_t n = std::is_arithmetic_v<T> ? random.next() % 4 : 0;
  if (there.empty()) return fromValue<T>(candidate(n));
  for (int tries = 0; tries < kAbsentTries; ++tries, ++n) {
    if (std::find(there.begin(), there.end(), candidate(n)) == there.end()) break;
  }
  return fromValue<T>(candidate(n));
}

template <class T>
rc::Gen<T> keyOf(const std::vector<std::string>& columns) {
  if constexpr (kIsOptional<T>) {
    using Inner = typename T::value_type;
    return rc::gen::weightedOneOf<T>({{1, rc::gen::just(T())}, {4, rc::gen::map(keyOf<Inner>(columns), [](Inner key) {
                                                                  return T(std::move(key));
                                                                })}});
  } else if constexpr (kIsVector<T>) {
    return rc::gen::resize(4, rc::gen::container<T>(keyOf<typename T::value_type>(columns)));
  } else {
    return rc::Gen<T>(
        [columns](const rc::Random& random, int) { return rc::shrinkable::just(drawKey<T>(columns, random)); });
  }
}

template <class T>
rc::Gen<T> plainOf() {
  if constexpr (requires { Draw<T>::gen(); }) {
    return Draw<T>::gen();
  } else if constexpr (Enumerated<T>) {
    return rc::gen::elementOf(std::vector<T>(std::begin(Enumerators<T>::kAll), std::end(Enumerators<T>::kAll)));
  } else if constexpr (std::is_enum_v<T>) {
    return rc::gen::map(within(0, 4), [](int n) { return static_cast<T>(n); });
  } else if constexpr (std::is_same_v<T, bool>) {
    return rc::gen::arbitrary<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    const int lowest = std::is_signed_v<T> ? -3 : 0;
    return rc::gen::weightedOneOf<T>(
        {{10, rc::gen::map(within(lowest, 8), [](int n) { return static_cast<T>(n); })},
         {2, rc::gen::element<T>(10, 50, 99, 100)},
         {1, rc::gen::element<T>(std::numeric_limits<T>::max(), std::numeric_limits<T>::min())}});
  } else if constexpr (std::is_floating_point_v<T>) {
    return rc::gen::map(within(-8, 40), [](int quarters) { return static_cast<T>(quarters) / 4; });
  } else if constexpr (std::is_same_v<T, std::string>) {
    return rc::gen::weightedOneOf<T>(
        {{5, rc::gen::element<T>("a", "b", "c", "A", "ab")},
         {2, rc::gen::resize(6, rc::gen::container<T>(rc::gen::element('a', 'b', 'A', 'z', ' ', '1')))},
         {2, rc::gen::element<T>("", " ", "é", "日本", "o'Brien", "100%", "a_b", "0")}});
  } else if constexpr (kIsOptional<T>) {
    using Inner = typename T::value_type;
    return rc::gen::weightedOneOf<T>({{1, rc::gen::just(T())}, {3, rc::gen::map(plainOf<Inner>(), [](Inner inner) {
                                                                  return T(std::move(inner));
                                                                })}});
  } else if constexpr (kIsVector<T>) {
    return rc::gen::resize(4, rc::gen::container<T>(plainOf<typename T::value_type>()));
  } else if constexpr (Reflected<T>) {
    return rc::gen::arbitrary<T>();
  } else {
    return rc::gen::just(T());  // nothing is known of it: the default, as in the runner's own inputs
  }
}

template <class Owner, class T>
struct FieldGen {
  T Owner::* member;
  rc::Gen<T> gen;
};

}  // namespace detail

/// The field picks rows by these columns: mostly values that are there, some that are not.
template <class Owner, class T>
detail::FieldGen<Owner, T> key(T Owner::* member, std::vector<std::string> columns) {
  return {member, detail::keyOf<T>(columns)};
}
/// The field picks no row: small values that collide, the edges of its type, Unicode, empty and missing ones.
template <class Owner, class T>
detail::FieldGen<Owner, T> plain(T Owner::* member) {
  return {member, detail::plainOf<T>()};
}

template <class Object, class... Owners, class... Ts>
rc::Gen<Object> assembled(detail::FieldGen<Owners, Ts>... fields) {
  return rc::gen::map(rc::gen::tuple(fields.gen...), [members = std::make_tuple(fields.member...)](auto values) {
    Object object{};
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((object.*std::get<I>(members) = std::move(std::get<I>(values))), ...);
    }(std::make_index_sequence<sizeof...(Ts)>());
    return object;
  });
}

/// For MutationRegistration::draw(): inputs as `rc::Arbitrary<T>` makes them.
template <class T>
std::function<Value(std::uint64_t seed, int size)> arbitrary() {
  return [](std::uint64_t seed, int size) { return toValue(rc::gen::arbitrary<T>()(rc::Random(seed), size).value()); };
}

}  // namespace touchgraph::prove
