#pragma once

#include "graph/facts.h"
#include "graph/graph.h"

#include <map>
#include <string>
#include <vector>

namespace touchgraph {

/// A C++ header for the property runner: of the structs that mutations and queries take and return, the fields
/// (TOUCHGRAPH_FIELDS) and the enumerators; and of those they take, an `rc::Arbitrary` that draws each field toward the
/// rows it picks, as the graph knows them. What cannot be written from outside (a private field, a struct in a source
/// file) is left out with the reason in a comment. Sorted by name; equal input gives equal text.
///
/// `references`: by foreign key, "cart_items.cart_id" → "carts.id". A field that picks the child's column draws from
/// the parent's, where all values it can have are.
///
///   mutation's symbol ─► its last parameter ─► struct ─► fields ─► structs in them, …
///   touch {cart_id = arg:in.cart_id} ─► the field's columns
std::string emitArbitraries(const Graph& graph, const std::vector<UnitFacts>& units,
                            const std::map<std::string, std::string>& references);

}  // namespace touchgraph
