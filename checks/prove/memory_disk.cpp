#include "checks/prove/memory_disk.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>

namespace touchgraph::prove {
namespace {

constexpr std::string_view kRoot = "/touchgraph-proof/";
constexpr std::size_t kPage = 512;  // unit of saving; no larger than any database page

struct SavedPage {
  std::size_t offset, length;
  std::size_t at;  // in File::store
};

void put32(unsigned char* at, std::uint32_t value) {
  at[0] = value >> 24;
  at[1] = value >> 16;
  at[2] = value >> 8;
  at[3] = value;
}
std::uint32_t get32(const unsigned char* at) {
  return std::uint32_t(at[0]) << 24 | std::uint32_t(at[1]) << 16 | std::uint32_t(at[2]) << 8 | at[3];
}

struct File {
  std::vector<unsigned char> bytes;
  bool marked = false, dirty = false, database = false;
  std::size_t marked_size = 0;
  std::vector<SavedPage> saved;
  std::vector<unsigned char> store;     // the saved pages, one behind the other: no allocation per page
  std::vector<std::uint32_t> saved_in;  // page → epoch in which it was saved
  std::uint32_t epoch = 1;
  std::uint32_t counter = 0;  // highest change counter ever written
  int shared = 0;
  bool reserved = false, pending = false, exclusive = false;
  int open = 0;

  void save(std::size_t offset, std::size_t length) {
    const std::size_t first = offset / kPage;
    const std::size_t last = (offset + length + kPage - 1) / kPage;
    if (saved_in.size() < last) saved_in.resize(last, 0);
    for (std::size_t page = first; page < last; ++page) {
      if (saved_in[page] == epoch) continue;
      saved_in[page] = epoch;
      const std::size_t from = page * kPage;
      if (from >= marked_size) continue;  // beyond the marked end: the truncation undoes it
      const std::size_t count = std::min(kPage, std::min(marked_size, bytes.size()) - from);
      saved.push_back({from, count, store.size()});
      store.insert(store.end(), bytes.begin() + from, bytes.begin() + from + count);
    }
  }

  /// A counter no connection has seen: the next one after any that was written.
  void raiseCounter() {
    if (bytes.size() < 100) return;
    put32(bytes.data() + 24, ++counter);
    put32(bytes.data() + 92, counter);
  }

  void forget() {
    saved.clear();
    store.clear();
    ++epoch;
    dirty = false;
  }
};

}  // namespace

struct MemoryDisk::Impl {
  std::string prefix;
  std::map<std::string, std::shared_ptr<File>, std::less<>> files;
  std::vector<sqlite3*> connections;
  OnOpen on_open = nullptr;
  void* context = nullptr;
};

namespace {

struct Handle {
  sqlite3_file base;
  std::shared_ptr<File>* file;  // owned; the struct is plain memory that SQLite allocates
  MemoryDisk::Impl* disk;
  sqlite3* connection;
  int lock;
  bool remove_on_close;
  std::string* name;
};

sqlite3_vfs* g_former = nullptr;
sqlite3_vfs g_vfs;
std::map<std::string, MemoryDisk::Impl*, std::less<>> g_disks;

MemoryDisk::Impl* diskOf(const char* path) {
  if (path == nullptr || std::string_view(path).substr(0, kRoot.size()) != kRoot) return nullptr;
  std::string_view rest(path);
  const auto slash = rest.find('/', kRoot.size());
  if (slash == std::string_view::npos) return nullptr;
  const auto found = g_disks.find(rest.substr(0, slash + 1));
  return found == g_disks.end() ? nullptr : found->second;
}

Handle& self(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file);
}

int closeFile(sqlite3_file* base) {
  Handle& handle = self(base);
  File& file = **handle.file;
  if (handle.lock >= SQLITE_LOCK_SHARED) --file.shared;
  if (handle.lock >= SQLITE_LOCK_RESERVED) file.reserved = file.pending = file.exclusive = false;
  --file.open;
  if (handle.connection != nullptr) std::erase(handle.disk->connections, handle.connection);
  if (handle.remove_on_close) handle.disk->files.erase(*handle.name);
  delete handle.file;
  delete handle.name;
  return SQLITE_OK;
}
int readFile(sqlite3_file* base, void* out, int amount, sqlite3_int64 offset) {
  const File& file = **self(base).file;
  const auto size = static_cast<sqlite3_int64>(file.bytes.size());
  const auto there = std::clamp<sqlite3_int64>(size - offset, 0, amount);
  if (there > 0) std::memcpy(out, file.bytes.data() + offset, there);
  if (there == amount) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + there, 0, amount - there);
  return SQLITE_IOERR_SHORT_READ;
}
int writeFile(sqlite3_file* base, const void* in, int amount, sqlite3_int64 offset) {
  File& file = **self(base).file;
  if (file.marked) {
    file.save(offset, amount);
    file.dirty = true;
  }
  if (file.bytes.size() < std::size_t(offset + amount)) file.bytes.resize(offset + amount);
  std::memcpy(file.bytes.data() + offset, in, amount);
  if (file.database && offset == 0 && amount >= 28) {
    file.counter = std::max(file.counter, get32(file.bytes.data() + 24));
  }
  return SQLITE_OK;
}
int truncateFile(sqlite3_file* base, sqlite3_int64 size) {
  File& file = **self(base).file;
  if (file.marked && std::size_t(size) < file.bytes.size()) {
    file.save(size, file.bytes.size() - size);
    file.dirty = true;
  }
  file.bytes.resize(size);
  return SQLITE_OK;
}
int syncFile(sqlite3_file*, int) {
  return SQLITE_OK;
}
int sizeOfFile(sqlite3_file* base, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>((*self(base).file)->bytes.size());
  return SQLITE_OK;
}
int lockFile(sqlite3_file* base, int level) {
  Handle& handle = self(base);
  File& file = **handle.file;
  if (handle.lock >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (file.pending || file.exclusive) return SQLITE_BUSY;
    ++file.shared;
  } else if (level == SQLITE_LOCK_RESERVED) {
    if (file.reserved) return SQLITE_BUSY;
    file.reserved = true;
  } else {
    if (file.reserved && handle.lock < SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    file.reserved = file.pending = true;
    if (file.shared > 1) {
      handle.lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
    file.exclusive = true;
  }
  handle.lock = level;
  return SQLITE_OK;
}
int unlockFile(sqlite3_file* base, int level) {
  Handle& handle = self(base);
  File& file = **handle.file;
  if (handle.lock <= level) return SQLITE_OK;
  if (handle.lock >= SQLITE_LOCK_RESERVED) file.reserved = file.pending = file.exclusive = false;
  if (level == SQLITE_LOCK_NONE && handle.lock >= SQLITE_LOCK_SHARED) --file.shared;
  handle.lock = level;
  return SQLITE_OK;
}
int checkReserved(sqlite3_file* base, int* out) {
  *out = (*self(base).file)->reserved;
  return SQLITE_OK;
}
int controlFile(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sectorSize(sqlite3_file*) {
  return 512;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods kMethods = {1,           closeFile,  readFile,        writeFile,  truncateFile,
                                     syncFile,    sizeOfFile, lockFile,        unlockFile, checkReserved,
                                     controlFile, sectorSize, characteristics, nullptr,    nullptr,
                                     nullptr,     nullptr,    nullptr,         nullptr};

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* base, int flags, int* out_flags) {
  MemoryDisk::Impl* disk = diskOf(name);
  if (disk == nullptr) return g_former->xOpen(g_former, name, base, flags, out_flags);
  auto found = disk->files.find(std::string_view(name));
  if (found == disk->files.end()) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    found = disk->files.emplace(name, std::make_shared<File>()).first;
  }
  Handle& handle = self(base);
  handle.file = new std::shared_ptr<File>(found->second);
  handle.disk = disk;
  handle.connection = nullptr;
  handle.lock = SQLITE_LOCK_NONE;
  handle.remove_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  handle.name = new std::string(name);
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) (*handle.file)->database = true;
  ++(*handle.file)->open;
  handle.base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}
int deleteFile(sqlite3_vfs*, const char* name, int sync) {
  MemoryDisk::Impl* disk = diskOf(name);
  if (disk == nullptr) return g_former->xDelete(g_former, name, sync);
  return disk->files.erase(name) != 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}
int accessFile(sqlite3_vfs*, const char* name, int flags, int* out) {
  MemoryDisk::Impl* disk = diskOf(name);
  if (disk == nullptr) return g_former->xAccess(g_former, name, flags, out);
  const auto found = disk->files.find(std::string_view(name));
  *out = found != disk->files.end();
  return SQLITE_OK;
}
int fullPath(sqlite3_vfs*, const char* name, int size, char* out) {
  if (diskOf(name) == nullptr) return g_former->xFullPathname(g_former, name, size, out);
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

/// Every connection the process opens comes by here, whoever opens it.
int connectionOpened(sqlite3* connection, const char**, const sqlite3_api_routines*) {
  MemoryDisk::Impl* disk = diskOf(sqlite3_db_filename(connection, "main"));
  if (disk == nullptr) return SQLITE_OK;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file == nullptr || file->pMethods != &kMethods) return SQLITE_OK;
  self(file).connection = connection;
  disk->connections.push_back(connection);
  if (disk->on_open != nullptr) disk->on_open(disk->context, connection);
  return SQLITE_OK;
}

void install() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // no global lock at each allocation; refused, harmlessly, once in use
    sqlite3_initialize();
    g_former = sqlite3_vfs_find(nullptr);
    g_vfs = *g_former;  // everything but the file system is the former one's: time, randomness, extensions
    g_vfs.iVersion = std::min(g_vfs.iVersion, 3);
    g_vfs.pNext = nullptr;
    g_vfs.zName = "touchgraph-proof";
    g_vfs.szOsFile = std::max<int>(g_former->szOsFile, sizeof(Handle));
    g_vfs.xOpen = openFile;
    g_vfs.xDelete = deleteFile;
    g_vfs.xAccess = accessFile;
    g_vfs.xFullPathname = fullPath;
    sqlite3_vfs_register(&g_vfs, 1);
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(connectionOpened));
  });
}

}  // namespace

MemoryDisk::MemoryDisk() : impl_(new Impl) {
  install();
  static int next = 0;
  impl_->prefix = std::string(kRoot) + std::to_string(++next) + "/";
  g_disks[impl_->prefix] = impl_;
}
MemoryDisk::~MemoryDisk() {
  g_disks.erase(impl_->prefix);
  delete impl_;
}
std::string MemoryDisk::path(const std::string& file) const {
  return impl_->prefix + file;
}

void MemoryDisk::mark() {
  for (auto& [name, file] : impl_->files) {
    file->forget();
    file->marked = true;
    file->marked_size = file->bytes.size();
  }
}

void MemoryDisk::rewind() {
  for (auto& [name, file] : impl_->files) {
    if (!file->marked || !file->dirty) continue;
    file->bytes.resize(file->marked_size);
    for (const SavedPage& page : file->saved) {
      std::memcpy(file->bytes.data() + page.offset, file->store.data() + page.at, page.length);
    }
    file->forget();
    if (file->database) file->raiseCounter();
  }
}

struct MemoryDisk::Copy {
  std::map<std::string, std::vector<unsigned char>> files;
};

std::shared_ptr<const MemoryDisk::Copy> MemoryDisk::copy() const {
  auto out = std::make_shared<Copy>();
  for (const auto& [name, file] : impl_->files) {
    if (file->database) out->files[name] = file->bytes;
  }
  return out;
}

void MemoryDisk::restore(const Copy& copy) {
  for (const auto& [name, bytes] : copy.files) {
    const auto found = impl_->files.find(name);
    if (found == impl_->files.end()) continue;
    File& file = *found->second;
    file.forget();
    file.marked = false;
    file.bytes = bytes;
    file.raiseCounter();
  }
}

bool MemoryDisk::written() const {
  return std::any_of(impl_->files.begin(), impl_->files.end(), [](const auto& entry) {
    return entry.second->marked && entry.second->dirty && entry.second->database;
  });
}

void MemoryDisk::onOpen(OnOpen callback, void* context) {
  impl_->on_open = callback;
  impl_->context = context;
}
std::vector<sqlite3*> MemoryDisk::connections() const {
  return impl_->connections;
}

}  // namespace touchgraph::prove
