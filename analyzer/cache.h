#pragma once

#include "analyzer/analyze.h"
#include "graph/facts.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Facts of units parsed before, by content. In the manner of ccache's direct mode: an entry's name is the hash of this
/// tool's version, the command and the main file; the entry lists every file the parse read with the hash of its
/// contents, and is good while all of them are as they were. Paths below the project root are relative, so that a moved
/// checkout still finds its entries. Units with errors are not kept: a header that was missing may turn up.
namespace touchgraph {

class FactsCache {
 public:
  /// `directory`: where entries live; "" keeps nothing. `root`: absolute project root.
  FactsCache(std::string directory, std::string root);
  ~FactsCache();

  /// Facts of a unit when nothing they depend on has changed. Safe to call from several threads.
  std::optional<UnitFacts> load(const Unit& unit);
  /// Keeps facts. `inputs`: absolute paths of every file read. Written to another name and renamed.
  void save(const Unit& unit, const UnitFacts& facts, const std::vector<std::string>& inputs);
  /// Writes what is known of the files' hashes, and forgets entries nobody asked for in a month.
  void finish();
  /// Why nothing is kept although it was asked for, once; "" otherwise.
  std::string warning() const;

 private:
  struct Known {
    std::uint64_t size = 0, modified = 0, hash = 0;
    bool checked = false;  ///< looked at in this run
  };
  /// Hash of a file's contents; nothing when it cannot be read.
  std::optional<std::uint64_t> hashOf(std::string_view portable);
  std::string portable(const std::string& path) const;
  std::string absolute(std::string_view portable) const;
  std::optional<std::string> entryPath(const Unit& unit);
  void loadHashes();

  std::string directory_, root_;
  std::mutex mutex_;
  std::map<std::string, Known, std::less<>> known_;
  bool changed_ = false, writable_ = true, saved_ = false;
  std::string warning_;
};

}  // namespace touchgraph
