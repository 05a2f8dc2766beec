#include "analyzer/sql/parser.h"

namespace touchgraph::sql {

namespace {

Conflict conflictWord(const std::string& upper) {
  if (upper == "IGNORE") return Conflict::Ignore;
  if (upper == "REPLACE") return Conflict::Replace;
  return Conflict::None;
}

}  // namespace

std::vector<SelectItem> Parser::parseReturning() {
  if (!accept("RETURNING")) return {};
  return parseItems();
}

/// INSERT …, REPLACE ….
Insert Parser::parseInsert() {
  Insert insert;
  if (take().is("REPLACE")) insert.conflict = Conflict::Replace;
  while (true) {
    if (at("OR") && peek(1).kind == TokenKind::Word) {
      take();
      insert.conflict = conflictWord(take().upper);
    } else if (at("IGNORE")) {
      take();
      insert.conflict = Conflict::Ignore;
    } else if (atAny({"LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY"}) || (peek().kind == TokenKind::Hole && peek(1).is("INTO"))) {
      take();
    } else {
      break;
    }
  }
  bool into = accept("INTO");
  if (!into && dialect_ != Dialect::Mysql) odd_ = true;
  insert.table = parseName();
  if (at("PARTITION") && peek(1).isOperator("(")) take(), skipParentheses();
  if (accept("AS")) {
    insert.alias = take().text;
  } else if (peek().isName() && !isReserved(peek()) &&
             !atAny({"DEFAULT", "VALUE", "OVERRIDING", "TABLE"})) {
    insert.alias = take().text;
    odd_ = odd_ || !(atOperator("(") || clauseAhead());
  }
  if (atOperator("(") && !peek(1).is("SELECT") && !peek(1).is("WITH")) {
    insert.has_columns = true;
    bool open = false;
    insert.columns = parseNameList(&open);
    insert.columns_open = open;
  }
  bool fragment = false;
  while (skipFragment(fragment, nullptr)) insert.columns_open = insert.rows_open = true;
  if (at("OVERRIDING")) take(), take(), accept("VALUE");
  parseInsertSource(insert);
  while (skipFragment(fragment, nullptr)) insert.rows_open = true;
  if (accept("AS") && peek().isName()) {  // MySQL: AS new(a, b)
    take();
    if (atOperator("(")) skipParentheses();
  }
  parseConflict(insert);
  while (skipFragment(fragment, nullptr)) {}
  insert.returning = parseReturning();
  return insert;
}

void Parser::parseInsertSource(Insert& insert) {
  if (at("VALUES") || at("VALUE")) {
    take();
    insert.rows = parseRows(insert.rows_open);
  } else if (accept("DEFAULT", "VALUES")) {
    insert.default_values = true;
    insert.has_columns = true;
  } else if (at("SET") && dialect_ == Dialect::Mysql) {
    take();
    insert.has_columns = true;
    std::vector<Expr> row;
    for (Assignment& assignment : parseAssignments(insert.columns_open)) {
      insert.columns.push_back(assignment.path.back());
      row.push_back(std::move(assignment.value));
    }
    insert.rows.push_back(std::move(row));
  } else if (at("SET")) {  // MySQL's form where nobody said that it is MySQL
    Dialect before = dialect_;
    dialect_ = Dialect::Mysql;
    parseInsertSource(insert);
    dialect_ = before;
  } else if (atQuery() || atOperator("(")) {
    insert.query = parseQuery();
  } else if (!insert.rows_open) {
    odd_ = true;
  }
}

void Parser::parseConflict(Insert& insert) {
  while (at("ON")) {
    if (peek(1).is("CONFLICT")) {
      take(), take();
      if (atOperator("(")) {
        insert.conflict_target = parseNameList();
        if (accept("WHERE")) parseExpression();
      } else if (accept("ON", "CONSTRAINT")) {
        take();
      }
      if (!accept("DO")) odd_ = true;
      if (accept("NOTHING")) {
        if (insert.conflict == Conflict::None) insert.conflict = Conflict::Ignore;
      } else if (accept("UPDATE")) {
        insert.conflict = Conflict::Update;
        if (!accept("SET")) odd_ = true;
        for (Assignment& assignment : parseAssignments(insert.updates_open)) insert.updates.push_back(std::move(assignment));
        if (accept("WHERE")) insert.update_where = parseExpression();
      }
    } else if (peek(1).is("DUPLICATE")) {
      take(), take();
      accept("KEY");
      accept("UPDATE");
      insert.conflict = Conflict::Update;
      for (Assignment& assignment : parseAssignments(insert.updates_open)) insert.updates.push_back(std::move(assignment));
    } else {
      return;
    }
  }
}

/// `a = 1, t.b = b + 1, (c, d) = (?, ?)`.
std::vector<Assignment> Parser::parseAssignments(bool& open) {
  std::vector<Assignment> result;
  while (!atEnd()) {
    if (acceptOperator(",")) continue;
    if (atOperator("(")) {
      std::vector<std::string> names = parseNameList(&open);
      if (!acceptOperator("=")) odd_ = true;
      accept("ROW");
      Expr value = parseArithmetic();
      for (std::size_t i = 0; i < names.size(); ++i) {
        Assignment assignment;
        assignment.path = {names[i]};
        if (value.kind == Expr::Kind::Tuple && value.kids.size() == names.size()) {
          assignment.value = value.kids[i];
        } else if (names.size() == 1 || i == 0) {
          assignment.value = value;
          if (names.size() > 1) assignment.value.kind = value.kind == Expr::Kind::Subquery ? Expr::Kind::Exists : Expr::Kind::Other;
        }
        result.push_back(std::move(assignment));
      }
      continue;
    }
    if (peek().kind == TokenKind::Hole && !peek(1).isOperator("=") && !peek(1).isOperator(".")) {
      take();
      open = true;
      if (!atOperator(",") && peek().kind != TokenKind::Hole) break;
      continue;
    }
    if (!peek().isName() && peek().kind != TokenKind::Hole && peek().kind != TokenKind::String) break;
    if (clauseAhead() && !peek(1).isOperator("=")) break;
    Assignment assignment;
    while (true) {
      const Token& part = take();
      if (part.has_hole) open = true;
      assignment.path.push_back(part.text);
      if (!atOperator(".")) break;
      take();
    }
    while (atOperator("[")) {  // PostgreSQL: SET tags[1] = …
      while (!atEnd() && !acceptOperator("]")) take();
    }
    if (!acceptOperator("=") && !acceptOperator(":=")) {
      odd_ = true;
      if (atOperator(",") || atEnd()) continue;
      break;
    }
    assignment.value = parseExpression();
    bool partial = assignment.path.back().find('*') != std::string::npos;
    if (!partial) result.push_back(std::move(assignment));
  }
  return result;
}

void Parser::parseOrderLimit(std::vector<Expr>& order, bool& fragment) {
  Query tail;
  tail.cores.emplace_back();
  parseTail(tail);
  fragment = fragment || tail.cores.back().fragment;
  for (Expr& expr : tail.order) order.push_back(std::move(expr));
  for (Expr& expr : tail.limit) order.push_back(std::move(expr));
}

Update Parser::parseUpdate() {
  Update update;
  take();
  while (true) {
    if (at("OR") && peek(1).kind == TokenKind::Word) {
      take();
      Conflict conflict = conflictWord(take().upper);
      update.or_replace = conflict == Conflict::Replace;
      update.or_ignore = conflict == Conflict::Ignore;
    } else if (atAny({"LOW_PRIORITY"}) || (at("IGNORE") && peek(1).isName() && !peek(1).is("SET"))) {
      update.or_ignore = update.or_ignore || at("IGNORE");
      take();
    } else {
      break;
    }
  }
  parseSources(update.targets);
  while (skipFragment(update.fragment, nullptr)) {}
  if (!accept("SET")) {
    odd_ = true;
    update.assignments_open = true;
  } else {
    update.assignments = parseAssignments(update.assignments_open);
    // SET a = ? <hole>: the rest of the list, or the WHERE.
    if (tokens_[at_ - 1].kind == TokenKind::Hole && update.assignments_open && atEnd()) update.fragment = true;
  }
  bool after_set = false;
  while (skipFragment(update.fragment, &after_set)) update.assignments_open = true;
  if (accept("FROM")) parseSources(update.from);
  bool widens = false;  // a hole in front of WHERE cannot widen it, but it can add sources
  while (skipFragment(update.fragment, &widens)) update.from_open = true;
  update.keys_unknown = (widens || after_set) && !at("WHERE");
  if (accept("WHERE")) {
    if (at("CURRENT") && peek(1).is("OF")) {
      take(), take(), take();
      update.keys_unknown = true;
    } else {
      update.where = parseExpression();
    }
    while (skipFragment(update.fragment, &update.keys_unknown)) {}
  }
  update.returning = parseReturning();
  parseOrderLimit(update.order, update.fragment);
  if (update.returning.empty()) update.returning = parseReturning();
  return update;
}

Delete Parser::parseDelete() {
  Delete result;
  take();
  while (atAny({"LOW_PRIORITY", "QUICK", "IGNORE"})) take();
  std::vector<ObjectName> listed;
  if (!at("FROM")) {  // MySQL: DELETE a, b FROM a JOIN b …
    while (!atEnd() && !at("FROM")) {
      ObjectName name = parseName();
      if (name.name.empty()) break;
      if (acceptOperator(".")) acceptOperator("*");
      listed.push_back(std::move(name));
      if (!acceptOperator(",")) break;
    }
    if (!at("FROM")) {
      odd_ = true;
      if (peek().kind == TokenKind::Word && !clauseAhead()) return result;  // DELETE FORM users: neither word is the table
    }
  }
  accept("FROM");
  parseSources(result.sources);
  bool has_using = at("USING");
  if (has_using) {
    take();
    if (dialect_ == Dialect::Mysql) {  // DELETE FROM a, b USING a JOIN b …: the first list names, the second one reads
      for (Source& source : result.sources) result.targets.push_back(source.table);
      result.sources.clear();
    } else if (!result.sources.empty()) {
      result.targets.push_back(result.sources[0].table);
      if (!result.sources[0].alias.empty()) result.targets[0] = ObjectName{"", result.sources[0].alias};
    }
    parseSources(result.sources);
  } else if (!listed.empty()) {
    result.targets = std::move(listed);
    if (result.sources.empty())
      for (ObjectName& name : result.targets) {
        Source source;
        source.table = name;
        result.sources.push_back(std::move(source));
      }
  } else if (!result.sources.empty()) {
    result.targets.push_back(result.sources[0].table);
    if (!result.sources[0].alias.empty()) result.targets[0] = ObjectName{"", result.sources[0].alias};
  }
  bool widens = false;
  while (skipFragment(result.fragment, &widens)) result.from_open = true;
  result.keys_unknown = widens && !at("WHERE");
  if (accept("WHERE")) {
    if (at("CURRENT") && peek(1).is("OF")) {
      take(), take(), take();
      result.keys_unknown = true;
    } else {
      result.where = parseExpression();
    }
    while (skipFragment(result.fragment, &result.keys_unknown)) {}
  }
  result.returning = parseReturning();
  parseOrderLimit(result.order, result.fragment);
  if (result.returning.empty()) result.returning = parseReturning();
  return result;
}

Merge Parser::parseMerge() {
  Merge merge;
  take();
  accept("INTO");
  std::vector<Source> ignored;
  merge.target = parseSource(ignored);
  accept("USING");
  merge.source = parseSource(ignored);
  if (accept("ON")) merge.on = parseExpression();
  while (accept("WHEN")) {
    MergeAction action;
    accept("NOT");
    accept("MATCHED");
    if (accept("BY")) take();
    if (accept("AND")) action.condition = parseExpression();
    accept("THEN");
    if (accept("UPDATE")) {
      action.op = TouchOp::Update;
      accept("SET");
      bool open = false;
      action.assignments = parseAssignments(open);
    } else if (accept("DELETE")) {
      action.op = TouchOp::Delete;
    } else if (accept("INSERT")) {
      action.op = TouchOp::Insert;
      if (atOperator("(")) action.columns = parseNameList();
      if (accept("VALUES")) {
        bool open = false;
        std::vector<std::vector<Expr>> rows = parseRows(open);
        if (!rows.empty()) action.values = std::move(rows[0]);
      } else {
        accept("DEFAULT", "VALUES");
      }
    } else {
      accept("DO");
      accept("NOTHING");
    }
    merge.actions.push_back(std::move(action));
  }
  return merge;
}

}  // namespace touchgraph::sql
