#pragma once

#include "analyzer/sql/syntax.h"
#include "analyzer/sql/token.h"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace touchgraph::sql {

/// Tokens of one statement → its tree. Recursive descent over the union of the three dialects; never fails: what it does
/// not know it skips, and says so in `odd`.
class Parser {
 public:
  /// `tokens` ends in an End and outlives the parser.
  Parser(const std::vector<Token>& tokens, Dialect dialect) : tokens_(tokens), dialect_(dialect) {}

  SyntaxTree parseStatement();
  /// An expression alone: the condition of an IF, the right side of an assignment.
  Expr parseExpression();
  std::shared_ptr<Query> parseQuery();
  bool atEnd() const { return peek().kind == TokenKind::End; }

  // --- cursor, also used by the reader of DDL ---
  const Token& peek(std::size_t n = 0) const {
    return at_ + n < tokens_.size() ? tokens_[at_ + n] : tokens_.back();
  }
  const Token& take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_.back(); }
  bool at(std::string_view keyword) const { return peek().is(keyword); }
  bool atOperator(std::string_view symbol) const { return peek().isOperator(symbol); }
  bool atAny(std::initializer_list<std::string_view> keywords) const;
  bool accept(std::string_view keyword);
  bool accept(std::string_view first, std::string_view second);
  bool acceptOperator(std::string_view symbol);
  std::size_t position() const { return at_; }
  void seek(std::size_t position) { at_ = position; }
  /// Behind the parenthesis that closes the one at the cursor.
  void skipParentheses();
  ObjectName parseName();
  /// `(a, b)`; `open` becomes true when a hole is in it. Index expressions and lengths are skipped.
  std::vector<std::string> parseNameList(bool* open = nullptr);
  Dialect dialect() const { return dialect_; }
  bool odd() const { return odd_; }

 private:
  // parse_expression.cpp
  Expr parseAnd();
  Expr parseNot();
  Expr parseComparison();
  Expr parseIn(Expr left, bool negated);
  Expr parseArithmetic();
  Expr parseUnary();
  Expr parsePrimary();
  Expr parsePostfix(Expr expr);
  Expr parseParentheses();
  Expr parseWord();
  Expr parseCase();
  Expr parseCall(std::vector<std::string> path);
  void parseArguments(Expr& call);
  void parseOver(Expr& call);
  void parseWindow(Expr& into);
  void skipType();
  bool atQuery() const;

  // parse_query.cpp
  std::vector<Cte> parseWith();
  void parseSetOperand(Query& query);
  SelectCore parseSelectCore();
  SelectItem parseSelectItem();
  std::vector<SelectItem> parseItems();
  void parseSources(std::vector<Source>& sources);
  void parseJoined(std::vector<Source>& sources);
  Source parseSource(std::vector<Source>& sources);
  bool parseJoinOperator(Source::Join& join, bool& natural);
  void parseJoinCondition(Source& source);
  std::string parseAlias();
  void parseTail(Query& query);
  void parseOrder(std::vector<Expr>& order);
  std::vector<std::vector<Expr>> parseRows(bool& open);
  /// A hole where a clause may stand: skipped, remembered.
  bool skipFragment(bool& fragment, bool* keys_unknown);

  // parse_write.cpp
  Insert parseInsert();
  void parseInsertSource(Insert& insert);
  void parseConflict(Insert& insert);
  Update parseUpdate();
  Delete parseDelete();
  Merge parseMerge();
  std::vector<Assignment> parseAssignments(bool& open);
  std::vector<SelectItem> parseReturning();
  void parseOrderLimit(std::vector<Expr>& order, bool& fragment);

  // parse_statement.cpp
  StatementBody parseBody(SyntaxTree& tree);
  StatementBody parseUtility();
  StatementBody parseCopy();
  StatementBody parseLoad();
  Truncate parseTruncate();
  StatementBody parseCallStatement();
  Ddl parseDdl();

  bool clauseAhead() const;
  /// One level deeper; too deep: the rest of the text is given up, which protects the stack.
  class Level {
   public:
    explicit Level(Parser& parser);
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    bool tooDeep() const { return too_deep_; }

   private:
    Parser& parser_;
    bool too_deep_;
  };

  const std::vector<Token>& tokens_;
  Dialect dialect_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool odd_ = false;
  bool window_ = false;  ///< an OVER was seen in the current select
};

/// Words that end an operand and cannot be an alias without AS.
bool isReserved(const Token& token);

/// One statement.
SyntaxTree parse(const std::vector<Token>& statement_tokens, Dialect dialect);

}  // namespace touchgraph::sql
