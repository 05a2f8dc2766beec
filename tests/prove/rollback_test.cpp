#include "checks/prove/sqlite_database.h"
#include "tests/prove/small_cart.h"
#include "touchgraph/prove/run.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Handlers and schemas that roll back whole transactions, or begin them with statements nobody saw prepared: no
/// transaction of the runner's own may end with them, or be in their way.
namespace touchgraph::prove {
namespace {

struct Take {
  std::int64_t id = 0;
};
TOUCHGRAPH_FIELDS(Take, id)

const char* const kNotes =
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);"
    "CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);";
/// A key that waits for the commit: the runner then puts no transaction around the program's calls.
const char* const kDeferred =
    "CREATE TABLE other (id INTEGER PRIMARY KEY, behind INTEGER REFERENCES other(id) DEFERRABLE INITIALLY DEFERRED);";

/// Notes once by number; then a line in the log, whether the note was new or not.
void noteOrRollback(cart::Db& db, const Take& in) {
  try {
    db("INSERT OR ROLLBACK INTO notes (id, n) VALUES (?1, 7)").bind(in.id).run();
  } catch (const std::exception&) {
  }
  db("INSERT INTO log (line) VALUES ('tried')").bind().run();
}
/// Rolls back where nothing was begun, which fails, and lives with that.
void noteAndRollback(cart::Db& db, const Take& in) {
  db("INSERT OR IGNORE INTO notes (id, n) VALUES (?1, 7)").bind(in.id).run();
  try {
    db("ROLLBACK").bind().run();
  } catch (const std::exception&) {
  }
  db("INSERT INTO log (line) VALUES ('tried')").bind().run();
}
/// In a transaction of its own, which a refused note ends.
void noteInTransaction(cart::Db& db, const Take& in) {
  db("BEGIN").bind().run();
  try {
    db("INSERT OR ROLLBACK INTO notes (id, n) VALUES (?1, 7)").bind(in.id).run();
    db("INSERT INTO log (line) VALUES ('new')").bind().run();
    db("COMMIT").bind().run();
  } catch (const std::exception&) {
    db("INSERT INTO log (line) VALUES ('known')").bind().run();
  }
}
void plainNote(cart::Db& db, const Take& in) {
  try {
    db("INSERT INTO notes (id, n) VALUES (?1, 7)").bind(in.id).run();
  } catch (const std::exception&) {
  }
  db("INSERT INTO log (line) VALUES ('tried')").bind().run();
}

std::vector<std::int64_t> loadIds(cart::Db& db) {
  std::vector<std::int64_t> out;
  cart::Statement& rows = db("SELECT id FROM notes ORDER BY id").bind();
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}
std::int64_t countLog(cart::Db& db) {
  cart::Statement& rows = db("SELECT count(*) FROM log").bind();
  const std::int64_t count = rows.step() ? rows.integer(0) : -1;
  rows.bind();
  return count;
}

std::vector<std::int64_t> noted(std::vector<std::int64_t> ids, const Take& in) {
  if (std::find(ids.begin(), ids.end(), in.id) == ids.end()) ids.push_back(in.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}
std::int64_t oneMore(std::int64_t count, const Take&) {
  return count + 1;
}

template <class Handle = cart::Db>
Suite<Handle> notes(const std::string& schema) {
  Suite<Handle> suite("notes");
  suite.open(sqlite(), [](const std::string& path) { return std::make_unique<Handle>(path); }).schema(schema);
  suite.column("notes.n").values(oneOf(0, 1, 2));
  return suite;
}

template <auto Handler>
Suite<cart::Db> noting(const std::string& schema) {
  auto suite = notes(schema);
  suite.mutation<Handler>("note").input("id", "notes.id");
  suite.query<&loadIds>("ids");
  suite.query<&countLog>("log");
  suite.prove<Handler, &loadIds>(noted);
  suite.prove<Handler, &countLog>(oneMore);
  return suite;
}

Options in(Mode mode, std::vector<std::string> laws = {"commute", "pairs"}) {
  Options options;
  options.mode = mode;
  options.laws = std::move(laws);
  options.cases = 1000;
  return options;
}

std::map<std::string, std::uint64_t> countsOf(const Report& report) {
  std::map<std::string, std::uint64_t> out{{"states", report.total_states}, {"calls", report.total_cases}};
  for (const LawResult& result : report.results)
    out[result.query + " " + result.law + " " + name(result.verdict)] = result.cases;
  return out;
}

/// Right in both modes, and the same as where the runner has no transaction open.
template <auto Handler>
void expectRight(const std::string& schema) {
  auto suite = noting<Handler>(schema);
  const Report sampled = suite.run(in(Mode::Random));
  EXPECT_TRUE(sampled.clean()) << sampled.text();
  const Report report = suite.run(in(Mode::Exhaustive));
  EXPECT_TRUE(report.clean()) << report.text();
  const Report bare = noting<Handler>(schema + kDeferred).run(in(Mode::Exhaustive));
  EXPECT_EQ(countsOf(report), countsOf(bare)) << report.text() << bare.text();
}

TEST(Rollback, OfAConflictEndsOneStatement) {
  expectRight<&noteOrRollback>(kNotes);
}
TEST(Rollback, WhereNothingWasBegunFails) {
  expectRight<&noteAndRollback>(kNotes);
}
TEST(Rollback, RaisedByATriggerEndsOneStatement) {
  expectRight<&plainNote>(std::string(kNotes) +
                          "CREATE TRIGGER once BEFORE INSERT ON notes WHEN EXISTS (SELECT 1 FROM notes WHERE id = "
                          "new.id) BEGIN SELECT RAISE(ROLLBACK, 'noted already'); END;");
}
TEST(Rollback, OfAConstraintEndsOneStatement) {
  expectRight<&plainNote>(
      "CREATE TABLE notes (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK, n INTEGER NOT NULL);"
      "CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);");
}
TEST(Rollback, EndsATransactionOfTheHandlersOwn) {
  expectRight<&noteInTransaction>(kNotes);
}

TEST(Rollback, OfARowTakesNoOtherOutOfAState) {
  Opening opening;
  opening.open = [](const std::string& path) { return std::make_shared<cart::Db>(path); };
  opening.schema_text = "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE ON CONFLICT ROLLBACK);";
  SqliteDatabase database(opening, {}, {});
  const auto row = [](std::int64_t id, std::int64_t n) { return Row{0, {Value(id), Value(n)}}; };
  database.clear();
  EXPECT_TRUE(database.insert(row(1, 5)));
  EXPECT_TRUE(database.insert(row(2, 6)));
  EXPECT_FALSE(database.insert(row(3, 5)));
  EXPECT_TRUE(database.insert(row(4, 7)));
  ASSERT_TRUE(database.settle(nullptr));
  const Tables tables = database.dump();
  ASSERT_EQ(tables.at(0).size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(tables[0][i][0], row(i == 2 ? 4 : i + 1, 0).cells[0]);
}

TEST(Rollback, WrongTransformsAreRefutedAllTheSame) {
  auto suite = notes(kNotes);
  suite.mutation<&noteOrRollback>("note").input("id", "notes.id");
  suite.query<&countLog>("log");
  // Right for a note that is new. Right where the runner's transaction, and the log with it, is gone.
  suite.prove<&noteOrRollback, &countLog>([](std::int64_t, const Take&) { return std::int64_t{1}; });
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    const Report report = suite.run(in(mode, {"commute"}));
    ASSERT_EQ(report.results.size(), 1u) << report.text();
    EXPECT_EQ(report.results[0].verdict, Verdict::Refuted) << report.text();
    EXPECT_EQ(report.results[0].counterexample.find("it failed once"), std::string::npos) << report.text();
  }
}

/// Prepares in its constructor what begins and ends a transaction: the runner sees the statements when they run.
class Prepared : public cart::Db {
 public:
  explicit Prepared(const std::string& path) : cart::Db(path) {
    (*this)(kBegin);
    (*this)(kCommit);
  }
  static constexpr const char* kBegin = "-- all or nothing\n BEGIN";
  static constexpr const char* kCommit = "/* done */ COMMIT";
};
void prepared(Prepared& db, const Take& in) {
  db(Prepared::kBegin).bind().run();
  db("INSERT OR IGNORE INTO notes (id, n) VALUES (?1, 7)").bind(in.id).run();
  db(Prepared::kCommit).bind().run();
}
std::vector<std::int64_t> idsOf(Prepared& db) {
  return loadIds(db);
}

TEST(Rollback, ATransactionPreparedEarlyIsSeen) {
  auto suite = notes<Prepared>(kNotes);
  suite.mutation<&prepared>("note").input("id", "notes.id");
  suite.query<&idsOf>("ids");
  suite.prove<&prepared, &idsOf>(noted);
  for (const Mode mode : {Mode::Random, Mode::Exhaustive}) {
    const Report report = suite.run(in(mode));
    EXPECT_TRUE(report.clean()) << report.text();
    EXPECT_EQ(report.find("note", "ids", "commute")->counts.at("failed"), 0u) << report.text();
  }
}

/// A pragma that is without effect in a transaction.
void unchecked(cart::Db& db, const Take& in) {
  db("PRAGMA foreign_keys = OFF").bind().run();
  db("DELETE FROM notes WHERE id = ?1").bind(in.id).run();
  db("PRAGMA foreign_keys = ON").bind().run();
}

TEST(Rollback, APragmaWorksAsWithoutATransaction) {
  auto suite = notes(std::string(kNotes) + "CREATE TABLE kept (note INTEGER NOT NULL REFERENCES notes(id));");
  suite.mutation<&unchecked>("drop").input("id", "notes.id");
  suite.query<&loadIds>("ids");
  suite.prove<&unchecked, &loadIds>([](std::vector<std::int64_t> ids, const Take& in) {
    std::erase(ids, in.id);
    return ids;
  });
  const Report report = suite.run(in(Mode::Exhaustive, {"commute"}));
  EXPECT_TRUE(report.clean()) << report.text();
  EXPECT_EQ(report.find("drop", "ids", "commute")->counts.at("failed"), 0u) << report.text();
}

}  // namespace
}  // namespace touchgraph::prove
