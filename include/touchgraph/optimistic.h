#pragma once

/// Optimistic entries: what a client may show for a query after a mutation, before the server has answered.
///
/// One entry belongs to one pair (mutation × query), never to a screen, and is either a transform (`predict`) or the
/// recorded decision to wait for the server (`await`):
///
///   inline const auto addToCartOptimistic = touchgraph::optimistic<&addToCart>()
///       .queue("cart")
///       .predict<&loadCart>([](Cart cart, const AddToCart& in) { cart.count += in.quantity; return cart; })
///       .await<&loadProducts>("the stock is clamped in the handler");
///
/// The object keeps the transforms, typed. A program applies one with
///
///   Cart next = addToCartOptimistic.predictFor<&loadCart>()(shown, cart_args, input);
///
/// Handlers take their input as the last parameter: `void addToCart(Db&, const AddToCart&)`, also as a member function.
/// Loaders take the query's arguments as the last parameter, `Cart loadCart(Db&, const CartArgs&)`, or have none,
/// `Products loadProducts(Db&)`. C++17, standard library only.

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace touchgraph {

/// The arguments of a query that takes none.
struct NoArgs {
  friend constexpr bool operator==(NoArgs, NoArgs) { return true; }
  friend constexpr bool operator!=(NoArgs, NoArgs) { return false; }
};

namespace detail {

/// The last of `Ts`; void when there is none.
template <class... Ts>
struct Last {
  using type = void;
};
template <class T>
struct Last<T> {
  using type = T;
};
template <class T, class... Rest>
struct Last<T, Rest...> : Last<Rest...> {};

/// A function's result and parameters. `kHandles` is how many parameters come before the input: the handle of a free
/// function; a member function has it in its object.
template <class R, std::size_t Handles, class... Ps>
struct Signature {
  using Result = std::decay_t<R>;
  static constexpr bool kHasInput = sizeof...(Ps) > Handles;
  using Input = std::conditional_t<kHasInput, std::decay_t<typename Last<Ps...>::type>, NoArgs>;
};

template <class F>
struct SignatureOf {
  static_assert(sizeof(F) == 0, "touchgraph: an entry names functions by address: &addToCart, &CartService::add");
};
template <class R, class... Ps>
struct SignatureOf<R (*)(Ps...)> : Signature<R, 1, Ps...> {};
template <class R, class... Ps>
struct SignatureOf<R (*)(Ps...) noexcept> : Signature<R, 1, Ps...> {};
template <class R, class C, class... Ps>
struct SignatureOf<R (C::*)(Ps...)> : Signature<R, 0, Ps...> {};
template <class R, class C, class... Ps>
struct SignatureOf<R (C::*)(Ps...) const> : Signature<R, 0, Ps...> {};
template <class R, class C, class... Ps>
struct SignatureOf<R (C::*)(Ps...) noexcept> : Signature<R, 0, Ps...> {};
template <class R, class C, class... Ps>
struct SignatureOf<R (C::*)(Ps...) const noexcept> : Signature<R, 0, Ps...> {};

template <auto Function>
struct Named {};

}  // namespace detail

/// What a handler takes: `AddToCart` for `void addToCart(Db&, const AddToCart&)`.
template <auto Handler>
using InputOf = typename detail::SignatureOf<decltype(Handler)>::Input;
/// What a loader takes: `CartArgs` for `Cart loadCart(Db&, const CartArgs&)`, `NoArgs` for a loader without arguments.
template <auto Loader>
using ArgsOf = typename detail::SignatureOf<decltype(Loader)>::Input;
/// What a loader returns.
template <auto Loader>
using ResultOf = typename detail::SignatureOf<decltype(Loader)>::Result;

/// A transform of one pair. Pure: equal arguments give equal results.
template <auto Handler, auto Loader, class Callable>
struct Prediction {
  using Result = ResultOf<Loader>;
  using Args = ArgsOf<Loader>;
  using Input = InputOf<Handler>;
  using Query = detail::Named<Loader>;

  /// Whether the transform looks at the query's arguments.
  static constexpr bool kTakesArgs = std::is_invocable_r_v<Result, const Callable&, Result, const Args&, const Input&>;
  static_assert(
      kTakesArgs || std::is_invocable_r_v<Result, const Callable&, Result, const Input&>,
      "touchgraph: a transform is called as Result(Result, const Input&) or Result(Result, const Args&, const Input&), "
      "where Result is what the loader returns, Args what it takes and Input what the handler takes");

  Callable callable;

  /// The query's next result, predicted from the one at hand.
  Result operator()(Result shown, const Args& args, const Input& input) const {
    if constexpr (kTakesArgs) {
      return callable(std::move(shown), args, input);
    } else {
      (void)args;
      return callable(std::move(shown), input);
    }
  }
};

/// The decision not to predict one pair.
template <auto Loader>
struct Awaited {
  using Query = detail::Named<Loader>;
  const char* reason;
};

/// The optimistic entries of one mutation. Immutable: each step returns a larger one.
template <auto Handler, class... Entries>
class Optimistic {
 public:
  using Input = InputOf<Handler>;
  static_assert(detail::SignatureOf<decltype(Handler)>::kHasInput,
                "touchgraph: a mutation takes its input as the last parameter: void addToCart(Db&, const AddToCart&)");

  constexpr explicit Optimistic(const char* queue = "", std::tuple<Entries...> entries = {})
      : queue_(queue), entries_(std::move(entries)) {}

  /// Mutations of one queue reach the server in the order they were made. Default: one queue of its own.
  constexpr Optimistic queue(const char* name) const { return Optimistic(name, entries_); }

  /// After this mutation the query of `Loader` shows `callable`'s result at once.
  template <auto Loader, class Callable>
  constexpr auto predict(Callable callable) const {
    checkLoader<Loader>();
    return with(Prediction<Handler, Loader, Callable>{std::move(callable)});
  }

  /// After this mutation the query of `Loader` waits for the server, for the reason given.
  template <auto Loader, std::size_t Length>
  constexpr auto await(const char (&reason)[Length]) const {
    static_assert(Length > 1, "touchgraph: an await says why");
    checkLoader<Loader>();
    return with(Awaited<Loader>{reason});
  }

  /// The transform of a query, called as `(Result, const Args&, const Input&)`.
  template <auto Loader>
  constexpr const auto& predictFor() const {
    static_assert(predicts<Loader>(), "touchgraph: this query has no transform: it awaits, or has no entry");
    return std::get<indexOf<Loader>()>(entries_);
  }

  /// Whether a query has an entry, transform or await.
  template <auto Loader>
  static constexpr bool covers() {
    return (std::is_same_v<typename Entries::Query, detail::Named<Loader>> || ...);
  }

  /// Whether a query has a transform.
  template <auto Loader>
  static constexpr bool predicts() {
    if constexpr (covers<Loader>()) {
      return !std::is_same_v<std::tuple_element_t<indexOf<Loader>(), std::tuple<Entries...>>, Awaited<Loader>>;
    } else {
      return false;
    }
  }

  constexpr const char* queueName() const { return queue_; }

  /// All entries in the order written, `Prediction` and `Awaited`.
  constexpr const std::tuple<Entries...>& entries() const { return entries_; }

 private:
  template <auto Loader>
  static constexpr void checkLoader() {
    static_assert(!std::is_void_v<ResultOf<Loader>>, "touchgraph: a query's loader returns its result");
    static_assert(!covers<Loader>(), "touchgraph: this query has an entry already");
  }

  template <auto Loader>
  static constexpr std::size_t indexOf() {
    std::size_t index = 0;
    bool found = false;
    (void)((found = std::is_same_v<typename Entries::Query, detail::Named<Loader>>, index += found ? 0 : 1, found) ||
           ...);
    return index;
  }

  template <class Entry>
  constexpr auto with(Entry entry) const {
    return Optimistic<Handler, Entries..., Entry>(queue_, std::tuple_cat(entries_, std::make_tuple(std::move(entry))));
  }

  const char* queue_;
  std::tuple<Entries...> entries_;
};

/// Starts the entries of a mutation.
template <auto Handler>
constexpr Optimistic<Handler> optimistic() {
  return Optimistic<Handler>();
}

}  // namespace touchgraph
