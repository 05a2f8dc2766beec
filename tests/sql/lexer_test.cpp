#include "analyzer/sql/token.h"

#include <gtest/gtest.h>

namespace touchgraph::sql {
namespace {

/// Kind letter and text of each token: w word, q quoted, s string, n number, o operator, p placeholder, h hole.
std::string shape(std::string_view text, Dialect dialect = Dialect::Sqlite) {
  std::string result;
  for (const Token& token : lex(text, dialect)) {
    if (token.kind == TokenKind::End) break;
    if (!result.empty()) result += ' ';
    result += "wqsnoph"[static_cast<int>(token.kind)];
    result += ':';
    result += token.text;
  }
  return result;
}

TEST(Lexer, UntidyTextFallsApartAsTheDatabaseReadsIt) {
  EXPECT_EQ(shape("`breath`FROM"), "q:breath w:FROM");
  EXPECT_EQ(shape("\"groups\"SET"), "q:groups w:SET");
  EXPECT_EQ(shape("t(a)VALUES(1)"), "w:t o:( w:a o:) w:VALUES o:( n:1 o:)");
  EXPECT_EQ(shape("a=1AND b"), "w:a o:= n:1 w:AND w:b");
}

TEST(Lexer, StringsAndTheirEscapes) {
  EXPECT_EQ(shape("'it''s'"), "s:it's");
  EXPECT_EQ(shape("'a\\'b'", Dialect::Mysql), "s:a'b");
  EXPECT_EQ(shape("'a\\' b"), "s:a\\ w:b") << "SQLite knows no backslash";
  EXPECT_EQ(shape("E'a\\'b' $$x;y$$ $f$z$f$", Dialect::Postgres), "s:a'b s:x;y s:z");
  EXPECT_EQ(shape("x'00ff' [a b] 'open"), "s:x'00ff' q:a b s:open");
}

TEST(Lexer, CommentsAndHints) {
  EXPECT_EQ(shape("/*+ idx */ -- c\nUPDATE /* a */ t"), "w:UPDATE w:t");
  EXPECT_EQ(shape("# c\nSELECT 1 --2", Dialect::Mysql), "w:SELECT n:1 o:- o:- n:2");
  EXPECT_EQ(shape("/*!40101 SET x */", Dialect::Mysql), "w:SET w:x");
  EXPECT_EQ(shape("/* a /* b */ c */ d", Dialect::Postgres), "w:d");
}

TEST(Lexer, Holes) {
  EXPECT_EQ(shape("id = " + holeMark(3)), "w:id o:= h:*");
  EXPECT_EQ(shape(holeMark(0) + "_users"), "w:*_users");
  EXPECT_EQ(shape("log_" + holeMark(0)), "w:log_*");
  EXPECT_EQ(shape("'" + holeMark(1) + "' '%" + holeMark(1) + "%'"), "s:* s:%*%");
  EXPECT_EQ(shape("WHERE" + holeMark(0) + "AND"), "w:WHERE h:* w:AND") << "clauses do not grow together with holes";
}

TEST(Lexer, LeftOversOfFormats) {
  EXPECT_EQ(shape("id = %d AND n = '%q' AND x = %1 AND {} {t}"), "w:id o:= h:* w:AND w:n o:= s:%q w:AND w:x o:= h:* w:AND h:* h:*");
  EXPECT_EQ(shape("log_%s {p}users"), "w:log_* w:*users");
  EXPECT_EQ(shape("a % 2 a %d"), "w:a o:% n:2 w:a o:% w:d") << "behind an operand it is a remainder";
}

std::vector<std::string> numbered(std::string_view text, Dialect dialect = Dialect::Sqlite) {
  std::vector<Token> tokens = lex(text, dialect);
  std::uint32_t positions = 0;
  std::vector<std::string> result;
  for (const Token& token : statementTokens(tokens, splitStatements(tokens).at(0), positions))
    if (token.kind == TokenKind::Placeholder) result.push_back(std::to_string(token.operand.index) + token.operand.text);
  result.push_back("=" + std::to_string(positions));
  return result;
}

TEST(Lexer, PlaceholdersAreNumberedAsTheDatabaseDoes) {
  using Strings = std::vector<std::string>;
  EXPECT_EQ(numbered("? ? ?"), (Strings{"1", "2", "3", "=3"}));
  EXPECT_EQ(numbered("?5 ?"), (Strings{"5", "6", "=6"}));
  EXPECT_EQ(numbered(":a ? :a @b"), (Strings{"1a", "2", "1a", "3b", "=3"}));
  EXPECT_EQ(numbered("$2 $1 a::int", Dialect::Postgres), (Strings{"2", "1", "=2"}));
  EXPECT_EQ(numbered("@x ? data->'a'", Dialect::Mysql), (Strings{"1", "=1"})) << "a user variable is no placeholder";
  EXPECT_EQ(numbered("data ? 'key'", Dialect::Postgres), (Strings{"=0"})) << "an operator between operands";
}

std::size_t statements(std::string_view text, Dialect dialect = Dialect::Sqlite) { return splitStatements(lex(text, dialect)).size(); }

TEST(Lexer, StatementsEndAtSemicolons) {
  EXPECT_EQ(statements("a; b ;; 'c;d'; -- e;\n"), 3u);
  EXPECT_EQ(statements("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; DELETE FROM c; END; SELECT 1"), 2u);
  EXPECT_EQ(statements("BEGIN; UPDATE a SET b = 1; END; SELECT 1"), 4u) << "a transaction is no body";
  EXPECT_EQ(statements("CREATE PROCEDURE p() BEGIN IF a THEN UPDATE b SET c = 1; END IF; WHILE x DO SET y = 1; END WHILE; END; SELECT 1",
                       Dialect::Mysql), 2u);
  EXPECT_EQ(statements("CREATE FUNCTION f() RETURNS int AS $$ BEGIN a; b; END $$ LANGUAGE plpgsql; SELECT 1", Dialect::Postgres), 2u);
}

TEST(Lexer, DelimiterCommandsAreUndone) {
  std::string script = "DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.x = 1; END//\nDELIMITER ;\nSELECT 1;";
  EXPECT_EQ(statements(undoDelimiters(script), Dialect::Mysql), 2u);
}

}  // namespace
}  // namespace touchgraph::sql
