#include "checks/prove/arbitrary.h"
#include "checks/prove/generate.h"

#include <rapidcheck.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace touchgraph::prove {
namespace {

rc::Gen<std::int64_t> integers() {
  return rc::gen::weightedOneOf<std::int64_t>({{8, detail::within<std::int64_t>(0, 8)},
                                               {2, detail::within<std::int64_t>(-3, 0)},
                                               {2, rc::gen::element<std::int64_t>(10, 50, 99, 100, 101, 250, 999)},
                                               {1, rc::gen::element<std::int64_t>(1000000, -1000000)}});
}
rc::Gen<double> reals() {
  return rc::gen::weightedOneOf<double>(
      {{6, rc::gen::map(detail::within(0, 40), [](int quarters) { return quarters / 4.0; })},
       {3, rc::gen::element(0.1, 0.2, 0.3, 19.99, 4.35, 1.005)},
       {1, rc::gen::element(-1.5, 1e9, 1e-9)}});
}
rc::Gen<std::string> texts() {
  const auto letters = rc::gen::container<std::string>(rc::gen::element('a', 'b', 'A', 'z', ' ', '1'));
  return rc::gen::weightedOneOf<std::string>(
      {{5, rc::gen::element<std::string>("a", "b", "c", "A", "ab")},
       {2, letters},
       {2, rc::gen::element<std::string>("", " ", "é", "É", "日本", "😀", "o'Brien", "100%", "a_b", "\"q\"", "NULL",
                                         "0")}});
}

/// Takes values of a generator until `count` different ones are there, or enough tries were made.
template <class T>
void draw(std::vector<Value>& out, const rc::Gen<T>& generator, rc::Random& random, std::size_t count) {
  for (int tries = 0; tries < 40 && out.size() < count; ++tries) {
    Value value(generator(random.split(), 6).value());
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(std::move(value));
  }
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

std::vector<Value> moments(const std::string& declared) {
  if (has(declared, "time"))
    return {Value(std::string("2026-01-01 00:00:00")), Value(std::string("2026-01-01 12:30:00")),
            Value(std::string("2025-12-31 23:59:59"))};
  return {Value(std::string("2026-01-01")), Value(std::string("2026-01-02")), Value(std::string("2024-02-29"))};
}

/// Numbers are hints for number columns, texts for text columns: a stray match of names is not followed.
bool fits(const Value& value, Affinity affinity) {
  switch (affinity) {
    case Affinity::Integer:
    case Affinity::Boolean:
      return value.integer() != nullptr;
    case Affinity::Real:
      return value.integer() != nullptr || value.real() != nullptr;
    case Affinity::Text:
      return value.text() != nullptr;
    case Affinity::Numeric:
    case Affinity::Blob:
      return true;
  }
  return true;
}

std::vector<Value> hintsFor(const Column& column, const Hints& hints) {
  std::vector<Value> out = column.domain;
  const auto found = hints.columns.find(lower(column.name));
  if (found == hints.columns.end()) return out;
  for (const Value& value : found->second) {
    if (fits(value, column.affinity) && std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
  }
  return out;
}

const Domain* said(const Program& program, const std::string& place) {
  for (const Domain& domain : program.columns) {
    if (domain.place == place) return &domain;
  }
  return nullptr;
}

Pool drawColumn(const Column& column, const std::string& place, const Hints& hints, const Program& program,
                rc::Random& random) {
  Pool pool;
  if (const Domain* domain = said(program, place); domain != nullptr && !domain->values.empty()) {
    pool.values = domain->values;
    pool.fixed = true;
    return pool;
  }
  const std::string declared = lower(column.declared);
  pool.values = hintsFor(column, hints);
  if (!column.domain.empty()) return pool;  // an enumeration: its members alone
  const std::size_t hinted = pool.values.size();
  const auto more = [&](std::size_t n) { return hinted + n; };
  switch (column.affinity) {
    case Affinity::Boolean:
      pool.values = {Value(std::int64_t{0}), Value(std::int64_t{1})};
      break;
    case Affinity::Integer:
      draw(pool.values, integers(), random, more(hinted > 4 ? 2 : 5));
      break;
    case Affinity::Real:
      draw(pool.values, reals(), random, more(4));
      break;
    case Affinity::Numeric:
      if (has(declared, "date") || has(declared, "time")) {
        for (Value& moment : moments(declared)) pool.values.push_back(std::move(moment));
      } else {
        draw(pool.values, integers(), random, more(3));
        draw(pool.values, reals(), random, more(5));
      }
      break;
    case Affinity::Text:
      if (has(declared, "date") || has(declared, "time")) {
        for (Value& moment : moments(declared)) pool.values.push_back(std::move(moment));
      } else {
        draw(pool.values, texts(), random, more(hinted > 2 ? 2 : 5));
      }
      break;
    case Affinity::Blob:
      for (const char* bytes : {"", "a", "\x01\x02"}) pool.values.emplace_back(Blob{bytes});
      break;
  }
  return pool;
}

/// Two of the extremes, in every other pool of every other epoch: met with ordinary values too.
void drawExtremes(Pool& pool, Dice& dice) {
  if (pool.fixed || dice.chance(50)) return;
  for (int i = 0; i < 2; ++i) pool.values.push_back(dice.pick(extremes()));
}

}  // namespace

const std::vector<Value>& extremes() {
  static const std::vector<Value> values = {
      Value(std::int64_t{std::numeric_limits<std::int32_t>::max()}), Value(std::numeric_limits<std::int64_t>::max()),
      Value(std::numeric_limits<std::int64_t>::min()), Value(std::int64_t{std::numeric_limits<std::int32_t>::min()})};
  return values;
}

Pools drawPools(const Schema& schema, const Hints& hints, const Program& program, std::uint64_t seed) {
  rc::Random random(seed);
  Dice dice(seed);
  const bool extreme = program.extremes && dice.chance(50);
  Pools pools;
  for (const Table& table : schema.tables) {
    pools.columns.emplace_back();
    for (const Column& column : table.columns) {
      pools.columns.back().push_back(drawColumn(column, table.name + "." + column.name, hints, program, random));
      if (extreme && column.affinity == Affinity::Integer && column.domain.empty())
        drawExtremes(pools.columns.back().back(), dice);
    }
  }
  draw(pools.integers.values, integers(), random, 7);
  if (extreme) drawExtremes(pools.integers, dice);
  draw(pools.reals.values, reals(), random, 5);
  draw(pools.texts.values, texts(), random, 6);
  for (const char* bytes : {"", "a", "\x01\x02"}) pools.blobs.values.emplace_back(Blob{bytes});
  for (const auto& [column, values] : hints.columns) pools.fields[column].values = values;
  return pools;
}

std::vector<Value> smallDomain(const Schema& schema, int table, int column, const Hints& hints, const Program& program,
                               int count) {
  const Column& c = schema.tables[table].columns[column];
  std::vector<Value> out;
  if (const Domain* domain = said(program, schema.tables[table].name + "." + c.name);
      domain != nullptr && !domain->values.empty()) {
    return domain->values;  // the user's list is the domain, whole
  }
  out = hintsFor(c, hints);
  if (static_cast<int>(out.size()) > count) {
    // Keep the literals themselves; they come first in their group of three.
    out.resize(count);
  }
  const auto put = [&](Value value) {
    if (static_cast<int>(out.size()) < count && std::find(out.begin(), out.end(), value) == out.end())
      out.push_back(std::move(value));
  };
  switch (c.affinity) {
    case Affinity::Boolean:
    case Affinity::Integer:
    case Affinity::Numeric:
      for (std::int64_t n : {1, 0, 2, 3, 5}) put(Value(n));
      break;
    case Affinity::Real:
      for (double r : {0.5, 0.0, 1.5, 0.1}) put(Value(r));
      break;
    case Affinity::Text:
      for (const char* t : {"a", "b", "", "A"}) put(Value(std::string(t)));
      break;
    case Affinity::Blob:
      for (const char* t : {"a", "b", ""}) put(Value(Blob{t}));
      break;
  }
  if (program.extremes && c.affinity == Affinity::Integer && c.domain.empty())
    out.insert(out.end(), extremes().begin(), extremes().end());
  if (!c.not_null) out.emplace_back();
  return out;
}

}  // namespace touchgraph::prove
