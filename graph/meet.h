#pragma once

#include "graph/graph.h"

#include <optional>
#include <vector>

namespace touchgraph {

/// Where a touch meets a read: the witness, and the instances of the query that the touch can change.
struct Meet {
  Witness witness;
  std::optional<std::vector<Instance>> instances;  ///< nothing = all
};

/// Meets one touch with one read at the finest level both know:
/// table → (UPDATE) shared column → equality terms. Nothing when they provably concern different data. An UPDATE meets
/// a read only on a column the read uses; INSERT and DELETE change which rows there are and so meet every read of the
/// table, unless both sides pin one column to constants that differ.
std::optional<Meet> meet(const Touch& touch, const Read& read);

/// Whether two literals differ under every comparison a database could make of them (case-insensitive collations,
/// numeric affinity, trailing blanks). False means "cannot be proved".
bool provablyDifferent(const std::string& a, const std::string& b);

/// Whether two table names can be the same table; `*` is an unknown part of a name.
bool tablesMeet(const std::string& a, const std::string& b);

}  // namespace touchgraph
