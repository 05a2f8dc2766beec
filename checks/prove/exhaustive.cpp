#include "checks/prove/exhaustive.h"

#include "checks/prove/generate.h"
#include "checks/prove/laws.h"

#include <algorithm>
#include <cctype>

namespace touchgraph::prove {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

constexpr int kCandidates = 12;  // values tried for a column
constexpr int kProbes = 1024;

bool said(const Program& program, const std::string& place) {
  return std::any_of(program.columns.begin(), program.columns.end(),
                     [&](const Domain& domain) { return domain.place == place && !domain.values.empty(); });
}

bool isExtreme(const Value& value) {
  return std::find(extremes().begin(), extremes().end(), value) != extremes().end();
}

bool inUnique(const Table& table, int column) {
  return std::any_of(table.uniques.begin(), table.uniques.end(), [&](const std::vector<int>& key) {
    return std::find(key.begin(), key.end(), column) != key.end();
  });
}

/// A value for a unique column that does not matter.
Value numbered(const Column& column, int row) {
  return column.affinity == Affinity::Text ? Value("u" + std::to_string(row)) : Value(std::int64_t{row});
}

/// A total order on rows of one table, to take a multiset once.
bool before(const Row& a, const Row& b) {
  for (std::size_t i = 0; i < a.cells.size(); ++i) {
    if (a.cells[i] == b.cells[i]) continue;
    if (a.cells[i].data.index() != b.cells[i].data.index()) return a.cells[i].data.index() < b.cells[i].data.index();
    if (const auto* x = a.cells[i].integer()) return *x < *b.cells[i].integer();
    if (const auto* x = a.cells[i].real()) return *x < *b.cells[i].real();
    if (const auto* x = a.cells[i].text()) return *x < *b.cells[i].text();
    if (const auto* x = std::get_if<Blob>(&a.cells[i].data)) return *x < *std::get_if<Blob>(&b.cells[i].data);
  }
  return false;
}

}  // namespace

StateSpace::StateSpace(Database& database, const Program& program, const Hints& hints,
                       const std::optional<Columns>& looked_at, Bounds bounds)
    : database_(database), schema_(database.schema()), extremes_(program.extremes), bounds_(bounds) {
  Columns seen;  // lower case, with ("table", "") for each table
  for (const auto& [table, column] : looked_at.value_or(Columns())) {
    seen.emplace(lower(table), lower(column));
    seen.emplace(lower(table), "");
  }
  plans_.resize(schema_.tables.size());
  // Children before parents: a table that a used one refers to is used.
  for (auto at = schema_.order.rbegin(); at != schema_.order.rend(); ++at) {
    const Table& table = schema_.tables[*at];
    TablePlan& plan = plans_[*at];
    plan.used = plan.used || !looked_at || seen.count({lower(table.name), ""}) != 0;
    if (plan.used) {
      for (const ForeignKey& key : table.foreign_keys) {
        const bool must =
            std::any_of(key.columns.begin(), key.columns.end(), [&](int c) { return table.columns[c].not_null; });
        const bool matters = std::any_of(key.columns.begin(), key.columns.end(), [&](int c) {
          return !looked_at || seen.count({lower(table.name), lower(table.columns[c].name)}) != 0;
        });
        if (key.parent >= 0 && (must || matters)) plans_[key.parent].used = true;
      }
    }
    plan.domains.resize(table.columns.size());
    plan.sizes.resize(table.columns.size(), 0);
    plan.matters.resize(table.columns.size(), false);
    plan.distinct.resize(table.columns.size(), false);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      const bool reference =
          std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey& key) {
            return key.parent >= 0 &&
                   std::find(key.columns.begin(), key.columns.end(), static_cast<int>(i)) != key.columns.end();
          });
      plan.matters[i] = !looked_at || seen.count({lower(table.name), lower(column.name)}) != 0;
      if (column.generated || column.kept_by_trigger || column.automatic_key || reference) continue;
      const bool unique = std::any_of(table.uniques.begin(), table.uniques.end(), [&](const std::vector<int>& key) {
        return std::find(key.begin(), key.end(), static_cast<int>(i)) != key.end();
      });
      plan.domains[i] = smallDomain(schema_, *at, static_cast<int>(i), hints, program, kCandidates);
      plan.sizes[i] = said(program, table.name + "." + column.name) ? plan.domains[i].size()
                      : unique                                      ? std::max(bounds.values, bounds.rows)
                                                                    : bounds.values;
      plan.distinct[i] = !plan.matters[i] && unique;
    }
  }
  findAcceptedValues();
}

/// Of the candidates of each column those stay with which the database takes a row, the others as in a row that it
/// took. Then as many as the bounds allow; for a column that does not matter, one.
void StateSpace::findAcceptedValues() {
  State parents;
  for (int index : schema_.order) {
    TablePlan& plan = plans_[index];
    const Table& table = schema_.tables[index];
    if (!plan.used) continue;
    const State before = parents;
    Row taken;
    std::vector<std::size_t> choice(table.columns.size(), 0);
    for (int tries = 0; tries < kProbes; ++tries) {
      Row row{index, std::vector<Value>(table.columns.size())};
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].automatic_key) row.cells[i] = Value(std::int64_t{1});
        if (plan.distinct[i]) row.cells[i] = numbered(table.columns[i], 1);
        if (!plan.domains[i].empty() && !plan.distinct[i])
          row.cells[i] = plan.domains[i][choice[i] % plan.domains[i].size()];
      }
      for (const ForeignKey& key : table.foreign_keys) {
        for (const Row& parent : parents.rows) {
          if (parent.table != key.parent) continue;
          for (std::size_t i = 0; i < key.columns.size(); ++i)
            row.cells[key.columns[i]] = parent.cells[key.parent_columns[i]];
        }
      }
      State state = parents;
      state.rows.push_back(row);
      if (loadState(database_, state)) {
        parents = std::move(state);
        taken = row;
        break;
      }
      // The columns that matter are tried too: their first value may be one that a constraint refuses.
      for (std::size_t i = 0; i < choice.size(); ++i) {
        if (plan.domains[i].empty() || plan.distinct[i]) continue;
        if (++choice[i] < plan.domains[i].size()) break;
        choice[i] = 0;
      }
    }
    for (std::size_t i = 0; i < table.columns.size() && !taken.cells.empty(); ++i) {
      if (plan.domains[i].empty() || plan.distinct[i]) continue;
      const auto candidates = std::move(plan.domains[i]);
      plan.domains[i].clear();
      if (!plan.matters[i]) {
        plan.domains[i].push_back(taken.cells[i]);
        continue;
      }
      std::size_t values = 0;
      for (const Value& candidate : candidates) {
        const bool counts = !candidate.isNull() && !(extremes_ && isExtreme(candidate));
        if (counts && values >= plan.sizes[i]) continue;
        State state = before;
        state.rows.push_back(taken);
        state.rows.back().cells[i] = candidate;
        if (!loadState(database_, state)) continue;
        plan.domains[i].push_back(candidate);
        values += counts ? 1 : 0;
      }
      if (plan.domains[i].empty()) plan.domains[i].push_back(taken.cells[i]);
    }
  }
}

bool StateSpace::each(const std::function<bool(const State&)>& visit) {
  nested_ = database_.nest(true);
  if (nested_) database_.clear();
  const bool whole = tables(0, visit);
  outgrown_ = database_.outgrown();
  if (nested_) database_.nest(false);
  return whole;
}

bool StateSpace::tables(std::size_t position, const std::function<bool(const State&)>& visit) {
  if (position == schema_.order.size()) return leaf(visit);
  if (!tables(position + 1, visit)) return false;  // this table stays empty
  return !plans_[schema_.order[position]].used || rows(position, 1, nullptr, visit);
}

/// One more row of this table, then either no further one or another.
bool StateSpace::rows(std::size_t position, int row, const Row* previous,
                      const std::function<bool(const State&)>& visit) {
  if (row > bounds_.rows) return true;
  Row current;
  current.table = schema_.order[position];
  current.cells.resize(schema_.tables[current.table].columns.size());
  return cells(position, row, 0, current, previous, visit);
}

bool StateSpace::cells(std::size_t position, int row, std::size_t column, Row& current, const Row* previous,
                       const std::function<bool(const State&)>& visit) {
  const int index = schema_.order[position];
  const Table& table = schema_.tables[index];
  const TablePlan& plan = plans_[index];
  if (column < table.columns.size()) {
    const Column& c = table.columns[column];
    if (c.automatic_key && table.foreign_keys.empty()) {
      current.cells[column] = Value(std::int64_t{row});
    } else if (!plan.domains[column].empty() && plan.distinct[column]) {
      current.cells[column] = numbered(c, row);
    } else if (!plan.domains[column].empty()) {
      for (const Value& value : plan.domains[column]) {
        current.cells[column] = value;
        if (!cells(position, row, column + 1, current, previous, visit)) return false;
      }
      return true;
    } else if (!c.generated && !c.kept_by_trigger) {
      // A reference, or a key that may be one: the parents that are there, in order, and none.
      const ForeignKey* key = nullptr;
      std::size_t part = 0;
      for (const ForeignKey& candidate : table.foreign_keys) {
        const auto found = std::find(candidate.columns.begin(), candidate.columns.end(), static_cast<int>(column));
        if (candidate.parent >= 0 && found != candidate.columns.end()) {
          key = &candidate;
          part = static_cast<std::size_t>(found - candidate.columns.begin());
        }
      }
      if (key == nullptr) {
        current.cells[column] = Value(std::int64_t{row});
        return cells(position, row, column + 1, current, previous, visit);
      }
      std::vector<Value> options;
      for (const Row& other : state_.rows) {
        if (other.table != key->parent) continue;
        const Value& value = other.cells[key->parent_columns[part]];
        if (std::find(options.begin(), options.end(), value) == options.end()) options.push_back(value);
      }
      if (!c.not_null && !c.automatic_key) options.emplace_back();
      if (!plan.matters[column] && !inUnique(table, static_cast<int>(column)) && !options.empty())
        options = {options.back()};
      for (const Value& value : options) {
        current.cells[column] = value;
        if (!cells(position, row, column + 1, current, previous, visit)) return false;
      }
      return true;
    }
    return cells(position, row, column + 1, current, previous, visit);
  }
  const bool numbered =
      std::any_of(table.columns.begin(), table.columns.end(), [](const Column& c) { return c.automatic_key; });
  if (previous != nullptr && !numbered && before(current, *previous))
    return true;  // the multiset comes in another order
  if (nested_ && !database_.push(current)) return true;
  state_.rows.push_back(current);
  const Row copy = current;
  const bool going = tables(position + 1, visit) && rows(position, row + 1, &copy, visit);
  state_.rows.pop_back();
  if (nested_) database_.pop();
  return going;
}

bool StateSpace::leaf(const std::function<bool(const State&)>& visit) {
  if (database_.outgrown()) return false;
  const bool taken = nested_ ? database_.settle() : loadState(database_, state_);
  if (!taken) return true;
  ++visited_;
  return visit(state_);
}

}  // namespace touchgraph::prove
