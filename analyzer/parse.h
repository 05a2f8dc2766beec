#pragma once

#include "graph/facts.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

/// One unit through clang: parse, walk, and what the parse depended on.
namespace touchgraph {

struct ParseJob {
  std::string file;                                       ///< main file, as the command names it
  std::string root;                                       ///< project root; "" when there is none
  std::string directory;                                  ///< working directory of the command
  std::vector<std::string> command;                       ///< clang driver arguments, the driver's name first
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  ///< null: the real file system
};

struct ParseOutput {
  UnitFacts facts;
  std::vector<std::string> inputs;  ///< absolute paths of every file read, main file first
  double parse_seconds = 0;         ///< processor time of clang, the walk not counted
  double walk_seconds = 0;          ///< processor time of the walk
};

/// Never fails: what went wrong is in `facts.errors`.
ParseOutput parseUnit(const ParseJob& job);

}  // namespace touchgraph
