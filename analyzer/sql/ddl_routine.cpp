#include "analyzer/sql/ddl_reader.h"

#include "analyzer/sql/engines/plpgsql.h"

#include <algorithm>

namespace touchgraph::sql {

void DdlReader::createTrigger() {
  ifNotExists();
  Trigger trigger;
  trigger.name = p_.parseName().name;
  if (p_.accept("BEFORE")) trigger.timing = Trigger::Timing::Before;
  else if (p_.accept("INSTEAD", "OF")) trigger.timing = Trigger::Timing::InsteadOf;
  else if (!p_.accept("AFTER") && schema_.dialect_ == Dialect::Sqlite) trigger.timing = Trigger::Timing::Before;
  do {
    if (p_.accept("INSERT")) trigger.on_insert = true;
    else if (p_.accept("DELETE")) trigger.on_delete = true;
    else if (p_.accept("TRUNCATE")) trigger.on_truncate = true;
    else if (p_.accept("UPDATE")) {
      trigger.on_update = true;
      if (p_.accept("OF")) {
        do trigger.update_of.push_back(p_.take().text);
        while (p_.acceptOperator(","));
      }
    }
  } while (p_.accept("OR"));
  if (!p_.accept("ON")) return error("trigger " + trigger.name + " names no table");
  ObjectName table = p_.parseName();
  trigger.table = schema_.reportedName(table);
  if (const Table* found = schema_.findTable(table)) trigger.table = found->name;
  trigger.each_row = schema_.dialect_ != Dialect::Postgres;
  while (!p_.atEnd()) {
    if (p_.accept("FOR")) {
      p_.accept("EACH");
      trigger.each_row = p_.take().is("ROW");
    } else if (p_.at("WHEN")) {
      p_.take();
      trigger.when = p_.parseExpression();
    } else if (p_.at("EXECUTE")) {
      p_.take();
      p_.take();  // FUNCTION, PROCEDURE
      trigger.function = p_.parseName().name;
      p_.skipParentheses();
    } else if (p_.atAny({"FOLLOWS", "PRECEDES"})) {
      p_.take(), p_.take();
    } else if (p_.accept("NEW", "TABLE") || p_.accept("OLD", "TABLE")) {
      p_.accept("AS");
      trigger.row_sets.push_back(p_.take().text);
    } else if (schema_.dialect_ == Dialect::Postgres) {
      p_.take();
    } else {
      std::vector<Token> body(tokens_.begin() + static_cast<std::ptrdiff_t>(p_.position()), tokens_.end());
      trigger.body = readBody(body, schema_.dialect_);
      break;
    }
  }
  for (const Token& token : tokens_) trigger.text += token.text + ' ';
  declare(std::move(trigger));
}

void DdlReader::createRoutine() {
  ifNotExists();
  ObjectName name = p_.parseName();
  Routine routine;
  routine.name = schema_.reportedName(name);
  parameters(routine);
  std::string language;
  std::string body;
  bool has_text = false;
  std::size_t body_start = 0;
  while (!p_.atEnd()) {
    if (p_.accept("LANGUAGE")) {
      language = lowerCase(p_.take().text);
    } else if (p_.at("AS") && p_.peek(1).kind == TokenKind::String) {
      p_.take();
      body = p_.take().text;
      has_text = true;
    } else if (p_.at("RETURNS") && p_.peek(1).is("TABLE") && p_.peek(2).isOperator("(")) {
      p_.take(), p_.take();
      for (const std::string& column : p_.parseNameList()) routine.body.locals.push_back(column);
    } else if (p_.at("RETURN") || (p_.at("BEGIN") && (schema_.dialect_ == Dialect::Mysql || p_.peek(1).is("ATOMIC")))) {
      body_start = p_.position();
      break;
    } else if (schema_.dialect_ == Dialect::Mysql && p_.atAny({"INSERT", "UPDATE", "DELETE", "SELECT", "SET", "IF", "CALL", "REPLACE"})) {
      body_start = p_.position();
      break;
    } else {
      p_.take();
    }
  }
  std::vector<std::string> results = std::move(routine.body.locals);
  if (has_text) {
    routine.body = language == "plpgsql" ? readPlpgsql(text_, body) : Body{};
    if (language == "sql" || language.empty()) routine.body = readBody(lex(body, schema_.dialect_), schema_.dialect_);
    else if (language != "plpgsql") routine.body.problems.push_back("routine " + routine.name + " is written in " + language);
  } else if (body_start != 0) {
    routine.body = readBody({tokens_.begin() + static_cast<std::ptrdiff_t>(body_start), tokens_.end()}, schema_.dialect_);
  } else {
    routine.body.problems.push_back("the body of routine " + routine.name + " cannot be read");
  }
  for (const std::string& parameter : routine.parameters)
    if (!parameter.empty()) routine.body.locals.push_back(parameter);
  for (std::string& result : results) routine.body.locals.push_back(std::move(result));
  schema_.routines_[lowerCase(routine.name)] = std::move(routine);
}

/// `(IN a int, b text DEFAULT 'x', OUT c int)`; a type alone has no name.
void DdlReader::parameters(Routine& routine) {
  if (!p_.acceptOperator("(")) return;
  while (!p_.atEnd() && !p_.atOperator(")")) {
    if (p_.acceptOperator(",")) continue;
    while (p_.atAny({"IN", "OUT", "INOUT", "VARIADIC"})) p_.take();
    bool named = p_.peek().isName() && (p_.peek(1).isName() || p_.peek(1).kind == TokenKind::Hole);
    routine.parameters.push_back(named ? p_.peek().text : "");
    while (!p_.atEnd() && !p_.atOperator(",") && !p_.atOperator(")")) p_.atOperator("(") ? p_.skipParentheses() : void(p_.take());
  }
  p_.acceptOperator(")");
}

}  // namespace touchgraph::sql
