#include "checks/prove/generate.h"

#include <algorithm>
#include <cctype>

namespace touchgraph::prove {

std::vector<Value> present(const Schema& schema, const State& state, const std::string& place) {
  std::vector<Value> out;
  int table = 0, column = 0;
  if (!schema.locate(place, table, column)) return out;
  for (const Row& row : state.rows) {
    if (row.table == table && !row.cells[column].isNull() &&
        std::find(out.begin(), out.end(), row.cells[column]) == out.end()) {
      out.push_back(row.cells[column]);
    }
  }
  return out;
}

namespace {

std::string lastName(const std::string& path) {
  const auto dot = path.rfind('.');
  std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
  if (name.ends_with("[]")) name.resize(name.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {  // cartId → cart_id
    const auto c = static_cast<unsigned char>(name[i]);
    if (std::isupper(c) != 0 && i > 0) out += '_';
    out += static_cast<char>(std::tolower(c));
  }
  return out;
}

Value fitted(Value value, const Shape& shape) {
  if (shape.kind == Shape::Kind::Integer) {
    if (const auto* number = value.integer();
        number != nullptr && (*number < shape.lowest || *number > shape.highest)) {
      return Value(std::clamp(*number, shape.lowest, shape.highest));
    }
  }
  return value;
}

/// A value that no row of the state has in this column.
Value absent(const Schema& schema, const std::string& place, const std::vector<Value>& there, Dice* dice) {
  int table = 0, column = 0;
  if (schema.locate(place, table, column) && schema.tables[table].columns[column].affinity == Affinity::Text) {
    std::string text = "missing";
    while (std::find(there.begin(), there.end(), Value(text)) != there.end()) text += "x";
    return Value(text);
  }
  std::int64_t candidate = dice != nullptr && dice->chance(20) ? 0 : 1;
  while (std::find(there.begin(), there.end(), Value(candidate)) != there.end()) ++candidate;
  if (dice != nullptr && dice->chance(30)) {
    for (const Value& value : there) {
      if (value.integer() != nullptr) candidate = std::max(candidate, *value.integer() + 1);
    }
  }
  return Value(candidate);
}

struct Maker {
  const std::vector<Domain>& domains;
  const Schema& schema;
  const State& state;
  const Pools& pools;
  Dice& dice;
  Drawn& drawn;
  bool follow;
  const ThereLean& lean;

  Value make(const Shape& shape, const std::string& path) {
    if (const Domain* domain = domainOf(domains, path);
        domain != nullptr && shape.kind != Shape::Kind::Record && shape.kind != Shape::Kind::List) {
      if (domain->column.empty()) return fitted(dice.pick(domain->values), shape);
      return fitted(key(domain->column, path), shape);
    }
    switch (shape.kind) {
      case Shape::Kind::None:
      case Shape::Kind::Opaque:
        return Value();
      case Shape::Kind::Bool:
        return Value(dice.chance(50));
      case Shape::Kind::Integer:
        if (!shape.members.empty()) return Value(dice.pick(shape.members));
        return fitted(plain(path, pools.integers, Affinity::Integer), shape);
      case Shape::Kind::Real:
        return plain(path, pools.reals, Affinity::Real);
      case Shape::Kind::Text:
        return plain(path, pools.texts, Affinity::Text);
      case Shape::Kind::Blob:
        return dice.pick(pools.blobs.values);
      case Shape::Kind::Optional:
        if (dice.chance(25)) return Value();
        return make(shape.children[0].shape, path);
      case Shape::Kind::List: {
        List list;
        static const std::vector<int> lengths = {0, 1, 1, 2, 2, 3};
        for (int n = dice.pick(lengths); n > 0; --n) list.push_back(make(shape.children[0].shape, path + "[]"));
        return Value(std::move(list));
      }
      case Shape::Kind::Record: {
        Record record{shape.type, {}};
        for (const auto& [name, child] : shape.children) {
          record.fields.emplace_back(name, make(child, path.empty() ? name : path + "." + name));
        }
        return Value(std::move(record));
      }
    }
    return Value();
  }

  Value key(const std::string& place, const std::string& path) {
    int table = 0, column = 0;
    if (!schema.locate(place, table, column)) return absent(schema, place, {}, &dice);
    if (follow && dice.chance(60)) {
      // The argument that meets the input: a query about the row that the mutation is about.
      std::vector<const DrawnKey*> same;
      for (const DrawnKey& other : drawn) {
        if (other.place == place) same.push_back(&other);
      }
      if (!same.empty()) return same[dice.below(same.size())]->value;
    }
    const auto said = lean.find(path);
    const bool there = dice.chance(said == lean.end() ? kTherePercent : said->second);
    std::vector<int> rows;
    if (there && dice.chance(60)) rows = related(table, column);
    if (there && rows.empty()) {
      for (std::size_t i = 0; i < state.rows.size(); ++i) {
        if (state.rows[i].table == table && !state.rows[i].cells[column].isNull()) rows.push_back(static_cast<int>(i));
      }
    }
    DrawnKey out{path, place, {}, !rows.empty(), -1};
    if (rows.empty()) {
      out.value = absent(schema, place, present(schema, state, place), &dice);
    } else {
      out.row = dice.pick(rows);
      out.value = state.rows[out.row].cells[column];
    }
    const Value value = out.value;
    drawn.push_back(std::move(out));
    return value;
  }

  /// Rows of a table that belong to rows drawn before: the parent of one, a child of one, or the other end of a row
  /// that refers to both.
  std::vector<int> related(int table, int column) {
    std::vector<int> out;
    for (std::size_t i = 0; i < state.rows.size(); ++i) {
      const Row& row = state.rows[i];
      if (row.table != table || row.cells[column].isNull()) continue;
      const bool belongs = std::any_of(drawn.begin(), drawn.end(), [&](const DrawnKey& key) {
        if (key.row < 0) return false;
        const Row& other = state.rows[key.row];
        return refers(other, row) || refers(row, other) ||
               std::any_of(state.rows.begin(), state.rows.end(),
                           [&](const Row& link) { return refers(link, row) && refers(link, other); });
      });
      if (belongs) out.push_back(static_cast<int>(i));
    }
    return out;
  }

  bool refers(const Row& child, const Row& parent) const {
    for (const ForeignKey& key : schema.tables[child.table].foreign_keys) {
      if (key.parent != parent.table) continue;
      bool same = true;
      for (std::size_t i = 0; same && i < key.columns.size(); ++i) {
        const Value& value = child.cells[key.columns[i]];
        same = !value.isNull() && value == parent.cells[key.parent_columns[i]];
      }
      if (same) return true;
    }
    return false;
  }

  Value plain(const std::string& path, const Pool& pool, Affinity affinity) {
    const auto hinted = pools.fields.find(lastName(path));
    if (hinted != pools.fields.end() && dice.chance(50)) {
      const Value& value = dice.pick(hinted->second.values);
      const bool fits = affinity == Affinity::Integer ? value.integer() != nullptr
                        : affinity == Affinity::Text  ? value.text() != nullptr
                                                      : value.real() != nullptr;
      if (fits) return value;
    }
    return dice.pick(pool.values);
  }
};

}  // namespace

const Domain* domainOf(const std::vector<Domain>& domains, const std::string& path) {
  for (const Domain& domain : domains) {
    if (domain.place == path) return &domain;
  }
  return nullptr;
}

Value randomValue(const Shape& shape, const std::vector<Domain>& domains, const Schema& schema, const State& state,
                  const Pools& pools, Dice& dice, Drawn& drawn, bool follow, const ThereLean& lean) {
  return Maker{domains, schema, state, pools, dice, drawn, follow, lean}.make(shape, "");
}

void noteKeys(const Value& value, const std::vector<Domain>& domains, const Schema& schema, const State& state,
              Drawn& drawn) {
  const auto visit = [&](auto&& self, const Value& at, const std::string& path) -> void {
    if (const Record* record = at.record()) {
      for (const auto& [name, field] : record->fields) self(self, field, path.empty() ? name : path + "." + name);
    } else if (const List* list = at.list()) {
      for (const Value& element : *list) self(self, element, path + "[]");
    } else if (const Domain* domain = domainOf(domains, path); domain != nullptr && !domain->column.empty()) {
      DrawnKey key{path, domain->column, at, false, -1};
      int table = 0, column = 0;
      if (!schema.locate(domain->column, table, column)) return;
      for (std::size_t i = 0; i < state.rows.size() && !key.there; ++i) {
        if (state.rows[i].table != table || !(state.rows[i].cells[column] == at)) continue;
        key.there = true;
        key.row = static_cast<int>(i);
      }
      drawn.push_back(std::move(key));
    }
  };
  visit(visit, value, "");
}

void followReferences(const Schema& schema, Program& program) {
  const auto follow = [&](std::vector<Domain>& fields) {
    for (Domain& domain : fields) {
      int table = 0, column = 0;
      for (std::size_t steps = 0; domain.from_graph && steps <= schema.tables.size(); ++steps) {
        if (!schema.locate(domain.column, table, column)) break;
        const auto& keys = schema.tables[table].foreign_keys;
        const auto found = std::find_if(keys.begin(), keys.end(), [&](const ForeignKey& key) {
          return key.parent >= 0 && key.columns == std::vector<int>{column};
        });
        if (found == keys.end()) break;
        const Table& parent = schema.tables[found->parent];
        domain.column = parent.name + "." + parent.columns[found->parent_columns[0]].name;
      }
    }
  };
  for (Mutation& mutation : program.mutations) follow(mutation.fields);
  for (Query& query : program.queries) follow(query.fields);
}

namespace {

std::vector<Value> all(const Shape& shape, const std::vector<Domain>& domains, const Schema& schema, const State& state,
                       const SmallValues& values, const std::string& path) {
  std::vector<Value> out;
  if (const Domain* domain = domainOf(domains, path);
      domain != nullptr && shape.kind != Shape::Kind::Record && shape.kind != Shape::Kind::List) {
    if (domain->column.empty()) {
      for (const Value& value : domain->values) out.push_back(fitted(value, shape));
      return out;
    }
    out = present(schema, state, domain->column);
    out.push_back(absent(schema, domain->column, out, nullptr));
    return out;
  }
  switch (shape.kind) {
    case Shape::Kind::None:
    case Shape::Kind::Opaque:
      return {Value()};
    case Shape::Kind::Bool:
      return {Value(false), Value(true)};
    case Shape::Kind::Integer: {
      for (std::int64_t member : shape.members) out.emplace_back(member);
      if (!out.empty()) return out;
      const auto hinted = values.hints.columns.find(lastName(path));
      if (hinted != values.hints.columns.end()) {
        for (const Value& value : hinted->second) {
          if (value.integer() != nullptr && static_cast<int>(out.size()) < values.count)
            out.push_back(fitted(value, shape));
        }
      }
      for (std::int64_t n : {1, 0, 2, -1, 3}) {
        Value value = fitted(Value(n), shape);
        if (static_cast<int>(out.size()) < values.count && std::find(out.begin(), out.end(), value) == out.end())
          out.push_back(value);
      }
      if (!values.extremes) return out;
      for (const Value& extreme : extremes()) {
        if (const Value value = fitted(extreme, shape); std::find(out.begin(), out.end(), value) == out.end())
          out.push_back(value);
      }
      return out;
    }
    case Shape::Kind::Real:
      for (double r : {0.5, 0.0, 1.5}) {
        if (static_cast<int>(out.size()) < values.count) out.emplace_back(r);
      }
      return out;
    case Shape::Kind::Text:
      for (const char* t : {"a", "b", "", "A"}) {
        if (static_cast<int>(out.size()) < values.count) out.emplace_back(std::string(t));
      }
      return out;
    case Shape::Kind::Blob:
      return {Value(Blob{"a"}), Value(Blob{""})};
    case Shape::Kind::Optional:
      out = all(shape.children[0].shape, domains, schema, state, values, path);
      out.emplace_back();
      return out;
    case Shape::Kind::List: {
      out.emplace_back(List{});
      const auto elements = all(shape.children[0].shape, domains, schema, state, values, path + "[]");
      for (const Value& a : elements) out.emplace_back(List{a});
      for (const Value& a : elements) {
        for (const Value& b : elements) out.emplace_back(List{a, b});
      }
      return out;
    }
    case Shape::Kind::Record: {
      std::vector<Record> records{Record{shape.type, {}}};
      for (const auto& [name, child] : shape.children) {
        const auto options = all(child, domains, schema, state, values, path.empty() ? name : path + "." + name);
        std::vector<Record> longer;
        for (const Record& record : records) {
          for (const Value& option : options) {
            longer.push_back(record);
            longer.back().fields.emplace_back(name, option);
          }
        }
        records = std::move(longer);
      }
      for (Record& record : records) out.emplace_back(std::move(record));
      return out;
    }
  }
  return out;
}

}  // namespace

std::vector<Value> allValues(const Shape& shape, const std::vector<Domain>& domains, const Schema& schema,
                             const State& state, const SmallValues& values) {
  return all(shape, domains, schema, state, values, "");
}

}  // namespace touchgraph::prove
