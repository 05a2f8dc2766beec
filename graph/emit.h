#pragma once

#include "graph/graph.h"

#include <string>

/// The graph as source text for other programs.
namespace touchgraph {

/// A C++ header with the invalidations as data, and a static_assert for each (mutation × query) that names both when
/// the optimistic entry is missing. Paths in its includes are relative to the project root.
std::string emitCpp(const Graph& graph);

/// A TypeScript module: the names as types, and `stale(mutation, input)`, which tells the stale instances.
std::string emitTypeScript(const Graph& graph);

/// JSON with cache tags: under which tags a query's result is to be kept, and which tags a mutation expires.
///   {"queries":{"cart":["cart","cart:cartId={args.cartId}"]},"mutations":{"cart/add":["cart:cartId={in.cartId}"]}}
/// A part in braces is replaced by the argument's value. An invalidation whose instances the caller cannot know expires
/// the query's bare tag, which every result of it bears.
std::string emitTags(const Graph& graph);

}  // namespace touchgraph
