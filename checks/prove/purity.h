#pragma once

#include <string>

/// Notices a transform that reads a clock or a source of randomness. The functions through which a program reaches them
/// (time, clock_gettime, gettimeofday, rand, random, getrandom, …) are defined in this library and pass the call on;
/// while a watch is on they also leave their name. A program that calls the kernel directly, or the processor's
/// generator, is caught by unequal results instead.
namespace touchgraph::prove {

class PurityWatch {
 public:
  PurityWatch();
  ~PurityWatch();
  PurityWatch(const PurityWatch&) = delete;
  PurityWatch& operator=(const PurityWatch&) = delete;
  /// The function that was called, "" for none.
  static std::string caught();
};

/// Called for each statement a connection runs; leaves "the database" while a watch is on.
void purityTouchedDatabase();

}  // namespace touchgraph::prove
