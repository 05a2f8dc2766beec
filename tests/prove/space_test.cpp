#include "checks/prove/sqlite_database.h"
#include "tests/prove/small_cart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

/// Which states the bounded-exhaustive mode goes through, and what it may take for known.
namespace touchgraph::prove {
namespace {

struct One {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(One, id)
struct Add {
  std::int64_t id = 0, amount = 0;
};
TOUCHGRAPH_FIELDS(Add, id, amount)
using Numbers = std::vector<std::int64_t>;

Suite<cart::Db> over(const std::string& schema) {
  Suite<cart::Db> suite("space");
  suite.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); }).schema(schema);
  return suite;
}
Options exhaustive(int rows = 2, int values = 2) {
  Options options;
  options.mode = Mode::Exhaustive;
  options.laws = {"commute"};
  options.rows = rows;
  options.values = values;
  return options;
}
Numbers numbers(cart::Db& db, const char* sql) {
  Numbers out;
  cart::Statement& rows = db(sql).bind();
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}
void expectVerdict(const Suite<cart::Db>& suite, const Options& options, Verdict verdict) {
  const Report report = suite.run(options);
  ASSERT_EQ(report.results.size(), 1u) << report.text();
  EXPECT_EQ(report.results[0].verdict, verdict) << report.text();
}

void clearBag(cart::Db& db, const One& in) {
  db("DELETE FROM bag WHERE n = ?1").bind(in.id).run();
}
Numbers loadBag(cart::Db& db) {
  return numbers(db, "SELECT n FROM bag ORDER BY n");
}
Suite<cart::Db> bag(const std::string& more) {
  auto suite = over("CREATE TABLE bag (n INTEGER NOT NULL" + more + ");");
  suite.column("bag.n").values(oneOf(1, 2, 3));
  suite.mutation<&clearBag>("clear").input("id", oneOf(1));
  suite.query<&loadBag>("bag");
  suite.prove<&clearBag, &loadBag>([](Numbers bag, const One& in) {
    std::erase(bag, in.id);
    return bag;
  });
  return suite;
}

TEST(Space, RowsWithoutAKeyAreAMultiset) {
  // Up to two of three values, in no order: 1 + 3 + 6.
  EXPECT_EQ(bag("").run(exhaustive()).total_states, 10u);
  EXPECT_EQ(bag("").run(exhaustive(3)).total_states, 20u);
}
TEST(Space, AColumnThatNothingLooksAtHoldsOneValue) {
  EXPECT_EQ(bag(", aside INTEGER, beside TEXT NOT NULL DEFAULT 'x'").run(exhaustive()).total_states, 10u);
}

void rotate(cart::Db& db, const One&) {
  const Numbers bag = numbers(db, "SELECT n FROM bag ORDER BY rowid LIMIT 1");
  if (bag.empty()) return;
  db("DELETE FROM bag WHERE rowid = (SELECT min(rowid) FROM bag)").bind().run();
  db("INSERT INTO bag (n) VALUES (?1)").bind(bag[0]).run();
}
Numbers loadInOrder(cart::Db& db) {
  return numbers(db, "SELECT n FROM bag ORDER BY rowid");
}

TEST(Space, RowsInAnotherOrderAreAnotherContent) {
  auto suite = over("CREATE TABLE bag (n INTEGER NOT NULL);");
  suite.column("bag.n").values(oneOf(1, 2, 3));
  suite.mutation<&rotate>("rotate").input("id", oneOf(1));
  suite.query<&loadInOrder>("bag");
  suite.prove<&rotate, &loadInOrder>([](Numbers bag, const One&) {
    if (!bag.empty()) std::rotate(bag.begin(), bag.begin() + 1, bag.end());
    return bag;
  });
  expectVerdict(suite, exhaustive(3), Verdict::Exhausted);
}

/// Refuses what would exceed a cap that the query does not show.
void addUpToCap(cart::Db& db, const Add& in) {
  db("UPDATE counters SET n = min(n + 1, cap) WHERE id = ?1").bind(in.id).run();
}
Numbers loadCounters(cart::Db& db) {
  return numbers(db, "SELECT n FROM counters ORDER BY id");
}
Suite<cart::Db> counters() {
  auto suite = over("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, cap INTEGER NOT NULL);");
  suite.column("counters.n").values(oneOf(0, 1, 2));
  suite.mutation<&addUpToCap>("add").input("id", oneOf(1)).input("amount", oneOf(1, 2));
  suite.query<&loadCounters>("counters");
  return suite;
}

TEST(Space, EqualPredictionsMeetEachResult) {
  auto suite = counters();
  suite.column("counters.cap").values(oneOf(9, 1));
  suite.prove<&addUpToCap, &loadCounters>([](Numbers n, const Add&) {
    if (!n.empty()) ++n[0];
    return n;
  });
  expectVerdict(suite, exhaustive(1), Verdict::Refuted);
}
TEST(Space, EqualResultsMeetEachInput) {
  auto suite = counters();
  suite.column("counters.cap").values(oneOf(9));
  suite.prove<&addUpToCap, &loadCounters>([](Numbers n, const Add& in) {
    if (!n.empty()) n[0] += in.amount;
    return n;
  });
  expectVerdict(suite, exhaustive(1), Verdict::Refuted);
}

/// Looks at the note of the third counter, where all three stand at four.
void addAndPeek(cart::Db& db, const One& in) {
  const Numbers n = loadCounters(db);
  std::int64_t by = 1;
  if (n == Numbers{4, 4, 4} && !numbers(db, "SELECT id FROM counters WHERE note = 1").empty()) by = 2;
  db("UPDATE counters SET n = n + ?2 WHERE id = ?1").bind(in.id, by).run();
}

TEST(Space, AStatementSeenLateVariesItsColumns) {
  auto suite = over("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, note INTEGER NOT NULL);");
  suite.column("counters.n").values(range(0, 4));
  suite.column("counters.note").values(oneOf(0, 1));
  suite.mutation<&addAndPeek>("add").input("id", oneOf(1));
  suite.query<&loadCounters>("counters");
  suite.prove<&addAndPeek, &loadCounters>([](Numbers n, const One&) {
    if (!n.empty()) ++n[0];
    return n;
  });
  expectVerdict(suite, exhaustive(3), Verdict::Refuted);
}

void dropTeam(cart::Db& db, const One& in) {
  db("DELETE FROM people WHERE team_id = ?1").bind(in.id).run();
}
Numbers loadPeople(cart::Db& db) {
  return numbers(db, "SELECT COALESCE(team_id, 0) FROM people ORDER BY id");
}

TEST(Space, RowsMayDoWithoutAParent) {
  auto suite = over(
      "CREATE TABLE teams (id INTEGER PRIMARY KEY);"
      "CREATE TABLE people (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES teams(id));");
  suite.mutation<&dropTeam>("drop").input("id", "teams.id");
  suite.query<&loadPeople>("people");
  suite.prove<&dropTeam, &loadPeople>([](Numbers people, const One& in) {
    std::erase(people, in.id);
    std::erase(people, 0);
    return people;
  });
  expectVerdict(suite, exhaustive(), Verdict::Refuted);
}

void orphan(cart::Db& db, const One& in) {
  db("INSERT INTO people (team_id) VALUES (?1)").bind(in.id).run();
}

TEST(Space, AKeyThatWaitsForTheCommitIsChecked) {
  auto suite = over(
      "CREATE TABLE teams (id INTEGER PRIMARY KEY);"
      "CREATE TABLE people (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams(id) DEFERRABLE "
      "INITIALLY DEFERRED);");
  suite.mutation<&orphan>("add").input("id", "teams.id");
  suite.query<&loadPeople>("people");
  suite.prove<&orphan, &loadPeople>([](Numbers people, const One& in) {
    people.push_back(in.id);
    return people;
  });
  const Report report = suite.run(exhaustive());
  EXPECT_TRUE(report.clean()) << report.text();
  EXPECT_GT(report.find("add", "people", "commute")->counts.at("failed"), 0u) << "no such team";
}

TEST(Space, NothingIsTakenForKnownBesideAutoincrement) {
  for (const char* word : {"", " AUTOINCREMENT"}) {
    Opening opening;
    opening.open = [](const std::string& path) { return std::make_shared<cart::Db>(path); };
    opening.schema_text = std::string("CREATE TABLE t (id INTEGER PRIMARY KEY") + word + ");";
    SqliteDatabase database(opening, {}, {});
    EXPECT_EQ(database.track(true), *word == '\0');
  }
}

/// Writes, thinks better of it, and leaves all as it was.
void tryRow(cart::Db& db, const One& in) {
  db("SAVEPOINT trial").bind().run();
  db("INSERT INTO bag (n) VALUES (?1)").bind(in.id).run();
  db("ROLLBACK TO trial").bind().run();
  db("RELEASE trial").bind().run();
}

TEST(Space, WhatASavepointTakesBackIsNotThere) {
  auto suite = over("CREATE TABLE bag (n INTEGER NOT NULL);");
  suite.column("bag.n").values(oneOf(1, 2));
  suite.mutation<&tryRow>("try").input("id", oneOf(1));
  suite.query<&loadBag>("bag");
  suite.prove<&tryRow, &loadBag>([](Numbers bag, const One&) { return bag; });
  suite.steady<&tryRow, &loadBag>("it takes all back");
  expectVerdict(suite, exhaustive(3), Verdict::Exhausted);
}

void markOnce(cart::Db& db, const One&) {
  db("CREATE TABLE marks (id INTEGER PRIMARY KEY)").bind().run();
}

TEST(Space, ATableThatAHandlerMakesIsGoneWithItsCase) {
  auto suite = over("CREATE TABLE bag (n INTEGER NOT NULL);");
  suite.column("bag.n").values(oneOf(1, 2));
  suite.mutation<&markOnce>("mark").input("id", oneOf(1, 2, 3));
  suite.query<&loadBag>("bag");
  suite.prove<&markOnce, &loadBag>([](Numbers bag, const One&) { return bag; });
  suite.steady<&markOnce, &loadBag>("the bag is another table");
  const Report report = suite.run(exhaustive());
  EXPECT_TRUE(report.clean()) << report.text();
  EXPECT_EQ(report.find("mark", "bag", "commute")->counts.at("failed"), 0u) << "there already: not taken back";
}

/// Shows something that is in no row, once it has been called often enough.
int g_calls = 0;
void reset(cart::Db& db, const One&) {
  ++g_calls;
  db("UPDATE counters SET n = 0").bind().run();
}
Numbers loadWithMemory(cart::Db& db) {
  Numbers out = loadCounters(db);
  for (std::int64_t& n : out) n += g_calls > 10000 ? 1 : 0;
  return out;
}

TEST(Space, WhatIsTakenForKnownIsLookedAtNowAndThen) {
  // By the last of four states all results are known; what the query shows changes there.
  auto suite = over("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);");
  suite.column("counters.n").values(oneOf(0, 1, 2));
  suite.mutation<&reset>("reset").input("id", range(1, 3000));
  suite.query<&loadWithMemory>("counters");
  suite.prove<&reset, &loadWithMemory>([](Numbers n, const One&) { return Numbers(n.size(), 0); });
  g_calls = 0;
  const Report report = suite.run(exhaustive(1));
  EXPECT_FALSE(report.clean()) << report.text();
  EXPECT_GT(g_calls, 12000) << "gone through again";
}

TEST(Space, TimeThatEndsWithinProvesNothing) {
  auto suite = cart::suite();
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  Options options = exhaustive(5, 5);
  options.laws = {"commute", "pairs"};
  options.pairs = {"cart/clear:cart"};
  options.time_budget = 0.3;
  const Report report = suite.run(options);
  const LawResult* commute = report.find("cart/clear", "cart", "commute");
  ASSERT_NE(commute, nullptr) << report.text();
  EXPECT_EQ(commute->verdict, Verdict::Unproved);
  EXPECT_EQ(commute->evidence.find("the time budget ended within the space"), 0u) << commute->evidence;
}

TEST(Space, PairsWithoutAWholeBoundProveNothing) {
  auto suite = cart::suite();
  suite.prove<&cart::clearCart, &cart::loadCart>(cart::clearLines);
  suite.column("products.price_cents").values(range(0, 200));  // too many for even one row a table
  suite.column("cart_items.quantity").values(range(1, 200));
  Options options = exhaustive(1);
  options.laws = {"pairs"};
  options.pairs = {"cart/clear:cart"};
  options.time_budget = 0.2;
  const Report report = suite.run(options);
  const LawResult* pairs = report.find("cart/clear", "cart", "pairs");
  ASSERT_NE(pairs, nullptr) << report.text();
  EXPECT_EQ(pairs->verdict, Verdict::Unproved) << report.text();
  EXPECT_EQ(pairs->evidence.find("the time budget ended before all pairs"), 0u) << pairs->evidence;
}

}  // namespace
}  // namespace touchgraph::prove
