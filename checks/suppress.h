#pragma once

#include "checks/check.h"

namespace touchgraph {

/// Whether a suppression is about this finding.
bool suppresses(const Suppression& suppression, const Finding& finding);

/// Marks the findings that the config suppresses, and adds TG390 for suppressions that are about nothing. TG390 itself
/// cannot be suppressed.
void suppress(const CheckInput& input, std::vector<Finding>& findings);

}  // namespace touchgraph
