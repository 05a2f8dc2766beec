#pragma once

#include "graph/facts.h"

#include "clang/AST/ASTContext.h"

#include <string>

/// The walk over one parsed unit: finds what user code defines and lowers it.
namespace touchgraph::walk {

class Files;

/// Facts of a parsed unit. `file` is its main file as the output names it.
UnitFacts walkUnit(clang::ASTContext& context, Files& files, const std::string& file);

}  // namespace touchgraph::walk
