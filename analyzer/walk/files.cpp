#include "analyzer/walk/files.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Path.h"

namespace touchgraph::walk {
namespace {

namespace path = llvm::sys::path;

std::string absolute(llvm::StringRef name, llvm::StringRef directory) {
  llvm::SmallString<256> full(name);
  if (!path::is_absolute(full) && !directory.empty()) {
    full = directory;
    path::append(full, name);
  }
  path::remove_dots(full, /*remove_dot_dot=*/true);
  return std::string(full);
}

bool below(llvm::StringRef file, llvm::StringRef directory) {
  return !directory.empty() && file.starts_with(directory) &&
         (directory.ends_with("/") || (file.size() > directory.size() && file[directory.size()] == '/'));
}

/// Files outside the project, at most this many directories up, are named with `..`.
constexpr std::size_t kNearbyLevels = 2;

}  // namespace

std::string Files::relativePath(llvm::StringRef name) const {
  const std::string full = absolute(name, directory_);
  const std::string base = root_.empty() ? directory_ : root_;
  if (below(full, base)) return llvm::StringRef(full).drop_front(base.size()).ltrim('/').str();
  if (!path::is_absolute(full)) return full;
  llvm::StringRef up = base;
  std::string prefix;
  for (std::size_t level = 0; level != kNearbyLevels && path::has_parent_path(up); ++level) {
    up = path::parent_path(up);
    prefix += "../";
    if (up.size() > 1 && below(full, up)) return prefix + llvm::StringRef(full).drop_front(up.size()).ltrim('/').str();
  }
  // Farther away the location of the checkout would show: the last two components say enough.
  const llvm::StringRef parent = path::filename(path::parent_path(full));
  return "<external>/" + (parent + "/" + path::filename(full)).str();
}

const Files::Entry& Files::entry(clang::SourceLocation location) {
  const clang::FileID file = sources_->getFileID(sources_->getExpansionLoc(location));
  const auto found = known_.find(file);
  if (found != known_.end()) return found->second;

  Entry made;
  if (const auto ref = sources_->getFileEntryRefForID(file)) {
    const std::string full = absolute(ref->getName(), directory_);
    made.relative = relativePath(ref->getName());
    const bool project = file == sources_->getMainFileID() || (below(full, root_) && !below("/usr/include", root_));
    made.system =
        !project && (below(full, "/usr/include") || below(full, "/usr/lib") ||
                     clang::SrcMgr::isSystem(sources_->getFileCharacteristic(sources_->getLocForStartOfFile(file))));
  } else {
    made.relative = "<built-in>";
    made.system = true;  // predefined macros and builtins
  }
  return known_.try_emplace(file, std::move(made)).first->second;
}

bool Files::isSystem(clang::SourceLocation location) {
  return location.isInvalid() || entry(location).system;
}

const std::string& Files::relative(clang::SourceLocation location) {
  static const std::string kNowhere = "<built-in>";
  return location.isValid() ? entry(location).relative : kNowhere;
}

unsigned Files::line(clang::SourceLocation location) const {
  return location.isValid() ? sources_->getExpansionLineNumber(location) : 0;
}

unsigned Files::column(clang::SourceLocation location) const {
  return location.isValid() ? sources_->getExpansionColumnNumber(location) : 0;
}

unsigned Files::offset(clang::SourceLocation location) const {
  return location.isValid() ? sources_->getDecomposedExpansionLoc(location).second : 0;
}

bool Files::isMain(clang::SourceLocation location) const {
  return location.isValid() && sources_->getFileID(sources_->getExpansionLoc(location)) == sources_->getMainFileID();
}

}  // namespace touchgraph::walk
