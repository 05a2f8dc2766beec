#pragma once

#include "checks/check.h"

#include <string>
#include <vector>

namespace touchgraph {

/// An unresolved site and who reaches it.
struct OpenSite {
  Unresolved unresolved;
  std::vector<std::string> mutations, queries;  ///< both empty when the program names no entry points
};

/// Every site that is neither resolved nor declared, once. With entry points: those that one of them reaches; without:
/// all of the program.
std::vector<OpenSite> openSites(const CheckInput& input);

/// ` (reached from cart/add, cart/remove and 3 more)` or "".
std::string reachedText(const OpenSite& site);
/// A finding about the site, with its files and names filled in.
Finding findingAt(const CheckInput& input, const OpenSite& site);
/// File and line of an entry point.
const Site* siteOf(const Graph& graph, const std::string& entry_point);

}  // namespace touchgraph
