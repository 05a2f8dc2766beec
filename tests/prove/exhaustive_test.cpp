#include "tests/prove/cart_entries.h"

#include <gtest/gtest.h>

#include <algorithm>

/// The bounded-exhaustive mode: what is remembered changes no verdict and no count, and pairs of inputs are gone
/// through.
namespace touchgraph::prove {
namespace {

Options exhaustive(std::vector<std::string> laws, std::vector<std::string> pairs = {}) {
  Options options;
  options.mode = Mode::Exhaustive;
  options.laws = std::move(laws);
  options.pairs = std::move(pairs);
  return options;
}

TEST(Exhaustive, PairsOfInputsAreGoneThrough) {
  auto suite = cart::suite();
  cart::rightEntries(suite);
  const Report report = suite.run(exhaustive({"pairs"}, {"cart/remove:quantity", "cart/clear:quantity"}));
  EXPECT_TRUE(report.clean()) << report.text();
  ASSERT_EQ(report.results.size(), 2u) << report.text();
  for (const LawResult& result : report.results) {
    EXPECT_EQ(result.verdict, Verdict::Exhausted) << report.text();
    EXPECT_NE(result.evidence.find("(up to 2 rows a table)"), std::string::npos) << result.evidence;
    EXPECT_NE(result.evidence.find("cases of two inputs"), std::string::npos) << result.evidence;
    EXPECT_GT(result.cases, 1000u) << result.evidence;
  }
}

TEST(Exhaustive, PairsRefuteWhatOnlyTwoShow) {
  auto suite = cart::suite();
  suite.prove<&cart::addToCart, &cart::loadQuantity>(
      [](std::int64_t quantity, const cart::QuantityArgs& args, const cart::AddToCart& in) {
        return args.cartId == in.cartId && args.productId == in.productId ? in.quantity : quantity;
      });
  suite.assume("SELECT NOT EXISTS (SELECT 1 FROM cart_items)");
  Options options = exhaustive({"commute", "pairs"});
  options.values = 3;  // a stock of two: one for each
  const Report report = suite.run(options);
  ASSERT_NE(report.find("cart/add", "quantity", "pairs"), nullptr);
  EXPECT_EQ(report.find("cart/add", "quantity", "commute")->verdict, Verdict::Exhausted) << report.text();
  EXPECT_EQ(report.find("cart/add", "quantity", "pairs")->verdict, Verdict::Refuted) << report.text();
}

std::map<std::string, std::uint64_t> countsOf(const Report& report) {
  std::map<std::string, std::uint64_t> out{{"states", report.total_states}, {"calls", report.total_cases}};
  for (const LawResult& result : report.results)
    out[result.mutation + " " + result.query + " " + result.law + " " + name(result.verdict)] = result.cases;
  return out;
}

TEST(Exhaustive, WhatIsRememberedChangesNoCount) {
  // Keys that AUTOINCREMENT gives depend on rows that are gone: nothing is remembered on such a schema.
  const std::string other = "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT);";
  auto with = cart::suite(), without = cart::suite(cart::kSchema + other);
  for (auto* suite : {&with, &without}) cart::rightEntries(*suite);
  const Options options = exhaustive({"commute", "pairs", "retry", "atomic"}, {"cart/remove", "cart/clear"});
  EXPECT_EQ(countsOf(with.run(options)), countsOf(without.run(options)));
}

int g_loads = 0;
std::int64_t loadStockCounted(cart::Db& db, const cart::StockArgs& args) {
  ++g_loads;
  return cart::loadStock(db, args);
}
std::int64_t loadStockWithChanges(cart::Db& db, const cart::StockArgs& args) {
  ++g_loads;
  cart::Statement& rows = db("SELECT stock + 0 * total_changes() FROM products WHERE id = ?1").bind(args.productId);
  const std::int64_t stock = rows.step() ? rows.integer(0) : -1;
  rows.bind(args.productId);
  return stock;
}
template <auto Loader>
std::pair<int, std::uint64_t> loadsAndCases() {
  auto suite = cart::suite();
  suite.query<Loader>("counted").arg("productId", "products.id");
  suite.prove<&cart::addToCart, Loader>(cart::lessStock);
  g_loads = 0;
  const Report report = suite.run(exhaustive({"commute"}, {"cart/add:counted"}));
  EXPECT_TRUE(report.clean()) << report.text();
  return {g_loads, report.results.at(0).cases};
}

TEST(Exhaustive, AKnownResultIsNotLoadedAgain) {
  const auto [loads, cases] = loadsAndCases<&loadStockCounted>();
  const auto [all_loads, all_cases] = loadsAndCases<&loadStockWithChanges>();
  EXPECT_EQ(all_cases, cases);
  EXPECT_LT(loads, all_loads) << "the other's result depends on more than rows: it is always loaded";
  EXPECT_GT(static_cast<std::uint64_t>(all_loads), all_cases);
}

struct Take {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(Take, id)

/// Takes one of each part, lives with the refusal where there is none of some, and gives one of the first.
void tryAndGive(cart::Db& db, const Take& in) {
  try {
    db("UPDATE parts SET n = n - 1").bind().run();
  } catch (const std::exception&) {
  }
  db("UPDATE parts SET n = n + 1 WHERE id = ?1").bind(in.id).run();
}
std::vector<std::int64_t> loadParts(cart::Db& db) {
  std::vector<std::int64_t> parts;
  cart::Statement& rows = db("SELECT n FROM parts ORDER BY id").bind();
  while (rows.step()) parts.push_back(rows.integer(0));
  return parts;
}

TEST(Exhaustive, AStatementThatWasTakenBackDoesNotCount) {
  // Where a later part is missing the first ones are taken and put back: the hook sees the taking alone.
  Suite<cart::Db> suite("parts");
  suite.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); })
      .schema("CREATE TABLE parts (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0));");
  suite.mutation<&tryAndGive>("try").input("id", oneOf(1));
  suite.query<&loadParts>("parts");
  suite.column("parts.n").values(oneOf(2, 1, 0));
  suite.prove<&tryAndGive, &loadParts>([](std::vector<std::int64_t> parts, const Take&) {
    const bool all = std::find(parts.begin(), parts.end(), 0) == parts.end();
    for (std::int64_t& n : parts) n -= all ? 1 : 0;
    if (!parts.empty()) ++parts.front();
    return parts;
  });
  Options options = exhaustive({"commute"});
  options.rows = 4;
  const Report report = suite.run(options);
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_EQ(report.results[0].verdict, Verdict::Exhausted) << report.text();
  EXPECT_GT(report.total_states, 50u);
}

/// Writes a row that a constraint refuses, and lives with it.
void tryNote(cart::Db& db, const Take& in) {
  try {
    db("INSERT INTO notes (id, n) VALUES (?1, -1)").bind(in.id).run();
  } catch (const std::exception&) {
  }
}
std::int64_t countLog(cart::Db& db) {
  cart::Statement& rows = db("SELECT count(*) FROM log").bind();
  const std::int64_t count = rows.step() ? rows.integer(0) : -1;
  rows.bind();
  return count;
}
void replaceNote(cart::Db& db, const Take& in) {
  db("REPLACE INTO notes (id, n) VALUES (?1, 1)").bind(in.id).run();
}
void ignoreNote(cart::Db& db, const Take& in) {
  db("INSERT OR IGNORE INTO notes (id, n) VALUES (?1, 0)").bind(in.id).run();
  db("REPLACE INTO notes (id, n) VALUES (1, 1)").bind().run();
}
std::vector<std::int64_t> loadNotes(cart::Db& db) {
  std::vector<std::int64_t> out;
  cart::Statement& rows = db("SELECT id * 10 + n FROM notes ORDER BY id").bind();
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}

const char* const kNotes =
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE CHECK (n >= 0));"
    "CREATE TABLE log (id INTEGER PRIMARY KEY);";

Suite<cart::Db> notes(const std::string& more) {
  Suite<cart::Db> suite("notes");
  suite.open(sqlite(), [](const std::string& path) { return std::make_unique<cart::Db>(path); }).schema(kNotes + more);
  suite.column("notes.id").values(oneOf(1, 2, 3));
  suite.column("notes.n").values(oneOf(0, 1, 2));
  suite.column("log.id").values(oneOf(1, 2, 3));
  return suite;
}

TEST(Exhaustive, WhatATriggerDidIsTakenBackWithItsStatement) {
  // The connection has counted the trigger's row by the time the constraint refuses the one that fired it.
  auto suite = notes(
      "CREATE TRIGGER first BEFORE INSERT ON notes BEGIN INSERT INTO log SELECT 1 + max(id) FROM log HAVING count(*) > "
      "0; END;");
  suite.mutation<&tryNote>("try").input("id", oneOf(1, 2));
  suite.query<&countLog>("count");
  suite.prove<&tryNote, &countLog>([](std::int64_t count, const Take&) { return count; });
  suite.steady<&tryNote, &countLog>("it is refused");
  const Report report = suite.run(exhaustive({"commute"}));
  ASSERT_EQ(report.results.size(), 1u) << report.text();
  EXPECT_EQ(report.results[0].verdict, Verdict::Exhausted) << report.text();
}

TEST(Exhaustive, RowsThatReplaceDeletesAreGone) {
  const auto replaced = [](std::vector<std::int64_t> notes, std::int64_t id) {
    std::erase_if(notes, [&](std::int64_t note) { return note / 10 == id || note % 10 == 1; });
    notes.push_back(id * 10 + 1);
    std::sort(notes.begin(), notes.end());
    return notes;
  };
  auto suite = notes("");
  suite.mutation<&replaceNote>("replace").input("id", oneOf(1, 2));
  suite.mutation<&ignoreNote>("ignore").input("id", oneOf(1, 2));
  suite.query<&loadNotes>("notes");
  suite.prove<&replaceNote, &loadNotes>(
      [=](std::vector<std::int64_t> notes, const Take& in) { return replaced(std::move(notes), in.id); });
  suite.prove<&ignoreNote, &loadNotes>([=](std::vector<std::int64_t> notes, const Take& in) {
    const bool there = std::any_of(notes.begin(), notes.end(),
                                   [&](std::int64_t note) { return note / 10 == in.id || note % 10 == 0; });
    if (!there) notes.push_back(in.id * 10);
    return replaced(std::move(notes), 1);
  });
  const Report report = suite.run(exhaustive({"commute", "pairs"}));
  EXPECT_TRUE(report.clean()) << report.text();
  for (const LawResult& result : report.results) EXPECT_EQ(result.verdict, Verdict::Exhausted) << report.text();
  EXPECT_GE(report.results.size(), 2u);
}

}  // namespace
}  // namespace touchgraph::prove
