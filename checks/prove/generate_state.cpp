#include "checks/prove/generate.h"

#include <algorithm>

namespace touchgraph::prove {

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

namespace {

constexpr int kNullPercent = 20;
constexpr int kLargestPage = 60;

/// Empty, few, seldom a page's edge.
int rowCount(const Hints& hints, Dice& dice) {
  if (!hints.limits.empty() && dice.chance(4)) {
    const int limit = dice.pick(hints.limits);
    if (limit > 0 && limit <= kLargestPage) return limit - 1 + static_cast<int>(dice.below(3));
  }
  static const std::vector<int> counts = {0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5};
  return dice.pick(counts);
}

/// Builds rows of one table after another, parents first.
class StateMaker {
 public:
  StateMaker(Database& database, const Pools& pools, const Hints& hints, Dice& dice)
      : database_(database), schema_(database.schema()), pools_(pools), hints_(hints), dice_(dice),
        rows_(schema_.tables.size()) {}

  State make(bool& ok) {
    database_.clear();
    for (int table : schema_.order) fill(table);
    ok = database_.settle();
    return std::move(state_);
  }

 private:
  void fill(int table) {
    int count = rowCount(hints_, dice_);
    // A table that others hang on is less often empty: everything below it would be empty too.
    if (count == 0 && !dice_.chance(50)) count = 1;
    std::int64_t key = 0;
    for (int i = 0; i < count; ++i) {
      key += dice_.chance(15) ? 2 : 1;
      for (int attempt = 0; attempt < 4; ++attempt) {
        Row row;
        if (!draw(table, key, row)) break;
        if (!database_.insert(row)) continue;
        rows_[table].push_back(static_cast<int>(state_.rows.size()));
        state_.rows.push_back(std::move(row));
        break;
      }
    }
  }

  bool draw(int index, std::int64_t key, Row& row) {
    const Table& table = schema_.tables[index];
    row.table = index;
    row.cells.resize(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      if (column.generated) continue;
      const Pool& pool = pools_.columns[index][i];
      if (column.automatic_key && !pool.fixed) {
        row.cells[i] = Value(key);
      } else if (!column.not_null && !pool.fixed && !inKey(table, i) && dice_.chance(kNullPercent)) {
        row.cells[i] = Value();
      } else {
        row.cells[i] = dice_.pick(pool.values);
      }
    }
    return std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const ForeignKey& fk) { return refer(table, fk, row); });
  }

  static bool inKey(const Table& table, std::size_t column) {
    return table.has_primary_key &&
           std::find(table.uniques[0].begin(), table.uniques[0].end(), static_cast<int>(column)) != table.uniques[0].end();
  }

  /// Points a row at a parent that is there. False when it must have one and none can be.
  bool refer(const Table& table, const ForeignKey& key, Row& row) {
    if (key.parent < 0) return true;
    const bool optional = std::all_of(key.columns.begin(), key.columns.end(),
                                      [&](int c) { return !table.columns[c].not_null && !inKey(table, c); });
    const auto setNull = [&] {
      for (int column : key.columns) row.cells[column] = Value();
      return true;
    };
    if (optional && dice_.chance(kNullPercent)) return setNull();
    const auto& parents = rows_[key.parent];
    const bool self = key.parent == row.table;
    if (parents.empty() || (self && dice_.chance(10))) {
      if (self && !optional) {  // a root refers to itself
        for (std::size_t i = 0; i < key.columns.size(); ++i) row.cells[key.columns[i]] = row.cells[key.parent_columns[i]];
        return true;
      }
      if (optional) return setNull();
      // A parent that comes later (a cycle of tables): the key it is likely to get; the commit decides.
      const bool later = position(key.parent) > position(row.table);
      if (!later) return false;
      for (int column : key.columns) row.cells[column] = Value(std::int64_t{1});
      return true;
    }
    const Row& parent = state_.rows[parents[dice_.below(parents.size())]];
    for (std::size_t i = 0; i < key.columns.size(); ++i) row.cells[key.columns[i]] = parent.cells[key.parent_columns[i]];
    return true;
  }

  std::size_t position(int table) const {
    return std::find(schema_.order.begin(), schema_.order.end(), table) - schema_.order.begin();
  }

  Database& database_;
  const Schema& schema_;
  const Pools& pools_;
  const Hints& hints_;
  Dice& dice_;
  std::vector<std::vector<int>> rows_;  // by table, positions in state_.rows
  State state_;
};

}  // namespace

State randomState(Database& database, const Pools& pools, const Hints& hints, Dice& dice, bool& ok) {
  return StateMaker(database, pools, hints, dice).make(ok);
}

}  // namespace touchgraph::prove
