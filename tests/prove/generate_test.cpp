#include "checks/prove/generate.h"
#include "checks/prove/sqlite_database.h"
#include "tests/prove/small_cart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

/// The states and inputs that must turn up: each edge is one that a transform of somebody's gets wrong.
namespace touchgraph::prove {
namespace {

Opening openingOf(const std::string& schema) {
  Opening opening;
  opening.open = [](const std::string& path) { return std::make_shared<cart::Db>(path); };
  opening.schema_text = schema;
  return opening;
}

const char* const kShop =
    "CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT);"
    "CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER REFERENCES lists(id), title TEXT NOT NULL, rank "
    "INTEGER NOT NULL, price REAL, gone_at TEXT, total INTEGER NOT NULL DEFAULT 0);"
    "CREATE TRIGGER totals AFTER INSERT ON items BEGIN UPDATE items SET total = total + 1 WHERE id = new.id; END;";
enum Tables { kItems = 0, kLists = 1 };                                             // by name
enum Columns { kId = 0, kList = 1, kTitle = 2, kRank = 3, kPrice = 4, kGone = 5 };  // of items

/// Some hundred random states, as a program that runs this SQL meets them.
struct Generated {
  explicit Generated(const std::string& sql) : opening(openingOf(kShop)), database(opening, {}, {}) {
    readHints(sql, hints);
    Dice dice(7);
    for (int epoch = 0; epoch < 50; ++epoch) {
      const Pools pools = drawPools(database.schema(), hints, program, 100 + epoch);
      for (int i = 0; i < 20; ++i) {
        bool ok = false;
        State state = randomState(database, pools, hints, dice, ok);
        if (ok) states.push_back(std::move(state));
      }
    }
  }
  static std::vector<Row> rows(const State& state, int table) {
    std::vector<Row> out;
    for (const Row& row : state.rows) {
      if (row.table == table) out.push_back(row);
    }
    return out;
  }
  /// In how many states this holds of the items.
  template <class Holds>
  int count(Holds holds) const {
    int out = 0;
    for (const State& state : states) out += holds(rows(state, kItems)) ? 1 : 0;
    return out;
  }
  bool has(int column, const Value& value) const {
    return count([&](const std::vector<Row>& rows) {
             return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.cells[column] == value; });
           }) > 0;
  }

  Opening opening;
  SqliteDatabase database;
  Program program;
  Hints hints;
  std::vector<State> states;
};

bool allCells(const std::vector<Row>& rows, int column, bool null) {
  return rows.size() >= 3 &&
         std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return row.cells[column].isNull() == null; });
}

TEST(Generated, StatesHaveTheEdges) {
  const Generated made("SELECT id FROM items");
  ASSERT_GT(made.states.size(), 500u);
  EXPECT_GT(made.count([](const auto& rows) { return rows.empty(); }), 5) << "an empty table";
  EXPECT_GT(made.count([](const auto& rows) { return rows.size() == 1; }), 20) << "a single row";
  EXPECT_GT(made.count([](const auto& rows) { return allCells(rows, kGone, true); }), 20) << "nothing deleted softly";
  EXPECT_GT(made.count([](const auto& rows) { return allCells(rows, kGone, false); }), 5) << "all deleted softly";
  for (const char* text : {"", " ", "é", "😀", "o'Brien", "100%", "NULL"})
    EXPECT_TRUE(made.has(kTitle, Value(std::string(text)))) << "'" << text << "'";
  for (const std::int64_t n : {-3, -1, 0, 1, 2, 3, 7}) EXPECT_TRUE(made.has(kRank, Value(n))) << n;
  EXPECT_TRUE(made.has(kRank, Value(std::int64_t{1000000})) || made.has(kRank, Value(std::int64_t{-1000000})));
  EXPECT_TRUE(made.has(kPrice, Value(0.1)) || made.has(kPrice, Value(19.99)));
  EXPECT_GT(made.count([](const auto& rows) {
    return rows.size() >= 4 && std::all_of(rows.begin(), rows.end(),
                                           [&](const Row& row) { return row.cells[kRank] == rows[0].cells[kRank]; });
  }),
            20)
      << "nothing but ties";
  EXPECT_GT(made.count([](const auto& rows) {
    std::set<std::int64_t> ids;
    for (const Row& row : rows) ids.insert(*row.cells[kId].integer());
    return !ids.empty() && *ids.rbegin() > static_cast<std::int64_t>(ids.size());
  }),
            50)
      << "a gap in the keys";
  int childless = 0, orphans = 0;
  for (const State& state : made.states) {
    const auto items = Generated::rows(state, kItems), lists = Generated::rows(state, kLists);
    childless += std::any_of(lists.begin(), lists.end(), [&](const Row& list) {
      return std::none_of(items.begin(), items.end(),
                          [&](const Row& item) { return item.cells[kList] == list.cells[0]; });
    });
    orphans += std::any_of(items.begin(), items.end(), [](const Row& item) { return item.cells[kList].isNull(); });
  }
  EXPECT_GT(childless, 50);
  EXPECT_GT(orphans, 50);
}

TEST(Generated, RowsLieJustInsideAndJustOutsideAFilter) {
  const Generated made("SELECT id FROM items WHERE rank > 250 AND title LIKE 'sale%' AND ? BETWEEN 3 AND 9");
  for (const std::int64_t n : {249, 250, 251}) EXPECT_TRUE(made.has(kRank, Value(n))) << n;
  for (const char* text : {"sale", "salex", "xsale", "SALE"})
    EXPECT_TRUE(made.has(kTitle, Value(std::string(text)))) << text;
}

TEST(Generated, RowsAreCountedAboutAPage) {
  const Generated made("SELECT id FROM items ORDER BY rank LIMIT 20");
  for (const std::size_t n : {19, 20, 21, 22})
    EXPECT_GT(made.count([&](const auto& rows) { return rows.size() == n; }), 0) << n;
  const Generated unpaged("SELECT id FROM items");
  EXPECT_EQ(unpaged.count([](const auto& rows) { return rows.size() > 12; }), 0);
}

TEST(Generated, WhatATriggerKeepsIsNotDrawn) {
  Generated made("SELECT id FROM items");
  bool ok = false;
  for (int seed = 0; seed < 20; ++seed) {
    Dice dice(seed);
    const Pools pools = drawPools(made.database.schema(), made.hints, made.program, seed);
    randomState(made.database, pools, made.hints, dice, ok);
    const auto rows = made.database.dump()[kItems];
    for (const auto& row : rows) EXPECT_EQ(row.back(), Value(std::int64_t{1}));
  }
}

TEST(Generated, InputsPickRowsThatAreThereAndOthers) {
  const Generated made("SELECT id FROM items");
  const Shape integer = Codec<std::int64_t>::shape();
  Shape shape;
  shape.kind = Shape::Kind::Record;
  shape.children = {{"item", integer}, {"list", integer}};
  const std::vector<Domain> domains = {{"item", "items.id", {}}, {"list", "lists.id", {}}};
  Dice dice(3);
  int there = 0, missing = 0, zero = 0, together = 0, both = 0, followed = 0, followers = 0;
  for (const State& state : made.states) {
    const auto items = Generated::rows(state, kItems);
    if (items.empty()) continue;
    const Pools pools = drawPools(made.database.schema(), made.hints, made.program, 5);
    Drawn drawn;
    const Value input = randomValue(shape, domains, made.database.schema(), state, pools, dice, drawn, false);
    const Value item = input.record()->fields[0].second, list = input.record()->fields[1].second;
    const auto row =
        std::find_if(items.begin(), items.end(), [&](const Row& candidate) { return candidate.cells[kId] == item; });
    ++(row != items.end() ? there : missing);
    zero += item == Value(std::int64_t{0}) ? 1 : 0;
    if (row != items.end() && Generated::rows(state, kLists).size() > 1 && !row->cells[kList].isNull()) {
      ++both;
      together += row->cells[kList] == list ? 1 : 0;
    }
    // An argument behind the input is mostly about the input's row.
    Shape argument;
    argument.kind = Shape::Kind::Record;
    argument.children = {{"item", integer}};
    Drawn seen = drawn;
    const Value args = randomValue(argument, domains, made.database.schema(), state, pools, dice, seen, true);
    ++followers;
    followed += args.record()->fields[0].second == item ? 1 : 0;
  }
  EXPECT_GT(there, missing * 3);
  EXPECT_GT(missing, 40);
  EXPECT_GT(zero, 3);
  EXPECT_GT(together, both * 6 / 10) << "keys that belong together by a foreign key, of " << both;
  EXPECT_GT(followed, followers * 6 / 10);
  EXPECT_LT(followed, followers * 95 / 100);
}

}  // namespace
}  // namespace touchgraph::prove
