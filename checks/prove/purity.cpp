#include "checks/prove/purity.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace {

thread_local bool t_watching = false;
thread_local const char* t_caught = nullptr;

void note(const char* function) {
  if (t_watching && t_caught == nullptr) t_caught = function;
}

template <class Function>
Function real(const char* function) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, function));
}

}  // namespace

// Definitions in the program come before the C library's, for the C++ library's calls too.
extern "C" {

time_t time(time_t* out) noexcept {
  static const auto next = real<time_t (*)(time_t*)>("time");
  note("time");
  return next(out);
}
int clock_gettime(clockid_t clock, struct timespec* out) noexcept {
  static const auto next = real<int (*)(clockid_t, struct timespec*)>("clock_gettime");
  note("clock_gettime");
  return next(clock, out);
}
int gettimeofday(struct timeval* __restrict out, void* __restrict zone) noexcept {
  static const auto next = real<int (*)(struct timeval*, void*)>("gettimeofday");
  note("gettimeofday");
  return next(out, zone);
}
int rand(void) noexcept {
  static const auto next = real<int (*)()>("rand");
  note("rand");
  return next();
}
long random(void) noexcept {
  static const auto next = real<long (*)()>("random");
  note("random");
  return next();
}
ssize_t getrandom(void* buffer, size_t length, unsigned flags) {
  static const auto next = real<ssize_t (*)(void*, size_t, unsigned)>("getrandom");
  note("getrandom");
  return next(buffer, length, flags);
}
int getentropy(void* buffer, size_t length) {
  static const auto next = real<int (*)(void*, size_t)>("getentropy");
  note("getentropy");
  return next(buffer, length);
}
uint32_t arc4random(void) noexcept {
  static const auto next = real<uint32_t (*)()>("arc4random");
  note("arc4random");
  return next();
}

}  // extern "C"

namespace touchgraph::prove {

PurityWatch::PurityWatch() {
  t_caught = nullptr;
  t_watching = true;
}
PurityWatch::~PurityWatch() {
  t_watching = false;
}
std::string PurityWatch::caught() {
  return t_caught != nullptr ? t_caught : "";
}

void purityTouchedDatabase() {
  note("the database");
}

}  // namespace touchgraph::prove
