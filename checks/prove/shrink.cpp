#include "checks/prove/shrink.h"

#include <algorithm>
#include <set>

namespace touchgraph::prove {
namespace {

/// Plainer values to try for one, plainest first.
std::vector<Value> plainer(const Value& value) {
  std::vector<Value> out;
  if (const auto* number = value.integer()) {
    // Halving reaches a bound in few steps; single steps only where few are left.
    const std::int64_t step = *number < 0 ? -(*number + 1) : *number <= 8 ? *number - 1 : *number / 4 * 3;
    for (std::int64_t n : {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, *number / 2, step}) {
      if (n != *number && std::llabs(n) < std::llabs(*number)) out.emplace_back(n);
    }
  } else if (const auto* real = value.real()) {
    for (double r : {0.0, 1.0, 0.5, static_cast<double>(static_cast<std::int64_t>(*real))}) {
      if (r == *real) break;  // those after it are less plain
      out.emplace_back(r);
    }
  } else if (const auto* text = value.text()) {
    for (const char* t : {"", "a", "b"}) {
      if (*text == t) break;
      out.emplace_back(std::string(t));
    }
    if (text->size() > 1) out.emplace_back(text->substr(0, text->size() / 2));
  } else if (const bool* flag = std::get_if<bool>(&value.data); flag != nullptr && *flag) {
    out.emplace_back(false);
  }
  return out;
}

/// Everything one step plainer than a structured value.
std::vector<Value> steps(const Value& value) {
  std::vector<Value> out = plainer(value);
  if (const Record* record = value.record()) {
    for (std::size_t i = 0; i < record->fields.size(); ++i) {
      for (Value& smaller : steps(record->fields[i].second)) {
        Record copy = *record;
        copy.fields[i].second = std::move(smaller);
        out.emplace_back(std::move(copy));
      }
    }
  } else if (const List* list = value.list()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      List copy = *list;
      copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
      out.emplace_back(std::move(copy));
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
      for (Value& smaller : steps((*list)[i])) {
        List copy = *list;
        copy[i] = std::move(smaller);
        out.emplace_back(std::move(copy));
      }
    }
  }
  return out;
}

void replace(Value& in, const Value& from, const Value& to) {
  if (in == from) {
    in = to;
  } else if (auto* record = std::get_if<Record>(&in.data)) {
    for (auto& [name, field] : record->fields) replace(field, from, to);
  } else if (auto* list = std::get_if<List>(&in.data)) {
    for (Value& element : *list) replace(element, from, to);
  }
}

class Shrinker {
 public:
  Shrinker(Database& database, Trial trial, const Program& program, const GraphView& graph,
           const std::function<bool()>& stop)
      : database_(database), best_(std::move(trial)), program_(program), graph_(graph), stop_(stop) {}

  Trial run() {
    bool smaller = true;
    while (smaller && !stop_()) {
      smaller = false;
      smaller |= dropRows();
      smaller |= dropSingle();
      smaller |= plainInputs();
      smaller |= plainCells();
    }
    renumber();
    return std::move(best_);
  }

 private:
  bool fails(const Trial& candidate) {
    const Finding finding = judge(database_, candidate, program_, graph_, false);
    return finding.applies && !finding.holds;
  }
  bool take(Trial candidate) {
    if (stop_() || !fails(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  /// Halves, quarters, … of the rows, with what refers to them.
  bool dropRows() {
    bool any = false;
    for (std::size_t size = std::max<std::size_t>(best_.state.rows.size() / 2, 1); size >= 2; size /= 2) {
      for (std::size_t from = 0; from < best_.state.rows.size();) {
        std::set<std::size_t> gone;
        for (std::size_t i = from; i < std::min(from + size, best_.state.rows.size()); ++i) gone.insert(i);
        if (take(without(gone))) {
          any = true;
        } else {
          from += size;
        }
      }
    }
    return any;
  }
  bool dropSingle() {
    bool any = false;
    for (std::size_t i = best_.state.rows.size(); i-- > 0;) {
      if (i < best_.state.rows.size() && take(without({i}))) any = true;
    }
    return any;
  }

  /// The trial without these rows and without those that refer to them, directly or not.
  Trial without(std::set<std::size_t> gone) const {
    const auto& rows = best_.state.rows;
    const Schema& schema = database_.schema();
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t child = 0; child < rows.size(); ++child) {
        if (gone.count(child) != 0) continue;
        for (const ForeignKey& key : schema.tables[rows[child].table].foreign_keys) {
          if (key.parent < 0) continue;
          const auto refersTo = [&](std::size_t parent) {
            if (rows[parent].table != key.parent) return false;
            for (std::size_t i = 0; i < key.columns.size(); ++i) {
              const Value& value = rows[child].cells[key.columns[i]];
              if (value.isNull() || !(value == rows[parent].cells[key.parent_columns[i]])) return false;
            }
            return true;
          };
          if (std::any_of(gone.begin(), gone.end(), refersTo)) {
            gone.insert(child);
            grown = true;
            break;
          }
        }
      }
    }
    Trial out = best_;
    out.state.rows.clear();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (gone.count(i) == 0) out.state.rows.push_back(rows[i]);
    }
    return out;
  }

  bool plainInputs() {
    bool any = false;
    for (Value Trial::* part : {&Trial::input, &Trial::second_input, &Trial::args}) {
      for (bool again = true; again;) {
        again = false;
        for (Value& candidate : steps(best_.*part)) {
          Trial trial = best_;
          trial.*part = std::move(candidate);
          if (take(std::move(trial))) {
            any = again = true;
            break;
          }
        }
      }
    }
    return any;
  }

  bool plainCells() {
    bool any = false;
    const Schema& schema = database_.schema();
    for (std::size_t row = 0; row < best_.state.rows.size(); ++row) {
      const Table& table = schema.tables[best_.state.rows[row].table];
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (table.columns[column].generated || table.columns[column].kept_by_trigger) continue;
        const Value now = best_.state.rows[row].cells[column];
        // A reference is not made plainer, but a row may do without one.
        std::vector<Value> candidates = isKey(table, column) ? std::vector<Value>() : plainer(now);
        if (!now.isNull() && !table.columns[column].not_null) candidates.insert(candidates.begin(), Value());
        for (Value& candidate : candidates) {
          Trial trial = best_;
          trial.state.rows[row].cells[column] = std::move(candidate);
          if (take(std::move(trial))) {
            any = true;
            break;
          }
        }
      }
    }
    return any;
  }

  static bool isKey(const Table& table, std::size_t column) {
    const int index = static_cast<int>(column);
    for (const ForeignKey& key : table.foreign_keys) {
      if (std::find(key.columns.begin(), key.columns.end(), index) != key.columns.end()) return true;
    }
    return table.columns[column].automatic_key;
  }

  /// Keys become 1, 2, … in their order, everywhere at once; kept only when the trial still fails.
  void renumber() {
    const Schema& schema = database_.schema();
    for (std::size_t t = 0; t < schema.tables.size(); ++t) {
      for (std::size_t c = 0; c < schema.tables[t].columns.size(); ++c) {
        if (!schema.tables[t].columns[c].automatic_key) continue;
        std::int64_t next = 0;
        std::set<std::int64_t> used;
        for (const Row& row : best_.state.rows) {
          if (row.table == static_cast<int>(t) && row.cells[c].integer() != nullptr)
            used.insert(*row.cells[c].integer());
        }
        for (std::int64_t old : used) {
          if (++next == old) continue;
          Trial trial = best_;
          const Value from(old), to(next);
          for (Row& row : trial.state.rows) {
            if (row.table == static_cast<int>(t)) replace(row.cells[c], from, to);
            for (const ForeignKey& key : schema.tables[row.table].foreign_keys) {
              for (std::size_t i = 0; i < key.columns.size(); ++i) {
                if (key.parent == static_cast<int>(t) && key.parent_columns[i] == static_cast<int>(c)) {
                  replace(row.cells[key.columns[i]], from, to);
                }
              }
            }
          }
          const auto rename = [&](const std::vector<Domain>& domains, Value& value) {
            renameBound(domains, schema.tables[t].name + "." + schema.tables[t].columns[c].name, value, "", from, to);
          };
          rename(trial.mutation->fields, trial.input);
          if (trial.second != nullptr) rename(trial.second->fields, trial.second_input);
          if (trial.query != nullptr) rename(trial.query->fields, trial.args);
          take(std::move(trial));
        }
      }
    }
  }

  static void renameBound(const std::vector<Domain>& domains, const std::string& place, Value& value,
                          const std::string& path, const Value& from, const Value& to) {
    if (auto* record = std::get_if<Record>(&value.data)) {
      for (auto& [name, field] : record->fields) {
        renameBound(domains, place, field, path.empty() ? name : path + "." + name, from, to);
      }
    } else if (auto* list = std::get_if<List>(&value.data)) {
      for (Value& element : *list) renameBound(domains, place, element, path + "[]", from, to);
    } else if (value == from) {
      for (const Domain& domain : domains) {
        if (domain.place == path && domain.column == place) value = to;
      }
    }
  }

  Database& database_;
  Trial best_;
  const Program& program_;
  const GraphView& graph_;
  const std::function<bool()>& stop_;
};

}  // namespace

Trial shrink(Database& database, Trial trial, const Program& program, const GraphView& graph,
             const std::function<bool()>& stop) {
  return Shrinker(database, std::move(trial), program, graph, stop).run();
}

}  // namespace touchgraph::prove
