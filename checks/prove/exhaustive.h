#pragma once

#include "checks/prove/database.h"
#include "checks/prove/hints.h"
#include "touchgraph/prove/model.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

/// Every state up to n rows a table over small domains.
///
/// Modulo renaming of keys: an integer primary key takes 1 … k, in order. Renamings that keep the order change no
/// query's result but the names, so one representative stands for all; renamings that change the order are told apart,
/// because ORDER BY id sees them. Rows of a table without such a key are taken as a multiset. Columns that the
/// program's SQL never reads or writes, and no constraint looks at, keep one value.
namespace touchgraph::prove {

struct Bounds {
  int rows = 2;
  int values = 2;
};

class StateSpace {
 public:
  /// `seen` is what the program's statements look at; nothing when that is not known: then every column varies.
  StateSpace(Database& database, const Program& program, const Hints& hints, const std::optional<Columns>& seen,
             Bounds bounds);

  /// Visits each state, loaded and settled. Stops when `visit` says false; then the result is false too.
  bool each(const std::function<bool(const State&)>& visit);
  /// Whether each() ended because of Database::outgrown(): what was visited counts for nothing.
  bool outgrown() const { return outgrown_; }
  /// States visited so far that the database took.
  std::uint64_t visited() const { return visited_; }

 private:
  struct TablePlan {
    bool used = false;
    std::vector<std::vector<Value>> domains;  ///< by column; empty: key, reference or generated
    std::vector<std::size_t> sizes;           ///< by column: how many values
    std::vector<bool> matters;                ///< by column: the program's SQL looks at it
    std::vector<bool> distinct;               ///< irrelevant but unique: takes the row's number
  };
  bool tables(std::size_t position, const std::function<bool(const State&)>& visit);
  bool rows(std::size_t position, int row, const Row* previous, const std::function<bool(const State&)>& visit);
  bool cells(std::size_t position, int row, std::size_t column, Row& current, const Row* previous,
             const std::function<bool(const State&)>& visit);
  void findAcceptedValues();
  bool leaf(const std::function<bool(const State&)>& visit);

  Database& database_;
  const Schema& schema_;
  bool extremes_;
  Bounds bounds_;
  bool nested_ = false, outgrown_ = false;
  std::vector<TablePlan> plans_;
  State state_;
  std::uint64_t visited_ = 0;
};

}  // namespace touchgraph::prove
