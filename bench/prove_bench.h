#pragma once

#include "touchgraph/prove.h"

namespace bench {

/// Runs and prints one line: what, how much, how much a second of processor time.
void measure(const char* what, const touchgraph::prove::Program& program, const touchgraph::prove::Options& options);
/// The shop's cart pair.
void shop();

}  // namespace bench
