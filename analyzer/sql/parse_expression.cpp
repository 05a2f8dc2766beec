#include "analyzer/sql/parser.h"

#include <algorithm>
#include <array>

namespace touchgraph::sql {

namespace {

constexpr int kDeepest = 250;   // nesting beyond this is no program's SQL
constexpr int kLongest = 1000;  // and no chain of ANDs and ORs is longer

Expr valueOf(Operand operand) {
  Expr expr;
  expr.kind = Expr::Kind::Value;
  expr.value = std::move(operand);
  return expr;
}

Expr literal(std::string text) {
  Operand operand;
  operand.kind = Operand::Kind::Literal;
  operand.text = std::move(text);
  return valueOf(std::move(operand));
}

Expr other(std::vector<Expr> kids) {
  Expr expr;
  expr.kids = std::move(kids);
  return expr;
}

Expr binary(std::string op, Expr left, Expr right) {
  Expr expr;
  expr.kind = Expr::Kind::Binary;
  expr.op = std::move(op);
  expr.kids.push_back(std::move(left));
  expr.kids.push_back(std::move(right));
  return expr;
}

bool isComparisonOperator(const Token& token) {
  if (token.kind != TokenKind::Operator) return false;
  static constexpr std::array<std::string_view, 9> kSymbols = {"=", "==", "<>", "!=", "<", ">", "<=", ">=", "<=>"};
  return std::find(kSymbols.begin(), kSymbols.end(), token.text) != kSymbols.end();
}

}  // namespace

bool isReserved(const Token& token) {
  if (token.kind != TokenKind::Word) return false;
  static constexpr std::array<std::string_view, 59> kWords = {
      "ALL",    "AND",     "AS",       "ASC",    "BETWEEN",   "BY",     "CASE",   "COLLATE", "CROSS",  "DESC",
      "DO",     "ELSE",    "END",      "ESCAPE", "EXCEPT",    "EXISTS", "FETCH",  "FILTER",  "FOR",    "FROM",
      "FULL",   "GLOB",    "GROUP",    "HAVING", "ILIKE",     "IN",     "INNER",  "INTERSECT", "INTO", "IS",
      "ISNULL", "JOIN",    "LATERAL",  "LEFT",   "LIKE",      "LIMIT",  "NATURAL", "NOT",    "NOTNULL", "OFFSET",
      "ON",     "OR",      "ORDER",    "OUTER",  "RETURNING", "RIGHT",  "SELECT", "SET",     "STRAIGHT_JOIN", "THEN",
      "UNION",  "USING",   "VALUES",   "WHEN",   "WHERE",     "WINDOW", "WITH",   "OVER",    "INDEXED"};
  return std::find(kWords.begin(), kWords.end(), token.upper) != kWords.end();
}

Parser::Level::Level(Parser& parser) : parser_(parser), too_deep_(++parser.depth_ > kDeepest) {
  if (!too_deep_) return;
  parser_.odd_ = true;
  while (!parser_.atEnd()) parser_.take();
}

bool Parser::atQuery() const {
  return at("SELECT") || at("VALUES") || (at("WITH") && peek(1).isName());
}

Expr Parser::parseExpression() {
  Level level(*this);
  if (level.tooDeep()) return {};
  Expr left = parseAnd();
  int length = 0;
  while (at("OR") || at("XOR") || (dialect_ == Dialect::Mysql && atOperator("||"))) {
    bool is_or = !at("XOR");
    take();
    Expr right = parseAnd();
    if (++length > kLongest) {
      left.kids.push_back(std::move(right));
      left.kind = Expr::Kind::Other;
      continue;
    }
    left = is_or ? binary("OR", std::move(left), std::move(right)) : other({std::move(left), std::move(right)});
  }
  return left;
}

Expr Parser::parseAnd() {
  Expr left = parseNot();
  int length = 0;
  while (at("AND") || (dialect_ == Dialect::Mysql && atOperator("&&"))) {
    take();
    if (atEnd() || atOperator(")")) break;  // a half-built list
    if (++length > kLongest) left.kids.push_back(parseNot()), left.kind = Expr::Kind::Other;
    else left = binary("AND", std::move(left), parseNot());
  }
  return left;
}

Expr Parser::parseNot() {
  if (at("NOT") && !peek(1).is("NULL")) {
    Level level(*this);
    if (level.tooDeep()) return {};
    take();
    std::vector<Expr> kids;
    kids.push_back(parseNot());
    return other(std::move(kids));
  }
  return parseComparison();
}

Expr Parser::parseComparison() {
  Expr left = parseArithmetic();
  while (true) {
    if (isComparisonOperator(peek())) {
      std::string op = take().text;
      if (at("ANY") || at("SOME") || at("ALL")) {
        bool every = at("ALL");
        take();
        Expr right = parseParentheses();
        if (op != "=" || every) {
          left = other({std::move(left), std::move(right)});
        } else {
          Expr in;
          in.kind = Expr::Kind::In;
          in.kids.push_back(std::move(left));
          if (right.kind == Expr::Kind::Value) right.value.each = true;
          in.kids.push_back(std::move(right));
          left = std::move(in);
        }
        continue;
      }
      Expr right = parseArithmetic();
      bool equal = op == "=" || op == "==" || op == "<=>";
      left = equal ? binary("=", std::move(left), std::move(right)) : other({std::move(left), std::move(right)});
    } else if (at("IS")) {
      take();
      bool negated = accept("NOT");
      if (accept("DISTINCT", "FROM")) {
        Expr right = parseArithmetic();
        left = negated ? binary("=", std::move(left), std::move(right)) : other({std::move(left), std::move(right)});
      } else {
        Expr right = parseArithmetic();
        bool plain = !negated && right.kind == Expr::Kind::Value && right.value.kind != Operand::Kind::Literal;
        left = plain ? binary("=", std::move(left), std::move(right)) : other({std::move(left), std::move(right)});
      }
    } else if (at("ISNULL") || at("NOTNULL") || (at("NOT") && peek(1).is("NULL"))) {
      if (take().is("NOT")) take();
      left = other({std::move(left)});
    } else {
      bool negated = at("NOT") && (peek(1).is("IN") || peek(1).is("LIKE") || peek(1).is("BETWEEN") || peek(1).is("GLOB") ||
                                   peek(1).is("REGEXP") || peek(1).is("RLIKE") || peek(1).is("ILIKE") ||
                                   peek(1).is("SIMILAR") || peek(1).is("MATCH"));
      const Token& verb = negated ? peek(1) : peek();
      if (verb.is("IN")) {
        if (negated) take();
        take();
        left = parseIn(std::move(left), negated);
      } else if (verb.is("BETWEEN")) {
        if (negated) take();
        take();
        if (!accept("SYMMETRIC")) accept("ASYMMETRIC");
        Expr low = parseArithmetic();
        Expr high;
        if (accept("AND")) high = parseArithmetic();
        left = other({std::move(left), std::move(low), std::move(high)});
      } else if (verb.is("LIKE") || verb.is("GLOB") || verb.is("REGEXP") || verb.is("RLIKE") || verb.is("ILIKE") ||
                 verb.is("MATCH") || verb.is("SIMILAR")) {
        if (negated) take();
        if (take().is("SIMILAR")) accept("TO");
        if (at("ANY") || at("ALL")) take();
        Expr right = parseArithmetic();
        if (accept("ESCAPE")) parseArithmetic();
        left = other({std::move(left), std::move(right)});
      } else {
        return left;
      }
    }
  }
}

Expr Parser::parseIn(Expr left, bool negated) {
  Expr in;
  in.kind = Expr::Kind::In;
  in.op = negated ? "NOT IN" : "";
  in.kids.push_back(std::move(left));
  if (acceptOperator("(")) {
    if (atQuery()) {
      Expr sub;
      sub.kind = Expr::Kind::Subquery;
      sub.query = parseQuery();
      in.kids.push_back(std::move(sub));
    } else {
      while (!atEnd() && !atOperator(")")) {
        if (acceptOperator(",")) continue;
        std::size_t before = at_;
        in.kids.push_back(parseExpression());
        if (at_ == before) take();
      }
      // A list of one hole is a list of which nobody knows the length.
      if (in.kids.size() == 2 && in.kids[1].kind == Expr::Kind::Value && in.kids[1].value.kind == Operand::Kind::Hole)
        in.kids[1].value.each = true;
    }
    acceptOperator(")");
  } else if (peek().kind == TokenKind::Hole || peek().kind == TokenKind::Placeholder) {
    Expr list = valueOf(take().operand);
    list.value.each = true;
    in.kids.push_back(std::move(list));
  } else if (peek().isName()) {  // SQLite: IN table, IN function(…)
    Expr sub;
    sub.kind = Expr::Kind::Subquery;
    sub.query = std::make_shared<Query>();
    SelectCore core;
    SelectItem item;
    item.expr.kind = Expr::Kind::Star;
    core.items.push_back(std::move(item));
    std::vector<Source> sources;
    Source source;
    source.table = parseName();
    if (atOperator("(")) {
      Expr call;
      parseArguments(call);
      source.is_function = true;
      source.arguments = std::move(call.kids);
    }
    core.from.push_back(std::move(source));
    sub.query->cores.push_back(std::move(core));
    in.kids.push_back(std::move(sub));
  }
  return in;
}

/// All operators that bind tighter than a comparison, on one level: only the columns below them matter.
Expr Parser::parseArithmetic() {
  Expr left = parseUnary();
  for (bool first = true;; first = false) {
    const Token& token = peek();
    if (token.kind == TokenKind::Operator) {
      static constexpr std::array<std::string_view, 10> kNone = {",", ")", "(", ";", "]", "}", "{", ":=", "=>", "."};
      if (isComparisonOperator(token) || (std::find(kNone.begin(), kNone.end(), token.text) != kNone.end() && !(token.text == ":=" && dialect_ == Dialect::Mysql)))
        return left;
      if (dialect_ == Dialect::Mysql && (token.text == "&&" || token.text == "||")) return left;
      if (token.text == "[" || token.text == "..") return left;
      take();
    } else if ((token.is("DIV") || token.is("MOD")) && !peek(1).isOperator(",") && !peek(1).isOperator(")") &&
               peek(1).kind != TokenKind::End) {
      take();
    } else {
      return left;
    }
    if (first) left = other({std::move(left), parseUnary()});
    else left.kids.push_back(parseUnary());
  }
}

Expr Parser::parseUnary() {
  Level level(*this);
  if (level.tooDeep()) return {};
  if (peek().kind == TokenKind::Operator) {
    const std::string& symbol = peek().text;
    if (symbol == "-" || symbol == "+") {
      bool minus = take().text == "-";
      Expr inner = parseUnary();
      if (minus && inner.kind == Expr::Kind::Value) {
        if (inner.value.kind == Operand::Kind::Literal) inner.value.text = "-" + inner.value.text;
        else inner.value = Operand{};
      } else if (minus) {
        return other({std::move(inner)});
      }
      return inner;
    }
    if (symbol == "~" || symbol == "!" || symbol == "@" || symbol == "|/" || symbol == "||/") {
      take();
      return other({parseUnary()});
    }
  }
  if (at("BINARY") || at("PRIOR")) {
    if (!peek(1).isOperator(",") && !peek(1).isOperator(")") && peek(1).kind != TokenKind::End) {
      take();
      return parseUnary();
    }
  }
  return parsePostfix(parsePrimary());
}

Expr Parser::parsePostfix(Expr expr) {
  while (true) {
    if (acceptOperator("::")) {
      skipType();
    } else if (atOperator("[")) {
      take();
      std::vector<Expr> kids;
      kids.push_back(std::move(expr));
      while (!atEnd() && !atOperator("]")) {
        std::size_t before = at_;
        kids.push_back(parseExpression());
        if (at_ == before) take();
      }
      acceptOperator("]");
      expr = other(std::move(kids));
    } else if (at("COLLATE")) {
      take();
      bool exact = peek().is("BINARY") || peek().text == "C" || peek().upper == "UTF8MB4_BIN";
      take();
      if (!exact) expr = other({std::move(expr)});
    } else if (at("AT") && peek(1).is("TIME") && peek(2).is("ZONE")) {
      take(), take(), take();
      expr = other({std::move(expr), parseUnary()});
    } else if (atOperator(".") && (peek(1).isName() || peek(1).isOperator("*")) && expr.kind != Expr::Kind::Column) {
      take();
      take();
    } else {
      return expr;
    }
  }
}

Expr Parser::parsePrimary() {
  const Token& token = peek();
  switch (token.kind) {
    case TokenKind::End: return {};
    case TokenKind::Number: {
      Expr expr = literal(token.text);
      if (token.has_hole) expr.value = Operand{};
      take();
      return expr;
    }
    case TokenKind::String: {
      Expr expr = literal(token.text);
      if (token.has_hole) expr.value = token.operand;
      take();
      while (peek().kind == TokenKind::String) expr.value = Operand{}, take();  // 'a' 'b'
      return expr;
    }
    case TokenKind::Placeholder: return valueOf(take().operand);
    case TokenKind::Hole: {
      if (peek(1).isOperator(".") || (peek(1).isOperator("(") && !peek(1).space_before)) return parseWord();
      return valueOf(take().operand);
    }
    case TokenKind::Operator: {
      if (token.text == "(") return parseParentheses();
      if (token.text == "*") {
        take();
        Expr star;
        star.kind = Expr::Kind::Star;
        return star;
      }
      if (token.text == "{") {  // ODBC: {d '2020-01-01'}, {fn now()}
        take();
        take();
        Expr inner = parseExpression();
        acceptOperator("}");
        return other({std::move(inner)});
      }
      return {};
    }
    case TokenKind::Quoted: {
      bool mysql_text = dialect_ == Dialect::Mysql && token.quote == '"';
      bool lone_hole = token.has_hole && token.quote == '"' && token.operand.kind == Operand::Kind::Hole;
      if ((mysql_text || lone_hole || (token.has_hole && token.quote == '"')) && !peek(1).isOperator(".")) {
        Expr expr = literal(token.text);
        if (token.has_hole) expr.value = token.operand;
        take();
        return expr;
      }
      return parseWord();
    }
    case TokenKind::Word: return parseWord();
  }
  return {};
}

Expr Parser::parseParentheses() {
  if (!acceptOperator("(")) return {};
  Expr result;
  if (atQuery()) {
    result.kind = Expr::Kind::Subquery;
    result.query = parseQuery();
  } else {
    std::vector<Expr> kids;
    while (!atEnd() && !atOperator(")")) {
      if (acceptOperator(",")) continue;
      std::size_t before = at_;
      kids.push_back(parseExpression());
      if (peek().kind == TokenKind::Hole) {  // (a = ? <hole>): whatever follows may widen it
        Expr fragment;
        fragment.kind = Expr::Kind::Fragment;
        take();
        kids.back() = other({std::move(kids.back()), std::move(fragment)});
      } else if ((at("UNION") || at("EXCEPT") || at("INTERSECT")) && kids.back().kind == Expr::Kind::Subquery) {
        // ((SELECT …) UNION (SELECT …))
        Query& query = *kids.back().query;
        while (atAny({"UNION", "EXCEPT", "INTERSECT"})) {
          take();
          if (!accept("ALL")) accept("DISTINCT");
          parseSetOperand(query);
        }
        parseTail(query);
      }
      if (at_ == before) take(), odd_ = true;
    }
    if (kids.size() == 1) {
      result = std::move(kids[0]);
    } else {
      result.kind = Expr::Kind::Tuple;
      result.kids = std::move(kids);
    }
  }
  if (!acceptOperator(")")) odd_ = true;
  return result;
}

Expr Parser::parseWord() {
  const Token& token = peek();
  if (token.kind == TokenKind::Word) {
    if (token.upper == "NULL") return take(), literal("NULL");
    if ((token.upper == "TRUE" || token.upper == "FALSE") && !peek(1).isOperator(".") && !peek(1).isOperator("(")) {
      bool yes = take().upper == "TRUE";
      if (dialect_ == Dialect::Postgres) return literal(yes ? "true" : "false");
      return literal(yes ? "1" : "0");
    }
    if (token.upper == "DEFAULT") {
      take();
      Operand made;
      made.kind = Operand::Kind::New;
      if (acceptOperator("(")) {  // MySQL: DEFAULT(column)
        while (!atEnd() && !acceptOperator(")")) take();
      }
      return valueOf(std::move(made));
    }
    if (token.upper.rfind("CURRENT_", 0) == 0 || token.upper == "LOCALTIME" || token.upper == "LOCALTIMESTAMP" ||
        token.upper == "SESSION_USER") {
      take();
      if (atOperator("(")) skipParentheses();
      return valueOf(Operand{});
    }
    if (token.upper == "CASE") return parseCase();
    if (token.upper == "EXISTS") {
      take();
      Expr inner = parseParentheses();
      inner.kind = inner.query ? Expr::Kind::Exists : Expr::Kind::Other;
      return inner;
    }
    if ((token.upper == "CAST" || token.upper == "TRY_CAST" || token.upper == "CONVERT") && peek(1).isOperator("(")) {
      take();
      take();
      Expr inner = parseExpression();
      if (accept("AS") || accept("USING") || acceptOperator(",")) skipType();
      while (!atEnd() && !atOperator(")")) take();
      acceptOperator(")");
      return inner;
    }
    if (token.upper == "INTERVAL" && (peek(1).kind == TokenKind::String || peek(1).kind == TokenKind::Number ||
                                      peek(1).kind == TokenKind::Placeholder || peek(1).kind == TokenKind::Hole)) {
      take();
      take();
      if (peek().kind == TokenKind::Word && !isReserved(peek())) take();
      return valueOf(Operand{});
    }
    if (token.upper == "ARRAY" && peek(1).isOperator("[")) {
      take();
      return parsePostfix(valueOf(Operand{}));
    }
    if (token.upper == "ARRAY" && peek(1).isOperator("(")) {
      take();
      return other({parseParentheses()});
    }
    if (token.upper == "ROW" && peek(1).isOperator("(")) {
      take();
      return parseParentheses();
    }
    if (peek(1).kind == TokenKind::String && !isReserved(token)) {  // DATE '2020-01-01', _utf8'x'
      take();
      return parsePrimary();
    }
    // SQLite lets JOIN words name columns.
    bool side_column = (token.upper == "LEFT" || token.upper == "RIGHT" || token.upper == "FULL" || token.upper == "INNER") &&
                       !peek(1).is("JOIN") && !peek(1).is("OUTER") && !peek(1).isOperator("(");
    if (!side_column && (token.upper == "LATERAL" || (isReserved(token) && !peek(1).isOperator("(") && !peek(1).isOperator(".")))) return {};
    if (!side_column && isReserved(token) && token.upper != "LEFT" && token.upper != "RIGHT" && token.upper != "VALUES" &&
        !peek(1).isOperator("."))
      return {};
  }
  Expr column;
  column.kind = Expr::Kind::Column;
  while (true) {
    const Token& part = take();
    column.path.push_back(part.text);
    column.quoted = part.kind == TokenKind::Quoted;
    column.maybe_text = column.path.size() == 1 && part.kind == TokenKind::Quoted && part.quote == '"';
    if (!atOperator(".")) break;
    if (peek(1).isOperator("*")) {
      take(), take();
      column.kind = Expr::Kind::Star;
      return column;
    }
    if (!peek(1).isName() && peek(1).kind != TokenKind::Hole) break;
    take();
  }
  if (atOperator("(")) return parseCall(std::move(column.path));
  return column;
}

}  // namespace touchgraph::sql
