#pragma once

#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK  // declares it; Debian's library has it
#endif
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

/// A disk in memory that can be taken back to a mark, under SQLite as a VFS.
///
/// A handler begins and commits transactions of its own, so its effects cannot be undone by an outer savepoint. They
/// are undone below the database instead: while marked, the first write to each page saves the page; rewind() puts the
/// saved pages back and raises the file's change counter, so that every connection drops its page cache at its next
/// transaction and keeps its schema and prepared statements. (File format: https://sqlite.org/fileformat2.html, bytes
/// 24 and 92 of page 1.)
///
/// The VFS is the process's default one and passes every path but its own to the former default, so that a program's
/// class that opens a path needs no change.
namespace touchgraph::prove {

class MemoryDisk {
 public:
  MemoryDisk();
  ~MemoryDisk();
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;

  /// The path of a file on this disk.
  std::string path(const std::string& file) const;

  /// From here on writes can be taken back.
  void mark();
  void rewind();
  /// Whether a page was written since mark() or rewind().
  bool written() const;

  /// The bytes of all files, to return to again and again.
  struct Copy;
  std::shared_ptr<const Copy> copy() const;
  void restore(const Copy& copy);

  /// Called for each connection opened on this disk, at once. Set before connections are opened.
  using OnOpen = void (*)(void* context, sqlite3* connection);
  void onOpen(OnOpen callback, void* context);
  /// The connections open now, oldest first.
  std::vector<sqlite3*> connections() const;

  struct Impl;

 private:
  Impl* impl_;
};

}  // namespace touchgraph::prove
