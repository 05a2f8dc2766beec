#include "analyzer/sql/parser.h"

namespace touchgraph::sql {

bool Parser::atAny(std::initializer_list<std::string_view> keywords) const {
  const Token& token = peek();
  if (token.kind != TokenKind::Word) return false;
  for (std::string_view keyword : keywords)
    if (token.upper == keyword) return true;
  return false;
}

bool Parser::accept(std::string_view keyword) {
  if (!at(keyword)) return false;
  take();
  return true;
}

bool Parser::accept(std::string_view first, std::string_view second) {
  if (!at(first) || !peek(1).is(second)) return false;
  take();
  take();
  return true;
}

bool Parser::acceptOperator(std::string_view symbol) {
  if (!atOperator(symbol)) return false;
  take();
  return true;
}

void Parser::skipParentheses() {
  int depth = 0;
  while (!atEnd()) {
    const Token& token = take();
    if (token.isOperator("(")) ++depth;
    if (token.isOperator(")") && --depth <= 0) return;
  }
}

ObjectName Parser::parseName() {
  ObjectName name;
  const Token& first = peek();
  if (!first.isName() && first.kind != TokenKind::Hole && first.kind != TokenKind::String) return name;
  auto textOf = [](const Token& token) { return token.text.empty() ? std::string("*") : token.text; };
  name.name = textOf(first);
  name.quoted = first.kind == TokenKind::Quoted;
  take();
  while (atOperator(".") && (peek(1).isName() || peek(1).kind == TokenKind::Hole)) {
    take();
    name.schema = name.name;
    name.quoted = peek().kind == TokenKind::Quoted;
    name.name = textOf(take());
  }
  return name;
}

std::vector<std::string> Parser::parseNameList(bool* open) {
  std::vector<std::string> names;
  if (!acceptOperator("(")) return names;
  while (!atEnd() && !atOperator(")")) {
    const Token& token = peek();
    if (token.kind == TokenKind::Hole || (token.isName() && token.has_hole)) {
      if (open) *open = true;
      take();
    } else if (token.isName() || token.kind == TokenKind::String) {
      std::string name = take().text;
      while (acceptOperator(".")) name = take().text;
      if (atOperator("(")) {
        skipParentheses();
      } else {
        names.push_back(name);
      }
      while (!atEnd() && !atOperator(",") && !atOperator(")")) {
        if (peek().kind == TokenKind::Hole && open) *open = true;
        atOperator("(") ? skipParentheses() : static_cast<void>(take());
      }
    } else if (token.isOperator("(")) {
      skipParentheses();
    } else {
      take();
    }
  }
  acceptOperator(")");
  return names;
}

bool Parser::clauseAhead() const {
  return peek().kind == TokenKind::Word && (isReserved(peek()) || at("OFFSET"));
}

bool Parser::skipFragment(bool& fragment, bool* keys_unknown) {
  if (peek().kind != TokenKind::Hole && !(peek().kind == TokenKind::Word && peek().has_hole)) return false;
  take();
  fragment = true;
  if (keys_unknown) *keys_unknown = true;
  return true;
}

std::vector<Cte> Parser::parseWith() {
  std::vector<Cte> ctes;
  Level level(*this);
  if (level.tooDeep() || !at("WITH") || !peek(1).isName()) return ctes;
  take();
  accept("RECURSIVE");
  do {
    Cte cte;
    if (!peek().isName()) break;
    cte.name = take().text;
    if (atOperator("(")) cte.columns = parseNameList();
    if (!accept("AS")) odd_ = true;
    accept("NOT");
    accept("MATERIALIZED");
    if (!acceptOperator("(")) {
      odd_ = true;
      break;
    }
    if (atQuery() || atOperator("(")) {
      cte.query = parseQuery();
    } else {
      cte.write = std::make_shared<SyntaxTree>();
      cte.write->body = parseBody(*cte.write);
    }
    while (!atEnd() && !atOperator(")")) take();
    acceptOperator(")");
    while (at("SEARCH") || at("CYCLE")) {  // PostgreSQL: SEARCH DEPTH FIRST BY a SET b
      while (!atEnd() && !atOperator(",") && !atAny({"SELECT", "INSERT", "UPDATE", "DELETE", "CYCLE"})) take();
    }
    ctes.push_back(std::move(cte));
  } while (acceptOperator(","));
  return ctes;
}

std::shared_ptr<Query> Parser::parseQuery() {
  auto query = std::make_shared<Query>();
  Level level(*this);
  if (level.tooDeep()) return query;
  query->ctes = parseWith();
  parseSetOperand(*query);
  while (atAny({"UNION", "INTERSECT", "EXCEPT", "MINUS"})) {
    take();
    if (!accept("ALL")) accept("DISTINCT");
    parseSetOperand(*query);
  }
  parseTail(*query);
  return query;
}

/// SELECT …, VALUES …, or either in parentheses.
void Parser::parseSetOperand(Query& query) {
  if (acceptOperator("(")) {
    std::shared_ptr<Query> inner = parseQuery();
    acceptOperator(")");
    bool simple = inner->ctes.empty() && inner->order.empty() && !inner->limited;
    if (simple) {
      for (SelectCore& core : inner->cores) query.cores.push_back(std::move(core));
    } else {
      // (SELECT … LIMIT 1): kept whole, as a derived table.
      SelectCore core;
      SelectItem item;
      item.expr.kind = Expr::Kind::Star;
      core.items.push_back(std::move(item));
      Source source;
      source.query = std::move(inner);
      core.from.push_back(std::move(source));
      query.cores.push_back(std::move(core));
    }
    return;
  }
  if (at("VALUES")) {
    take();
    SelectCore core;
    core.is_values = true;
    core.values = parseRows(core.fragment);
    query.cores.push_back(std::move(core));
    return;
  }
  if (at("TABLE") && peek(1).isName()) {
    take();
    SelectCore core;
    SelectItem item;
    item.expr.kind = Expr::Kind::Star;
    core.items.push_back(std::move(item));
    Source source;
    source.table = parseName();
    core.from.push_back(std::move(source));
    query.cores.push_back(std::move(core));
    return;
  }
  if (!at("SELECT")) {
    SelectCore core;
    core.fragment = skipFragment(core.fragment, nullptr);
    odd_ = odd_ || !core.fragment;
    query.cores.push_back(std::move(core));
    return;
  }
  bool outer_window = window_;
  window_ = false;
  SelectCore core = parseSelectCore();
  core.has_window = window_;
  window_ = outer_window;
  query.cores.push_back(std::move(core));
}

SelectCore Parser::parseSelectCore() {
  SelectCore core;
  take();  // SELECT
  while (atAny({"ALL", "DISTINCT", "DISTINCTROW", "HIGH_PRIORITY", "STRAIGHT_JOIN", "SQL_NO_CACHE", "SQL_CACHE",
                "SQL_CALC_FOUND_ROWS", "SQL_SMALL_RESULT", "SQL_BIG_RESULT", "SQL_BUFFER_RESULT", "TOP"})) {
    bool top = at("TOP");
    if (top && peek(1).kind != TokenKind::Number && peek(1).kind != TokenKind::Placeholder && !peek(1).isOperator("(")) break;
    core.distinct = core.distinct || at("DISTINCT");
    take();
    if (top) core.has_window = true, parsePrimary();
    if (core.distinct && at("ON") && peek(1).isOperator("(")) {
      take();
      core.extra.push_back(parseParentheses());
    }
  }
  core.items = parseItems();
  auto into = [&] {
    if (!at("INTO")) return;
    take();
    if (atAny({"OUTFILE", "DUMPFILE"})) {
      take(), take();
      return;
    }
    bool temporary = false;
    while (atAny({"TEMPORARY", "TEMP", "UNLOGGED", "TABLE", "STRICT"})) temporary = true, take();
    (void)temporary;
    if (peek().isName()) core.into = parseName();
    else if (peek().kind == TokenKind::Hole || peek().kind == TokenKind::Placeholder) take();  // INTO @x, INTO :x
    while (acceptOperator(",")) parseName(), skipFragment(core.fragment, nullptr);
  };
  into();
  bool parts_fragment = false;
  while (skipFragment(parts_fragment, &core.keys_unknown)) {}
  core.fragment = core.fragment || parts_fragment;
  if (accept("FROM")) parseSources(core.from);
  bool widens = false;  // a hole in front of WHERE cannot widen it, but it can add sources
  while (skipFragment(core.fragment, &widens)) core.from_open = true;
  // A hole may stand for a join: what follows it is read on.
  while (atAny({"JOIN", "LEFT", "INNER", "RIGHT", "CROSS", "FULL", "NATURAL"}) || (core.fragment && atOperator(","))) {
    std::size_t before = at_;
    acceptOperator(",");
    if (atAny({"JOIN", "LEFT", "INNER", "RIGHT", "CROSS", "FULL", "NATURAL"})) {
      Source::Join join = Source::Join::Inner;
      bool natural = false;
      if (parseJoinOperator(join, natural)) {
        Source source = parseSource(core.from);
        source.join = join;
        source.natural = natural;
        parseJoinCondition(source);
        core.from.push_back(std::move(source));
      }
    } else {
      parseSources(core.from);
    }
    while (skipFragment(core.fragment, &widens)) core.from_open = true;
    if (at_ == before) break;
  }
  core.keys_unknown = core.keys_unknown || (widens && !at("WHERE"));
  if (accept("WHERE")) {
    if (!clauseAhead() || at("EXISTS") || at("NOT") || at("CASE") || at("LEFT") || at("RIGHT")) core.where = parseExpression();
    while (skipFragment(core.fragment, &core.keys_unknown)) {
      if (at("AND") || at("OR")) {
        take();
        Expr more = parseExpression();
        core.others.push_back(std::move(more));
      }
    }
  }
  if (accept("GROUP", "BY")) {
    do {
      if (at("GROUPING") && peek(1).is("SETS")) take(), take();
      core.group.push_back(parseExpression());
    } while (acceptOperator(","));
    while (atAny({"ASC", "DESC"})) take();
    accept("WITH", "ROLLUP");
    while (skipFragment(core.fragment, nullptr)) {}
  }
  if (accept("HAVING")) {
    core.having = parseExpression();
    while (skipFragment(core.fragment, nullptr)) {}
  }
  if (at("WINDOW") && peek(1).isName()) {
    take();
    do {
      take();
      accept("AS");
      Expr window;
      parseWindow(window);
      core.extra.push_back(std::move(window));
      core.has_window = true;
    } while (acceptOperator(","));
  }
  into();
  return core;
}

SelectItem Parser::parseSelectItem() {
  SelectItem item;
  item.expr = parseExpression();
  if (accept("AS")) {
    if (peek().isName() || peek().kind == TokenKind::String || peek().kind == TokenKind::Hole) item.alias = take().text;
  } else if ((peek().kind == TokenKind::Word && !isReserved(peek()) && !peek().has_hole) || peek().kind == TokenKind::Quoted ||
             peek().kind == TokenKind::String) {
    if (item.expr.kind == Expr::Kind::Star) odd_ = true;  // `* FORM t`
    item.alias = take().text;
  }
  if (peek().kind == TokenKind::Hole) {
    Expr fragment;
    fragment.kind = Expr::Kind::Fragment;
    take();
    Expr both;
    both.kids.push_back(std::move(item.expr));
    both.kids.push_back(std::move(fragment));
    item.expr = std::move(both);
  }
  return item;
}

std::vector<SelectItem> Parser::parseItems() {
  std::vector<SelectItem> items;
  while (!atEnd() && !at("FROM") && !atOperator(")") && !at("INTO")) {
    if (acceptOperator(",")) continue;
    if (clauseAhead() && !atAny({"CASE", "EXISTS", "NOT", "LEFT", "RIGHT"})) break;
    std::size_t before = at_;
    items.push_back(parseSelectItem());
    if (!atOperator(",")) {
      if (at_ == before) break;
      if (!atEnd() && !at("FROM") && !atOperator(")") && !clauseAhead() && !atOperator(";")) {
        odd_ = true;
        if (peek().isName() || peek().kind == TokenKind::Operator) break;
      }
    }
  }
  return items;
}

void Parser::parseSources(std::vector<Source>& sources) {
  do {
    if (atEnd() || (clauseAhead() && !at("LATERAL"))) return;
    parseJoined(sources);
  } while (acceptOperator(","));
}

bool Parser::parseJoinOperator(Source::Join& join, bool& natural) {
  join = Source::Join::Inner;
  natural = accept("NATURAL");
  if (accept("STRAIGHT_JOIN")) return true;
  if (at("LEFT")) take(), join = Source::Join::Left;
  else if (at("RIGHT")) take(), join = Source::Join::Right;
  else if (at("FULL")) take(), join = Source::Join::Full;
  else if (atAny({"INNER", "CROSS"})) take();
  accept("OUTER");
  return accept("JOIN");
}

void Parser::parseJoinCondition(Source& source) {
  if (accept("ON")) {
    source.on = parseExpression();
  } else if (at("USING") && peek(1).isOperator("(")) {
    take();
    source.using_columns = parseNameList();
  }
}

void Parser::parseJoined(std::vector<Source>& sources) {
  Source first = parseSource(sources);
  if (!first.table.name.empty() || first.query) sources.push_back(std::move(first));
  while (atAny({"JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "STRAIGHT_JOIN"})) {
    std::size_t before = at_;
    Source::Join join;
    bool natural;
    if (!parseJoinOperator(join, natural)) {
      odd_ = true;
      at_ = before + 1;
      return;
    }
    std::size_t known = sources.size();
    Source source = parseSource(sources);
    if (source.table.name.empty() && !source.query) {
      // a JOIN (b JOIN c ON …) ON …: the inner ones are listed already; the condition belongs to the last of them.
      if (sources.size() == known) continue;
      source = std::move(sources.back());
      sources.pop_back();
      std::optional<Expr> inner = std::move(source.on);
      source.on.reset();
      for (std::size_t i = known; i < sources.size(); ++i) sources[i].join = join;
      source.join = join;
      parseJoinCondition(source);
      if (inner && source.on) {
        Expr both;
        both.kind = Expr::Kind::Binary;
        both.op = "AND";
        both.kids.push_back(std::move(*inner));
        both.kids.push_back(std::move(*source.on));
        source.on = std::move(both);
      } else if (inner) {
        source.on = std::move(inner);
      }
    } else {
      source.join = join;
      source.natural = natural;
      parseJoinCondition(source);
    }
    sources.push_back(std::move(source));
  }
}

/// One table, derived table or function. A parenthesised join is added to `sources`, and an empty source returned.
Source Parser::parseSource(std::vector<Source>& sources) {
  Source source;
  Level level(*this);
  if (level.tooDeep()) return source;
  accept("LATERAL");
  accept("ONLY");
  if (atOperator("(")) {
    take();
    if (atQuery() || (atOperator("(") && (peek(1).is("SELECT") || peek(1).is("VALUES") || peek(1).is("WITH")))) {
      source.query = parseQuery();
      acceptOperator(")");
    } else {
      parseSources(sources);
      if (!acceptOperator(")")) odd_ = true;
      if (peek().isName() && !isReserved(peek())) parseAlias();
      return source;
    }
  } else if (at("ROWS") && peek(1).is("FROM")) {
    take(), take();
    source.is_function = true;
    source.table.name = "rows from";
    Expr call;
    parseArguments(call);
    source.arguments = std::move(call.kids);
  } else {
    source.table = parseName();
    if (source.table.name.empty()) return source;
    if (atOperator("*")) take();  // PostgreSQL: t *
    if (atOperator("(")) {
      Expr call;
      parseArguments(call);
      source.is_function = true;
      source.arguments = std::move(call.kids);
    }
  }
  if (at("WITH") && peek(1).is("ORDINALITY")) take(), take();
  if (at("PARTITION") && peek(1).isOperator("(")) {
    take();
    skipParentheses();
  }
  source.alias = parseAlias();
  if (atOperator("(") && (!source.alias.empty() || source.query)) {
    source.column_aliases = parseNameList();
  }
  if (at("INDEXED") && peek(1).is("BY")) take(), take(), take();
  if (at("NOT") && peek(1).is("INDEXED")) take(), take();
  while (atAny({"USE", "FORCE", "IGNORE"}) && (peek(1).is("INDEX") || peek(1).is("KEY"))) {
    take(), take();
    while (!atEnd() && !atOperator("(")) take();
    skipParentheses();
  }
  if (at("TABLESAMPLE")) {
    take(), take();
    if (atOperator("(")) skipParentheses();
  }
  if (at("WITH") && peek(1).isOperator("(")) {  // WITH (NOLOCK)
    take();
    skipParentheses();
  }
  return source;
}

std::string Parser::parseAlias() {
  if (accept("AS")) {
    if (peek().isName() || peek().kind == TokenKind::String || peek().kind == TokenKind::Hole) return take().text;
    return "";
  }
  if (peek().kind == TokenKind::Quoted) return take().text;
  if (peek().kind != TokenKind::Word || isReserved(peek()) || peek().has_hole) return "";
  if (atAny({"USE", "FORCE", "IGNORE"}) && (peek(1).is("INDEX") || peek(1).is("KEY"))) return "";
  if (atAny({"PARTITION", "TABLESAMPLE", "MINUS", "PROCEDURE", "LOCK"}) &&
      (peek(1).isName() || peek(1).isOperator("(")))
    return "";
  return take().text;
}

void Parser::parseOrder(std::vector<Expr>& order) {
  do {
    if (atEnd()) return;
    order.push_back(parseExpression());
    while (atAny({"ASC", "DESC", "USING"})) {
      if (take().is("USING")) take();
    }
    if (at("NULLS")) take(), take();
  } while (acceptOperator(","));
}

void Parser::parseTail(Query& query) {
  SelectCore* last = query.cores.empty() ? nullptr : &query.cores.back();
  bool ignored = false;
  bool& fragment = last ? last->fragment : ignored;
  while (skipFragment(fragment, last ? &last->keys_unknown : nullptr)) {}
  if (accept("ORDER", "BY")) {
    parseOrder(query.order);
    while (skipFragment(fragment, nullptr)) {
      if (atAny({"ASC", "DESC"})) take();
      if (acceptOperator(",")) parseOrder(query.order);
    }
  }
  while (true) {
    if (atAny({"LIMIT", "OFFSET"})) {
      take();
      query.limited = true;
      if (!accept("ALL")) query.limit.push_back(parseExpression());
      if (acceptOperator(",")) query.limit.push_back(parseExpression());
      if (!accept("ROWS")) accept("ROW");
    } else if (at("FETCH") && (peek(1).is("FIRST") || peek(1).is("NEXT"))) {
      take(), take();
      query.limited = true;
      if (!atAny({"ROW", "ROWS"})) query.limit.push_back(parsePrimary());
      while (atAny({"ROW", "ROWS", "ONLY", "WITH", "TIES"})) take();
    } else if (at("FOR") && atQuery() == false && (peek(1).is("UPDATE") || peek(1).is("SHARE") || peek(1).is("NO") || peek(1).is("KEY"))) {
      take(), take();
      while (atAny({"KEY", "UPDATE", "SHARE"})) take();
      if (accept("OF")) {
        do parseName();
        while (acceptOperator(","));
      }
      if (!accept("NOWAIT")) accept("SKIP", "LOCKED");
    } else if (at("LOCK") && peek(1).is("IN")) {
      take(), take(), take(), take();
    } else if (peek().kind == TokenKind::Hole && query.limited) {
      take();  // behind LIMIT nothing can change what is read
    } else {
      return;
    }
  }
}

/// `(?, ?), (?, ?)`; a hole between rows opens the list.
std::vector<std::vector<Expr>> Parser::parseRows(bool& open) {
  std::vector<std::vector<Expr>> rows;
  while (true) {
    accept("ROW");
    if (atOperator("(")) {
      take();
      std::vector<Expr> row;
      while (!atEnd() && !atOperator(")")) {
        if (acceptOperator(",")) continue;
        std::size_t before = at_;
        row.push_back(parseExpression());
        if (peek().kind == TokenKind::Hole) {
          Expr fragment;
          fragment.kind = Expr::Kind::Fragment;
          row.push_back(std::move(fragment));
          take();
        }
        if (at_ == before) take(), odd_ = true;
      }
      if (!acceptOperator(")")) odd_ = true;
      rows.push_back(std::move(row));
    } else if (peek().kind == TokenKind::Hole) {
      take();
      open = true;
    } else {
      break;
    }
    if (!acceptOperator(",") && peek().kind != TokenKind::Hole) break;
  }
  return rows;
}

}  // namespace touchgraph::sql
