#pragma once

#include "graph/link/program.h"

#include <memory>
#include <vector>

namespace touchgraph::linker {

/// One compile database often holds several programs, each with a `main`, a `MainWindow::load` and an `init` of its
/// own. Definitions of one symbol at different places get symbols of their own; a unit means the one it defines, else
/// the one nearest to it in the directory tree.
void separateNamesakes(const std::vector<std::unique_ptr<UnitView>>& units, Values& values);

}  // namespace touchgraph::linker
