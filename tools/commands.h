#pragma once

#include "tools/cli.h"

/// The commands of `touchgraph`, one file each.
namespace touchgraph {

Exit runExtract(const Command& command, const Arguments& arguments);
Exit runEffects(const Command& command, const Arguments& arguments);
Exit runDiff(const Command& command, const Arguments& arguments);
Exit runExplain(const Command& command, const Arguments& arguments);
Exit runRender(const Command& command, const Arguments& arguments);
Exit runEmit(const Command& command, const Arguments& arguments);
Exit runProve(const Command& command, const Arguments& arguments);
Exit runInit(const Command& command, const Arguments& arguments);

}  // namespace touchgraph
