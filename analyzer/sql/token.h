#pragma once

#include "graph/statement.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// SQL text → tokens → statements. Tolerant: every text has tokens, whatever is in it.
namespace touchgraph::sql {

enum class TokenKind : std::uint8_t {
  Word,         ///< ‹users›, ‹SELECT›, ‹log_*› when a part is a hole
  Quoted,       ///< ‹"users"›, ‹`users`›, ‹[users]›: text is what is inside
  String,       ///< ‹'open'›, ‹$$…$$›, ‹E'a\n'›
  Number,       ///< ‹7›, ‹1.5e3›, ‹0x1F›
  Operator,     ///< ‹(›, ‹<=›, ‹||›
  Placeholder,  ///< ‹?›, ‹?3›, ‹:id›, ‹@id›, ‹$2›: see `operand`
  Hole,         ///< a hole mark, or a ‹%s›, ‹%1›, ‹{}› nobody filled in: see `operand`
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::string text;         ///< without quotes; '*' for each unknown part
  std::string upper;        ///< Word: in capitals, for keywords
  char quote = 0;           ///< Quoted: the opening quote
  bool has_hole = false;    ///< a part of the text is not known
  bool space_before = false;///< white space or a comment stands before it
  Operand operand;          ///< of Placeholder and Hole, and of a String or Quoted that is one hole
  std::size_t begin = 0, end = 0;
  std::uint32_t line = 1;

  bool is(std::string_view keyword) const { return kind == TokenKind::Word && upper == keyword; }
  bool isOperator(std::string_view symbol) const { return kind == TokenKind::Operator && text == symbol; }
  /// Can be the name of a table or column.
  bool isName() const { return kind == TokenKind::Word || kind == TokenKind::Quoted; }
};

/// All tokens of `text`, an End at the end. Placeholders are not numbered yet.
std::vector<Token> lex(std::string_view text, Dialect dialect);

/// Where one statement lies in the tokens of its text: [first, last), without its semicolon.
struct StatementRange {
  std::size_t first = 0, last = 0;
};

/// Splits at semicolons, but not inside the bodies of triggers and routines. Empty statements are dropped.
std::vector<StatementRange> splitStatements(const std::vector<Token>& tokens);

/// The tokens of one statement, its placeholders numbered as the database does, and an End.
/// `positions` becomes the number of its placeholders.
std::vector<Token> statementTokens(const std::vector<Token>& tokens, StatementRange range, std::uint32_t& positions);

/// The client command `DELIMITER //` of MySQL scripts, undone: what stands between becomes a statement that ends in ';'.
/// Lines stay where they are.
std::string undoDelimiters(std::string_view script);

std::string upperCase(std::string_view text);
std::string lowerCase(std::string_view text);

}  // namespace touchgraph::sql
