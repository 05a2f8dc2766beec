#include "analyzer/sql/parser.h"
#include "analyzer/sql/schema.h"

/// Procedural text is statements between words that steer. It is cut at every semicolon; from the front of each piece the
/// steering words are taken off, their conditions are kept as expressions, and what remains is one statement.
namespace touchgraph::sql {

namespace {

class BodyReader {
 public:
  BodyReader(const std::vector<Token>& tokens, Dialect dialect) : tokens_(tokens), dialect_(dialect) {}

  Body run() {
    std::size_t first = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].isOperator(";") && tokens_[i].kind != TokenKind::End) continue;
      if (i > first) piece(first, i);
      first = i + 1;
    }
    return std::move(body_);
  }

 private:
  void piece(std::size_t first, std::size_t last) {
    std::uint32_t positions = 0;
    std::vector<Token> tokens = statementTokens(tokens_, {first, last}, positions);
    Parser p(tokens, dialect_);
    while (!p.atEnd()) {
      if (p.peek(1).isOperator(":") && p.peek().isName()) {  // label:
        p.take(), p.take();
      } else if (p.atAny({"ATOMIC", "THEN", "LOOP", "REPEAT", "DO", "ELSE"}) || (p.at("BEGIN") && !p.peek(1).is("TRANSACTION"))) {
        if (p.atAny({"LOOP", "REPEAT"})) ++branches_;
        p.take();
      } else if (p.at("END")) {
        if (p.peek(1).is("IF") || p.peek(1).is("LOOP") || p.peek(1).is("WHILE") || p.peek(1).is("REPEAT") || p.peek(1).is("CASE"))
          --branches_;
        return;
      } else if (p.at("IF") || p.at("WHILE") || p.at("CASE")) {
        ++branches_;
        p.take();
        if (!p.at("WHEN")) condition(p);
        if (p.at("LOOP")) p.take();  // WHILE … LOOP … END LOOP is one branch
      } else if (p.atAny({"ELSEIF", "ELSIF", "WHEN", "UNTIL"})) {
        p.take();
        condition(p);
        if (p.at("END")) return;
      } else if (p.at("FOR") && p.peek(1).isName()) {
        ++branches_;
        forLoop(p);
      } else if (p.at("DECLARE")) {
        if (!declare(p)) return;
      } else if (p.at("EXCEPTION")) {
        ++branches_;
        return;
      } else {
        return statement(p, tokens);
      }
    }
  }

  void condition(Parser& p) {
    BodyStep step;
    step.expression = p.parseExpression();
    step.conditional = branches_ > 1;
    body_.steps.push_back(std::move(step));
    while (!p.atEnd() && !p.atAny({"THEN", "DO", "LOOP", "END"})) p.take();
  }

  /// FOR r IN SELECT … LOOP, FOR i IN 1..10 LOOP
  void forLoop(Parser& p) {
    p.take();
    body_.locals.push_back(p.take().text);
    p.accept("IN");
    p.accept("REVERSE");
    if (p.at("EXECUTE")) {
      body_.problems.push_back("EXECUTE in a FOR: a statement made at run time");
    } else if (p.atAny({"SELECT", "WITH"}) || p.atOperator("(")) {
      BodyStep step;
      step.tree.body = Select{p.parseQuery()};
      body_.steps.push_back(std::move(step));
    }
    while (!p.atEnd() && !p.atAny({"LOOP", "DO"})) p.take();
    p.take();
  }

  /// DECLARE a, b INT DEFAULT 0 · DECLARE c CURSOR FOR SELECT … · DECLARE EXIT HANDLER FOR … statement. True when a
  /// statement follows in the same piece.
  bool declare(Parser& p) {
    p.take();
    if (p.atAny({"CONTINUE", "EXIT", "UNDO"}) && p.peek(1).is("HANDLER")) {
      p.take(), p.take(), p.take();
      do {
        if (p.accept("SQLSTATE")) p.accept("VALUE");
        if (p.at("NOT") && p.peek(1).is("FOUND")) p.take();
        p.take();
      } while (p.acceptOperator(","));
      return true;
    }
    do {
      if (p.peek().isName()) body_.locals.push_back(p.take().text);
    } while (p.acceptOperator(","));
    while (!p.atEnd() && !p.atAny({"SELECT", "DEFAULT"}) && !p.atOperator(":=") && !p.atOperator("=")) p.take();
    if (p.at("SELECT")) {
      BodyStep step;
      step.tree.body = Select{p.parseQuery()};
      body_.steps.push_back(std::move(step));
    } else if (!p.atEnd()) {
      p.take();
      BodyStep step;
      step.expression = p.parseExpression();
      body_.steps.push_back(std::move(step));
    }
    return false;
  }

  void assign(Parser& p) {
    while (!p.atEnd()) {
      if (p.acceptOperator(",")) continue;
      if (p.atAny({"GLOBAL", "SESSION", "LOCAL"})) p.take();
      std::string object = lowerCase(p.take().text);
      std::string column;
      if (p.acceptOperator(".")) column = p.take().text;
      if (!p.acceptOperator("=") && !p.acceptOperator(":=")) return;
      BodyStep value;
      value.expression = p.parseExpression();
      value.conditional = branches_ > 0;
      if (object == "new" && !column.empty()) value.assigns = {object, column};
      body_.steps.push_back(std::move(value));
      if (!p.atOperator(",")) return;
    }
  }

  void statement(Parser& p, const std::vector<Token>& tokens) {
    if (p.accept("SET")) return assign(p);
    bool assigns = p.peek(1).isOperator(":=") || (p.peek(1).isOperator(".") && p.peek(3).isOperator(":="));
    if (p.peek().isName() && assigns) return assign(p);
    if (p.at("PERFORM")) {
      std::vector<Token> rest(tokens.begin() + static_cast<std::ptrdiff_t>(p.position()), tokens.end());
      rest[0].upper = "SELECT";
      return read(rest);
    }
    if (p.accept("RETURN")) {
      if (p.accept("QUERY") || p.atAny({"SELECT", "WITH"})) {
        if (p.at("EXECUTE")) {
          body_.problems.push_back("RETURN QUERY EXECUTE: a statement made at run time");
          return;
        }
      } else {
        BodyStep step;
        p.accept("NEXT");
        step.expression = p.parseExpression();
        body_.steps.push_back(std::move(step));
        return;
      }
    }
    if (p.atAny({"OPEN", "FETCH", "CLOSE", "LEAVE", "ITERATE", "EXIT", "CONTINUE", "RAISE", "SIGNAL", "RESIGNAL", "NULL", "GET", "ASSERT"}))
      return;
    if (p.at("EXECUTE") || (p.at("PREPARE") && dialect_ == Dialect::Mysql)) {
      const Token& text = p.peek(1);
      if (text.kind == TokenKind::String && (p.peek(2).kind == TokenKind::End || p.peek(2).is("USING"))) {
        std::vector<Token> inner = lex(text.text, dialect_);
        return read(inner);
      }
      body_.problems.push_back(p.peek().upper + ": a statement made at run time");
      return;
    }
    read({tokens.begin() + static_cast<std::ptrdiff_t>(p.position()), tokens.end()});
  }

  void read(const std::vector<Token>& tokens) {
    BodyStep step;
    step.tree = parse(tokens, dialect_);
    step.conditional = branches_ > 0;
    if (auto* select = std::get_if<Select>(&step.tree.body))
      for (SelectCore& core : select->query->cores) core.into.reset();  // assigns variables
    body_.steps.push_back(std::move(step));
  }

  const std::vector<Token>& tokens_;
  Dialect dialect_;
  Body body_;
  int branches_ = 0;
};

}  // namespace

Body readBody(const std::vector<Token>& tokens, Dialect dialect) { return BodyReader(tokens, dialect).run(); }

}  // namespace touchgraph::sql
