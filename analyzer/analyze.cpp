#include "analyzer/analyze.h"

#include "analyzer/cache.h"
#include "analyzer/parse.h"
#include "analyzer/plan.h"

#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <thread>

namespace touchgraph {
namespace {

std::atomic<bool> interrupted = false;

extern "C" void onInterrupt(int) {
  interrupted = true;
}

/// While it lives, the first Ctrl-C asks for an orderly end; a second one has its usual effect.
class InterruptGuard {
 public:
  InterruptGuard() {
    interrupted = false;
    struct sigaction action{};
    action.sa_handler = onInterrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &before_);
  }
  ~InterruptGuard() { sigaction(SIGINT, &before_, nullptr); }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction before_{};
};

std::string absoluteRoot(const std::string& root) {
  llvm::SmallString<256> full(root.empty() ? "." : root);
  llvm::sys::fs::make_absolute(full);
  llvm::sys::path::remove_dots(full, true);
  while (full.size() > 1 && full.back() == '/') full.pop_back();
  return std::string(full);
}

/// Counts finished units on one line of the terminal.
class Progress {
 public:
  Progress(bool on, std::size_t total) : on_(on && total > 0), total_(total) {}
  ~Progress() {
    if (on_) std::fputs("\r\x1b[K", stderr);
  }
  void done(const std::string& file) {
    if (!on_) return;
    const std::lock_guard lock(mutex_);
    std::fprintf(stderr, "\r[%zu/%zu] %.100s\x1b[K", ++count_, total_, file.c_str());
  }

 private:
  bool on_;
  std::size_t total_, count_ = 0;
  std::mutex mutex_;
};

}  // namespace

AnalyzeResult analyze(const AnalyzeOptions& given) {
  AnalyzeResult result;
  AnalyzeOptions options = given;
  options.root = absoluteRoot(given.root);
  Plan plan = planUnits(options);
  result.errors = std::move(plan.errors);
  for (const AnalyzeError& error : result.errors)
    if (error.fatal) return result;

  const std::string directory = options.cache_directory == "-"    ? ""
                                : options.cache_directory.empty() ? options.root + "/.touchgraph-cache"
                                                                  : options.cache_directory;
  FactsCache cache(directory, options.root);
  const InterruptGuard guard;
  llvm::CrashRecoveryContext::Enable();

  struct Slot {
    UnitFacts facts;
    bool done = false;
  };
  std::vector<Slot> slots(plan.units.size());
  std::atomic<std::size_t> next = 0, parsed = 0, cached = 0;
  Progress progress(options.progress, plan.units.size());
  const auto work = [&] {
    for (std::size_t i = next++; i < plan.units.size() && !interrupted; i = next++) {
      const Unit& unit = plan.units[i];
      if (auto facts = cache.load(unit)) {
        slots[i].facts = std::move(*facts);
        ++cached;
      } else {
        ParseOutput output = parseUnit({unit.file, options.root, unit.directory, unit.command, nullptr});
        if (interrupted) return;
        cache.save(unit, output.facts, output.inputs);
        slots[i].facts = std::move(output.facts);
        ++parsed;
      }
      slots[i].done = true;
      progress.done(unit.relative);
    }
  };
  unsigned jobs = options.jobs ? options.jobs : std::thread::hardware_concurrency();
  jobs = std::max(1u, std::min<unsigned>(jobs, static_cast<unsigned>(plan.units.size())));
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  llvm::CrashRecoveryContext::Disable();

  cache.finish();
  if (const std::string warning = cache.warning(); !warning.empty())
    std::fprintf(stderr, "touchgraph: warning: %s\n", warning.c_str());
  result.interrupted = interrupted;
  result.parsed = parsed;
  result.from_cache = cached;
  for (Slot& slot : slots) {
    if (!slot.done) continue;
    for (const ParseError& error : slot.facts.errors)
      result.errors.push_back(
          {error.file.empty() ? slot.facts.file : error.file, error.line, error.message, "", false});
    result.units.push_back(std::move(slot.facts));
  }
  return result;
}

}  // namespace touchgraph
