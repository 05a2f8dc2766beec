#pragma once

#include "checks/prove/laws.h"

#include <functional>

namespace touchgraph::prove {

/// A smaller trial that still fails: fewer rows first, then plainer values in rows, input and arguments.
///
/// Greedy, over the rows as they are inserted: a row that others refer to goes with them. RapidCheck's shrinking works
/// on the tree of choices that made a value; here the value itself is at hand, a candidate is judged in some ten
/// microseconds, and the database says which candidates are states. `stop` ends it early with the best so far.
Trial shrink(Database& database, Trial trial, const Program& program, const GraphView& graph,
             const std::function<bool()>& stop);

}  // namespace touchgraph::prove
