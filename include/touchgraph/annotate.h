#pragma once

/// Names in code for what touchgraph should know. Every macro is an attribute that the compiler ignores; on a compiler
/// without `clang::annotate` it is nothing at all. Usable from C and from C++11 on. None is needed for `touchgraph
/// effects`.
///
///   TOUCHGRAPH_QUERY("cart")        Cart loadCart(Db& db, const CartArgs& args);
///   TOUCHGRAPH_MUTATION("cart/add") void addToCart(Db& db, const AddToCart& in);
///   TOUCHGRAPH_TOUCHES("products.stock", "audit") void callsAPlugin(Db& db);
///   TOUCHGRAPH_EXTERNAL("importer", "products.price");
///
/// They stand before a function's declaration, its definition or both; they add up.

#if defined(__cplusplus) && defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::annotate)
#define TOUCHGRAPH_ANNOTATE(...) [[clang::annotate(__VA_ARGS__)]]
#endif
#elif !defined(__cplusplus) && defined(__clang__)
#define TOUCHGRAPH_ANNOTATE(...) __attribute__((annotate(__VA_ARGS__)))
#endif
#ifndef TOUCHGRAPH_ANNOTATE
#define TOUCHGRAPH_ANNOTATE(...)
#define TOUCHGRAPH_EXTERNAL(...) TOUCHGRAPH_DETAIL_SEMICOLON
#endif

/// This function is the query of that name: its reads decide which mutations make its results stale.
#define TOUCHGRAPH_QUERY(name) TOUCHGRAPH_ANNOTATE("touchgraph.query", name)

/// This function is the mutation of that name: its touches decide which queries it makes stale.
#define TOUCHGRAPH_MUTATION(name) TOUCHGRAPH_ANNOTATE("touchgraph.mutation", name)

/// This function writes at most these: "table" or "table.column", one string each. Checked where the body can be seen
/// (a write beside them is TG402), believed where it cannot.
#define TOUCHGRAPH_TOUCHES(...) TOUCHGRAPH_ANNOTATE("touchgraph.touches", __VA_ARGS__)

/// This function reads at most these: "table" or "table.column", one string each. Checked as TOUCHGRAPH_TOUCHES is.
#define TOUCHGRAPH_READS(...) TOUCHGRAPH_ANNOTATE("touchgraph.reads", __VA_ARGS__)

/// A writer outside this code: its name, then what it writes. A declaration of its own at namespace scope.
#ifndef TOUCHGRAPH_EXTERNAL
#define TOUCHGRAPH_EXTERNAL(...) TOUCHGRAPH_DETAIL_EXTERNAL(__COUNTER__, __VA_ARGS__)
#endif

// The attribute needs something to stand on: an empty function that nobody calls, private to its unit.
#define TOUCHGRAPH_DETAIL_EXTERNAL(number, ...) TOUCHGRAPH_DETAIL_EXTERNAL_NAMED(number, __VA_ARGS__)
#define TOUCHGRAPH_DETAIL_EXTERNAL_NAMED(number, ...)                            \
  TOUCHGRAPH_ANNOTATE("touchgraph.external", __VA_ARGS__)                        \
  __attribute__((unused)) static inline void touchgraphExternal##number(void) {} \
  TOUCHGRAPH_DETAIL_SEMICOLON

// Takes the semicolon that the user writes after TOUCHGRAPH_EXTERNAL(…).
#ifdef __cplusplus
#define TOUCHGRAPH_DETAIL_SEMICOLON static_assert(true, "")
#else
#define TOUCHGRAPH_DETAIL_SEMICOLON _Static_assert(1, "")
#endif
