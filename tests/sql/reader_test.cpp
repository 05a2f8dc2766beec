#include "analyzer/sql/reader.h"
#include "tests/sql/case_file.h"
#include "tests/sql/notation.h"

#include <gtest/gtest.h>

#include <chrono>

namespace touchgraph::sql {
namespace {

Reader shop() {
  CaseFile file;
  file.schema = "shop_sqlite.sql";
  return Reader(schemaOf(file), Dialect::Sqlite);
}

TEST(Reader, TheInsertedRowIsKnown) {
  Reader reader = shop();
  auto row = [&](const std::string& text) { return rowNotation(reader.read(text, Dialect::Sqlite).at(0).touches.at(0)); };
  EXPECT_EQ(row("INSERT INTO orders(user_id, total) VALUES (?, ?)"), "id=new,status='open',total=?2,user_id=?1");
  EXPECT_EQ(row("INSERT INTO log VALUES (:m)"), "msg=:m");
  EXPECT_EQ(row("INSERT INTO log VALUES ('a'), ('b')"), "msg='a',msg='b'");
  EXPECT_EQ(row("INSERT INTO log VALUES (lower(?))"), "");
  EXPECT_EQ(row("INSERT INTO log VALUES (?), (lower(?))"), "") << "one row of which nothing is known spoils the column";
}

TEST(Reader, ResultsNameTheirColumns) {
  Reader reader = shop();
  auto results = [&](const std::string& text) {
    std::string result;
    for (const ResultColumn& column : reader.read(text, Dialect::Sqlite).at(0).results)
      result += (result.empty() ? "" : " ") + column.name + "<" + column.table + "." + column.column;
    return result;
  };
  EXPECT_EQ(results("SELECT id, name AS n, count(*) AS c FROM users"), "id<users.id n<users.name c<.");
  EXPECT_EQ(results("SELECT * FROM log"), "msg<log.msg");
  EXPECT_EQ(results("SELECT x.a FROM (SELECT id AS a FROM users) x"), "a<users.id");
  EXPECT_EQ(results("SELECT user_id FROM open_orders"), "user_id<orders.user_id");
  EXPECT_EQ(results("INSERT INTO log(msg) VALUES (?) RETURNING rowid, msg"), "rowid<log.rowid msg<log.msg");
  EXPECT_EQ(results("WITH x(k) AS (SELECT id FROM users) SELECT k FROM x"), "k<users.id");
}

TEST(Reader, PositionsAreCountedPerStatement) {
  Reader reader = shop();
  const std::vector<Statement>& statements = reader.read("UPDATE log SET msg = ?; DELETE FROM users WHERE id = ? AND name = ?; SELECT ?", Dialect::Sqlite);
  ASSERT_EQ(statements.size(), 3u);
  EXPECT_EQ(statements[0].positions, 1u);
  EXPECT_EQ(statements[1].first_position, 1u);
  EXPECT_EQ(statements[1].positions, 2u);
  EXPECT_EQ(statements[2].first_position, 3u);
}

TEST(Reader, AnswersAreKeptAndStayInPlace) {
  Reader reader = shop();
  const std::vector<Statement>* first = &reader.read("SELECT 1", Dialect::Sqlite);
  for (int i = 0; i < 500; ++i) reader.read("SELECT " + std::to_string(i), Dialect::Sqlite);
  EXPECT_EQ(first, &reader.read("SELECT 1", Dialect::Sqlite));
}

TEST(Reader, EmptyTextsHaveNoStatements) {
  Reader reader({}, Dialect::Sqlite);
  EXPECT_TRUE(reader.read("", Dialect::Sqlite).empty());
  EXPECT_TRUE(reader.read(" ; -- nothing\n", Dialect::Sqlite).empty());
}

TEST(Reader, ADialectWithoutItsSchemaKnowsNoMissingTable) {
  Reader reader = shop();
  EXPECT_EQ(notation(reader.read("DELETE FROM elsewhere", Dialect::Mysql)), "delete elsewhere(*)");
}

TEST(Reader, WhatTheDeclarationsSay) {
  Reader reader = shop();
  EXPECT_TRUE(reader.hasSchema());
  EXPECT_EQ(reader.columnsOf("products"), (std::vector<std::string>{"id", "name", "price", "stock", "category"}));
  EXPECT_EQ(reader.primaryKeyOf("cart_items"), (std::vector<std::string>{"cart_id", "product_id"}));
  EXPECT_EQ(reader.tables().size(), 9u);
}

TEST(Reader, TheEnginesComplaintsAboutTheSchemaSayWhere) {
  Reader reader({{"a.sql", "CREATE TABLE t (id INT);\nCREATE TRIGGER x AFTER INSERT ON nowhere BEGIN SELECT 1; END;"}}, Dialect::Sqlite);
  ASSERT_EQ(reader.errors().size(), 1u);
  EXPECT_EQ(reader.errors()[0].file, "a.sql");
  EXPECT_EQ(reader.errors()[0].line, 2u);
  EXPECT_NE(reader.errors()[0].message.find("no such table"), std::string::npos);
}

TEST(Reader, HostileTextsEnd) {
  Reader reader({}, Dialect::Sqlite);
  std::string deep(20000, '(');
  EXPECT_FALSE(reader.read("SELECT " + deep, Dialect::Sqlite).empty());
  std::string selects;
  for (int i = 0; i < 3000; ++i) selects += "SELECT (";
  EXPECT_FALSE(reader.read(selects, Dialect::Sqlite).empty());
  std::string ctes = "WITH a0 AS (SELECT 1 x)";
  for (int i = 1; i < 40; ++i) ctes += ", a" + std::to_string(i) + " AS (SELECT * FROM a" + std::to_string(i - 1) + " p, a" + std::to_string(i - 1) + " q)";
  EXPECT_FALSE(reader.read(ctes + " SELECT * FROM a39", Dialect::Postgres).empty());
  std::string chain = "SELECT a FROM t WHERE a = 1", nots = "SELECT ", minuses = "SELECT ", parts = "SELECT * FROM ";
  for (int i = 0; i < 20000; ++i) chain += " OR b = 2 AND c = 3", nots += "NOT ", minuses += "- ", parts += "(";
  for (const std::string& text : {chain, nots, minuses, parts}) EXPECT_FALSE(reader.read(text, Dialect::Mysql).empty());
  EXPECT_EQ(notation(reader.read(chain, Dialect::Mysql)), "read t(a,b,c) ~");
  EXPECT_FALSE(reader.read("UPDATE", Dialect::Mysql).empty());
  EXPECT_FALSE(reader.read(std::string("\x01", 1), Dialect::Sqlite).empty());
}

/// A program has a few thousand texts: reading one costs well under a millisecond, engine included.
TEST(Reader, IsQuick) {
  Reader reader = shop();
  auto start = std::chrono::steady_clock::now();
  constexpr int kTexts = 500;
  for (int i = 0; i < kTexts; ++i)
    reader.read("SELECT u.name, o.id FROM users u JOIN orders o ON o.user_id = u.id WHERE u.id = ? AND o.total > " + std::to_string(i), Dialect::Sqlite);
  auto each = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count() / kTexts;
  RecordProperty("microseconds_each", static_cast<int>(each * 1000));
  EXPECT_LT(each, 5.0) << "ten times what it takes in a debug build";
}

/// A view of a name that is a table as well, and views that in two versions are made of one another.
TEST(Reader, VersionsOfANameAreReadTogether) {
  Reader reader(
      {{"schema.sql",
        "CREATE TABLE crate (id INTEGER PRIMARY KEY, title TEXT); CREATE VIEW list AS SELECT id, title FROM crate "
        "UNION SELECT id, title FROM crate;"
        "CREATE TABLE list (id INTEGER PRIMARY KEY, title TEXT, type INT); CREATE VIEW crate AS SELECT id, title FROM "
        "list WHERE type = 4;"
        "CREATE TABLE two (a INT, b INT); CREATE TABLE two (b INT, c INT); CREATE TABLE one (a INT, b INT);"}},
      Dialect::Sqlite);
  auto read = [&](const std::string& text) { return notation(reader.read(text, Dialect::Sqlite)); };
  EXPECT_EQ(read("SELECT title FROM crate WHERE id = ?"),
            "read list(id,title,type) [id=?1,type='4'] @view:crate | read crate(id,title) [id=?1]");
  EXPECT_EQ(read("SELECT type FROM list"), "read crate(id,title) @view:list | read list(type)");
  EXPECT_EQ(read("INSERT INTO two VALUES (?, ?)"), "insert two(*)") << "which column is the first is not known";
  EXPECT_EQ(read("INSERT INTO one VALUES (?, ?)"), "insert one(a,b)");
  EXPECT_EQ(read("SELECT a, c FROM two"), "read two(a,c)") << "no version has both; no column is unknown";
  EXPECT_EQ(reader.read("SELECT * FROM two", Dialect::Sqlite).at(0).results.size(), 0u);
  EXPECT_EQ(reader.read("SELECT * FROM one", Dialect::Sqlite).at(0).results.size(), 2u);
  EXPECT_EQ(read("UPDATE crate SET title = ? WHERE id = ?"),
            "update? crate(title) [id=?2] | read list(id,title,type) "
            "[id=?2,type='4'] @view:crate | read crate(id) [id=?2]");
}

}  // namespace
}  // namespace touchgraph::sql
