#pragma once

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

/// Which file a place in the source is in, as the output names it, and whether that file is the system's.
namespace touchgraph::walk {

class Files {
 public:
  /// `root`: absolute project root, or "" when there is none. `directory`: where relative file names start.
  Files(std::string root, std::string directory) : root_(std::move(root)), directory_(std::move(directory)) {}

  void attach(const clang::SourceManager& sources) {
    sources_ = &sources;
    known_.clear();
  }

  /// A system file: outside the project root, and below /usr/include or /usr/lib or come in as a system header. A
  /// library vendored inside the project is the project's own code, whatever flag its directory came by.
  bool isSystem(clang::SourceLocation location);
  /// Path relative to the project root; for files outside it a form without the absolute part.
  const std::string& relative(clang::SourceLocation location);
  /// 1-based line of the expansion.
  unsigned line(clang::SourceLocation location) const;
  /// 1-based column of the expansion.
  unsigned column(clang::SourceLocation location) const;
  /// Byte offset of the expansion in its file.
  unsigned offset(clang::SourceLocation location) const;
  bool isMain(clang::SourceLocation location) const;

  /// The same naming for a path that is not in a source manager.
  std::string relativePath(llvm::StringRef path) const;

 private:
  struct Entry {
    std::string relative;
    bool system = false;
  };
  const Entry& entry(clang::SourceLocation location);

  std::string root_, directory_;
  const clang::SourceManager* sources_ = nullptr;
  llvm::DenseMap<clang::FileID, Entry> known_;
};

}  // namespace touchgraph::walk
