#pragma once

#include <cstdint>

/// The rows of a database as one value: the sum of a hash of each row. Rows that come and go are added and subtracted,
/// so the value is kept up to date at the cost of the rows that change; two databases with equal rows have equal
/// values, and two with different rows differ but for a chance of about one in 2^128.
namespace touchgraph::prove {

struct Content {
  std::uint64_t a = 0, b = 0;
  Content& operator+=(const Content& other) {
    a += other.a;
    b += other.b;
    return *this;
  }
  Content& operator-=(const Content& other) {
    a -= other.a;
    b -= other.b;
    return *this;
  }
  bool operator==(const Content&) const = default;
};

/// The finaliser of SplitMix64: each bit of the result depends on each bit of the argument.
inline std::uint64_t scrambled(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

/// A hash of a sequence, taken word by word.
struct ContentHash {
  Content state{0x243f6a8885a308d3ULL, 0x13198a2e03707344ULL};
  void add(std::uint64_t word) {
    state.a = scrambled(state.a ^ word) + 0x9e3779b97f4a7c15ULL;
    state.b = (state.b ^ word) * 0xff51afd7ed558ccdULL;
    state.b ^= state.b >> 32;
  }
  void add(const void* bytes, std::size_t size);
  Content done() const { return {scrambled(state.a), scrambled(state.b ^ state.a)}; }
};

}  // namespace touchgraph::prove
