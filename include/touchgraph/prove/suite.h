#pragma once

/// Registration of a proofs program: real handlers, real loaders, optimistic entries.

#include "touchgraph/optimistic.h"
#include "touchgraph/prove/model.h"
#include "touchgraph/prove/run.h"

#include <cassert>
#include <exception>
#include <functional>
#include <stdexcept>

namespace touchgraph::prove {

/// What is known about how a type compares and shows itself.
template <class T>
Type describeType() {
  Type type;
  type.name = typeName<T>();
  type.shape = Codec<T>::shape();
  type.show = [](const void* object) { return toValue(*static_cast<const T*>(object)); };
  if constexpr (std::equality_comparable<T>) {
    type.compared_by_user = true;
    type.equal = [](const void* a, const void* b) { return *static_cast<const T*>(a) == *static_cast<const T*>(b); };
  } else {
    type.equal = [](const void* a, const void* b) {
      return toValue(*static_cast<const T*>(a)) == toValue(*static_cast<const T*>(b));
    };
  }
  type.make = [](const Value& value) -> Object {
    if constexpr (std::is_default_constructible_v<T>) {
      return std::make_shared<const T>(fromValue<T>(value));
    } else {
      return nullptr;
    }
  };
  return type;
}

/// Whether what a handler returned means that it did its work: void, true, an optional or expected with a value, an
/// object whose ok() is true. Anything else is success; a handler that throws has failed.
template <class R>
bool succeeded(const R& result) {
  if constexpr (std::is_same_v<R, bool>) {
    return result;
  } else if constexpr (requires {
                         { result.has_value() } -> std::convertible_to<bool>;
                       }) {
    return result.has_value();
  } else if constexpr (requires {
                         { result.ok() } -> std::convertible_to<bool>;
                       }) {
    return result.ok();
  } else if constexpr (requires {
                         { result.ok } -> std::convertible_to<bool>;
                       }) {
    return result.ok;
  } else {
    return true;
  }
}

namespace detail {
template <auto Function, class Handle, class Input>
decltype(auto) call(Handle& handle, const Input& input) {
  if constexpr (std::is_invocable_v<decltype(Function), Handle&, const Input&>) {
    return std::invoke(Function, handle, input);
  } else if constexpr (std::is_invocable_v<decltype(Function), Handle&, Input>) {
    return std::invoke(Function, handle, Input(input));
  } else {
    static_assert(std::is_invocable_v<decltype(Function), Handle&>,
                  "touchgraph: the function is called as f(handle, input), where handle is the suite's");
    return std::invoke(Function, handle);
  }
}
inline std::vector<Value> values(std::initializer_list<std::int64_t> numbers) {
  std::vector<Value> out;
  for (auto number : numbers) out.emplace_back(number);
  return out;
}
}  // namespace detail

/// Values for a domain: `range(1, 5)`, `oneOf(0, 100, 250)`, `oneOf("open", "paid")`.
inline std::vector<Value> range(std::int64_t from, std::int64_t to) {
  std::vector<Value> out;
  for (auto i = from; i <= to; ++i) out.emplace_back(i);
  return out;
}
template <class... Ts>
std::vector<Value> oneOf(const Ts&... options) {
  std::vector<Value> out;
  const auto add = [&](const auto& option) {
    using T = std::decay_t<decltype(option)>;
    if constexpr (std::is_convertible_v<T, std::string>) {
      out.emplace_back(std::string(option));
    } else if constexpr (std::is_same_v<T, std::nullptr_t>) {
      out.emplace_back();
    } else {
      out.push_back(toValue(option));
    }
  };
  (add(options), ...);
  return out;
}

/// What is said about one mutation's input.
template <class Input>
class MutationRegistration {
 public:
  MutationRegistration(Program& program, std::size_t index) : program_(program), index_(index) {}
  /// The field picks rows of `column` ("products.id"): generated inputs take values that are there, and some that are
  /// not.
  MutationRegistration& input(std::string field, std::string column) {
    self().fields.push_back({std::move(field), std::move(column), {}});
    return *this;
  }
  /// The field takes these values.
  MutationRegistration& input(std::string field, std::vector<Value> values) {
    self().fields.push_back({std::move(field), "", std::move(values)});
    return *this;
  }
  /// A class of inputs that has to occur; a run without one is vacuous.
  template <class Predicate>
  MutationRegistration& classify(std::string label, Predicate holds) {
    self().classes.push_back(
        {std::move(label), [holds](const void* input) { return bool(holds(*static_cast<const Input*>(input))); }});
    return *this;
  }
  /// Inputs are drawn by this, random mode: `arbitrary<AddToCart>()` of checks/prove/arbitrary.h.
  MutationRegistration& draw(std::function<Value(std::uint64_t seed, int size)> drawer) {
    self().draw = std::move(drawer);
    return *this;
  }
  /// Applied twice it does what it does once (law retry).
  MutationRegistration& idempotent() {
    self().idempotent = true;
    return *this;
  }

 private:
  Mutation& self() { return program_.mutations[index_]; }
  Program& program_;
  std::size_t index_;
};

class QueryRegistration {
 public:
  QueryRegistration(Program& program, std::size_t index) : program_(program), index_(index) {}
  QueryRegistration& arg(std::string field, std::string column) {
    program_.queries[index_].fields.push_back({std::move(field), std::move(column), {}});
    return *this;
  }
  QueryRegistration& arg(std::string field, std::vector<Value> values) {
    program_.queries[index_].fields.push_back({std::move(field), "", std::move(values)});
    return *this;
  }

 private:
  Program& program_;
  std::size_t index_;
};

class ColumnRegistration {
 public:
  ColumnRegistration(Program& program, std::size_t index) : program_(program), index_(index) {}
  /// The column takes these values in generated states.
  ColumnRegistration& values(std::vector<Value> values) {
    program_.columns[index_].values = std::move(values);
    return *this;
  }

 private:
  Program& program_;
  std::size_t index_;
};

/// A proofs program. `Handle` is what handlers and loaders take first: the user's database class.
///
///   touchgraph::prove::Suite<shop::Db> suite("shop");
///   suite.open(sqlite(), [](const std::string& path) { return std::make_unique<shop::Db>(path);
///   }).schemaFile("schema.sql"); suite.mutation<&shop::addToCart>("cart/add").input("productId",
///   "products.id").input("quantity", range(-1, 4)); suite.query<&shop::loadCart>("cart").arg("cartId", "carts.id");
///   suite.prove(shop::addToCartOptimistic);
///   return suite.main(argc, argv);
template <class Handle>
class Suite {
 public:
  explicit Suite(std::string name) {
    program_.name = std::move(name);
#ifdef TOUCHGRAPH_PROOFS_SOURCES
    readSources(TOUCHGRAPH_PROOFS_SOURCES, program_);
#endif
  }

  /// The way to open the handle on a database of this kind. The handle keeps its own pragmas.
  template <class Factory>
  Suite& open(const Engine& engine, Factory factory) {
    Opening opening;
    opening.engine = &engine;
    opening.open = [factory](const std::string& where) -> std::shared_ptr<void> {
      return std::shared_ptr<Handle>(factory(where));
    };
    program_.openings.push_back(std::move(opening));
    return *this;
  }
  /// Schema of the database opened last; none when the handle's constructor makes its tables.
  Suite& schemaFile(std::string file) {
    program_.openings.back().schema_files.push_back(std::move(file));
    return *this;
  }
  Suite& schema(std::string sql) {
    program_.openings.back().schema_text += sql;
    return *this;
  }

  template <auto Handler>
  MutationRegistration<InputOf<Handler>> mutation(std::string name) {
    using Input = InputOf<Handler>;
    Mutation mutation;
    mutation.name = std::move(name);
    mutation.function = functionName<Handler>();
    mutation.input = describeType<Input>();
    mutation.apply = [](void* handle, const void* input) -> Outcome {
      try {
        auto& db = *static_cast<Handle*>(handle);
        const auto& in = *static_cast<const Input*>(input);
        if constexpr (std::is_void_v<decltype(detail::call<Handler>(db, in))>) {
          detail::call<Handler>(db, in);
        } else if (!succeeded(detail::call<Handler>(db, in))) {
          return {false, "returned failure"};
        }
        return {};
      } catch (const std::exception& error) {
        return {false, error.what()};
      } catch (...) {
        return {false, "threw"};
      }
    };
    program_.mutations.push_back(std::move(mutation));
    names_.emplace_back(key<Handler>(), program_.mutations.back().name);
    return {program_, program_.mutations.size() - 1};
  }

  template <auto Loader>
  QueryRegistration query(std::string name) {
    using Args = ArgsOf<Loader>;
    using Result = ResultOf<Loader>;
    Query query;
    query.name = std::move(name);
    query.function = functionName<Loader>();
    query.args = describeType<Args>();
    query.result = describeType<Result>();
    query.load = [](void* handle, const void* args) -> Loaded {
      try {
        return {std::make_shared<const Result>(
                    detail::call<Loader>(*static_cast<Handle*>(handle), *static_cast<const Args*>(args))),
                ""};
      } catch (const std::exception& error) {
        return {nullptr, error.what()};
      } catch (...) {
        return {nullptr, "threw"};
      }
    };
    program_.queries.push_back(std::move(query));
    names_.emplace_back(key<Loader>(), program_.queries.back().name);
    return {program_, program_.queries.size() - 1};
  }

  /// Proves all entries of a mutation. The mutation and its queries are registered before.
  template <auto Handler, class... Entries>
  Suite& prove(const Optimistic<Handler, Entries...>& optimistic) {
    std::apply([&](const auto&... entry) { (add<Handler>(optimistic.queueName(), entry), ...); }, optimistic.entries());
    return *this;
  }
  /// Proves one transform that has no entry object. `variant` tells several for one pair apart.
  template <auto Handler, auto Loader, class Callable>
  Suite& prove(Callable callable, std::string variant = "", std::string queue = "") {
    add<Handler>(queue, Prediction<Handler, Loader, Callable>{std::move(callable)}, variant);
    return *this;
  }

  /// Instances of the query whose argument differs from the input's field are outside the mutation's keys (law keys).
  template <auto Handler, auto Loader>
  Suite& keys(std::string field, std::string argument) {
    program_.instance_keys.push_back({nameOf<Handler>(), nameOf<Loader>(), std::move(field), std::move(argument)});
    return *this;
  }
  /// The mutation never changes this query's result, and here is why. Then a run in which it does not change is no
  /// vacuous one, and a run in which it does refutes this.
  template <auto Handler, auto Loader>
  Suite& steady(std::string reason) {
    program_.steady.push_back({nameOf<Handler>(), nameOf<Loader>(), std::move(reason)});
    return *this;
  }
  ColumnRegistration column(std::string place) {
    program_.columns.push_back({std::move(place), "", {}});
    return {program_, program_.columns.size() - 1};
  }
  /// SQL that completes a generated state where no trigger does: `UPDATE orders SET total = (SELECT …)`.
  Suite& settle(std::string sql) {
    program_.settle.push_back(std::move(sql));
    return *this;
  }
  /// A SELECT that is true in every state the program can reach; other generated states are not used.
  Suite& assume(std::string sql) {
    program_.assume.push_back(std::move(sql));
    return *this;
  }
  /// Integers in columns and inputs now and then are the lowest and highest of 32 and of 64 bits, as far as their types
  /// go. Not the usual case: most programs never meet them, and at these a sum in SQL and one in C++ part ways.
  Suite& extremes() {
    program_.extremes = true;
    return *this;
  }
  Suite& graphFile(std::string file) {
    program_.graph_file = std::move(file);
    return *this;
  }
  Suite& graphText(std::string json) {
    program_.graph_text = std::move(json);
    return *this;
  }
  /// Files the verdicts depend on, relative to `root`. touchgraph_add_proofs gives them; see docs/prove.md.
  Suite& sources(std::string root, std::vector<std::string> files) {
    program_.source_root = std::move(root);
    program_.sources = std::move(files);
    return *this;
  }

  const Program& program() const { return program_; }
  /// Runs with these options, for use inside a test program.
  Report run(const Options& options = {}) const { return prove::run(program_, options); }
  /// The command line of a proofs program.
  int main(int argc, char** argv) const { return prove::runMain(program_, argc, argv); }

 private:
  template <auto Function>
  static const void* key() {
    static const char unique = 0;
    return &unique;
  }
  template <auto Function>
  std::string nameOf() const {
    for (const auto& [id, name] : names_) {
      if (id == key<Function>()) return name;
    }
    throw std::invalid_argument("touchgraph: " + std::string(functionName<Function>()) +
                                " has an entry but is not registered: call mutation<> or query<> first");
  }

  template <auto Handler, auto Loader, class Callable>
  void add(const std::string& queue, const Prediction<Handler, Loader, Callable>& prediction,
           std::string variant = "") {
    Entry entry;
    entry.mutation = nameOf<Handler>();
    entry.query = nameOf<Loader>();
    entry.variant = std::move(variant);
    entry.queue = queue;
    entry.predict = [prediction](const void* before, const void* args, const void* input) -> Object {
      using Result = ResultOf<Loader>;
      return std::make_shared<const Result>(prediction(*static_cast<const Result*>(before),
                                                       *static_cast<const ArgsOf<Loader>*>(args),
                                                       *static_cast<const InputOf<Handler>*>(input)));
    };
    program_.entries.push_back(std::move(entry));
  }
  template <auto Handler, class Awaiting>
  void add(const std::string& queue, const Awaiting& awaited) {
    addAwaited<Handler>(queue, awaited);
  }
  template <auto Handler, auto Loader>
  void addAwaited(const std::string& queue, const Awaited<Loader>& awaited) {
    Entry entry;
    entry.mutation = nameOf<Handler>();
    entry.query = nameOf<Loader>();
    entry.queue = queue;
    entry.await = awaited.reason;
    program_.entries.push_back(std::move(entry));
  }

  Program program_;
  std::vector<std::pair<const void*, std::string>> names_;
};

}  // namespace touchgraph::prove
