#include "checks/prove/generate.h"

#include <algorithm>

namespace touchgraph::prove {

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::size_t Pool::pick(Dice& dice) const {
  std::size_t index = dice.below(values.size());
  for (int tries = 0; tries < 6 && dead(index); ++tries) index = dice.below(values.size());
  return index;
}

namespace {

constexpr int kLargestPage = 60;
constexpr int kSmallPage = 8;

/// Empty, few, now and then a page's edge. A table that refers to others gets more: its rows are shared out among them.
int rowCount(const Hints& hints, bool child, Dice& dice) {
  if (!hints.limits.empty()) {
    const int limit = dice.pick(hints.limits);
    if (limit > 0 && limit <= kLargestPage && dice.chance(limit <= kSmallPage ? 20 : 3)) {
      return limit - 1 + static_cast<int>(dice.below(4));
    }
  }
  static const std::vector<int> counts = {0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5};
  static const std::vector<int> child_counts = {0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7};
  return dice.pick(child ? child_counts : counts);
}

/// What a state has much of. A filter with three conditions is met by one row in ten when every cell is drawn alone,
/// and two rows that tie in an order are rarer still; so each state leans on a few values and on one parent (swarm
/// testing: Groce, Zhang, Eide, Chen, Regehr, ISSTA 2012).
struct Lean {
  int null_percent = 20;
  int one_value_percent = 0;  ///< how often the cell takes `value`
  std::size_t value = 0;      ///< index in the pool
};
struct Leans {
  std::vector<std::vector<Lean>> columns;
  int same_parent_percent = 0;
};

Leans drawLeans(const Schema& schema, const Pools& pools, Dice& dice) {
  static const std::vector<int> nulls = {0, 20, 20, 50, 90, 100};
  static const std::vector<int> ones = {0, 0, 50, 80, 100};
  Leans out;
  out.same_parent_percent = dice.pick(ones);
  out.columns.resize(schema.tables.size());
  for (std::size_t t = 0; t < schema.tables.size(); ++t) {
    for (std::size_t c = 0; c < schema.tables[t].columns.size(); ++c) {
      out.columns[t].push_back({dice.pick(nulls), dice.pick(ones), dice.below(pools.columns[t][c].values.size())});
    }
  }
  return out;
}

/// Builds rows of one table after another, parents first.
class StateMaker {
 public:
  StateMaker(Database& database, const Pools& pools, const Hints& hints, Dice& dice)
      : database_(database),
        schema_(database.schema()),
        pools_(pools),
        hints_(hints),
        dice_(dice),
        leans_(drawLeans(schema_, pools, dice)),
        rows_(schema_.tables.size()) {}

  State make(bool& ok) {
    database_.clear();
    for (int table : schema_.order) fill(table);
    ok = database_.settle();
    return std::move(state_);
  }

 private:
  void fill(int table) {
    int count = rowCount(hints_, !schema_.tables[table].foreign_keys.empty(), dice_);
    // A table that others hang on is less often empty: everything below it would be empty too.
    if (count == 0 && !dice_.chance(50)) count = 1;
    std::int64_t key = 0;
    for (int i = 0; i < count; ++i) {
      key += dice_.chance(15) ? 2 : 1;
      for (int attempt = 0; attempt < 4; ++attempt) {
        Row row;
        if (!draw(table, key, attempt == 0, row)) break;
        const bool taken = database_.insert(row);
        for (auto [column, index] : picked_) {
          const Pool& pool = pools_.columns[table][column];
          if (taken)
            pool.took(index);
          else
            pool.refused(index);
        }
        if (!taken) continue;
        rows_[table].push_back(static_cast<int>(state_.rows.size()));
        state_.rows.push_back(std::move(row));
        break;
      }
    }
  }

  bool draw(int index, std::int64_t key, bool leaning, Row& row) {
    picked_.clear();
    const Table& table = schema_.tables[index];
    row.table = index;
    row.cells.resize(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      if (column.generated) continue;
      const Pool& pool = pools_.columns[index][i];
      const Lean& lean = leans_.columns[index][i];
      if (column.automatic_key && !pool.fixed) {
        row.cells[i] = Value(key);
      } else if (!column.not_null && !pool.fixed && !inKey(table, i) && dice_.chance(lean.null_percent)) {
        row.cells[i] = Value();
      } else {
        const bool lean_on = leaning && !pool.dead(lean.value) && dice_.chance(lean.one_value_percent);
        const std::size_t value = lean_on ? lean.value : pool.pick(dice_);
        row.cells[i] = pool.values[value];
        picked_.emplace_back(i, value);
      }
    }
    return std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const ForeignKey& fk) { return refer(table, fk, row); });
  }

  static bool inKey(const Table& table, std::size_t column) {
    return table.has_primary_key && std::find(table.uniques[0].begin(), table.uniques[0].end(),
                                              static_cast<int>(column)) != table.uniques[0].end();
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
    if (optional && dice_.chance(leans_.columns[row.table][key.columns[0]].null_percent)) return setNull();
    const auto& parents = rows_[key.parent];
    const bool self = key.parent == row.table;
    if (parents.empty() || (self && dice_.chance(10))) {
      if (self && !optional) {  // a root refers to itself
        for (std::size_t i = 0; i < key.columns.size(); ++i)
          row.cells[key.columns[i]] = row.cells[key.parent_columns[i]];
        return true;
      }
      if (optional) return setNull();
      // A parent that comes later (a cycle of tables): the key it is likely to get; the commit decides.
      const bool later = position(key.parent) > position(row.table);
      if (!later) return false;
      for (int column : key.columns) row.cells[column] = Value(std::int64_t{1});
      return true;
    }
    const bool same = dice_.chance(leans_.same_parent_percent);
    const Row& parent = state_.rows[parents[same ? parents.size() / 2 : dice_.below(parents.size())]];
    for (std::size_t i = 0; i < key.columns.size(); ++i)
      row.cells[key.columns[i]] = parent.cells[key.parent_columns[i]];
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
  Leans leans_;
  std::vector<std::vector<int>> rows_;  // by table, positions in state_.rows
  State state_;
  std::vector<std::pair<std::size_t, std::size_t>> picked_;  // of the row at hand: column, index in its pool
};

}  // namespace

State randomState(Database& database, const Pools& pools, const Hints& hints, Dice& dice, bool& ok) {
  return StateMaker(database, pools, hints, dice).make(ok);
}

}  // namespace touchgraph::prove
