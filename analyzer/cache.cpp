#include "analyzer/cache.h"

#include "walk_fingerprint.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>

/// An entry:   "TGCACHE\n"  u64 hash of the rest  u32 inputs  { u64 hash  u32 length  path }…  encoded facts
/// The hashes: "TGHASH1\n"  u64 hash of the rest  { u64 size  u64 modified  u64 hash  u32 length  path }…
namespace touchgraph {
namespace {

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

constexpr llvm::StringLiteral kEntryMagic = "TGCACHE\n";
constexpr llvm::StringLiteral kHashesMagic = "TGHASH1\n";
/// Part of every entry's name: facts of another version of the walk are not facts of this one.
constexpr llvm::StringLiteral kVersion = "touchgraph-" TOUCHGRAPH_WALK_FINGERPRINT;
constexpr auto kUnusedFor = std::chrono::hours(24 * 30);

std::uint64_t hashBytes(llvm::StringRef bytes) {
  return llvm::xxh3_64bits(bytes);
}

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void putPath(std::string& out, llvm::StringRef text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

template <class T>
bool take(llvm::StringRef& bytes, T& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes = bytes.drop_front(sizeof value);
  return true;
}

bool takePath(llvm::StringRef& bytes, llvm::StringRef& text) {
  std::uint32_t n = 0;
  if (!take(bytes, n) || bytes.size() < n) return false;
  text = bytes.take_front(n);
  bytes = bytes.drop_front(n);
  return true;
}

/// The bytes behind the magic and the hash, when both are right.
std::optional<llvm::StringRef> checked(llvm::StringRef bytes, llvm::StringRef magic) {
  std::uint64_t hash = 0;
  if (!bytes.consume_front(magic) || !take(bytes, hash) || hashBytes(bytes) != hash) return std::nullopt;
  return bytes;
}

bool writeRenamed(const std::string& file, llvm::StringRef magic, llvm::StringRef payload) {
  static std::atomic<unsigned> serial = 0;
  const std::string temporary = file + "." + std::to_string(::getpid()) + "-" + std::to_string(serial++) + ".tmp";
  std::FILE* out = std::fopen(temporary.c_str(), "wb");
  if (out == nullptr) return false;
  const std::uint64_t hash = hashBytes(payload);
  bool good = std::fwrite(magic.data(), 1, magic.size(), out) == magic.size() &&
              std::fwrite(&hash, 1, sizeof hash, out) == sizeof hash &&
              std::fwrite(payload.data(), 1, payload.size(), out) == payload.size();
  good = std::fclose(out) == 0 && good;
  good = good && std::rename(temporary.c_str(), file.c_str()) == 0;
  if (!good) std::remove(temporary.c_str());
  return good;
}

}  // namespace

FactsCache::FactsCache(std::string directory, std::string root)
    : directory_(std::move(directory)), root_(std::move(root)) {
  if (directory_.empty()) return;
  if (const std::error_code error = fs::create_directories(directory_)) {
    warning_ = "cannot make the cache directory " + directory_ + ": " + error.message() + "; going on without";
    directory_.clear();
    return;
  }
  if (::access(directory_.c_str(), W_OK) != 0) {
    warning_ = "cannot write to the cache directory " + directory_ + "; going on without keeping anything";
    writable_ = false;
  }
  loadHashes();
}

FactsCache::~FactsCache() = default;

std::string FactsCache::warning() const {
  return warning_;
}

std::string FactsCache::portable(const std::string& name) const {
  if (name.size() > root_.size() && !root_.empty() && name.compare(0, root_.size(), root_) == 0 &&
      name[root_.size()] == '/')
    return name.substr(root_.size() + 1);
  return name;
}

std::string FactsCache::absolute(std::string_view name) const {
  return name.starts_with('/') ? std::string(name) : root_ + "/" + std::string(name);
}

void FactsCache::loadHashes() {
  const auto buffer = llvm::MemoryBuffer::getFile(directory_ + "/hashes");
  if (!buffer) return;
  auto bytes = checked((*buffer)->getBuffer(), kHashesMagic);
  while (bytes && !bytes->empty()) {
    Known known;
    llvm::StringRef name;
    if (!take(*bytes, known.size) || !take(*bytes, known.modified) || !take(*bytes, known.hash) ||
        !takePath(*bytes, name))
      return;
    known_.emplace_hint(known_.end(), name.str(), known);
  }
}

std::optional<std::uint64_t> FactsCache::hashOf(std::string_view name) {
  const std::lock_guard lock(mutex_);
  auto found = known_.find(name);
  if (found != known_.end() && found->second.checked) return found->second.hash;

  const std::string full = absolute(name);
  struct stat status{};
  if (::stat(full.c_str(), &status) != 0) return std::nullopt;
  const std::uint64_t modified =
      static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000u + status.st_mtim.tv_nsec;
  const std::uint64_t size = static_cast<std::uint64_t>(status.st_size);
  if (found != known_.end() && found->second.size == size && found->second.modified == modified) {
    found->second.checked = true;
    return found->second.hash;
  }
  const auto buffer = llvm::MemoryBuffer::getFile(full, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer) return std::nullopt;
  const Known known{size, modified, hashBytes((*buffer)->getBuffer()), true};
  known_.insert_or_assign(std::string(name), known);
  changed_ = true;
  return known.hash;
}

std::optional<std::string> FactsCache::entryPath(const Unit& unit) {
  const auto main = hashOf(portable(unit.file));
  if (!main) return std::nullopt;
  std::string key = kVersion.str();
  const auto add = [&](llvm::StringRef word) {
    // Absolute paths of the project also hide in -I/…, -DX="/…".
    std::string text = word.str();
    for (std::size_t at = 0; !root_.empty() && (at = text.find(root_, at)) != std::string::npos;)
      text.replace(at, root_.size(), "\x01");
    key += '\0';
    key += text;
  };
  add(unit.relative);
  add(unit.directory);
  for (const std::string& word : unit.command) add(word);
  put(key, *main);
  const llvm::XXH128_hash_t name =
      llvm::xxh3_128bits(llvm::ArrayRef<std::uint8_t>(reinterpret_cast<const std::uint8_t*>(key.data()), key.size()));
  return directory_ + "/" + llvm::utohexstr(name.high64, true, 16) + llvm::utohexstr(name.low64, true, 16) + ".facts";
}

std::optional<UnitFacts> FactsCache::load(const Unit& unit) {
  if (directory_.empty()) return std::nullopt;
  const auto file = entryPath(unit);
  if (!file) return std::nullopt;
  const auto buffer = llvm::MemoryBuffer::getFile(*file, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer) return std::nullopt;
  auto bytes = checked((*buffer)->getBuffer(), kEntryMagic);
  std::uint32_t inputs = 0;
  if (!bytes || !take(*bytes, inputs)) return std::nullopt;
  for (std::uint32_t i = 0; i != inputs; ++i) {
    std::uint64_t hash = 0;
    llvm::StringRef name;
    if (!take(*bytes, hash) || !takePath(*bytes, name)) return std::nullopt;
    if (hashOf(std::string_view(name.data(), name.size())) != hash) return std::nullopt;
  }
  return decodeFacts(std::string_view(bytes->data(), bytes->size()));
}

void FactsCache::save(const Unit& unit, const UnitFacts& facts, const std::vector<std::string>& inputs) {
  if (directory_.empty() || !writable_ || !facts.errors.empty()) return;
  const auto file = entryPath(unit);
  if (!file) return;
  std::string payload;
  put(payload, static_cast<std::uint32_t>(inputs.size()));
  for (const std::string& input : inputs) {
    const std::string name = portable(input);
    const auto hash = hashOf(name);
    if (!hash) return;  // gone meanwhile
    put(payload, *hash);
    putPath(payload, name);
  }
  payload += encodeFacts(facts);
  const bool good = writeRenamed(*file, kEntryMagic, payload);
  const std::lock_guard lock(mutex_);
  saved_ = true;
  if (!good && warning_.empty())
    warning_ = "cannot write to the cache directory " + directory_ + "; going on without keeping anything";
  if (!good) writable_ = false;
}

void FactsCache::finish() {
  if (directory_.empty() || !writable_) return;
  if (changed_) {
    std::string payload;
    for (const auto& [name, known] : known_) {
      put(payload, known.size);
      put(payload, known.modified);
      put(payload, known.hash);
      putPath(payload, name);
    }
    writeRenamed(directory_ + "/hashes", kHashesMagic, payload);
  }
  if (!saved_) return;
  const auto limit = std::chrono::system_clock::now() - kUnusedFor;
  std::error_code error;
  for (fs::directory_iterator it(directory_, error), end; it != end && !error; it.increment(error)) {
    if (path::extension(it->path()) != ".facts") continue;
    const auto status = it->status();
    if (status && status->getLastAccessedTime() < limit && status->getLastModificationTime() < limit)
      fs::remove(it->path());
  }
}

}  // namespace touchgraph
