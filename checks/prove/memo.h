#pragma once

#include "checks/prove/database.h"
#include "touchgraph/prove/model.h"

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <vector>

/// What was seen before, so that a bounded-exhaustive run does not do it again.
///
/// A loader's result depends on its arguments and on the rows that are there. So a result is known by the database's
/// content (content.h) and the arguments, and what a mutation leads to is mostly a state of the same space whose
/// results are known already. And law commute is about four things alone: the result before, the arguments, the input,
/// the result after; a prediction over four that were met is not made again.
///
/// Results are numbered: those that show the same and are equal have one number. One that shows nothing (a type without
/// fields) gets a number of its own each time.
namespace touchgraph::prove {

/// A table of 128-bit keys by open addressing. Keys are hashes already, so that a slot is a matter of masking.
class KeyTable {
 public:
  struct Key {
    std::uint64_t a = 0, b = 0;
    bool operator==(const Key&) const = default;
  };
  static constexpr std::uint32_t kAbsent = 0xffffffffu;

  std::uint32_t find(const Key& key) const;
  void put(const Key& key, std::uint32_t value);
  /// Puts the key; whether it was there.
  bool seen(const Key& key);
  std::size_t size() const { return used_; }
  void clear();

 private:
  struct Slot {
    Key key;
    std::uint32_t value = kAbsent;
  };
  std::size_t slotOf(const Key& key) const;
  void grow();
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

class Memo {
 public:
  using Number = std::uint32_t;
  static constexpr Number kUnknown = KeyTable::kAbsent;

  /// One number for each value of a kind, counted from 0, with the object that was made for it first.
  struct Named {
    Number number = 0;
    Object object;
  };
  Named& name(const std::string& kind, const Value& value);
  /// The values of a kind that have a number, by what they show; stays where it is.
  using Kind = std::unordered_map<std::string, Named>;
  const Kind& kind(const std::string& name) { return names_[name]; }

  /// Forgets what only saves time, when there is too much of it. Numbers stay; shelves and steps do not.
  void trim();

  /// The results of a query on one content lie side by side, by the number of their arguments: they are mostly asked
  /// for together.
  std::size_t shelf(std::size_t query, const Content& content, std::size_t size);
  /// The number of the result for these arguments; kUnknown when it was not loaded yet.
  Number find(std::size_t shelf, Number args) const { return cells_[shelf + args]; }
  /// Remembers a result that was just loaded.
  Number put(std::size_t shelf, Number args, const Query& of, Loaded loaded) {
    return cells_[shelf + args] = number(of, std::move(loaded));
  }
  /// Numbers a result without remembering where it came from: the content is not known.
  Number number(const Query& of, Loaded loaded);
  const Loaded& result(Number number) const { return results_[number]; }

  /// Notes a case of law commute; whether an equal one was met.
  struct Commuted {
    std::size_t entry;
    Number before, args, input, after;
  };
  bool met(const Commuted& c);
  /// Notes a case, by the numbers of all that it is about; whether an equal one was met.
  bool met(std::initializer_list<std::uint64_t> numbers);

  /// What a mutation does on a content: to which other it leads, or that it fails.
  struct Step {
    bool ok = false;
    Content to;
  };
  const Step* step(std::size_t mutation, Number input, const Content& content) const;
  void put(std::size_t mutation, Number input, const Content& content, const Step& step);

 private:
  std::unordered_map<std::string, Kind> names_;
  KeyTable shelves_, cases_, steps_;
  std::vector<Number> cells_;
  std::deque<Loaded> results_;
  KeyTable alike_;                            ///< results by a hash of what they show: where in `numbers_`
  std::vector<std::vector<Number>> numbers_;  ///< results that show the same
  std::vector<Step> known_steps_;
};

}  // namespace touchgraph::prove
