#include "analyzer/sql/parser.h"

/// CASE, calls with their odd argument lists, windows, names of types.
namespace touchgraph::sql {

Expr Parser::parseCase() {
  Expr expr;
  take();
  while (!atEnd() && !at("END")) {
    if (accept("WHEN") || accept("THEN") || accept("ELSE")) continue;
    std::size_t before = at_;
    expr.kids.push_back(parseExpression());
    if (at_ == before) {
      if (atOperator(")") || atOperator(",")) return expr;
      take();
    }
  }
  accept("END");
  return expr;
}

Expr Parser::parseCall(std::vector<std::string> path) {
  Expr call;
  call.kind = Expr::Kind::Call;
  call.path = std::move(path);
  std::string name = upperCase(call.path.back());
  bool unit_first = name == "EXTRACT" || name == "TIMESTAMPDIFF" || name == "TIMESTAMPADD";
  if (unit_first && peek(1).kind == TokenKind::Word) {
    take();
    take();
    while (!atEnd() && !atOperator(")")) {
      if (accept("FROM") || acceptOperator(",")) continue;
      std::size_t before = at_;
      call.kids.push_back(parseExpression());
      if (at_ == before) take();
    }
    acceptOperator(")");
  } else {
    parseArguments(call);
  }
  parseOver(call);
  return call;
}

/// `(DISTINCT a, b ORDER BY c)`, `(x FROM 1 FOR 2)`, `(BOTH ' ' FROM x)`, `(*)`.
void Parser::parseArguments(Expr& call) {
  if (!acceptOperator("(")) return;
  while (!atEnd() && !atOperator(")")) {
    if (acceptOperator(",") || acceptOperator("=>") || acceptOperator(":=")) continue;
    if (atOperator("*") && (peek(1).isOperator(")") || peek(1).isOperator(","))) {
      take();
      continue;
    }
    if (atQuery()) {
      Expr sub;
      sub.kind = Expr::Kind::Subquery;
      sub.query = parseQuery();
      call.kids.push_back(std::move(sub));
      continue;
    }
    if (atAny({"DISTINCT", "ALL", "FROM", "FOR", "BOTH", "LEADING", "TRAILING", "PLACING", "USING", "SEPARATOR", "ORDER",
               "BY", "ASC", "DESC", "NULLS", "VARIADIC", "AS", "ON", "IN"}) &&
        !peek(1).isOperator(".")) {
      if (take().is("NULLS")) take();
      if (tokens_[at_ - 1].is("AS")) skipType();
      continue;
    }
    std::size_t before = at_;
    call.kids.push_back(parseExpression());
    if (at_ == before) take();
  }
  acceptOperator(")");
}

void Parser::parseOver(Expr& call) {
  while (true) {
    if (at("FILTER") && peek(1).isOperator("(")) {
      take();
      take();
      accept("WHERE");
      call.kids.push_back(parseExpression());
      acceptOperator(")");
    } else if (accept("WITHIN", "GROUP")) {
      parseArguments(call);
    } else if (at("OVER") && (peek(1).isOperator("(") || peek(1).isName())) {
      take();
      window_ = true;
      if (atOperator("(")) parseWindow(call);
      else take();
    } else {
      return;
    }
  }
}

/// `(PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`
void Parser::parseWindow(Expr& into) {
  if (!acceptOperator("(")) return;
  while (!atEnd() && !atOperator(")")) {
    if (acceptOperator(",")) continue;
    if (atAny({"PARTITION", "ORDER", "BY", "ASC", "DESC", "NULLS", "FIRST", "LAST", "ROWS", "RANGE", "GROUPS", "BETWEEN", "AND",
               "UNBOUNDED", "PRECEDING", "FOLLOWING", "CURRENT", "ROW", "EXCLUDE", "TIES", "NO", "OTHERS"}) &&
        !peek(1).isOperator(".")) {
      take();
      continue;
    }
    std::size_t before = at_;
    into.kids.push_back(parseExpression());
    if (at_ == before) take();
  }
  acceptOperator(")");
}

/// `int`, `varchar(10)`, `double precision`, `timestamp with time zone`, `text[]`.
void Parser::skipType() {
  if (!peek().isName() && peek().kind != TokenKind::Hole) return;
  take();
  while (atOperator(".") && peek(1).isName()) take(), take();
  while (atAny({"PRECISION", "VARYING", "UNSIGNED", "SIGNED", "INTEGER", "INT", "CHAR", "WITHOUT", "TIME", "ZONE"}) ||
         (at("WITH") && peek(1).is("TIME")))
    take();
  if (atOperator("(")) skipParentheses();
  while (atAny({"WITHOUT", "TIME", "ZONE"}) || (at("WITH") && peek(1).is("TIME"))) take();
  while (atOperator("[") && (peek(1).isOperator("]") || peek(2).isOperator("]"))) {
    while (!acceptOperator("]") && !atEnd()) take();
  }
}

}  // namespace touchgraph::sql
